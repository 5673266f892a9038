"""What an expression found, as answers to the question that it is for."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from app.forms.questionnaire.extensions import text
from app.forms.questionnaire.fhirpath import Nodes, plain
from app.forms.questionnaire.form import Item, Kind, Value
from app.forms.questionnaire.reading import quantity

FIRST = {Kind.DATE: 10, Kind.TIME: 8}


def values_found(item: Item, found: Nodes) -> list[Value]:
    """Give answers; what does not fit the question's type is left out."""
    return [value for one in found if (value := _value(item, plain(one))) is not None]


def _value(item: Item, data: Any) -> Value | None:
    if data is None:
        return None
    if item.is_choice:
        return _chosen(item, data)
    match item.kind:
        case Kind.BOOLEAN:
            return {"valueBoolean": data} if isinstance(data, bool) else None
        case Kind.INTEGER:
            return _whole(data)
        case Kind.DECIMAL:
            return {"valueDecimal": number(data)} if _is_number(data) else None
        case Kind.QUANTITY:
            return _quantity(item, data)
        case Kind.DATE | Kind.MOMENT | Kind.TIME:
            return _dated(item.kind, data)
        case _:
            return _words(item, data)


def _is_number(data: Any) -> bool:
    return isinstance(data, (int, Decimal)) and not isinstance(data, bool) and Decimal(data).is_finite()


def number(data: int | Decimal) -> int | float:
    """Give a number as JSON has it: whole where it is."""
    return int(data) if data == int(data) else float(data)


def _whole(data: Any) -> Value | None:
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


def _dated(kind: Kind, data: Any) -> Value | None:
    words = text(data).removeprefix("T") if kind is Kind.TIME else text(data)
    readers = {
        Kind.DATE: date.fromisoformat,
        Kind.TIME: time.fromisoformat,
        Kind.MOMENT: datetime.fromisoformat,
    }
    words = words[: FIRST.get(kind, 40)]
    try:
        readers[kind](words)
    except ValueError:
        return None
    return {f"value{kind[0].upper()}{kind[1:]}": words}


def _words(item: Item, data: Any) -> Value | None:
    if isinstance(data, dict):
        data = text(data.get("display")) or text(data.get("text")) or text(data.get("code"))
    elif _is_number(data):
        data = str(number(data))
    words = text(data).strip()
    if not words or item.kind is Kind.ATTACHMENT:
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
