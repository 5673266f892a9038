"""Pages drawn of long PDFs and of large ones: in little time and memory, whatever they are."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.files import service, workbench, workshop
from tests.files import kept, pictures

pytestmark = pytest.mark.usefixtures("restored", "folder")

WIDTH = 1240
MOST_SECONDS = workbench.CPU_SECONDS["page"] + 5
MOST_KILOBYTES = 250_000

LARGE: dict[str, Callable[[], bytes]] = {
    "five metres square": lambda: pictures.pdf_of(14_400, 14_400),
    "larger than paper can be": lambda: pictures.pdf_of(1_000_000, 1_000_000),
    "narrow and long": lambda: pictures.pdf_of(3, 14_400),
    "a line": lambda: pictures.pdf_of(1, 1_000_000),
    "a line across": lambda: pictures.pdf_of(14_400, 3),
    "nothing": lambda: pictures.pdf_of(0, 0),
    "a point": lambda: pictures.pdf_of(0.001, 0.001),
    "less than nothing": lambda: pictures.pdf_of(-100, -50),
    "filled by a picture of 16,000 points a side": lambda: pictures.pdf_with_a_picture_of(16_000),
}


MEASURED = f"""
import runpy, sys
open("/proc/self/clear_refs", "w").write("5")  # what it held as a copy of its parent does not count
runpy.run_path({str(workshop.PROGRAM)!r}, run_name="__main__")
sys.stderr.write(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def drawn(content: bytes) -> tuple[bytes, float, int]:
    """Draw the first page as the portal does; give the picture, the seconds it took, and the most kilobytes it held."""
    task = {"do": "page", "kind": "pdf", "page": 1, "width": WIDTH, "most_pages": 500, "most_pixels": 0}
    command = [sys.executable, "-I", "-c", MEASURED, json.dumps(task)]
    began = time.monotonic()
    ended = subprocess.run(command, input=content, capture_output=True, env={}, check=True)
    return ended.stdout.partition(b"\n")[2], time.monotonic() - began, int(ended.stderr)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone says how much a program held.")
@pytest.mark.parametrize("page", LARGE)
def test_a_large_page_is_drawn_small_of_one_that_is(page: str) -> None:
    picture, seconds, kilobytes = drawn(LARGE[page]())
    width, height = pictures.read(picture).size
    assert width * height <= workbench.PAGE_PIXELS * 1.01
    assert max(width, height) <= workbench.PAGE_SIDE
    assert seconds < MOST_SECONDS
    assert kilobytes < MOST_KILOBYTES


IN_ONE_SECOND = f"""
import runpy
bench = runpy.run_path({str(workshop.PROGRAM)!r})
bench["CPU_SECONDS"]["page"] = 1
bench["main"]()
"""


async def test_a_page_that_asks_for_too_much_is_not_drawn_and_nothing_else_suffers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    line = await kept.checked(await kept.keep(pictures.pdf_drawn_a_billion_times(), "endless.pdf"))
    small = await kept.checked(await kept.keep(pictures.pdf(), "small.pdf"))
    (tmp_path / "bench.py").write_text(IN_ONE_SECOND)
    monkeypatch.setattr(workshop, "PROGRAM", tmp_path / "bench.py")
    began = time.monotonic()
    assert await service.draw_page(line, number=1, width=WIDTH) is None
    assert time.monotonic() - began < MOST_SECONDS
    assert await service.draw_page(small, number=1, width=WIDTH) is not None


async def test_the_last_of_300_pages_is_drawn_as_soon_as_the_first() -> None:
    line = await kept.checked(await kept.keep(pictures.pdf(300), "long.pdf"))
    assert line.pages == 300
    for number in (1, 300):
        began = time.monotonic()
        assert await service.draw_page(line, number=number, width=WIDTH) is not None
        assert time.monotonic() - began < MOST_SECONDS
    assert await service.draw_page(line, number=301, width=WIDTH) is None
    assert await service.draw_page(line, number=0, width=WIDTH) is None
