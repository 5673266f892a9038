"""Money that comes in pays what is due first, and what is over is kept as credit until something is owed again."""

from datetime import timedelta
from uuid import UUID

import pytest

from app import db
from app.accounts.sessions import today
from app.activity.actor import Actor
from app.billing.ledger.jobs import use_ripe_credit
from app.billing.ledger.moving import Sums
from app.billing.ledger.service import end_payment, mark_processing, settle, use_credit_of
from app.billing.rules import EXPIRED, PaymentState
from tests import rows
from tests.billing.ledger.money import (
    CHARLIE,
    allocations,
    balances,
    begin,
    owed_of,
    pay,
    post,
    settled,
    steps,
    sums,
    take,
    value,
)
from tests.messages.acts import recorded

pytestmark = pytest.mark.usefixtures("rolled_back")

PORTAL = Actor.system("payments")


async def ended(payment_id: UUID, state: PaymentState, failure: str = "") -> bool:
    async with db.transaction():
        return await end_payment(by=PORTAL, payment_id=payment_id, state=state, failure=failure)


async def processing(payment_id: UUID) -> bool:
    async with db.transaction():
        return await mark_processing(payment_id)


async def test_a_payment_pays_what_is_due_first() -> None:
    later, sooner = await post(100_00, due_in=40), await post(50_00, due_in=10)
    await pay(70_00)
    assert (await owed_of(sooner), await owed_of(later)) == (0, 80_00)
    assert await sums() == Sums(owed=80_00, held=0, credit=0)
    await balances()


async def test_of_two_due_on_one_day_the_lower_number_is_paid_first() -> None:
    first, second = await post(100_00), await post(100_00)
    await pay(130_00)
    assert (await owed_of(first), await owed_of(second)) == (0, 70_00)


async def test_a_payment_of_a_statement_pays_that_one_first_and_then_the_others() -> None:
    sooner, chosen = await post(50_00, due_in=10), await post(30_00, due_in=40)
    await pay(45_00, statement=chosen)
    assert (await owed_of(chosen), await owed_of(sooner)) == (0, 35_00)


async def test_what_is_over_is_credit_and_pays_the_next_statement_at_once() -> None:
    first = await post(20_00)
    payment = await begin(20_00)
    assert payment is not None
    await take(20_00, keep_rest=True)  # at the desk meanwhile
    assert await settled(payment)
    assert await owed_of(first) == 0
    assert await sums() == Sums(owed=0, held=0, credit=20_00)
    second = await post(50_00)
    assert await owed_of(second) == 30_00
    assert await allocations(second) == [("credit", 20_00)]
    assert await sums() == Sums(owed=30_00, held=0, credit=0)
    await balances()


async def test_the_oldest_credit_is_used_first() -> None:
    newer = await take(10_00, keep_rest=True)
    older = await take(10_00, keep_rest=True, on=today() - timedelta(days=3))
    await post(15_00)
    assert (await value("allocated_cents", older), await value("allocated_cents", newer)) == (10_00, 5_00)


async def test_credit_that_nothing_is_owed_for_stays() -> None:
    await take(10_00, keep_rest=True)
    async with db.transaction():
        assert await use_credit_of(CHARLIE) == 0
    assert (await sums()).credit == 10_00


async def test_a_statement_is_paid_off_by_its_last_cent_and_owed_again_without_it() -> None:
    statement = await post(20_00)
    when = "select paid_off_at is not null from statement where id = $1"
    await pay(19_99)
    assert await rows.value(when, statement) is False
    await take(1)
    assert await rows.value(when, statement) is True


async def test_money_that_came_in_tells_what_was_owed_then_and_by_which_card() -> None:
    await post(100_00)
    payment = await pay(40_00)
    row = await db.row("select * from payment where id = $1", payment)
    assert row is not None
    assert (row["owed_after_cents"], row["card_brand"], row["card_last4"]) == (60_00, "visa", "4242")
    assert (row["vendor_intent"], row["state"], row["failure"]) == ("demo_pi_1", "succeeded", "")
    assert row["paid_at"] is not None
    assert await steps(payment) == ["paid"]
    assert await recorded("payment_made", "charlie") == 1


