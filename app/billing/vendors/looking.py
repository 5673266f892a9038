"""Asking the vendor how a payment stands, and letting what it says take effect."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.activity.actor import Actor
from app.billing.ledger import service as ledger
from app.billing.rules import EXPIRED, EventState, PaymentState
from app.billing.tables import Payment, VendorEvent
from app.billing.vendors.applying import apply
from app.billing.vendors.outcome import Outcome
from app.billing.vendors.vendor import Keys, Refused, Unreachable, current_vendor
from app.notices.outbox import NotNow

BY_ASKING = "looked_up"
"""The kind of what was not told but asked for."""
ANSWER_SECONDS = 20
"""For all that is asked about one payment."""
PAGE_LASTS = timedelta(minutes=31)
STILL_COMES = timedelta(minutes=5)
"""How long after its time to pay ran out a payment may yet turn up at the vendor."""

KEYS = """
select id, vendor, vendor_session, vendor_intent, state, begun_at, expires_at from payment where id = $1 and vendor <> ''
"""


async def look_up(payment_id: UUID, *, by: Actor, remark: str = BY_ASKING) -> EventState:
    """Ask the vendor how a payment stands, outside any transaction, and let what it says take effect.

    NOTHING: it has nothing new, or it is not the vendor of this payment. Raises Unreachable.
    """
    payment, vendor = await db.row(KEYS, payment_id), current_vendor()
    if payment is None or vendor is None or vendor.name != payment["vendor"]:
        return EventState.NOTHING
    keys = Keys(payment_id=payment_id, session=payment["vendor_session"], intent=payment["vendor_intent"])
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            outcome = await vendor.look_up(keys)
    except TimeoutError:
        problem = Unreachable("TimeoutError")
    except Refused:
        return await _unknown_there(payment, by=by, remark=remark)
    else:
        return await _take(payment, outcome, by=by, remark=remark)
    raise problem  # raised here, since the fault behind it looks like a database that is away


async def _take(payment: db.Record, outcome: Outcome, *, by: Actor, remark: str) -> EventState:
    now = datetime.now(UTC)
    async with db.transaction():
        state = await apply(payment["id"], outcome, by=by, remark=remark)
        await Payment.update({Payment.looked_up_at: now}).where(Payment.id == payment["id"])
        if state is EventState.PARKED:
            await _park(payment, outcome, now)
    return state


async def _park(payment: db.Record, outcome: Outcome, now: datetime) -> None:
    """Have staff look at a payment that is not what was agreed, once for each way in which it is not."""
    event = VendorEvent(
        vendor=payment["vendor"],
        event=f"{BY_ASKING} {payment['id']} {outcome.state} {outcome.amount_cents}",
        kind=BY_ASKING,
        payment=payment["id"],
        about=outcome.intent,
        state=EventState.PARKED,
        told_cents=outcome.amount_cents,
        received_at=now,
    )
    await VendorEvent.insert(event).on_conflict(
        target=(VendorEvent.vendor, VendorEvent.event), action="DO NOTHING"
    )


async def _unknown_there(payment: db.Record, *, by: Actor, remark: str) -> EventState:
    """End a payment of which the vendor knows nothing, once nobody can be paying it any more."""
    now = datetime.now(UTC)
    expires_at = payment["expires_at"] or payment["begun_at"] + PAGE_LASTS
    is_over = now > expires_at + STILL_COMES
    async with db.transaction():
        await Payment.update({Payment.looked_up_at: now}).where(Payment.id == payment["id"])
        ended = is_over and await ledger.end_payment(
            by=by,
            payment_id=payment["id"],
            state=PaymentState.CANCELLED,
            failure=EXPIRED,
            remark=remark,
        )
    return EventState.APPLIED if ended else EventState.NOTHING


async def look_up_later(_event: UUID, payload: dict[str, Any]) -> None:
    """Ask about a payment that the vendor told something of; asked again later where it does not answer."""
    try:
        await look_up(UUID(payload["payment"]), by=ledger.PORTAL)
    except Unreachable as fault:
        problem = NotNow(f"the card vendor does not answer ({fault})")
    else:
        return
    raise problem
