"""What the portal needs of a vendor of card payments, and which one the practice has."""

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Protocol
from uuid import UUID

from app import config
from app.billing.vendors.outcome import Outcome, Told, VendorRefund
from app.config import Payments
from app.web.language import Language

MODULES = {
    Payments.NONE: "",
    Payments.STRIPE: "app.billing.vendors.by_stripe",
    Payments.DEMO: "app.billing.demo_processor.vendor",
}
"""Where each vendor is made, by its `make_vendor()`; loaded only where it is set up."""


class Unreachable(Exception):
    """The vendor gave no answer: what was asked of it may have happened or not."""


class Refused(Exception):
    """The vendor will not do what it was asked; `code` says why in its word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Forged(Exception):
    """A call that is not signed by the vendor, or was signed too long ago."""


class NotUnderstood(Exception):
    """A call that is signed, and says nothing that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the vendor is told to ask of the client: nothing of the client, nor of their care."""

    payment_id: UUID
    """Asked again with the same id, the vendor gives the same page."""
    cents: int
    words: str
    """What stands beside the amount, such as “Payment to Sunrise Counseling”."""
    return_url: str
    cancel_url: str
    language: Language
    expires_at: datetime | None = None
    """Until when the client may pay; None: as long as the vendor's pages last at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The vendor's page where the client pays."""

    session: str
    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What a payment is known by: the vendor's ids are "" until they are known."""

    payment_id: UUID
    session: str = ""
    intent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundOrder:
    """What is to be given back; ordered again with the same id, it is given back once."""

    refund_id: UUID
    payment_id: UUID
    intent: str
    cents: int


class Vendor(Protocol):
    """A vendor of card payments. Everything asked of it is asked outside any transaction.

    Whatever is asked raises Unreachable where nothing is certain, and Refused where the vendor said no.
    """

    @property
    def name(self) -> str:
        """What `payment.vendor` says of its payments."""

    @property
    def live(self) -> bool:
        """Whether money moves."""

    async def open_page(self, order: Order) -> Page:
        """Have the vendor make a page where the client pays."""

    async def close_page(self, session: str) -> None:
        """Have nobody pay on a page any more; one that is closed already, or was paid on, stays as it is."""

    async def look_up(self, keys: Keys) -> Outcome:
        """Ask how a payment stands; Refused where the vendor knows no such payment."""

    async def refund(self, order: RefundOrder) -> VendorRefund:
        """Have money given back."""

    def read(self, body: bytes, signature: str, now: datetime) -> Told:
        """Read what the vendor told by itself; raises Forged and NotUnderstood."""


def current_vendor() -> Vendor | None:
    """Give who takes cards for the practice; None where nobody does, and nothing is paid in the portal."""
    module = MODULES[config.current().payments]
    if not module:
        return None
    made: Vendor = import_module(module).make_vendor()
    return made
