"""Payments that were not heard of, or not all of it: their vendor is asked, again and again until they are at an end."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app import db
from app.billing.ledger.service import PORTAL
from app.billing.rules import EventState
from app.billing.vendors.looking import look_up
from app.billing.vendors.vendor import Unreachable, current_vendor
from app.web.logs import log_fault

RECONCILED = "reconciled"
"""How it was heard, on the timeline of a payment."""
LEFT_ALONE = timedelta(minutes=1)
"""How long a payment is left to the client, and to what the vendor tells by itself."""
MOST_AT_ONCE = 500
SECONDS = 20
"""How long one run may ask: less than a job of the worker may last, with the longest answer."""

UNDER_WAY = """
select id from (
  select id, looked_up_at from payment
  where vendor = $1 and state in ('open', 'processing') and begun_at < $2
  union
  select payment.id, payment.looked_up_at from refund join payment on payment.id = refund.payment
  where refund.state = 'asked' and refund.asked_at < $2 and payment.vendor = $1) waiting
where looked_up_at is null or looked_up_at < $2
order by looked_up_at nulls first, id limit $3
"""
# Each night those of the last days; each week what may still be asked back (card networks give 120 days); and what is
# not at an end.
LATELY_PAID = """
select id from payment
where vendor = $1 and vendor_intent <> '' and state = 'succeeded' and (
  (paid_at > $2::timestamptz - interval '4 days' and (looked_up_at is null or looked_up_at < $2 - interval '20 hours'))
  or (paid_at > $2 - interval '130 days' and (looked_up_at is null or looked_up_at < $2 - interval '7 days'))
  or (dispute_state = 'open' and looked_up_at < $2 - interval '20 hours')
  or (looked_up_at < $2 - interval '20 hours'
    and exists (select from refund where refund.payment = payment.id and refund.state in ('asked', 'pending'))))
order by looked_up_at nulls first, id limit $3
"""


async def reconcile_under_way() -> int:
    """Ask about payments under way, and refunds the vendor has not answered; give how many there was news of."""
    vendor = current_vendor()
    if vendor is None:
        return 0
    found = await db.rows(UNDER_WAY, vendor.name, datetime.now(UTC) - LEFT_ALONE, MOST_AT_ONCE)
    return await _ask_about([row["id"] for row in found])


async def reconcile_lately_paid() -> int:
    """Ask about payments that came in: refunds made at the vendor's own pages, and disputes, that were not told."""
    vendor = current_vendor()
    if vendor is None:
        return 0
    found = await db.rows(LATELY_PAID, vendor.name, datetime.now(UTC), MOST_AT_ONCE)
    return await _ask_about([row["id"] for row in found])


async def _ask_about(payments: Sequence[UUID]) -> int:
    """Ask about one after the other, for as long as there is time and the vendor answers."""
    ends = asyncio.get_running_loop().time() + SECONDS
    news = 0
    for payment_id in payments:
        if asyncio.get_running_loop().time() > ends:
            break
        try:
            state = await look_up(payment_id, by=PORTAL, remark=RECONCILED)
        except Unreachable as fault:
            log_fault("card vendor does not answer", fault)
            break
        news += state is not EventState.NOTHING
    return news
