"""Every route of the app, from the app's own list: who it lets in, and what it refuses from anybody."""

import re
from dataclasses import replace
from urllib.parse import quote, urlencode
from uuid import UUID

import pytest
from litestar import get
from litestar.handlers import HTTPRouteHandler

from app import main
from app.panels import PANELS
from app.web.frame import Portal
from app.web.panel import Panel
from app.web.security import Audience
from tests import people, rows
from tests.attacks.callers import DOORS, HTMX, insider, unsafe, visitor
from tests.attacks.everywhere import LINKS
from tests.page import FORM, Browser
from tests.routes import UNUSED, routes_of

pytestmark = pytest.mark.usefixtures("rolled_back")

ELSEWHERE = {Audience.CLIENT: people.terry, Audience.STAFF: people.alice}


def test_every_route_says_who_it_is_for(portal: Portal) -> None:
    assert {route.audience for route in routes_of(portal)} == set(Audience)
    assert len(routes_of(portal)) >= 20


def test_an_app_with_a_route_that_does_not_say_so_does_not_start() -> None:
    @get("/unsaid", sync_to_thread=False)
    def unsaid() -> str:
        return ""

    with pytest.raises(RuntimeError, match="/unsaid does not say who it is for"):
        main.build((*PANELS, with_handler(unsaid)))


def with_handler(handler: HTTPRouteHandler) -> Panel:
    return replace(PANELS[0], handlers=(handler,), staff_handlers=())


async def test_pages_send_somebody_without_a_session_to_the_door_and_back(portal: Portal) -> None:
    for audience, door in DOORS.items():
        for route in routes_of(portal, audience=audience, method="GET"):
            answer = await Browser().send("GET", route.address())
            assert answer.status_code == 303, route
            way_back = "" if route.path in ("/home", "/staff") else f"?next={route.address()}"
            assert answer.headers["location"] == door + way_back, route


async def test_htmx_is_told_to_load_the_door_as_a_page(portal: Portal) -> None:
    for audience, door in DOORS.items():
        for route in routes_of(portal, audience=audience, method="GET"):
            answer = await Browser().send("GET", route.address(), headers=HTMX)
            assert (answer.status_code, answer.headers.get("hx-redirect")) == (401, door), route
            assert answer.content == b""


async def test_pages_let_those_in_they_are_for(portal: Portal) -> None:
    for audience in DOORS:
        browser = await insider(audience)
        for route in routes_of(portal, audience=audience, method="GET"):
            answer = await browser.send("GET", route.address())
            assert answer.status_code == (404 if route.takes_row else answer.status_code), route
            assert answer.status_code in (200, 204, 303, 404), f"{route} answered {answer.status_code}"
            assert not answer.headers.get("location", "").startswith(DOORS[audience]), route


async def test_every_page_and_fragment_is_there_in_full(portal: Portal) -> None:
    for route in routes_of(portal, method="GET"):
        if route.takes_row or route.audience is Audience.MACHINE or route.name == "accounts.front":
            continue
        if route.path.startswith("/setup"):
            continue  # there is none once somebody works here
        for kind in ("", "partial", "full"):
            browser = await visitor(route.audience)
            headers = {"hx-request": "true", "hx-request-type": kind} if kind else {}
            answer = await browser.send("GET", route.address(), headers=headers)
            assert answer.status_code in (200, 204, 303), f"{route} {kind} answered {answer.status_code}"


@pytest.mark.parametrize("borrowed", ["own cookie", "own token under the other cookie's name"])
async def test_a_session_of_the_other_side_opens_nothing(portal: Portal, borrowed: str) -> None:
    for audience, door in DOORS.items():
        stranger = await ELSEWHERE[audience]()
        if borrowed != "own cookie":
            name = "portal" if audience is Audience.CLIENT else "staff"
            stranger.cookies = {name: next(iter(stranger.cookies.values()))}
        for route in routes_of(portal, audience=audience, method="GET"):
            answer = await stranger.send("GET", route.address())
            assert (answer.status_code, answer.headers["location"][: len(door)]) == (303, door), route


async def test_forms_without_a_session_lead_to_the_door(portal: Portal) -> None:
    """Whose session just ended holds a token of it; the answer is the door, not an error."""
    for route in unsafe(portal):
        if route.audience not in DOORS or "sign-out" in route.path:
            continue
        browser = await insider(route.audience)
        table = "staff_session" if route.audience is Audience.STAFF else "portal_session"
        await rows.change(f"delete from {table}")
        answer = await browser.send(
            "POST",
            route.address(),
            headers={"content-type": FORM},
            content=urlencode({"_csrf": browser.token}).encode(),
        )
        assert (answer.status_code, answer.headers["location"]) == (303, DOORS[route.audience]), route


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
async def test_other_methods_are_refused_with_a_page(portal: Portal, method: str) -> None:
    for route in routes_of(portal):
        browser = Browser() if route.audience is Audience.MACHINE else await visitor(route.audience)
        answer = await browser.send(method, route.address())
        assert answer.status_code == 405, f"{method} {route.path} answered {answer.status_code}"


