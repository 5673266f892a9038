"""The record in words: the one source of what its page, its PDF and the narrative of its XML say."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.record.clinical.facts import Kind
from app.record.making import rows_of
from app.record.making.record import Amendment, Entry, Record
from app.web.language import Phrase, _l, gettext
from app.web.templates import day_as


@dataclass(frozen=True, slots=True)
class Row:
    """A fact in words, a cell for each column of its section."""

    id: str
    """The UUID of the entry, or of the amendment."""
    cells: tuple[str, ...]
    note: str = ""
    """What is to be said below it, a line for each; "": nothing."""


@dataclass(frozen=True, slots=True)
class Section:
    kind: Kind | None
    """None: what somebody asked to be changed in the record."""
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    empty: str
    """What is said where it has no rows."""

    @property
    def name(self) -> str:
        """Name it in addresses and ids."""
        return self.kind.value if self.kind else "amendments"


Cells = Callable[[Any, str], tuple[str, ...]]
"""Gives the cells of a fact; the second is the zone of the practice."""


@dataclass(frozen=True, slots=True)
class _Layout:
    title: Phrase
    columns: tuple[Phrase, ...]
    cells: Cells


STATUS = _l("Status")
DATE = _l("Date")
BEGAN = _l("Since")
ENDED = _l("Until")
LAYOUTS: Mapping[Kind, _Layout] = {
    Kind.ALLERGY: _Layout(
        _l("Allergies"),
        (_l("Allergy"), _l("Reaction"), _l("How serious it can be"), _l("Since"), STATUS),
        rows_of.allergy,
    ),
    Kind.MEDICATION: _Layout(
        _l("Medicines"), (_l("Medicine"), _l("How to take it"), BEGAN, ENDED, STATUS), rows_of.medication
    ),
    Kind.PROBLEM: _Layout(
        _l("Health problems"), (_l("Problem"), _l("Since"), _l("Until"), STATUS), rows_of.problem
    ),
    Kind.PROCEDURE: _Layout(
        _l("Procedures"), (_l("Procedure"), DATE, _l("Done by"), STATUS), rows_of.procedure
    ),
    Kind.RESULT: _Layout(
        _l("Test results"), (_l("Test"), _l("Result"), _l("Usual range"), DATE, STATUS), rows_of.result
    ),
    Kind.SOCIAL: _Layout(
        _l("Life and habits"), (_l("What it is about"), _l("Answer"), DATE), rows_of.observed
    ),
    Kind.VITAL: _Layout(_l("Vital signs"), (_l("What was measured"), _l("Result"), DATE), rows_of.observed),
    Kind.IMMUNIZATION: _Layout(_l("Vaccines"), (_l("Vaccine"), DATE, STATUS), rows_of.immunization),
    Kind.ENCOUNTER: _Layout(
        _l("Visits"), (_l("Visit"), DATE, _l("With"), _l("Where"), _l("Why"), STATUS), rows_of.encounter
    ),
    Kind.PLAN: _Layout(
        _l("Care plans"), (_l("Plan"), _l("What is planned"), BEGAN, ENDED, STATUS), rows_of.plan
    ),
    Kind.GOAL: _Layout(_l("Goals"), (_l("Goal"), BEGAN, _l("To be reached by"), STATUS), rows_of.goal),
    Kind.CARE_TEAM: _Layout(
        _l("Care team"), (_l("Name"), _l("Role"), _l("Phone"), BEGAN, ENDED, STATUS), rows_of.member
    ),
    Kind.COVERAGE: _Layout(
        _l("Insurance"),
        (_l("Insurance company"), _l("Plan"), _l("Kind"), BEGAN, ENDED, STATUS),
        rows_of.coverage,
    ),
    Kind.NOTE: _Layout(_l("Notes"), (_l("Note"), DATE, _l("Written by")), rows_of.note),
}
NOTHING = _l("No information.")


def sections_of(record: Record) -> tuple[Section, ...]:
    """Give every section in the order of Kind, empty ones too, and last what was asked to be changed, if anything was.

    In the reader's language. What was asked to be changed in an entry stands below it, and not among the last.
    """
    by_kind: dict[Kind, list[Entry]] = {kind: [] for kind in Kind}
    for entry in record.entries:
        by_kind[entry.kind].append(entry)
    asked = _asked_about(record)
    zone = record.practice.zone
    found = tuple(_section(kind, entries, asked, zone) for kind, entries in by_kind.items())
    return (*found, *_amendments(asked.get("", ())))


def _section(
    kind: Kind, entries: Iterable[Entry], asked: Mapping[str, list[Amendment]], zone: str
) -> Section:
    layout = LAYOUTS[kind]
    return Section(
        kind=kind,
        title=str(layout.title),
        columns=tuple(map(str, layout.columns)),
        rows=tuple(_row(entry, layout.cells, asked.get(entry.id, ()), zone) for entry in entries),
        empty=str(NOTHING),
    )


def _row(entry: Entry, cells: Cells, asked: Iterable[Amendment], zone: str) -> Row:
    lines = [
        *rows_of.lines_below(entry.fact),
        *([] if entry.source else [gettext("Sent in this portal.")]),
        *([gettext("Protected by Federal rules (42 CFR part 2).")] if entry.part_2 else []),
        *(line for each in asked for line in amendment_lines(each)),
    ]
    return Row(entry.id, cells(entry.fact, zone), "\n".join(lines))


def _asked_about(record: Record) -> dict[str, list[Amendment]]:
    """Give the amendments by the entry they are about; those about none, or about one that is not in it, by ""."""
    known = {entry.id for entry in record.entries}
    found: dict[str, list[Amendment]] = {}
    for each in record.amendments:
        found.setdefault(each.about if each.about in known else "", []).append(each)
    return found


def _amendments(asked: Iterable[Amendment]) -> tuple[Section, ...]:
    rows = tuple(
        Row(
            f"amendment-{number}",
            (day_as(each.asked_on, "medium"), each.words, _answered(each)),
            _further(each),
        )
        for number, each in enumerate(asked, start=1)
    )
    if not rows:
        return ()
    columns = (gettext("Asked on"), gettext("What should be changed"), gettext("Answer"))
    return (Section(None, gettext("Changes that were asked for"), columns, rows, str(NOTHING)),)


def amendment_lines(each: Amendment) -> list[str]:
    """Say what was asked to be changed, what was answered, and what the client said to that."""
    asked = gettext("Change asked for on %(date)s: %(words)s") % {
        "date": day_as(each.asked_on, "medium"),
        "words": each.words,
    }
    further = _further(each)
    return [asked, gettext("Answer: %(words)s") % {"words": _answered(each)}, *([further] if further else [])]


def _answered(each: Amendment) -> str:
    if each.accepted is None:
        return gettext("Not answered yet")
    words = gettext("Accepted") if each.accepted else gettext("Not accepted")
    return f"{words}. {each.answer}" if each.answer else words


def _further(each: Amendment) -> str:
    return (
        gettext("The client disagrees: %(words)s") % {"words": each.disagreement} if each.disagreement else ""
    )
