"""A whole portal as one file: asked for by whoever may open it, made by the worker, taken away for a few days."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.charts import chart_for_staff
from app.accounts.sessions import CurrentChart, CurrentStaff
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotFound
from app.encryption import Unreadable
from app.files import sealing
from app.files.service import beginning_with
from app.files.storage import Missing, storage
from app.record.exporting.rules import LATELY, Asked, areas_of, check_can_ask, is_there, still_opens, written
from app.record.rules import ExportState
from app.record.tables import RecordExport
from app.staff.rules import Action, PermissionRule
from app.web.language import Language, current_language
from app.web.logs import log_fault
from app.web.templates import local

RULE = PermissionRule.RECORD
MEDIA_TYPE = "application/zip"
NAMED_PLACES = "select place from record_export where place = any($1)"
"""For the sweep of the storage."""
NEWEST = """
(select json_build_object('id', export.id, 'state', export.state, 'asked_at', export.asked_at,
   'expires_at', export.expires_at, 'size_bytes', export.size_bytes)
 from record_export export where export.client = {client} and export.{whose} = {who}
 order by export.asked_at desc, export.id desc limit 1)
"""
"""In SQL: the newest export of a person, as `export_shown` reads it."""
NEWEST_OF_ACCOUNT = NEWEST.format(client="$1", whose="account", who="$2")
NEWEST_OF_STAFF = NEWEST.format(client="$1", whose="staff", who="$2")


@dataclass(frozen=True, slots=True)
class ExportShown:
    """The newest export of a person, as pages show it."""

    id: UUID
    state: ExportState
    asked_at: datetime
    expires_at: datetime | None
    size_bytes: int

    @property
    def is_waiting(self) -> bool:
        return self.state is ExportState.WAITING

    @property
    def is_ready(self) -> bool:
        return is_there(self.state, expires_at=self.expires_at, now=datetime.now(UTC))

    @property
    def has_failed(self) -> bool:
        return self.state is ExportState.FAILED

    @property
    def path(self) -> str:
        """Where its client downloads it."""
        return f"/record/exports/{self.id}/file"


def export_shown(column: str | None) -> ExportShown | None:
    """Give an export from the column that NEWEST makes; None: there never was one."""
    if column is None:
        return None
    read = json.loads(column)
    expires_at = read["expires_at"]
    return ExportShown(
        id=UUID(read["id"]),
        state=ExportState(read["state"]),
        asked_at=datetime.fromisoformat(read["asked_at"]),
        expires_at=datetime.fromisoformat(expires_at) if expires_at else None,
        size_bytes=read["size_bytes"],
    )


async def newest_of(chart: CurrentChart) -> ExportShown | None:
    """Give the newest export that whoever acts in a chart asked for."""
    return await _newest(NEWEST_OF_ACCOUNT, chart.client_id, chart.account.account_id)


async def newest_of_staff(staff: CurrentStaff, client_id: UUID) -> ExportShown | None:
    """Give the newest export of a chart that a staff member asked for."""
    return await _newest(NEWEST_OF_STAFF, client_id, staff.staff_id)


async def _newest(statement: str, client_id: UUID, who: UUID) -> ExportShown | None:
    (row,) = await db.rows(f"select {statement} as export", client_id, who)
    return export_shown(row["export"])


async def ask(*, chart: CurrentChart) -> None:
    """Have everything of an open chart put into one file, of the areas that are open to whoever acts.

    One that is being made is the answer to who asks again; raises StateForbids to who asked often enough for a day.
    """
    row = RecordExport(
        id=db.new_id(),
        client=chart.client_id,
        account=chart.account.account_id,
        for_self=is_self(chart),
        areas=written(chart.areas),
    )
    await _ask(row, by=chart.actor, language=current_language())


async def ask_as_staff(*, staff: CurrentStaff, client_id: UUID) -> None:
    """Have what the client has in the portal put into one file. Raises NotAllowed, NotFound and StateForbids."""
    chart = await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
    row = RecordExport(
        id=db.new_id(), client=client_id, staff=staff.staff_id, for_self=True, account=None, areas=""
    )
    await _ask(row, by=staff.actor, language=chart.language or current_language())


ASKED_LATELY = """
select coalesce(bool_or(state = 'waiting'), false) as waiting, count(*) as lately from record_export
where client = $1 and account is not distinct from $2::uuid and staff is not distinct from $3::uuid
  and (state = 'waiting' or asked_at > $4)
