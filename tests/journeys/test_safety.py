"""Item 9 answered 1 and the tab closed: help at once, an alert within seconds, acknowledged, or told to the second person."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from app.forms.demo import form_id
from app.forms.instruments.known import PHQ_CODES
from tests.journeys.conftest import Invite
from tests.journeys.person import Look, Person
from tests.journeys.server import Server, eventually
from tests.people import client_id, staff_id

pytestmark = pytest.mark.browser

PATH = f"/forms/{form_id('phq-9')}"
ALICE = client_id("alice")
NINTH = f"[name='a.phq-9/{PHQ_CODES[8]}']"
SECONDS = 5.0
CLOCK_SECONDS = 30.0
"""The clock looks every fifteen; a busy machine is given time."""
TOLD = "select count(*) from alert where kind = 'form_safety' and recipient = $1"
OVERDUE = "update safety_event set escalates_at = now() - interval '1 second' where client = $1"
ANEW = (
    "delete from alert where client = $1 and kind = 'form_safety'",
    "delete from safety_event where client = $1",
    f"delete from form_response where client = $1 and assignment = '{form_id('phq-9')}'",
)
PHONE = Look(width=390, height=844)


@pytest.fixture(autouse=True)
def _anew(server: Server) -> Iterator[None]:
    """Let nobody find what another test filled in."""
    yield
    for statement in ANEW:
        server.rows(statement, ALICE)


def answer_and_leave(alice: Person) -> float:
    """Answer item 9 and close the tab once the answer is saved; give when it was given."""
    alice.open(PATH)
    alice.page.locator(f"{NINTH}[value='1']").check()
    given = time.monotonic()
    expect(alice.page.locator("#help")).to_contain_text("988")
    alice.context.close()
    return given


def is_told(server: Server, name: str) -> bool:
    return bool(server.value(TOLD, staff_id(name)))


def test_the_first_person_is_told_within_five_seconds_and_acknowledges(
    invite: Invite, server: Server
) -> None:
    given = answer_and_leave(invite("alice", look=PHONE))
    eventually(lambda: is_told(server, "terry"), within=SECONDS, otherwise="Terry was not told")
    assert time.monotonic() - given < SECONDS
    terry = invite("terry")
    terry.open("/staff")
    alarm = terry.page.locator(".alarm")
    expect(alarm).to_contain_text("Somebody may be in danger: look at this now")
    expect(alarm).to_contain_text("Alice Anderson, 1001")
    terry.press("Acknowledge 1001", within="main li:has-text('Somebody may be in danger')")
    terry.shows("Acknowledged. All who were told see that you look after it.", "Acknowledged by Terry Tran")
    terry.shows("The client has not sent these answers.", "Several days")
    terry.page.get_by_text("Write what was done").click()
    terry.page.get_by_label("What was done").fill("Called her.")
    terry.page.get_by_role("button", name="Save").click()
    terry.shows("What was done is kept.", "Called her.")
    server.rows(OVERDUE, ALICE)
    terry.open("/staff")
    expect(terry.page.locator(".alarm")).to_have_count(0)
    assert not is_told(server, "nora")


def test_when_nobody_acknowledges_it_the_second_person_is_told(invite: Invite, server: Server) -> None:
    answer_and_leave(invite("alice"))
    eventually(lambda: is_told(server, "terry"), within=SECONDS, otherwise="Terry was not told")
    assert not is_told(server, "nora")
    server.rows(OVERDUE, ALICE)
    eventually(lambda: is_told(server, "nora"), within=CLOCK_SECONDS, otherwise="Nora was not told")
    nora = invite("nora", look=PHONE)
    nora.open("/staff")
    expect(nora.page.locator(".alarm")).to_contain_text("Nobody has acknowledged it yet.")
    nora.open("/staff/mend")
    nora.shows("Client 1001: an answer shows danger, and nobody has acknowledged it in time.")


def test_a_worker_that_is_killed_in_between_tells_the_second_person_once(
    invite: Invite, server: Server
) -> None:
    answer_and_leave(invite("alice"))
    eventually(lambda: is_told(server, "terry"), within=SECONDS, otherwise="Terry was not told")
    with server.holding("alert"):
        server.rows(OVERDUE, ALICE)
        waits = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
        eventually(lambda: server.value(waits), within=CLOCK_SECONDS, otherwise="The clock did not look")
        server.kill()
    server.start()
    server.excuse()
    eventually(lambda: is_told(server, "nora"), within=CLOCK_SECONDS, otherwise="Nora was not told")
    assert server.value(TOLD, staff_id("nora")) == 1
    assert server.value("select count(*) from safety_event where escalated_at is not null") == 1


def test_help_comes_up_once_and_takes_no_focus(invite: Invite) -> None:
    alice = invite("alice")
    alice.open(PATH)
    assert alice.page.locator("#help").count() == 0
    ninth = alice.page.locator(f"{NINTH}[value='1']")
    ninth.check()
    help_ = alice.page.locator("#help")
    expect(help_).to_have_attribute("role", "alert")
    expect(ninth).to_be_focused()
    alice.check()
    help_.evaluate("element => { element.dataset.same = 'yes'; }")
    alice.page.locator(f"[name='a.phq-9/{PHQ_CODES[0]}'][value='2']").check()
    expect(alice.page.locator("#saved")).to_contain_text("8 questions left")
    expect(help_).to_have_attribute("data-same", "yes")
    alice.page.locator(f"{NINTH}[value='0']").check()
    expect(help_).to_have_count(0)
