"""Files of a chart: taken in, opened, removed. Nothing is opened before it is clean."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import filetype

from app import db
from app.encryption import Unreadable
from app.files import sealing, workshop
from app.files.counting import Counted
from app.files.rules import (
    LARGEST_BYTES,
    FileKind,
    Kept,
    Reason,
    check_room,
    clean_name,
    kind_of,
    name_as,
    refusal,
)
from app.files.storage import Missing, storage
from app.files.tables import FileState, StoredFile
from app.notices import outbox
from app.web.logs import log_fault

RECEIVED = "file_received"
"""The outbox row that has a file checked."""

BEGINNING_BYTES = 8192

Parts = Callable[[], AsyncIterator[bytes]]
"""Gives the bytes of a file from its beginning, each time it is called."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A file whose bytes are in the storage and that no row names yet."""

    name: str
    kind: FileKind
    place: UUID
    data_key: bytes
    size_bytes: int
    sha256: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class FileLine:
    """What is said of a file to those who may see it."""

    id: UUID
    sealed_name: bytes
    kind: FileKind
    size_bytes: int
    pages: int
    state: FileState
    reason: Reason | None

    @property
    def name(self) -> str:
        """The name it goes by, with the ending of what it is now."""
        return name_as(StoredFile.name.open(self.sealed_name, row=self.id), self.kind)

    @property
    def is_clean(self) -> bool:
        return self.state is FileState.CLEAN


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A clean file, its bytes to be read once."""

    name: str
    kind: FileKind
    size_bytes: int
    parts: AsyncIterator[bytes]


async def take_in(parts: Parts, *, name: str) -> TakenIn:
    """Look a file over and put its bytes, encrypted, in the storage; `add` makes it a file of a chart.

    Raises Unacceptable with the sentence that says why it is not taken.
    """
    name = clean_name(name)
    beginning = await _beginning(parts)
    kind = kind_of(name, begins=beginning, content_type=filetype.guess_mime(beginning) or "")
    counted = Counted(parts(), most=LARGEST_BYTES)
    try:
        pages = await workshop.look(counted, kind=kind)
    except workshop.NotDone as why:
        raise refusal(why.reason) from None
    place, key = db.new_id(), sealing.new_key()
    await storage().put(place, sealing.seal(parts(), key=key, place=place))
    return TakenIn(name, kind, place, key, counted.size, counted.digest(), pages)


async def _beginning(parts: Parts) -> bytes:
    beginning = b""
    async for part in parts():
        beginning += part
        if len(beginning) >= BEGINNING_BYTES:
            break
    if not beginning:
        raise refusal(Reason.EMPTY)
    return beginning[:BEGINNING_BYTES]


KEPT = """
select count(*) as files, coalesce(sum(size_bytes), 0) as bytes,
  count(*) filter (where from_client and received_at > $2) as lately
from stored_file where client = $1
"""


async def add(taken: TakenIn, *, client_id: UUID, from_client: bool) -> UUID:
    """Make what was taken in a file of a chart, in the transaction under way; it is checked after its commit.

    Raises Unacceptable where the chart has no room; what was taken in is then swept away.
    """
    now = datetime.now(UTC)
    await db.row("select id from client where id = $1 for no key update", client_id)
    (kept,) = await db.rows(KEPT, client_id, now - timedelta(hours=1))
    check_room(Kept(**kept), more_bytes=taken.size_bytes, from_client=from_client)
    file = StoredFile(
        id=db.new_id(),
        client=client_id,
        place=taken.place,
        kind=taken.kind,
        size_bytes=taken.size_bytes,
        sha256=taken.sha256,
        pages=taken.pages,
        from_client=from_client,
        received_at=now,
    )
    file.data_key = StoredFile.data_key.seal(taken.data_key.hex(), row=file.id)
    file.name = StoredFile.name.seal(taken.name, row=file.id)
    await StoredFile.insert(file)
    await outbox.add(kind=RECEIVED, payload={"file": str(file.id)})
    return file.id


FILE_COLUMNS = """
file.id as file_id, file.name as file_name, file.kind, file.size_bytes, file.pages as file_pages,
file.state as file_state, file.reason
"""
"""What `file_line` reads, of a row `file` that a statement joins."""


def file_line(row: db.Record) -> FileLine:
    """Give what is said of a file, from the columns FILE_COLUMNS."""
    return FileLine(
        id=row["file_id"],
        sealed_name=row["file_name"],
        kind=FileKind(row["kind"]),
        size_bytes=row["size_bytes"],
        pages=row["file_pages"],
        state=FileState(row["file_state"]),
        reason=Reason(row["reason"]) if row["reason"] else None,
    )


BYTES_OF = "select place, data_key, sha256 from stored_file where id = $1 and state = $2"


async def open_file(line: FileLine) -> OpenedFile | None:
    """Open a file that is clean; None when it is not, or its bytes are gone. Whose it is, the caller has seen to."""
    row = await db.row(BYTES_OF, line.id, FileState.CLEAN)
    if row is None:
        return None
    parts = plain(line.id, row)
    try:
        first = await anext(parts)
    except (Missing, Unreadable) as fault:
        log_fault("file lost", fault, file_id=str(line.id))
        return None
    return OpenedFile(line.name, line.kind, line.size_bytes, beginning_with(first, parts))


async def beginning_with(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Give a first part that was read already, and then the others."""
    yield first
    async for part in rest:
        yield part


