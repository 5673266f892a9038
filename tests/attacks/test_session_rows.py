"""Row A25: cookies are bound to this host and closed to scripts, and none is kept of somebody who only looks.

The flags of each cookie are checked by the tests' browser, wherever it is given one.
"""

from collections.abc import AsyncIterator
from urllib.parse import urlencode

import httpx
import pytest

from app.web.frame import Portal
from app.web.security import Audience
from tests import rows
from tests.attacks.callers import visitor
from tests.cookie import read_cookies
from tests.environment import configured
from tests.page import FORM, Browser
from tests.routes import Route, routes_of

pytestmark = pytest.mark.usefixtures("rolled_back")

OURS = {
    "__Host-portal",
    "__Host-staff",
    "__Host-device",
    "__Host-form",
    "__Host-flash",
    "__Host-language",
    "__Host-link",
    "__Host-shared",
}
SESSIONS = "select (select count(*) from portal_session) + (select count(*) from staff_session)"


@pytest.fixture
async def over_https(portal: Portal) -> AsyncIterator[None]:
    """Serve the portal as in production, where cookies can be bound to the host."""
    with configured(public_url="https://portal.practice.org"):
        yield


async def use(browser: Browser, route: Route, **fields: str) -> httpx.Response:
    if route.method == "GET":
        return await browser.send("GET", route.address())
    token = "" if route.audience is Audience.MACHINE else browser.token
    content = urlencode({"_csrf": token, **fields}).encode()
    return await browser.send("POST", route.address(), headers={"content-type": FORM}, content=content)


@pytest.mark.usefixtures("over_https")
async def test_a25_every_cookie_of_every_route_is_bound_to_the_host(portal: Portal) -> None:
    given = set[str]()
    for route in routes_of(portal):
        browser = await visitor(route.audience)
        name = "nora" if "staff" in route.path else "alice"
        answer = await use(browser, route, username=name, password=f"demo-{name}-portal-1", language="es")
        given |= {cookie.name for cookie in read_cookies(answer)} | set(browser.cookies)
    assert given == OURS


@pytest.mark.usefixtures("over_https")
async def test_a25_with_such_cookies_people_sign_in_and_out() -> None:
    alice = Browser()
    page = await alice.sign_in("alice")
    page.shows("View and Send Messages")
    await alice.press("Sign out")
    assert "__Host-portal" not in alice.cookies


@pytest.mark.usefixtures("over_https")
async def test_a25_a_cookie_without_the_prefix_opens_nothing() -> None:
    """A neighbour under the same domain can set `portal`, never `__Host-portal`."""
    alice = Browser()
    await alice.sign_in("alice")
    answer = await Browser(cookies={"portal": alice.cookies["__Host-portal"]}).send("GET", "/home")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


async def test_a25_visits_without_signing_in_leave_no_session(portal: Portal) -> None:
    before = await rows.value(SESSIONS)
    stranger = Browser()
    for route in routes_of(portal, method="GET"):
        await stranger.send("GET", route.address())
        chosen = Browser(cookies={"portal": "chosen-by-an-attacker", "staff": "chosen-by-an-attacker"})
        await chosen.send("GET", route.address())
    assert await rows.value(SESSIONS) == before
    assert set(stranger.cookies) == {"form", "link", "shared"}
