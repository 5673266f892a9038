"""What staff see of changes: the saves of a chart, and one of them beside what the chart holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import db
from app.accounts.charts import StaffChart, chart_for_staff, open_chart
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import NotFound
from app.changes.listing import ChangeLine, changes_in, labels_of
from app.changes.parts import Part, Parts, Texts, seen_in
from app.changes.rules import (
    Act,
    Section,
    Standing,
)
from app.notices.alerts import mark_alerts_about
from app.notices.tables import AlertKind
from app.staff.rules import Action, PermissionRule

RULES = (PermissionRule.CLIENTS, PermissionRule.DEMOGRAPHIC_ALERT)
"""View of either shows changes; Modify of the first decides about them."""
PAGE = 30
MOST_WAITING = 50

SAVES = """
select request.id, request.section, request.sent_at, request.sent_by_name,
  array_agg(field.part order by field.position) as parts,
  array_agg(field.field order by field.position) as fields,
  array_agg(distinct field.standing) as standings,
  count(*) filter (where field.standing = 'in_review') as waiting
from change_request request join changed_field field on field.request = request.id
where request.client = $1 and request.id in ({chosen})
group by request.id order by {order}
"""
WAITS = "select request from changed_field where client = $1 and standing = 'in_review'"
WAITING = SAVES.format(
    chosen=f"select sent.id from change_request sent where sent.id in ({WAITS})"
    f" order by sent.sent_at, sent.id limit {MOST_WAITING}",
    order="request.sent_at, request.id",
)
SETTLED = SAVES.format(
    chosen=f"select sent.id from change_request sent where sent.client = $1 and sent.id not in ({WAITS})"
    f" and {{beyond}} order by sent.sent_at desc, sent.id desc limit {PAGE + 1}",
    order="request.sent_at desc, request.id desc",
)
BEYOND = "(sent.sent_at, sent.id) < ($2, $3::uuid)"


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One save as the list of a chart shows it."""

    id: UUID
    section: Section
    sent_at: datetime
    sent_by: str
    fields: tuple[str, ...]
    """Their labels, each once."""
    standings: tuple[Standing, ...]
    """How its fields stand, each way once."""
    waiting: int
    """How many fields wait for a decision."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A changed field beside what the chart holds now."""

    line: ChangeLine
    label: str
    old: str
    new: str
    kept: str
    now: str
    """What the chart holds now, in words."""
    in_force: bool
    """Whether that is what the change put there, and not what stood there before; staff may then put that back."""
    moved: bool
    """Whether it is neither: something else has changed it."""


@dataclass(frozen=True, slots=True)
class ReviewedSubject:
    """The fields of one subject in a save; `seen` goes with the form, so that what changes meanwhile is noticed."""

    part: Part
    subject: UUID
    called: str
    act: Act
    seen: str
    fields: tuple[Reviewed, ...]

    @property
    def waiting(self) -> int:
        return sum(field.line.standing is Standing.IN_REVIEW for field in self.fields)

    @property
    def settled(self) -> int:
        return len(self.fields) - self.waiting


async def requests_of(
    *, staff: CurrentStaff, client_id: UUID, parts: Parts, before: tuple[datetime, UUID] | None = None
) -> tuple[StaffChart, tuple[RequestLine, ...], tuple[RequestLine, ...]]:
    """Show the saves of a chart: those that wait, oldest first; and PAGE + 1 of the others, newest first, behind `before`."""
    chart = await open_chart(staff=staff, client_id=client_id, any_of=RULES)
    waiting = () if before else await db.rows(WAITING, client_id)
    found = await db.rows(SETTLED.format(beyond=BEYOND if before else "true"), client_id, *(before or ()))
    return (
        chart,
        tuple(_request_line(row, parts) for row in waiting),
        tuple(_request_line(row, parts) for row in found),
    )


def _request_line(row: db.Record, parts: Parts) -> RequestLine:
    return RequestLine(
        id=row["id"],
        section=Section(row["section"]),
        sent_at=row["sent_at"],
        sent_by=row["sent_by_name"],
        fields=labels_of(row, parts),
        standings=tuple(standing for standing in Standing if standing in row["standings"]),
        waiting=row["waiting"],
    )


async def open_request(
    *, staff: CurrentStaff, client_id: UUID, request_id: UUID, parts: Parts
) -> tuple[StaffChart, tuple[ReviewedSubject, ...]]:
    """Show one save beside what the chart holds, which marks the reader's alert of it as read; raises NotFound."""
    chart = await open_chart(staff=staff, client_id=client_id, any_of=RULES)
    subjects = await _subjects(staff, client_id, request_id, parts)
    await mark_alerts_about(
        staff_id=staff.staff_id, object_id=request_id, kinds=(AlertKind.DEMOGRAPHIC_UPDATE,)
    )
    return chart, subjects


async def request_to_decide(
    *, staff: CurrentStaff, client_id: UUID, request_id: UUID, parts: Parts
) -> tuple[StaffChart, tuple[ReviewedSubject, ...]]:
    """Give one save to whoever decides about it; raises NotAllowed, NotFound."""
    chart = await chart_to_change(staff, client_id)
    return chart, await _subjects(staff, client_id, request_id, parts)


async def chart_to_change(staff: CurrentStaff, client_id: UUID) -> StaffChart:
    return await chart_for_staff(
        staff=staff, client_id=client_id, rule=PermissionRule.CLIENTS, action=Action.MODIFY
    )


async def _subjects(
    staff: CurrentStaff, client_id: UUID, request_id: UUID, parts: Parts
) -> tuple[ReviewedSubject, ...]:
    found = by_subject(await changes_in(client_id, request_id), parts)
    if not found:
        raise no_request(staff, client_id, request_id)
    return tuple([await _beside(client_id, subject, lines) for subject, lines in found])


def by_subject(found: Iterable[ChangeLine], parts: Parts) -> list[tuple[tuple[Part, UUID], list[ChangeLine]]]:
    subjects: dict[tuple[str, UUID], list[ChangeLine]] = {}
    for line in found:
        if line.part in parts:
            subjects.setdefault((line.part, line.subject), []).append(line)
    return [((parts[part], subject), lines) for (part, subject), lines in subjects.items()]


async def _beside(
    client_id: UUID, subject: tuple[Part, UUID], lines: Sequence[ChangeLine]
) -> ReviewedSubject:
    part, subject_id = subject
    now = await part.read(client_id, subject_id) or {}
    return ReviewedSubject(
        part=part,
        subject=subject_id,
        called=part.called({**{line.field: line.put for line in lines}, **now}),
        act=lines[0].act,
        seen=seen_in(part, subject_id, now),
        fields=tuple(_reviewed(part, line, now) for line in lines),
    )


def _reviewed(part: Part, line: ChangeLine, now: Texts) -> Reviewed:
    holds = now.get(line.field, "")
    return Reviewed(
        line=line,
        label=str(part.field(line.field).label),
        old=part.shown(line.field, line.old),
        new=part.shown(line.field, line.new),
        kept="" if line.kept is None else part.shown(line.field, line.kept),
        now=part.shown(line.field, holds),
        in_force=is_in_force(part, line, holds),
        moved=holds not in (line.old, line.put),
    )


def is_in_force(part: Part, line: ChangeLine, holds: str) -> bool:
    """Whether the chart still holds what the change put there, and staff may put back what was there before."""
    return holds == line.put != line.old and not part.field(line.field).final


def no_request(staff: CurrentStaff, client_id: UUID, request_id: UUID) -> NotFound:
    return NotFound(by=staff.actor, object_kind="change_request", object_id=request_id, client_id=client_id)
