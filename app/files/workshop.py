"""Work on files of others, done by a program of its own that lives for one file: workbench.py."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import msgspec

from app.files.rules import MOST_PAGES, MOST_PIXELS, FileKind, Reason
from app.web.logs import log

Pipe = TypeVar("Pipe")

PROGRAM = Path(__file__).parent / "workbench.py"
SECONDS = 30
AT_ONCE = 2
PART_BYTES = 256 * 1024
LARGEST_MADE_BYTES = 64 * 1_000_000
"""More than the largest picture of 3000 points a side can need; what goes on for longer is not to be trusted."""

LOGO_SIDES = (640, 160)
"""Four times what a page shows of a logo, for screens of many points and for print."""


@dataclass(frozen=True, slots=True)
class Made:
    """What the program said of a file, and the new file as it comes, where there is one."""

    kind: FileKind
    pages: int
    parts: AsyncIterator[bytes]


class Said(msgspec.Struct, frozen=True):
    """What the program answers: why it does not take a file, or what became of it."""

    reason: Reason | None = None
    fault: str = ""
    kind: FileKind | None = None
    pages: int = 1


class NotDone(Exception):
    """The program did not take the file, or did not live to say so."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


_benches = WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]()
"""One for each loop that runs in this process, one after the other: the demo practice is made in a loop of its own."""


def _bench() -> asyncio.Semaphore:
    return _benches.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))


async def look(parts: AsyncIterator[bytes], *, kind: FileKind) -> int:
    """Give how many pages a file has; raises NotDone when it cannot be opened, or is too much of one."""
    async with _worked_on(parts, {"do": "look", "kind": kind}, kind) as made:
        return made.pages


@asynccontextmanager
async def cleaned(parts: AsyncIterator[bytes], *, kind: FileKind) -> AsyncIterator[Made]:
    """Write a file anew, without what acts or hides in it; raises NotDone."""
    async with _worked_on(parts, {"do": "clean", "kind": kind}, kind) as made:
        yield made


async def logo(parts: AsyncIterator[bytes], *, kind: FileKind) -> bytes:
    """Write a picture anew as a small PNG, at most LOGO_SIDES points across and high; raises NotDone."""
    width, height = LOGO_SIDES
    task = {"do": "logo", "kind": kind, "width": width, "height": height}
    async with _worked_on(parts, task, FileKind.PNG) as made:
        return b"".join([part async for part in made.parts])


async def page(parts: AsyncIterator[bytes], *, number: int, width: int) -> bytes:
    """Draw a page of a PDF as a JPEG; raises NotDone."""
    task = {"do": "page", "kind": FileKind.PDF, "page": number, "width": width}
    async with _worked_on(parts, task, FileKind.PDF) as made:
        return b"".join([part async for part in made.parts])


@asynccontextmanager
async def _worked_on(
    parts: AsyncIterator[bytes], task: dict[str, Any], kind: FileKind
) -> AsyncIterator[Made]:
    async with _bench(), _program(task) as program:
        feeding = asyncio.create_task(_feed(program, parts))
        try:
            said = await _said(program, feeding)
            yield Made(said.kind or kind, said.pages, _rest(program))
        finally:
            feeding.cancel()
            await asyncio.gather(feeding, return_exceptions=True)


@asynccontextmanager
async def _program(task: dict[str, Any]) -> AsyncIterator[asyncio.subprocess.Process]:
    given = json.dumps(task | {"most_pages": MOST_PAGES, "most_pixels": MOST_PIXELS})
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(PROGRAM),
        given,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
        limit=PART_BYTES,
    )
    try:
        yield program
    finally:
        _kill(program)
        await program.wait()


def _kill(program: asyncio.subprocess.Process) -> None:
    if program.returncode is None:
        with suppress(ProcessLookupError):
            os.kill(program.pid, signal.SIGKILL)  # its own kill would take the end from who waits for it


def _pipe(pipe: Pipe | None) -> Pipe:
    if pipe is None:
        raise RuntimeError("The program was started without its pipes.")
    return pipe


async def _feed(program: asyncio.subprocess.Process, parts: AsyncIterator[bytes]) -> None:
    stdin = _pipe(program.stdin)
    try:
        async for part in parts:
            with suppress(BrokenPipeError, ConnectionResetError):
                stdin.write(part)
                await stdin.drain()
    except Exception:
        _kill(program)  # it would wait for the rest
        raise
    stdin.close()


async def _said(program: asyncio.subprocess.Process, feeding: asyncio.Task[None]) -> Said:
    """Give what the program says once it has read the whole file; what keeps that from being read is raised."""
    try:
        async with asyncio.timeout(SECONDS) as deadline:
            said = await _first_line(program)
            await feeding
    except TimeoutError:
        if not deadline.expired():
            raise
        said = Said(reason=Reason.UNREADABLE, fault="TookTooLong")
    if said.reason is not None:
        log("file not taken", reason=said.reason, fault=said.fault)
        raise NotDone(said.reason)
    return said


async def _first_line(program: asyncio.subprocess.Process) -> Said:
    try:
        line = await _pipe(program.stdout).readline()
        return msgspec.json.decode(line, type=Said)
    except (ValueError, msgspec.DecodeError):
        return Said(reason=Reason.UNREADABLE, fault="Died")


async def _rest(program: asyncio.subprocess.Process) -> AsyncIterator[bytes]:
    stdout = _pipe(program.stdout)
    size = 0
    while part := await _next(stdout):
        size += len(part)
        if size > LARGEST_MADE_BYTES:
            raise NotDone(Reason.UNREADABLE)
        yield part


async def _next(stdout: asyncio.StreamReader) -> bytes:
    try:
        return await asyncio.wait_for(stdout.read(PART_BYTES), SECONDS)
    except TimeoutError:
        raise NotDone(Reason.UNREADABLE) from None
