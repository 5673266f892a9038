"""Row A07: what a grant does not open is not there, from the very next request on, whichever way it is asked for."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest

from app.accounts.sessions import today
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.clients import details
from app.practice.service import set_settings
from app.web.frame import Portal
from app.web.security import Audience
from tests import people, rows
from tests.accounts.grants.access import limit, open_to, revoke
from tests.attacks.callers import HTMX
from tests.messages.threads import JAM, thread_id
from tests.page import FORM, Browser
from tests.routes import Route, routes_of
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("restored")

WITHOUT_AREA = (
    "/account",
    "/confirm",
    "/notices/",
    "/password/",
    "/session",
    "/sign-in/",
    "/sign-out",
    "/home",
)
"""What belongs to the sign-in itself, the links of notices, which lead on, and home, which shows what is open."""


async def switch(browser: Browser, client: str) -> int:
    """Ask for a chart by its id, as somebody would who guessed it."""
    if browser.page is None:
        await browser.open("/account/chart")
    content = urlencode({"_csrf": browser.token, "client": str(people.client_id(client))}).encode()
    answer = await browser.send("POST", "/account/chart", headers={"content-type": FORM}, content=content)
    return answer.status_code


async def status(browser: Browser, path: str) -> int:
    return (await browser.send("GET", path)).status_code


async def turn_of_age(client: str, *, on: date, years: int = 18) -> None:
    client_id = people.client_id(client)
    columns = details.birth_date_columns(client_id, on.replace(year=on.year - years))
    await rows.change(
        "update client set birth_date = $2, birth_date_hash = $3 where id = $1", client_id, *columns.values()
    )


async def denials(account: str) -> int:
    found: int = await rows.value(
        "select count(*) from audit_event where kind = $1 and account = $2",
        Kind.ACCESS_DENIED,
        people.account_id(account),
    )
    return found


def of_areas(portal: Portal) -> list[Route]:
    return [
        route
        for route in routes_of(portal, audience=Audience.CLIENT)
        if not route.path.startswith(WITHOUT_AREA)
    ]


async def use(browser: Browser, route: Route, *, as_htmx: bool = False) -> int:
    headers = HTMX if as_htmx else {}
    if route.method == "GET":
        return (await browser.send("GET", route.address(), headers=headers)).status_code
    content = urlencode({"_csrf": browser.token}).encode()
    sent = {"content-type": FORM, **headers}
    return (await browser.send("POST", route.address(), headers=sent, content=content)).status_code


async def test_a07_a_guardian_opens_no_other_chart() -> None:
    gina = await people.gina()
    for stranger in ("alice", "bob", "charlie"):
        assert await switch(gina, stranger) == 404
        (await gina.open("/home")).lacks("Alice", "Bob", "Charlie")
    assert await denials("gina") == 3
    for path in (f"/messages/{thread_id(JAM)}", "/home/tiles/nothing"):
        assert await status(gina, path) == 404


async def test_a07_a_chart_that_was_given_opens() -> None:
    await open_to("gina", "bob")
    gina = await people.gina()
    await gina.open("/account/chart")
    page = await gina.press("Open", within="#charts")
    page.shows("Bob Baker")
    page.lacks("Max Grant")


async def test_a07_a_revoked_grant_opens_nothing_at_the_next_request(portal: Portal) -> None:
    gina, elsewhere = await people.gina(), await people.gina()
    for browser in (gina, elsewhere):
        await browser.open("/home")
    await revoke("gina", "max")
    for browser in (gina, elsewhere):
        for route in of_areas(portal):
            for as_htmx in (False, True):
                assert await use(browser, route, as_htmx=as_htmx) == 403, route
        assert await status(browser, "/home") == 403
        assert await status(browser, "/home/tiles/messages") == 403
    assert await switch(gina, "max") == 404


async def test_a07_the_last_day_of_a_grant_is_its_last() -> None:
    for days, answer in ((0, 200), (-1, 403)):
        gina = await people.gina()
        await rows.change(
            "update chart_grant set ends_on = $1 where account = $2",
            today() + timedelta(days=days),
            people.account_id("gina"),
        )
        assert await status(gina, "/home") == answer


@pytest.mark.parametrize(("days", "answer"), [(1, 200), (0, 403), (-1, 403)])
async def test_a07_a_guardian_loses_the_chart_on_the_birthday(days: int, answer: int) -> None:
    gina = await people.gina()
    await gina.open("/home")
    await turn_of_age("max", on=today() + timedelta(days=days))
    assert await status(gina, "/home") == answer
    assert await status(gina, "/messages/new") == answer


async def test_a07_who_was_kept_past_the_age_of_consent_goes_on() -> None:
    gina = await people.gina()
    await turn_of_age("max", on=today())
    await rows.change("update chart_grant set kept_by = $1", people.staff_id("nora"))
    assert await status(gina, "/home") == 200


async def test_a07_the_age_is_the_one_the_practice_settled() -> None:
    gina = await people.gina()
    await turn_of_age("max", on=today(), years=16)
    assert await status(gina, "/home") == 200
    await set_settings(by=Actor.system("test"), values={"age_of_consent": "16"})
    assert await status(gina, "/home") == 403


async def test_a07_an_area_that_was_not_given_is_not_there(portal: Portal) -> None:
    await limit("gina", "max", "activity")
    gina = await people.gina()
    async with counted() as sql:
        page = await gina.open("/home")
    page.lacks("Messages")
    assert sql.count == 1, "with no panel open there is nothing to ask but the session"
    closed = [route for route in of_areas(portal) if not route.path.startswith("/activity")]
    assert len(closed) >= 9
    for route in closed:
        for as_htmx in (False, True):
            assert await use(gina, route, as_htmx=as_htmx) == 404, route
    assert await status(gina, "/home/tiles/messages") == 404
    assert await denials("gina") == 2 * len(closed) + 1
    assert await status(gina, "/activity") == 200


async def test_a07_the_activity_is_an_area_too() -> None:
    await limit("gina", "max", "messages")
    gina = await people.gina()
    page = await gina.open("/home")
    page.shows("View and Send Messages")
    page.lacks("View All Activity")
    assert [await status(gina, path) for path in ("/activity", "/activity.csv", "/messages")] == [
        404,
        404,
        200,
    ]


async def test_a07_the_activity_leaves_out_lines_about_closed_areas() -> None:
    gina = await people.gina()
    await gina.open("/messages/new")
    await gina.press("Send message", task_type="Something else", subject="Confidential", body="A question")
    (await gina.open("/activity")).shows("Sent a message")
    await limit("gina", "max", "activity")
    for path in ("/activity", "/activity?kind=messages"):
        page = await gina.open(path)
        page.lacks("Sent a message")
    assert "Sent a message" not in (await gina.send("GET", "/activity.csv")).text
    assert not page.all("option[value=messages]")


async def test_a07_every_route_of_a_chart_says_which_area_it_is(portal: Portal) -> None:
    """A new route of a client's either is of a panel, or stands among those that belong to the sign-in."""
    for route in portal.litestar.routes:
        for handler in getattr(route, "route_handlers", ()):
            if handler.http_methods == {"OPTIONS"}:
                continue
            if handler.opt["audience"] is Audience.CLIENT and not route.path.startswith(WITHOUT_AREA):
                assert handler.opt.get("area"), route.path


async def test_a07_an_own_grant_opens_everything_whatever_it_says() -> None:
    await limit("alice", "alice", "activity")
    alice = await people.alice()
    assert await status(alice, "/messages") == 200


async def test_a24_only_the_chart_whose_grant_changed_is_closed() -> None:
    await open_to("gina", "bob")
    gina = await people.gina()
    await gina.open("/home")
    await revoke("gina", "max")
    page = await gina.open("/home", status=403)
    page.shows("This chart is not open to you any more")
    page.lacks("Max")
    page = await gina.follow("Choose a chart")
    page.shows("Bob Baker")
    page = await gina.press("Open", within="#charts")
    page.shows("Bob Baker")
