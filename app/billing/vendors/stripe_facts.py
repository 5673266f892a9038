"""What Stripe's objects say, in the portal's own words. Pure; faults of what cannot be read are the caller's.

A payment intent is the truth of a payment; a Checkout Session is only the page where it is collected. Versions of
Stripe's API differ in whether an object stands inside another or only its id: both are read.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.billing.rules import DisputeState, PaymentState, RefundState
from app.billing.vendors.outcome import Outcome, Told, VendorDispute, VendorRefund
from app.billing.vendors.said import LONGEST_KIND, said_cents, said_id, said_word

Object = Mapping[str, Any]

OUR_PAYMENT, OUR_REFUND = "portal_payment", "portal_refund"
"""What our ids are called in Stripe's metadata."""

NEEDED = (
    "checkout.session.expired",
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "charge.refunded",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.closed",
)
"""The events to choose for the webhook; others are taken, and do no harm."""

INTENT_STATES = {
    "succeeded": PaymentState.SUCCEEDED,
    "processing": PaymentState.PROCESSING,
    "canceled": PaymentState.CANCELLED,
}
"""All others wait for the client, to whom the page is still open."""
REFUND_STATES = {
    "pending": RefundState.PENDING,
    "requires_action": RefundState.PENDING,
    "succeeded": RefundState.DONE,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}
DISPUTE_STATES = {
    "won": DisputeState.WON,
    "warning_closed": DisputeState.WON,
    "prevented": DisputeState.WON,
    "lost": DisputeState.LOST,
}
"""All others are open, and wait for somebody."""


def told_of(event: Object) -> Told:
    """Read an event. What is about nothing of ours names neither payment nor outcome."""
    said: Object = event["data"]["object"]
    what = said.get("object", "")
    outcome = _outcome(said, what, live=event.get("livemode") is True)
    return Told(
        event_id=said_id(event["id"]),
        kind=said_word(event["type"], LONGEST_KIND),
        about=_about(said, what),
        payment=our_payment(said),
        outcome=outcome,
        whole=outcome is not None and outcome.state is not PaymentState.SUCCEEDED,
    )


def _about(said: Object, what: str) -> str:
    """Give the id of the payment intent that an object belongs to, else of the page."""
    if what in ("payment_intent", "checkout.session"):
        return said_id(said["id"])
    return _id_of(said.get("payment_intent"))


def _outcome(said: Object, what: str, *, live: bool) -> Outcome | None:
    if what == "payment_intent":
        return of_intent(said, live=live)
    if what == "checkout.session":
        return of_told_page(said, live=live)
    return None


def of_told_page(session: Object, *, live: bool) -> Outcome | None:
    """Read what an event says of a page; None where only its payment intent would tell."""
    ended = {"expired": PaymentState.CANCELLED}.get(session["status"])
    state = PaymentState.SUCCEEDED if session.get("payment_status") == "paid" else ended
    if state is None:
        return None
    return Outcome(
        state=state,
        intent=_id_of(session.get("payment_intent")),
        amount_cents=said_cents(session["amount_total"]),
        currency=str(session["currency"]),
        live=live,
    )


def of_page(session: Object, refunds: Iterable[Object] = (), disputes: Iterable[Object] = ()) -> Outcome:
    """Read how a page stands, whose payment intent, where there is one, stands inside it."""
    live = session.get("livemode") is True
    intent = session.get("payment_intent")
    if not isinstance(intent, Mapping):
        return Outcome(
            state=_page_state(session, PaymentState.OPEN),
            amount_cents=said_cents(session["amount_total"]),
            currency=str(session["currency"]),
            live=live,
        )
    return of_intent(
        intent,
        live=live,
        refunds=refunds,
        disputes=disputes,
        state=_page_state(session, _state_of(intent)),
    )


def _page_state(session: Object, of_intent: PaymentState) -> PaymentState:
    """Give how a payment stands by its page too: a declined card is not the end while the page is open."""
    if of_intent in (PaymentState.SUCCEEDED, PaymentState.PROCESSING):
        return of_intent
    if session["status"] == "open":
        return PaymentState.OPEN
    return PaymentState.CANCELLED if session["status"] == "expired" else PaymentState.FAILED


def of_intent(
    intent: Object,
    *,
    live: bool,
    refunds: Iterable[Object] = (),
    disputes: Iterable[Object] = (),
    state: PaymentState | None = None,
) -> Outcome:
    """Read how a payment intent stands; `state` is what its page makes of that."""
    charge = charge_of(intent)
    brand, last4 = _card(intent, charge)
    newest = sorted(disputes, key=lambda dispute: dispute.get("created") or 0)[-1:]
    return Outcome(
        state=state or _state_of(intent),
        intent=said_id(intent["id"]),
        amount_cents=said_cents(intent["amount"]),
        currency=str(intent["currency"]),
        failure=_failure(intent),
        brand=brand,
        last4=last4,
        refunds=tuple(refund_of(refund) for refund in refunds),
        dispute=dispute_of(newest[0]) if newest else None,
        live=live,
        paid_at=_moment(charge.get("created")) if charge else None,
    )


def charge_of(intent: Object) -> Object | None:
    """Give the last try to charge, where it stands inside the intent."""
    charge = intent.get("latest_charge")
    return charge if isinstance(charge, Mapping) else None


def refund_of(refund: Object) -> VendorRefund:
    return VendorRefund(
        id=said_id(refund["id"]),
        cents=said_cents(refund["amount"]),
        state=REFUND_STATES.get(str(refund.get("status")), RefundState.PENDING),
        ours=_our(refund, OUR_REFUND),
        failure=said_word(refund.get("failure_reason") or ""),
    )


def dispute_of(dispute: Object) -> VendorDispute:
    return VendorDispute(
        id=said_id(dispute["id"]),
        cents=said_cents(dispute["amount"]),
        state=DISPUTE_STATES.get(str(dispute["status"]), DisputeState.OPEN),
    )


def our_payment(said: Object) -> UUID | None:
    """Give the payment of ours that an object names in its metadata."""
    return _our(said, OUR_PAYMENT)


def _our(said: Object, name: str) -> UUID | None:
    metadata = said.get("metadata")
    given = metadata.get(name) if isinstance(metadata, Mapping) else None
    try:
        return UUID(str(given)) if given else None
    except ValueError:
        return None


def _state_of(intent: Object) -> PaymentState:
    return INTENT_STATES.get(str(intent["status"]), PaymentState.OPEN)


def _failure(intent: Object) -> str:
    """Give why the last try failed: the bank's reason, where it gave one, else Stripe's."""
    error = intent.get("last_payment_error")
    if not isinstance(error, Mapping):
        return ""
    return said_word(error.get("decline_code") or error.get("code") or "unknown")


def _card(intent: Object, charge: Object | None) -> tuple[str, str]:
    """Give the brand and the last four digits of the card that was charged, as far as they are said."""
    details = charge.get("payment_method_details") if charge else None
    for said in (details, intent.get("payment_method")):
        card = said.get("card") if isinstance(said, Mapping) else None
        if isinstance(card, Mapping):
            return said_word(card.get("brand") or ""), said_word(card.get("last4") or "")
    return "", ""


def _id_of(said: object) -> str:
    """Give the id of an object that stands there itself, or by its id, or not at all."""
    found = said.get("id") if isinstance(said, Mapping) else said
    return said_id(found) if found else ""


def _moment(given: object) -> datetime | None:
    return datetime.fromtimestamp(given, UTC) if isinstance(given, int) else None
