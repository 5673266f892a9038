"""Who is shown which part of a portal, what stands around it, and that it is never looked at unseen."""

import pytest

from app.accounts.as_client import service
from app.accounts.as_client.rules import first_page, left_out, shown_areas
from app.accounts.sessions import staff_session
from app.activity.actor import Origin
from app.activity.kinds import Kind
from app.activity.refusals import NotAllowed
from app.panels import PANELS
from app.staff.rules import Action, PermissionRule, Permissions
from tests import checks, people, rows
from tests.accounts.as_client.looking import look, only_rule, place
from tests.admin import audit
from tests.changes.saves import set_to
from tests.messages.threads import JAM, thread_id

pytestmark = pytest.mark.usefixtures("rolled_back")

PAGES = {
    "Portal accounts": "/home /activity",
    "Billing": "/billing /billing/history",
    "Client Portal Can Send Messages to Client": f"/messages /messages/new /messages/{thread_id(JAM)}",
    "Clients": "/information/basic /information/contacts /information/messaging /insurance",
    "Forms": "/forms",
    "Client Documents Create Can Save to Client Portal Folder": "/documents /documents/upload",
    "Appointments": "/appointments /appointments/past",
    "Record release": "/record /record/amendment",
}
"""What each rule shows, and no other does."""


def only(rule: PermissionRule, *actions: Action) -> Permissions:
    return Permissions(people.staff_id("terry"), granted={rule: frozenset(actions)})


def test_every_panel_names_the_rule_that_shows_it_and_none_shows_none() -> None:
    assert all(panel.seen_by for panel in PANELS)
    every_but_view = frozenset(Action) - {Action.VIEW}
    for rule in PermissionRule:
        assert not shown_areas(only(rule, *every_but_view), PANELS)
    assert shown_areas(only(PermissionRule.BILLING, Action.VIEW), PANELS) == {"billing"}
    assert first_page(frozenset({"billing"}), PANELS) == "/billing"
    assert first_page(frozenset(), PANELS) == ""
    assert "Billing" not in left_out(frozenset({"billing"}), PANELS)


@pytest.mark.parametrize("rule", PAGES)
async def test_a_rule_shows_its_part_of_the_portal_and_no_other(rule: str) -> None:
    await only_rule(rule)
    terry = await people.terry()
    for of_rule, pages in PAGES.items():
        for page in pages.split():
            await look(terry, "alice", page, status=200 if of_rule == rule else 403)
    shown = await look(terry, "alice", PAGES[rule].split()[0])
    assert "Not shown, as your rules do not include it" in checks.words(shown)


async def test_who_is_shown_nothing_is_not_shown_everything() -> None:
    """No area named is every area where it stands in a grant; in a look it must be none."""
    await only_rule("Billing")
    terry = await people.terry()
    token = next(iter(terry.cookies.values()))
    staff = await staff_session(token, origin=Origin("a-request", "127.0.0.1"))
    assert staff is not None
    with pytest.raises(NotAllowed):
        await service.look_at(staff=staff, client_id=people.client_id("alice"), panels=())


async def test_only_a_chart_that_is_open_is_looked_at() -> None:
    for name, status in (("dana", 404), ("stan", 403), ("alice", 303), ("nobody", 303)):
        browser = await getattr(people, name)()
        for page in ("", "/home", "/messages", "/activity.csv"):
            assert (await browser.send("GET", place("alice", page))).status_code == status


async def test_a_look_is_audited_page_by_page_and_stands_in_the_clients_activity_once_an_hour() -> None:
    nora, alice = await people.nora(), await people.alice()
    of = people.client_id("alice")
    for page in ("/home", "/messages", "/billing", "/nothing", "/account"):
        await nora.send("GET", place("alice", page))
    assert await audit.count(Kind.PORTAL_SEEN_AS_CLIENT, of=of) == 3
    lines = "select count(*) from activity_entry where client = $1 and kind = 'portal_seen_as_client'"
    assert await rows.value(lines, of) == 1
    (await alice.open("/activity")).shows("Looked at the portal as you see it", "Nora Novak")
    await rows.change(
        "update activity_entry set at = at - interval '61 minutes' where kind = 'portal_seen_as_client'"
    )
    await nora.send("GET", place("alice", "/home"))
    assert await rows.value(lines, of) == 2


async def test_a_client_signed_in_in_the_same_browser_is_not_the_one_who_is_shown() -> None:
    nora, bob = await people.nora(), await people.bob()
    nora.cookies |= bob.cookies
    shown = await look(nora, "alice", "/home")
    assert "Alice Anderson" in checks.words(shown)
    assert "Bob" not in checks.words(shown)
    nora.cookies = bob.cookies
    assert (await nora.send("GET", place("alice", "/home"))).status_code == 303


async def test_what_was_said_to_staff_is_kept_for_their_own_page() -> None:
    nora = await people.nora()
    await nora.open("/staff/clients")
    nora.cookies["flash"] = "anything"
    answer = await nora.send("GET", place("alice", "/home"))
    assert "flash" in nora.cookies
    assert "set-cookie" not in answer.headers


async def test_a_client_who_cannot_sign_in_is_said_to_be_one() -> None:
    nora = await people.nora()
    assert "cannot sign in" not in checks.words(await look(nora, "alice", "/home"))
    await rows.change("update portal_account set suspended_at = now() where username = 'alice'")
    assert "At the moment the client cannot sign in." in checks.words(await look(nora, "alice", "/home"))
    assert "cannot sign in" in checks.words(await look(nora, "max", "/messages")), "Max has no login."
    await rows.change("update portal_account set suspended_at = null")
    await rows.change(
        "update client set discharged_on = '2020-01-01' where id = $1", people.client_id("alice")
    )
    shown = checks.words(await look(nora, "alice", "/messages"))
    assert "cannot sign in" in shown, "Care and the time to read have ended."


async def test_the_portal_speaks_the_clients_language_and_the_banner_that_of_staff() -> None:
    nora = await people.nora()
    shown = await look(nora, "charlie", "/messages")
    assert shown.html is not None
    assert shown.html["lang"] == "es"
    assert "Mensajes" in checks.words(shown.select_one("h1"))
    assert "as the client sees it" in checks.words(shown.select_one(".as-client"))
    assert (await nora.open("/staff/clients")).heading == "Clients"


async def test_a_panel_that_the_practice_switched_off_is_shown_to_nobody() -> None:
    await only_rule("Clients")
    await set_to(panel_messages="off", panel_information="off")
    terry = await people.terry()
    for page, status in (("/messages", 404), ("/information/basic", 404), ("/information/messaging", 200)):
        answered = checks.words((await look(terry, "alice", page, status=status)).select_one("main"))
        assert ("The practice does not show this part of the portal." in answered) == (status == 404)
    ruled_out = checks.words((await look(terry, "alice", "/billing", status=403)).select_one("main"))
    assert "Your profile's rules do not include this part of the portal." in ruled_out
    theirs = checks.words((await look(terry, "alice", "/account", status=403)).select_one("main"))
    assert "This page is the client's alone, so it is not shown to you." in theirs
    shown = checks.words((await look(terry, "alice", "/insurance")).select_one(".as-client"))
    assert "Messages" not in shown
    assert "Billing" in shown
    assert (await terry.send("GET", place("alice"))).headers["location"] == place("alice", "/insurance")
