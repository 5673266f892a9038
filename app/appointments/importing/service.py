"""Taking in a file of appointments: examined first, then done a hundred rows at a time, each row once."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.charts import check_rule
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotAllowed
from app.appointments import service
from app.appointments.desk.service import RULE
from app.appointments.importing.columns import COLUMNS, AppointmentRow
from app.appointments.importing.overlaps import Span, overlapping, spans_of
from app.appointments.importing.planning import (
    Act,
    Held,
    Known,
    KnownClient,
    Plan,
    Planned,
    Rows,
    once_each,
    plan,
)
from app.appointments.rules import AppointmentState
from app.appointments.service import visit_of
from app.appointments.tables import ImportedAppointments
from app.practice.settings import zone_of
from app.staff.rules import Action, may
from app.web.language import _l
from app.web.sheet import Problem, Sheet, read_rows, read_sheet

SOURCE = "csv"
MOST_ROWS = 5_000
AT_ONCE = 100
ONE_AT_A_TIME = 0x_A990_13E5
"""The number of the lock under which files are taken in, so that two of them do not add the same appointment."""
NOT_ADMIN = _l("A file may name any client, so only a Client Admin takes one in.")
ACTIONS = (Action.CREATE, Action.MODIFY, Action.DELETE)

CLIENTS = "select id, number, discharged_on from client where number = any($1)"
CLINICIANS = """
select id, lower(email) as email, lower(first_name || ' ' || last_name) as name,
  lower(last_name || ', ' || first_name) as reversed,
  lower(first_name || ' ' || last_name || ', ' || credentials) as full_name from staff_member
"""
LOCATIONS = "select id, lower(name) as name, zone from office_location"
HELD = "select * from appointment where source = $1 and external_id = any($2) for no key update"
TAKEN = """
select clinician, starts_at, starts_at + make_interval(mins => minutes) as ends_at from appointment
where state = 'booked' and clinician = any($1) and starts_at < $3
  and starts_at + make_interval(mins => minutes) > $2 and id <> all($4)
