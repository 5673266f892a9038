"""What files cost in time and memory: python -m bench.files.

Sends large files through the whole pipeline of a practice of its own, the bytes in a folder, and prints a table.
Ends with 1 where a goal is missed: a look under 2 s, 12 megapixels cleaned under 5 s, 20 MB through a process that
grows by at most 40 MB, and a program that opens files in at most 1 GB.
"""

import asyncio
import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import TypeVar

import pikepdf
from PIL import Image

from app import config, db
from app.embedded import beside
from app.files import workshop
from app.files.rules import FileKind
from tests.files import corpus, kept, pictures

MEGABYTE = 1_000_000
MOST_LOOK, MOST_CLEAN, MOST_GROWTH_MB, MOST_HOSTILE = 2.0, 5.0, 40.0, 2.0
MOST_HOSTILE_GROWTH_MB = 100.0  # with the corpus itself
TWELVE = (4000, 3000)

Found = TypeVar("Found")


def noise(size: tuple[int, int]) -> Image.Image:
    """Give a picture as detailed as one of a phone: noise, smoothed by being made larger."""
    small = Image.frombytes("RGB", (size[0] // 4, size[1] // 4), os.urandom(size[0] * size[1] * 3 // 16))
    return small.resize(size, Image.Resampling.BICUBIC)


def large_pdf() -> bytes:
    made = pictures.new_pdf(100)
    for page in made.pages:
        page.obj.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(I=made.make_stream(os.urandom(195_000)))
        )
    return pictures.written(made)


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / MEGABYTE


@contextlib.contextmanager
def watched() -> Iterator[list[float]]:
    """Give by how many MB this process grew at most during a block."""
    before, most, ended = resident_mb(), [0.0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.002):
            most[0] = max(most[0], resident_mb() - before)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        ended.set()
        thread.join()


async def timed(work: Awaitable[Found]) -> tuple[Found, float]:
    began = time.perf_counter()
    return await work, time.perf_counter() - began


def of_program(content: bytes, kind: str, do: str) -> float:
    """Give the most memory in MB of the program that opens files, run by itself."""
    given = {"do": do, "kind": kind, "most_pages": 500, "most_pixels": 40 * MEGABYTE, "page": 1, "width": 900}
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run([sys.executable, '-I', *sys.argv[1:]], stdin=sys.stdin, stdout=subprocess.DEVNULL, check=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", code, str(workshop.PROGRAM), json.dumps(given)]
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        ended = subprocess.run(command, stdin=file, capture_output=True, check=True)
    return int(ended.stdout) * 1024 / MEGABYTE


async def whole(content: bytes, name: str) -> None:
    file_id = await kept.keep(content, name)
    assert (await kept.checked(file_id)).is_clean
    found = await kept.opened_size(file_id)
    assert found > 0


async def measure(name: str, content: bytes) -> bool:
    kind = FileKind({"jpg": "jpeg"}.get(name.rpartition(".")[2], name.rpartition(".")[2]))
    _, look = await timed(workshop.look(kept.sent(content)(), kind=kind))
    with watched() as grown:
        _, all_of_it = await timed(whole(content, name))
    page = 0.0
    if kind is FileKind.PDF:
        _, page = await timed(workshop.page(kept.sent(content)(), number=1, width=900))
    peak = of_program(content, kind, "clean")
    print(
        f"{name:<12}{len(content) / MEGABYTE:>8.1f}{look:>9.2f}{all_of_it:>9.2f}{page:>9.2f}{grown[0]:>10.1f}{peak:>10.0f}"
    )
    return look < MOST_LOOK and all_of_it < MOST_CLEAN + look and grown[0] <= MOST_GROWTH_MB


async def hostile() -> bool:
    slowest, of_what = 0.0, ""
    with watched() as grown:
        for (what, name), made in corpus.CORPUS.items():
            content = made()
            _, seconds = await timed(refused(content, name))
            slowest, of_what = max((slowest, of_what), (seconds, what))
    print(
        f"{len(corpus.CORPUS)} hostile files: slowest {slowest:.2f} s ({of_what}), grown {grown[0]:.0f} MB with the corpus itself"
    )
    return slowest < MOST_HOSTILE and grown[0] < MOST_HOSTILE_GROWTH_MB


async def refused(content: bytes, name: str) -> None:
    from app.files.rules import Unacceptable

    with contextlib.suppress(Unacceptable):
        file_id = await kept.keep(content, name, from_client=False)
        assert not (await kept.checked(file_id)).is_clean


def large() -> dict[str, bytes]:
    picture = noise(TWELVE)
    return {
        "photo.jpg": pictures.saved(picture, "JPEG", quality=90),
        "card.heic": pictures.HEIC,
        "screen.png": pictures.png(TWELVE),
        "scan.pdf": large_pdf(),
        "limit.png": pictures.png((8000, 5000)),
    }


async def main() -> bool:
    from app.demo import load_demo
    from app.migrations import migrate_forwards

    async with db.open_pool():
        await migrate_forwards()
        await load_demo()
        await whole(pictures.png(), "warm.png")
        print(
            f"{'file':<12}{'MB':>8}{'look s':>9}{'whole s':>9}{'page s':>9}{'grown MB':>10}{'program MB':>11}"
        )
        good = [await measure(name, content) for name, content in large().items()]
        return all([*good, await hostile()])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as data_dir:
        given = config.fresh_keys() | {"DATA_DIR": data_dir, "WORKER": "separate"}
        with beside(config.read(given)) as settled:
            config.settle(settled)
            fine = asyncio.run(main())
    sys.exit(0 if fine else 1)
