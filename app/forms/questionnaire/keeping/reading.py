"""Reading what people type: to an answer, or to the sentence that says what is wrong with it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from functools import lru_cache

from babel.dates import get_month_names

from app.forms.questionnaire.form import Item, Kind, Value
from app.forms.questionnaire.keeping.limits import check_limits
from app.forms.questionnaire.keeping.sentences import Unreadable
from app.web.language import FORMATS, _l, gettext
from app.web.text import BadText, clean_text

LONGEST_LINE, LONGEST_TEXT = 4_000, 50_000
WHOLE = re.compile(r"[+-]?[0-9]{1,40}")
DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})")
HIGHEST_WHOLE = 2_147_483_647
"""Of a whole number in FHIR."""
MOST_DIGITS = 15
"""Of a decimal number that is kept to the last digit."""
CLOCK = re.compile(
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?(?: ?([ap])\.? ?m\.?)?", re.IGNORECASE
)
ADDRESS = re.compile(r"(?:https?|ftp|mailto|tel|urn):[^\s<>\"]+", re.IGNORECASE)
SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#:][^\s<>\"]*)?")
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)

ODD_CHARACTERS = _l("This has characters that cannot be shown. Please type it again.")
NO_WHOLE = _l("Type a whole number with digits, such as 12.")
NO_DECIMAL = _l("Type a number with digits, such as 12 or 12.5.")
USE_A_POINT = _l("Use a point in the number, such as 1.5.")
TOO_HIGH = _l("This number is too large to keep. Please check it.")
TOO_PRECISE = _l("This number has too many digits. Please round it.")
INCOMPLETE = _l("Type the month, the day and the year.")
NO_MONTH = _l("Type the month as a number from 1 to 12.")
NO_DAY_OF_MONTH = _l("Type the day as a number from 1 to 31.")
NO_YEAR = _l("Type all four digits of the year, such as 1988.")
NO_SUCH_DAY = _l("There is no such day. Please check the month and the day.")
TOO_EARLY = _l("This day is too long ago. Please check the year.")
TOO_LATE = _l("This day is too far away. Please check the year.")
NO_TIME = _l("Type the time like this: 2:30 PM or 14:30.")
NO_DAY_YET = _l("Type the day as well as the time.")
NO_ADDRESS = _l("Type a web address, such as https://example.org.")
NO_UNIT = _l("Choose the unit.")
NO_QUANTITY = _l("Type the number that belongs to the unit.")
NOT_ON_THE_LIST = _l("Choose one of the answers on the list.")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in one input: its text (a day 2026-11-30, a moment 2026-11-30T14:30), and the unit chosen."""

    text: str = ""
    unit: str = ""

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.unit)


def read(item: Item, typed: Typed, *, zone: tzinfo = UTC) -> Value:
    """Read one answer of a question that is typed; raises Unreadable with the sentence for the field.

    `zone` is the one that moments are in.
    """
    value = READERS[item.kind](item, typed, zone)
    check_limits(item, value)
    return value


def cleaned(raw: str, *, lines: bool = False) -> str:
    """Clean what was typed; raises Unreadable for characters that cannot be shown, and for endless text."""
    longest = LONGEST_TEXT if lines else LONGEST_LINE
    if len(raw) > 4 * longest:
        raise too_long(longest)
    try:
        words = clean_text(raw, lines=lines)
    except BadText:
        raise Unreadable(ODD_CHARACTERS) from None
    if len(words) > longest:
        raise too_long(longest)
    return words


def too_long(most: int) -> Unreadable:
    return Unreadable(gettext("Please use at most %(most)s characters.") % {"most": most})


def whole(words: str) -> int:
    words = words.replace("−", "-").replace(" ", "")
    if not WHOLE.fullmatch(words) or not words.isascii():
        raise Unreadable(NO_WHOLE)
    number = int(words)
    if abs(number) > HIGHEST_WHOLE:
        raise Unreadable(TOO_HIGH)
    return number


def decimal(words: str) -> int | float:
    """Read a decimal number; one without a fraction comes as a whole one, as JSON writes it."""
    words = words.replace("−", "-").replace(" ", "")
    if not DECIMAL.fullmatch(words) or not words.isascii():
        raise Unreadable(USE_A_POINT if DECIMAL.fullmatch(words.replace(",", ".")) else NO_DECIMAL)
    number = Decimal(words)
    if abs(number) >= Decimal(10) ** MOST_DIGITS:
        raise Unreadable(TOO_HIGH)
    if len(number.normalize().as_tuple().digits) > MOST_DIGITS:
        raise Unreadable(TOO_PRECISE)
    return int(number) if number == number.to_integral_value() else float(number)