"""
"""In SQL: the time of clinicians that is taken, but for appointments that the file itself says something of."""
LAST = "select digest, imported_at from imported_appointments order by imported_at desc limit 1"


@dataclass(frozen=True, slots=True)
class Done:
    """What taking a file in came to."""

    plan: Plan
    remarks: Mapping[int, Span] = field(default_factory=dict)
    """By the rows of the file: what else the clinician has then."""
    before: datetime | None = None
    """When this very file was taken in, as the last one: then nothing is done."""


def may_import(staff: CurrentStaff) -> bool:
    """Whether a staff member may take in a file: it may name any client, and add, change and cancel."""
    return staff.permissions.client_admin and all(may(staff.permissions, RULE, action) for action in ACTIONS)


def check_may_import(staff: CurrentStaff) -> None:
    """Raise NotAllowed unless a staff member may take in a file."""
    for action in ACTIONS:
        check_rule(staff, RULE, action)
    if not staff.permissions.client_admin:
        raise NotAllowed(by=staff.actor, object_kind="imported_appointments", sentence=NOT_ADMIN)


async def examine(content: bytes, *, most: int = MOST_ROWS) -> Done:
    """Say what a file would do, and what is wrong with it; raises BadSheet."""
    sheet = read_sheet(content, COLUMNS, most=most)
    rows, problems = read_rows(sheet, AppointmentRow, COLUMNS)
    good, twice = once_each(rows)
    now = datetime.now(UTC)
    found = plan(good, await _known(good), fields=sheet.fields, now=now)
    return Done(
        _whole(sheet, [found], [*problems, *twice]),
        await _overlapping(found, now=now),
        await taken_in_before(content),
    )


async def take_in(*, by: Actor, content: bytes, told: bool = True, most: int = MOST_ROWS) -> Done:
    """Do what a file says, for its good rows; `told`: clients are told of new appointments. Raises BadSheet.

    What is done of a file that breaks off is not done again with the next try.
    """
    before = await taken_in_before(content)
    if before is not None:
        return Done(Plan(), before=before)
    sheet = read_sheet(content, COLUMNS, most=most)
    rows, problems = read_rows(sheet, AppointmentRow, COLUMNS)
    good, twice = once_each(rows)
    plans = [
        await _take_in_some(by, good[begin : begin + AT_ONCE], sheet, told=told)
        for begin in range(0, len(good), AT_ONCE)
    ]
    done = _whole(sheet, plans, [*problems, *twice])
    await _note(by, content, done)
    return Done(done)


async def taken_in_before(content: bytes) -> datetime | None:
    """Give when this very file was taken in, where it was the last one; one that came after it may undo it."""
    last = await db.row(LAST)
    return last["imported_at"] if last is not None and last["digest"] == _digest(content) else None


async def _overlapping(found: Plan, *, now: datetime) -> Mapping[int, Span]:
    """Give what else clinicians have when a file has them see a client, by its rows."""
    spans = spans_of(found.planned, now=now)
    if not spans:
        return {}
    first, last = min(span.starts_at for span in spans), max(span.ends_at for span in spans)
    moved = [each.held for each in found.planned if each.held is not None]
    taken = await db.rows(TAKEN, list({span.clinician_id for span in spans}), first, last, moved)
    kept = (Span(row["clinician"], row["starts_at"], row["ends_at"]) for row in taken)
    return overlapping([*spans, *kept])


async def _take_in_some(by: Actor, rows: Rows, sheet: Sheet, *, told: bool) -> Plan:
    async with db.transaction():
        await db.row("select pg_advisory_xact_lock($1)", ONE_AT_A_TIME)
        found = plan(rows, await _known(rows), fields=sheet.fields, now=datetime.now(UTC))
        for each in found.planned:
            await _do(by, each, told=told)
    return found


async def _do(by: Actor, planned: Planned, *, told: bool) -> None:
    if planned.held is None:
        await service.book(
            by=by,
            client_id=planned.client_id,
            visit=planned.visit,
            source=SOURCE,
            external_id=planned.external_id,
            told=told,
        )
    elif planned.act is Act.CANCEL:
        await service.cancel(by=by, client_id=planned.client_id, appointment_id=planned.held, source=SOURCE)
    elif planned.act is Act.BOOK_AGAIN:
        await service.book_again(
            by=by, client_id=planned.client_id, appointment_id=planned.held, visit=planned.visit
        )
    else:
        await service.place(
            by=by, client_id=planned.client_id, appointment_id=planned.held, visit=planned.visit
        )


async def _known(rows: Rows) -> Known:
    """Look up what rows name (four statements, however many rows); appointments are held where they are taken in."""
    clients = await db.rows(CLIENTS, [read.form.client_number for read in rows])
    held = await db.rows(HELD, SOURCE, [read.form.appointment_id for read in rows])
    return Known(
        clients={row["number"]: KnownClient(row["id"], row["discharged_on"]) for row in clients},
        clinicians=await _clinicians(),
        locations={
            row["name"].casefold(): (row["id"], zone_of(row["zone"])) for row in await db.rows(LOCATIONS)
        },
        practice_zone=zone_of(""),
        held={row["external_id"]: _held(row) for row in held},
    )


async def _clinicians() -> dict[str, set[UUID]]:
    found: dict[str, set[UUID]] = defaultdict(set)
    for row in await db.rows(CLINICIANS):
        for name in ("email", "name", "reversed", "full_name"):
            if row[name]:
                found[row[name].casefold()].add(row["id"])
    return found


def _held(row: db.Record) -> Held:
    return Held(
        row["id"],
        row["client"],
        AppointmentState(row["state"]),
        visit_of(row),
        cancelled_by_file=row["cancelled_by_source"] == SOURCE,
    )


def _whole(sheet: Sheet, plans: list[Plan], problems: list[Problem]) -> Plan:
    """Put together what was found in the parts of a file, in the order of its rows."""
    all_problems = [*problems, *(problem for each in plans for problem in each.problems)]
    return Plan(
        planned=tuple(planned for each in plans for planned in each.planned),
        unchanged=sum(each.unchanged for each in plans),
        problems=tuple(sorted(all_problems, key=lambda problem: problem.row)),
        unknown=sheet.unknown,
    )


async def _note(by: Actor, content: bytes, done: Plan) -> None:
    """Write down that a file was taken in; one with rows left out may be sent again as it is."""
    row = ImportedAppointments(
        id=db.new_id(),
        digest=_digest(content),
        imported_at=datetime.now(UTC),
        imported_by_name=by.name or str(by.job),
        added=done.added,
        changed=done.changed,
        cancelled=done.cancelled,
    )
    columns = [
        column for column in ImportedAppointments.all_columns() if column is not ImportedAppointments.id
    ]
    async with db.transaction():
        if not done.problems:
            await ImportedAppointments.insert(row).on_conflict(
                target=ImportedAppointments.digest, action="DO UPDATE", values=columns
            )
        await activity.record(
            by=by,
            kind=Kind.APPOINTMENTS_IMPORTED,
            object_kind="imported_appointments",
            object_id=row.id,
            detail={
                "digest": row.digest,
                "added": done.added,
                "changed": done.changed,
                "cancelled": done.cancelled,
                "left_out": done.rows_left_out,
            },
        )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
