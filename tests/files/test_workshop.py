"""The program that opens files of others: what it may use, that it always ends, and that nobody believes it."""

import asyncio
import os
import textwrap
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psutil
import pytest

from app.files import workshop
from app.files.rules import FileKind, Reason
from app.files.workshop import NotDone
from tests.files import kept, pictures

pytestmark = pytest.mark.usefixtures("portal")
READ = "import json, os, sys, time; content = sys.stdin.buffer.read()\n"
TAKE_LIMITS = f"import runpy; bench = runpy.run_path({str(workshop.PROGRAM)!r}); bench['limit'](1)\n"


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> object:
    """Let a program of the test stand on the bench instead of ours."""

    def put(code: str) -> None:
        path = tmp_path / "bench.py"
        path.write_text(textwrap.dedent(code))
        monkeypatch.setattr(workshop, "PROGRAM", path)

    return put


async def look(content: bytes = b"content") -> int:
    return await workshop.look(kept.sent(content)(), kind=FileKind.PDF)


async def made(content: bytes = b"content") -> bytes:
    async with workshop.cleaned(kept.sent(content)(), kind=FileKind.PDF) as found:
        return await kept.joined(found.parts)


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """See that each program a test started has ended and was waited for; those of other tests are not ours."""
    before = children()
    yield
    assert children() <= before


def children() -> set[tuple[int, float]]:
    return {(each.pid, each.create_time()) for each in psutil.Process().children()}


SAYINGS = {
    "nothing": "",
    "words": "print('hello')",
    "half a line": "sys.stdout.write('{\"pages\": 1')",
    "a list": "print('[]')",
    "pages that are no number": 'print(\'{"pages": "many"}\')',
    "a kind there is not": 'print(\'{"kind": "exe"}\')',
    "a reason there is not": 'print(\'{"reason": "because"}\')',
    "a line without an end": "sys.stdout.write('x' * 2_000_000)",
    "its death": "os.abort()",
}


def test_it_is_open_in_one_loop_after_another() -> None:
    """The demo practice is made in a loop of its own before the portal serves in the next."""

    async def several() -> list[int]:
        content = pictures.pdf_of(200, 200)
        return await asyncio.gather(*(look(content) for _ in range(workshop.AT_ONCE + 2)))

    for _ in range(2):
        assert asyncio.run(several()) == [1] * (workshop.AT_ONCE + 2)


@pytest.mark.parametrize("saying", SAYINGS)
async def test_a_program_that_says_anything_else_has_not_taken_the_file(program: object, saying: str) -> None:
    assert callable(program)
    program(READ + SAYINGS[saying])
    with pytest.raises(NotDone) as why:
        await look()
    assert why.value.reason is Reason.UNREADABLE


LONGER_THAN_IT_MAY = {
    "time": "time.sleep(60)",
    "processor time": TAKE_LIMITS + "while True: pass",
    "memory": TAKE_LIMITS + "content = bytes(2_000_000_000); print('{}')",
}


@pytest.mark.parametrize("what", LONGER_THAN_IT_MAY)
async def test_a_program_that_takes_too_much_is_ended(
    program: object, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(program)
    monkeypatch.setattr(workshop, "SECONDS", 0.5 if what == "time" else 30)
    program(READ + LONGER_THAN_IT_MAY[what])
    with pytest.raises(NotDone):
        await look()


async def test_a_program_that_never_reads_is_ended(program: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callable(program)
    monkeypatch.setattr(workshop, "SECONDS", 0.5)
    program("import time; print('{}', flush=True); time.sleep(60)")
    with pytest.raises(NotDone):
        await look(bytes(2_000_000))


@pytest.mark.parametrize("does", ["while True: sys.stdout.write('x' * 65536)", "time.sleep(60)"])
async def test_a_program_whose_file_has_no_end_is_ended(
    program: object, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    assert callable(program)
    monkeypatch.setattr(workshop, "LARGEST_MADE_BYTES", 1_000_000)
    monkeypatch.setattr(workshop, "SECONDS", 0.5 if "sleep" in does else 30)
    program(READ + "print('{}', flush=True)\n" + does)
    with pytest.raises(NotDone):
        await made()


async def test_the_program_has_no_keys_and_cannot_write(
    program: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert callable(program)
    monkeypatch.setenv("FIELD_KEYS", "very secret")
    tries = f"""
    refused = "no"
    try:
        with open({str(tmp_path / "written")!r}, "w") as file: file.write("x" * 10)
    except OSError: refused = "yes"
    print("{{}}")
    print(json.dumps([sorted(set(os.environ) - {{"LC_CTYPE"}}), refused]), flush=True)
    """
    program(READ + TAKE_LIMITS + textwrap.dedent(tries))
    assert await made() == b'[[], "yes"]\n'


async def test_two_are_at_work_at_once_and_never_more(program: object, tmp_path: Path) -> None:
    assert callable(program)
    folder = tmp_path / "at work"
    folder.mkdir()
    program(
        READ
        + f"""
folder = {str(folder)!r}
open(os.path.join(folder, str(os.getpid())), "w").close()
time.sleep(0.2)
seen = len(os.listdir(folder))
os.unlink(os.path.join(folder, str(os.getpid())))
print(json.dumps({{"pages": seen}}))
"""
    )
    assert max(await asyncio.gather(*(look() for _ in range(8)))) == workshop.AT_ONCE


async def test_whoever_gives_up_waiting_leaves_no_process(program: object) -> None:
    assert callable(program)
    program(READ + "time.sleep(60)")
    asking = asyncio.create_task(look())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asking, 0.5)


async def test_what_keeps_a_file_from_being_read_is_said_at_once() -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield pictures.pdf()
        raise ConnectionAbortedError

    async def slow() -> AsyncIterator[bytes]:
        yield pictures.pdf()
        raise TimeoutError

    for parts, fault in ((breaking(), ConnectionAbortedError), (slow(), TimeoutError)):
        with pytest.raises(fault):
            await workshop.look(parts, kind=FileKind.PDF)


async def test_a_program_without_its_pipes_is_a_fault_of_ours() -> None:
    process = await asyncio.create_subprocess_exec("true", env=dict(os.environ))
    await process.wait()
    with pytest.raises(RuntimeError):
        workshop._pipe(process.stdin)
