"""The virus scanner clamd, where one is set up: asked by its INSTREAM command."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.addresses import Scanner

SECONDS = 30
PING_SECONDS = 5
PART_BYTES = 256 * 1024
LONGEST_ANSWER = 4096


class ScannerAway(Exception):
    """The scanner cannot be asked now; what is to be scanned waits."""


class NotScanned(Exception):
    """The scanner is there, and could not scan this file."""


async def is_harmless(parts: AsyncIterator[bytes], *, scanner: Scanner) -> bool:
    """Ask clamd about a file; raises NotScanned where it gives up on this one, ScannerAway where it is not there.

    One that is too slow, or hangs up, gave up on the file if it can be reached then.
    """
    try:
        async with asyncio.timeout(SECONDS), _connection(scanner) as (reader, writer):
            writer.write(b"zINSTREAM\0")
            async for part in parts:
                writer.write(len(part).to_bytes(4, "big") + part)
                await writer.drain()
            writer.write((0).to_bytes(4, "big"))
            await writer.drain()
            answer = (await reader.read(LONGEST_ANSWER)).rstrip(b"\0\n").decode("utf-8", "replace")
    except (OSError, TimeoutError) as fault:
        answer = type(fault).__name__
    if answer.endswith("OK"):
        return True
    if answer.endswith("FOUND"):
        return False
    if answer.endswith("ERROR") or await answers(scanner):
        raise NotScanned(answer)
    raise ScannerAway(answer)


async def answers(scanner: Scanner) -> bool:
    """Whether clamd answers at all."""
    try:
        async with asyncio.timeout(PING_SECONDS), _connection(scanner) as (reader, writer):
            writer.write(b"zPING\0")
            return (await reader.read(LONGEST_ANSWER)).startswith(b"PONG")
    except (OSError, TimeoutError):
        return False


@asynccontextmanager
async def _connection(scanner: Scanner) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await (
        asyncio.open_unix_connection(scanner.path)
        if scanner.path
        else asyncio.open_connection(scanner.host, scanner.port)
    )
    try:
        yield reader, writer
    finally:
        writer.close()
