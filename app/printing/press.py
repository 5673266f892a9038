"""The program that prints a paper: a short life, and its memory goes with it. Typst keeps what it has laid out for
as long as its process lives, about half a megabyte a paper.

It is run by itself, never imported: python -I press.py form < words.json > form.pdf, where `form` names the layout. The
first bundled font has no Chinese, say; where a letter is missing, the machine's own fonts are asked, and in the end the
paper is not quite PDF/UA.
"""

import resource
import sys
from pathlib import Path
from typing import Any

LAYOUT = Path(__file__).parent / "layout"
"""All that can be read."""
MEMORY_BYTES = 1_000_000_000
CPU_SECONDS = 20
MISSING = "could not be displayed"
WAYS: tuple[dict[str, Any], ...] = (
    {"pdf_standards": "ua-1", "ignore_system_fonts": True},
    {"pdf_standards": "ua-1"},
    {},
)


def limit() -> None:
    """Take from this process what it does not need, before it reads a byte."""
    for which, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(which, (most, most))


def printed(layout: str, words: str) -> bytes:
    """Give the PDF, in the best way that has all letters."""
    import typst

    for way in WAYS:
        try:
            pdf: bytes = typst.compile(
                LAYOUT / f"{layout}.typ", format="pdf", root=LAYOUT, sys_inputs={"paper": words}, **way
            )
            return pdf
        except typst.TypstError as fault:
            if MISSING not in str(fault) or not way:
                raise
    raise AssertionError


if __name__ == "__main__":
    limit()
    sys.stdout.buffer.write(printed(sys.argv[1], sys.stdin.buffer.read().decode()))
