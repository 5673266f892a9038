"""Entries of the sections Procedures and Encounters."""

from app.record.ccd.elements import ACT_CODE, LOINC, SNOMED, Element, coded, el, own_id, span, template, text
from app.record.ccd.medications import indication
from app.record.ccd.narrative import Place
from app.record.ccd.parties import performer
from app.record.clinical.facts import Coded, Encounter, Procedure
from app.record.making.record import Entry

CPT = "http://www.ama-assn.org/go/cpt"
PROCEDURES = (
    SNOMED,
    CPT,
    "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
    "http://www.cms.gov/Medicare/Coding/ICD10",
    "http://www.ada.org/cdt",
    LOINC,
)
STATUSES = {
    "completed": "completed",
    "in-progress": "active",
    "preparation": "active",
    "on-hold": "active",
    "stopped": "aborted",
    "not-done": "cancelled",
    "cancelled": "cancelled",
}
"""Of FHIR to the value set ProcedureAct statusCode."""

NOT_BEGUN = ("planned", "cancelled")


def procedure(entry: Entry, fact: Procedure, place: Place, zone: str) -> list[Element]:
    return [
        el(
            "procedure",
            *template("2.16.840.1.113883.10.20.22.4.14", "2014-06-09"),
            own_id(entry.id),
            coded("code", fact.what, to=place.name, systems=PROCEDURES),
            text(place.row),
            el("statusCode", code=STATUSES.get(fact.status, "completed")),
            span(fact.began, fact.ended or fact.began, zone),
            performer(fact.by) if fact.by else None,
            classCode="PROC",
            moodCode="EVN",
        )
    ]


def encounter(entry: Entry, fact: Encounter, place: Place, zone: str) -> list[Element]:
    """Make a visit; by which manner it was, such as by video, is a translation of what it was.

    One that did not take place, or not yet, stands in words alone.
    """
    if fact.status in NOT_BEGUN:
        return []
    what = fact.what
    if fact.manner is not None:
        what = Coded(text=what.text, codes=(*what.codes, fact.manner))
    is_over = fact.status in ("finished", "completed")
    return [
        el(
            "encounter",
            *template("2.16.840.1.113883.10.20.22.4.49", "2015-08-01"),
            own_id(entry.id),
            coded("code", what, to=place.name, systems=(CPT, SNOMED, ACT_CODE)),
            text(place.row),
            span(fact.began, fact.ended, zone, is_over=is_over),
            performer(fact.by) if fact.by else None,
            _place(fact.where) if fact.where else None,
            el("entryRelationship", indication(entry, fact.reason), typeCode="RSON") if fact.reason else None,
            classCode="ENC",
            moodCode="EVN",
        )
    ]


def _place(where: str) -> Element:
    return el(
        "participant",
        el(
            "participantRole",
            *template("2.16.840.1.113883.10.20.22.4.32"),
            el("code", nullFlavor="UNK"),
            el("addr", nullFlavor="UNK"),
            el("telecom", nullFlavor="UNK"),
            el("playingEntity", el("name", where), classCode="PLC"),
            classCode="SDLOC",
        ),
        typeCode="LOC",
    )
