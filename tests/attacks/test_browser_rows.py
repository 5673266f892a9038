"""Rows A26 and A31: forms are only taken from our own pages, and nothing leads away from them."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlencode
from uuid import UUID

import pytest

from app.web.frame import Portal
from app.web.security import Audience
from tests import people, rows
from tests.attacks import ELSEWHERE
from tests.attacks.callers import DOORS, insider, post, unsafe, visitor
from tests.attacks.everywhere import filled, pages
from tests.page import FORM, Browser
from tests.routes import Route, routes_of

pytestmark = pytest.mark.usefixtures("rolled_back")
DOES_NOTHING = "accounts.as_client.post"
"""It says that nothing was done whatever is sent there from our own pages, and asks for no token."""


async def test_a26_forms_of_one_side_refuse_a_session_of_the_other(portal: Portal) -> None:
    for route in unsafe(portal):
        if route.audience in DOORS:
            other = Audience.STAFF if route.audience is Audience.CLIENT else Audience.CLIENT
            stranger = await insider(other)
            before = await rows.digest()
            assert await post(stranger, route, stranger.token) == 303, route
            assert await rows.digest() == before, route


Attempt = Callable[[Browser, Route], Awaitable[int]]


async def without_token(browser: Browser, route: Route) -> int:
    return await post(browser, route, "")


async def with_a_token_of_another_session(browser: Browser, route: Route) -> int:
    return await post(browser, route, (await visitor(route.audience)).token)


async def with_a_changed_token(browser: Browser, route: Route) -> int:
    token = browser.token
    return await post(browser, route, ("A" if token[0] != "A" else "B") + token[1:])


async def with_half_a_token(browser: Browser, route: Route) -> int:
    return await post(browser, route, browser.token[:40])


async def with_the_token_in_the_address(browser: Browser, route: Route) -> int:
    address = f"{route.address()}?_csrf={quote(browser.token)}"
    answer = await browser.send("POST", address, headers={"content-type": FORM})
    return answer.status_code


async def from_origin_null(browser: Browser, route: Route) -> int:
    body = urlencode({"_csrf": browser.token}).encode()
    headers = {"content-type": FORM, "origin": "null"}
    answer = await browser.send(
        "POST", route.address(), headers=headers, content=body, leaving_out=("sec-fetch-site",)
    )
    return answer.status_code


async def from_no_origin_at_all(browser: Browser, route: Route) -> int:
    body = urlencode({"_csrf": browser.token}).encode()
    answer = await browser.send(
        "POST",
        route.address(),
        headers={"content-type": FORM},
        content=body,
        leaving_out=("sec-fetch-site", "origin"),
    )
    return answer.status_code


async def from_another_site(browser: Browser, route: Route) -> int:
    return await post(browser, route, browser.token, **{"sec-fetch-site": "cross-site"})


async def from_a_neighbour_host(browser: Browser, route: Route) -> int:
    return await post(browser, route, browser.token, **{"sec-fetch-site": "same-site"})


async def as_plain_text(browser: Browser, route: Route) -> int:
    return await post(browser, route, browser.token, **{"content-type": "text/plain"})


async def as_json(browser: Browser, route: Route) -> int:
    headers = {"content-type": "application/json", "x-portal-csrf": browser.token}
    return await post(browser, route, browser.token, **headers)


@pytest.mark.parametrize(
    ("attempt", "status"),
    [
        (without_token, 403),
        (with_a_token_of_another_session, 403),
        (with_a_changed_token, 403),
        (with_half_a_token, 403),
        (with_the_token_in_the_address, 403),
        (from_origin_null, 403),
        (from_no_origin_at_all, 403),
        (from_another_site, 403),
        (from_a_neighbour_host, 403),
        (as_plain_text, 415),
        (as_json, 415),
    ],
)
async def test_a26_forms_are_only_taken_from_our_own_pages(
    portal: Portal, attempt: Attempt, status: int
) -> None:
    for route in unsafe(portal):
        browser = await visitor(route.audience)
        answered = await attempt(browser, route)
        assert answered == status or (route.name == DOES_NOTHING and answered == 404), route


async def test_a26_forms_of_our_own_pages_are_taken(portal: Portal) -> None:
    for route in unsafe(portal):
        browser = await visitor(route.audience)
        status = await post(browser, route, browser.token)
        assert status in (303, 404, 409, 422), f"{route} answered {status}"


async def test_a26_a_browser_that_says_only_the_origin_is_believed(portal: Portal) -> None:
    for route in unsafe(portal):
        browser = await visitor(route.audience)
        body = urlencode({"_csrf": browser.token}).encode()
        answer = await browser.send(
            "POST",
            route.address(),
            headers={"content-type": FORM},
            content=body,
            leaving_out=("sec-fetch-site",),
        )
        assert answer.status_code in (303, 404, 409, 422), f"{route} answered {answer.status_code}"


async def test_a26_reading_changes_no_row(portal: Portal) -> None:
    for route in routes_of(portal, method="GET"):
        browser = Browser() if route.audience is Audience.MACHINE else await visitor(route.audience)
        before = await rows.digest()
        await browser.send("GET", route.address(await any_thread()))
        assert await rows.digest() == before, f"{route} changed rows: let it be a POST."


async def any_thread() -> UUID:
    found: UUID = await rows.value(
        "select id from message_thread where client = $1", people.client_id("alice")
    )
    return found


WAYS = ("next", "back", "to", "u", "return")
"""Fields and parameters that might say where to go afterwards."""


async def ways_of(browser: Browser, start: str) -> list[tuple[str, dict[str, str], str]]:
    """Give the forms of all pages that say where to go afterwards: their address, their fields, and the field."""
    found = {}
    async for page in pages(browser, start):
        for form in page.all("form[method=post]"):
            fields = filled(form, "x")
            for name in set(fields) & set(WAYS):
                found[str(form["action"]), name] = fields
    return [(action, fields, name) for (action, name), fields in found.items() if "sign-out" not in action]


@pytest.mark.parametrize(
    "start", ["/sign-in?next=/messages", "/staff/sign-in?next=/staff/messages", "/home", "/staff"]
)
async def test_a31_no_form_leads_away_from_the_portal(portal: Portal, start: str) -> None:
    somebody = {"/home": people.alice, "/staff": people.nora}.get(start, people.nobody)
    browser = await somebody()
    ways = await ways_of(browser, start)
    assert ways, f"{start} has no form that says where to go."
    for action, fields, name in ways:
        for address in ELSEWHERE:
            await rows.change("delete from link_asking")
            await rows.change("delete from sign_in_try")  # each is the first: a limit would answer otherwise
            content = urlencode(fields | {name: address}).encode()
            answer = await browser.send("POST", action, headers={"content-type": FORM}, content=content)
            assert answer.status_code in (303, 422), f"{action} {name}={address}"
            assert leads_home(answer.headers.get("location", "/")), (
                f"{action} {name}={address} leads to {answer.headers}"
            )


def leads_home(location: str) -> bool:
    """Whether every browser reads an address as one of ours."""
    return (
        location.startswith("/")
        and not location.startswith(("//", "/\\"))
        and location.isascii()
        and location.isprintable()
    )


async def test_a31_no_address_leads_away_from_the_portal(portal: Portal) -> None:
    for route in routes_of(portal, method="GET"):
        browser = await visitor(route.audience)
        for name in WAYS:
            for address in (
                "//evil.example",
                "https://evil.example",
                "/\\evil.example",
                "javascript:alert(1)",
            ):
                answer = await browser.send("GET", f"{route.address()}?{name}={quote(address)}")
                assert leads_home(answer.headers.get("location", "/")), route
                assert "evil.example" not in answer.text, route


async def test_a31_the_way_back_to_a_page_of_ours_is_taken(portal: Portal) -> None:
    page = await (await people.nobody()).sign_in("alice", path="/sign-in?next=/messages")
    assert page.path == "/messages"
