"""An export on the server, by the command: written straight into a file that only its owner reads."""

import os
from datetime import UTC, datetime
from pathlib import Path

from app import db
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.files.storage import StorageAway
from app.practice.settings import load_settings
from app.record.exporting.making import zip_of
from app.record.exporting.sources import Sources
from app.web.language import Language, speaking

BY = Actor.system("export-client")
CLIENT = """
select client.id as client, client.number, client.first_name, client.preferred_name, client.last_name, client.language,
  true as for_self, null::uuid as account, '' as areas
from client where client.number = $1
"""


async def export_client(number: int, *, to: Path, sources: Sources) -> tuple[bool, str]:
    """Write all that a client has in the portal into a new file; give whether that was done, and a sentence."""
    await load_settings()
    row = await db.row(CLIENT, number)
    if row is None:
        return False, f"There is no client with the number {number}."
    try:
        descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as problem:
        return False, f"{to} cannot be written: {os.strerror(problem.errno or 0)}."
    try:
        size = await _write(descriptor, row, sources)
    except BaseException as fault:
        to.unlink(missing_ok=True)  # noqa: ASYNC240  # at once; nothing else runs beside a command
        if isinstance(fault, StorageAway):
            return False, "The storage of files does not answer: nothing was written. Check STORAGE_URL."
        raise
    return True, f"Everything of client {number} stands in {to} ({size:,} bytes). It is not encrypted."


async def _write(descriptor: int, row: db.Record, sources: Sources) -> int:
    language = Language(row["language"] or Language.ENGLISH)
    size = 0
    with os.fdopen(descriptor, "wb") as file, speaking(language):
        async for part in zip_of(row, sources, at=datetime.now(UTC)):
            file.write(part)
            size += len(part)
    async with db.transaction():
        await activity.record(
            by=BY,
            kind=Kind.EXPORT_MADE,
            object_kind="record_export",
            client_id=row["client"],
            detail={"to": "command"},
        )
    return size
