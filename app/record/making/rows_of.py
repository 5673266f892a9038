"""The cells of each kind of fact, in the order of its section's columns, and what is said below them."""

from app.forms.instruments.wording import band_words
from app.record.clinical.facts import (
    Allergy,
    CareTeamMember,
    Coded,
    Coverage,
    Encounter,
    Fact,
    Goal,
    Immunization,
    Medication,
    Note,
    Observation,
    Plan,
    Problem,
    Procedure,
    Reaction,
)
from app.record.making.words import (
    CRITICALITIES,
    NOT_KNOWN,
    SEVERITIES,
    STATUSES,
    amount_words,
    day_words,
    result_words,
    said,
)
from app.web.language import gettext
from app.web.templates import phone

Cells = tuple[str, ...]


def _name(what: Coded) -> str:
    return what.words or str(NOT_KNOWN)


def allergy(fact: Allergy, zone: str) -> Cells:
    since = day_words(fact.onset or fact.recorded, zone)
    if fact.none_known:
        return (_none_known(fact), "", "", since, "")
    reactions = ", ".join(map(_reaction, fact.reactions))
    return (
        _name(fact.what),
        reactions,
        said(CRITICALITIES, fact.criticality),
        since,
        said(STATUSES, fact.status),
    )


def _none_known(fact: Allergy) -> str:
    return fact.what.words or gettext("No known allergies")


def _reaction(reaction: Reaction) -> str:
    how = said(SEVERITIES, reaction.severity)
    return f"{reaction.what.words} ({how})" if how else reaction.what.words


def medication(fact: Medication, zone: str) -> Cells:
    return (
        _name(fact.what),
        directions(fact),
        day_words(fact.started, zone),
        day_words(fact.ended, zone),
        said(STATUSES, fact.status),
    )


def directions(fact: Medication) -> str:
    """Give the directions as they were written, else what is known of dose, route and need."""
    if fact.directions:
        return fact.directions
    parts = (
        amount_words(fact.dose) if fact.dose else "",
        fact.route.words if fact.route else "",
        gettext("when needed") if fact.as_needed else "",
    )
    return ", ".join(part for part in parts if part)


def problem(fact: Problem, zone: str) -> Cells:
    since = day_words(fact.onset or fact.recorded, zone)
    return (_name(fact.what), since, day_words(fact.abated, zone), said(STATUSES, fact.status))


def procedure(fact: Procedure, zone: str) -> Cells:
    return (_name(fact.what), day_words(fact.began, zone), fact.by, said(STATUSES, fact.status))


def result(fact: Observation, zone: str) -> Cells:
    return (
        _test(fact),
        result_words(fact),
        fact.usual,
        day_words(fact.taken, zone),
        said(STATUSES, fact.status),
    )


def _test(fact: Observation) -> str:
    """Name a test, after its panel where its own name does not tell which that is."""
    name, panel = _name(fact.what), fact.panel.words if fact.panel else ""
    is_told = panel.partition(" ")[0] in name
    return name if is_told else f"{panel}: {name}"


def observed(fact: Observation, zone: str) -> Cells:
    return (_name(fact.what), result_words(fact), day_words(fact.taken, zone))


def immunization(fact: Immunization, zone: str) -> Cells:
    return (_name(fact.what), day_words(fact.given, zone), said(STATUSES, fact.status))


def encounter(fact: Encounter, zone: str) -> Cells:
    return (
        _name(fact.what),
        day_words(fact.began, zone),
        fact.by,
        fact.where,
        fact.reason,
        said(STATUSES, fact.status),
    )


def plan(fact: Plan, zone: str) -> Cells:
    return (
        _name(fact.what),
        "; ".join(each.words for each in fact.activities),
        day_words(fact.began, zone),
        day_words(fact.ended, zone),
        said(STATUSES, fact.status),
    )


def goal(fact: Goal, zone: str) -> Cells:
    return (
        _name(fact.what),
        day_words(fact.began, zone),
        day_words(fact.due, zone),
        said(STATUSES, fact.status),
    )


def member(fact: CareTeamMember, zone: str) -> Cells:
    return (
        fact.name,
        fact.role.words,
        phone(fact.phone),
        day_words(fact.began, zone),
        day_words(fact.ended, zone),
        said(STATUSES, fact.status),
    )


def coverage(fact: Coverage, zone: str) -> Cells:
    return (
        fact.payer or str(NOT_KNOWN),
        fact.plan,
        fact.kind.words if fact.kind else "",
        day_words(fact.began, zone),
        day_words(fact.ended, zone),
        said(STATUSES, fact.status),
    )


def note(fact: Note, zone: str) -> Cells:
    return (_name(fact.what), day_words(fact.written, zone), fact.by)


def lines_below(fact: Fact) -> list[str]:
    """Give what is said below a fact, a line for each."""
    if isinstance(fact, Medication):
        why = gettext("For: %(reason)s") % {"reason": fact.reason} if fact.reason else ""
        by = gettext("Prescribed by %(name)s") % {"name": fact.prescriber} if fact.prescriber else ""
        return [line for line in (why, by) if line]
    if isinstance(fact, Immunization) and fact.refused_because:
        return [gettext("Not given: %(reason)s") % {"reason": fact.refused_because}]
    if isinstance(fact, Problem | Observation) and fact.note:
        return [band_words(fact.note)]
    if isinstance(fact, Note) and fact.text:
        return [fact.text]
    return []
