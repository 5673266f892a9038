"""Refunds: never more than was paid, from credit first, then from what was paid last; what is refused is put back."""

from datetime import timedelta
from typing import Any

import pytest

from app import db
from app.accounts.sessions import today
from app.activity.refusals import NotFound, StateForbids, Unfit
from app.billing.ledger import desk, refunds
from app.billing.ledger.moving import Sums
from app.billing.rules import RefundState, Way
from tests import people, rows
from tests.billing.ledger.money import (
    CHARLIE,
    NORA,
    allocations,
    balances,
    begin,
    owed_of,
    pay,
    post,
    refund,
    settled,
    steps,
    sums,
    take,
    value,
)
from tests.messages.acts import recorded

pytestmark = pytest.mark.usefixtures("rolled_back")


async def kept(refund_id: Any) -> db.Record:
    row = await db.row("select * from refund where id = $1", refund_id)
    assert row is not None
    return row


async def test_one_at_the_desk_is_done_at_once_and_what_it_paid_is_owed_again() -> None:
    statement = await post(50_00)
    payment = await take(50_00)
    asked = await refund(payment, 20_00)
    assert (asked.vendor, asked.state, asked.cents) == ("", RefundState.DONE, 20_00)
    row = await kept(asked.refund_id)
    assert (row["reason"], row["asked_by_name"], row["owed_after_cents"]) == ("Sorry", "Nora Novak", 20_00)
    assert row["done_at"] is not None
    assert (await owed_of(statement), await sums()) == (20_00, Sums(owed=20_00, held=0, credit=0))
    assert await rows.value("select paid_off_at from statement where id = $1", statement) is None
    assert await allocations(statement) == [("payment", 50_00), ("refund", -20_00)]
    assert await steps(payment) == ["entered", "refund_done"]
    assert await recorded("refund_made", "charlie") == 1
    await balances()


async def test_one_by_card_counts_at_once_and_is_done_when_the_vendor_says_so() -> None:
    await post(50_00)
    payment = await pay(50_00)
    asked = await refund(payment, 20_00)
    assert (asked.vendor, asked.intent, asked.state) == ("demo", "demo_pi_1", RefundState.ASKED)
    assert (await sums()).owed == 20_00
    row = await kept(asked.refund_id)
    assert (row["done_at"], row["owed_after_cents"]) == (None, None)
    assert await refunds.refund_answered(asked.refund_id, state=RefundState.PENDING, vendor_refund="re_1")
    await take(5_00)
    assert await refunds.refund_answered(asked.refund_id, state=RefundState.DONE)
    row = await kept(asked.refund_id)
    assert (row["state"], row["vendor_refund"], row["owed_after_cents"]) == ("done", "re_1", 15_00)
    assert await steps(payment) == ["paid", "refund_asked", "refund_done"]
    assert (await recorded("refund_asked", "charlie"), await recorded("refund_made", "charlie")) == (1, 1)
    await balances()


async def test_credit_goes_first_then_what_was_paid_last() -> None:
    first, second = await post(30_00, due_in=5), await post(30_00, due_in=9)
    payment = await take(70_00, keep_rest=True)
    await refund(payment, 15_00)
    assert (await owed_of(first), await owed_of(second), await sums()) == (0, 5_00, Sums(5_00, 0, 0))
    await refund(payment, 30_00)
    assert (await owed_of(first), await owed_of(second)) == (5_00, 30_00)
    await balances()


async def test_what_a_failed_refund_put_back_last_is_taken_back_first() -> None:
    older = await post(60_00)
    payment = await begin(60_00)
    assert payment is not None
    await take(20_00, keep_rest=True)
    await settled(payment)
    newer = await post(20_00)
    first, second = await refund(payment, 20_00), await refund(payment, 10_00)
    assert (await owed_of(older), await owed_of(newer)) == (10_00, 20_00)
    await refunds.refund_answered(first.refund_id, state=RefundState.FAILED)
    await refunds.refund_answered(second.refund_id, state=RefundState.FAILED)
    assert await sums() == Sums(owed=0, held=0, credit=0)
    await refund(payment, 15_00)
    assert (await owed_of(older), await owed_of(newer)) == (15_00, 0)
    await balances()


