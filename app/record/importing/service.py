"""Files of the EHR that staff bring into a chart: sent, looked over, and taken in once somebody says so."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import db
from app.accounts.charts import chart_for_staff
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import NotFound, StateForbids, Unfit
from app.files import sealing
from app.files.counting import Counted
from app.files.rules import Unacceptable
from app.files.storage import storage
from app.record.importing import limits, rows
from app.record.importing.refusing import EMPTY, NO_SOURCE, TOO_LARGE
from app.record.importing.report import Report
from app.record.importing.showing import STATES, Shown, shown
from app.record.rules import ImportState
from app.record.tables import ClinicalImport
from app.staff.rules import Action, PermissionRule
from app.web.language import _l
from app.web.logs import log

RULE = PermissionRule.RECORD
OBJECT = "clinical_import"
MOST_SHOWN = 30
USUAL_SOURCE = "EHR"
NOT_CONFIRMED = _l("Please say that it is the same person, or set the file aside.")
SETTLED = _l("This file was settled meanwhile.")
NAMED_PLACES = "select place from clinical_import where place = any($1)"
"""For the sweep of the storage."""

OF_CHART = f"""
select id, state, source, begun_at, begun_by_name, resources, report, null as fault from clinical_import
where client = $1 order by begun_at desc, id limit {MOST_SHOWN}
"""
ONE = "select * from clinical_import where id = $1 and client = $2"
SETTLE = """
update clinical_import set state = $3, staff = $4, begun_by_name = $5, ended_at = case when $6 then now() end,
  place = case when $6 then null else place end, data_key = case when $6 then null else data_key end
where id = $1 and client = $2 and state = 'examined' returning id
"""


@dataclass(frozen=True, slots=True)
class ImportView:
    """A file as staff see it."""

    id: UUID
    state: ImportState
    source: str
    begun_at: datetime
    by: str
    resources: int
    """How many were read so far."""
    report: Report | None
    told: Shown | None
    fault: str

    @property
    def words(self) -> str:
        return str(STATES[self.state][0])

    @property
    def look(self) -> str:
        return STATES[self.state][1]

    @property
    def waits(self) -> bool:
        """Whether somebody must say what becomes of it."""
        return self.state is ImportState.EXAMINED


async def receive(*, staff: CurrentStaff, client_id: UUID, source: str, parts: AsyncIterator[bytes]) -> UUID:
    """Keep a file that was sent, encrypted, to be looked over by the worker; give its import.

    Raises NotAllowed, NotFound, and Unfit for what is too large or empty.
    """
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
    if not source:
        raise Unfit("source", NO_SOURCE)
    place, key = db.new_id(), sealing.new_key()
    counted = Counted(parts, most=limits.LARGEST_BYTES)
    try:
        await storage().put(place, sealing.seal(counted, key=key, place=place))
    except Unacceptable:
        raise Unfit("file", TOO_LARGE) from None
    if counted.size == 0:
        raise Unfit("file", EMPTY)
    async with db.transaction():
        import_id = await rows.begin(
            by=staff.actor,
            client_id=client_id,
            source=source,
            digest=counted.digest(),
            size_bytes=counted.size,
            stored=(place, key),
        )
        db.ring_after_commit()
    log("record file received", import_id=str(import_id))
    return import_id


async def imports_of(client_id: UUID) -> tuple[ImportView, ...]:
    """Give the files of a chart, the newest first. Who may see them is asked before."""
    return tuple(_view(row) for row in await db.rows(OF_CHART, client_id))


async def import_of(*, staff: CurrentStaff, client_id: UUID, import_id: UUID) -> ImportView:
    """Give a file with its report. Who may open the chart is asked before; raises NotFound."""
    return _view(await _row(staff, client_id, import_id))


async def take_in(*, staff: CurrentStaff, client_id: UUID, import_id: UUID, same_person: bool) -> None:
    """Have a file taken in by the worker, once it was looked over.

    Raises NotAllowed, NotFound, Unfit where its patient differs from the chart and nobody said that they are the same,
    and StateForbids where it was settled meanwhile.
    """
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
    view = await import_of(staff=staff, client_id=client_id, import_id=import_id)
    if view.report is not None and view.report.differs and not same_person:
        raise Unfit("same_person", NOT_CONFIRMED)
    await _settle(staff, client_id, import_id, ImportState.TAKING_IN)


async def set_aside(*, staff: CurrentStaff, client_id: UUID, import_id: UUID) -> None:
    """Do without a file. Raises likewise."""
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
    row = await _row(staff, client_id, import_id)
    await _settle(staff, client_id, import_id, ImportState.SET_ASIDE)
    if row["place"] is not None:
        await storage().remove(row["place"])


async def _settle(staff: CurrentStaff, client_id: UUID, import_id: UUID, state: ImportState) -> None:
    over = state is ImportState.SET_ASIDE
    async with db.transaction():
        settled = await db.row(
            SETTLE, import_id, client_id, state.value, staff.staff_id, staff.actor.name, over
        )
        if settled is None:
            raise StateForbids(SETTLED)
        db.ring_after_commit()


async def _row(staff: CurrentStaff, client_id: UUID, import_id: UUID) -> db.Record:
    row = await db.row(ONE, import_id, client_id)
    if row is None:
        raise NotFound(by=staff.actor, object_kind=OBJECT, object_id=import_id, client_id=client_id)
    return row


def _view(row: db.Record) -> ImportView:
    report = rows.report_of(row)
    return ImportView(
        id=row["id"],
        state=ImportState(row["state"]),
        source=row["source"],
        begun_at=row["begun_at"],
        by=row["begun_by_name"],
        resources=row["resources"],
        report=report,
        told=shown(report) if report else None,
        fault=rows.fault_of(row),
    )


def sealed_key(row: db.Record) -> bytes:
    """Give the key of a file's bytes."""
    return bytes.fromhex(ClinicalImport.data_key.open(row["data_key"], row=row["id"]))
