"""Days: in one field as browsers send them, or in three that are read together."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import get_month_names
from pydantic import BeforeValidator

from app.web.forms import GroupReader, nothing
from app.web.language import FORMATS, Phrase, _l, gettext
from app.web.templates import local

ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
AMERICAN = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""What a day may be: beyond, it has no midnight that computers can tell."""
PARTS = ("month", "day", "year")
NO_DAY = _l("Write the date like this: 2026-11-20, or 11/20/2026.")
TO_COME = _l("This day is still to come. Please check the date.")
TOO_EARLY = _l("This day is too long ago. Please check the year.")
TOO_LATE = _l("This day is too far away. Please check the year.")
INCOMPLETE = _l("Type the month, the day and the year.")
NO_MONTH = _l("Type the month as a number from 1 to 12.")
NO_DAY_OF_MONTH = _l("Type the day as a number from 1 to 31.")
NO_YEAR = _l("Type all four digits of the year, such as 1988.")


def day(*, missing: Phrase | None = None, past: bool = False) -> BeforeValidator:
    """Read a day as 2026-11-20, which browsers send, or as 11/20/2026; `past`: up to today. Empty: refused with `missing`, or None without it."""

    def read(raw: Any) -> date | None:
        if isinstance(raw, date):
            return _within(raw, past=past)
        words = str(raw or "").strip()
        if not words:
            return nothing(missing, None)
        return _within(day_typed(words), past=past)

    return BeforeValidator(read)


def day_in_parts(*, missing: Phrase | None = None, past: bool = False) -> GroupReader:
    """Read the inputs NAME_month, NAME_day and NAME_year as one day, with one sentence for the three.

    A month may be its name. `past`: up to today. All empty: refused with `missing`, or None without it.
    """

    def read(raw: Any) -> date | None:
        if raw is None or isinstance(raw, date):
            return raw
        typed = [str(raw.get(part, "")).strip() for part in PARTS]
        if not any(typed):
            return nothing(missing, None)
        if not all(typed):
            raise ValueError(INCOMPLETE)
        return _within(_day_of(*typed), past=past)

    return GroupReader(read, parts=PARTS)


def in_parts(name: str, on: date | None) -> dict[str, str]:
    """Give a day as it stands in its three inputs."""
    if on is None:
        return {}
    return {f"{name}_{part}": str(getattr(on, part)) for part in PARTS}


def day_typed(words: str) -> date:
    """Read a day as 2026-11-20 or 11/20/2026; raises ValueError with the sentence for what is neither."""
    iso, american = ISO.fullmatch(words), AMERICAN.fullmatch(words)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if american:
            return date(int(american[3]), int(american[1]), int(american[2]))
    except ValueError:
        pass
    raise ValueError(NO_DAY)


def _day_of(month: str, day_of_month: str, year: str) -> date:
    numbers = (_month(month), _number(day_of_month, of=range(1, 32), sentence=NO_DAY_OF_MONTH), _year(year))
    try:
        return date(numbers[2], numbers[0], numbers[1])
    except ValueError:
        raise ValueError(_not_in_calendar(numbers[0])) from None


def _not_in_calendar(month: int) -> str:
    if month == 2:
        return gettext("February has 28 days, and 29 only in some years. Please check the day.")
    return gettext("This month has only 30 days. Please check the day and the month.")


def _month(typed: str) -> int:
    return _names_of_months().get(typed.casefold().rstrip(".")) or _number(
        typed, of=range(1, 13), sentence=NO_MONTH
    )


def _year(typed: str) -> int:
    if not (typed.isdecimal() and len(typed) == 4):
        raise ValueError(NO_YEAR)
    return max(1, int(typed))


def _number(typed: str, *, of: range, sentence: Phrase) -> int:
    if not (typed.isdecimal() and len(typed) <= 2 and int(typed) in of):
        raise ValueError(sentence)
    return int(typed)


def _within(on: date, *, past: bool) -> date:
    if on < EARLIEST:
        raise ValueError(TOO_EARLY)
    if past and on > local(datetime.now(UTC)).date():
        raise ValueError(TO_COME)
    if on > LATEST:
        raise ValueError(TOO_LATE)
    return on


@lru_cache(maxsize=1)
def _names_of_months() -> Mapping[str, int]:
    """Give the names of months in both languages, in full and short, each with its number."""
    return {
        name.casefold().rstrip("."): number
        for locale in FORMATS.values()
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=locale).items()
    }
