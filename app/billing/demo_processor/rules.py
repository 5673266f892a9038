"""What the demo processor's page offers, and what becomes of a charge by it. Pure. No money moves anywhere."""

from dataclasses import dataclass
from enum import StrEnum

from app.activity.refusals import StateForbids
from app.web.language import Phrase, _l

CLOSED = _l("This demo payment has ended. Go back to the portal.")


class ChargeState(StrEnum):
    OPEN = "open"
    ASKED = "asked"
    """The bank wants to know that it is the cardholder."""
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    EXPIRED = "expired"


WAITS = frozenset({ChargeState.OPEN, ChargeState.ASKED})
"""Nobody has decided yet what becomes of it."""


class Choice(StrEnum):
    """The buttons of the page."""

    APPROVE = "approve"
    DECLINE = "decline"
    AUTHENTICATE = "authenticate"
    DOWN = "down"
    LATE = "late"
    TWICE = "twice"
    CONFIRM = "confirm"
    """The answer to the bank's question."""
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Fate:
    """What a choice makes of a charge, and how often the portal is told of it at once."""

    state: ChargeState
    failure: str = ""
    """In the words of card networks, as a real processor gives it."""
    told: int = 0


FATES: dict[Choice, Fate] = {
    Choice.APPROVE: Fate(ChargeState.SUCCEEDED, told=1),
    Choice.DECLINE: Fate(ChargeState.FAILED, "card_declined", told=1),
    Choice.AUTHENTICATE: Fate(ChargeState.ASKED),
    Choice.DOWN: Fate(ChargeState.FAILED, "processing_error", told=1),
    Choice.LATE: Fate(ChargeState.PROCESSING),
    Choice.TWICE: Fate(ChargeState.SUCCEEDED, told=2),
    Choice.CONFIRM: Fate(ChargeState.SUCCEEDED, told=1),
    Choice.REFUSE: Fate(ChargeState.FAILED, "payment_intent_authentication_failure", told=1),
}
ANSWERS = frozenset({Choice.CONFIRM, Choice.REFUSE})


@dataclass(frozen=True, slots=True)
class Offer:
    """A button of the page, and what pressing it shows."""

    choice: Choice
    label: Phrase
    shows: Phrase


OFFERS = (
    Offer(Choice.APPROVE, _l("Approve"), _l("The card is good. The payment goes through at once.")),
    Offer(Choice.DECLINE, _l("Decline"), _l("The bank says no. Nothing is charged.")),
    Offer(
        Choice.AUTHENTICATE,
        _l("Needs authentication"),
        _l("The bank first asks whether it is really you, as with 3‑D Secure."),
    ),
    Offer(
        Choice.DOWN,
        _l("Processor down"),
        _l("The card service breaks down on the way. Nothing is charged."),
    ),
    Offer(
        Choice.LATE,
        _l("Webhook arrives late"),
        _l("The card is good, and the portal hears of it ten seconds later."),
    ),
    Offer(
        Choice.TWICE,
        _l("Webhook twice"),
        _l("The card is good, and the portal is told two times. It counts once."),
    ),
)
QUESTION = (
    Offer(Choice.CONFIRM, _l("Yes, it is me"), _l("The bank is content. The payment goes through.")),
    Offer(Choice.REFUSE, _l("No"), _l("The bank stops the payment. Nothing is charged.")),
)


def offers(state: ChargeState) -> tuple[Offer, ...]:
    """Give the buttons of a charge's page; none once it has ended."""
    if state is ChargeState.ASKED:
        return QUESTION
    return OFFERS if state is ChargeState.OPEN else ()


def check_can_choose(state: ChargeState, choice: Choice) -> None:
    if choice not in {offer.choice for offer in offers(state)}:
        raise StateForbids(CLOSED)
