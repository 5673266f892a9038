"""The record as a PDF: the words of its sections, tagged for screen readers, in reasonable time."""

import io

import msgspec
import pikepdf
import pypdfium2
import pytest

from app.record.making.sections import sections_of
from app.record.reading.papers import record_pdf
from app.web.language import Language, speaking
from tests.record.facts import EMPTY, FACTS, FULL, entries_of

pytestmark = pytest.mark.anyio


def letters(words: str) -> str:
    """Give words without the breaks that lines and pages put into them."""
    return "".join(words.replace("\u00ad", "").split())


def letters_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return letters("".join(page.get_textpage().get_text_range() for page in document))


async def test_the_paper_says_what_the_sections_say_and_is_tagged() -> None:
    pdf = await record_pdf(FULL)
    found = letters_of(pdf)
    for section in sections_of(FULL):
        assert letters(section.title) in found
        for row in section.rows:
            assert [cell for cell in row.cells if letters(cell) not in found] == []
            assert [line for line in row.note.splitlines() if letters(line) not in found] == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "en"


async def test_a_record_of_nothing_and_one_of_fifteen_hundred_rows_are_papers_too() -> None:
    with speaking(Language.SPANISH):
        found = letters_of(await record_pdf(EMPTY))
    assert letters("No hay información sobre") in found
    assert "Alergias" in found
    long = msgspec.structs.replace(FULL, entries=entries_of(FACTS * (1500 // len(FACTS))))
    with pikepdf.open(io.BytesIO(await record_pdf(long))) as opened:
        assert len(opened.pages) > 20
        assert opened.Root.MarkInfo.Marked
