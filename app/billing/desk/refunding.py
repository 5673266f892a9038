"""Giving money back: at the desk at once, by the card company where it came by card; and what that makes owed again."""

from uuid import UUID

from app.accounts.sessions import CurrentStaff
from app.billing.desk.payments import PaymentRow
from app.billing.desk.service import payment_for
from app.billing.ledger.rules import (
    Paid,
    can_refund,
    can_void_payment,
    check_can_refund,
    check_can_void_payment,
)
from app.billing.rules import RefundState, Way
from app.billing.vendors import refunds
from app.db import new_id
from app.staff.rules import Action
from app.web.language import Phrase, _l

SAID: dict[RefundState, Phrase] = {
    RefundState.ASKED: _l(
        "The refund is written down, and the card company is asked for it. This page shows when it has answered."
    ),
    RefundState.PENDING: _l("The refund is on its way. It can take a few days to reach the card."),
    RefundState.DONE: _l("The refund is made."),
    RefundState.FAILED: _l("The card company refused the refund. Nothing was given back."),
}
AT_THE_DESK = _l("The refund is written down. Hand the money out now.")


async def give_back(
    *, staff: CurrentStaff, client_id: UUID, payment_id: UUID, cents: int, reason: str, once: UUID | None
) -> str:
    """Give back so much of a payment; give what to say then. Raises NotAllowed, NotFound, StateForbids, Unfit."""
    _, payment = await payment_for(staff, client_id, payment_id, Action.MODIFY)
    asked = await refunds.refund(
        by=staff.actor,
        client_id=client_id,
        payment_id=payment_id,
        cents=cents,
        reason=reason,
        once=once or new_id(),
    )
    return str(AT_THE_DESK if payment.way is not Way.CARD else SAID[asked.state])


def check_refundable(payment: PaymentRow) -> None:
    """Raise StateForbids for a payment of which nothing can be given back."""
    check_can_refund(_paid(payment), payment.refundable_cents)
    refunds.check_can_reach(payment.vendor)


def check_voidable(payment: PaymentRow) -> None:
    """Raise StateForbids for a payment that cannot be taken out."""
    check_can_void_payment(_paid(payment))


def may_follow(payment: PaymentRow) -> dict[str, bool]:
    """Give what can be done with a payment as it stands, for the buttons of its page."""
    paid = _paid(payment)
    refundable = can_refund(paid) and refunds.can_reach(payment.vendor)
    return {"can_refund": refundable, "can_void": can_void_payment(paid)}


def _paid(payment: PaymentRow) -> Paid:
    return Paid(
        way=payment.way,
        state=payment.state,
        amount_cents=payment.amount_cents,
        refunded_cents=payment.refunded_cents,
        dispute=payment.dispute,
        by_card_here=payment.way is Way.CARD,
    )