async def test_staff_are_told_beforehand_which_statements_are_owed_again() -> None:
    first, second = await post(30_00, due_in=5), await post(30_00, due_in=9)
    payment = await take(70_00, keep_rest=True)
    before = await rows.digest()
    told = await refunds.would_owe_again(by=NORA, client_id=CHARLIE, payment_id=payment, cents=45_00)
    assert [(each.statement_id, each.cents) for each in told] == [(second, 30_00), (first, 5_00)]
    assert [each.number for each in told] == [
        await rows.value("select number from statement where id = $1", each) for each in (second, first)
    ]
    assert await refunds.would_owe_again(by=NORA, client_id=CHARLIE, payment_id=payment, cents=10_00) == ()
    with pytest.raises(Unfit):
        await refunds.would_owe_again(by=NORA, client_id=CHARLIE, payment_id=payment, cents=70_01)
    with pytest.raises(NotFound):
        await refunds.would_owe_again(
            by=NORA, client_id=people.client_id("bob"), payment_id=payment, cents=10_00
        )
    assert await rows.digest() == before


async def test_no_more_is_given_back_than_was_paid() -> None:
    await post(50_00)
    payment = await pay(50_00)
    await refund(payment, 30_00)
    before = await rows.digest()
    for cents, why in (
        (20_01, r"At most \$20.00"),
        (50_00, r"At most \$20.00"),
        (0, "more than"),
        (-1, "more than"),
    ):
        with pytest.raises(Unfit, match=why) as refusal:
            await refund(payment, cents)
        assert refusal.value.field == "amount"
    assert await rows.digest() == before
    await refund(payment, 20_00)
    with pytest.raises(StateForbids, match="All of this payment"):
        await refund(payment, 1)
    await balances()


async def test_what_did_not_come_in_is_not_given_back() -> None:
    await post(50_00)
    under_way = await begin(10_00)
    assert under_way is not None
    let_off, gone = await take(10_00, way=Way.CREDIT), await take(10_00)
    await desk.void_payment(by=NORA, client_id=CHARLIE, payment_id=gone, reason="Typed twice")
    before = await rows.digest()
    for payment, why in ((under_way, "did not go through"), (let_off, "Void it"), (gone, "taken out")):
        with pytest.raises(StateForbids, match=why):
            await refund(payment, 1_00)
    assert await rows.digest() == before


async def test_what_a_bank_asks_back_is_not_refunded_as_well() -> None:
    await post(50_00)
    payment = await pay(50_00)
    await refunds.dispute_opened(payment, vendor_dispute="dp_1", cents=50_00)
    with pytest.raises(StateForbids, match="bank"):
        await refund(payment, 1_00)


async def test_anothers_payment_is_not_found() -> None:
    payment = await take(50_00, client=people.client_id("bob"), keep_rest=True)
    for payment_id in (payment, db.new_id()):
        with pytest.raises(NotFound):
            await refund(payment_id, 1_00)


@pytest.mark.parametrize("reason", ["", "x" * 301, "Was F41.1"])
async def test_a_reason_the_client_can_read_is_needed(reason: str) -> None:
    await post(50_00)
    payment = await take(50_00)
    with pytest.raises(Unfit) as refusal:
        await refunds.ask(
            by=NORA, client_id=CHARLIE, payment_id=payment, cents=1_00, reason=reason, once=db.new_id()
        )
    assert refusal.value.field == "reason"
    assert await value("refunded_cents", payment) == 0


async def test_a_form_that_is_sent_twice_gives_back_once() -> None:
    await post(50_00)
    payment, other = await pay(50_00), await take(50_00, keep_rest=True)
    once = db.new_id()
    asked = await refund(payment, 50_00, once=once)
    before = await rows.digest()
    assert await refund(payment, 50_00, once=once) == asked
    with pytest.raises(NotFound):
        await refund(other, 10_00, once=once)
    assert await rows.digest() == before


async def test_one_that_the_vendor_refuses_pays_again_what_it_paid_before() -> None:
    paid_last = await post(30_00, due_in=40)
    payment = await pay(30_00)
    asked = await refund(payment, 30_00)
    newer = await post(30_00, due_in=5)
    assert (await sums()).owed == 60_00
    assert await refunds.refund_answered(asked.refund_id, state=RefundState.FAILED, failure="charge_disputed")
    assert (await owed_of(paid_last), await owed_of(newer)) == (0, 30_00)
    row = await kept(asked.refund_id)
    assert (row["state"], row["failure"], row["done_at"]) == ("failed", "charge_disputed", None)
    assert await allocations(paid_last) == [("payment", 30_00), ("refund", -30_00), ("refund_failed", 30_00)]
    assert (await value("refunded_cents", payment), await steps(payment)) == (
        0,
        ["paid", "refund_asked", "refund_failed"],
    )
    assert await recorded("refund_not_made", "charlie") == 1
    await balances()


