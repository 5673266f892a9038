"""Closing the page of a payment that is not to be paid any more, so that what was held for it is free again."""

from uuid import UUID

from app import db
from app.activity.actor import Actor
from app.activity.refusals import StateForbids
from app.billing.ledger import service as ledger
from app.billing.rules import PaymentState
from app.billing.vendors.looking import look_up
from app.billing.vendors.vendor import Refused, Unreachable, Vendor, current_vendor
from app.web.language import _l

NOT_NOW = _l(
    "The card page could not be closed just now. Please try again in a moment. If you do not pay there, nothing is charged."
)
ONE = "select vendor, vendor_session, state from payment where id = $1"


async def close(payment_id: UUID, *, by: Actor, remark: str, not_now: object = NOT_NOW) -> PaymentState:
    """Let nobody pay an open payment any more, and give back what was held for it; give how it stands then.

    It may have been paid meanwhile: then it stays paid. Raises StateForbids with `not_now` where the vendor gives no
    answer: what may still be paid stays held.
    """
    payment = await _one(payment_id)
    if payment["state"] != PaymentState.OPEN:
        return PaymentState(payment["state"])
    vendor = current_vendor()
    if not payment["vendor_session"]:  # nobody was ever given a page
        async with db.transaction():
            await ledger.end_payment(
                by=by, payment_id=payment_id, state=PaymentState.CANCELLED, remark=remark
            )
    elif vendor is not None and vendor.name == payment["vendor"]:
        await _close_page(vendor, payment_id, payment["vendor_session"], by=by, remark=remark)
    left = PaymentState((await _one(payment_id))["state"])
    if left is PaymentState.OPEN:
        raise StateForbids(str(not_now))
    return left


async def _close_page(vendor: Vendor, payment_id: UUID, session: str, *, by: Actor, remark: str) -> None:
    """Close the page at its vendor, and let take effect what the vendor says of it then."""
    try:
        await vendor.close_page(session)
    except Unreachable:
        return
    except Refused:
        pass  # it is closed, or was paid: what it is, it says when it is looked up
    try:
        await look_up(payment_id, by=by, remark=remark)
    except Unreachable:
        return


async def _one(payment_id: UUID) -> db.Record:
    row = await db.row(ONE, payment_id)
    assert row is not None, "a payment is never deleted"  # noqa: S101  # its caller has just read it
    return row
