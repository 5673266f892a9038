"""How a client gets in: one truth, said alike in the list, on the overview and on the Client Portal tab."""

import pytest

from app.activity.kinds import Kind
from tests import people, rows
from tests.accounts.desk import open_tab, send, tab_of
from tests.accounts.links.test_credentials import set_to
from tests.accounts.test_portal_tab import HOUSEHOLD, with_rule, without_login
from tests.admin import audit
from tests.page import Page

pytestmark = pytest.mark.usefixtures("rolled_back")


def status_on(page: Page, row: str = "main") -> str:
    return str(page.find(f"{row} .tag").get_text(strip=True))


async def said_of(client: str) -> set[str]:
    """Give the status of a client as each of the three pages says it."""
    nora, chart = await people.nora(), f"/staff/clients/{people.client_id(client)}"
    listed = await nora.open("/staff/clients")
    line = next(row for row in listed.all(".client-row") if chart in str(row))
    tag = line.select_one(".tag")
    assert tag is not None
    overview, tab = await nora.open(chart), await nora.open(f"{chart}/portal")
    return {
        tag.get_text(strip=True),
        overview.all(".chart-top .tag")[0].get_text(strip=True).removeprefix("Portal: "),
        status_on(tab, "section[aria-labelledby=standing-title]"),
    }


@pytest.mark.parametrize(
    ("client", "change", "says"),
    [
        ("alice", "update client set number = number", "Active"),
        ("charlie", "update client set number = number", "Never invited"),
        ("max", "update client set number = number", "Through Gina Grant"),
        ("max", "update portal_account set suspended_at = now()", "Through Gina Grant: Suspended"),
        ("max", "update chart_grant set starts_on = current_date + 30", "Never invited"),
        ("max", "update chart_grant set revoked_at = now()", "Never invited"),
    ],
)
async def test_list_overview_and_tab_say_the_same(client: str, change: str, says: str) -> None:
    await rows.change(change)
    assert await said_of(client) == {says}


async def test_a_guardian_whose_client_is_of_age_is_no_way_in() -> None:
    await set_to("age_of_consent", "10")
    assert await said_of("max") == {"Never invited"}


async def test_the_tab_of_a_child_says_who_opens_the_chart_and_where_that_is_looked_after() -> None:
    nora = await people.nora()
    page = await open_tab(nora, "max")
    page.shows("Max Grant has no login of their own. Gina Grant opens this chart.")
    page.shows("None is set. Choose one here, together with the client or Gina Grant.")
    page.lacks("Never invited", "No login yet", "account page")
    link = page.find("section[aria-labelledby=standing-title] a")
    assert str(link["href"]).endswith("/access")


def primary(page: Page) -> list[str]:
    """Give the buttons of the page's main part that are drawn as the one thing to do."""
    return [
        button.get_text(strip=True)
        for button in page.all("main button.button")
        if button["class"] == ["button"]
    ]


async def test_the_tab_begins_with_the_status_and_has_one_thing_to_do_next() -> None:
    nora = await people.nora()
    page = await open_tab(nora, "alice")
    assert page.all("main h2")[0].get_text(strip=True) == "Status"
    assert primary(page) == []
    await without_login("charlie")
    assert primary(await open_tab(nora, "charlie")) == ["Email Client Credential"]
    await rows.change("update client set email = '' where number = 1003")
    assert primary(await open_tab(nora, "charlie")) == ["Save e-mail address"]


async def test_a_login_is_typed_only_for_a_client_with_an_address_unless_setting_644_is_off() -> None:
    await without_login("charlie")
    await rows.change("update client set email = '' where number = 1003")
    nora = await people.nora()
    page = await open_tab(nora, "charlie")
    page.shows("Portal logins need an e-mail address on file (setting -644).")
    before = await rows.digest()
    answer = await send(nora, tab_of("charlie"), login="carlos", password=HOUSEHOLD, active="yes")
    assert answer.status_code == 422
    assert await rows.digest() == before
    await set_to("email_required", "off")
    await open_tab(nora, "charlie")
    page = await nora.press("Save", login="carlos", password=HOUSEHOLD)
    page.shows("Saved.")


async def test_an_address_that_is_added_is_kept_in_the_log_and_reaches_a_login_without_one() -> None:
    await rows.change("update client set email = '' where number = 1001")
    await rows.change("update portal_account set email = '' where username = 'alice'")
    nora = await people.nora()
    await open_tab(nora, "alice")
    await nora.press("Save e-mail address", email="Alice@Example.org")
    assert await rows.value("select email from client where number = 1001") == "Alice@Example.org"
    assert (
        await rows.value("select email from portal_account where username = 'alice'") == "alice@example.org"
    )
    assert await audit.count(Kind.CHART_EMAIL_CHANGED, of=people.client_id("alice")) == 1


async def test_the_address_of_a_login_that_has_one_stays() -> None:
    nora = await people.nora()
    await send(nora, f"{tab_of('alice')}/email", email="other@example.org")
    assert (
        await rows.value("select email from portal_account where username = 'alice'") == "alice@example.org"
    )


@pytest.mark.parametrize("typed", ["", "no address", "a@b.c, d@e.f"])
async def test_what_is_no_address_is_said_beside_its_field(typed: str) -> None:
    await without_login("charlie")
    nora = await people.nora()
    await open_tab(nora, "charlie")
    before = await rows.digest()
    page = await nora.press("Save e-mail address", within="body", status=422, as_htmx=False, email=typed)
    page.shows("such as name@example.org.")
    assert await rows.digest() == before


@pytest.mark.parametrize(("name", "status"), [("terry", 403), ("dana", 404)])
async def test_an_address_is_set_only_by_who_may(name: str, status: int) -> None:
    staff = await (people.terry() if name == "terry" else with_rule(name))
    answer = await send(staff, f"{tab_of('alice')}/email", email="evil@example.org")
    assert answer.status_code == status
    assert await rows.value("select email from client where number = 1001") == "alice@example.org"


async def test_an_address_is_not_set_for_a_login_that_opens_hidden_charts_too() -> None:
    await rows.change(
        "insert into chart_grant (id, account, client, kind, areas, starts_on, created_at)"
        " select gen_random_uuid(), $1, $2, 'other', '{}', '2026-01-05', now()",
        people.account_id("alice"),
        people.client_id("bob"),
    )
    await rows.change("update portal_account set email = '' where username = 'alice'")
    terry = await with_rule("terry")
    answer = await send(terry, f"{tab_of('alice')}/email", email="evil@example.org")
    assert answer.status_code == 403
    assert await rows.value("select email from portal_account where username = 'alice'") == ""
