"""Entries of the sections Results, Vital Signs and Social History."""

import re
from collections.abc import Callable, Hashable, Iterator

from app.record.ccd.elements import (
    LOINC,
    SNOMED,
    Element,
    code,
    coded,
    el,
    moment,
    own_id,
    template,
    text,
)
from app.record.ccd.medications import NUMBER
from app.record.ccd.narrative import Place
from app.record.clinical.facts import Amount, Coded, Measured, Observation, When
from app.record.making.record import Entry
from app.record.making.words import measured_words

INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
INTERPRETATIONS = frozenset(
    ["A", "AA", "H", "HH", "HU", "L", "LL", "LU", "N", "POS", "NEG", "IND", "R", "S", "I", "B", "W", "U", "D"]
)
UNFINISHED = ("registered", "preliminary")
CANCELLED = ("cancelled",)
SMOKING = frozenset(
    [
        "449868002",
        "428041000124106",
        "8517006",
        "266919005",
        "77176002",
        "266927001",
        "428071000124103",
        "428061000124105",
    ]
)
"""The value set Smoking Status, of SNOMED CT."""
ABSENT = {
    "asked-declined": "ASKU",
    "asked-unknown": "ASKU",
    "not-asked": "NASK",
    "masked": "MSK",
    "not-applicable": "NA",
}
UCUM = re.compile(r"[^\s<>]+")
Member = tuple[Entry, Observation, Place]
Found = tuple[str, Coded, Measured]
"""What is told apart within an entry ("" for the whole), what was looked at, and what was found."""


def results(entries: list[Member], zone: str) -> Iterator[Element]:
    """Make an organizer for each panel and moment; what belongs to no panel has one of its own."""
    return (_organizer(members, zone) for members in _together(entries, _panel))


def _together(entries: list[Member], key: Callable[[Member], Hashable]) -> list[list[Member]]:
    groups: dict[Hashable, list[Member]] = {}
    for member in entries:
        groups.setdefault(key(member), []).append(member)
    return list(groups.values())


def _panel(member: Member) -> Hashable:
    entry, fact, _ = member
    return (fact.panel, fact.taken) if fact.panel else entry.id


def _organizer(members: list[Member], zone: str) -> Element:
    entry, first, place = members[0]
    observations = [
        _result(entry, fact, place, found, zone) for entry, fact, place in members for found in _found(fact)
    ]
    return el(
        "organizer",
        *template("2.16.840.1.113883.10.20.22.4.1", "2015-08-01"),
        own_id(entry.id, "panel"),
        coded(
            "code", first.panel or first.what, to="" if first.panel else place.name, systems=(LOINC, SNOMED)
        ),
        el("statusCode", code=_status(first)),
        _point(first.taken, zone),
        [el("component", each) for each in observations],
        classCode="BATTERY",
        moodCode="EVN",
    )


def _point(taken: When | None, zone: str) -> Element:
    return el("effectiveTime", moment("low", taken, zone), moment("high", taken, zone))


def _found(fact: Observation) -> Iterator[Found]:
    """Give what an observation found: the whole, unless it is nothing but its parts, and each part."""
    if fact.found != Measured() or not fact.parts:
        yield "", fact.what, fact.found
    for number, part in enumerate(fact.parts):
        yield f"part {number}", part.what, part.found


def _status(fact: Observation) -> str:
    if fact.status in UNFINISHED:
        return "active"
    return "aborted" if fact.status in CANCELLED else "completed"


def _result(entry: Entry, fact: Observation, place: Place, found: Found, zone: str) -> Element:
    name, what, measured = found
    return el(
        "observation",
        *template("2.16.840.1.113883.10.20.22.4.2", "2015-08-01"),
        own_id(entry.id, name),
        coded("code", what, to="" if name else place.name, systems=(LOINC, SNOMED)),
        text(place.row),
        el("statusCode", code=_status(fact)),
        moment("effectiveTime", fact.taken, zone),
        value(measured),
        None if name else _interpretation(fact),
        None if name else _usual(fact.usual),
        classCode="OBS",
        moodCode="EVN",
    )


def _interpretation(fact: Observation) -> Element | None:
    if fact.flag not in INTERPRETATIONS:
        return None
    return code("interpretationCode", INTERPRETATION, fact.flag)


def _usual(usual: str) -> Element | None:
    if not usual:
        return None
    words = el("value", usual, xsi="ST")
    return el("referenceRange", el("observationRange", el("text", usual), words))