def day(words: str) -> date:
    """Read a day as year-month-day, in which the month may be its name."""
    parts = [part.strip() for part in words.split("-", 2)]
    if len(parts) != 3 or not all(parts):
        raise Unreadable(INCOMPLETE)
    year, month, day_of_month = parts
    number = _month(month)
    if not re.fullmatch("[0-9]{1,2}", day_of_month) or not 1 <= int(day_of_month) <= 31:
        raise Unreadable(NO_DAY_OF_MONTH)
    if not re.fullmatch("[0-9]{4}", year):
        raise Unreadable(NO_YEAR)
    return _within(int(year), number, int(day_of_month))


def _within(year: int, month: int, day_of_month: int) -> date:
    try:
        found = date(year, month, day_of_month)
    except ValueError:
        raise Unreadable(TOO_EARLY if year < 1 else NO_SUCH_DAY) from None
    if found < EARLIEST:
        raise Unreadable(TOO_EARLY)
    if found > LATEST:
        raise Unreadable(TOO_LATE)
    return found


def _month(words: str) -> int:
    if re.fullmatch("[0-9]{1,2}", words) and 1 <= int(words) <= 12:
        return int(words)
    found = _months().get(words.casefold().rstrip("."))
    if found is None:
        raise Unreadable(NO_MONTH)
    return found


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    return {
        str(name).casefold().rstrip("."): number
        for locale in FORMATS.values()
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=locale).items()
    }


def clock(words: str) -> time:
    found = CLOCK.fullmatch(words)
    if found is None:
        raise Unreadable(NO_TIME)
    hour, minute, second, half = int(found[1]), int(found[2]), int(found[3] or 0), (found[4] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise Unreadable(NO_TIME)
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        raise Unreadable(NO_TIME) from None


def _moment(words: str, zone: tzinfo) -> str:
    """Read a moment; without a time it is the day."""
    typed_day, _, typed_time = words.partition("T")
    if not typed_day.strip("- ") and typed_time:
        raise Unreadable(NO_DAY_YET)
    found = day(typed_day)
    if not typed_time.strip():
        return found.isoformat()
    return datetime.combine(found, clock(typed_time.strip()), zone).isoformat()


def address(words: str) -> str:
    if ADDRESS.fullmatch(words):
        return words
    if SITE.fullmatch(words):
        return f"https://{words}"
    raise Unreadable(NO_ADDRESS)


def _quantity(item: Item, typed: Typed) -> Value:
    if not typed.text.strip():
        raise Unreadable(NO_QUANTITY)
    number = decimal(cleaned(typed.text))
    unit = next((unit for unit in item.units if unit.token == typed.unit), None)
    if unit is None and len(item.units) > 1:
        raise Unreadable(NO_UNIT)
    return quantity(
        number,
        unit.value["valueCoding"] if unit else item.units[0].value["valueCoding"] if item.units else {},
    )


def quantity(number: int | float, unit: Value) -> Value:
    named = {
        "unit": unit.get("display") or unit.get("code"),
        "system": unit.get("system"),
        "code": unit.get("code"),
    }
    return {"value": number, **{key: one for key, one in named.items() if one}}


def sentence_of(item: Item, typed: Sequence[str]) -> str:
    """Say what is wrong with what was typed into a field; "" where it can be read after all."""
    try:
        read(item, Typed(*typed[:2]))
    except Unreadable as problem:
        return str(problem)
    return ""


Reader = Callable[[Item, Typed, tzinfo], Value]

READERS: dict[Kind, Reader] = {
    Kind.INTEGER: lambda item, typed, zone: {"valueInteger": whole(cleaned(typed.text))},
    Kind.DECIMAL: lambda item, typed, zone: {"valueDecimal": decimal(cleaned(typed.text))},
    Kind.QUANTITY: lambda item, typed, zone: {"valueQuantity": _quantity(item, typed)},
    Kind.DATE: lambda item, typed, zone: {"valueDate": day(cleaned(typed.text)).isoformat()},
    Kind.MOMENT: lambda item, typed, zone: {"valueDateTime": _moment(cleaned(typed.text), zone)},
    Kind.TIME: lambda item, typed, zone: {"valueTime": clock(cleaned(typed.text)).isoformat()},
    Kind.TEXT: lambda item, typed, zone: {"valueString": cleaned(typed.text, lines=True)},
    Kind.URL: lambda item, typed, zone: {"valueUri": address(cleaned(typed.text))},
    Kind.REFERENCE: lambda item, typed, zone: {"valueReference": {"display": cleaned(typed.text)}},
    Kind.CHOICE: lambda item, typed, zone: {"valueCoding": {"display": cleaned(typed.text)}},
    **dict.fromkeys(
        (Kind.STRING, Kind.OPEN_CHOICE, Kind.BOOLEAN, Kind.ATTACHMENT, Kind.GROUP, Kind.DISPLAY),
        lambda item, typed, zone: {"valueString": cleaned(typed.text)},
    ),
}
"""How each type is read where it is typed; what is chosen, or put in as a file, never comes here."""
