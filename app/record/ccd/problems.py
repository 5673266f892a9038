"""Entries of the section Problems."""

from app.record.ccd.elements import (
    LOINC,
    SNOMED,
    Element,
    code,
    coded,
    el,
    own_id,
    span,
    template,
    text,
)
from app.record.ccd.narrative import Place
from app.record.clinical.facts import Problem
from app.record.making.record import Entry

OVER = ("inactive", "remission", "resolved")
STATUSES = {
    "active": ("55561003", "Active"),
    "recurrence": ("246455001", "Recurrence"),
    "relapse": ("263855007", "Relapse"),
    "inactive": ("73425007", "Inactive"),
    "remission": ("277022003", "Remission"),
    "resolved": ("413322009", "Resolved"),
}
"""By the codes of the value set Problem Status."""


def problem(entry: Entry, fact: Problem, place: Place, zone: str) -> list[Element]:
    """Make the concern about a problem; it is a concern since it was recorded, and a problem since its onset."""
    is_over = fact.status in OVER
    return [
        el(
            "act",
            *template("2.16.840.1.113883.10.20.22.4.3", "2015-08-01"),
            own_id(entry.id),
            code("code", "http://terminology.hl7.org/CodeSystem/v3-ActClass", "CONC", "Concern"),
            el("statusCode", code="completed" if is_over else "active"),
            span(fact.recorded or fact.onset, fact.abated if is_over else None, zone, is_over=is_over),
            el("entryRelationship", _observation(entry, fact, place, zone), typeCode="SUBJ"),
            classCode="ACT",
            moodCode="EVN",
        )
    ]


def _observation(entry: Entry, fact: Problem, place: Place, zone: str) -> Element:
    loinc = code("translation", LOINC, "75323-6", "Condition")
    return el(
        "observation",
        *template("2.16.840.1.113883.10.20.22.4.4", "2015-08-01"),
        own_id(entry.id, "observation"),
        code("code", SNOMED, "64572001", "Condition", loinc),
        text(place.row),
        el("statusCode", code="completed"),
        span(fact.onset, fact.abated, zone, is_over=fact.status == "resolved"),
        coded("value", fact.what, to=place.name, systems=(SNOMED,), xsi="CD"),
        _status(fact.status) if fact.status in STATUSES else None,
        classCode="OBS",
        moodCode="EVN",
    )


def _status(status: str) -> Element:
    value, display = STATUSES[status]
    made = el(
        "observation",
        *template("2.16.840.1.113883.10.20.22.4.6"),
        code("code", LOINC, "33999-4", "Status"),
        el("statusCode", code="completed"),
        code("value", SNOMED, value, display, xsi="CD"),
        classCode="OBS",
        moodCode="EVN",
    )
    return el("entryRelationship", made, typeCode="REFR")
