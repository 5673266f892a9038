"""A cardholder's bank asks for a payment back, and decides. Told of in any order, each counts once."""

from uuid import UUID

from app import db
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.billing.ledger.giving_back import write_taken_back
from app.billing.ledger.moving import PORTAL, add_step, hold_payment
from app.billing.ledger.service import OBJECT
from app.billing.rules import DisputeState, Step
from app.billing.tables import Payment
from app.notices import outbox

DISPUTED = "billing.disputed"
"""The outbox kind of a dispute that was opened."""


async def dispute_opened(payment_id: UUID, *, vendor_dispute: str, cents: int, by: Actor = PORTAL) -> bool:
    """Write down that a bank asks for a payment back, and have staff told; False: it was known, or decided."""
    async with db.transaction():
        row = await hold_payment(payment_id)
        if row is None or row["vendor_dispute"] == vendor_dispute:
            return False
        await _set(payment_id, DisputeState.OPEN, vendor_dispute)
        await add_step(payment_id, Step.DISPUTE_OPENED, by=by, cents=cents, remark=vendor_dispute)
        await _record(row, DisputeState.OPEN, cents, by)
        await outbox.add(kind=DISPUTED, payload={"payment": str(payment_id)})
    return True


async def dispute_closed(
    payment_id: UUID, *, vendor_dispute: str, cents: int, won: bool, by: Actor = PORTAL
) -> bool:
    """Write down how a bank decided: what is lost is given back in the books, at most what is left of the payment.

    False: it was known. Told of before the opening, it stands, and the opening changes nothing any more.
    """
    state = DisputeState.WON if won else DisputeState.LOST
    async with db.transaction():
        row = await hold_payment(payment_id)
        if row is None or _is_decided(row, vendor_dispute):
            return False
        await _set(payment_id, state, vendor_dispute)
        taken = 0 if won else await write_taken_back(row, cents, vendor_dispute=vendor_dispute, by=by)
        step = Step.DISPUTE_WON if won else Step.DISPUTE_LOST
        await add_step(payment_id, step, by=by, cents=cents if won else taken, remark=vendor_dispute)
        await _record(row, state, cents, by)
    return True


def _is_decided(row: db.Record, vendor_dispute: str) -> bool:
    decided = DisputeState(row["dispute_state"]) in (DisputeState.WON, DisputeState.LOST)
    return decided and row["vendor_dispute"] == vendor_dispute


async def _set(payment_id: UUID, state: DisputeState, vendor_dispute: str) -> None:
    await Payment.update({Payment.dispute_state: state, Payment.vendor_dispute: vendor_dispute[:255]}).where(
        Payment.id == payment_id
    )


async def _record(row: db.Record, state: DisputeState, cents: int, by: Actor) -> None:
    await activity.record(
        by=by,
        kind=Kind.PAYMENT_DISPUTED,
        object_kind=OBJECT,
        object_id=row["id"],
        client_id=row["client"],
        detail={"state": state.value, "cents": cents},
    )
