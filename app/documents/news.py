"""Telling a client that a document waits: as soon as its file is clean, since before that nobody is shown it."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.files.tables import FileState
from app.notices import outbox
from app.notices.outbox import Effects
from app.notices.preferences import Notice
from app.notices.telling.service import News, tell_client

SHARED = "document_shared"
"""The outbox kind of a document that a client is to be told of once it is clean."""
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 5, 1800

FILE = """
select document.client, file.state from document join stored_file file on file.id = document.file where document.id = $1
"""
STILL_WAITING = """
select document.id from document join stored_file file on file.id = document.file
where document.id = any($1) and file.state = 'clean' and not document.from_client
  and document.shared_at is not null and document.withdrawn_at is null
  and (document.read_at is null or (document.ask <> 'nothing' and document.completed_at is null))
"""


async def tell_of(document_id: UUID) -> None:
    """Have the client told of a document that was shared or is asked for, in the transaction under way."""
    await _look(document_id, event=db.new_id(), seconds=0)


async def _look(document_id: UUID, *, event: UUID, seconds: int) -> None:
    payload = {"document": str(document_id), "event": str(event), "seconds": seconds}
    due_at = datetime.now(UTC) + timedelta(seconds=seconds)
    await outbox.add(kind=SHARED, payload=payload, due_at=due_at)


async def tell_once_clean(_message_id: UUID, payload: dict[str, Any]) -> None:
    """Tell the client, or look again later while the file is being checked; of one that is held back, nothing."""
    document_id, event = UUID(payload["document"]), UUID(payload["event"])
    (row,) = await db.rows(FILE, document_id)
    if row["state"] == FileState.CLEAN:
        path = f"/documents/{document_id}"
        await tell_client(
            client_id=row["client"], notice=Notice.DOCUMENT, object_id=document_id, path=path, event=event
        )
    elif row["state"] != FileState.QUARANTINED:
        longer = min(max(payload["seconds"] * 2, FIRST_WAIT_SECONDS), LONGEST_WAIT_SECONDS)
        await _look(document_id, event=event, seconds=longer)


async def still_waiting(documents: Collection[UUID]) -> set[UUID]:
    """Give which of these documents a client has not opened, or is still to complete."""
    return {row["id"] for row in await db.rows(STILL_WAITING, list(documents))}


EFFECTS: Effects = {SHARED: tell_once_clean}
NEWS: News = {Notice.DOCUMENT: still_waiting}
