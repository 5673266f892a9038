"""When a fact began and ended, and which days of the record it belongs to."""

from datetime import UTC, date, datetime
from functools import singledispatch

from app.record.clinical.facts import (
    Allergy,
    CareTeamMember,
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
    When,
)

GOES_ON = frozenset(
    {"active", "recurrence", "relapse", "on-hold", "draft", "unknown", "proposed", "planned", "accepted"}
    | {"in-progress", "arrived", "triaged", "onleave", "suspended", "preparation"}
)
"""The statuses of what has not ended."""


@singledispatch
def began(_fact: Fact) -> When | None:
    """Give when a fact began, or the moment it is of."""
    return None


@singledispatch
def ended(_fact: Fact) -> When | None:
    """Give when a fact ended, as far as its source says so."""
    return None


@began.register
def _(fact: Problem) -> When | None:
    return fact.onset or fact.recorded


@began.register
def _(fact: Allergy) -> When | None:
    return fact.onset or fact.recorded


@began.register
def _(fact: Medication) -> When | None:
    return fact.started


@began.register
def _(fact: Observation) -> When | None:
    return fact.taken


@began.register
def _(fact: Immunization) -> When | None:
    return fact.given


@began.register(Procedure)
@began.register(Encounter)
@began.register(Plan)
@began.register(Goal)
@began.register(CareTeamMember)
@began.register(Coverage)
def _(fact: Procedure | Encounter | Plan | Goal | CareTeamMember | Coverage) -> When | None:
    return fact.began


@began.register
def _(fact: Note) -> When | None:
    return fact.written


@ended.register
def _(fact: Problem) -> When | None:
    return fact.abated


@ended.register(Medication)
@ended.register(Procedure)
@ended.register(Encounter)
@ended.register(Plan)
@ended.register(CareTeamMember)
@ended.register(Coverage)
def _(fact: Medication | Procedure | Encounter | Plan | CareTeamMember | Coverage) -> When | None:
    return fact.ended


def days_of(fact: Fact) -> tuple[date | None, date | None]:
    """Give the first and last day a fact belongs to, by which a range of dates chooses.

    No first: its beginning is not known. No last: it goes on, or nothing of it is known. What is over and does not say
    when belongs to its first day alone.
    """
    first, last = began(fact), ended(fact)
    from_on = first.day if first else None
    if last is not None:
        return from_on, max(last.day, from_on or last.day)
    return from_on, None if _goes_on(fact) else from_on


def _goes_on(fact: Fact) -> bool:
    lasts = isinstance(
        fact, Problem | Medication | Allergy | Plan | Goal | CareTeamMember | Coverage | Encounter
    )
    return lasts and fact.status in GOES_ON


def newest_first(fact: Fact) -> tuple[bool, float]:
    """Give what a list of facts is sorted by: the newest first, those without a date last."""
    first = began(fact)
    if first is None:
        return True, 0.0
    return False, -_instant(first).timestamp()


def _instant(when: When) -> datetime:
    return when.at if when.at.tzinfo else when.at.replace(tzinfo=UTC)