def value(found: Measured) -> Element:
    """Make a value: a number with its UCUM unit, a code, else the words; nothing found is a null flavor."""
    if found.amount is not None:
        return _amount(found.amount)
    if found.coded is not None and (found.coded.codes or found.coded.text):
        return coded("value", found.coded, xsi="CD")
    if found.text:
        return el("value", found.text, xsi="ST")
    return el("value", nullFlavor=ABSENT.get(found.absent, "UNK"), xsi="CD")


def _amount(amount: Amount) -> Element:
    """Make a quantity; a unit that only people read is told in words, since a wrong one would be a wrong value."""
    if not _is_quantity(amount):
        return el("value", measured_words(Measured(amount=amount)), xsi="ST")
    number = {"value": amount.value, "unit": amount.code or "1"}
    if not amount.comparator:
        return el("value", xsi="PQ", **number)
    inclusive = "true" if "=" in amount.comparator else "false"
    bound = "high" if amount.comparator.startswith("<") else "low"
    return el("value", el(bound, inclusive=inclusive, **number), xsi="IVL_PQ")


def _is_quantity(amount: Amount) -> bool:
    has_unit = UCUM.fullmatch(amount.code) if amount.code else not amount.unit
    return bool(has_unit) and NUMBER.fullmatch(amount.value) is not None


def vitals(entries: list[Member], zone: str) -> Iterator[Element]:
    """Make an organizer for each moment at which vital signs were measured.

    A vital sign is a quantity with a unit, or none: what else was said of one stands in words alone.
    """
    measured = [member for member in entries if any(map(_is_vital, _found(member[1])))]
    return (_vital_organizer(members, zone) for members in _together(measured, _moment))


def _moment(member: Member) -> Hashable:
    entry, fact, _ = member
    return fact.taken or entry.id


def _vital_organizer(members: list[Member], zone: str) -> Element:
    first, fact, _ = members[0]
    loinc = code("translation", LOINC, "74728-7", "Vital signs")
    observations = [
        _vital(entry, fact, place, found, zone)
        for entry, fact, place in members
        for found in filter(_is_vital, _found(fact))
    ]
    return el(
        "organizer",
        *template("2.16.840.1.113883.10.20.22.4.26", "2015-08-01"),
        own_id(first.id, "vitals"),
        code("code", SNOMED, "46680005", "Vital signs", loinc),
        el("statusCode", code="completed"),
        _point(fact.taken, zone),
        [el("component", each) for each in observations],
        classCode="CLUSTER",
        moodCode="EVN",
    )


def _is_vital(found: Found) -> bool:
    amount = found[2].amount
    return amount is not None and _is_quantity(amount) and not amount.comparator


def _vital(entry: Entry, fact: Observation, place: Place, found: Found, zone: str) -> Element:
    name, what, measured = found
    return el(
        "observation",
        *template("2.16.840.1.113883.10.20.22.4.27", "2014-06-09"),
        own_id(entry.id, name),
        coded("code", what, to="" if name else place.name, systems=(LOINC,)),
        text(place.row),
        el("statusCode", code="completed"),
        moment("effectiveTime", fact.taken, zone),
        value(measured),
        None if name else _interpretation(fact),
        classCode="OBS",
        moodCode="EVN",
    )


def social(entry: Entry, fact: Observation, place: Place, zone: str) -> list[Element]:
    """Make the smoking status where it is one, else facts of the social history, one for each part."""
    smoking = _smoking(fact)
    if smoking is not None:
        return [
            el(
                "observation",
                *template("2.16.840.1.113883.10.20.22.4.78", "2014-06-09"),
                own_id(entry.id),
                code("code", LOINC, "72166-2", "Tobacco smoking status"),
                text(place.row),
                el("statusCode", code="completed"),
                moment("effectiveTime", fact.taken, zone),
                smoking,
                classCode="OBS",
                moodCode="EVN",
            )
        ]
    return [_social(entry, fact, place, found, zone) for found in _found(fact)]


def _smoking(fact: Observation) -> Element | None:
    is_it = any(each.system == LOINC and each.code == "72166-2" for each in fact.what.codes)
    codes = fact.found.coded.codes if fact.found.coded else ()
    found = next((each for each in codes if each.system == SNOMED and each.code in SMOKING), None)
    if not is_it or found is None:
        return None
    return code("value", SNOMED, found.code, found.display, xsi="CD")


def _social(entry: Entry, fact: Observation, place: Place, found: Found, zone: str) -> Element:
    name, what, measured = found
    return el(
        "observation",
        *template("2.16.840.1.113883.10.20.22.4.38", "2015-08-01"),
        own_id(entry.id, name),
        coded("code", what, to="" if name else place.name, systems=(SNOMED, LOINC)),
        text(place.row),
        el("statusCode", code="completed"),
        moment("effectiveTime", fact.taken, zone),
        value(measured),
        classCode="OBS",
        moodCode="EVN",
    )
