"""The program that prints: what it cannot print, or not in time, is said, and nothing of it goes on running."""

from pathlib import Path

import psutil
import pytest

from app.printing import service
from app.printing.service import NotPrinted, print_pdf

WORDS = {"title": "Statement", "practice": "Sunrise Counseling"}


def presses() -> list[psutil.Process]:
    """Give the programs that print at this moment for these tests: what has ended has no command line any more."""
    running = psutil.Process().children(recursive=True)
    return [each for each in running if "press.py" in " ".join(each.as_dict(["cmdline"])["cmdline"] or [])]


async def test_a_paper_that_lacks_words_is_not_printed() -> None:
    with pytest.raises(NotPrinted):
        await print_pdf("statement", WORDS)


@pytest.mark.parametrize("layout", ["nothing", "../../../../etc/passwd", "money"])
async def test_what_is_no_layout_prints_nothing(layout: str) -> None:
    with pytest.raises(NotPrinted):
        await print_pdf(layout, WORDS)


async def test_a_program_that_takes_too_long_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "press.py"
    slow.write_text("import time; time.sleep(600)")
    monkeypatch.setattr(service, "PROGRAM", slow)
    monkeypatch.setattr(service, "SECONDS", 0.2)
    with pytest.raises(NotPrinted):
        await print_pdf("statement", WORDS)
    assert not presses()