"""
ADD = """
insert into record_export (id, client, account, staff, asked_by_name, for_self, areas, language, state, asked_at,
  size_bytes, tries)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, 0, 0)
on conflict do nothing returning id
"""


async def _ask(row: RecordExport, *, by: Actor, language: Language) -> None:
    now = datetime.now(UTC)
    async with db.transaction():
        (asked,) = await db.rows(ASKED_LATELY, row.client, row.account, row.staff, now - LATELY)
        check_can_ask(Asked(asked["waiting"], asked["lately"]))
        values = (row.id, row.client, row.account, row.staff, by.name, row.for_self, row.areas)
        if await db.row(ADD, *values, language.value, now) is None:
            return
        await activity.record(
            by=by,
            kind=Kind.EXPORT_ASKED_FOR,
            object_kind="record_export",
            object_id=row.id,
            client_id=row.client,
        )


def is_self(chart: CurrentChart) -> bool:
    """Whether whoever acts in a chart is the client."""
    return chart.is_own


ONE = """
select export.*, client.number from record_export export join client on client.id = export.client
where export.id = $1 and export.client = $2
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """An export to be sent, its bytes to be read once."""

    name: str
    size_bytes: int
    parts: AsyncIterator[bytes]


async def take(*, chart: CurrentChart, export_id: UUID) -> Taken:
    """Give an export to who asked for it, as long as all it holds is open to them; raises NotFound."""
    row = await db.row(ONE, export_id, chart.client_id)
    if row is not None and row["account"] == chart.account.account_id:
        opens = still_opens(
            areas_of(row["areas"]),
            areas=chart.areas,
            made_for_self=row["for_self"],
            is_self=is_self(chart),
        )
        if opens and (taken := await _taken(row, by=chart.actor)) is not None:
            return taken
    raise NotFound(
        by=chart.actor, object_kind="record_export", object_id=export_id, client_id=chart.client_id
    )


async def take_as_staff(*, staff: CurrentStaff, client_id: UUID, export_id: UUID) -> Taken:
    """Give an export to the staff member who asked for it. Raises NotAllowed and NotFound."""
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
    row = await db.row(ONE, export_id, client_id)
    is_theirs = row is not None and row["staff"] == staff.staff_id
    if row is not None and is_theirs and (taken := await _taken(row, by=staff.actor)) is not None:
        return taken
    raise NotFound(by=staff.actor, object_kind="record_export", object_id=export_id, client_id=client_id)


async def _taken(row: db.Record, *, by: Actor) -> Taken | None:
    """Open an export that is there, which activity keeps; None where it is not, or its bytes are gone."""
    now = datetime.now(UTC)
    if not is_there(ExportState(row["state"]), expires_at=row["expires_at"], now=now):
        return None
    key = bytes.fromhex(RecordExport.data_key.open(row["data_key"], row=row["id"]))
    parts = sealing.unseal(storage().get(row["place"]), key=key, place=row["place"])
    try:
        first = await anext(parts)
    except (Missing, Unreadable) as fault:
        log_fault("export lost", fault, export_id=str(row["id"]))
        return None
    async with db.transaction():
        await activity.record(
            by=by,
            kind=Kind.EXPORT_DOWNLOADED,
            object_kind="record_export",
            object_id=row["id"],
            client_id=row["client"],
        )
    name = f"portal-{row['number']}-{local(row['made_at']):%Y-%m-%d}.zip"
    return Taken(name, row["size_bytes"], beginning_with(first, parts))
