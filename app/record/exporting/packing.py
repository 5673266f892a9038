"""A zip that is made while it is written away: it takes the memory of a few parts, whatever is in it."""

import asyncio
import io
import re
import unicodedata
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

MOST_WAITING = 4
"""Parts that are made before the first of them is written away."""
LONGEST_NAME = 120
SQUEEZED = frozenset({".html", ".csv", ".xml", ".json", ".ics", ".txt"})
"""Endings of files that become smaller; pictures and PDFs are that already."""
NOT_IN_NAMES = re.compile(r'[<>:"\\|?*\x00-\x1f\x7f]')
NAMELESS = "file"
NOT_ON_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a zip: its name with folders, and its bytes as they come."""

    name: str
    parts: AsyncIterator[bytes]


class _Sink(io.RawIOBase):
    """What a zip is written to, from where it is taken away at once."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self._waiting += data  # type: ignore[arg-type]  # bytes, or what is like them
        return len(data)  # type: ignore[arg-type]

    def take(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


async def packed(members: AsyncIterator[Member], *, at: datetime) -> AsyncIterator[bytes]:
    """Give the bytes of a zip of these files, each noted as of `at`."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        async for member in members:
            with archive.open(_noted(member.name, at), "w") as file:
                async for part in member.parts:
                    file.write(part)
                    yield sink.take()
            yield sink.take()
    yield sink.take()


def _noted(name: str, at: datetime) -> zipfile.ZipInfo:
    noted = zipfile.ZipInfo(name, at.timetuple()[:6])
    squeezed = PurePosixPath(name).suffix.lower() in SQUEEZED
    noted.compress_type = zipfile.ZIP_DEFLATED if squeezed else zipfile.ZIP_STORED
    noted.external_attr = 0o600 << 16
    return noted


class Names:
    """Gives each file of a zip a name that every machine takes, and that no other has."""

    def __init__(self) -> None:
        self._taken = set[str]()

    def unique(self, name: str) -> str:
        """Give a name with its folders, with a number where there is one like it."""
        *folders, last = [_plain(part) for part in name.split("/") if part.strip(". ")] or [NAMELESS]
        stem, ending = PurePosixPath(last).stem, PurePosixPath(last).suffix
        found, number = "/".join((*folders, last)), 1
        while found.casefold() in self._taken:
            number += 1
            found = "/".join((*folders, f"{stem} ({number}){ending}"))
        self._taken.add(found.casefold())
        return found


def _plain(part: str) -> str:
    """Give a part of a name without what a machine may not take in one."""
    text = NOT_IN_NAMES.sub("_", unicodedata.normalize("NFC", part)).strip(". ")
    stem, dot, ending = text.rpartition(".")
    kept = f"{stem[: LONGEST_NAME - len(ending)].strip()}{dot}{ending}" if dot else text[:LONGEST_NAME]
    return f"_{kept}" if NOT_ON_WINDOWS.fullmatch(kept) else kept or NAMELESS


@asynccontextmanager
async def made_apart(parts: AsyncIterator[bytes]) -> AsyncIterator[AsyncIterator[bytes]]:
    """Have `parts` made in a task that knows what this one does, such as the language, whoever asks for the next.

    What goes wrong there is raised at the end of the block, in place of what that led to. Who leaves the block early
    ends the task.
    """
    waiting: asyncio.Queue[bytes | None] = asyncio.Queue(MOST_WAITING)
    making = asyncio.create_task(_make(parts, waiting))
    try:
        yield _drawn(waiting, making)
    except Exception:
        _raise_fault_of(making)
        raise
    else:
        _raise_fault_of(making)
    finally:
        making.cancel()
        await asyncio.gather(making, return_exceptions=True)


def _raise_fault_of(making: "asyncio.Task[None]") -> None:
    fault = making.exception() if making.done() and not making.cancelled() else None
    if fault is not None:
        raise fault from None


async def _make(parts: AsyncIterator[bytes], waiting: "asyncio.Queue[bytes | None]") -> None:
    try:
        async for part in parts:
            if part:
                await waiting.put(part)
    except Exception:
        await waiting.put(None)
        raise
    await waiting.put(None)


async def _drawn(
    waiting: "asyncio.Queue[bytes | None]", making: "asyncio.Task[None]"
) -> AsyncIterator[bytes]:
    while (part := await waiting.get()) is not None:
        yield part
    await making
