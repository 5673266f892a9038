"""The check of a file: scanned where a scanner is set up, then written anew without what acts or hides in it.

received → checking → clean or quarantined. A check whose process died is begun again; while the scanner is away
a file waits, seen by nobody. One that the scanner gives up on is tried again, and held back when that does not help.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app import config, db
from app.encryption import Unreadable
from app.files import sealing, workshop
from app.files.counting import Counted
from app.files.rules import Reason
from app.files.scanner import NotScanned, ScannerAway, is_harmless
from app.files.service import plain
from app.files.storage import Missing, StorageAway, storage
from app.files.tables import FileState, StoredFile
from app.notices import outbox
from app.web.logs import log, log_fault

STALE = timedelta(minutes=3)
"""After which a check that did not end is taken to have died: longer than scan and cleaning may last."""
MOST_AT_ONCE = 20
MOST_TRIES = 10
"""How often a file is scanned that the scanner gives up on: for about five minutes."""
HELD_BACK = "file_held_back"
"""The outbox kind of what staff are to be told of."""

CLAIM = """
update stored_file set state = 'checking', claimed_at = $2
where id = $1 and (state = 'received' or (state = 'checking' and claimed_at < $3))
returning id, place, data_key, kind, claimed_at, tries
"""
WAITING = """
select id from stored_file where state = 'received' or (state = 'checking' and claimed_at < $1)
order by received_at limit $2
"""


async def check(file_id: UUID) -> None:
    """Check a file, unless somebody is at it or it has been done; wait with it while scanner or storage are away."""
    now = datetime.now(UTC)
    row = await db.row(CLAIM, file_id, now, now - STALE)
    if row is None:
        return
    try:
        await _check(row)
    except (ScannerAway, StorageAway) as fault:
        log_fault("file waits", fault, file_id=str(file_id))
        await _end(row, {StoredFile.state: FileState.RECEIVED})
    except NotScanned:
        log("file not scanned", file_id=str(file_id))
        await _try_again(row)
    except workshop.NotDone as why:
        await _quarantine(row, why.reason)
    except (Missing, Unreadable) as fault:
        log_fault("file lost", fault, file_id=str(file_id))
        await _quarantine(row, Reason.LOST)


async def check_waiting() -> None:
    """Check what waited for the scanner, and what a process that died left behind."""
    for row in await db.rows(WAITING, datetime.now(UTC) - STALE, MOST_AT_ONCE):
        try:
            await check(row["id"])
        except Exception as fault:  # noqa: BLE001  # whatever it is, it must not keep the files behind it waiting
            log_fault("check failed", fault, file_id=str(row["id"]))


async def _check(row: db.Record) -> None:
    scanner = config.current().scanner
    if scanner is not None and not await is_harmless(plain(row["id"], row), scanner=scanner):
        await _quarantine(row, Reason.MALWARE)
        return
    place, key = db.new_id(), sealing.new_key()
    async with workshop.cleaned(plain(row["id"], row), kind=row["kind"]) as made:
        written = Counted(made.parts)
        await storage().put(place, sealing.seal(written, key=key, place=place))
    kept = await _end(
        row,
        {
            StoredFile.state: FileState.CLEAN,
            StoredFile.checked_at: datetime.now(UTC),
            StoredFile.place: place,
            StoredFile.data_key: StoredFile.data_key.seal(key.hex(), row=row["id"]),
            StoredFile.kind: made.kind,
            StoredFile.pages: made.pages,
            StoredFile.size_bytes: written.size,
            StoredFile.sha256: written.digest(),
        },
    )
    await storage().remove(row["place"] if kept else place)


async def _try_again(row: db.Record) -> None:
    """Leave a file for another scan, or hold it back after the last one."""
    if row["tries"] + 1 >= MOST_TRIES:
        await _quarantine(row, Reason.UNCHECKED)
    else:
        await _end(row, {StoredFile.state: FileState.RECEIVED, StoredFile.tries: row["tries"] + 1})


async def _quarantine(row: db.Record, reason: Reason) -> None:
    log("file quarantined", file_id=str(row["id"]), reason=reason)
    async with db.transaction():
        held = await _end(
            row,
            {
                StoredFile.state: FileState.QUARANTINED,
                StoredFile.reason: reason,
                StoredFile.checked_at: datetime.now(UTC),
            },
        )
        if held:
            await outbox.add(kind=HELD_BACK, payload={"file": str(row["id"])})


async def _end(row: db.Record, values: dict[Any, Any]) -> bool:
    """Write how a check ended, if it is still this one's to say."""
    async with db.transaction():
        changed = (
            await StoredFile.update(values)
            .where((StoredFile.id == row["id"]) & (StoredFile.claimed_at == row["claimed_at"]))
            .where(StoredFile.state == FileState.CHECKING)
            .returning(StoredFile.id)
        )
        return bool(changed)
