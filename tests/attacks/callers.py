"""Somebody before each route of the app, showing a page that has its token; and forms sent to it by hand."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from app.web.frame import Portal
from app.web.security import Audience
from tests import people
from tests.page import FORM, Browser
from tests.routes import Route, routes_of

DOORS = {Audience.CLIENT: "/sign-in", Audience.STAFF: "/staff/sign-in"}
HTMX = {"hx-request": "true", "hx-request-type": "partial"}

Somebody = Callable[[], Awaitable[Browser]]


def unsafe(portal: Portal) -> list[Route]:
    """Give every route by which people change something; programs sign what they send, and send no forms."""
    return [
        route
        for route in routes_of(portal)
        if route.method not in ("GET", "HEAD") and route.audience is not Audience.MACHINE
    ]


async def insider(audience: Audience) -> Browser:
    """Give somebody signed in, showing a page, whom routes of this audience let in."""
    browser = await (people.nora() if audience is Audience.STAFF else people.alice())
    await browser.open("/staff" if audience is Audience.STAFF else "/home")
    return browser


async def visitor(audience: Audience) -> Browser:
    """Give somebody showing a page with a form of this audience."""
    if audience is Audience.MACHINE:
        return Browser()
    if audience is not Audience.ANYONE:
        return await insider(audience)
    browser = Browser()
    await browser.open("/sign-in")
    return browser


async def post(browser: Browser, route: Route, token: str, **headers: str) -> int:
    """Send an empty form with this token; give the status."""
    content = urlencode({"_csrf": token}).encode()
    answer = await browser.send(
        "POST", route.address(), headers={"content-type": FORM} | headers, content=content
    )
    return answer.status_code
