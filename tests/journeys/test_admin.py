"""A practice looks after its portal in Piccolo Admin, as somebody at a real browser sees it."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.admin.desk import FORMS, TABLES
from tests.attacks import POLYGLOTS
from tests.journeys.conftest import Invite
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

ADMIN = "/staff/admin/"
ADDED = """() => [...document.querySelectorAll('script:not([src]), [onerror], [onload], svg[onload], [hx-post]')]
  .map(element => element.outerHTML.slice(0, 100))"""
KEPT = "() => JSON.stringify([{...localStorage}, {...sessionStorage}])"
SEND = """async ([path, values]) => {
  const token = document.cookie.split('csrftoken=')[1].split(';')[0];
  const answer = await fetch('/staff/admin' + path, {method: values.method, body: JSON.stringify(values.body),
    headers: {'content-type': 'application/json', 'x-csrftoken': token}});
  return answer.status;
}"""


class AtDesk:
    """Somebody in Piccolo Admin."""

    def __init__(self, person: Person) -> None:
        self.person, self.page = person, person.page

    def open(self, place: str) -> None:
        """Open a table, a row or a form of the admin."""
        self.page.goto("about:blank")  # so that the address is opened, not only changed
        self.page.goto(f"{ADMIN}#/{place}")
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_load_state("networkidle")

    def save(self, says: str = "Successfully saved row") -> None:
        self.page.get_by_role("button", name="Save").click()
        expect(self.page.locator("#message_popup")).to_contain_text(says)

    def row(self, text: str) -> None:
        """Open the row of a list that is called so."""
        self.page.locator("td a", has_text=text).first.click()
        self.settle()

    def send(self, method: str, path: str, body: object) -> int:
        """Ask the admin something from its own page."""
        status: int = self.page.evaluate(SEND, [path, {"method": method, "body": body}])
        return status


@pytest.fixture
def nora(invite: Invite) -> AtDesk:
    return at_desk(invite(), "nora")


def at_desk(person: Person, name: str) -> AtDesk:
    """Come to the admin without a session: the way leads through our sign-in and back."""
    person.page.goto(ADMIN)
    assert person.page.url.endswith("/staff/sign-in?next=/staff/admin/")
    person.fill_in(name)
    person.page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    person.page.wait_for_url(f"**{ADMIN}#/")
    desk = AtDesk(person)
    desk.settle()
    return desk


def test_nora_changes_a_task_type_a_group_and_a_rule(nora: AtDesk) -> None:
    expect(nora.page).to_have_title("Sunrise Counseling")
    for name in (
        "Picklist Management",
        "Task Types",
        "User Groups",
        "Profile Rules",
        "Inbox",
        "Settings",
    ):
        assert name.lower() in nora.page.locator("body").inner_text().lower()
    nora.open("task_types")
    nora.row("Appointment")
    nora.page.locator("input[name=label_es]").fill("Citas")
    nora.save()
    nora.open("user_groups")
    nora.row("Billing office")
    nora.page.locator("input[name=name]").fill("Accounts")
    nora.save()
    nora.open("profile_rules")
    nora.row("Receives Client Portal Demographic Update Alert")
    nora.page.locator("select[name=can_delete]").select_option("false")
    nora.save()
    nora.open("task_types")
    expect(nora.page.get_by_role("table")).to_contain_text("Citas")
    nora.person.noticed.check(200)


def test_nora_sends_a_client_a_message_with_a_form(nora: AtDesk, invite: Invite) -> None:
    nora.open("forms/send-a-message-to-a-client/")
    for label, text in (
        ("input[name=client_number]", "9999"),
        ("input[name=subject]", "From the office"),
        ("textarea[name=body]", "x\ny"),
    ):
        nora.page.locator(label).fill(text)
    nora.page.locator("select[name=task_type]").select_option("Something else")
    nora.page.get_by_role("button", name="Submit").click()
    expect(nora.page.locator("body")).to_contain_text("There is nobody and nothing of that number here")
    nora.page.locator("input[name=client_number]").fill("1001")
    nora.page.get_by_role("button", name="Submit").click()
    expect(nora.page.locator("#success_message")).to_contain_text("Your message is sent.")
    nora.person.noticed.check(422)
    invite("alice").open("/messages")


def test_the_last_administrator_is_told_why_not(nora: AtDesk) -> None:
    nora.open("staff_members")
    nora.row("Nora")
    nora.page.locator("select[name=active]").select_option("false")
    nora.page.get_by_role("button", name="Save").click()
    expect(nora.page.locator("body")).to_contain_text(
        "This would leave nobody who can manage staff and rules."
    )
    nora.person.noticed.check(409)


def test_every_table_and_form_opens_without_a_complaint_and_leads_to_the_chart(nora: AtDesk) -> None:
    for table in TABLES:
        nora.page.evaluate("place => { window.location.hash = place }", f"#/{table}/")
        expect(nora.page.locator("h1", has_text=table.replace("_", " ")).last).to_be_visible()
        nora.settle()
    for form in {form.group: slug for slug, form in FORMS.items()}.values():
        nora.open(f"forms/{form}/")
        expect(nora.page.get_by_role("button", name="Submit")).to_be_visible()
    nora.person.noticed.check(200)
    nora.open("statements/")
    expect(nora.page.get_by_text("Add Row")).to_be_hidden()
    cell = nora.page.locator("td", has_text="Alice Anderson").first
    cell.get_by_role("link", name="Chart").click()
    expect(nora.page).to_have_url(re.compile("/staff/clients/[0-9a-f-]{36}$"))
    expect(nora.page.get_by_role("heading", level=1)).to_contain_text("Alice Anderson")
    nora.page.get_by_role("link", name="Admin", exact=True).click()
    nora.open("clients/")
    nora.row("1001")
    nora.page.get_by_role("link", name="Open the chart").click()
    expect(nora.page.get_by_role("heading", level=1)).to_contain_text("Alice Anderson")


def test_a36_an_export_holds_no_formula(nora: AtDesk) -> None:
    client = rows_of(nora, "clients")[0]
    kept = {"preferred_name": client["preferred_name"]}
    path = f"/api/tables/clients/{client['id']}/"
    assert nora.send("PATCH", path, {"preferred_name": "=cmd|'/c calc'!A1"}) == 200
    nora.open("clients/")
    nora.page.locator("a", has_text="Export CSV").click()
    with nora.page.expect_download() as downloaded:
        nora.page.locator("#overlay button").click()
    text = Path(downloaded.value.path()).read_text()
    assert nora.send("PATCH", path, kept) == 200
    assert "\"'=cmd|'/c calc'!A1\"" in text
    assert '"=cmd' not in text


def test_logging_out_there_signs_out_here(nora: AtDesk) -> None:
    nora.page.evaluate("window.confirm = () => true")
    nora.page.locator("text=Nora Novak").click()
    nora.page.get_by_text("Log Out").click()
    nora.page.wait_for_url("**/staff/sign-in?next=/staff/admin/")
    nora.page.go_back()
    assert "Task Types" not in nora.page.locator("body").inner_text()


def test_a_session_that_ends_there_leads_to_our_sign_in(nora: AtDesk) -> None:
    nora.person.context.clear_cookies()
    nora.page.locator("text=Task Types").click()
    nora.page.wait_for_url("**/staff/sign-in?next=/staff/admin/")


def test_its_password_page_is_ours(nora: AtDesk) -> None:
    nora.page.goto(f"{ADMIN}#/change-password/")
    nora.page.wait_for_url("**/staff/password/change")


def test_stan_is_shown_nothing(invite: Invite) -> None:
    stan = at_desk(invite(), "stan")
    words = stan.page.locator("body").inner_text()
    assert "Task Types" not in words
    assert "Send A Message" not in words
    stan.open("task_types")
    assert "Appointment" not in stan.page.locator("body").inner_text()
    assert (
        stan.send("PATCH", "/api/tables/task_types/00000000-0000-4000-8000-00000000dead/", {"label": "x"})
        == 403
    )


def test_a27_what_people_typed_does_not_run_in_lists_or_forms(nora: AtDesk) -> None:
    clients = rows_of(nora, "clients")
    for client, first, last in zip(clients, POLYGLOTS[::2], POLYGLOTS[1::2], strict=True):
        names = {"preferred_name": first, "last_name": last}
        assert nora.send("PATCH", f"/api/tables/clients/{client['id']}/", names) == 200
    for text in POLYGLOTS:
        assert nora.send("POST", "/api/tables/saved_replies/", {"title": text, "body": text}) == 201
    details = [(table, row["id"]) for table in ("clients", "saved_replies") for row in rows_of(nora, table)]
    for place in (
        "clients",
        "client_assignments",
        "saved_replies",
        *(f"{table}/{row}/" for table, row in details),
    ):
        nora.open(place)
        expect(nora.page.locator("h1").first).to_be_visible()
        assert nora.page.evaluate(ADDED) == [], place
    for client in clients:
        names = {name: client[name] for name in ("preferred_name", "last_name")}
        assert nora.send("PATCH", f"/api/tables/clients/{client['id']}/", names) == 200
    nora.person.noticed.check(200)


def test_a33_nothing_of_anybody_is_kept_in_the_browser(nora: AtDesk) -> None:
    nora.open("clients")
    nora.open("staff_members")
    kept = nora.page.evaluate(KEPT)
    for word in ("Anderson", "Alice", "Novak", "1001"):
        assert word not in kept
    assert nora.page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0


def rows_of(desk: AtDesk, table: str) -> list[dict[str, str]]:
    answer = desk.page.request.get(f"{ADMIN}api/tables/{table}/")
    found: list[dict[str, str]] = json.loads(answer.text())["rows"]
    return found