async def test_asking_which_methods_there_are_needs_no_session_and_tells_nothing(portal: Portal) -> None:
    for route in routes_of(portal):
        answer = await Browser().send("OPTIONS", route.address())
        assert (answer.status_code, answer.content) == (204, b""), route
        assert "OPTIONS" in answer.headers["allow"], route


async def test_a_body_that_is_too_large_is_refused(portal: Portal) -> None:
    for route in (*unsafe(portal), *routes_of(portal, audience=Audience.MACHINE, method="POST")):
        browser = await visitor(route.audience)
        token = "" if route.audience is Audience.MACHINE else browser.token
        body = urlencode({"_csrf": token, "body": "a" * (route.largest + 1)}).encode()
        answer = await browser.send("POST", route.address(), headers={"content-type": FORM}, content=body)
        assert answer.status_code == 413, route


NONSENSE = (
    "/nothing-here", "/messages/1", "/messages/%00", "/messages/%ed%a0%80", "/messages/%ff", f"/messages/{'a' * 3000}",
    "/home/tiles/nothing", "/home/tiles/%00", "/.env", "/schema", "/openapi.json", "/docs", "//evil.example", "/..%2f",
    "/static/nothing.css", "/messages/00000000-0000-4000-8000-00000000dead/reading", f"/messages/{UNUSED}",
    "/%E2%80%AEnoitcerid", "/metrics",
)  # fmt: skip


@pytest.mark.parametrize("path", NONSENSE)
async def test_addresses_without_sense_are_not_found(portal: Portal, path: str) -> None:
    alice = await people.alice()
    answer = await alice.send("GET", path)
    assert answer.status_code in (404, 405), f"{path} answered {answer.status_code}"


async def any_thread() -> UUID:
    found: UUID = await rows.value(
        "select id from message_thread where client = $1", people.client_id("alice")
    )
    return found


CURSORS = ("x", "-", "1-2", "9" * 400, f"{'9' * 18}-{UNUSED.hex}", f"-{'9' * 18}-{UNUSED.hex}", "\x00", "٣-" + UNUSED.hex, "0-{}")  # fmt: skip


@pytest.mark.parametrize("cursor", CURSORS)
async def test_a_cursor_without_sense_is_the_beginning_of_the_list(portal: Portal, cursor: str) -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await any_thread()
    before = f"?before={quote(cursor)}"
    for path in ("/messages", "/activity", f"/messages/{thread}"):
        await alice.open(path + before)
    for path in ("/staff", f"/staff/messages/{thread}"):
        await terry.open(path + before)


@pytest.mark.parametrize("name", ["alice", "bob", "charlie", "gina", "nora", "terry", "dana"])
async def test_every_link_and_form_of_every_page_leads_somewhere(portal: Portal, name: str) -> None:
    is_staff = name in ("nora", "terry", "dana")
    browser = await (people.staff(name) if is_staff else people.client(name))
    waiting, seen = ["/staff" if is_staff else "/home"], set[str]()
    posts = [re.sub(r"\\{[^}]+\\}", "[^/]+", re.escape(route.path)) for route in unsafe(portal)]
    while waiting and len(seen) < 40:
        path = waiting.pop()
        if path in seen or path.startswith("/staff/admin/"):  # that page is nothing without scripts
            continue
        seen.add(path)
        page = await browser.open(path)
        waiting += [str(link["href"]) for link in page.all(LINKS)]
        for form in page.all("form[method=post]"):
            action = str(form["action"]).partition("#")[0]
            assert any(re.fullmatch(post, action) for post in posts), action
    assert len(seen) >= 4


async def test_a_fault_in_a_handler_is_a_page_that_tells_nothing(portal: Portal) -> None:
    @get("/boom", opt={"audience": Audience.ANYONE}, sync_to_thread=False)
    def boom() -> str:
        raise ValueError("canary-of-the-fault")

    broken = Portal(main.build((*PANELS, with_handler(boom))))
    for headers in ({}, HTMX):
        answer = await Browser(portal=broken).send("GET", "/boom", headers=headers)
        assert answer.status_code == 500
        assert "canary" not in answer.text
        assert "ValueError" not in answer.text
        assert "Traceback" not in answer.text
        assert "Nothing was saved" in answer.text
