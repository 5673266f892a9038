"""Taking money of a payment back in the books, whoever gives it back. Each belongs in its caller's transaction."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.activity.actor import Actor
from app.activity.refusals import Unfit
from app.billing.ledger.moving import allotted_of, change_sums, move, new_number, owed_now, paid_of
from app.billing.ledger.rules import ALL_GIVEN_BACK, Use, take_back
from app.billing.ledger.service import use_credit_of
from app.billing.rules import Cause, PaymentState, RefundKind, RefundState
from app.billing.tables import Refund

TAKE = """
update payment set refunded_cents = refunded_cents + $2,
  allocated_cents = least(allocated_cents, amount_cents - refunded_cents - $2)
where id = $1 and state = 'succeeded' and $2 > 0 and refunded_cents + $2 <= amount_cents returning id
"""
KNOWN = "select id, payment from refund where vendor_refund = $1 and $1 <> ''"


async def write(
    row: db.Record,
    refund_id: UUID,
    cents: int,
    *,
    state: RefundState,
    by: Actor,
    kind: RefundKind = RefundKind.REFUND,
    reason: str = "",
    vendor_refund: str = "",
) -> None:
    """Take money of a payment back in the books; one conditional update decides whether so much is left.

    Raises Unfit("amount"), with nothing written, where it is not.
    """
    client_id, payment_id, now = row["client"], row["id"], datetime.now(UTC)
    allotted = await allotted_of(payment_id)
    if await db.row(TAKE, payment_id, cents) is None:
        raise Unfit("amount", ALL_GIVEN_BACK)
    refund = Refund(
        id=refund_id,
        payment=payment_id,
        client=client_id,
        number=await new_number(),
        kind=kind,
        amount_cents=cents,
        reason=reason,
        state=state,
        vendor_refund=vendor_refund,
        asked_by_name=by.name,
        asked_at=now,
    )
    await Refund.insert(refund)
    moves = take_back(cents, credit_of(row), allotted)
    uses = [Use(payment_id, each.statement, each.cents) for each in moves]
    await move(client_id, uses, cause=Cause.REFUND, at=now, refund_id=refund_id, payments=False)
    await change_sums(client_id, credit=-cents)
    await use_credit_of(client_id)
    if state is RefundState.DONE:
        await Refund.update(await done(client_id)).where(Refund.id == refund_id)


def credit_of(row: db.Record) -> int:
    """Give what of a payment is put to no statement and not given back."""
    credit: int = row["amount_cents"] - row["allocated_cents"] - row["refunded_cents"]
    return credit


async def done(client_id: UUID) -> dict[Any, Any]:
    """Give what a refund that is done says of when, and of what is owed then."""
    return {Refund.done_at: datetime.now(UTC), Refund.owed_after_cents: await owed_now(client_id)}


async def write_taken_back(row: db.Record, cents: int, *, vendor_dispute: str, by: Actor) -> int:
    """Write down, once a dispute, that a bank took money of a payment back; give how much of it was left to take."""
    paid = paid_of(row)
    taken: int = min(cents, paid.rest_cents) if paid.state is PaymentState.SUCCEEDED else 0
    if taken <= 0 or await db.row(KNOWN, vendor_dispute) is not None:
        return 0
    state, kind = RefundState.DONE, RefundKind.DISPUTE
    await write(row, db.new_id(), taken, state=state, by=by, kind=kind, vendor_refund=vendor_dispute)
    return taken
