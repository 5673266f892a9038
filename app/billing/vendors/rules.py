"""What follows from what a vendor says of a payment. Pure: only forwards, and the same in whatever order it is heard."""

from dataclasses import dataclass
from enum import Enum, auto

from app.billing.rules import CURRENCY, UNDER_WAY, PaymentState
from app.billing.vendors.outcome import Outcome


class Move(Enum):
    """What is to be done with a payment."""

    NOTHING = auto()
    NOTE = auto()
    """Write down why the last try failed; the client may still try again."""
    PROCESS = auto()
    SETTLE = auto()
    FAIL = auto()
    CANCEL = auto()
    PARK = auto()
    """It is not what was agreed: nothing is settled, and somebody should look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a payment stands with us."""

    state: PaymentState
    amount_cents: int
    live: bool
    failure: str = ""
    intent: str = ""
    """The vendor's id of it; "": not known yet."""


def next_move(standing: Standing, outcome: Outcome) -> Move:
    """Give what follows from an outcome. Money that the vendor has is money, also of a payment that had ended."""
    if not agrees(standing, outcome) or is_another(standing, outcome):
        return Move.PARK
    if outcome.state is PaymentState.SUCCEEDED:
        return Move.NOTHING if standing.state is PaymentState.SUCCEEDED else Move.SETTLE
    if standing.state not in UNDER_WAY:
        return Move.NOTHING
    return _under_way(standing, outcome)


def agrees(standing: Standing, outcome: Outcome) -> bool:
    """Whether the vendor speaks of the amount, the currency and the kind of money that was agreed.

    What brought no money agrees with anything.
    """
    if outcome.state not in (PaymentState.SUCCEEDED, PaymentState.PROCESSING):
        return True
    agreed = (standing.amount_cents, CURRENCY, standing.live)
    return (outcome.amount_cents, outcome.currency, outcome.live) == agreed


def is_another(standing: Standing, outcome: Outcome) -> bool:
    """Whether the vendor took money once more for what was paid already."""
    if standing.state is not PaymentState.SUCCEEDED or outcome.state is not PaymentState.SUCCEEDED:
        return False
    return "" not in (standing.intent, outcome.intent) and standing.intent != outcome.intent


def _under_way(standing: Standing, outcome: Outcome) -> Move:
    if outcome.state is PaymentState.OPEN:
        is_news = outcome.failure not in ("", standing.failure)
        return Move.NOTE if is_news and standing.state is PaymentState.OPEN else Move.NOTHING
    if outcome.state is PaymentState.PROCESSING:
        return Move.PROCESS if standing.state is PaymentState.OPEN else Move.NOTHING
    failed = outcome.state is PaymentState.FAILED or outcome.failure or standing.failure
    return Move.FAIL if failed else Move.CANCEL
