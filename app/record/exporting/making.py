"""The worker makes exports, one at a time in each process, and removes those whose time is over.

One that failed is made again some minutes later, three times in all; a lock tells who is at it, and goes with whoever
held it, however they end.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app import db
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.clients.names import full_name
from app.files import sealing
from app.files.counting import Counted
from app.files.storage import storage
from app.notices.preferences import Notice
from app.notices.telling.service import tell_client
from app.record.exporting.contents import contents
from app.record.exporting.packing import made_apart, packed
from app.record.exporting.pages import About
from app.record.exporting.rules import MOST_TRIES, areas_of
from app.record.exporting.sources import Sources
from app.record.exporting.withdrawing import remove
from app.record.rules import EXPORT_DAYS
from app.record.tables import RecordExport
from app.web.language import Language, speaking
from app.web.logs import log, log_fault
from app.web.panel import Exporting

SECONDS = 600
"""Longest time to make one: some hundreds of papers are printed for it."""
AT_ONCE = 20
PATH = "/record/everything"
BY = Actor.system("export")

TO_BE_MADE = """
state = 'waiting' and asked_at + make_interval(mins => case tries when 0 then 0 when 1 then 2 else 15 end) <= $1
"""
"""In SQL: what is to be made, and was not tried just now."""
WAITING = f"select id from record_export where {TO_BE_MADE} order by asked_at, id limit {AT_ONCE}"
LOCK = "select pg_try_advisory_xact_lock(hashtextextended($1, 0))"
BEGIN = f"""
update record_export export set tries = tries + 1 from client
where export.id = $2 and client.id = export.client and {TO_BE_MADE}
returning export.*, client.number, client.first_name, client.preferred_name, client.last_name
"""

_making = asyncio.Lock()


async def make_waiting(sources: Sources) -> None:
    """Make the exports that wait, unless this process is at it."""
    if _making.locked():
        return
    async with _making:
        for row in await db.rows(WAITING, datetime.now(UTC)):
            await _make_alone(row["id"], sources)


async def _make_alone(export_id: UUID, sources: Sources) -> None:
    """Make one, unless another process is at it."""
    async with db.apart() as connection, connection.transaction():
        if not await connection.fetchval(LOCK, f"record_export {export_id}"):
            return
        row = await db.row(BEGIN, datetime.now(UTC), export_id)
        if row is not None:
            await _try(row, sources)


async def _try(row: db.Record, sources: Sources) -> None:
    place = db.new_id()
    try:
        if row["tries"] > MOST_TRIES:  # whoever tried last did not live to say so
            await _give_up(row)
            return
        async with asyncio.timeout(SECONDS):
            await _make(row, place, sources)
    except Exception as fault:  # noqa: BLE001  # whatever it is, it is tried again, and those behind it are made
        log_fault("export failed", fault, export_id=str(row["id"]), attempt=row["tries"])
        await remove([place])
        if row["tries"] >= MOST_TRIES:
            await _give_up(row)


async def _make(row: db.Record, place: UUID, sources: Sources) -> None:
    key, now = sealing.new_key(), datetime.now(UTC)
    with speaking(Language(row["language"])):
        async with made_apart(zip_of(row, sources, at=now)) as parts:
            counted = Counted(parts)
            await storage().put(place, sealing.seal(counted, key=key, place=place))
    await remove(await _keep(row, place, key, size=counted.size))


def zip_of(row: db.Record, sources: Sources, *, at: datetime) -> AsyncIterator[bytes]:
    """Give the bytes of an export as they are made; `row` has its columns and those of its client."""
    name = full_name(
        first_name=row["first_name"], preferred_name=row["preferred_name"], last_name=row["last_name"]
    )
    asked = Exporting(
        client_id=row["client"],
        client_name=name,
        for_self=row["for_self"],
        account_id=row["account"],
        areas=areas_of(row["areas"]),
    )
    about = About(client=name, number=row["number"], made_at=at)
    return packed(contents(about, asked, sources), at=at)


READY = """
update record_export set state = 'ready', made_at = $2, expires_at = $3, place = $4, data_key = $5, size_bytes = $6
where id = $1 and state = 'waiting' and tries = $7 returning id
"""
TAKEN_PLACE_OF = """
with earlier as (
  select id, place from record_export
  where client = $1 and account is not distinct from $2::uuid and staff is not distinct from $3::uuid
    and id <> $4 and place is not null for update)
update record_export export set state = 'gone', place = null, data_key = null
from earlier where earlier.id = export.id returning earlier.place
"""


async def _keep(row: db.Record, place: UUID, key: bytes, *, size: int) -> list[UUID]:
    """Note where an export lies, and tell who waits for it; give the places of what nobody needs any more.

    What was marked while it was made may be in it: then it is let go of, and goes on waiting.
    """
    now, export_id = datetime.now(UTC), row["id"]
    sealed = RecordExport.data_key.seal(key.hex(), row=export_id)
    until = now + timedelta(days=EXPORT_DAYS)
    async with db.transaction():
        if await db.row(READY, export_id, now, until, place, sealed, size, row["tries"]) is None:
            return [place]
        earlier = await db.rows(TAKEN_PLACE_OF, row["client"], row["account"], row["staff"], export_id)
        await _note(row, Kind.EXPORT_MADE)
        if row["account"] is not None:
            await tell_client(
                client_id=row["client"],
                notice=Notice.RECORD,
                object_id=export_id,
                path=PATH,
                needed=True,
                account_id=row["account"],
            )
    log("export made", export_id=str(export_id))
    return [each["place"] for each in earlier]


async def _give_up(row: db.Record) -> None:
    async with db.transaction():
        statement = (
            "update record_export set state = 'failed' where id = $1 and state = 'waiting' returning id"
        )
        if await db.row(statement, row["id"]) is not None:
            await _note(row, Kind.EXPORT_NOT_MADE)


async def _note(row: db.Record, kind: Kind) -> None:
    await activity.record(
        by=BY, kind=kind, object_kind="record_export", object_id=row["id"], client_id=row["client"]
    )


OVER = f"""
with over as (
  select id, place from record_export where place is not null and expires_at <= $1
  order by expires_at limit {AT_ONCE} for update skip locked)
update record_export export set state = 'gone', place = null, data_key = null
from over where over.id = export.id returning over.place
"""


async def remove_over() -> None:
    """Remove the exports whose time is over."""
    while found := await db.rows(OVER, datetime.now(UTC)):
        await remove(row["place"] for row in found)
