"""What a grant opens, and until when: areas, the age of consent, and the time after a discharge."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

ACTIVITY = "activity"
"""The area of the client's own log; every other area is called like its panel."""


class Standing(Enum):
    """How far a chart is open to somebody whose grant is in force."""

    OPEN = "open"
    READ_AND_PAY = "read_and_pay"
    ENDED = "ended"
    """Their care has ended, and the time to read and pay as well."""
    OF_AGE = "of_age"
    """The client is of age, and the grant a guardian's."""

    @property
    def is_closed(self) -> bool:
        return self in (Standing.ENDED, Standing.OF_AGE)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the practice settled: the age of consent in years, and for how many days one may read and pay at the end."""

    age_of_consent: int
    days_to_read_and_pay: int


def opens(areas: AbstractSet[str], area: str) -> bool:
    """Whether a grant of these areas opens one of them; none named are all."""
    return not areas or area in areas


def came_of_age_on(born_on: date, *, years: int) -> date:
    """Give the birthday on which somebody turns so many years old; for 29 February, where there is none, 1 March."""
    year = born_on.year + years
    try:
        return born_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def is_lost_to_age(born_on: date | None, *, on: date, terms: Terms) -> bool:
    """Whether a guardian's grant has ended by itself: the client is of age. Without a birth date nobody can tell."""
    return born_on is not None and on >= came_of_age_on(born_on, years=terms.age_of_consent)


def closes_on(discharged_on: date, terms: Terms) -> date:
    """Give the first day on which the chart of a discharged client does not open any more."""
    return discharged_on + timedelta(days=terms.days_to_read_and_pay)


def standing_of_chart(discharged_on: date | None, *, on: date, terms: Terms) -> Standing:
    """Say how far a discharge leaves a chart open on a day."""
    if discharged_on is None or on < discharged_on:
        return Standing.OPEN
    return Standing.READ_AND_PAY if on < closes_on(discharged_on, terms) else Standing.ENDED


def sees_others(areas: AbstractSet[str]) -> bool:
    """Whether somebody is told who else may open the chart: whoever opens all of it."""
    return not areas
