"""Conditions, prescriptions, allergies, observations, immunizations and procedures of FHIR R4 US Core, read as facts."""

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

from app.record.clinical.facts import (
    Allergy,
    Amount,
    Coded,
    Fact,
    Immunization,
    Kind,
    Medication,
    Problem,
    Procedure,
    Reaction,
)
from app.record.importing.pieces import (
    Reading,
    Tree,
    all_coded,
    amount,
    called,
    coded,
    coded_at,
    first_code,
    first_of,
    flag_of,
    named,
    notes_of,
    number,
    period,
    status_of,
    text_of,
    texts_of,
    tree_of,
    trees_of,
    when,
    when_any,
)
from app.record.importing.repairs import Ignored, Repair

Facts: TypeAlias = tuple[tuple[Kind, Fact], ...]
Reader: TypeAlias = Callable[[Reading, Tree], Facts]

PROBLEM_STATUSES = frozenset({"active", "recurrence", "relapse", "inactive", "remission", "resolved"})
PROBLEM_CATEGORIES = frozenset({"problem-list-item", "encounter-diagnosis", "health-concern"})
MEDICATION_STATUSES = frozenset(
    {"active", "on-hold", "stopped", "completed", "cancelled", "draft", "unknown"}
)
ONLY_PROPOSED = frozenset({"proposal", "option"})
ALLERGY_STATUSES = frozenset({"active", "inactive", "resolved"})
SEVERITIES = frozenset({"mild", "moderate", "severe"})
NONE_KNOWN = frozenset({"716186003", "409137002", "429625007", "428607008", "428197003"})
"""SNOMED CT: no known allergy; to drugs, to food, of the environment, to insects."""
PROCEDURE_STATUSES = frozenset({"preparation", "in-progress", "on-hold", "stopped", "completed", "unknown"})
HOURS_A_DAY = 24
UNITS = {"s": "second", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}


class NotTaken(Exception):
    """A resource makes no entry; `why` says why."""

    def __init__(self, why: Ignored) -> None:
        super().__init__(why)
        self.why = why


def what_of(concept: Coded) -> Coded:
    """Give what something is; raises NotTaken where nothing says so."""
    if not concept.words:
        raise NotTaken(Ignored.NAMELESS)
    return concept


def condition(reading: Reading, tree: Tree) -> Facts:
    if first_code(reading, tree, "verificationStatus") == "refuted":
        raise NotTaken(Ignored.RULED_OUT)
    onset, _ = when_any(reading, tree, "onset")
    abated = when(reading, tree, "abatementDateTime") or period(reading, tree, "abatementPeriod")[1]
    usual = "resolved" if abated else "active"
    categories = [code.code for each in all_coded(reading, tree, "category") for code in each.codes]
    fact = Problem(
        what=what_of(coded_at(reading, tree, "code")),
        status=status_of(reading, first_code(reading, tree, "clinicalStatus"), PROBLEM_STATUSES, usual=usual),
        onset=onset,
        abated=abated,
        recorded=when(reading, tree, "recordedDate"),
        category=next((each for each in categories if each in PROBLEM_CATEGORIES), ""),
        note=notes_of(reading, tree),
    )
    return ((Kind.PROBLEM, fact),)


def medication_request(reading: Reading, tree: Tree) -> Facts:
    if text_of(reading, tree, "intent") in ONLY_PROPOSED or flag_of(reading, tree, "doNotPerform"):
        raise NotTaken(Ignored.PROPOSED)
    dosages = trees_of(reading, tree, "dosageInstruction")
    dosage = dosages[0] if dosages else {}
    repeat = tree_of(reading, tree_of(reading, dosage, "timing"), "repeat")
    began, ended = period(reading, repeat, "boundsPeriod")
    valid = period(reading, tree_of(reading, tree, "dispenseRequest"), "validityPeriod")
    dose = amount(reading, first_of(reading, dosage, "doseAndRate"), "doseQuantity")
    every = _every(reading, repeat)
    reason, reason_of = reason_in(reading, tree)
    fact = Medication(
        what=what_of(_medicine(reading, tree)),
        status=status_of(reading, text_of(reading, tree, "status"), MEDICATION_STATUSES, usual="unknown"),
        started=when(reading, tree, "authoredOn") or began or valid[0],
        ended=ended or valid[1],
        directions=_directions(reading, dosages, dose, every),
        route=coded_at(reading, dosage, "route") if "route" in dosage else None,
        dose=dose,
        every=every,
        as_needed=_as_needed(reading, dosage),
        reason=reason,
        prescriber=named(reading, tree, "requester"),
        reason_of=reason_of,
    )
    return ((Kind.MEDICATION, fact),)


def _medicine(reading: Reading, tree: Tree) -> Coded:
    if "medicationReference" not in tree:
        return coded_at(reading, tree, "medicationCodeableConcept")
    reference = tree_of(reading, tree, "medicationReference")
    name = called(reading, reference)
    return reading.directory.medication(text_of(reading, reference, "reference", most=300)) or Coded(name)


