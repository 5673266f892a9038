"""The one place where what a vendor says of a payment takes effect, however it was heard: told, looked up, reconciled.

What is heard may come twice, late, and in any order: each fact moves its own part of the payment forwards or not at
all. What does not agree with what was agreed is settled by nobody: it is parked, for staff to look at.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.activity.actor import Actor
from app.billing.ledger import service as ledger
from app.billing.ledger.disputes import dispute_closed, dispute_opened
from app.billing.ledger.refunds import adopt_refund, refund_answered
from app.billing.rules import EXPIRED, DisputeState, EventState, PaymentState, RefundState, Step
from app.billing.tables import Payment
from app.billing.vendors.outcome import Outcome, VendorDispute, VendorRefund
from app.billing.vendors.rules import Move, Standing, next_move
from app.notices import outbox

LOOK_UP = "billing.look_up"
"""The outbox kind of a payment about which the vendor is to be asked."""

WHOSE = "select client from payment where id = $1 and vendor <> ''"
STANDS = """
select id, state, amount_cents, live, failure, vendor_intent, expires_at from payment where id = $1 for no key update
"""
REFUNDS = "select id, amount_cents, vendor_refund from refund where payment = $1"
KEEP = """
update payment set vendor_intent = said.intent, card_brand = said.brand, card_last4 = said.last4
from (select coalesce(nullif($2, ''), vendor_intent) as intent, coalesce(nullif($3, ''), card_brand) as brand,
    coalesce(nullif($4, ''), card_last4) as last4 from payment where id = $1) said
where id = $1 and (vendor_intent, card_brand, card_last4) is distinct from (said.intent, said.brand, said.last4)
returning id
"""
HEARD_BEFORE = """
update vendor_event set payment = $1, state = 'applied' where payment is null and about = $2 and about <> '' returning id
"""


async def apply(payment_id: UUID, outcome: Outcome, *, by: Actor, remark: str = "") -> EventState:
    """Let what the vendor says of a payment take effect, in one transaction, which joins the caller's.

    `remark` says how it was heard, on the payment's timeline. PARKED: nothing of it, or not all, could take effect.
    """
    async with db.transaction():
        payment = await _held(payment_id)
        if payment is None:
            return EventState.PARKED
        move = next_move(_standing(payment), outcome)
        if move is Move.PARK:
            return EventState.PARKED
        known = await _keep_known(payment, outcome)
        moved = await _apply_move(move, payment, outcome, by=by, remark=remark)
        return _worst(
            (
                EventState.APPLIED if known or moved else EventState.NOTHING,
                *[await _apply_refund(payment, refund) for refund in outcome.refunds],
                await _apply_dispute(payment, outcome.dispute),
            )
        )


async def _held(payment_id: UUID) -> db.Record | None:
    """Hold the money of the client whose payment by card this is, and give the payment."""
    whose = await db.row(WHOSE, payment_id)
    if whose is None:
        return None
    await ledger.hold(whose["client"])
    return await db.row(STANDS, payment_id)


def _worst(states: Sequence[EventState]) -> EventState:
    """Give what became of something of which each part had its own effect."""
    for state in (EventState.PARKED, EventState.APPLIED):
        if state in states:
            return state
    return EventState.NOTHING


async def _keep_known(payment: db.Record, outcome: Outcome) -> bool:
    """Keep the vendor's id and the card, as far as they are new.

    What was told of that id before we knew whose it is belongs to the payment now, and is asked for again.
    """
    card = (outcome.brand[:40], outcome.last4[:4])
    if await db.row(KEEP, payment["id"], outcome.intent, *card) is None:
        return False
    if await db.rows(HEARD_BEFORE, payment["id"], outcome.intent):
        await outbox.add(kind=LOOK_UP, payload={"payment": str(payment["id"])})
    return True


def _standing(payment: db.Record) -> Standing:
    return Standing(
        state=PaymentState(payment["state"]),
        amount_cents=payment["amount_cents"],
        live=payment["live"],
        failure=payment["failure"],
        intent=payment["vendor_intent"],
    )


async def _apply_move(move: Move, payment: db.Record, outcome: Outcome, *, by: Actor, remark: str) -> bool:
    if move is Move.SETTLE:
        await _settle(payment["id"], outcome, by=by, remark=remark)
    elif move is Move.PROCESS:
        await ledger.mark_processing(payment["id"])
    elif move is Move.NOTE:
        await _note_failure(payment["id"], outcome.failure, by=by)
    elif move in (Move.FAIL, Move.CANCEL):
        await _end(payment, outcome, failed=move is Move.FAIL, by=by, remark=remark)
    return move is not Move.NOTHING


async def _settle(payment_id: UUID, outcome: Outcome, *, by: Actor, remark: str) -> None:
    await ledger.settle(
        by=by,
        payment_id=payment_id,
        intent=outcome.intent,
        brand=outcome.brand,
        last4=outcome.last4,
        paid_at=outcome.paid_at,
        remark=remark,
    )


async def _note_failure(payment_id: UUID, failure: str, *, by: Actor) -> None:
    """Write down that a card was declined; the client may still pay with another one."""
    await Payment.update({Payment.failure: failure[:60]}).where(Payment.id == payment_id)
    await ledger.add_step(payment_id, Step.FAILED, by=by, remark=failure)


async def _end(payment: db.Record, outcome: Outcome, *, failed: bool, by: Actor, remark: str) -> None:
    """End a payment: it failed where a card was ever declined, else the client went away or the time ran out."""
    failure = outcome.failure or payment["failure"]
    expires_at = payment["expires_at"]
    if not failed and expires_at is not None and expires_at <= datetime.now(UTC):
        failure = EXPIRED
    state = PaymentState.FAILED if failed else PaymentState.CANCELLED
    await ledger.end_payment(by=by, payment_id=payment["id"], state=state, failure=failure, remark=remark)


async def _apply_refund(payment: db.Record, said: VendorRefund) -> EventState:
    """Let what became of a refund take effect; one that was made at the vendor's own pages is written down."""
    found = await db.rows(REFUNDS, payment["id"])
    ours = next((row for row in found if said.id == row["vendor_refund"] or said.ours == row["id"]), None)
    if ours is None:
        return await _adopt(payment, said)
    if ours["amount_cents"] != said.cents:
        return EventState.PARKED
    is_news = await refund_answered(ours["id"], state=said.state, vendor_refund=said.id, failure=said.failure)
    return EventState.APPLIED if is_news else EventState.NOTHING


async def _adopt(payment: db.Record, said: VendorRefund) -> EventState:
    """Write down a refund that was made at the vendor's own pages; one that failed before we knew it never was."""
    if said.state is RefundState.FAILED:
        return EventState.NOTHING
    adopted = await adopt_refund(payment["id"], vendor_refund=said.id, cents=said.cents, state=said.state)
    return EventState.APPLIED if adopted else EventState.PARKED


async def _apply_dispute(payment: db.Record, said: VendorDispute | None) -> EventState:
    """Let a dispute take effect; one that is first heard of when it is closed has been opened too, for staff to see."""
    if said is None:
        return EventState.NOTHING
    is_news = await dispute_opened(payment["id"], vendor_dispute=said.id, cents=said.cents)
    if said.state is not DisputeState.OPEN:
        won = said.state is DisputeState.WON
        is_news |= await dispute_closed(payment["id"], vendor_dispute=said.id, cents=said.cents, won=won)
    return EventState.APPLIED if is_news else EventState.NOTHING
