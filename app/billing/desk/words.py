"""How staff read what statements, payments and refunds are, how they stand, and what happened to a payment."""

from datetime import date

from app.billing.rules import (
    Cause,
    DisputeState,
    PaymentState,
    Purpose,
    RefundKind,
    RefundState,
    StatementState,
    Way,
)
from app.web.language import Phrase, _l

Standing = tuple[Phrase, str]
"""How something stands in words, and the look of the words."""

WAYS: dict[Way, Phrase] = {
    Way.CARD: _l("Card, in the portal"),
    Way.CASH: _l("Cash"),
    Way.CHECK: _l("Check"),
    Way.TERMINAL: _l("Card, at the office"),
    Way.CREDIT: _l("Let off by the practice"),
}
PURPOSES: dict[Purpose, Phrase] = {
    Purpose.BALANCE: _l("Balance"),
    Purpose.COPAY: _l("Copay"),
}
PAYMENTS: dict[PaymentState, Standing] = {
    PaymentState.OPEN: (_l("Not paid yet"), "warn"),
    PaymentState.PROCESSING: (_l("The bank has not answered yet"), "warn"),
    PaymentState.SUCCEEDED: (_l("Paid"), "ok"),
    PaymentState.FAILED: (_l("Failed"), "bad"),
    PaymentState.CANCELLED: (_l("Not finished"), ""),
    PaymentState.VOIDED: (_l("Taken out"), ""),
}
REFUNDS: dict[RefundState, Standing] = {
    RefundState.ASKED: (_l("Asked for"), "warn"),
    RefundState.PENDING: (_l("On its way"), "warn"),
    RefundState.DONE: (_l("Given back"), "ok"),
    RefundState.FAILED: (_l("Failed"), "bad"),
}
REFUND_KINDS: dict[RefundKind, Phrase] = {
    RefundKind.REFUND: _l("Refund"),
    RefundKind.DISPUTE: _l("Taken back by the bank"),
}
DISPUTES: dict[DisputeState, Standing] = {
    DisputeState.NONE: (_l("Not disputed"), ""),
    DisputeState.OPEN: (_l("Disputed"), "bad"),
    DisputeState.WON: (_l("Dispute won"), "ok"),
    DisputeState.LOST: (_l("Dispute lost"), "bad"),
}
CAUSES: dict[Cause, Phrase] = {
    Cause.PAYMENT: _l("Paid"),
    Cause.CREDIT: _l("Paid from credit"),
    Cause.REFUND: _l("Owed again, by a refund"),
    Cause.REFUND_FAILED: _l("Paid again, as a refund failed"),
    Cause.VOID: _l("Taken back"),
}
STEPS: dict[str, Phrase] = {
    "begun": _l("Begun"),
    "sent": _l("Sent to the card page"),
    "paid": _l("Paid"),
    "failed": _l("Failed"),
    "cancelled": _l("Left without paying"),
    "expired": _l("The time to pay ran out"),
    "entered": _l("Entered at the desk"),
    "voided": _l("Taken out"),
    "refund_asked": _l("Refund asked for"),
    "refund_done": _l("Refund made"),
    "refund_failed": _l("Refund failed"),
    "dispute_opened": _l("The cardholder's bank asks for it back"),
    "dispute_won": _l("Dispute won"),
    "dispute_lost": _l("Dispute lost"),
    "looked_up": _l("Looked up at the card company"),
    "told": _l("Told by the card company"),
}

OVERDUE: Standing = (_l("Overdue"), "bad")
PARTLY: Standing = (_l("Partly paid"), "warn")
DUE: Standing = (_l("Due"), "warn")
PAID: Standing = (_l("Paid"), "ok")
VOID: Standing = (_l("Voided"), "")


def stands(state: StatementState, *, owed_cents: int, paid_cents: int, due_on: date, today: date) -> Standing:
    """Say how a statement stands on a day; a day late counts before what was paid of it."""
    if state is StatementState.VOID:
        return VOID
    if not owed_cents:
        return PAID
    if due_on < today:
        return OVERDUE
    return PARTLY if paid_cents else DUE
