"""Where a file would have a clinician see two clients at once. Pure: it is only said, as it may be meant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from app.appointments.importing.planning import Act, Planned


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a clinician's time; `row`: of the file that takes it, None where it is taken already."""

    clinician_id: UUID
    starts_at: datetime
    ends_at: datetime
    row: int | None = None


def spans_of(planned: Iterable[Planned], *, now: datetime) -> list[Span]:
    """Give the time that rows of a file would take, of what is to come."""
    return [
        Span(
            each.visit.clinician_id,
            each.visit.starts_at,
            each.visit.starts_at + timedelta(minutes=each.visit.minutes),
            each.row,
        )
        for each in planned
        if each.act is not Act.CANCEL and each.visit.clinician_id is not None and each.visit.starts_at > now
    ]


def overlapping(spans: Iterable[Span]) -> Mapping[int, Span]:
    """Give another span for each row that overlaps with one of the same clinician."""
    found: dict[int, Span] = {}
    ordered = sorted(spans, key=lambda span: (str(span.clinician_id), span.starts_at, span.row or 0))
    for _, of_clinician in groupby(ordered, key=lambda span: span.clinician_id):
        longest: Span | None = None
        for span in of_clinician:
            if longest is not None and span.starts_at < longest.ends_at:
                _note(found, span, longest)
                _note(found, longest, span)
            if longest is None or span.ends_at > longest.ends_at:
                longest = span
    return found


def _note(found: dict[int, Span], of: Span, other: Span) -> None:
    if of.row is not None:
        found.setdefault(of.row, other)
