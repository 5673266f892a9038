"""What clients see in the lists of the Library, and what is kept from them."""

import pytest

from tests import checks, people, rows
from tests.accounts.grants.access import limit
from tests.documents.papers import (
    BOBS,
    CARD,
    DONE,
    FILL,
    LETTER,
    PDF,
    SENT,
    SIGN,
    quarantine,
    share_copies,
    withdraw,
)
from tests.page import Page
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")


def titles(page: Page, shelf: str) -> list[str]:
    return [checks.words(heading) for heading in page.all(f"[aria-labelledby={shelf}] h3")]


async def test_each_document_stands_in_its_list_the_overdue_one_first() -> None:
    page = await (await people.alice()).open("/documents")
    assert titles(page, "to_do") == ["Sleep diary", "Consent to telehealth", "How we protect your privacy"]
    assert titles(page, "completed") == ["Office rules"]
    assert titles(page, "from_practice") == ["Letter for your employer"]
    assert titles(page, "sent") == ["letter-from-dr-lee.pdf", "insurance-card.jpg"]
    page.shows("Overdue", "Read and confirmed by Alice Anderson on", "Received")


async def test_somebody_new_is_told_that_there_is_nothing_yet() -> None:
    page = await (await people.charlie()).open("/documents")
    assert not page.all(".papers")
    assert len(page.all(".shelf .quiet")) == 4


async def test_the_tab_bar_shows_the_pages_of_the_library_that_are_open_to_the_reader() -> None:
    alice = await people.alice()
    page = await alice.open("/documents")
    assert [checks.words(link) for link in page.all(".tabs a")] == [
        "Forms",
        "Documents",
        "Upload",
        "CCD Download",
    ]
    page = await alice.follow("Upload", within=".tabs")
    assert checks.words(page.find(".tabs [aria-current]")) == "Upload"


async def test_an_access_without_documents_opens_none_and_the_navigation_has_no_library() -> None:
    await limit("gina", "max", "messages")
    gina = await people.gina()
    for path in ("/documents", "/documents/upload", f"/documents/{BOBS}", f"/documents/{BOBS}/file"):
        await gina.open(path, status=404)
    (await gina.open("/messages")).lacks("Library")


async def test_a_new_document_is_marked_until_it_is_opened_and_counted_until_it_is_done() -> None:
    alice = await people.alice()
    badge = "#navigation [href='/documents'] .badge"
    page = await alice.open("/documents")
    assert checks.words(page.find(badge)) == "3 to look at"
    assert checks.words(page.find(f"#document-{SIGN} .tag")) == "New"
    await alice.open(f"/documents/{SIGN}")
    page = await alice.open("/documents")
    assert checks.words(page.find(badge)) == "3 to look at", "It is still to be signed."
    assert not page.all(f"#document-{SIGN} .tag")
    await alice.open(f"/documents/{SIGN}")
    page = await alice.press("Sign", typed_name="Alice Anderson")
    assert checks.words(page.find(badge)) == "2 to look at"


async def test_a_document_that_was_taken_back_leaves_the_day_and_not_its_title() -> None:
    await withdraw(LETTER)
    page = await (await people.alice()).open("/documents")
    page.shows("Your practice took this back on")
    page.lacks("Letter for your employer")
    assert not page.find(f"#document-{LETTER}").select("a")


async def test_after_thirty_days_nothing_is_left_of_it() -> None:
    await withdraw(LETTER, days_ago=31)
    page = await (await people.alice()).open("/documents")
    page.lacks("took this back")


@pytest.mark.parametrize(
    ("state", "said"), [("received", "Being checked"), ("checking", "Being checked"), ("clean", "Received")]
)
async def test_what_was_sent_says_how_far_its_check_has_come(state: str, said: str) -> None:
    await rows.change(
        "update stored_file set state = $1 where id = (select file from document where id = $2)", state, CARD
    )
    page = await (await people.alice()).open("/documents")
    assert checks.words(page.find(f"#document-{CARD} .tag")) == said


async def test_what_was_not_accepted_says_why() -> None:
    await quarantine(SENT, "malware")
    page = await (await people.alice()).open("/documents")
    page.shows("Could not be accepted", "This file did not pass the safety check, so nobody can open it.")


async def test_a_document_of_the_practice_is_not_shown_before_it_is_clean() -> None:
    await quarantine(DONE, "malware")
    page = await (await people.alice()).open("/documents")
    page.lacks("Office rules")


async def test_a_document_to_be_filled_is_downloaded_and_sent_back_from_its_row() -> None:
    page = await (await people.alice()).open("/documents")
    row = page.find(f"#document-{FILL}")
    assert row.select_one(f"a[download][href='/documents/{FILL}/file']")
    assert row.select_one(f"form[action='/documents/{FILL}/answer'] input[type=file]")


async def test_a_long_list_is_shown_in_part_and_by_itself_in_full() -> None:
    await share_copies(LETTER, 45)
    alice = await people.alice()
    page = await alice.open("/documents")
    assert len(titles(page, "from_practice")) == 20
    page = await alice.follow("Show all: From your practice")
    assert len(titles(page, "from_practice")) == 46
    assert [checks.words(heading) for heading in page.all(".shelf h2")] == ["From your practice"]


@pytest.mark.parametrize(
    "path", ["/documents", "/documents/upload", f"/documents/{SIGN}", f"/documents/{LETTER}"]
)
async def test_a_page_costs_four_statements_however_long_the_list(path: str) -> None:
    alice = await people.alice()
    for more in (0, 40):
        await share_copies(LETTER, more)
        async with counted() as sql:
            await alice.open(path)
        assert sql.count <= 4, str(sql)


def test_the_sample_is_a_file() -> None:
    assert PDF.startswith(b"%PDF-")
