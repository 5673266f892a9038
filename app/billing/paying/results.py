"""What became of a payment: asked of its vendor when the client comes back, and taken back when they do not want to pay."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart
from app.billing.paying.listing import PaymentView, payment_of
from app.billing.paying.rules import LOOKED_UP_EVERY
from app.billing.rules import UNDER_WAY
from app.billing.vendors.closing import close
from app.billing.vendors.looking import look_up
from app.billing.vendors.vendor import Unreachable, Vendor, current_vendor

ON_RETURN, ON_CANCELLING = "asked when the client came back", "asked when the client did not want to pay"
"""How it was heard, for staff on the payment's timeline."""
LOOK = """
update payment set looked_up_at = $2 where id = $1 and (looked_up_at is null or looked_up_at < $3) returning id
"""


@dataclass(frozen=True, slots=True)
class Looked:
    """A payment as it stands, and whether its vendor has just said so: else what is open may be paid by now."""

    payment: PaymentView
    sure: bool


async def look_at(chart: CurrentChart, payment_id: UUID) -> Looked:
    """Give a payment of the chart, having asked the vendor how it stands where that is not known. Raises NotFound.

    The vendor's word alone makes it paid: that the client came back says nothing.
    """
    payment = await payment_of(chart, payment_id)
    if payment.state not in UNDER_WAY:
        return Looked(payment, sure=True)
    vendor = _vendor_of(payment)
    if vendor is None or not await _is_due(payment):
        return Looked(payment, sure=False)
    sure = await _ask(chart, payment, remark=ON_RETURN)
    return Looked(await payment_of(chart, payment_id), sure)


async def take_back(chart: CurrentChart, payment_id: UUID) -> PaymentView:
    """Let nobody pay a payment any more, and give back what was held for it; give how it stands then.

    It may have been paid meanwhile: then it stays paid. Raises NotFound, and StateForbids where the vendor gives no
    answer: what may still be paid stays held.
    """
    await payment_of(chart, payment_id)
    await close(payment_id, by=chart.actor, remark=ON_CANCELLING)
    return await payment_of(chart, payment_id)


def _vendor_of(payment: PaymentView) -> Vendor | None:
    """Give the vendor who knows how a payment under way stands; None where there is nobody to ask."""
    vendor = current_vendor()
    asks = vendor is not None and vendor.name == payment.vendor and payment.state in UNDER_WAY
    return vendor if asks else None


async def _is_due(payment: PaymentView) -> bool:
    """Whether the vendor was not asked a moment ago; one update decides among many pages at once."""
    now = datetime.now(UTC)
    return await db.row(LOOK, payment.id, now, now - LOOKED_UP_EVERY) is not None


async def _ask(chart: CurrentChart, payment: PaymentView, *, remark: str) -> bool:
    """Ask the vendor how a payment stands, and let it take effect; False: there was no answer."""
    try:
        await look_up(payment.id, by=chart.actor, remark=remark)
    except Unreachable:
        return False
    return True
