"""What forms say in extensions: found by the end of the address, since makers of forms spell the beginning differently."""

from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]

ORDINALS = ("ordinalValue", "itemWeight", "questionnaire-ordinalValue", "valueset-ordinalValue")
"""By these an option says what it counts in a score."""
TOP = "http://hl7.org/fhir/StructureDefinition/"


def objects(value: Any) -> Iterator[Json]:
    """Give what of a list are objects."""
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))


def text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def named(holder: Any, *names: str) -> Iterator[Json]:
    """Give the extensions of `holder` whose address ends in one of `names`."""
    if isinstance(holder, dict):
        for extension in objects(holder.get("extension")):
            if text(extension.get("url")).rstrip("/").rpartition("/")[2] in names:
                yield extension


def value_of(holder: Any, *names: str) -> Any:
    """Give the value of the first extension of these names; None: there is none."""
    return next((_value(extension) for extension in named(holder, *names)), None)


def values_of(holder: Any, *names: str) -> list[Any]:
    return [_value(extension) for extension in named(holder, *names)]


def _value(extension: Json) -> Any:
    return next((value for key, value in extension.items() if key.startswith("value")), None)


def control_of(holder: Any) -> str:
    """Give the code of the item's control, such as "drop-down"; "" for none."""
    concept = value_of(holder, "questionnaire-itemControl")
    if not isinstance(concept, dict):
        return ""
    codes = (text(coding.get("code")) for coding in objects(concept.get("coding")))
    return next((code for code in codes if code), text(concept.get("text")))


def expression_of(value: Any) -> str:
    """Give a FHIRPath expression; "" for what is in another language."""
    if not isinstance(value, dict):
        return text(value)
    language = text(value.get("language")) or "text/fhirpath"
    return text(value.get("expression")) if language == "text/fhirpath" else ""


def value_in(holder: Json, start: str = "value") -> tuple[str, Any] | None:
    """Give the key and the value of what may be of many types: ("valueInteger", 3)."""
    for key, value in holder.items():
        if value is not None and key.startswith(start):
            return key, value
    return None


def objects_in(holder: Any) -> Iterator[Json]:
    """Give every object that there is, however deep."""
    waiting: list[Any] = [holder]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def named_anywhere(holder: Any, name: str) -> Iterator[Json]:
    """Give the extensions of this name, wherever they are."""
    for one in objects_in(holder):
        yield from named(one, name)
