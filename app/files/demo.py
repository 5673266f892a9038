"""Files of the demo practice: written anew like any other, and clean from the beginning."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.files import sealing, workshop
from app.files.rules import FileKind
from app.files.storage import storage
from app.files.tables import FileState, StoredFile


@dataclass(frozen=True, slots=True)
class DemoFile:
    client: UUID
    name: str
    kind: FileKind
    content: bytes
    from_client: bool


async def add_clean_files(files: Sequence[DemoFile]) -> list[UUID]:
    """Put files into charts as they are after their check, which is done for all of them at once."""
    rows = await asyncio.gather(*(_kept(file) for file in files))
    await StoredFile.insert(*rows)
    return [row.id for row in rows]


async def _kept(file: DemoFile) -> StoredFile:
    async with workshop.cleaned(_parts(file.content), kind=file.kind) as made:
        content = b"".join([part async for part in made.parts])
    place, key, now = db.new_id(), sealing.new_key(), datetime.now(UTC)
    await storage().put(place, sealing.seal(_parts(content), key=key, place=place))
    row = StoredFile(
        id=db.new_id(),
        client=file.client,
        place=place,
        kind=made.kind,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).digest(),
        pages=made.pages,
        from_client=file.from_client,
        state=FileState.CLEAN,
        received_at=now,
        checked_at=now,
    )
    row.data_key = StoredFile.data_key.seal(key.hex(), row=row.id)
    row.name = StoredFile.name.seal(file.name, row=row.id)
    return row


async def _parts(content: bytes) -> AsyncIterator[bytes]:
    yield content
