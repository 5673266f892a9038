"""What a client asks to pay, and what tells two such forms apart. Pure. All money is whole cents."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.activity.refusals import StateForbids
from app.billing.rules import LEAST_PAID_CENTS, Purpose
from app.web.language import Phrase, _l

KEPT = timedelta(hours=48)
"""For how long a form that was sent is known again (stack.md 9, 6.13)."""
MOST_BEGUN, WITHIN = 10, timedelta(minutes=10)
LOOKED_UP_EVERY = timedelta(seconds=2)
"""The vendor is asked no oftener about one payment, however often its page is loaded."""

NO_CARDS = _l("Cards are not taken here at the moment. Please call your practice.")
ANOTHER_BODY = _l(
    "This page was used for another payment already. Please open it again, and look at the amount before you pay."
)
TOO_OFTEN = _l("You began many payments in a few minutes. Please wait ten minutes, then try again.")
CHANGED = _l("What you owe has changed since you opened this page. Please look at the new amount.")
COPAY_UNDER_WAY = _l("A payment of this copay is under way. Finish it, or take it back first.")
COPAY_PAID = _l("This copay is paid already. Thank you.")


class TooOften(StateForbids):
    """So many payments were begun in so short a time that no further one is, for now."""

    def __init__(self) -> None:
        super().__init__(TOO_OFTEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What a form asks to pay; `key` is the id of the form, by which it is known when it is sent again."""

    key: UUID
    purpose: Purpose
    cents: int
    whole: bool = False
    """Whether it is all that can be paid now: then it is refused where that has changed meanwhile."""
    statement_id: UUID | None = None
    appointment_id: UUID | None = None
    visit_on: date | None = None

    @property
    def request_hash(self) -> str:
        """Tell forms of one key apart that ask for different things."""
        asked = [
            self.purpose,
            self.cents,
            self.whole,
            str(self.statement_id or ""),
            str(self.appointment_id or ""),
        ]
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def can_pay_copay(cents: int | None) -> bool:
    """Whether a copay is so much that it is paid by card."""
    return cents is not None and cents >= LEAST_PAID_CENTS


def check_copay(*, paid: bool, under_way: bool) -> None:
    why_not: Phrase | None = COPAY_PAID if paid else COPAY_UNDER_WAY if under_way else None
    if why_not is not None:
        raise StateForbids(why_not)


def check_rate(begun: int) -> None:
    """Raise TooOften for a further payment after so many begun WITHIN."""
    if begun >= MOST_BEGUN:
        raise TooOften
