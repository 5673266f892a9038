"""What a vendor says of a payment takes effect once, in whatever order it is heard."""

from dataclasses import replace
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest

from app import db
from app.billing.ledger.service import PORTAL
from app.billing.rules import DisputeState, EventState, PaymentState, RefundState
from app.billing.vendors.applying import apply
from app.billing.vendors.outcome import Outcome, VendorDispute, VendorRefund
from tests import rows
from tests.billing.ledger import money
from tests.billing.vendors.events import begun

pytestmark = pytest.mark.usefixtures("rolled_back")
PAID = Outcome(
    state=PaymentState.SUCCEEDED, amount_cents=30_00, intent="pi_1", brand="visa", last4="4242", live=False
)
BACK = VendorRefund(id="re_1", cents=5_00, state=RefundState.PENDING)
ASKED_BACK = VendorDispute(id="dp_1", cents=25_00, state=DisputeState.OPEN)
HISTORY = (
    replace(PAID, state=PaymentState.OPEN, failure="card_declined"),
    replace(PAID, state=PaymentState.PROCESSING),
    PAID,
    replace(PAID, refunds=(BACK,)),
    replace(
        PAID,
        refunds=(replace(BACK, state=RefundState.DONE),),
        dispute=replace(ASKED_BACK, state=DisputeState.LOST),
    ),
)
SOME_ORDERS = tuple(permutations(HISTORY))[::7]


async def heard(payment_id: UUID, outcome: Outcome) -> EventState:
    return await apply(payment_id, outcome, by=PORTAL, remark="told")


async def standing(payment_id: UUID) -> tuple[Any, ...]:
    """Give how a payment, its refunds and the client's sums stand."""
    columns = "state, card_brand, card_last4, vendor_intent, dispute_state, allocated_cents, refunded_cents, failure"
    found = await db.rows(f"select {columns} from payment where id = $1", payment_id)
    refunds = await db.rows(
        "select kind, state, amount_cents from refund where payment = $1 order by 3", payment_id
    )
    sums = await money.sums()
    return (*found[0].values(), [tuple(row.values()) for row in refunds], sums.owed, sums.held, sums.credit)


async def test_the_same_comes_of_it_in_whatever_order_it_is_heard() -> None:
    payment_id = await begun(30_00)
    ends = []
    for order in SOME_ORDERS:
        async with rows.undone():
            for outcome in (*order, order[0]):
                await heard(payment_id, outcome)
            ends.append(await standing(payment_id))
            await money.balances()
    expected = ("succeeded", "visa", "4242", "pi_1", "lost", 0, 30_00, "")
    given_back = [("refund", "done", 5_00), ("dispute", "done", 25_00)]
    assert ends == [(*expected, given_back, 100_00, 0, 0)] * len(SOME_ORDERS)


async def test_what_is_heard_twice_changes_nothing_the_second_time() -> None:
    payment_id = await begun(30_00)
    assert [await heard(payment_id, PAID) for _ in range(3)] == [
        EventState.APPLIED,
        *[EventState.NOTHING] * 2,
    ]
    assert (await money.steps(payment_id)).count("paid") == 1


async def test_a_refund_of_ours_is_answered_and_not_written_down_again() -> None:
    payment_id = await begun(30_00)
    await heard(payment_id, PAID)
    asked = await money.refund(payment_id, 5_00)
    ours = VendorRefund(id="re_9", cents=5_00, state=RefundState.DONE, ours=asked.refund_id)
    for _ in range(2):
        await heard(payment_id, replace(PAID, refunds=(ours,)))
    found = await db.rows("select state, vendor_refund from refund where payment = $1", payment_id)
    assert [tuple(row.values()) for row in found] == [("done", "re_9")]


async def test_a_refund_that_the_bank_sends_back_is_undone() -> None:
    payment_id = await begun(30_00)
    await heard(payment_id, replace(PAID, refunds=(replace(BACK, state=RefundState.DONE),)))
    assert (await money.sums()).owed == 75_00
    await heard(payment_id, replace(PAID, refunds=(replace(BACK, state=RefundState.FAILED, failure="lost"),)))
    assert (await money.sums()).owed == 70_00
    await money.balances()


