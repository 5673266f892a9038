"""Receipts, on pages: what was paid or given back, by what, for what, and what was left to pay."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app import db
from app.accounts.sessions import today
from app.activity.actor import Actor
from app.billing.demo import payment_id, refund_id, statement_id
from app.billing.ledger import copays, desk, refunds
from app.billing.ledger.disputes import dispute_opened
from app.billing.reading.service import names_of
from app.billing.rules import RefundState, Way
from app.practice.settings import PRACTICE
from app.web.templates import day_short, moment
from tests import people, rows
from tests.billing.ledger.money import CHARLIE, NORA, begin, pay, post, refund, take
from tests.page import Page

pytestmark = pytest.mark.usefixtures("rolled_back")

PATH = "/billing/receipts"
NOTED = "select count(*) from audit_event where kind = $1 and object_id = $2"


@pytest.fixture(autouse=True)
async def _in_english(rolled_back: None) -> None:
    await rows.change("update portal_account set language = null")


async def receipt(row_id: UUID) -> Page:
    return await (await people.charlie()).open(f"{PATH}/{row_id}")


def shows(page: Page, *texts: str) -> None:
    words = page.words.replace("\u00a0", " ")
    for text in texts:
        assert text.replace("\u00a0", " ") in words, f"{text!r} is not in {words}"


async def test_a_receipt_says_all_that_is_asked_of_one() -> None:
    number = await rows.value("select number from statement where id = $1", await post(50_00))
    payment = await pay(30_00)
    at = datetime(2026, 11, 20, 21, 12, tzinfo=UTC)
    await rows.change("update payment set paid_at = $2 where id = $1", payment, at)
    own = await rows.value("select number from payment where id = $1", payment)
    page = await receipt(payment)
    assert page.heading == f"Receipt {own}"
    shows(
        page, PRACTICE.name, PRACTICE.billing_address, PRACTICE.phone_display, f"Tax id: {PRACTICE.tax_id}",
        "Paid by card $30.00", f"Day and time {moment(at)}", "3:12 PM CST", "Client Charlie Castillo",
        "How it was paid Visa ending in 4242", f"Reference number {own}",
        f"What it was for Statement {number} $30.00", "Left to pay after this $20.00",
    )  # fmt: skip


async def test_what_is_over_is_credit_and_a_copay_is_of_its_visit() -> None:
    await post(20_00)
    shows(await receipt(await take(25_00, keep_rest=True)), "Credit for what comes $5.00", "In cash")
    visit = today() + timedelta(days=5)
    appointment = db.new_id()
    copay = await pay(25_00, appointment=appointment, visit_on=visit)
    shows(await receipt(copay), "Copay paid", f"Copay for your visit on {day_short(visit)} $25.00")
    async with db.transaction():
        await copays.free_copay(by=Actor.system("test"), client_id=CHARLIE, appointment_id=appointment)
    shows(await receipt(copay), "Credit for what comes $25.00")


async def test_who_paid_is_named_where_it_was_not_the_client() -> None:
    await post(50_00)
    payment = await pay(50_00)
    (await receipt(payment)).lacks("Paid in the portal by")
    await rows.change("update payment set paid_by_name = 'Gina Grant' where id = $1", payment)
    shows(await receipt(payment), "Paid in the portal by Gina Grant")
    await rows.change("update payment set paid_by_name = 'Charlie Castillo' where id = $1", payment)
    (await receipt(payment)).lacks("Paid in the portal by")


async def test_what_was_given_back_is_said_on_both_receipts() -> None:
    statement = await rows.value("select number from statement where id = $1", await post(50_00))
    payment = await take(50_00)
    asked = await refund(payment, 10_00)
    page = await receipt(payment)
    shows(
        page,
        "Refunded $10.00 of $50.00",
        f"What it was for Statement {statement} $50.00",
        "Left to pay after this $0.00",
    )
    page.lacks("Credit for what comes")
    number = await rows.value("select number from payment where id = $1", payment)
    page = await receipt(asked.refund_id)
    shows(
        page, "Refund $10.00", f"Refund of Receipt {number}", "Reason Sorry", "How it was given back At the office",
        "Left to pay after this $10.00",
    )  # fmt: skip
    page.lacks("What it was for")


async def test_a_refund_on_its_way_and_one_that_failed_say_so() -> None:
    await post(50_00)
    payment = await pay(50_00)
    asked = await refund(payment, 10_00)
    page = await receipt(asked.refund_id)
    shows(page, "This refund is on its way.", "How it was given back Visa ending in 4242")
    page.lacks("Left to pay")
    await refunds.refund_answered(asked.refund_id, state=RefundState.FAILED, failure="lost_or_stolen_card")
    page = await receipt(asked.refund_id)
    shows(page, "This refund could not be made. Please call your practice.")
    assert page.all(".amount.gone")
    (await receipt(payment)).lacks("Refunded")


async def test_a_payment_that_was_taken_out_proves_nothing() -> None:
    await post(50_00)
    payment = await take(20_00, way=Way.CHECK)
    await desk.void_payment(by=NORA, client_id=CHARLIE, payment_id=payment, reason="Entered twice")
    page = await receipt(payment)
    shows(page, "Your practice took this payment out: it was entered by mistake.")
    page.lacks("What it was for", "Left to pay")
    assert page.all(".amount.gone")


async def test_a_payment_that_a_bank_asks_back_says_so() -> None:
    await post(50_00)
    payment = await pay(50_00)
    async with db.transaction():
        await dispute_opened(payment_id=payment, vendor_dispute="dp_1", cents=50_00)
    shows(await receipt(payment), "Your bank asks for this payment back.")


async def test_what_came_by_the_demo_processor_is_marked_as_no_receipt() -> None:
    await post(50_00)
    payment = await pay(50_00)
    (await receipt(payment)).lacks("DEMO")
    await rows.change("update payment set live = false where id = $1", payment)
    shows(await receipt(payment), "DEMO - NOT A RECEIPT")
    asked = await refund(payment, 10_00)
    shows(await receipt(asked.refund_id), "DEMO - NOT A RECEIPT")


async def test_a_card_that_is_not_named_is_a_card() -> None:
    await post(50_00)
    payment = await pay(50_00)
    for brand, last4, words in (
        ("", "", "How it was paid Card"),
        ("amex", "0005", "American Express ending in 0005"),
        ("demo", "0000", "Demo card ending in 0000"),
        ("cartes_bancaires", "1", "Cartes bancaires ending in 1"),
    ):
        await rows.change(
            "update payment set card_brand = $2, card_last4 = $3 where id = $1", payment, brand, last4
        )
        shows(await receipt(payment), words)


@pytest.mark.parametrize("state", ["open", "processing", "failed", "cancelled"])
async def test_what_brought_no_money_has_no_receipt(state: str) -> None:
    await post(50_00)
    payment = await begin(50_00)
    await rows.change("update payment set state = $2 where id = $1", payment, state)
    charlie = await people.charlie()
    for path in (f"{PATH}/{payment}", f"{PATH}/{payment}/pdf"):
        assert (await charlie.send("GET", path)).status_code == 404


@pytest.mark.parametrize("leaf", ["", "/pdf"])
async def test_another_charts_receipt_is_the_same_404_as_none(leaf: str) -> None:
    bob = await people.bob()
    for row_id in (payment_id("part"), refund_id("check"), UUID(int=0)):
        assert (await bob.send("GET", f"{PATH}/{row_id}{leaf}")).status_code == 404
    assert await rows.value(NOTED, "access_denied", payment_id("part"))
    assert not await rows.value(
        "select count(*) from audit_event where kind in ('receipt_viewed', 'receipt_downloaded')"
    )


async def test_looking_at_a_receipt_is_noted_once_an_hour_and_each_download() -> None:
    alice = await people.alice()
    path, number = f"{PATH}/{payment_id('part')}", 2
    for _ in range(number):
        await alice.open(path)
        assert (await alice.send("GET", f"{path}/pdf")).status_code == 200
    assert await rows.value(NOTED, "receipt_viewed", payment_id("part")) == 1
    assert await rows.value(NOTED, "receipt_downloaded", payment_id("part")) == number
    await alice.open(f"{PATH}/{refund_id('check')}")
    log = await alice.open("/activity")
    shows(log, "Looked at a receipt: Receipt 50", ", $25.00", ", $10.00", "Downloaded a receipt: Receipt 50")


async def test_the_log_names_a_payment_without_receipt_by_its_amount() -> None:
    await post(50_00)
    payment = await begin(12_34)
    await rows.change(
        "insert into activity_entry (id, client, at, kind, actor_kind, actor_name, object_id)"
        " values (gen_random_uuid(), $1, now(), 'payment_begun', 'client', 'Charlie Castillo', $2)",
        CHARLIE,
        payment,
    )
    shows(await (await people.charlie()).open("/activity"), "Began a payment: $12.34")


async def test_the_log_of_a_chart_names_nothing_of_another() -> None:
    ids = {statement_id("partly"), payment_id("part"), refund_id("check")}
    assert set(await names_of(people.client_id("alice"), ids)) == ids
    assert not await names_of(CHARLIE, ids)
