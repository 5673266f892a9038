"""What tests of files share: files taken in as pages do it, kept for Alice, checked and opened."""

from collections.abc import AsyncIterator
from uuid import UUID

from app import db
from app.files import checking, service
from app.files.service import FILE_COLUMNS, FileLine, Parts
from app.files.storage import storage
from tests import people

PART_BYTES = 64 * 1024
LINE = f"select {FILE_COLUMNS} from stored_file file where file.id = $1"


def sent(content: bytes) -> Parts:
    """Give a file as a form gives it: from its beginning, each time anew."""

    async def parts() -> AsyncIterator[bytes]:
        for start in range(0, len(content), PART_BYTES):
            yield content[start : start + PART_BYTES]

    return parts


async def keep(content: bytes, name: str, *, client_id: UUID | None = None, from_client: bool = True) -> UUID:
    """Take a file in and make it one of Alice's; it is not checked yet."""
    taken = await service.take_in(sent(content), name=name)
    async with db.transaction():
        return await service.add(
            taken, client_id=client_id or people.client_id("alice"), from_client=from_client
        )


async def line(file_id: UUID) -> FileLine:
    row = await db.row(LINE, file_id)
    assert row is not None
    return service.file_line(row)


async def checked(file_id: UUID) -> FileLine:
    """Check a file as the worker does; give what is then said of it."""
    await checking.check(file_id)
    return await line(file_id)


async def opened(file_id: UUID) -> bytes | None:
    """Give what somebody who opens a file is given."""
    found = await service.open_file(await line(file_id))
    return None if found is None else await joined(found.parts)


async def through(content: bytes, name: str) -> bytes:
    """Send a file all the way; give what comes out."""
    file_id = await keep(content, name)
    said = await checked(file_id)
    assert said.is_clean, said.reason
    made = await opened(file_id)
    assert made is not None
    assert len(made) == said.size_bytes
    return made


async def joined(parts: AsyncIterator[bytes]) -> bytes:
    return b"".join([part async for part in parts])


async def places() -> set[UUID]:
    return {place async for place, _ in storage().places()}


async def place_of(file_id: UUID) -> UUID:
    row = await db.row("select place from stored_file where id = $1", file_id)
    assert row is not None
    place: UUID = row["place"]
    return place


async def opened_size(file_id: UUID) -> int:
    """Open a file and count its bytes as they come."""
    found = await service.open_file(await line(file_id))
    return 0 if found is None else sum([len(part) async for part in found.parts])
