"""What an expression found, as answers to the question that it is for."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import time
from decimal import Decimal
from typing import Any

from app.forms.questionnaire.definition.extensions import text
from app.forms.questionnaire.form import Item, Kind, Value
from app.forms.questionnaire.keeping.reading import quantity
from app.forms.questionnaire.logic.functions import Nodes, plain

MOMENT = re.compile(
    r"(?P<day>[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)(?:T(?P<clock>[0-9:]{8})(?:\.[0-9]+)?(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?)?"
)


def values_found(item: Item, found: Nodes) -> list[Value]:
    """Give answers; what does not fit the question's type is left out."""
    return [value for one in found if (value := _value(item, plain(one))) is not None]


def _value(item: Item, data: Any) -> Value | None:
    if data is None:
        return None
    if item.is_choice:
        return _chosen(item, data)
    return FINDERS[item.kind](item, data)


def _yes_or_no(item: Item, data: Any) -> Value | None:
    return {"valueBoolean": data} if isinstance(data, bool) else None


def _decimal(item: Item, data: Any) -> Value | None:
    return {"valueDecimal": number(data)} if _is_number(data) else None


def _is_number(data: Any) -> bool:
    return isinstance(data, (int, Decimal)) and not isinstance(data, bool) and Decimal(data).is_finite()


def number(data: int | Decimal) -> int | float:
    """Give a number as JSON has it: whole where it is."""
    return int(data) if data == int(data) else float(data)


def _whole(item: Item, data: Any) -> Value | None:
    if not _is_number(data) or data != int(data) or abs(data) > 2_147_483_647:
        return None
    return {"valueInteger": int(data)}


def _quantity(item: Item, data: Any) -> Value | None:
    if isinstance(data, dict) and not isinstance(data.get("value"), bool):
        kept = {key: data[key] for key in ("unit", "system", "code") if isinstance(data.get(key), str)}
        amount = data.get("value")
        exact = Decimal(str(amount)) if isinstance(amount, (int, float, Decimal)) else None
        return {"valueQuantity": {"value": number(exact), **kept}} if exact is not None else None
    if not _is_number(data):
        return None
    return {"valueQuantity": quantity(number(data), item.units[0].value["valueCoding"] if item.units else {})}


def _date(item: Item, data: Any) -> Value | None:
    found = MOMENT.fullmatch(text(data))
    return {"valueDate": found["day"]} if found is not None else None


def _moment(item: Item, data: Any) -> Value | None:
    """Give a moment; one without a zone is taken for one of UTC, since FHIR wants a zone beside a time."""
    found = MOMENT.fullmatch(text(data))
    if found is None:
        return None
    clock = f"T{found['clock']}{found['zone'] or 'Z'}" if found["clock"] and len(found["day"]) == 10 else ""
    return {"valueDateTime": f"{found['day']}{clock}"}


def _time(item: Item, data: Any) -> Value | None:
    words = text(data).removeprefix("T")
    try:
        return {"valueTime": time.fromisoformat(words[:8]).isoformat()}
    except ValueError:
        return None


def _words(item: Item, data: Any) -> Value | None:
    if isinstance(data, dict):
        data = text(data.get("display")) or text(data.get("text")) or text(data.get("code"))
    elif _is_number(data):
        data = str(number(data))
    words = text(data).strip()
    if not words:
        return None
    if item.kind is Kind.REFERENCE:
        return {"valueReference": {"display": words}}
    if item.kind is Kind.CHOICE:
        return {"valueCoding": {"display": words}}
    return {"valueUri" if item.kind is Kind.URL else "valueString": words}


def _chosen(item: Item, data: Any) -> Value | None:
    names = set(_names(data))
    for option in item.options:
        if names & set(_names(next(iter(option.value.values())))):
            return option.value
    words = text(data).strip()
    return {"valueString": words} if item.kind is Kind.OPEN_CHOICE and words else None


def _names(data: Any) -> Iterator[str]:
    """Give what an option, or what was found, may be known by."""
    inner: Sequence[Any] = (data.get("code"), data.get("display")) if isinstance(data, dict) else (data,)
    yield from (str(one).casefold() for one in inner if one is not None and not isinstance(one, (dict, list)))


FINDERS: dict[Kind, Callable[[Item, Any], Value | None]] = {
    Kind.BOOLEAN: _yes_or_no,
    Kind.INTEGER: _whole,
    Kind.DECIMAL: _decimal,
    Kind.QUANTITY: _quantity,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.TIME: _time,
    **dict.fromkeys(
        (Kind.STRING, Kind.TEXT, Kind.URL, Kind.CHOICE, Kind.OPEN_CHOICE, Kind.REFERENCE), _words
    ),
    **dict.fromkeys((Kind.ATTACHMENT, Kind.GROUP, Kind.DISPLAY), lambda item, data: None),
}
"""How what was found becomes an answer, by the type of the question."""
