"""What a vendor of card payments says about a payment, in the portal's own words. Pure values; money is whole cents."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.billing.rules import CURRENCY, DisputeState, PaymentState, RefundState


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorRefund:
    """Money given back, as the vendor has it: on its way, done or failed."""

    id: str
    cents: int
    state: RefundState
    ours: UUID | None = None
    """The refund of ours that asked for it; None: made at the vendor's own pages."""
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorDispute:
    """The cardholder's bank asks the money back: open, won or lost by the practice."""

    id: str
    cents: int
    state: DisputeState


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a payment stands at the vendor, as far as it said so."""

    state: PaymentState
    """Never `VOIDED`. `OPEN` with a failure: the card was declined, and the client may still try another one."""
    amount_cents: int
    intent: str = ""
    """The vendor's id of the payment; "" before the client has tried to pay."""
    currency: str = CURRENCY
    failure: str = ""
    """Why it failed, in the vendor's word (see `failures`)."""
    brand: str = ""
    last4: str = ""
    refunds: tuple[VendorRefund, ...] = ()
    dispute: VendorDispute | None = None
    live: bool = True
    """Not: nobody's money moved."""
    paid_at: datetime | None = None
    """When the money was taken, where the vendor said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Something the vendor told by itself, whose signature held."""

    event_id: str
    kind: str
    """In the vendor's word."""
    about: str = ""
    """The vendor's id of the payment or page that it is about; "": of neither."""
    payment: UUID | None = None
    """The payment of ours that it names; None: it names none."""
    outcome: Outcome | None = None
    """What it says of the payment; None: nothing that can be relied on, the vendor is to be asked."""
    whole: bool = False
    """Whether there is nothing more to ask the vendor about (which card, which refunds)."""
