"""What a vendor tells by itself, written down by its id in the transaction of its effect: told twice, it is done once."""

from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.billing.ledger.service import PORTAL
from app.billing.rules import EventState
from app.billing.tables import VendorEvent
from app.billing.vendors.applying import LOOK_UP, apply
from app.billing.vendors.outcome import Told
from app.notices import outbox

WRITE_DOWN = """
insert into vendor_event (id, vendor, event, kind, about, state, received_at) values ($1, $2, $3, $4, $5, 'nothing', $6)
on conflict (vendor, event) do nothing returning id
"""
ABOUT = """
select id from payment where vendor = $1
  and (id = $2 or (vendor_intent <> '' and vendor_intent = $3) or (vendor_session <> '' and vendor_session = $3))
order by (id = $2) desc nulls last limit 1
"""


async def take(told: Told, *, vendor: str) -> EventState:
    """Let what a vendor told take effect, once.

    NOTHING: it was told before, is about nothing of ours, or changed nothing. PARKED: it names a payment that is not
    ours, or does not agree with it; nothing was settled.
    """
    async with db.transaction():
        event_id = await _written_down(told, vendor)
        if event_id is None:
            return EventState.NOTHING
        payment_id = await _payment_of(told, vendor)
        event = VendorEvent.id == event_id
        await VendorEvent.update({VendorEvent.payment: payment_id}).where(event)
        state = await _effect(told, payment_id)
        await VendorEvent.update({VendorEvent.state: state, VendorEvent.told_cents: _cents_of(told)}).where(
            event
        )
        return state


def _cents_of(told: Told) -> int | None:
    return None if told.outcome is None else told.outcome.amount_cents


async def _written_down(told: Told, vendor: str) -> UUID | None:
    """Write an event down; None for one that was told before. Told twice at one moment, the second waits for the first."""
    values = (db.new_id(), vendor, told.event_id, told.kind, told.about, datetime.now(UTC))
    row = await db.row(WRITE_DOWN, *values)
    return row["id"] if row else None


async def _payment_of(told: Told, vendor: str) -> UUID | None:
    row = await db.row(ABOUT, vendor, told.payment, told.about)
    return row["id"] if row else None


async def _effect(told: Told, payment_id: UUID | None) -> EventState:
    if payment_id is None:
        return EventState.PARKED if told.payment else EventState.NOTHING
    if not told.whole:
        await outbox.add(kind=LOOK_UP, payload={"payment": str(payment_id)})
    if told.outcome is None:
        return EventState.APPLIED
    return await apply(payment_id, told.outcome, by=PORTAL, remark=told.kind)
