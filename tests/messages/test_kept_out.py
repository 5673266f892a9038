"""Bob and Charlie are kept out of what is Alice's, at every address and by every method, and it is noted."""

from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import UUID

import httpx
import pytest

from app.web.frame import Portal
from app.web.security import Audience
from tests import people, rows
from tests.answers import plain
from tests.messages.threads import PHARMACY, thread_id
from tests.page import FORM, Browser
from tests.routes import UNUSED, Route, routes_of

pytestmark = pytest.mark.usefixtures("rolled_back")

DENIED = "select count(*) from audit_event where kind = 'access_denied' and object_id = $1"
KINDS_OF_ANSWER = {"page": {}, "fragment": {"hx-request": "true", "hx-request-type": "partial"}}
SOMEBODY = pytest.mark.parametrize(
    "person", [people.bob, people.charlie, people.gina], ids=["bob", "charlie", "gina"]
)


def about_a_thread(portal: Portal, audience: Audience) -> Iterator[Route]:
    for route in routes_of(portal, audience=audience):
        if "{thread_id:uuid}" in route.path:
            yield route


async def ask(browser: Browser, route: Route, row: UUID, headers: dict[str, str]) -> httpx.Response:
    message = await rows.value(
        "select id from message where thread = $1 and not from_client limit 1", thread_id(PHARMACY)
    )
    fields = {"_csrf": browser.token, "once": "4b9d1f0c-7a52-4d3f-9a57-0f2f3b1f9d10", "body": "Bob was here", "message": str(message), "state": "read", "back": "thread"}  # fmt: skip
    return await browser.send(
        route.method,
        route.address(row),
        headers={"content-type": FORM, "accept-encoding": "identity"} | headers,
        content=urlencode(fields).encode() if route.method == "POST" else b"",
    )


@SOMEBODY
@pytest.mark.parametrize("kind", KINDS_OF_ANSWER)
async def test_a_thread_of_alices_is_not_there_for_others(
    portal: Portal, person: people.Person, kind: str
) -> None:
    stranger = await person()
    stranger.discreet = True  # nobody asks who is signed in where there is no page
    await stranger.open("/nothing-here", status=404)
    stranger.discreet = False
    await stranger.open("/home")
    routes = list(about_a_thread(portal, Audience.CLIENT))
    assert len(routes) >= 3
    for route in routes:
        before = await rows.digest(), await rows.value(DENIED, thread_id(PHARMACY))
        theirs = await ask(stranger, route, thread_id(PHARMACY), KINDS_OF_ANSWER[kind])
        never = await ask(stranger, route, UNUSED, KINDS_OF_ANSWER[kind])
        assert theirs.status_code == 404, route
        assert plain(theirs) == plain(never), route
        assert await rows.digest() == before[0], f"{route} changed rows of Alice's."
        assert "Sertraline" not in theirs.text


@SOMEBODY
async def test_each_try_is_one_row_of_the_audit_log(portal: Portal, person: people.Person) -> None:
    stranger = await person()
    await stranger.open("/home")
    count = "select count(*) from audit_event where kind = 'access_denied'"
    for route in about_a_thread(portal, Audience.CLIENT):
        before = await rows.value(count)
        answer = await ask(stranger, route, thread_id(PHARMACY), {})
        assert await rows.value(count) == before + 1, route
        row = await rows.value("select row_to_json(a)::jsonb from audit_event a order by at desc limit 1")
        assert f'"request_id": "{answer.headers["x-request-id"]}"' in row
        assert '"kind": "access_denied"' in row


async def test_alice_herself_comes_in_by_the_same_requests(portal: Portal) -> None:
    alice = await people.alice()
    await alice.open("/home")
    for route in about_a_thread(portal, Audience.CLIENT):
        answer = await ask(alice, route, thread_id(PHARMACY), {})
        assert answer.status_code in (200, 303), route


async def test_dana_who_may_not_open_alices_chart_finds_no_thread_of_hers(portal: Portal) -> None:
    dana = await people.dana()
    await dana.open("/staff/nothing-here", status=404)
    await dana.open("/staff")
    routes = list(about_a_thread(portal, Audience.STAFF))
    assert len(routes) >= 2
    for route in routes:
        before = await rows.digest()
        theirs = await ask(dana, route, thread_id(PHARMACY), {})
        assert theirs.status_code == 404
        assert plain(theirs) == plain(await ask(dana, route, UNUSED, {}))
        assert await rows.digest() == before


async def test_nothing_of_alices_is_in_what_others_see() -> None:
    for person in (people.bob, people.charlie, people.gina):
        browser = await person()
        for path in ("/home", "/messages", "/messages/new", "/activity"):
            page = await browser.open(path)
            page.lacks("Alice", "Anderson", "Sertraline", "sleep sheet")


async def test_a_cursor_of_alices_list_shows_nothing_of_it_to_bob() -> None:
    last = await rows.value("select id from message where thread = $1 limit 1", thread_id(PHARMACY))
    bob = await people.bob()
    page = await bob.open(f"/messages?before=9999999999999999-{last.hex}")
    page.lacks("Sertraline", "Alice")
