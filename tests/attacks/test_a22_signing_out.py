"""Row A22: signing out ends the session: for the old cookie, a second tab, and what a page asks by itself."""

from urllib.parse import urlencode

import pytest

from app.web.frame import Portal
from app.web.security import Audience
from tests import people
from tests.page import FORM, Browser
from tests.routes import routes_of

pytestmark = pytest.mark.usefixtures("rolled_back")

SIDES = [
    (people.alice, Audience.CLIENT, "/home", "/sign-in"),
    (people.nora, Audience.STAFF, "/staff", "/staff/sign-in"),
]
side = pytest.mark.parametrize(("person", "audience", "home", "door"), SIDES, ids=["client", "staff"])
HTMX = {"hx-request": "true", "hx-request-type": "partial"}


async def signed_out(person: people.Person, home: str) -> tuple[Browser, str]:
    """Give a second tab, with the cookie and the token of before, of somebody who signed out in the first."""
    browser = await person()
    await browser.open(home)
    tab = Browser(cookies=dict(browser.cookies))
    token = browser.token
    await browser.press("Sign out")
    return tab, token


@side
async def test_a22_the_old_cookie_is_shown_to_the_door_by_every_route(
    portal: Portal, person: people.Person, audience: Audience, home: str, door: str
) -> None:
    tab, token = await signed_out(person, home)
    routes = routes_of(portal, audience=audience)
    assert len(routes) >= 10
    for route in routes:
        content = urlencode({"_csrf": token}).encode() if route.method == "POST" else b""
        fresh = Browser(cookies=dict(tab.cookies))
        answer = await fresh.send(
            route.method, route.address(), headers={"content-type": FORM}, content=content
        )
        assert (answer.status_code, answer.headers["location"][: len(door)]) == (303, door), route
        answer = await fresh.send(
            route.method, route.address(), headers=HTMX | {"content-type": FORM}, content=content
        )
        assert (answer.status_code, answer.headers["hx-redirect"]) == (401, door), route
        assert answer.content == b"", route


@side
async def test_a22_before_signing_out_the_same_routes_let_it_in(
    portal: Portal, person: people.Person, audience: Audience, home: str, door: str
) -> None:
    browser = await person()
    tab = Browser(cookies=dict(browser.cookies))
    for route in routes_of(portal, audience=audience, method="GET"):
        answer = await tab.send("GET", route.address())
        assert not answer.headers.get("location", "").startswith(door), route


@side
async def test_a22_the_browser_is_told_to_clear_what_it_kept(
    person: people.Person, audience: Audience, home: str, door: str
) -> None:
    browser = await person()
    page = await browser.open(home)
    action = str(page.find("header form")["action"])
    content = urlencode({"_csrf": browser.token}).encode()
    answer = await browser.send("POST", action, headers={"content-type": FORM}, content=content)
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert page.headers["cache-control"] == "no-store"
