"""The moments of appointments: worded in the zone where they take place, and read as they are typed there.

A time that is typed in the hour which clocks leave out does not exist; one in the hour which comes twice is read
once somebody has said which of the two is meant.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

from app.activity.refusals import Unfit
from app.web.forms import cleaned, nothing
from app.web.language import Phrase, _l, gettext
from app.web.templates import clock_of, day, day_short

CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))? ?(?:([ap])\.? ?m\.?)?", re.IGNORECASE)
NO_TIME = _l("Type the time like this: 2:30 PM or 14:30.")
LONGEST = 20
NOON = 12


class NoSuchTime(Unfit):
    """The clocks go forward past this time."""

    def __init__(self, on: date, at: time, *, field: str) -> None:
        sentence = gettext(
            "On %(day)s the clocks go forward, so there is no %(time)s. Please choose another time."
        )
        super().__init__(field, sentence % {"day": day_short(on), "time": clock_of(at)})


class HappensTwice(Unfit):
    """The clocks go back over this time, and nobody said which of the two is meant."""

    def __init__(self, on: date, at: time, *, field: str) -> None:
        sentence = gettext(
            "On %(day)s the clocks go back, so %(time)s comes twice. Please choose which one you mean."
        )
        super().__init__(field, sentence % {"day": day_short(on), "time": clock_of(at)})


@dataclass(frozen=True, slots=True)
class Worded:
    """A stretch of time in words, in one zone."""

    day: str
    span: str
    """From when until when, with the zone."""


def worded(starts_at: datetime, zone: ZoneInfo) -> str:
    """Word a moment in full: "Tuesday, March 10, 2026, 2:30 PM CDT"."""
    return f"{worded_day(starts_at, zone)}, {worded_time(starts_at, zone)}"


def worded_short(starts_at: datetime, zone: ZoneInfo) -> str:
    """Word a moment as people note it: "Mar 10, 2026, 2:30 PM CDT"."""
    return f"{day_short(starts_at.astimezone(zone).date())}, {worded_time(starts_at, zone)}"


def worded_day(starts_at: datetime, zone: ZoneInfo) -> str:
    return day(starts_at.astimezone(zone).date())


def worded_time(starts_at: datetime, zone: ZoneInfo) -> str:
    """Word the time of day with its zone: "2:30 PM CDT"."""
    here = starts_at.astimezone(zone)
    return f"{clock_of(here)} {here.tzname()}"


def worded_span(starts_at: datetime, minutes: int, zone: ZoneInfo) -> str:
    """Word from when until when: "2:30 PM to 3:20 PM CDT"; with both zones where the clocks change in between."""
    here, end = starts_at.astimezone(zone), (starts_at + timedelta(minutes=minutes)).astimezone(zone)
    begins = clock_of(here) if here.tzname() == end.tzname() else worded_time(starts_at, zone)
    return gettext("%(begins)s to %(ends)s") % {"begins": begins, "ends": f"{clock_of(end)} {end.tzname()}"}


def elsewhere(starts_at: datetime, minutes: int, *, zone: ZoneInfo, name: str) -> Worded | None:
    """Word the same time by the clocks of the zone `name`; None where none is named, or they show the same."""
    if not name:
        return None
    there = ZoneInfo(name)
    if starts_at.astimezone(zone).utcoffset() == starts_at.astimezone(there).utcoffset():
        return None
    return Worded(worded_day(starts_at, there), worded_span(starts_at, minutes, there))


def read_moment(
    on: date,
    at: time,
    zone: ZoneInfo,
    *,
    later: bool | None = None,
    field: str = "starts_at_time",
    choice: str = "twice",
) -> datetime:
    """Give the UTC moment of a day and a time in a zone; `later`: which one of an hour that comes twice.

    Raises NoSuchTime at the field `field`, and HappensTwice at the field `choice` while `later` is None.
    """
    typed = datetime.combine(on, at, zone)
    first, second = typed.astimezone(UTC), typed.replace(fold=1).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) != typed.replace(tzinfo=None):
        raise NoSuchTime(on, at, field=field)
    if first == second:
        return first
    if later is None:
        raise HappensTwice(on, at, field=choice)
    return second if later else first


def both_of(on: date, at: time, zone: ZoneInfo) -> tuple[str, str]:
    """Word the two times that are meant by one: "1:30 AM EDT", "1:30 AM EST"."""
    typed = datetime.combine(on, at, zone)
    return worded_time(typed, zone), worded_time(typed.replace(fold=1), zone)


def clock_time(*, missing: Phrase | None = None) -> BeforeValidator:
    """Read a time of day ("2:30 PM", "2pm", "14:30"); empty: refused with `missing`, or None without it."""

    def read(raw: Any) -> time | None:
        if isinstance(raw, time):
            return raw
        typed = cleaned(raw, most=LONGEST)
        if not typed:
            return nothing(missing, None)
        found = CLOCK.fullmatch(typed)
        if found is None or not (found[2] or found[3]):
            raise ValueError(NO_TIME)
        return _time_of(int(found[1]), int(found[2] or 0), half=(found[3] or "").lower())

    return BeforeValidator(read)


def _time_of(hour: int, minute: int, *, half: str) -> time:
    if half and not 1 <= hour <= NOON:
        raise ValueError(NO_TIME)
    counted = hour % NOON + (NOON if half == "p" else 0) if half else hour
    try:
        return time(counted, minute)
    except ValueError:
        raise ValueError(NO_TIME) from None
