"""Storage and rows put in agreement: bytes that no row names are removed, a row whose bytes are gone says so."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app import db
from app.files.rules import Reason
from app.files.storage import storage
from app.files.tables import FileState, StoredFile
from app.web.logs import log

ORPHANED = timedelta(hours=1)
"""How old bytes that no row names must be before they are removed: an upload under way has no row yet."""

NAMED = "select place from stored_file where place = any($1)"


async def sweep(*, named_too: Iterable[str], older_than: timedelta = ORPHANED) -> None:
    """Remove bytes that no row names, and mark rows whose bytes are gone.

    `named_too` are statements like NAMED, one for each table of other packages that names places: what is left out here
    is removed from the storage.
    """
    began = datetime.now(UTC)
    statement = " union all ".join((NAMED, *named_too))
    seen = await _remove_unnamed(statement, written_before=began - older_than)
    await _mark_lost(seen, received_before=began - older_than)


async def _remove_unnamed(statement: str, *, written_before: datetime) -> set[UUID]:
    """Give every place in use; those that no row names are removed when they are old enough."""
    places = {place: at async for place, at in storage().places()}
    named = {row["place"] for row in await db.rows(statement, list(places))}
    for place in places.keys() - named:
        if places[place] < written_before:
            await storage().remove(place)
            log("file without a row removed", place=str(place))
    return set(places)


GONE = """
select id, place from stored_file
where state <> 'quarantined' and received_at < $1 and coalesce(checked_at, received_at) < $1 and not place = any($2)
"""


async def _mark_lost(places: set[UUID], *, received_before: datetime) -> None:
    for row in await db.rows(GONE, received_before, list(places)):
        log("file lost", file_id=str(row["id"]))
        await StoredFile.update(
            {
                StoredFile.state: FileState.QUARANTINED,
                StoredFile.reason: Reason.LOST,
                StoredFile.checked_at: datetime.now(UTC),
            }
        ).where((StoredFile.id == row["id"]) & (StoredFile.place == row["place"]))
