"""The worker looks files over and takes them in, one at a time; whoever holds a file's lock is at it.

A file whose worker died is begun again: nothing of it was kept.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app import db
from app.activity.actor import Actor, ActorKind
from app.encryption import Unreadable
from app.files import sealing
from app.files.storage import Missing, storage
from app.record.importing import rows, taking
from app.record.importing.refusing import FAILED, GONE, TOO_SLOW, Refused
from app.record.importing.report import Report
from app.record.importing.service import sealed_key
from app.record.importing.taking import Progress
from app.record.importing.walking import open_file
from app.record.rules import ImportState
from app.web.away import Away
from app.web.logs import log, log_fault

SECONDS = 300
"""Longest time for one file; the command line has no limit."""
AT_ONCE = 20
KEPT = timedelta(days=7)
"""How long a file that was looked over waits for somebody to say what becomes of it."""

WAITING = f"""
select id from clinical_import
where ended_at is null and state in ('received', 'examining', 'taking_in') and place is not null
order by begun_at, id limit {AT_ONCE}
"""
LOCK = "select pg_try_advisory_xact_lock(hashtextextended($1, 0))"
BEGIN = """
update clinical_import set state = case when state = 'received' then 'examining' else state end, resources = 0
where id = $1 and state in ('received', 'examining', 'taking_in') and place is not null returning *
"""
READ = "update clinical_import set resources = $2 where id = $1"
OLD = """
update clinical_import import set state = 'set_aside', ended_at = $1, place = null, data_key = null
from (select id, place from clinical_import
  where ended_at is null and state = 'examined' and begun_at < $2 for update) old
where old.id = import.id returning old.place
"""

_working = asyncio.Lock()


async def work_waiting() -> None:
    """See to the files that wait, unless this process is at it."""
    if _working.locked():
        return
    async with _working:
        for row in await db.rows(WAITING):
            await _work_alone(row["id"])


async def set_old_aside() -> None:
    """Do without files that nobody said anything of for a week."""
    now = datetime.now(UTC)
    for row in await db.rows(OLD, now, now - KEPT):
        await storage().remove(row["place"])


async def _work_alone(import_id: UUID) -> None:
    """See to one file, unless another process is at it."""
    async with db.apart() as connection, connection.transaction():
        if not await connection.fetchval(LOCK, f"clinical_import {import_id}"):
            return
        row = await db.row(BEGIN, import_id)
        if row is not None:
            await _try(row)


async def _try(row: db.Record) -> None:
    """See to one file; it is refused where it cannot be read, and waits where storage or database are away."""
    try:
        async with asyncio.timeout(SECONDS):
            await _work(row)
    except Away as fault:
        log_fault("record file waits", fault, import_id=str(row["id"]))
    except Refused as why:
        await _refuse(row, str(why.sentence))
    except (Missing, Unreadable) as fault:
        log_fault("record file lost", fault, import_id=str(row["id"]))
        await _refuse(row, str(GONE))
    except TimeoutError:
        log("record file too slow", import_id=str(row["id"]))
        await _refuse(row, str(TOO_SLOW))
    except Exception as fault:
        if db.is_away(fault):
            raise
        log_fault("record file failed", fault, import_id=str(row["id"]))
        await _refuse(row, str(FAILED))


async def _work(row: db.Record) -> None:
    was = ImportState(row["state"])
    opened = await open_file(await _content(row), never_shared=await taking.never_shared())
    if was is ImportState.EXAMINING:
        report = await taking.examine(
            opened, source=row["source"], client_id=row["client"], progress=_progress(row["id"])
        )
        await rows.end(row["id"], state=ImportState.EXAMINED, was=was, report=report)
        return
    async with db.transaction():
        report = await taking.take_in(
            opened,
            by=_who(row),
            source=row["source"],
            client_id=row["client"],
            import_id=row["id"],
            anyway=True,  # whoever had it taken in was shown the differences
            progress=_progress(row["id"]),
        )
        await rows.end(row["id"], state=ImportState.DONE, was=was, report=report)
    await storage().remove(row["place"])
    _log_done(row, report)


def _log_done(row: db.Record, report: Report) -> None:
    log("record file taken in", import_id=str(row["id"]), resources=report.resources, changes=report.changes)


async def _content(row: db.Record) -> bytes:
    parts = sealing.unseal(storage().get(row["place"]), key=sealed_key(row), place=row["place"])
    return b"".join([part async for part in parts])


def _who(row: db.Record) -> Actor:
    return Actor(ActorKind.STAFF, row["begun_by_name"], staff_id=row["staff"])


def _progress(import_id: UUID) -> Progress:
    """Tell how far a file is, beside the transaction that takes it in."""

    async def tell(count: int) -> None:
        async with db.apart() as connection:
            await connection.execute(READ, import_id, count)

    return tell


async def _refuse(row: db.Record, sentence: str) -> None:
    await rows.end(row["id"], state=ImportState.REFUSED, was=ImportState(row["state"]), fault=sentence)
    await storage().remove(row["place"])
