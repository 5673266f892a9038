"""Entries of the section Allergies and Intolerances."""

from app.record.ccd.elements import (
    ACT_CODE,
    LOINC,
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
from app.record.clinical.facts import Allergy, Reaction
from app.record.making.record import Entry

UNII = "http://fdasis.nlm.nih.gov"
ALLERGIES = {
    "food": ("414285001", "Allergy to food"),
    "medication": ("416098002", "Allergy to drug"),
    "": ("419199007", "Allergy to substance"),
}
INTOLERANCES = {
    "food": ("235719002", "Intolerance to food"),
    "medication": ("59037007", "Intolerance to drug"),
    "": ("420134006", "Propensity to adverse reaction"),
}
"""By the category of the allergy, of the value set Allergy and Intolerance Type; "" for any other."""
CRITICALITIES = {"low": "CRITL", "high": "CRITH", "unable-to-assess": "CRITU"}
SEVERITIES = {
    "mild": ("255604002", "Mild"),
    "moderate": ("6736007", "Moderate"),
    "severe": ("24484000", "Severe"),
}
OBSERVATION_VALUE = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue"


def allergy(entry: Entry, fact: Allergy, place: Place, zone: str) -> list[Element]:
    """Make the concern about an allergy; one that is over has an end, known or not."""
    is_over = fact.status in ("inactive", "resolved")
    since = fact.onset or fact.recorded
    return [
        el(
            "act",
            *template("2.16.840.1.113883.10.20.22.4.30", "2015-08-01"),
            own_id(entry.id),
            code("code", "http://terminology.hl7.org/CodeSystem/v3-ActClass", "CONC", "Concern"),
            el("statusCode", code="completed" if is_over else "active"),
            span(fact.recorded or since, None, zone, is_over=is_over),
            el(
                "entryRelationship",
                _observation(entry, fact, place, zone, is_over=is_over),
                typeCode="SUBJ",
            ),
            classCode="ACT",
            moodCode="EVN",
        )
    ]


def _observation(entry: Entry, fact: Allergy, place: Place, zone: str, *, is_over: bool) -> Element:
    types = INTOLERANCES if fact.is_intolerance else ALLERGIES
    value, display = types.get(fact.category, types[""])
    since = None if fact.none_known and fact.onset is None else fact.onset
    return el(
        "observation",
        *template("2.16.840.1.113883.10.20.22.4.7", "2014-06-09"),
        own_id(entry.id, "observation"),
        code("code", ACT_CODE, "ASSERTION"),
        text(place.row),
        el("statusCode", code="completed"),
        span(since, None, zone, is_over=is_over),
        code("value", SNOMED, value, display, xsi="CD"),
        _substance(fact, place),
        [_further(_reaction(entry, each, number, place)) for number, each in enumerate(fact.reactions)],
        _further(_criticality(fact, place), "SUBJ") if fact.criticality in CRITICALITIES else None,
        classCode="OBS",
        moodCode="EVN",
        negationInd="true" if fact.none_known else None,
    )


def _substance(fact: Allergy, place: Place) -> Element:
    """Name what it is an allergy to; of one that is known not to be, nothing in particular."""
    if fact.none_known:
        what = el("code", nullFlavor="NA")
    else:
        what = coded("code", fact.what, to=place.name, systems=(RXNORM, UNII, SNOMED))
    name = el("name", fact.what.words) if fact.what.words and not fact.none_known else None
    entity = el("playingEntity", what, name, classCode="MMAT")
    return el("participant", el("participantRole", entity, classCode="MANU"), typeCode="CSM")


def _further(made: Element, type_code: str = "MFST") -> Element:
    return el("entryRelationship", made, typeCode=type_code, inversionInd="true")


def _reaction(entry: Entry, reaction: Reaction, number: int, place: Place) -> Element:
    severity = SEVERITIES.get(reaction.severity)
    return el(
        "observation",
        *template("2.16.840.1.113883.10.20.22.4.9", "2014-06-09"),
        own_id(entry.id, f"reaction {number}"),
        code("code", ACT_CODE, "ASSERTION"),
        text(place.row),
        el("statusCode", code="completed"),
        el("effectiveTime", moment("low", None, "")),
        coded("value", reaction.what, systems=(SNOMED,), xsi="CD"),
        _further(_severity(*severity, place), "SUBJ") if severity else None,
        classCode="OBS",
        moodCode="EVN",
    )


def _severity(value: str, display: str, place: Place) -> Element:
    return el(
        "observation",
        *template("2.16.840.1.113883.10.20.22.4.8", "2014-06-09"),
        code("code", ACT_CODE, "SEV", "Severity Observation"),
        text(place.row),
        el("statusCode", code="completed"),
        code("value", SNOMED, value, display, xsi="CD"),
        classCode="OBS",
        moodCode="EVN",
    )


def _criticality(fact: Allergy, place: Place) -> Element:
    return el(
        "observation",
        *template("2.16.840.1.113883.10.20.22.4.145"),
        code("code", LOINC, "82606-5", "Allergy or intolerance criticality"),
        text(place.row),
        el("statusCode", code="completed"),
        code("value", OBSERVATION_VALUE, CRITICALITIES[fact.criticality], xsi="CD"),
        classCode="OBS",
        moodCode="EVN",
    )
