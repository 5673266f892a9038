"""The kinds of value a setting can have: the field it is typed in, how it is read, and how it is shown."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from babel.core import get_global

from app.web import templates
from app.web.forms import ODD_CHARACTERS
from app.web.language import Phrase, _l, gettext
from app.web.readers.contact import phone_number
from app.web.readers.numbers import npi_number
from app.web.text import BadText, clean_text

NO_NUMBER = _l("Type a whole number, such as 15.")
NO_ZONE = _l("Choose a time zone from the list.")
NO_PHONE_AS_KEPT = _l("Type the number as +13125550107: country code and digits, nothing between them.")
NO_SWITCH = _l("Choose off or on.")
CODE_IN_MAILS = _l("Leave out “=?”: e-mail programs take it for code.")
NO_CHOICE = _l("Choose one from the list.")

NO_COLOUR = _l("Type a color as # and six letters or digits, such as #0f5654, or leave it empty.")

SWITCH = {"off": _l("Off"), "on": _l("On")}
SERVED = ("US", "PR", "GU", "VI", "AS", "MP")
"""The territories whose zones are offered; every other zone is read as well."""

Option = tuple[str, str]


class BadValue(ValueError):
    """What was typed is no value of the setting; `sentence` says what would be."""

    def __init__(self, sentence: Phrase | str) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class ValueKind:
    """`read` gives the text that is kept for what was typed, or raises BadValue."""

    field: str
    """The field it is typed in: "text", "number", "phone", "colour" or "choice"."""
    read: Callable[[str], str]
    shown: Callable[[str], str] = str
    options: Callable[[], tuple[Option, ...]] = tuple
    """The values of a choice, each with its words."""


def text(*, most: int, missing: Phrase | None = None) -> ValueKind:
    """A line of at most `most` characters; empty text is refused with `missing`, or allowed without it."""

    def read(typed: str) -> str:
        words = _clean(typed)
        if not words and missing is not None:
            raise BadValue(missing)
        if len(words) > most:
            raise BadValue(gettext("Please use at most %(most)s characters.") % {"most": most})
        return words

    return ValueKind("text", read)


def sender(*, most: int) -> ValueKind:
    """A line as `text` reads it that stands in the head of e-mails, where nothing may look like code."""
    line = text(most=most)

    def read(typed: str) -> str:
        words = line.read(typed)
        if "=?" in words:
            raise BadValue(CODE_IN_MAILS)
        return words

    return ValueKind(line.field, read)


def name(*, pattern: str, sentence: Phrase) -> ValueKind:
    """A name for machines, kept in small letters; all of it matches `pattern`, or `sentence` says what would."""

    def read(typed: str) -> str:
        words = _clean(typed).lower()
        if not re.fullmatch(pattern, words):
            raise BadValue(sentence)
        return words

    return ValueKind("text", read)


def whole_number(*, least: int, most: int) -> ValueKind:
    """A whole number from `least` to `most`."""

    def read(typed: str) -> str:
        digits = _clean(typed)
        if not re.fullmatch(r"[0-9]{1,9}", digits):
            raise BadValue(NO_NUMBER)
        if not least <= int(digits) <= most:
            between = gettext("Type a whole number from %(least)s to %(most)s.")
            raise BadValue(between % {"least": least, "most": most})
        return str(int(digits))

    return ValueKind("number", read)


MOST_NUMBERS = 5


def whole_numbers(*, most: int) -> ValueKind:
    """Up to MOST_NUMBERS different whole numbers from 1 to `most`, kept as "72, 24"; "0" is none."""

    def read(typed: str) -> str:
        parts = re.findall(r"[^\s,;]+", _clean(typed))
        if parts == ["0"]:
            return "0"
        numbers = {int(part) for part in parts if re.fullmatch(r"[0-9]{1,9}", part)}
        fits = 1 <= len(parts) <= MOST_NUMBERS and len(numbers) == len(parts)
        if not fits or not all(1 <= number <= most for number in numbers):
            refused = gettext("Type up to %(count)s different whole numbers from 1 to %(most)s, or 0.")
            raise BadValue(refused % {"count": MOST_NUMBERS, "most": most})
        return ", ".join(str(number) for number in sorted(numbers, reverse=True))

    return ValueKind("text", read)


def numbers_of(kept: str) -> tuple[int, ...]:
    """Give the numbers of a value of `whole_numbers`, the greatest first; none for "0"."""
    return tuple(number for part in kept.split(",") if (number := int(part)))


def phone() -> ValueKind:
    """A phone number, kept as E.164; without a country code it is one of North America."""

    def read(typed: str) -> str:
        words = _clean(typed)
        try:
            return phone_number(words)
        except ValueError as why:
            raise BadValue(str(why)) from None

    return ValueKind("phone", read, shown=templates.phone)


def npi() -> ValueKind:
    """A National Provider Identifier; empty is allowed."""

    def read(typed: str) -> str:
        words = _clean(typed)
        try:
            return npi_number(words) if words else ""
        except ValueError as why:
            raise BadValue(str(why)) from None

    return ValueKind("text", read)


def colour() -> ValueKind:
    """A colour, kept as "#0f5654"; empty is allowed."""

    def read(typed: str) -> str:
        words = _clean(typed).lower().removeprefix("#")
        if not words:
            return ""
        if not re.fullmatch(r"[0-9a-f]{6}", words):
            raise BadValue(NO_COLOUR)
        return f"#{words}"

    return ValueKind("colour", read)


def off_or_on() -> ValueKind:
    """A switch, kept as "off" or "on"."""
    return one_of(SWITCH, sentence=NO_SWITCH)


def one_of(words: Mapping[str, Phrase], *, sentence: Phrase) -> ValueKind:
    """One of a few values, each with its words; `sentence` refuses any other."""

    def read(typed: str) -> str:
        word = _clean(typed)
        if word not in words:
            raise BadValue(sentence)
        return word

    return ValueKind(
        "choice",
        read,
        shown=lambda word: str(words[word]),
        options=lambda: tuple((word, str(shown)) for word, shown in words.items()),
    )


def zone() -> ValueKind:
    """A time zone by its name: "America/Chicago"."""

    def read(typed: str) -> str:
        words = _clean(typed)
        if words not in _zones():
            raise BadValue(NO_ZONE)
        return words

    return ValueKind("choice", read, shown=_worded_zone, options=_offered_zones)


def _clean(typed: str) -> str:
    try:
        return clean_text(typed)
    except BadText:
        raise BadValue(ODD_CHARACTERS) from None


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _offered_zones() -> tuple[Option, ...]:
    territories = get_global("zone_territories")
    served = sorted(zone for zone in _zones() if territories.get(zone) in SERVED)
    return tuple((zone, _worded_zone(zone)) for zone in served)


def _worded_zone(zone: str) -> str:
    return zone.replace("_", " ")
