"""Where the bytes of files lie: a folder, S3-compatible storage, or the database; chosen by STORAGE_URL.

What is put is already encrypted. A place is a random id, never a name somebody gave.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, S3Store

from app import config, db
from app.addresses import DatabaseStorage, FolderStorage, S3Storage, StoragePlace
from app.web.away import Away

PART_BYTES = 5 * 1024 * 1024
RETRIES = 3
SECONDS = timedelta(seconds=60)


class Missing(Exception):
    """There is nothing in this place."""


class StorageAway(Away):
    """The storage cannot be reached, or does not let us in; what was to be done there waits."""


class NothingThere(StorageAway):
    """Neither the place is there nor, where it was to be made, what it lies in: a bucket that does not exist."""


class Storage(ABC):
    """Keeps bytes in places."""

    @abstractmethod
    async def put(self, place: UUID, parts: AsyncIterator[bytes]) -> None:
        """Keep what `parts` give: all of it, or nothing."""

    @abstractmethod
    def get(self, place: UUID) -> AsyncIterator[bytes]:
        """Give what lies in a place, part by part; raises Missing."""

    @abstractmethod
    async def remove(self, place: UUID) -> None:
        """Remove what lies in a place, if anything does."""

    @abstractmethod
    def places(self) -> AsyncIterator[tuple[UUID, datetime]]:
        """Give every place in use, with when it was written."""


class Objects(Storage):
    """A folder, or a bucket."""

    def __init__(self, store: ObjectStore) -> None:
        self.store = store

    async def put(self, place: UUID, parts: AsyncIterator[bytes]) -> None:
        with _reached():
            await obstore.put_async(self.store, place.hex, parts, chunk_size=PART_BYTES, max_concurrency=1)

    async def get(self, place: UUID) -> AsyncIterator[bytes]:
        with _existing(place), _reached():
            found = await obstore.get_async(self.store, place.hex)
            async for part in found.stream():
                yield bytes(part)

    async def remove(self, place: UUID) -> None:
        with suppress(Missing), _existing(place), _reached():
            await obstore.delete_async(self.store, place.hex)

    async def places(self) -> AsyncIterator[tuple[UUID, datetime]]:
        with _reached():
            async for batch in obstore.list(self.store):
                for each in batch:
                    if (place := _place(each["path"])) is not None:
                        yield place, each["last_modified"]


@contextmanager
def _existing(place: UUID) -> Iterator[None]:
    try:
        yield
    except NothingThere:
        raise Missing(str(place)) from None


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotFoundError) as fault:
        raise NothingThere(type(fault).__name__) from None
    except BaseError as fault:
        raise StorageAway(type(fault).__name__) from None  # its words may hold the address with its key


def _place(path: str) -> UUID | None:
    """Give the place that lies at a path; None for what somebody else put there."""
    with suppress(ValueError):
        return UUID(path.rpartition("/")[2])
    return None


class Folder(Objects):
    """A folder, where a process that dies leaves what it was writing under the name of the place, # and a number."""

    def __init__(self, folder: str) -> None:
        super().__init__(LocalStore(folder, mkdir=True, automatic_cleanup=True))
        self.folder = Path(folder)

    async def remove(self, place: UUID) -> None:
        await super().remove(place)
        for left in self.folder.glob(f"{place.hex}#*"):
            left.unlink(missing_ok=True)

    async def places(self) -> AsyncIterator[tuple[UUID, datetime]]:
        async for found in super().places():
            yield found
        for left in self.folder.glob("*#*"):
            if (place := _place(left.name.partition("#")[0])) is not None:
                yield place, datetime.fromtimestamp(left.stat().st_mtime, UTC)


INSERT = "insert into file_piece (place, number, content, written_at) values ($1, $2, $3, $4)"
NEXT = "select content from file_piece where place = $1 and number = $2"
PLACES = "select place, max(written_at) as at from file_piece group by place"


class InDatabase(Storage):
    """Rows of pieces, for a machine whose disk does not last."""

    async def put(self, place: UUID, parts: AsyncIterator[bytes]) -> None:
        number = 0
        async with db.apart() as connection, connection.transaction():
            async for part in parts:
                await connection.execute(INSERT, place, number, part, datetime.now(UTC))
                number += 1

    async def get(self, place: UUID) -> AsyncIterator[bytes]:
        number = 0
        while (row := await db.row(NEXT, place, number)) is not None:
            yield row["content"]
            number += 1
        if number == 0:
            raise Missing(place.hex)

    async def remove(self, place: UUID) -> None:
        async with db.apart() as connection:
            await connection.execute("delete from file_piece where place = $1", place)

    async def places(self) -> AsyncIterator[tuple[UUID, datetime]]:
        for row in await db.rows(PLACES):
            yield row["place"], row["at"]


def storage() -> Storage:
    """Give the storage of this process."""
    return _storage_at(config.current().storage)


@lru_cache(maxsize=4)
def _storage_at(where: StoragePlace) -> Storage:
    if isinstance(where, DatabaseStorage):
        return InDatabase()
    if isinstance(where, FolderStorage):
        return Folder(where.folder)
    return Objects(_bucket(where))


def _bucket(where: S3Storage) -> ObjectStore:
    given = {
        "endpoint": where.endpoint,
        "region": where.region,
        "access_key_id": where.access_key_id,
        "secret_access_key": where.secret_access_key,
    }
    return S3Store(
        where.bucket,
        prefix=where.prefix or None,
        config={name: value for name, value in given.items() if value},  # type: ignore[arg-type]  # of the same names
        client_options={"allow_http": where.endpoint.startswith("http:"), "timeout": SECONDS},
        retry_config={"max_retries": RETRIES, "retry_timeout": SECONDS},
    )
