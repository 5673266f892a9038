"""A panel that the practice switched off is absent everywhere; only Messaging Preferences never close."""

from urllib.parse import urlencode

import pytest

from app.accounts.telling.readers import readers_of
from app.activity.actor import Actor
from app.notices.preferences import Notice, preferences_of
from app.notices.telling.rules import AREAS
from app.panels import PANELS
from app.practice.service import set_settings
from app.practice.settings import load_settings
from app.web.frame import Portal
from app.web.security import Audience
from tests import people, rows
from tests.accounts.grants.access import limit
from tests.page import FORM, Browser
from tests.routes import UNUSED, Route, routes_of

pytestmark = pytest.mark.usefixtures("rolled_back")

MESSAGING = "/information/messaging"
BY_NAME = {panel.name: panel for panel in PANELS}


async def switch(*names: str, to: str = "off") -> None:
    await set_settings(by=Actor.system("test"), values={f"panel_{name}": to for name in names})
    await load_settings()


def areas(portal: Portal) -> dict[tuple[str, str], str]:
    """Give the area of each route of clients."""
    return {
        (method, route.path): str(handler.opt.get("area", ""))
        for route in portal.litestar.routes
        for handler in getattr(route, "route_handlers", ())
        for method in handler.http_methods
        if handler.opt.get("audience") is Audience.CLIENT and not handler.opt.get("stays")
    }


async def status(browser: Browser, route: Route) -> int:
    content = urlencode({"_csrf": browser.token}).encode() if route.method == "POST" else b""
    headers = {"content-type": FORM} if content else {}
    answer = await browser.send(route.method, route.address(), headers=headers, content=content)
    return answer.status_code


@pytest.mark.parametrize("name", BY_NAME)
async def test_a_panel_that_is_off_stands_nowhere_and_answers_nothing(portal: Portal, name: str) -> None:
    alice, panel, of_area = await people.alice(), BY_NAME[name], areas(portal)
    await alice.open("/home")
    mine = [
        route
        for route in routes_of(portal)
        if of_area.get((route.method, route.path)) == name and route.address(UNUSED)
    ]
    assert mine
    await switch(name)
    home = await alice.open("/home")
    assert not home.all(f".hue-{name}")
    for page in (home, *[await alice.open(other.address) for other in PANELS if other.name != name]):
        links = [str(a["href"]) for a in page.all(f"a[href^='{panel.path}']")]
        assert all(link.startswith(MESSAGING) for link in links), f"{page.path} leads to {links}"
    for route in mine:
        assert await status(alice, route) == 404, route
    await switch(name, to="on")
    assert (await alice.open(panel.address)).status == 200


async def test_messaging_preferences_stay_and_are_reached_from_the_account(portal: Portal) -> None:
    alice = await people.alice()
    assert not (await alice.open("/account")).all(f"main a[href='{MESSAGING}']")
    await switch("information")
    await alice.open("/account")
    page = await alice.follow("Change Messaging Preferences")
    assert page.path == MESSAGING
    await alice.open(f"{MESSAGING}/edit")
    insurance = await alice.open("/insurance")
    tabs = [str(tab["href"]) for tab in insurance.all(".tabs a")]
    assert tabs == ["/insurance", MESSAGING]
    await limit("gina", "max", "billing")
    gina = await people.gina()
    assert not (await gina.open("/account")).all(f"main a[href='{MESSAGING}']")
    await gina.open(MESSAGING, status=404)


async def test_with_every_panel_off_the_portal_is_calm_and_staff_go_on(portal: Portal) -> None:
    await switch(*BY_NAME)
    alice = await people.alice()
    home = await alice.open("/home")
    assert [link.get_text(strip=True) for link in home.all(".nav a")] == ["Home"]
    assert (await alice.open("/activity")).status == 200
    nora = await people.nora()
    chart = f"/staff/clients/{people.client_id('alice')}"
    for leaf in ("/documents", "/billing", "/appointments", "/forms", "/changes", "/record"):
        await nora.open(f"{chart}{leaf}")


async def test_staff_who_write_are_told_that_clients_do_not_see_messages() -> None:
    nora = await people.nora()
    thread = await rows.value(
        "select id from message_thread where closed_at is null and client = $1 limit 1",
        people.client_id("alice"),
    )
    chart = f"/staff/clients/{people.client_id('alice')}/messages"
    for path in (chart, "/staff/messages/new?client=1001", f"/staff/messages/{thread}"):
        (await nora.open(path)).lacks("Clients do not see messages")
        await switch("messages")
        (await nora.open(path)).shows("Clients do not see messages at the moment")
        await switch("messages", to="on")


async def test_what_shares_a_place_that_is_off_gets_one_of_its_own() -> None:
    alice = await people.alice()
    assert not [a for a in (await alice.open("/home")).all(".nav a") if a["href"] == "/record"]
    await switch("documents")
    home = await alice.open("/home")
    assert [a.get_text(strip=True) for a in home.all(".nav a") if a["href"] == "/record"] == ["CCD Download"]


async def test_nobody_is_told_of_what_waits_in_a_panel_that_is_off() -> None:
    client_id = people.client_id("alice")
    (reader,) = await readers_of(client_id, await preferences_of(client_id))
    for notice, area in AREAS.items():
        assert reader.hears_of(notice)
        await switch(area)
        assert not reader.hears_of(notice)
        assert reader.hears_of(next(other for other in Notice if AREAS.get(other, area) != area))
        await switch(area, to="on")