async def test_a_refund_that_failed_before_we_knew_of_it_never_was() -> None:
    payment_id = await begun(30_00)
    await heard(payment_id, PAID)
    failed = replace(BACK, state=RefundState.FAILED)
    assert await heard(payment_id, replace(PAID, refunds=(failed,))) is EventState.NOTHING
    assert await money.value("refunded_cents", payment_id) == 0


@pytest.mark.parametrize(
    "strange",
    [
        VendorRefund(id="re_2", cents=30_01, state=RefundState.DONE),
        VendorRefund(id="re_2", cents=1_00, state=RefundState.DONE),
    ],
)
async def test_a_refund_that_does_not_agree_is_parked(strange: VendorRefund) -> None:
    payment_id = await begun(30_00)
    await heard(payment_id, PAID)
    asked = await money.refund(payment_id, 5_00)
    ours = asked.refund_id if strange.cents == 1_00 else None
    assert await heard(payment_id, replace(PAID, refunds=(replace(strange, ours=ours),))) is EventState.PARKED
    await money.balances()


async def test_a_refund_that_names_one_of_another_payment_is_not_that_one() -> None:
    first, second = await begun(30_00), await begun(30_00)
    await heard(first, PAID)
    await heard(second, replace(PAID, intent="pi_2"))
    asked = await money.refund(first, 5_00)
    named = VendorRefund(id="re_3", cents=5_00, state=RefundState.DONE, ours=asked.refund_id)
    await heard(second, replace(PAID, intent="pi_2", refunds=(named,)))
    assert await rows.value("select state from refund where id = $1", asked.refund_id) == "asked"
    assert await money.value("refunded_cents", second) == 5_00


async def test_a_payment_taken_twice_there_is_parked_and_settled_once() -> None:
    payment_id = await begun(30_00)
    await heard(payment_id, PAID)
    assert await heard(payment_id, replace(PAID, intent="pi_2")) is EventState.PARKED
    assert await money.value("vendor_intent", payment_id) == "pi_1"


async def test_a_payment_that_there_is_not_is_parked() -> None:
    assert await heard(uuid4(), PAID) is EventState.PARKED


async def test_what_was_told_before_we_knew_whose_it_is_belongs_to_the_payment_then() -> None:
    payment_id = await begun(30_00)
    about = "insert into vendor_event (id, vendor, event, kind, about, state, received_at)"
    await rows.change(
        f"{about} values ($1, 'stripe', 'evt_1', 'charge.dispute.created', 'pi_1', 'nothing', now())", uuid4()
    )
    await heard(payment_id, PAID)
    assert await rows.value("select payment from vendor_event") == payment_id
    assert await rows.value("select count(*) from outbox_message where kind = 'billing.look_up'") == 1


async def test_staff_who_look_after_billing_are_told_of_a_dispute_once() -> None:
    payment_id = await begun(30_00)
    for _ in range(2):
        await heard(payment_id, replace(PAID, dispute=ASKED_BACK))
    assert await money.value("dispute_state", payment_id) == "open"
    assert await rows.value("select count(*) from outbox_message where kind = 'billing.disputed'") == 1


async def test_a_payment_that_ran_out_says_so_or_why_the_card_was_declined() -> None:
    ran_out = replace(PAID, state=PaymentState.CANCELLED)
    plain, declined = await begun(30_00), await begun(30_00)
    await rows.change("update payment set expires_at = now() - interval '1 minute' where id = $1", plain)
    await heard(plain, ran_out)
    await heard(declined, HISTORY[0])
    await heard(declined, ran_out)
    for payment_id, *expected in ((plain, "cancelled", "expired"), (declined, "failed", "card_declined")):
        assert [await money.value(column, payment_id) for column in ("state", "failure")] == expected
    assert (await money.sums()).held == 0
