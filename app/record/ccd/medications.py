"""Entries of the sections Medications and Immunizations."""

import re

from app.record.ccd.elements import (
    ACT_CODE,
    CVX,
    RXNORM,
    SNOMED,
    Element,
    code,
    coded,
    el,
    moment,
    own_id,
    span,
    template,
    text,
)
from app.record.ccd.narrative import Place
from app.record.clinical.facts import Amount, Coded, Immunization, Medication
from app.record.making.record import Entry

STATUSES = {
    "active": "active",
    "on-hold": "suspended",
    "stopped": "aborted",
    "cancelled": "cancelled",
    "completed": "completed",
    "draft": "new",
}
"""Of FHIR to HL7 ActStatus; what is not known is as if it went on only where it has no end."""
OVER = ("aborted", "cancelled", "completed")
NCI = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"
TIMES = ("s", "min", "h", "d", "wk", "mo", "a")
"""UCUM's units of time."""
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def medication(entry: Entry, fact: Medication, place: Place, zone: str) -> list[Element]:
    """Make a prescription: what is intended, not what was seen to be taken."""
    status = STATUSES.get(fact.status) or ("completed" if fact.ended else "active")
    return [
        el(
            "substanceAdministration",
            *template("2.16.840.1.113883.10.20.22.4.16", "2014-06-09"),
            own_id(entry.id),
            text(place.row),
            el("statusCode", code=status),
            span(fact.started, fact.ended, zone, is_over=status in OVER, xsi="IVL_TS"),
            _every(fact.every),
            coded("routeCode", fact.route, systems=(NCI,)) if fact.route else None,
            dose(fact.dose),
            el("consumable", _product(fact.what, place)),
            _reason(entry, fact) if fact.reason else None,
            _when_needed() if fact.as_needed else None,
            classCode="SBADM",
            moodCode="INT",
        )
    ]


def _every(every: Amount | None) -> Element | None:
    if every is None or not NUMBER.fullmatch(every.value):
        return None
    unit = next((each for each in (every.code, every.unit) if each in TIMES), "")
    if not unit:
        return None
    period = el("period", value=every.value, unit=unit)
    return el("effectiveTime", period, xsi="PIVL_TS", institutionSpecified="true", operator="A")


def dose(amount: Amount | None) -> Element:
    """Make a dose: a number without a unit counts tablets and the like."""
    if amount is None or not NUMBER.fullmatch(amount.value) or amount.comparator:
        return el("doseQuantity", nullFlavor="UNK")
    unit = amount.code if amount.code and not re.search(r"\s", amount.code) else None
    if unit is None and amount.unit:
        return el("doseQuantity", nullFlavor="OTH")
    return el("doseQuantity", value=amount.value, unit=unit)


def _product(what: Coded, place: Place) -> Element:
    return el(
        "manufacturedProduct",
        *template("2.16.840.1.113883.10.20.22.4.23", "2014-06-09"),
        el("manufacturedMaterial", coded("code", what, to=place.name, systems=(RXNORM,)), name_of(what)),
        classCode="MANU",
    )


def name_of(what: Coded) -> Element | None:
    return el("name", what.words) if what.words else None


def _reason(entry: Entry, fact: Medication) -> Element:
    return el("entryRelationship", indication(entry, fact.reason), typeCode="RSON")


def indication(entry: Entry, words: str) -> Element:
    """Make why something was done, in words."""
    return el(
        "observation",
        *template("2.16.840.1.113883.10.20.22.4.19", "2014-06-09"),
        own_id(entry.id, "indication"),
        code("code", SNOMED, "404684003", "Clinical finding"),
        el("statusCode", code="completed"),
        coded("value", Coded(text=words), xsi="CD"),
        classCode="OBS",
        moodCode="EVN",
    )


def _when_needed() -> Element:
    return el(
        "precondition",
        el(
            "criterion",
            *template("2.16.840.1.113883.10.20.22.4.25", "2014-06-09"),
            code("code", ACT_CODE, "ASSERTION"),
            el("value", nullFlavor="UNK", xsi="CD"),
        ),
        typeCode="PRCN",
    )


def immunization(entry: Entry, fact: Immunization, place: Place, zone: str) -> list[Element]:
    return [
        el(
            "substanceAdministration",
            *template("2.16.840.1.113883.10.20.22.4.52", "2015-08-01"),
            own_id(entry.id),
            text(place.row),
            el("statusCode", code="completed"),
            moment("effectiveTime", fact.given, zone),
            el("doseQuantity", nullFlavor="UNK"),
            el("consumable", _vaccine(fact, place)),
            classCode="SBADM",
            moodCode="EVN",
            negationInd="true" if fact.status == "not-done" else "false",
        )
    ]


def _vaccine(fact: Immunization, place: Place) -> Element:
    lot = el("lotNumberText", fact.lot) if fact.lot else None
    return el(
        "manufacturedProduct",
        *template("2.16.840.1.113883.10.20.22.4.54", "2014-06-09"),
        el(
            "manufacturedMaterial",
            coded("code", fact.what, to=place.name, systems=(CVX,)),
            name_of(fact.what),
            lot,
        ),
        classCode="MANU",
    )