async def draw_page(line: FileLine, *, number: int, width: int) -> bytes | None:
    """Draw a page of a clean PDF as a JPEG; None when there is no such page, or it is not clean."""
    opened = await open_file(line)
    if opened is None or line.kind is not FileKind.PDF or not 1 <= number <= line.pages:
        return None
    try:
        return await workshop.page(opened.parts, number=number, width=width)
    except workshop.NotDone:
        return None


async def picture_of(line: FileLine, *, number: int, width: int) -> bytes | OpenedFile | None:
    """Give a page of a clean file as a picture: a PDF's is drawn, an image is its own only page; None where none is."""
    if line.kind is FileKind.PDF:
        return await draw_page(line, number=number, width=width)
    return await open_file(line) if number == 1 else None


def plain(file_id: UUID, row: db.Record) -> AsyncIterator[bytes]:
    """Give the bytes of a file as they were before encryption."""
    key = bytes.fromhex(StoredFile.data_key.open(row["data_key"], row=file_id))
    return sealing.unseal(storage().get(row["place"]), key=key, place=row["place"])


async def check_again(file_id: UUID) -> bool:
    """Have a file that was held back checked once more; False where it is not held back any more.

    In the transaction under way. `checked_at` is then when that was asked for: it has waited since.
    """
    held = (
        await StoredFile.update(
            {
                StoredFile.state: FileState.RECEIVED,
                StoredFile.reason: None,
                StoredFile.tries: 0,
                StoredFile.checked_at: datetime.now(UTC),
            }
        )
        .where(_held(file_id))
        .returning(StoredFile.id)
    )
    if held:
        await outbox.add(kind=RECEIVED, payload={"file": str(file_id)})
    return bool(held)


PLACE = (
    "select place from stored_file where id = $1 and state = 'quarantined' and reason <> 'removed' for update"
)


async def discard(file_id: UUID) -> UUID | None:
    """Give up the bytes of a file that was held back, in the transaction under way; its row says that they are gone.

    Gives their place, for `remove_bytes` once that is committed (else the sweep does it); None where the file is
    not held back any more.
    """
    row = await db.row(PLACE, file_id)
    if row is None:
        return None
    place: UUID = row["place"]
    await StoredFile.update(
        {
            StoredFile.reason: Reason.REMOVED,
            StoredFile.place: db.new_id(),
            StoredFile.data_key: StoredFile.data_key.seal("", row=file_id),
            StoredFile.sha256: b"",
            StoredFile.size_bytes: 0,
            StoredFile.pages: 0,
            StoredFile.checked_at: datetime.now(UTC),
        }
    ).where(_held(file_id))
    return place


async def remove_bytes(place: UUID) -> None:
    """Remove bytes that no row names any more."""
    await storage().remove(place)


def _held(file_id: UUID) -> Any:
    return (
        (StoredFile.id == file_id)
        & (StoredFile.state == FileState.QUARANTINED)
        & (StoredFile.reason != Reason.REMOVED)
    )
