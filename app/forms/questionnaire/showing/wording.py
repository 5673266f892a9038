"""Answers as texts: as they stand in inputs, and in words for who reads them."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from babel.dates import format_date, format_time

from app.forms.questionnaire.definition.extensions import Json, text, value_in
from app.forms.questionnaire.form import Option, Value, key_of
from app.web.language import FORMATS, current_language, gettext

NARROW_SPACE, NO_BREAK = "\u202f", "\u00a0"
FILE = "urn:uuid:"


def number_text(number: object) -> str:
    """Write a number without exponent, and without a fraction it has not: 1.5, 12."""
    if isinstance(number, bool) or not isinstance(number, (int, float, Decimal)):
        return ""
    if isinstance(number, int):
        return str(number)
    exact = number if isinstance(number, Decimal) else Decimal(repr(number))
    if not exact.is_finite():
        return ""
    written = format(exact, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def typed_of(value: Value) -> str:
    """Give an answer as it stands in its input."""
    found = value_in(value)
    if found is None:
        return ""
    key, inner = found
    if key == "valueDateTime":
        return text(inner)[:16]
    if key == "valueTime":
        return text(inner)[:5]
    if key == "valueQuantity" and isinstance(inner, dict):
        return number_text(inner.get("value"))
    if isinstance(inner, dict):
        return text(inner.get("title")) or text(inner.get("display")) or text(inner.get("code"))
    return inner if isinstance(inner, str) else number_text(inner)


def file_of(value: Value) -> UUID | None:
    attachment = value.get("valueAttachment")
    address = text(attachment.get("url")) if isinstance(attachment, dict) else ""
    try:
        return UUID(address.removeprefix(FILE)) if address.startswith(FILE) else None
    except ValueError:
        return None


def words_of(value: Value, *, options: Sequence[Option]) -> str:
    """Say an answer in the reader's language."""
    option = option_of(value, options)
    if option is not None:
        return option.wording.said_in(current_language())
    found = value_in(value)
    if found is None:
        return ""
    key, inner = found
    if isinstance(inner, bool):
        return gettext("Yes") if inner else gettext("No")
    if isinstance(inner, dict):
        return _composed(key, inner)
    if isinstance(inner, str):
        return _dated(key, inner)
    return number_text(inner)


def _composed(key: str, inner: Json) -> str:
    if key == "valueQuantity":
        unit = text(inner.get("unit")) or text(inner.get("code"))
        return f"{number_text(inner.get('value'))} {unit}".strip()
    return (
        text(inner.get("title"))
        or text(inner.get("display"))
        or text(inner.get("code"))
        or text(inner.get("reference"))
    )


def _dated(key: str, written: str) -> str:
    """Word a day or a time; what tells less than a day stays as it is written."""
    try:
        if key == "valueTime":
            return _time(time.fromisoformat(written))
        if key == "valueDateTime" and len(written) > 10:
            at = datetime.fromisoformat(written)
            return f"{_day(at.date())}, {_time(at.time())}"
        if key in ("valueDate", "valueDateTime") and len(written) == 10:
            return _day(date.fromisoformat(written))
    except ValueError:
        pass
    return written


def _day(on: date) -> str:
    return str(format_date(on, "long", locale=FORMATS[current_language()]))


def _time(at: time) -> str:
    return str(format_time(at, "short", locale=FORMATS[current_language()])).replace(NARROW_SPACE, NO_BREAK)


def option_of(value: Value, options: Sequence[Option]) -> Option | None:
    """Give the option that an answer chose."""
    if not options:
        return None
    key = key_of(value)
    return next((option for option in options if option.key == key), None)


def as_offered(value: Value, options: Sequence[Option]) -> Value:
    """Give an answer as the option says it, with what it counts, where the answer itself does not tell."""
    option = option_of(value, options)
    coding = value.get("valueCoding")
    if option is None or not isinstance(coding, dict) or "extension" in coding:
        return value
    return {"valueCoding": {**option.value["valueCoding"], **coding}}
