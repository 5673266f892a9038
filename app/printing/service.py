"""Printing: words become a PDF that screen readers read (PDF/UA-1), in a program of its own with a short life."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

PROGRAM = Path(__file__).with_name("press.py")
SECONDS = 30
AT_ONCE = 2

_presses = WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]()


class NotPrinted(Exception):
    """The program that prints did not do so, or not in time."""


async def print_pdf(layout: str, words: Mapping[str, Any]) -> bytes:
    """Set all words of a paper by one of the layouts, by its name; raises NotPrinted."""
    data = json.dumps(words, ensure_ascii=False).encode()
    async with _presses.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
        program = await _begin(layout)
        try:
            async with asyncio.timeout(SECONDS):
                pdf, _ = await program.communicate(data)
        except TimeoutError:
            raise NotPrinted from None
        finally:
            if program.returncode is None:
                with suppress(ProcessLookupError):
                    os.kill(program.pid, signal.SIGKILL)
                await program.wait()
    if program.returncode != 0:
        raise NotPrinted
    return pdf


async def _begin(layout: str) -> Process:
    """Start the program; raises NotPrinted where the machine has no room for one more."""
    try:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(PROGRAM),
            layout,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
        )
    except OSError as fault:
        raise NotPrinted from fault