async def test_money_that_is_not_needed_any_more_is_credit_when_a_refund_fails() -> None:
    await post(30_00)
    payment = await pay(30_00)
    asked = await refund(payment, 30_00)
    await take(30_00)
    await refunds.refund_answered(asked.refund_id, state=RefundState.FAILED)
    assert await sums() == Sums(owed=0, held=0, credit=30_00)
    await balances()


async def test_a_copay_whose_refund_fails_is_kept_for_its_visit() -> None:
    copay = await begin(30_00, appointment=db.new_id(), visit_on=today() + timedelta(days=5))
    assert copay is not None
    await settled(copay)
    asked = await refund(copay, 30_00)
    await post(50_00)
    await refunds.refund_answered(asked.refund_id, state=RefundState.FAILED)
    assert await sums() == Sums(owed=50_00, held=0, credit=30_00)
    await balances()


async def test_one_that_was_done_may_still_come_back_but_what_failed_stays_so() -> None:
    await post(30_00)
    payment = await pay(30_00)
    asked = (await refund(payment, 30_00)).refund_id
    assert await refunds.refund_answered(asked, state=RefundState.DONE, vendor_refund="re_1")
    for again in (RefundState.DONE, RefundState.PENDING, RefundState.ASKED):
        assert await refunds.refund_answered(asked, state=again) is False
    assert await refunds.refund_answered(asked, state=RefundState.FAILED)
    for late in RefundState:
        assert await refunds.refund_answered(asked, state=late) is False
    assert await sums() == Sums(owed=0, held=0, credit=0)
    await balances()


async def test_what_the_vendor_calls_one_is_kept_also_where_nothing_else_is_new() -> None:
    await post(30_00)
    asked = (await refund(await pay(30_00), 30_00)).refund_id
    await refunds.refund_answered(asked, state=RefundState.DONE)
    assert await refunds.refund_answered(asked, state=RefundState.DONE, vendor_refund="re_1") is False
    assert (await kept(asked))["vendor_refund"] == "re_1"
    await refunds.refund_answered(asked, state=RefundState.DONE, vendor_refund="re_2")
    assert (await kept(asked))["vendor_refund"] == "re_1"


async def test_one_that_nobody_knows_is_not_answered() -> None:
    assert await refunds.refund_answered(db.new_id(), state=RefundState.DONE) is False


@pytest.mark.parametrize("state", [RefundState.PENDING, RefundState.DONE])
async def test_one_that_was_made_at_the_vendors_own_pages_is_taken_in_once(state: RefundState) -> None:
    statement = await post(50_00)
    payment = await pay(50_00)
    adopted = await refunds.adopt_refund(payment, vendor_refund="re_9", cents=20_00, state=state)
    assert adopted is not None
    row = await kept(adopted)
    assert (row["state"], row["vendor_refund"], row["asked_by_name"]) == (state, "re_9", "")
    assert await owed_of(statement) == 20_00
    again = await refunds.adopt_refund(payment, vendor_refund="re_9", cents=20_00, state=RefundState.DONE)
    assert again == adopted
    row = await kept(adopted)
    assert (row["state"], row["owed_after_cents"]) == ("done", 20_00)
    assert await value("refunded_cents", payment) == 20_00
    await balances()


async def test_one_at_the_vendors_own_pages_that_cannot_be_ours_is_not_taken_in() -> None:
    await post(50_00)
    payment, other = await pay(30_00), await pay(20_00)
    await refunds.adopt_refund(payment, vendor_refund="re_1", cents=20_00, state=RefundState.DONE)
    before = await rows.digest()
    adopt, done = refunds.adopt_refund, RefundState.DONE
    assert await adopt(payment, vendor_refund="re_2", cents=10_01, state=done) is None
    assert await adopt(payment, vendor_refund="re_3", cents=1_00, state=RefundState.FAILED) is None
    assert await adopt(other, vendor_refund="re_1", cents=1_00, state=done) is None
    assert await adopt(db.new_id(), vendor_refund="re_4", cents=1_00, state=done) is None
    assert await adopt(payment, vendor_refund="re_5", cents=0, state=done) is None
    assert await rows.digest() == before
