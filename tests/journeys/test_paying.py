"""Step: Billing. A client pays by card, with the demo processor: in part, declined, told late, told twice, and a copay."""

import pytest
from playwright.sync_api import expect

from tests.appointments.booked import PATH as APPOINTMENTS
from tests.appointments.booked import VIDEO
from tests.journeys.conftest import Invite
from tests.journeys.person import Look, Person
from tests.journeys.server import Server
from tests.people import client_id

pytestmark = pytest.mark.browser

PAY, HISTORY = "/billing/pay", "/billing/history"
LOOKS = {
    "dark phone": Look(width=390, height=844, scheme="dark"),
    "small phone without scripts": Look(scripts=False, width=320),
}
ON_ITS_WAY_SECONDS = 60
"""How long what is told late may take: ten seconds, and the worker's and the page's own pauses."""
looks = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)


def to_the_processor(person: Person, dollars: str) -> None:
    """Choose an amount, and go on to the page of the demo processor."""
    person.open(PAY)
    person.choose("Another amount")
    person.type("Amount in dollars", dollars)
    person.press("Go on to the card page")
    person.shows("DEMO - no money moves", f"DEMO: Card payment of ${dollars}")


def owed(server: Server, name: str) -> int:
    found: int = server.value("select owed_cents from billing_account where id = $1", client_id(name))
    return found


@looks
def test_a_part_is_paid_after_a_card_was_declined(invite: Invite, server: Server, look: Look) -> None:
    gina, before = invite("gina", look=look), owed(server, "max")
    gina.open("/home")
    gina.follow("View Payment Options", within="#tile-billing")
    gina.follow("Pay", within="main")
    gina.choose("Another amount")
    gina.type("Amount in dollars", "five")
    gina.press("Go on to the card page", status=422)
    gina.shows("Type an amount in dollars")
    to_the_processor(gina, "5.00")
    gina.check_sight()
    gina.press("Decline")
    gina.check_sight()
    gina.shows("This payment did not go through", "Your bank declined the card. Nothing was charged.")
    assert owed(server, "max") == before
    gina.follow("Try again", within="main")
    to_the_processor(gina, "4.00")
    gina.press("Webhook twice")
    gina.shows("Thank you. You paid $4.00.", "You still owe", "DEMO")
    gina.check_sight()
    assert owed(server, "max") == before - 4_00
    gina.follow("See the receipt", within="main")
    gina.shows("$4.00", "DEMO")
    gina.open(HISTORY)
    gina.shows("Paid by card", "$4.00")
    gina.open("/billing")
    gina.shows(f"${(before - 4_00) / 100:.2f}")


def test_what_the_bank_answers_late_comes_to_the_page_by_itself(invite: Invite, server: Server) -> None:
    alice, before = invite("alice"), owed(server, "alice")
    to_the_processor(alice, "3.00")
    alice.press("Webhook arrives late")
    alice.shows("Your bank is still at work")
    assert owed(server, "alice") == before
    expect(alice.page.get_by_role("heading", level=1)).to_have_text(
        "Thank you. You paid $3.00.", timeout=ON_ITS_WAY_SECONDS * 1000
    )
    alice.check()
    assert owed(server, "alice") == before - 3_00
    told = "select count(*) from vendor_event join payment on payment.id = vendor_event.payment where amount_cents = 300"
    assert server.value(told) == 1
    alice.open(HISTORY)
    alice.shows("$3.00")


def test_without_scripts_the_late_answer_is_looked_for_by_a_link(invite: Invite) -> None:
    bob = invite("bob", look=LOOKS["small phone without scripts"])
    to_the_processor(bob, "2.00")
    bob.press("Webhook arrives late")
    bob.shows("Your bank is still at work")
    bob.follow("Look again", within="main")
    bob.reload_until("a:has-text('See the receipt')", within=ON_ITS_WAY_SECONDS)
    bob.shows("Thank you. You paid $2.00.")


@looks
def test_who_goes_back_from_the_card_page_can_go_on_or_leave_it(invite: Invite, look: Look) -> None:
    bob = invite("bob", look=look)
    to_the_processor(bob, "6.00")
    bob.follow("Back, without paying", within="main")
    bob.shows("This payment is not finished", "You have not paid yet. Nothing was charged.")
    bob.check_sight()
    bob.follow("Continue", within="main")
    bob.go_back()
    bob.press("Do not pay")
    bob.shows("Nothing was paid", "You did not pay. Nothing was charged.")


def test_a_copay_is_paid_before_the_visit_with_the_keyboard_alone(invite: Invite) -> None:
    alice = invite("alice")
    alice.open(f"{VIDEO}/copay")
    alice.shows("Pay copay", "$25.00")
    alice.page.locator("#go-on").focus()
    with alice.page.expect_navigation():
        alice.page.keyboard.press("Enter")
    alice.check()
    alice.page.locator("#authenticate").focus()
    with alice.page.expect_navigation():
        alice.page.keyboard.press("Enter")
    alice.press("Yes, it is me")
    alice.shows("Thank you. You paid $25.00.", "It is kept for your visit.")
    alice.follow("Back to the appointment", within="main")
    alice.shows("Copay paid")
    alice.open(APPOINTMENTS)
    alice.shows("Copay paid", "Pay copay")
