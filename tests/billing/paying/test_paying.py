"""Paying a bill by card: how much, off to the vendor's page, and what became of it."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from app.activity.kinds import Kind
from app.billing.rules import PaymentState
from tests import checks, people, rows
from tests.accounts.grants.access import limit
from tests.billing.ledger.money import balances, owed_of, sums
from tests.billing.ledger.money import post as bill
from tests.billing.paying.paid import (
    PAY,
    PAYMENTS,
    at_processor,
    charlie,
    demo,
    pay,
    payments,
    post,
)

pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.fixture(autouse=True)
def with_demo_processor() -> Iterator[None]:
    with demo():
        yield


async def states() -> list[str]:
    return [payment["state"] for payment in await payments()]


async def test_the_whole_balance_is_paid_and_stands_right_at_once() -> None:
    await bill(80_00)
    browser = await charlie()
    page = await browser.open(PAY)
    page.shows("You owe $80.00 in all.", "Full balance", "$80.00", "Another amount", "From $1.00 to $80.00.")
    await at_processor(browser)
    page = await browser.press("Approve")
    page.shows("Thank you. You paid $80.00.", "You owe nothing now.", "DEMO - no money moves")
    assert (await browser.follow("See the receipt")).words.count("$80.00")
    (await browser.open("/billing/history")).shows("Paid by card", "$80.00", "DEMO")
    (await browser.open("/billing")).lacks("Please pay by")
    (await browser.open("/activity")).shows("Began a payment", "Paid")
    await balances()


async def test_another_amount_is_paid_and_the_rest_stays_owed() -> None:
    statement = await bill(80_00)
    browser = await charlie()
    page = await at_processor(browser, "$25.50")
    page.shows("DEMO: Card payment of $25.50")
    (await browser.press("Approve")).shows("Thank you. You paid $25.50.", "You still owe $54.50.")
    assert await owed_of(statement) == 54_50
    (await browser.open("/billing")).shows("$54.50")
    await balances()


async def test_the_statement_somebody_came_from_is_paid_first() -> None:
    older, newer = await bill(30_00, due_in=5), await bill(50_00, due_in=40)
    browser = await charlie()
    page = await browser.open(f"{PAY}?statement={newer}")
    page.shows("This statement, number", "Full balance")
    assert checks.words(page.find("label:has(:checked)")).endswith("$50.00")
    await browser.press("Go on to the card page", how="statement")
    (await browser.press("Approve")).shows(
        "Thank you. You paid $50.00.", "You still owe $30.00.", "Statement"
    )
    assert (await owed_of(older), await owed_of(newer)) == (30_00, 0)


@pytest.mark.parametrize("statement", ["nobodys", "another chart's"])
async def test_a_statement_that_is_not_theirs_is_no_statement(statement: str) -> None:
    await bill(30_00)
    other = await bill(50_00, client=people.client_id("bob")) if statement != "nobodys" else uuid4()
    browser = await charlie()
    (await browser.open(f"{PAY}?statement={other}")).lacks("This statement")
    answer = await pay(browser, "10", statement=str(other))
    assert answer.status_code == 404
    assert await payments() == []


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ("Decline", "Your bank declined the card. Nothing was charged."),
        ("Processor down", "The card service is not working right now. Nothing was charged."),
    ],
)
async def test_what_failed_is_said_plainly_and_can_be_tried_again(button: str, words: str) -> None:
    await bill(80_00)
    browser = await charlie()
    await at_processor(browser, "30")
    assert (await sums()).held == 30_00
    page = await browser.press(button)
    assert page.heading == "This payment did not go through"
    page.shows(words, "It is about $30.00 of what you owe.")
    page.lacks("Thank you")
    assert ((await sums()).owed, (await sums()).held) == (80_00, 0)
    await browser.follow("Try again")
    await browser.press("Go on to the card page", how="balance")
    (await browser.press("Approve")).shows("Thank you. You paid $80.00.")
    assert await states() == [PaymentState.FAILED, PaymentState.SUCCEEDED]
    page = await browser.open("/activity")
    page.shows("A payment did not go through")
    page.lacks("Did not finish a payment")


async def test_a_bank_that_asks_is_answered_yes_or_no() -> None:
    await bill(80_00)
    browser = await charlie()
    await at_processor(browser, "30")
    (await browser.press("Needs authentication")).shows("Your bank asks: is it really you who pays?")
    (await browser.press("Yes, it is me")).shows("Thank you. You paid $30.00.")
    await at_processor(browser, "20")
    await browser.press("Needs authentication")
    (await browser.press("No")).shows("Your bank asked you to confirm the payment, and it was not confirmed.")
    assert (await sums()).owed == 50_00


async def test_told_twice_it_counts_once() -> None:
    await bill(80_00)
    browser = await charlie()
    await at_processor(browser, "30")
    (await browser.press("Webhook twice")).shows("Thank you. You paid $30.00.", "You still owe $50.00.")
    assert await rows.value("select count(*) from vendor_event where vendor = 'demo'") == 1
    made = "select count(*) from activity_entry where client = $1 and kind = $2"
    assert await rows.value(made, people.client_id("charlie"), Kind.PAYMENT_MADE) == 1
    await balances()


async def test_coming_back_says_nothing_until_the_vendor_does() -> None:
    await bill(80_00)
    browser = await charlie()
    await at_processor(browser, "30")
    (payment,) = await payments()
    page = await browser.open(f"{PAYMENTS}/{payment['id']}?paid=yes&state=succeeded")
    assert page.heading == "This payment is not finished"
    page.shows("You have not paid yet. Nothing was charged.", "You can go on until")
    assert page.find("main a.button:not(.soft)")["href"] == payment["vendor_page"]
    assert (await sums()).owed == 80_00


async def test_who_does_not_want_to_pay_says_so_and_owes_as_before() -> None:
    await bill(80_00)
    browser = await charlie()
    await at_processor(browser)
    await browser.follow("Back, without paying")
    page = await browser.open(PAY)
    page.shows("Begun, and not finished", "$80.00", "All that you owe is being paid already.")
    page.lacks("Another amount")
    (await browser.follow("Go on, or stop it")).shows("It is about $80.00 of what you owe.")
    page = await browser.press("Do not pay")
    assert page.heading == "Nothing was paid"
    assert (await sums()).held == 0
    (payment,) = await payments()
    (await browser.open(payment["vendor_page"])).shows("This demo payment has ended.")
    (await browser.open(PAY)).shows("Full balance", "$80.00")


async def test_what_was_paid_meanwhile_is_not_taken_back() -> None:
    await bill(80_00)
    browser = await charlie()
    await at_processor(browser)
    (payment,) = await payments()
    await rows.change("update demo_charge set state = 'succeeded'")  # and the portal has not heard of it
    await browser.open(PAY)
    answer = await post(browser, f"{PAYMENTS}/{payment['id']}/cancellation")
    assert answer.status_code == 303
    (await browser.open(f"{PAYMENTS}/{payment['id']}")).shows("Thank you. You paid $80.00.")
    assert (await sums()).owed == 0


async def test_a_payment_whose_bank_is_slow_waits_and_then_is_paid() -> None:
    await bill(80_00)
    browser = await charlie()
    await at_processor(browser)
    page = await browser.press("Webhook arrives late")
    assert page.heading == "Your bank is still at work"
    page.shows("Please do not pay again", "Look again")
    page.lacks("Do not pay", "Continue", "This page looks again by itself.")
    assert (await states(), (await sums()).owed) == ([PaymentState.PROCESSING], 80_00)
    (await browser.open("/billing")).shows("Your payment of $80.00 is with your bank.")
    path = str(page.find("#looking")["hx-get"])
    page = await browser.open(path, as_htmx=True)
    assert page.heading == "Your bank is still at work"
    page.shows("This page looks again by itself.")  # it did: without scripts it never says so
    await rows.change("update demo_charge set state = 'succeeded'")
    await rows.change("update payment set looked_up_at = now() - interval '3 seconds'")
    page = await browser.open(str(page.find("#looking")["hx-get"]), as_htmx=True)
    page.shows("Thank you. You paid $80.00.")
    assert not page.all("#looking")


async def test_a_page_that_waits_looks_only_so_often() -> None:
    await bill(80_00)
    browser = await charlie()
    await at_processor(browser)
    page = await browser.press("Webhook arrives late")
    path = f"{page.path}/answer"
    assert (await browser.open(f"{path}?looks=9", as_htmx=True)).all("#looking")
    for looks in ("10", "999", "-1", "x", "", "9" * 50):
        page = await browser.open(f"{path}?looks={looks}", as_htmx=True)
        assert not page.all("#looking")
        page.shows("It takes longer than usual.", "Look again")


async def test_only_who_may_see_the_bills_of_a_chart_pays_in_it() -> None:
    await bill(80_00)
    browser = await charlie()
    await at_processor(browser)
    (payment,) = await payments()
    path = f"{PAYMENTS}/{payment['id']}"
    alice = await people.alice()
    await alice.open(PAY)
    assert (await alice.send("GET", path)).status_code == 404
    assert (await alice.send("GET", f"{path}/answer")).status_code == 404
    assert (await post(alice, f"{path}/cancellation")).status_code == 404
    assert await states() == [PaymentState.OPEN]
    await limit("gina", "max", "messages")
    gina = await people.gina()
    await gina.open("/messages")
    assert (await gina.send("GET", PAY)).status_code == 404
    assert (await post(gina, PAYMENTS, once=str(uuid4()), how="other", amount="5")).status_code == 404


async def test_a_guardian_pays_in_the_chart_of_their_child() -> None:
    gina = await people.gina()
    await at_processor(gina, "5")
    (await gina.press("Approve")).shows("Thank you. You paid $5.00.")
    (payment,) = await payments(people.client_id("max"))
    assert (payment["paid_by_name"], payment["account"]) == ("Gina Grant", people.account_id("gina"))


async def test_less_than_a_dollar_is_paid_in_full_or_not_at_all() -> None:
    await bill(75)
    browser = await charlie()
    page = await browser.open(PAY)
    page.shows("Full balance", "$0.75")
    page.lacks("Another amount")
    assert (await pay(browser, "0.60")).status_code == 422
    await at_processor(browser)
    (await browser.press("Approve")).shows("Thank you. You paid $0.75.")


async def test_less_than_fifty_cents_is_not_paid_by_card() -> None:
    await bill(49)
    browser = await charlie()
    page = await browser.open(PAY)
    page.shows("Too little to pay by card")
    page.lacks("Go on to the card page")
    assert (await pay(browser, "0.49")).status_code == 422
    assert await payments() == []


async def test_who_owes_nothing_is_told_so() -> None:
    (await (await charlie()).open(PAY)).shows("You owe nothing now")


async def test_what_is_owed_is_not_paid_as_it_was_before() -> None:
    await bill(80_00)
    browser = await charlie()
    await browser.open(PAY)
    await bill(20_00)
    page = await browser.press("Go on to the card page", how="balance", status=422)
    page.shows("What you owe has changed since you opened this page.", "$100.00")
    assert await payments() == []
    await browser.press("Go on to the card page", how="balance")
    assert (await payments())[0]["amount_cents"] == 100_00


async def test_what_is_under_way_is_not_paid_a_second_time() -> None:
    await bill(80_00)
    browser = await charlie()
    await browser.open(PAY)
    assert (await pay(browser, "80")).status_code == 303
    answer = await pay(browser, "1")
    assert answer.status_code == 409
    assert "A payment of this is under way already." in answer.text
    assert await states() == [PaymentState.OPEN]
    await browser.open(PAY)


async def test_ten_payments_in_ten_minutes_are_enough() -> None:
    await bill(80_00)
    browser = await charlie()
    for _ in range(10):
        assert (await pay(browser, "1")).status_code == 303
    answer = await pay(browser, "1")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "600")
    assert "Please wait ten minutes" in answer.text
    assert len(await payments()) == 10
    await rows.change("update payment set begun_at = begun_at - interval '10 minutes' where client = $1",
                      people.client_id("charlie"))  # fmt: skip
    assert (await pay(browser, "1")).status_code == 303


async def test_a_form_that_came_too_late_is_back_after_signing_in() -> None:
    await bill(80_00)
    browser = await charlie()
    await browser.open(PAY)
    await rows.change("update portal_session set last_seen_at = now() - interval '16 minutes'")
    answer = await pay(browser, "12.34")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={PAY}")
    page = await (await charlie()).open(PAY)
    assert page.value("amount") == "12.34"
    page.shows("It was not sent.")
    assert await payments() == []


async def test_everything_that_happened_stands_on_the_timeline() -> None:
    await bill(80_00)
    browser = await charlie()
    await at_processor(browser, "30")
    await browser.press("Approve")
    (payment,) = await payments()
    kept = "select string_agg(step, ' ' order by at) from payment_step where payment = $1"
    assert await rows.value(kept, payment["id"]) == "begun sent paid"
    assert (payment["live"], payment["vendor"]) == (False, "demo")
