"""How long something has been owed, and what can be asked of a list of payments. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.web.language import Phrase, _l


class Age(StrEnum):
    """How long something has been due."""

    NOT_YET = "not_yet"
    MONTH = "to_30"
    TWO_MONTHS = "to_60"
    THREE_MONTHS = "to_90"
    LONGER = "over_90"


AGES: dict[Age, Phrase] = {
    Age.NOT_YET: _l("Not yet due"),
    Age.MONTH: _l("1 to 30 days"),
    Age.TWO_MONTHS: _l("31 to 60 days"),
    Age.THREE_MONTHS: _l("61 to 90 days"),
    Age.LONGER: _l("Over 90 days"),
}
LAST_DAYS = ((0, Age.NOT_YET), (30, Age.MONTH), (60, Age.TWO_MONTHS), (90, Age.THREE_MONTHS))
"""The last day past the due day that counts to an age; what is later is the last one."""


def age_of(due_on: date, *, today: date) -> Age:
    """Say how long what is due on a day has been owed; on that day itself it is not late."""
    days = (today - due_on).days
    return next((age for last, age in LAST_DAYS if days <= last), Age.LONGER)


class Shown(StrEnum):
    """Which payments are listed."""

    MONEY = "money"
    """What came in, or is about to."""
    ALL = "all"
    PAID = "paid"
    UNDER_WAY = "under_way"
    NOT_FINISHED = "not_finished"
    VOIDED = "voided"
    REFUNDED = "refunded"
    DISPUTED = "disputed"


class Where(StrEnum):
    """How they were paid."""

    ANY = "any"
    PORTAL = "portal"
    OFFICE = "office"
    LET_OFF = "let_off"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked of the list of payments; days are those of the practice."""

    shown: Shown = Shown.MONEY
    where: Where = Where.ANY
    since: date | None = None
    until: date | None = None
    demo: bool = False
    """Whether those of the demo processor are counted and exported."""
