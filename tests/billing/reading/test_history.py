"""The history of a client's money: what was paid, given back and used, newest first."""

from datetime import timedelta
from uuid import UUID

import pytest

from app import db
from app.accounts.sessions import today
from app.billing.demo import payment_id, refund_id, statement_id
from app.billing.ledger import desk, refunds, statements
from app.billing.ledger.disputes import dispute_closed, dispute_opened
from app.billing.reading.history import A_PAGE
from app.billing.rules import RefundState, Way
from tests import checks, people, rows
from tests.billing.ledger.money import CHARLIE, NORA, begin, pay, post, refund, settled, take
from tests.page import Page

pytestmark = pytest.mark.usefixtures("rolled_back")

PATH = "/billing/history"


@pytest.fixture(autouse=True)
async def _in_english(rolled_back: None) -> None:
    await rows.change("update portal_account set language = null")


async def history() -> Page:
    return await (await people.charlie()).open(PATH)


def entries(page: Page, *, of: str = ".moved:not(.noted)") -> list[str]:
    """Give the rows of money that came or went; `of`: of others."""
    return [checks.words(each).replace("\u00a0", " ") for each in page.all(of)]


def titles(page: Page) -> list[str]:
    return [checks.words(each).split(",")[0] for each in page.all(".moved:not(.noted) h2")]


def ids(page: Page) -> list[UUID]:
    return [UUID(str(each["id"]).removeprefix("entry-")) for each in page.all(".moved:not(.noted)")]


async def test_it_lists_everything_newest_first_with_what_was_left_to_pay() -> None:
    page = await (await people.alice()).open(PATH)
    assert page.heading == "Payments"
    assert [
        key for key in ids(page) if key in map(payment_id, ("part", "copay", "card", "check", "cash"))
    ] == [payment_id(key) for key in ("part", "copay", "card", "check", "cash")]
    lines = entries(page)
    assert titles(page) == [
        "Paid by card", "Credit used", "Copay paid", "Paid by card", "Refund", "Paid at the office",
        "Paid at the office",
    ]  # fmt: skip
    assert "Visa ending in 4242 Receipt 5" in lines[0]
    assert lines[0].endswith("\u2212$25.00 Left to pay: $125.00")
    assert "By check" in lines[5]
    assert "Check 1182" in lines[5]
    assert "In cash" in lines[6]
    page.shows("You owe now $125.00")


async def test_each_leads_to_its_receipt_and_used_credit_to_its_statement() -> None:
    page = await (await people.alice()).open(PATH)
    links = [str(each["href"]) for each in page.all(".moved:not(.noted) h2 a")]
    assert links[0] == f"/billing/receipts/{payment_id('part')}"
    assert links[1] == f"/billing/statements/{statement_id('first')}"
    assert links[4] == f"/billing/receipts/{refund_id('check')}"


async def test_what_was_given_back_is_owed_again_and_says_of_what_and_why() -> None:
    await post(50_00)
    payment = await take(50_00)
    await refund(payment, 20_00)
    line, paid = entries(await history())
    number = await rows.value("select number from payment where id = $1", payment)
    assert f"Of receipt {number} Sorry +$20.00 Left to pay: $20.00" in line
    assert paid.endswith("\u2212$50.00 Left to pay: $0.00")


async def test_a_refund_by_the_vendor_is_on_its_way_until_it_is_done() -> None:
    await post(50_00)
    asked = await refund(await pay(50_00), 50_00)
    assert "On its way" in entries(await history())[0]
    assert entries(await history())[0].endswith("+$50.00 Left to pay: $50.00")
    await refunds.refund_answered(asked.refund_id, state=RefundState.FAILED, failure="expired_card")
    page = await history()
    assert "Not made" in entries(page)[0]
    assert entries(page, of=".noted")[0].endswith("\u2212$50.00 Left to pay: $0.00")


async def test_credit_from_the_practice_is_no_money() -> None:
    await post(50_00)
    await take(10_00, way=Way.CREDIT)
    line = entries(await history())[0]
    assert line.startswith("Credit from your practice")
    assert line.endswith("$10.00 Left to pay: $40.00")


async def test_credit_that_is_used_says_what_was_left_to_pay_then() -> None:
    await take(30_00, keep_rest=True)
    first = await post(25_00)
    await post(40_00)
    await take(5_00)
    lines = entries(await history())
    used = [line for line in lines if line.startswith("Credit used")]
    assert [line.partition("$")[2] for line in used] == [
        "5.00 Left to pay: $35.00",
        "25.00 Left to pay: $0.00",
    ]
    await statements.void(by=NORA, client_id=CHARLIE, statement_id=first, reason="A mistake")
    again = entries(await history())[0]
    assert again.endswith("$25.00 Left to pay: $5.00")


async def test_what_was_entered_by_mistake_stays_there_and_is_taken_out_above_it() -> None:
    await post(50_00)
    payment = await take(20_00)
    await desk.void_payment(by=NORA, client_id=CHARLIE, payment_id=payment, reason="Entered twice")
    page = await history()
    assert "Taken out" in entries(page)[0]
    out, sent = entries(page, of=".noted")
    assert out.startswith("Payment taken out")
    assert out.endswith("+$20.00 Left to pay: $50.00")
    assert sent.endswith("+$50.00 Left to pay: $50.00")


async def test_tries_that_brought_no_money_do_not_stand_there() -> None:
    await post(50_00)
    await begin(20_00)
    page = await history()
    page.shows("You began to pay $20.00")
    assert not entries(page)


async def test_a_bank_that_asks_for_a_payment_back_is_named() -> None:
    await post(50_00)
    payment = await pay(50_00)
    async with db.transaction():
        await dispute_opened(payment_id=payment, vendor_dispute="dp_1", cents=50_00)
    assert "Your bank asks for it back" in entries(await history())[0]
    async with db.transaction():
        await dispute_closed(payment_id=payment, vendor_dispute="dp_1", cents=50_00, won=False)
    lost, paid = entries(await history())
    assert lost.startswith("Taken back by your bank")
    assert "+$50.00" in lost
    assert "asks for it back" not in paid


async def test_what_is_nobodys_money_is_tagged_demo() -> None:
    await post(50_00)
    await rows.change("alter table payment alter live set default true")
    payment = await begin(50_00)
    assert payment is not None
    await rows.change("update payment set live = false where id = $1", payment)
    await settled(payment)
    assert "DEMO" in entries(await history())[0]
    await take(1_00, keep_rest=True)
    assert "DEMO" not in entries(await history())[0]


async def test_it_is_shown_a_page_at_a_time_nothing_left_out_and_nothing_twice() -> None:
    made = [
        await take(1_00 + number, keep_rest=True, on=today() - timedelta(days=number // 2))
        for number in range(A_PAGE + 3)
    ]
    charlie = await people.charlie()
    first = await charlie.open(PATH)
    assert len(ids(first)) == A_PAGE
    seen = ids(first)
    older = await charlie.follow("Show older")
    assert len(ids(older)) == 3
    assert sorted([*seen, *ids(older)]) == sorted(made)
    assert not older.all(".older")
    await charlie.open(PATH)
    assert ids(await charlie.follow("Show older", as_htmx=True)) == ids(older)


async def test_it_holds_nothing_of_another_chart() -> None:
    await take(7_77, client=people.client_id("bob"), keep_rest=True)
    assert not entries(await history())
    assert "$7.77" in entries(await (await people.bob()).open(PATH))[0]
