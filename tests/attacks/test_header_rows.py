"""Rows A29, A32 and A33: what answers say to browsers, to htmx and to caches.

Each answer the tests' browser is ever given is checked for these headers; here every route and every kind of error
is asked, over https.
"""

from collections.abc import AsyncIterator
from urllib.parse import urlencode

import httpx
import pytest
from bs4 import BeautifulSoup
from litestar import get

from app import main
from app.panels import PANELS
from app.web.assets import asset
from app.web.downloads import HARMLESS
from app.web.frame import Portal
from app.web.security import Audience
from tests import people, rows
from tests.attacks.callers import HTMX, visitor
from tests.environment import configured
from tests.page import FORM, Browser
from tests.routes import UNUSED, Route, routes_of

pytestmark = pytest.mark.usefixtures("rolled_back")

PUBLIC_URL = "https://portal.practice.org"
EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
POLICY = {
    "default-src": "'none'", "style-src": "'self'", "img-src": "'self'", "font-src": "'self'", "connect-src": "'self'",
    "manifest-src": "'self'", "form-action": "'self'", "frame-ancestors": "'none'", "base-uri": "'none'",
    "object-src": "'none'", "require-trusted-types-for": "'script'", "trusted-types": "htmx",
}  # fmt: skip
TOLD_BY_HTMX = (
    "hx-redirect", "hx-location", "hx-push-url", "hx-replace-url", "hx-refresh", "hx-retarget", "hx-reswap", "hx-trigger"
)  # fmt: skip
"""Headers by which an answer tells htmx what to do."""


@pytest.fixture(autouse=True)
async def over_https(portal: Portal) -> AsyncIterator[None]:
    """Serve the portal as in production."""
    with configured(public_url=PUBLIC_URL):
        yield


def check(answer: httpx.Response) -> None:
    """Check what an answer says to whatever browser opens it."""
    headers = answer.headers
    where = f"{answer.request.method} {answer.request.url.path} ({answer.status_code})"
    said = {name: headers.get(name) for name in EVERYWHERE}
    stricter = answer.request.url.path.startswith(("/password/choose", "/shared-record/", "/setup/"))
    if said["referrer-policy"] == "no-referrer" and stricter:
        said["referrer-policy"] = "same-origin"  # where a token stands in the address it is stricter
    assert said == EVERYWHERE, where
    if answer.request.url.path == asset("css/portal.css"):
        assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        return
    if headers["content-security-policy"] == HARMLESS:
        assert headers["content-disposition"].startswith("attachment"), where
        return
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    scripts = policy.pop("script-src").split()
    assert policy == POLICY, where
    assert scripts[0].startswith("'nonce-"), where
    assert scripts[1:] == ["'strict-dynamic'"], where
    assert "server" not in headers, where
    assert "x-powered-by" not in headers, where


@pytest.fixture(scope="module")
async def answers(portal: Portal) -> list[httpx.Response]:
    """Ask every route, and for every kind of error."""
    async with rows.rolled_back():
        with configured(public_url=PUBLIC_URL):
            return [answer async for answer in _answers(portal)]


async def _answers(portal: Portal) -> AsyncIterator[httpx.Response]:
    for route in routes_of(portal):
        browser = await visitor(route.audience)
        yield await browser.send("PUT", route.address())
        if route.method == "GET":
            for who in (browser, Browser()):
                yield await who.send("GET", route.address())
                yield await who.send("GET", route.address(), headers=HTMX)
            continue
        token = "" if route.audience is Audience.MACHINE else browser.token
        for sent, kind in ((token, FORM), ("", FORM), (token, "text/plain")):
            content = urlencode({"_csrf": sent}).encode()
            yield await browser.send("POST", route.address(), headers={"content-type": kind}, content=content)
    async for answer in _of_errors(await people.alice()):
        yield answer


async def _of_errors(alice: Browser) -> AsyncIterator[httpx.Response]:
    await alice.open("/home")
    body = urlencode({"_csrf": alice.token, "body": "a" * 1_000_001}).encode()
    yield await alice.send("POST", "/messages/new/draft", headers={"content-type": FORM}, content=body)
    yield await alice.send("GET", "/nothing-here")
    yield await alice.send("GET", "/home", headers={"host": "another.example"})
    yield await alice.send("GET", asset("css/portal.css"))
    yield await alice.send("GET", "/static/0/nothing.css")
    yield await (await people.stan()).send("GET", "/staff/settings")
    yield await Browser(portal=broken()).send("GET", "/boom")


