"""Signing out ends this session, and leaves nothing behind in the browser."""

import pytest

from app.web.frame import Portal
from app.web.security import Audience
from tests import people, rows
from tests.page import Browser
from tests.routes import routes_of

pytestmark = pytest.mark.usefixtures("rolled_back")

SIDES = [
    (people.alice, "/home", "/sign-in", Audience.CLIENT, "portal"),
    (people.nora, "/staff", "/staff/sign-in", Audience.STAFF, "staff"),
]
side = pytest.mark.parametrize(
    ("person", "home", "door", "audience", "cookie"), SIDES, ids=["client", "staff"]
)


@side
async def test_signing_out_is_said_and_shows_the_door(
    person: people.Person, home: str, door: str, audience: Audience, cookie: str
) -> None:
    browser = await person()
    await browser.open(home)
    page = await browser.press("Sign out")
    assert page.path == door
    page.shows("You are signed out.")
    assert cookie not in browser.cookies
    assert "flash" not in browser.cookies
    (await browser.open(door)).lacks("You are signed out.")


@side
async def test_an_old_cookie_opens_nothing_anywhere(
    portal: Portal, person: people.Person, home: str, door: str, audience: Audience, cookie: str
) -> None:
    browser = await person()
    kept = dict(browser.cookies)
    await browser.open(home)
    await browser.press("Sign out")
    for route in routes_of(portal, audience=audience, method="GET"):
        answer = await Browser(cookies=dict(kept)).send("GET", route.address())
        assert (answer.status_code, answer.headers["location"][: len(door)]) == (303, door), route


@side
async def test_the_browser_is_told_to_forget_what_it_kept(
    person: people.Person, home: str, door: str, audience: Audience, cookie: str
) -> None:
    browser = await person()
    page = await browser.open(home)
    form = page.find("form[action$='/sign-out']")
    body = f"_csrf={browser.token}".encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await browser.send("POST", str(form["action"]), headers=headers, content=body)
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert answer.status_code == 303


async def test_other_browsers_of_the_same_person_stay_signed_in() -> None:
    here, there = await people.alice(), await people.alice()
    await here.open("/home")
    await here.press("Sign out")
    await there.open("/home")
    assert await rows.value("select count(*) from portal_session") == 1


async def test_signing_out_stands_in_the_activity() -> None:
    here, there = await people.alice(), await people.alice()
    await here.open("/home")
    await here.press("Sign out")
    (await there.open("/activity")).shows("Signed out")