async def test_the_vendors_moment_counts_and_its_name_for_the_payment_is_not_forgotten() -> None:
    await post(10_00)
    payment = await begin(10_00)
    assert payment is not None
    await rows.change("update payment set vendor_intent = 'demo_pi_9' where id = $1", payment)
    at = await rows.value("select now() - interval '3 hours'")
    async with db.transaction():
        await settle(by=PORTAL, payment_id=payment, paid_at=at)
    assert (await value("paid_at", payment), await value("vendor_intent", payment)) == (at, "demo_pi_9")


async def test_money_is_taken_in_once() -> None:
    await post(100_00)
    payment = await pay(40_00)
    before = await rows.digest()
    assert await settled(payment) is False
    assert await ended(payment, PaymentState.FAILED) is False
    assert await processing(payment) is False
    assert await rows.digest() == before


@pytest.mark.parametrize(
    ("state", "failure", "step"),
    [
        (PaymentState.FAILED, "card_declined", "failed"),
        (PaymentState.CANCELLED, "", "cancelled"),
        (PaymentState.CANCELLED, EXPIRED, "expired"),
    ],
)
async def test_what_was_held_for_a_payment_is_free_when_it_ends(
    state: PaymentState, failure: str, step: str
) -> None:
    await post(100_00)
    payment = await begin(100_00)
    assert payment is not None
    assert await begin(1_00) is None
    assert await ended(payment, state, failure)
    assert (await value("state", payment), await value("failure", payment)) == (state, failure)
    assert await steps(payment) == [step]
    assert await sums() == Sums(owed=100_00, held=0, credit=0)
    kind = "payment_failed" if state is PaymentState.FAILED else "payment_not_made"
    assert await recorded(kind, "charlie") == 1
    assert await begin(100_00) is not None
    await balances()


@pytest.mark.parametrize("state", [PaymentState.FAILED, PaymentState.CANCELLED])
async def test_money_that_comes_in_after_all_is_not_lost(state: PaymentState) -> None:
    statement = await post(100_00)
    payment = await begin(60_00)
    assert payment is not None
    await ended(payment, state, "card_declined")
    assert await settled(payment)
    assert await owed_of(statement) == 40_00
    assert (await value("failure", payment), await sums()) == ("", Sums(owed=40_00, held=0, credit=0))
    await balances()


async def test_a_payment_that_the_bank_is_at_stays_held_until_it_has_answered() -> None:
    await post(100_00)
    payment = await begin(100_00)
    assert payment is not None
    assert await processing(payment)
    assert await processing(payment) is False
    assert await steps(payment) == ["processing"]
    assert await begin(1_00) is None
    assert await settled(payment)
    assert await sums() == Sums(owed=0, held=0, credit=0)


async def test_no_more_is_held_than_is_owed_and_nothing_below_a_cent() -> None:
    await post(10_00)
    assert [await begin(cents) for cents in (10_01, 0, -5)] == [None, None, None]
    assert await begin(6_00) is not None
    assert await begin(4_01) is None
    assert await begin(4_00) is not None
    assert (await sums()).held == 10_00


async def test_what_nobody_knows_is_neither_settled_nor_ended() -> None:
    unknown = db.new_id()
    assert [await settled(unknown), await ended(unknown, PaymentState.FAILED), await processing(unknown)] == [
        False
    ] * 3


async def test_credit_that_has_become_usable_pays_what_is_owed_by_the_clock() -> None:
    copay = await begin(30_00, appointment=db.new_id(), visit_on=today() + timedelta(days=1))
    assert copay is not None
    await settled(copay)
    statement = await post(100_00)
    assert await use_ripe_credit() == 0
    assert await owed_of(statement) == 100_00
    await rows.change("update payment set usable_on = $2 where id = $1", copay, today())
    assert await use_ripe_credit() == 1
    assert await owed_of(statement) == 70_00
    assert await use_ripe_credit() == 0
    await balances()
