"""Taking in files of clients, contacts, policies and assignments: examined first, then done as a whole."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from app import db
from app.accounts.charts import check_rule
from app.accounts.links.invitations import ask_for
from app.accounts.new_clients import ONE_AT_A_TIME as NUMBERS_GIVEN
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotAllowed
from app.chart.importing import assignments, clients, contacts, looking_up, policies
from app.chart.importing.planning import Allowed, NewChart, Plan, What
from app.chart.importing.writing import write
from app.chart.tables import ImportedCharts
from app.notices import mail
from app.staff.rules import Action, PermissionRule, may
from app.web.forms import FormType
from app.web.language import _l
from app.web.sheet import Column, Problem, ReadRow, read_rows, read_sheet

MOST_ROWS = 5_000
ONE_AT_A_TIME = 0x_C4A7_13E5
"""The number of the lock under which files are taken in, so that two of them do not add the same contact."""
NOT_ADMIN = _l("A file may name any client, so only a Client Admin takes one in.")
KnownType = TypeVar("KnownType")


@dataclass(frozen=True, slots=True)
class FileKind(Generic[FormType, KnownType]):
    """How a kind of file is read, what its rows are held against, and what they would do."""

    columns: tuple[Column, ...]
    form: type[FormType]
    known: Callable[[Sequence[ReadRow[FormType]]], Awaitable[KnownType]]
    plan: Callable[[Sequence[ReadRow[FormType]], KnownType, Allowed], Plan]


KINDS: dict[What, FileKind[Any, Any]] = {
    What.CLIENTS: FileKind(clients.COLUMNS, clients.ClientRow, looking_up.known_for_clients, clients.plan),
    What.CONTACTS: FileKind(
        contacts.COLUMNS, contacts.ContactRow, looking_up.known_for_contacts, contacts.plan
    ),
    What.POLICIES: FileKind(
        policies.COLUMNS, policies.PolicyRow, looking_up.known_for_policies, policies.plan
    ),
    What.ASSIGNMENTS: FileKind(
        assignments.COLUMNS, assignments.AssignmentRow, looking_up.known_for_assignments, assignments.plan
    ),
}
EVERYTHING = Allowed()

LAST = "select digest, imported_at from imported_charts where what = $1 order by imported_at desc limit 1"


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a file of which every cell is good, and what is wrong with the others."""

    good: Sequence[ReadRow[Any]]
    bad: Sequence[Problem]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What taking a file in came to, or would come to."""

    plan: Plan
    before: datetime | None = None
    """When this very file was taken in, as the last of its kind: then nothing is done."""
    invited: UUID | None = None
    """Under which the invitations of new clients are seen; None: nobody is invited."""


def may_import(staff: CurrentStaff) -> bool:
    """Whether a staff member may take in a file: it may name any client."""
    return staff.permissions.client_admin and may(staff.permissions, PermissionRule.CLIENTS, Action.CREATE)


def check_may_import(staff: CurrentStaff) -> None:
    """Raise NotAllowed unless a staff member may take in a file."""
    check_rule(staff, PermissionRule.CLIENTS, Action.CREATE)
    if not staff.permissions.client_admin:
        raise NotAllowed(by=staff.actor, object_kind="imported_charts", sentence=NOT_ADMIN)


def may_change(staff: CurrentStaff) -> bool:
    """Whether a file of theirs may change what stands here already."""
    return may(staff.permissions, PermissionRule.CLIENTS, Action.MODIFY)


def may_invite(staff: CurrentStaff) -> bool:
    """Whether new clients of a file can be sent their credentials by them."""
    return mail.is_possible() and may(staff.permissions, PermissionRule.PORTAL_ACCOUNTS, Action.MODIFY)


async def examine(what: What, content: bytes, *, allowed: Allowed, most: int = MOST_ROWS) -> Done:
    """Say what a file would do, and what is wrong with it; raises BadSheet."""
    rows = await _read(what, content, most=most)
    return Done(await _planned(what, rows, allowed), await taken_in_before(what, content))


async def take_in(
    *,
    by: Actor,
    what: What,
    content: bytes,
    allowed: Allowed = EVERYTHING,
    invited_by: UUID | None = None,
    most: int = MOST_ROWS,
) -> Done:
    """Do what a file says, for its good rows, all of them or none. Raises BadSheet.

    `invited_by`: the staff member who has the worker send new clients with an e-mail address their credentials.
    """
    rows = await _read(what, content, most=most)
    async with db.transaction():
        for lock in (ONE_AT_A_TIME, *((NUMBERS_GIVEN,) if what is What.CLIENTS else ())):
            await db.row("select pg_advisory_xact_lock($1)", lock)
        before = await taken_in_before(what, content)
        if before is not None:
            return Done(Plan(), before)
        await looking_up.hold_charts(read.form.client_number for read in rows.good)
        plan = await _planned(what, rows, allowed)
        begun = await write(by=by, planned=plan.planned)
        invited = await _invite(plan, begun, invited_by)
        await _note(by, what, content, plan)
    return Done(plan, invited=invited)


async def taken_in_before(what: What, content: bytes) -> datetime | None:
    """Give when this very file was taken in, where it was the last of its kind; one that came after it may undo it."""
    last = await db.row(LAST, what.value)
    return last["imported_at"] if last is not None and last["digest"] == _digest(content) else None


async def _read(what: What, content: bytes, *, most: int) -> _Rows:
    """Read the rows beside the loop: thousands take seconds, in which others are answered."""
    kind = KINDS[what]
    sheet = read_sheet(content, kind.columns, most=most)
    good, bad = await asyncio.to_thread(read_rows, sheet, kind.form, kind.columns)
    return _Rows(good, bad, sheet.unknown)


async def _planned(what: What, rows: _Rows, allowed: Allowed) -> Plan:
    kind = KINDS[what]
    plan = kind.plan(rows.good, await kind.known(rows.good), allowed)
    problems = sorted([*rows.bad, *plan.problems], key=lambda problem: problem.row)
    return replace(plan, problems=tuple(problems), unknown=rows.unknown)


async def _invite(plan: Plan, begun: Sequence[UUID], invited_by: UUID | None) -> UUID | None:
    """Have those be invited whose charts began, who are in care and have an e-mail address."""
    if invited_by is None:
        return None
    charts = [each.does for each in plan.planned if isinstance(each.does, NewChart)]
    chosen = [
        client_id
        for client_id, chart in zip(begun, charts, strict=True)
        if chart.new.email and chart.new.discharged_on is None
    ]
    return await ask_for(by_staff=invited_by, client_ids=chosen) if chosen else None


async def _note(by: Actor, what: What, content: bytes, done: Plan) -> None:
    """Write down that a file was taken in; one with rows left out may be sent again as it is."""
    row = ImportedCharts(
        id=db.new_id(),
        what=what.value,
        digest=_digest(content),
        imported_at=datetime.now(UTC),
        imported_by_name=by.job or by.name,
        added=done.added,
        changed=done.changed,
    )
    if not done.problems:
        columns = [column for column in ImportedCharts.all_columns() if column is not ImportedCharts.id]
        await ImportedCharts.insert(row).on_conflict(
            target=(ImportedCharts.what, ImportedCharts.digest), action="DO UPDATE", values=columns
        )
    await activity.record(
        by=by,
        kind=Kind.CHARTS_IMPORTED,
        object_kind="imported_charts",
        object_id=row.id,
        detail={
            "what": what.value,
            "digest": row.digest,
            "added": done.added,
            "changed": done.changed,
            "left_out": done.rows_left_out,
        },
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
