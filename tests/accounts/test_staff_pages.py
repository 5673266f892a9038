"""The pages staff move around by: which stand in the navigation, which is marked, and where signing in leads."""

import pytest
from bs4 import BeautifulSoup

from app.accounts.pages import STAFF_PLACES
from app.staff.rules import PermissionRule
from tests import people, rows
from tests.page import Browser, Page

pytestmark = pytest.mark.usefixtures("rolled_back")

ALL = [
    "Inbox",
    "Clients",
    "Messages",
    "Appointments",
    "Billing",
    "Records",
    "Forms",
    "Settings",
    "Admin",
    "Things to mend",
]
OPENED_BY = {
    PermissionRule.SEND_MESSAGES: ["Inbox", "Clients", "Messages"],
    PermissionRule.SAVE_TO_PORTAL_FOLDER: ["Inbox", "Clients"],
    PermissionRule.SETTINGS: ["Inbox", "Settings", "Things to mend"],
    PermissionRule.STAFF: ["Inbox", "Admin", "Things to mend"],
    PermissionRule.PICKLISTS: ["Inbox", "Admin", "Things to mend"],
    PermissionRule.CLIENTS: ["Inbox", "Clients", "Admin", "Things to mend"],
    PermissionRule.PORTAL_ACCOUNTS: ["Inbox", "Clients", "Admin", "Things to mend"],
    PermissionRule.FORMS: ["Inbox", "Clients", "Forms", "Admin", "Things to mend"],
    PermissionRule.APPOINTMENTS: ["Inbox", "Clients", "Appointments", "Admin", "Things to mend"],
    PermissionRule.BILLING: ["Inbox", "Clients", "Billing", "Admin", "Things to mend"],
    PermissionRule.RECORD: ["Inbox", "Clients", "Records", "Admin", "Things to mend"],
    PermissionRule.AUDIT: ["Inbox", "Admin", "Things to mend"],
}
ONLY = """
update profile_rule set can_view = (rule = $1)
where profile = (select profile from staff_member where id = $2)
"""
NO_CLIENT_ADMIN = """
update profile set client_admin = false where id = (select profile from staff_member where id = $1)
"""


def navigation(page: Page) -> list[str]:
    return [link.get_text(strip=True) for link in page.all("#navigation a")]


async def nora_with(rule: PermissionRule | None) -> Browser:
    """Give Nora, who is no Client Admin, with the View of one rule, or of none."""
    await rows.change(ONLY, rule.value if rule else "", people.staff_id("nora"))
    await rows.change(NO_CLIENT_ADMIN, people.staff_id("nora"))
    return Browser()


async def test_who_holds_every_rule_sees_every_place_and_each_leads_somewhere() -> None:
    nora = await people.nora()
    page = await nora.open("/staff")
    assert navigation(page) == ALL
    for place in STAFF_PLACES:
        answer = await nora.send("GET", place.path)
        assert answer.status_code == 200, place.path


async def test_who_writes_to_clients_sees_no_places_of_others() -> None:
    assert navigation(await (await people.terry()).open("/staff")) == OPENED_BY[PermissionRule.SEND_MESSAGES]


@pytest.mark.parametrize("rule", PermissionRule)
async def test_each_rule_opens_its_places_and_signing_in_leads_to_the_inbox(rule: PermissionRule) -> None:
    nora = await nora_with(rule)
    opened = OPENED_BY.get(rule, ["Inbox"])
    assert [str(place.label) for place in STAFF_PLACES if rule in place.rules] == opened
    answer = await signed_in(nora)
    assert answer.path == "/staff"
    assert navigation(answer) == opened


async def signed_in(browser: Browser) -> Page:
    """Sign in by the page, and go on by hand: what stands at the end may be no page of ours."""
    await browser.open("/staff/sign-in")
    token = browser.token if browser.page else ""
    answer = await browser.send(
        "POST",
        "/staff/sign-in",
        headers={"content-type": "application/x-www-form-urlencoded"},
        content=f"_csrf={token}&username=nora&password=demo-nora-portal-1".encode(),
    )
    path = answer.headers["location"]
    while answer.status_code == 303:
        path = answer.headers["location"]
        answer = await browser.send("GET", path)
    return Page(answer, BeautifulSoup(answer.text, "html.parser"), path=path)


async def test_a_client_admin_without_rules_finds_the_inbox_and_the_things_to_mend() -> None:
    await rows.change(ONLY, "", people.staff_id("nora"))
    page = await signed_in(Browser())
    assert (page.path, navigation(page)) == ("/staff", ["Inbox", "Things to mend"])


async def test_who_has_no_rule_at_all_is_told_what_is_missing() -> None:
    page = await (await people.stan()).open("/staff", status=403)
    assert not page.all("#navigation a")
    page.shows("Your profile")


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/staff", "Inbox"),
        ("/staff/clients", "Clients"),
        ("/staff/clients/new", "Clients"),
        ("/staff/messages", "Messages"),
        ("/staff/settings", "Settings"),
        ("/staff/settings/practice_name", "Settings"),
        ("/staff/mend", "Things to mend"),
        ("/staff/components", ""),
    ],
)
async def test_the_place_one_is_in_is_marked(path: str, marked: str) -> None:
    page = await (await people.nora()).open(path)
    assert "".join(link.get_text(strip=True) for link in page.all("#navigation [aria-current]")) == marked


async def test_a_thread_is_within_messages() -> None:
    thread = await rows.value("select id from message_thread limit 1")
    page = await (await people.nora()).open(f"/staff/messages/{thread}")
    assert page.find("#navigation [aria-current]").get_text(strip=True) == "Messages"
