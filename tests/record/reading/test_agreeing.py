"""Page, PDF and XML of one copy say the same."""

from collections import Counter

import pypdfium2
import pytest
from bs4 import Tag
from lxml import etree

from tests import checks, people, rows
from tests.page import Browser, Page
from tests.record.facts import FACTS
from tests.record.kept import keep
from tests.record.reading.copied import have_copy

pytestmark = pytest.mark.usefixtures("rolled_back", "unasked")

HL7 = {"v3": "urn:hl7-org:v3"}


def close(words: str) -> str:
    """Leave out all blank space: lines break elsewhere on paper."""
    return "".join(words.split())


def cell(part: Tag) -> str:
    """Give the words of a cell of the page, without what it is called."""
    for label in part.select("b"):
        label.extract()
    return close(checks.words(part))


def of_page(page: Page) -> Counter[str]:
    return Counter(filter(None, (cell(part) for part in page.all(".fact-of > p"))))


def of_xml(content: bytes) -> Counter[str]:
    cells = etree.fromstring(content).iterfind(".//v3:text//v3:tbody//v3:td", HL7)
    return Counter(filter(None, (close("".join(map(str, each.itertext()))) for each in cells)))


def of_pdf(content: bytes) -> str:
    return close("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)))


async def in_english() -> Browser:
    """Give Charlie, who has nothing in his record, as he reads English: the XML has no other language."""
    await rows.change("update portal_account set language = 'en'")
    return await people.charlie()


async def test_page_pdf_and_xml_of_a_record_with_one_of_everything_say_the_same() -> None:
    for kind, fact in FACTS:
        await keep(kind, fact, client="charlie")
    charlie = await in_english()
    copy = await have_copy(charlie)
    assert charlie.page is not None
    on_page = of_page(charlie.page)
    assert len(on_page) > len(FACTS)
    assert of_xml((await charlie.send("GET", f"/record/{copy}/record.xml")).content) == on_page
    on_paper = of_pdf((await charlie.send("GET", f"/record/{copy}/record.pdf")).content)
    assert [words for words in on_page if words not in on_paper] == []


async def test_an_empty_record_says_so_on_each() -> None:
    charlie = await in_english()
    copy = await have_copy(charlie)
    assert charlie.page is not None
    charlie.page.shows("No information")
    assert not of_page(charlie.page)
    assert not of_xml((await charlie.send("GET", f"/record/{copy}/record.xml")).content)
    assert "Noinformation" in of_pdf((await charlie.send("GET", f"/record/{copy}/record.pdf")).content)
