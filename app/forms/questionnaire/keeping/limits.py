"""Whether an answer keeps to what the form allows."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from app.clients.postal import zip_code
from app.forms.questionnaire.form import Bounds, Item, Kind, Value
from app.forms.questionnaire.keeping.sentences import Unreadable
from app.forms.questionnaire.logic.patterns import matches
from app.forms.questionnaire.showing.wording import number_text, words_of
from app.web.language import _l, gettext
from app.web.readers.contact import email_address, phone_number
from app.web.readers.names import card_number

PATTERN = _l("This is not written the way it is asked for. Please check it.")
TOO_LARGE = _l("This file is too large for this question. Please choose a smaller one.")
FIELDS: Mapping[str, Callable[[str], str]] = {
    f"urn:client-portal:field:{name}": read
    for name, read in (
        ("email", email_address),
        ("phone", phone_number),
        ("zip", zip_code),
        ("card-number", card_number),
    )
}
"""How the answers to an item of one of these definitions are read when they become a part of the chart."""
OTHER_TYPE = _l("This kind of file cannot be used here. Please choose another file.")


def check_limits(item: Item, value: Value) -> None:
    """Raise Unreadable with a sentence where an answer is too long, too small and so on."""
    bounds = item.bounds
    if bounds == NONE:
        return
    for check in CHECKS:
        check(item, value, bounds)


NONE = Bounds()


def _length(item: Item, value: Value, bounds: Bounds) -> None:
    words = _written(value)
    if words is None:
        return
    if bounds.longest is not None and len(words) > bounds.longest:
        raise Unreadable(gettext("Please use at most %(most)s characters.") % {"most": bounds.longest})
    if bounds.shortest is not None and len(words) < bounds.shortest:
        raise Unreadable(gettext("Please use at least %(least)s characters.") % {"least": bounds.shortest})


def _pattern(item: Item, value: Value, bounds: Bounds) -> None:
    words = _written(value)
    if words is None:
        number = _number(value)
        words = number_text(number) if number is not None else None
    if words is None or not bounds.pattern or matches(bounds.pattern, words):
        return
    if bounds.pattern_says:
        raise Unreadable(gettext("Please write it like this: %(example)s") % {"example": bounds.pattern_says})
    raise Unreadable(PATTERN)


def _as_field(item: Item, value: Value, bounds: Bounds) -> None:
    """Hold an answer to what the portal's own field takes; the answer stays as it was typed."""
    words, read = _written(value), FIELDS.get(bounds.definition)
    if words is None or read is None:
        return
    try:
        read(words)
    except ValueError as why:
        raise Unreadable(str(why)) from None


def _places(item: Item, value: Value, bounds: Bounds) -> None:
    number = _number(value)
    if bounds.places is None or number is None:
        return
    exponent = Decimal(number_text(number)).as_tuple().exponent
    if isinstance(exponent, int) and -exponent > bounds.places:
        raise Unreadable(
            gettext("Use fewer digits after the point: at most %(most)s.") % {"most": bounds.places}
        )


def _range(item: Item, value: Value, bounds: Bounds) -> None:
    said = _MOMENT if item.kind in (Kind.DATE, Kind.MOMENT, Kind.TIME) else _AMOUNT
    if bounds.least is not None and _is_less(value, bounds.least):
        raise Unreadable(gettext(said[0]) % {"least": words_of(bounds.least, options=())})
    if bounds.most is not None and _is_less(bounds.most, value):
        raise Unreadable(gettext(said[1]) % {"most": words_of(bounds.most, options=())})


_AMOUNT = (
    str(_l("This must be %(least)s or more.").message),
    str(_l("This must be %(most)s or less.").message),
)
_MOMENT = (
    str(_l("This must be %(least)s or later.").message),
    str(_l("This must be %(most)s or earlier.").message),
)


def _file(item: Item, value: Value, bounds: Bounds) -> None:
    attachment = value.get("valueAttachment")
    if not isinstance(attachment, dict):
        return
    size, media_type = attachment.get("size"), attachment.get("contentType")
    if bounds.largest_bytes is not None and isinstance(size, int) and size > bounds.largest_bytes:
        raise Unreadable(TOO_LARGE)
    if (
        bounds.media_types
        and isinstance(media_type, str)
        and not fits_media_type(media_type, bounds.media_types)
    ):
        raise Unreadable(OTHER_TYPE)


def fits_media_type(media_type: str, allowed: tuple[str, ...]) -> bool:
    """Whether a file is of a type that is taken; "image/*" takes all of one kind."""
    main = media_type.lower().partition("/")[0]
    return media_type.lower() in allowed or f"{main}/*" in allowed or "*/*" in allowed


def _written(value: Value) -> str | None:
    for key in ("valueString", "valueUri"):
        if isinstance(value.get(key), str):
            return str(value[key])
    return None


def _number(value: Value) -> int | float | None:
    for key in ("valueInteger", "valueDecimal"):
        if isinstance(value.get(key), (int, float)) and not isinstance(value[key], bool):
            number: int | float = value[key]
            return number
    quantity = value.get("valueQuantity")
    inner = quantity.get("value") if isinstance(quantity, dict) else None
    return inner if isinstance(inner, (int, float)) and not isinstance(inner, bool) else None


def _is_less(one: Value, other: Value) -> bool:
    """Compare two numbers, or two texts of days and times; what cannot be compared is not less."""
    numbers = _number(one), _number(other)
    if numbers[0] is not None and numbers[1] is not None:
        try:
            return Decimal(str(numbers[0])) < Decimal(str(numbers[1]))
        except InvalidOperation:
            return False
    texts = _dated(one), _dated(other)
    shared = min(len(texts[0]), len(texts[1]))
    return texts[0][:shared] < texts[1][:shared]


def _dated(value: Value) -> str:
    found: Any = next((value[key] for key in ("valueDate", "valueDateTime", "valueTime") if key in value), "")
    return found[:16] if isinstance(found, str) else ""


CHECKS: tuple[Callable[[Item, Value, Bounds], None], ...] = (
    _length,
    _range,
    _places,
    _pattern,
    _as_field,
    _file,
)
