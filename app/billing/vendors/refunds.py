"""Giving money back: written down first, then made at the vendor by the worker, once however often it is tried."""

from typing import Any
from uuid import UUID

from app import db
from app.activity.actor import Actor
from app.activity.refusals import StateForbids
from app.billing.ledger import refunds as ledger
from app.billing.ledger.refunds import Asked, refund_answered
from app.billing.ledger.service import PORTAL
from app.billing.rules import RefundState
from app.billing.vendors.applying import LOOK_UP
from app.billing.vendors.looking import look_up
from app.billing.vendors.vendor import RefundOrder, Refused, Unreachable, Vendor, current_vendor
from app.notices import outbox
from app.notices.outbox import NotNow
from app.web.language import _l

REFUND_BY_CARD = "billing.refund"
"""The outbox kind of a refund that the vendor is to make."""

NO_VENDOR = _l(
    "Cards are not taken at the moment, so this cannot go back to the card. Refund it at your card company, or set"
    " PAYMENTS again."
)

VENDOR = "select vendor from payment where id = $1 and client = $2"
ORDER = """
select refund.id, refund.state, refund.amount_cents, payment.id as payment, payment.vendor, payment.vendor_intent
from refund join payment on payment.id = refund.payment where refund.id = $1
"""


def can_reach(vendor: str) -> bool:
    """Whether a payment of this vendor can be given back now; "": at the desk, always."""
    current = current_vendor()
    return vendor == "" or (current is not None and current.name == vendor)


def check_can_reach(vendor: str) -> None:
    """Raise StateForbids for a vendor that is not set up: nobody would ask it, and the client would wait for ever."""
    if not can_reach(vendor):
        raise StateForbids(NO_VENDOR)


async def refund(
    *, by: Actor, client_id: UUID, payment_id: UUID, cents: int, reason: str, once: UUID
) -> Asked:
    """Give so much of a payment back: at the desk by writing it down, by card through the vendor, right afterwards.

    Raises what `ledger.refunds.ask` raises, and StateForbids where the vendor is not set up; nothing is written then.
    """
    payment = await db.row(VENDOR, payment_id, client_id)
    if payment is not None:
        check_can_reach(payment["vendor"])
    async with db.transaction():
        asked = await ledger.ask(
            by=by, client_id=client_id, payment_id=payment_id, cents=cents, reason=reason, once=once
        )
        if asked.state is RefundState.ASKED:
            await outbox.add(kind=REFUND_BY_CARD, payload={"refund": str(asked.refund_id)})
    return asked


async def send(_event: UUID, payload: dict[str, Any]) -> None:
    """Have the vendor make a refund that was asked for; tried again later where it does not answer.

    The vendor is first asked whether it has made it: a try before may have come to an end there and not here.
    """
    refund_id = UUID(payload["refund"])
    order = await _still_asked(refund_id)
    if order is None:
        return
    vendor = current_vendor()
    if vendor is None or vendor.name != order["vendor"]:
        raise NotNow(f"the card vendor {order['vendor']} is not set up")
    try:
        await look_up(order["payment"], by=PORTAL)
        order = await _still_asked(refund_id)
        if order is not None:
            await _make(vendor, order)
    except Unreachable as fault:
        problem = NotNow(f"the card vendor does not answer ({fault})")
    else:
        return
    raise problem


async def _still_asked(refund_id: UUID) -> db.Record | None:
    """Give what is to be given back; None where the vendor has answered."""
    row = await db.row(ORDER, refund_id)
    return row if row is not None and row["state"] == RefundState.ASKED else None


async def _make(vendor: Vendor, order: db.Record) -> None:
    ordered = RefundOrder(
        refund_id=order["id"],
        payment_id=order["payment"],
        intent=order["vendor_intent"],
        cents=order["amount_cents"],
    )
    try:
        made = await vendor.refund(ordered)
    except Refused as refused:
        async with db.transaction():
            await refund_answered(order["id"], state=RefundState.FAILED, failure=refused.code)
            await outbox.add(kind=LOOK_UP, payload={"payment": str(order["payment"])})  # why, it may tell
        return
    await refund_answered(order["id"], state=made.state, vendor_refund=made.id, failure=made.failure)
