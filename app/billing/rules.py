"""What a statement, a payment and a refund can be. Pure: who may is decided elsewhere. All money is whole cents."""

from enum import StrEnum

CURRENCY = "usd"
LEAST_PAID_CENTS = 1_00
"""The least that is paid by card, but for a balance below it, which is paid in full."""
LEAST_BY_CARD_CENTS = 50
"""Less than this no card is charged (Stripe's least)."""
MOST_PAID_CENTS = 50_000_00
"""The most that is paid in one go: above it somebody has mistyped."""
MOST_STATED_CENTS = 1_000_000_00
"""The most that a line of a statement says, and that a statement asks for in all."""
EXPIRED = "expired"
"""The failure of a payment whose time to pay ran out."""


class StatementState(StrEnum):
    POSTED = "posted"
    VOID = "void"


class Way(StrEnum):
    """How money came in."""

    CARD = "card"
    CASH = "cash"
    CHECK = "check"
    TERMINAL = "terminal"
    CREDIT = "credit"
    """No money: the practice lets the client off so much."""


AT_THE_OFFICE = frozenset({Way.CASH, Way.CHECK, Way.TERMINAL})


class Purpose(StrEnum):
    BALANCE = "balance"
    COPAY = "copay"


class PaymentState(StrEnum):
    """Where a payment stands; the last three are final, and only `SUCCEEDED` is money."""

    OPEN = "open"
    """The client was sent to the card page, and has not paid yet."""
    PROCESSING = "processing"
    """The client paid, and the bank has not answered yet."""
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    """The client went away without paying, or the time to pay ran out."""
    VOIDED = "voided"
    """Entered at the desk by mistake, and taken out again."""


UNDER_WAY = frozenset({PaymentState.OPEN, PaymentState.PROCESSING})


class RefundKind(StrEnum):
    REFUND = "refund"
    DISPUTE = "dispute"
    """The cardholder's bank took the money back."""


class RefundState(StrEnum):
    ASKED = "asked"
    """Written down, and the vendor has not answered yet."""
    PENDING = "pending"
    """The vendor has taken it on; the money is on its way."""
    DONE = "done"
    FAILED = "failed"


class DisputeState(StrEnum):
    NONE = ""
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class Cause(StrEnum):
    """Why money was put to a statement, or taken from it."""

    PAYMENT = "payment"
    CREDIT = "credit"
    """It was on account before."""
    REFUND = "refund"
    REFUND_FAILED = "refund_failed"
    VOID = "void"
    """The statement, or the payment, was taken back."""


class EventState(StrEnum):
    """What became of something that the vendor told."""

    APPLIED = "applied"
    NOTHING = "nothing"
    """It changed nothing: not about a payment of ours, or known already."""
    PARKED = "parked"
    """It is about a payment that we do not know, or does not agree with ours: somebody should look."""


class Step(StrEnum):
    """Something that happened to a payment, for its timeline."""

    BEGUN = "begun"
    SENT = "sent"
    """The client was sent to the card page."""
    PROCESSING = "processing"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ENTERED = "entered"
    VOIDED = "voided"
    FREED = "freed"
    """The visit that this copay was for was cancelled."""
    REFUND_ASKED = "refund_asked"
    REFUND_DONE = "refund_done"
    REFUND_FAILED = "refund_failed"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"
    LOOKED_UP = "looked_up"
    TOLD = "told"
    """The vendor told us of it, and it changed nothing."""


class Sum(StrEnum):
    """What the books are looked through for: each is kept, and can be counted anew."""

    OWED = "owed"
    HELD = "held"
    CREDIT = "credit"
    TOTAL = "total"
    PAID = "paid"
    ALLOCATED = "allocated"
    REFUNDED = "refunded"
