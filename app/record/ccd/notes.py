"""Entries of the section Notes, and the marks of a record that Federal rules protect."""

from app.record.ccd.elements import LOINC, Element, code, coded, el, moment, own_id, template, text, versioned
from app.record.ccd.narrative import Place
from app.record.ccd.parties import address
from app.record.clinical.facts import Coded, Note
from app.record.making.notices import PART_2, PART_2_TITLE
from app.record.making.record import Entry

NOTE = "34109-9"


def note(entry: Entry, fact: Note, place: Place, zone: str) -> list[Element]:
    """Make a note: which kind it is stands as a translation of what every note is."""
    return [
        el(
            "act",
            *versioned("2.16.840.1.113883.10.20.22.4.202", "2016-11-01"),
            own_id(entry.id),
            code("code", LOINC, NOTE, "Note", _kind(fact.what)),
            text(place.row),
            el("statusCode", code="completed"),
            moment("effectiveTime", fact.written, zone),
            _author(entry, fact, zone),
            classCode="ACT",
            moodCode="EVN",
        )
    ]


def _kind(what: Coded) -> list[Element]:
    """Give the kind of a note where it has a code of LOINC: the value set of kinds has no others."""
    of_loinc = tuple(each for each in what.codes if each.system == LOINC and each.code != NOTE)
    return [coded("translation", Coded(codes=of_loinc[:1]), systems=(LOINC,))] if of_loinc else []


def _author(entry: Entry, fact: Note, zone: str) -> Element:
    person = el("assignedPerson", el("name", fact.by)) if fact.by else None
    return el(
        "author",
        *template("2.16.840.1.113883.10.20.22.4.119"),
        moment("time", fact.written, zone),
        el(
            "assignedAuthor",
            own_id(entry.id, "author"),
            address(None, use="WP"),
            el("telecom", nullFlavor="UNK"),
            person,
        ),
    )


def privacy_markings() -> Element:
    """Make the section that says what nobody may do with the record (42 CFR 2.32), by HL7's Data Segmentation for Privacy."""
    return el(
        "section",
        *template("2.16.840.1.113883.3.3251.1.5"),
        code("code", LOINC, "57017-6", "Privacy policy Organization Document"),
        el("title", str(PART_2_TITLE)),
        el("text", el("paragraph", str(PART_2))),
    )