def _every(reading: Reading, repeat: Tree) -> Amount | None:
    """Give the time between two doses; three a day are one every eight hours."""
    times, span = number(reading, repeat, "frequency"), number(reading, repeat, "period")
    unit = text_of(reading, repeat, "periodUnit", most=5)
    if not (times and span and unit in UNITS) or Fraction(times) <= 0 or Fraction(span) <= 0:
        return None
    between = Fraction(span) / Fraction(times)
    if unit == "d" and between.denominator != 1:
        between, unit = between * HOURS_A_DAY, "h"
    return Amount(str(between), UNITS[unit], unit) if between.denominator == 1 else None


def _as_needed(reading: Reading, dosage: Tree) -> bool:
    return flag_of(reading, dosage, "asNeededBoolean") or "asNeededCodeableConcept" in dosage


def _directions(reading: Reading, dosages: list[Tree], dose: Amount | None, every: Amount | None) -> str:
    """Give how it is taken: as it was written, else put into words."""
    written = [
        text
        for dosage in dosages
        if (text := text_of(reading, dosage, "text") or text_of(reading, dosage, "patientInstruction"))
    ]
    if written or not dosages:
        return "\n".join(written)
    parts = [f"{dose.value} {dose.unit}".strip()] if dose else []
    if every:
        parts.append(f"every {every.unit}" if every.value == "1" else f"every {every.value} {every.unit}s")
    parts += ["as needed"] if _as_needed(reading, dosages[0]) else []
    parts += [each.words for each in all_coded(reading, dosages[0], "additionalInstruction") if each.words]
    if parts:
        reading.repaired(Repair.DIRECTIONS_WORDED)
    return "; ".join(parts)


def reason_in(reading: Reading, tree: Tree) -> tuple[str, tuple[str, ...]]:
    """Give the words of a reason, and the resources they are of.

    Systems write what a condition is called beside the reference to it: then the words are the condition's as well, and
    where it is never taken there are none.
    """
    references = trees_of(reading, tree, "reasonReference")
    addresses = [text_of(reading, each, "reference", most=300) for each in references]
    directory = reading.directory
    reading.borrowed.update(each for each in addresses if each)
    if any(directory.labels_of(each).never for each in addresses):
        return "", ()
    words = next((each.words for each in all_coded(reading, tree, "reasonCode") if each.words), "")
    words = words or (called(reading, references[0]) if references else "")
    return words, tuple(known for each in addresses if words and (known := directory.id_of(each)))


def allergy(reading: Reading, tree: Tree) -> Facts:
    if first_code(reading, tree, "verificationStatus") == "refuted":
        raise NotTaken(Ignored.RULED_OUT)
    what = what_of(coded_at(reading, tree, "code"))
    onset, _ = when_any(reading, tree, "onset")
    fact = Allergy(
        what=what,
        status=status_of(
            reading, first_code(reading, tree, "clinicalStatus"), ALLERGY_STATUSES, usual="active"
        ),
        none_known=any(code.code in NONE_KNOWN for code in what.codes),
        is_intolerance=text_of(reading, tree, "type") == "intolerance",
        category=next(iter(texts_of(reading, tree, "category")), ""),
        criticality=text_of(reading, tree, "criticality", most=20),
        reactions=tuple(
            Reaction(
                manifestation,
                severity if (severity := text_of(reading, each, "severity")) in SEVERITIES else "",
            )
            for each in trees_of(reading, tree, "reaction")
            for manifestation in all_coded(reading, each, "manifestation")
            if manifestation.words
        ),
        onset=onset,
        recorded=when(reading, tree, "recordedDate"),
    )
    return ((Kind.ALLERGY, fact),)


def immunization(reading: Reading, tree: Tree) -> Facts:
    status = text_of(reading, tree, "status")
    fact = Immunization(
        what=what_of(coded_at(reading, tree, "vaccineCode")),
        status=status_of(reading, status, frozenset({"completed", "not-done"}), usual="completed"),
        given=when(reading, tree, "occurrenceDateTime"),
        lot=text_of(reading, tree, "lotNumber", most=100),
        refused_because=coded_at(reading, tree, "statusReason").words if status == "not-done" else "",
    )
    return ((Kind.IMMUNIZATION, fact),)


def procedure(reading: Reading, tree: Tree) -> Facts:
    status = text_of(reading, tree, "status")
    if status == "not-done":
        raise NotTaken(Ignored.NOT_DONE)
    began, ended = when_any(reading, tree, "performed")
    fact = Procedure(
        what=what_of(coded(reading, tree_of(reading, tree, "code"))),
        status=status_of(reading, status, PROCEDURE_STATUSES, usual="unknown"),
        began=began,
        ended=ended,
        by=named(reading, first_of(reading, tree, "performer"), "actor"),
    )
    return ((Kind.PROCEDURE, fact),)
