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
    Step,
    Way,
)
from app.config import Payments
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
ENDED: dict[PaymentState, Phrase] = {
    PaymentState.OPEN: _l("This payment is not ended."),
    PaymentState.PROCESSING: _l(
        "It was paid meanwhile, and the bank has not answered yet. Nothing was ended."
    ),
    PaymentState.SUCCEEDED: _l("It was paid meanwhile, and stands here as paid. Nothing was ended."),
    PaymentState.FAILED: _l("The payment is ended. What was kept for it is free again."),
    PaymentState.CANCELLED: _l("The payment is ended. What was kept for it is free again."),
    PaymentState.VOIDED: _l("This payment was taken out: it was entered by mistake."),
}
"""What to say after a payment that was under way was to be ended, by how it stands then."""
TRIES = frozenset({PaymentState.OPEN, PaymentState.PROCESSING, PaymentState.FAILED, PaymentState.CANCELLED})
"""What brought no money, or has not yet: nobody has a receipt for it."""
NO_MONEY: dict[str, Phrase] = {
    Payments.DEMO.value: _l("The demo processor took this payment: no money moved."),
    Payments.STRIPE.value: _l("Stripe took this payment in its test mode: no money moved."),
}
"""Of payments that are not live, by the vendor that took them."""
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
STEPS: dict[Step, Phrase] = {
    Step.BEGUN: _l("Begun"),
    Step.SENT: _l("Sent to the card page"),
    Step.PROCESSING: _l("Paid; the bank has not answered yet"),
    Step.PAID: _l("Paid"),
    Step.FAILED: _l("Failed"),
    Step.CANCELLED: _l("Left without paying"),
    Step.EXPIRED: _l("The time to pay ran out"),
    Step.ENTERED: _l("Entered at the desk"),
    Step.VOIDED: _l("Taken out"),
    Step.FREED: _l("The visit was cancelled: the copay became credit"),
    Step.REFUND_ASKED: _l("Refund asked for"),
    Step.REFUND_DONE: _l("Refund made"),
    Step.REFUND_FAILED: _l("Refund failed"),
    Step.DISPUTE_OPENED: _l("The cardholder’s bank asks for it back"),
    Step.DISPUTE_WON: _l("Dispute won"),
    Step.DISPUTE_LOST: _l("Dispute lost"),
    Step.LOOKED_UP: _l("Looked up at the card company"),
    Step.TOLD: _l("Told by the card company"),
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
