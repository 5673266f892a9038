"""The answers of a choice: its own options, a list the form brings along, or one of the lists that we know."""

from collections.abc import Callable, Iterator
from typing import Any

from app.clients.lists.languages import LANGUAGES
from app.clients.lists.places import STATES
from app.forms.questionnaire.definition.extensions import ORDINALS, Json, objects, text, value_in, value_of
from app.forms.questionnaire.definition.extensions import named as extensions_named
from app.forms.questionnaire.definition.known_sets import KNOWN, Code
from app.forms.questionnaire.definition.rich_text import Wording
from app.forms.questionnaire.form import CHOICES, Option
from app.web.value_list import ValueList

Words = Callable[[Any, str], Wording]
MOST_OPTIONS = 2_000
BCP_47 = "urn:ietf:bcp:47"
USPS = "https://www.usps.com/"


def options_of(raw: Json, definition: Json, *, words: Words) -> tuple[Option, ...]:
    """Give the answers to choose from; none where anything may be typed, or the list is not known."""
    own = list(objects(raw.get("answerOption")))
    if own:
        return tuple(_own(raw, own, words=words))
    if text(raw.get("type")) not in CHOICES:
        return ()
    address = text(raw.get("answerValueSet"))
    return tuple(_contained(definition, address, words=words)) or known(address)


def unknown_set(raw: Json, definition: Json) -> str:
    """Give the address of a list that we do not know, "-" where a choice names none; "" where all is known."""
    if options_of(raw, definition, words=lambda holder, key: Wording()):
        return ""
    return text(raw.get("answerValueSet")) or "-"


def _own(raw: Json, own: list[Json], *, words: Words) -> Iterator[Option]:
    first = [value_in(one) for one in objects(raw.get("initial"))]
    for place, option in enumerate(own[:MOST_OPTIONS]):
        found = value_in(option)
        if found is None:
            continue
        key, value = found
        yield Option(
            token=str(place),
            value={key: _kept(option, value)},
            wording=_option_words(option, key, value, words=words),
            prefix=text(
                value_of(option, "questionnaire-optionPrefix")
                or value_of(value, "questionnaire-optionPrefix")
            ),
            chosen_first=option.get("initialSelected") is True or (key, value) in first,
            alone=value_of(option, "questionnaire-optionExclusive") is True,
        )


def _option_words(option: Json, key: str, value: Any, *, words: Words) -> Wording:
    if isinstance(value, dict):
        shown = words(value, "display")
        return shown or Wording(words=text(value.get("code")) or text(value.get("reference")) or "?")
    if isinstance(value, str):
        return words(option, key)
    return Wording(words=str(value))


def _kept(option: Json, value: Any) -> Any:
    """Give what an answer keeps of an option: what it is, and what it counts."""
    if not isinstance(value, dict):
        return value
    kept = without_looks(value)
    ordinals = [*extensions_named(option, *ORDINALS), *extensions_named(value, *ORDINALS)][:1]
    return {**kept, "extension": [dict(one) for one in ordinals]} if ordinals else kept


def without_looks(value: Any) -> Any:
    """Leave out what a value says of how it is shown."""
    if not isinstance(value, dict):
        return value
    return {key: one for key, one in value.items() if key != "extension" and not key.startswith("_")}


def _contained(definition: Json, address: str, *, words: Words) -> Iterator[Option]:
    sets = (one for one in objects(definition.get("contained")) if one.get("resourceType") == "ValueSet")
    held = next(
        (one for one in sets if address in (f"#{text(one.get('id'))}", text(one.get("url")) or None)), None
    )
    if held is None:
        return
    listed = list(_expanded(held)) or list(_composed(held, definition)) or list(_looked_up(held))
    for place, (system, concept) in enumerate(listed[:MOST_OPTIONS]):
        coding = {
            "system": system,
            "code": text(concept.get("code")),
            "display": text(concept.get("display")),
        }
        yield Option(
            token=str(place),
            value={"valueCoding": _kept(concept, {key: one for key, one in coding.items() if one})},
            wording=words(concept, "display") or Wording(words=coding["code"] or "?"),
            prefix=text(value_of(concept, "questionnaire-optionPrefix")),
        )


def _expanded(held: Json) -> Iterator[tuple[str, Json]]:
    expansion = held.get("expansion")
    waiting = list(objects(expansion.get("contains"))) if isinstance(expansion, dict) else []
    while waiting:
        concept = waiting.pop(0)
        waiting = [*objects(concept.get("contains")), *waiting]
        if (
            concept.get("abstract") is not True
            and concept.get("inactive") is not True
            and concept.get("code")
        ):
            yield text(concept.get("system")), concept


def _composed(held: Json, definition: Json) -> Iterator[tuple[str, Json]]:
    for include in _includes(held):
        system = text(include.get("system"))
        concepts = list(objects(include.get("concept"))) or list(_code_system(system, definition))
        yield from ((system, concept) for concept in concepts if concept.get("code"))


def _includes(held: Json) -> Iterator[Json]:
    compose = held.get("compose")
    return objects(compose.get("include")) if isinstance(compose, dict) else iter(())


def _code_system(system: str, definition: Json) -> Iterator[Json]:
    for one in objects(definition.get("contained")):
        if one.get("resourceType") == "CodeSystem" and system and text(one.get("url")) == system:
            yield from objects(one.get("concept"))


def _looked_up(held: Json) -> Iterator[tuple[str, Json]]:
    """Find what a contained list takes from lists that we know."""
    addresses = [text(held.get("url"))]
    for include in _includes(held):
        named = include.get("valueSet")
        addresses += [text(one) for one in named] if isinstance(named, list) else []
    for address in addresses:
        yield from (
            (text(option.value["valueCoding"].get("system")), option.value["valueCoding"])
            for option in known(address)
        )


def known(address: str) -> tuple[Option, ...]:
    """Give the options of a value set of the world that we know by heart; none of another."""
    bare = address.partition("|")[0].rstrip("/")
    if bare in LISTED:
        system, values = LISTED[bare]
        codes = [
            Code(code=code, english=values.english[code], spanish=values.spanish.get(code, ""), system=system)
            for code in values.codes
            if code not in values.unoffered
        ]
    else:
        codes = list(KNOWN.get(bare, ()))
    return tuple(_option(place, code) for place, code in enumerate(codes))


def _option(place: int, code: Code) -> Option:
    coding: dict[str, Any] = {"system": code.system, "code": code.code, "display": code.english}
    if code.ordinal is not None:
        coding["extension"] = [
            {"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": code.ordinal}
        ]
    words = Wording(
        words=code.english, language="en", translations=(("es", code.spanish),) if code.spanish else ()
    )
    return Option(token=str(place), value={"valueCoding": coding}, wording=words)


LISTED: dict[str, tuple[str, ValueList]] = {
    "http://hl7.org/fhir/ValueSet/languages": (BCP_47, LANGUAGES),
    "http://hl7.org/fhir/ValueSet/all-languages": (BCP_47, LANGUAGES),
    "http://hl7.org/fhir/us/core/ValueSet/simple-language": (BCP_47, LANGUAGES),
    "http://hl7.org/fhir/us/core/ValueSet/us-core-usps-state": (USPS, STATES),
}
