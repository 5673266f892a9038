"""The rows of imports: begun, and how they ended."""

import hashlib
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from app import db
from app.activity.actor import Actor
from app.record.importing.report import Report
from app.record.rules import ImportState
from app.record.tables import ClinicalImport

LONGEST_SOURCE = 60


async def begin(
    *,
    by: Actor,
    client_id: UUID | None,
    source: str,
    digest: bytes,
    size_bytes: int,
    state: ImportState = ImportState.RECEIVED,
    stored: tuple[UUID, bytes] | None = None,
) -> UUID:
    """Write down that a file came; `stored`: its place in the storage, and its key."""
    row = ClinicalImport(
        id=db.new_id(),
        client=client_id,
        source=source,
        digest=digest,
        size_bytes=size_bytes,
        state=state,
        begun_at=datetime.now(UTC),
        begun_by_name=by.name or str(by.job),
        staff=by.staff_id,
    )
    if stored is not None:
        row.place = stored[0]
        row.data_key = ClinicalImport.data_key.seal(stored[1].hex(), row=row.id)
    await ClinicalImport.insert(row)
    return row.id


async def end(
    import_id: UUID,
    *,
    state: ImportState,
    was: ImportState,
    report: Report | None = None,
    fault: str = "",
) -> None:
    """Write down what became of a file; where it is done with, its place and key are forgotten."""
    columns: dict[Any, Any] = {ClinicalImport.state: state}
    if report is not None:
        sealed = ClinicalImport.report.seal(msgspec.json.encode(report).decode(), row=import_id)
        columns |= {ClinicalImport.report: sealed, ClinicalImport.resources: report.resources}
    if fault:
        columns |= {ClinicalImport.fault: ClinicalImport.fault.seal(fault, row=import_id)}
    if state is not ImportState.EXAMINED:
        columns |= {
            ClinicalImport.ended_at: datetime.now(UTC),
            ClinicalImport.place: None,
            ClinicalImport.data_key: None,
        }
    await ClinicalImport.update(columns).where(
        (ClinicalImport.id == import_id) & (ClinicalImport.state == was)
    )


def report_of(row: db.Record) -> Report | None:
    """Open the report of a row; None before it was examined."""
    if row["report"] is None:
        return None
    return msgspec.json.decode(ClinicalImport.report.open(row["report"], row=row["id"]), type=Report)


def fault_of(row: db.Record) -> str:
    return ClinicalImport.fault.open(row["fault"], row=row["id"]) if row["fault"] else ""


def digest_of(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