def broken() -> Portal:
    """Build a portal with a route that fails."""

    @get("/boom", opt={"audience": Audience.ANYONE}, sync_to_thread=False)
    def boom() -> str:
        raise ValueError

    litestar = main.build(PANELS)
    litestar.register(boom)
    return Portal(litestar)


def test_a32_every_answer_of_whatever_kind_can_be_neither_framed_nor_sniffed(
    answers: list[httpx.Response],
) -> None:
    for answer in answers:
        check(answer)
    assert {answer.status_code for answer in answers} >= {
        200,
        303,
        307,
        401,
        403,
        404,
        405,
        413,
        415,
        422,
        500,
    }


def test_a33_no_answer_about_anybody_may_be_kept(answers: list[httpx.Response]) -> None:
    for answer in answers:
        is_file = answer.request.url.path.startswith("/static/") and answer.status_code == 200
        kept = "public, max-age=31536000, immutable" if is_file else "no-store"
        assert answer.headers["cache-control"] == kept, answer.request.url
        assert not {"etag", "last-modified", "expires"} & set(answer.headers), answer.request.url


@pytest.mark.parametrize("name", ["alice", "nora"])
async def test_a33_signing_out_has_the_browser_forget(name: str) -> None:
    browser = await (people.alice() if name == "alice" else people.nora())
    path = "/home" if name == "alice" else "/staff"
    await browser.open(path)
    content = urlencode({"_csrf": browser.token}).encode()
    answer = await browser.send(
        "POST",
        "/sign-out" if name == "alice" else "/staff/sign-out",
        headers={"content-type": FORM},
        content=content,
    )
    assert answer.headers["clear-site-data"] == '"cache", "storage"'


def readable(portal: Portal) -> list[Route]:
    return [route for route in routes_of(portal, method="GET") if route.audience is not Audience.MACHINE]


async def test_a29_a_fragment_is_a_part_and_the_page_differs_by_headers_that_caches_are_told_of(
    portal: Portal,
) -> None:
    fragments = 0
    for route in readable(portal):
        browser = await visitor(route.audience)
        part = await browser.send("GET", route.address(), headers=HTMX)
        whole = await browser.send("GET", route.address())
        if part.status_code != 200 or "content-disposition" in part.headers:  # a file is no page
            continue
        fragments += 1
        assert {"HX-Request", "HX-Request-Type"} <= set(part.headers["vary"].split(", ")), route
        assert not BeautifulSoup(part.text, "html.parser").select("html, head, body, main, footer"), route
        if whole.status_code == 200:
            assert whole.headers["vary"] == part.headers["vary"], route
            assert BeautifulSoup(whole.text, "html.parser").select("html"), route
    assert fragments >= 5


async def test_a29_a_fragment_shows_nobody_elses_chart(portal: Portal) -> None:
    alice, bob = await people.alice(), await people.bob()
    thread = (await alice.open("/messages")).all("a[href^='/messages/']:not([href='/messages/new'])")[0][
        "href"
    ]
    hers = await alice.send("GET", str(thread), headers=HTMX)
    assert hers.status_code == 200
    for kind in ("partial", "full"):
        answer = await bob.send("GET", str(thread), headers=HTMX | {"hx-request-type": kind})
        assert answer.status_code == 404
        assert "Alice" not in answer.text


async def test_a29_what_a_request_claims_of_htmx_is_never_said_back(portal: Portal) -> None:
    claims = dict.fromkeys(TOLD_BY_HTMX, "//evil.example/canary") | {
        "hx-current-url": "//evil.example/canary"
    }
    for route in readable(portal):
        for browser in (await visitor(route.audience), Browser()):
            answer = await browser.send("GET", route.address(UNUSED), headers=HTMX | claims)
            assert "canary" not in answer.text, route
            told = [answer.headers[name] for name in TOLD_BY_HTMX if name in answer.headers]
            assert all(path.startswith("/") and not path.startswith("//") for path in told), route


async def test_a29_htmx_is_told_to_go_only_to_our_own_door(portal: Portal) -> None:
    for route in readable(portal):
        answer = await Browser().send("GET", route.address(), headers=HTMX)
        told = {name: answer.headers[name] for name in TOLD_BY_HTMX if name in answer.headers}
        door = "/staff/sign-in" if route.audience is Audience.STAFF else "/sign-in"
        assert told == ({} if route.audience is Audience.ANYONE else {"hx-redirect": door}), route
