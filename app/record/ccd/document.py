"""The record as a C-CDA R2.1 Continuity of Care Document: a narrative and entries that are made of the same rows.

The narrative is in English, as the document says of itself, whatever the reader's language.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from app.record.ccd import allergies, events, medications, notes, observations, plans, problems
from app.record.ccd.elements import LOINC, NAMESPACES, V3, Element, code, el, template, versioned
from app.record.ccd.header import header
from app.record.ccd.narrative import Place, narrative, places_of
from app.record.clinical.facts import Kind
from app.record.making.notices import LEFT_OUT
from app.record.making.record import Entry, Record
from app.record.making.sections import Section, sections_of
from app.web.language import Language, speaking

Members = list[tuple[Entry, Any, Place]]
Makes = Callable[[Record, Members, str], Iterable[Element]]
"""Makes the entries of a section; the last is the zone of the practice."""
ROOT = "2.16.840.1.113883.10.20.22.2"


@dataclass(frozen=True, slots=True)
class _Made:
    """What a section of the document is."""

    root: str
    """The end of the id of its template."""
    version: str
    loinc: str
    display: str
    title: str
    makes: Makes
    required: bool = False
    """Whether it stands there even where it has nothing to say."""

    def ids(self) -> list[Element]:
        root, versions = f"{ROOT}.{self.root}", (self.version,) if self.version else ()
        return versioned(root, self.version) if self.root in NEWER else template(root, *versions)


def _each(make: Callable[[Entry, Any, Place, str], list[Element]]) -> Makes:
    """Make the entries of a section one by one."""

    def makes(_record: Record, members: Members, zone: str) -> Iterable[Element]:
        return (made for entry, fact, place in members for made in make(entry, fact, place, zone))

    return makes


def _results(_record: Record, members: Members, zone: str) -> Iterable[Element]:
    return observations.results(members, zone)


def _vitals(_record: Record, members: Members, zone: str) -> Iterable[Element]:
    return observations.vitals(members, zone)


SECTIONS: Mapping[Kind, _Made] = {
    Kind.ALLERGY: _Made(
        "6.1",
        "2015-08-01",
        "48765-2",
        "Allergies and adverse reactions Document",
        "Allergies and Intolerances",
        _each(allergies.allergy),
        required=True,
    ),
    Kind.MEDICATION: _Made(
        "1.1",
        "2014-06-09",
        "10160-0",
        "History of Medication use Narrative",
        "Medications",
        _each(medications.medication),
        required=True,
    ),
    Kind.PROBLEM: _Made(
        "5.1",
        "2015-08-01",
        "11450-4",
        "Problem list - Reported",
        "Problems",
        _each(problems.problem),
        required=True,
    ),
    Kind.PROCEDURE: _Made(
        "7.1",
        "2014-06-09",
        "47519-4",
        "History of Procedures Document",
        "Procedures",
        _each(events.procedure),
    ),
    Kind.RESULT: _Made(
        "3.1",
        "2015-08-01",
        "30954-2",
        "Relevant diagnostic tests/laboratory data Narrative",
        "Results",
        _results,
        required=True,
    ),
    Kind.SOCIAL: _Made(
        "17",
        "2015-08-01",
        "29762-2",
        "Social history Narrative",
        "Social History",
        _each(observations.social),
        required=True,
    ),
    Kind.VITAL: _Made("4.1", "2015-08-01", "8716-3", "Vital signs", "Vital Signs", _vitals, required=True),
    Kind.IMMUNIZATION: _Made(
        "2.1",
        "2015-08-01",
        "11369-6",
        "History of Immunization Narrative",
        "Immunizations",
        _each(medications.immunization),
    ),
    Kind.ENCOUNTER: _Made(
        "22.1", "2015-08-01", "46240-8", "History of encounters", "Encounters", _each(events.encounter)
    ),
    Kind.PLAN: _Made(
        "10", "2014-06-09", "18776-5", "Plan of care note", "Plan of Treatment", _each(plans.plan)
    ),
    Kind.GOAL: _Made("60", "", "61146-7", "Goals", "Goals", _each(plans.goal)),
    Kind.CARE_TEAM: _Made(
        "500", "2019-07-01", "85847-2", "Patient Care team information", "Care Teams", plans.care_team
    ),
    Kind.COVERAGE: _Made(
        "18", "2015-08-01", "48768-6", "Payment sources Document", "Payers", _each(plans.coverage)
    ),
    Kind.NOTE: _Made("65", "2016-11-01", "34109-9", "Note", "Notes", _each(notes.note)),
}
NEWER = ("500", "65")
"""The sections that R1.1 did not have: their bare template is none."""
ANNOTATION = ("48767-8", "Annotation comment")


def ccd_of(record: Record) -> bytes:
    """Give the document as XML; the same record gives the same bytes."""
    with speaking(Language.ENGLISH):
        root = etree.Element(f"{{{V3}}}ClinicalDocument", nsmap=NAMESPACES)
        root.extend(header(record))
        body = el("structuredBody", [el("component", each) for each in _sections(record)])
        root.append(el("component", body))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _sections(record: Record) -> Iterator[Element]:
    """Give the sections in the order of the record; those that need not be there only where they say something."""
    entries: dict[Kind, list[Entry]] = {kind: [] for kind in Kind}
    for entry in record.entries:
        entries[entry.kind].append(entry)
    if record.part_2:
        yield notes.privacy_markings()
    for section in sections_of(record):
        if section.kind is None:
            yield _comment(section.title, narrative(section))
        elif section.rows or SECTIONS[section.kind].required:
            yield _section(record, section, SECTIONS[section.kind], entries[section.kind])
    if record.left_out:
        yield _comment("Left out of this copy", el("text", el("paragraph", str(LEFT_OUT))))


def _section(record: Record, section: Section, made: _Made, entries: list[Entry]) -> Element:
    places = places_of(section)
    members = [(entry, entry.fact, places[entry.id]) for entry in entries]
    return el(
        "section",
        made.ids(),
        code("code", LOINC, made.loinc, made.display),
        el("title", made.title),
        narrative(section),
        [el("entry", each, typeCode="DRIV") for each in made.makes(record, members, record.practice.zone)],
        nullFlavor=None if section.rows else "NI",
    )


def _comment(title: str, words: Element) -> Element:
    """Make a section of words alone."""
    return el("section", code("code", LOINC, *ANNOTATION), el("title", title), words)
