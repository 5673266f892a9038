"""How a payment stands, in words its client reads: calm, plain, and saying first whether anything was charged."""

from dataclasses import dataclass

from app.billing.paying.listing import PaymentView
from app.billing.rules import EXPIRED, PaymentState, Purpose
from app.billing.vendors.failures import failure_words
from app.web.language import gettext
from app.web.templates import clock, money


@dataclass(frozen=True, slots=True)
class Said:
    """What the page of a payment says."""

    title: str
    sentences: tuple[str, ...]
    icon: str
    look: str = ""
    waits: bool = False
    """Whether the page looks again by itself."""
    goes_on: bool = False
    """Whether the client can go on to the vendor's page, or say that they do not want to pay."""
    again: bool = False
    """Whether the same can be paid once more."""
    paid: bool = False


def said_of(payment: PaymentView, *, sure: bool) -> Said:
    """Say how a payment stands; `sure`: the vendor was asked, so that what is not paid is surely not paid."""
    if payment.state is PaymentState.SUCCEEDED:
        return _paid(payment)
    if payment.state is PaymentState.PROCESSING:
        return _waiting(payment)
    if payment.state is PaymentState.OPEN:
        return _open(payment) if sure else _unsure(payment)
    if payment.state is PaymentState.FAILED:
        return _failed(payment)
    return _left(payment)


def _about(payment: PaymentView) -> str:
    """Name a payment that brought nothing yet: several can be open."""
    named = {"amount": money(payment.cents), "number": payment.statement_number}
    if payment.purpose is Purpose.COPAY:
        return gettext("It is about %(amount)s, your copay.") % named
    if payment.statement_number is not None:
        return gettext("It is about %(amount)s, for statement %(number)s.") % named
    return gettext("It is about %(amount)s of what you owe.") % named


def _paid(payment: PaymentView) -> Said:
    title = gettext("Thank you. You paid %(amount)s.") % {"amount": money(payment.cents)}
    return Said(title, (_rest(payment),), icon="circle-check", look="ok", paid=True)


def _rest(payment: PaymentView) -> str:
    if payment.purpose is Purpose.COPAY:
        return gettext("This is your copay. It is kept for your visit.")
    if payment.owed_cents:
        return gettext("You still owe %(amount)s.") % {"amount": money(payment.owed_cents)}
    return gettext("You owe nothing now.")


def _waiting(payment: PaymentView) -> Said:
    return Said(
        gettext("Your bank is still at work"),
        (
            gettext("You paid %(amount)s, and your bank has not answered yet. That rarely takes long.")
            % {"amount": money(payment.cents)},
            gettext("You can leave this page. Please do not pay again: it goes on by itself."),
        ),
        icon="clock",
        waits=True,
    )


def _unsure(payment: PaymentView) -> Said:
    return Said(
        gettext("We are asking how your payment stands"),
        (
            _about(payment),
            gettext("The card service has not answered yet. Please wait a moment before you pay again."),
        ),
        icon="clock",
        waits=True,
        goes_on=True,
    )


def _open(payment: PaymentView) -> Said:
    first = (
        str(failure_words(payment.failure))
        if payment.failure
        else gettext("You have not paid yet. Nothing was charged.")
    )
    until = (
        gettext("You can go on until %(moment)s.") % {"moment": clock(payment.expires_at, zone=True)}
        if payment.expires_at
        else ""
    )
    return Said(
        gettext("This payment is not finished"),
        tuple(sentence for sentence in (_about(payment), first, until) if sentence),
        icon="clock",
        look="warn",
        goes_on=True,
    )


def _failed(payment: PaymentView) -> Said:
    return Said(
        gettext("This payment did not go through"),
        (_about(payment), str(failure_words(payment.failure))),
        icon="circle-alert",
        look="bad",
        again=True,
    )


def _left(payment: PaymentView) -> Said:
    sentence = (
        gettext("The time to pay ran out. Nothing was charged.")
        if payment.failure == EXPIRED
        else gettext("You did not pay. Nothing was charged.")
    )
    return Said(gettext("Nothing was paid"), (_about(payment), sentence), icon="info", again=True)
