"""The report of an import in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.record.importing.repairs import IGNORED, REPAIRS, Ignored
from app.record.importing.report import Difference, Line, Report, VisitFate
from app.record.rules import ImportState
from app.web.language import Phrase, _l, gettext, ngettext

DIFFERENCES: dict[Difference, Phrase] = {
    Difference.NAME: _l("The name in the file differs from the chart's: %(name)s."),
    Difference.BIRTH_DATE: _l("The birth date in the file differs from the chart's."),
    Difference.OTHER_PATIENT: _l("This chart was filled from another patient of the same source before."),
}
VISITS: dict[VisitFate, Phrase] = {
    VisitFate.BOOKED: _l("Booked here."),
    VisitFate.MOVED: _l("Moved, or changed."),
    VisitFate.CANCELLED: _l("Cancelled."),
    VisitFate.UNCHANGED: _l("As it was."),
    VisitFate.NOT_BOOKED: _l("Left out: it is only proposed or pending."),
    VisitFate.NOT_THEIRS: _l("Left out: the appointment of this id is another client's."),
    VisitFate.NO_CLINICIAN: _l("Left out: nobody of the clinician's name works here, or several do."),
    VisitFate.NO_LOCATION: _l("Left out: there is no office location of this name."),
    VisitFate.NO_MOMENT: _l("Left out: it does not say when it starts, with a time zone."),
    VisitFate.DISCHARGED: _l("Left out: it lies after the client's discharge."),
    VisitFate.CANCELLED_HERE: _l("Left out: it was cancelled here by hand."),
}
TYPES: dict[str, Phrase] = {
    "Patient": _l("The patient"),
    "Condition": _l("Problems"),
    "MedicationRequest": _l("Medicines"),
    "AllergyIntolerance": _l("Allergies"),
    "Observation": _l("Results, vital signs and social history"),
    "DiagnosticReport": _l("Reports"),
    "Immunization": _l("Immunizations"),
    "Procedure": _l("Procedures"),
    "Encounter": _l("Visits"),
    "CarePlan": _l("Plans of care"),
    "Goal": _l("Goals"),
    "CareTeam": _l("Care teams"),
    "Coverage": _l("Insurance"),
    "DocumentReference": _l("Notes"),
    "Appointment": _l("Appointments"),
    "Practitioner": _l("Clinicians"),
    "PractitionerRole": _l("Roles of clinicians"),
    "Organization": _l("Organizations"),
    "Location": _l("Places"),
    "Medication": _l("Descriptions of medicines"),
}
STATES: dict[ImportState, tuple[Phrase, str]] = {
    ImportState.RECEIVED: (_l("Waiting to be looked over"), ""),
    ImportState.EXAMINING: (_l("Being looked over"), ""),
    ImportState.EXAMINED: (_l("Waiting for you"), "warn"),
    ImportState.TAKING_IN: (_l("Being taken in"), ""),
    ImportState.DONE: (_l("Taken in"), "ok"),
    ImportState.REFUSED: (_l("Not taken in"), "bad"),
    ImportState.SET_ASIDE: (_l("Set aside"), ""),
}
"""How an import stands, and how that looks."""


@dataclass(frozen=True, slots=True)
class TypeLine:
    """What becomes of the resources of one type, in words."""

    name: str
    counts: str
    changes: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A report as people read it, each list in sentences."""

    differences: tuple[str, ...]
    visits: tuple[str, ...]
    repaired: tuple[str, ...]
    left_out: tuple[str, ...]
    types: tuple[TypeLine, ...]


def shown(report: Report, *, examples: int = 1) -> Shown:
    """Word a report; each sentence names at most so many `examples`."""
    lines = {line.resource_type: line for line in report.lines}
    return Shown(
        differences=tuple(_difference(each, report) for each in report.differs),
        visits=tuple(
            _counted(VISITS[each.fate], each.times, () if each.fate.is_taken else each.examples[:examples])
            for each in report.visits
        ),
        repaired=tuple(
            _counted(REPAIRS[each.repair], each.times, each.examples[:examples]) for each in report.repaired
        ),
        left_out=tuple(_left_out(report)),
        types=tuple(_type_line(lines[kind]) for kind in TYPES if kind in lines),
    )


def _left_out(report: Report) -> Iterator[str]:
    """Say of each reason how much was left out for it, of which types."""
    for why in Ignored:
        found = [each for each in report.left_out if each.why is why]
        if found:
            types = tuple(f"{each.times} {each.resource_type}" for each in found)
            yield _counted(IGNORED[why], sum(each.times for each in found), types)


def _type_line(line: Line) -> TypeLine:
    counts = (
        (gettext("%(count)s new"), line.added),
        (gettext("%(count)s changed"), line.changed),
        (gettext("%(count)s as before"), line.unchanged),
    )
    told = ", ".join(words % {"count": count} for words, count in counts if count)
    return TypeLine(str(TYPES[line.resource_type]), told, changes=bool(line.added or line.changed))


def _difference(difference: Difference, report: Report) -> str:
    return gettext(DIFFERENCES[difference].message) % {"name": report.patient.name}


def _counted(sentence: Phrase, times: int, examples: tuple[str, ...]) -> str:
    """Give a sentence with how often it holds, and of what."""
    count = ngettext("%(count)s time", "%(count)s times", times) % {"count": times}
    where = ", ".join(examples)
    return f"{sentence} {count}: {where}." if where else f"{sentence} {count}."
