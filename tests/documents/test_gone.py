"""A document that is not there, or not any more: one answer within the Library, whatever the reason."""

from typing import Any
from uuid import UUID

import pytest

from app.db import new_id
from tests import checks, people, rows
from tests.documents.papers import BOBS, CONFIRM, FILL, LETTER, SIGN, withdraw
from tests.documents.shelf import put, send_form
from tests.page import Browser, Page

pytestmark = pytest.mark.usefixtures("rolled_back")

ADDRESSES = {"unknown": new_id(), "of somebody else": BOBS, "taken back": LETTER, "long gone": SIGN}


async def gone() -> Browser:
    await withdraw(LETTER)
    await withdraw(SIGN, days_ago=40)
    return await people.alice()


def said(page: Page) -> str:
    return checks.words(page.find("main"))


@pytest.mark.parametrize("leaf", ["", "/file"])
async def test_every_reason_reads_the_same_within_the_library(leaf: str) -> None:
    alice = await gone()
    in_chart = await put("Kept", from_client=False)
    pages = [
        await alice.open(f"/documents/{each}{leaf}", status=404) for each in (*ADDRESSES.values(), in_chart)
    ]
    assert len({said(page) for page in pages}) == 1
    pages[0].shows("We could not find that document", "your practice may have taken the document back")
    pages[0].lacks("Nothing was saved")
    tabs = [str(link["href"]) for link in pages[0].all("nav.tabs a")]
    assert tabs == ["/forms", "/documents", "/documents/upload", "/record"]
    assert (await alice.follow("All documents")).path == "/documents"


async def test_each_is_a_refusal_in_the_audit_log() -> None:
    alice = await gone()
    denied = "select count(*) from audit_event where kind = 'access_denied' and object_id = any($1)"
    before = await rows.value(denied, list(ADDRESSES.values()))
    for each in ADDRESSES.values():
        await alice.open(f"/documents/{each}", status=404)
    assert await rows.value(denied, list(ADDRESSES.values())) == before + len(ADDRESSES)


@pytest.mark.parametrize(
    ("document", "button", "fields"),
    [
        (SIGN, "Sign", {"typed_name": "Alice"}),
        (SIGN, "Sign", {"typed_name": ""}),
        (CONFIRM, "I have read it", {}),
    ],
    ids=["signing", "signing with a mistake", "confirming"],
)
async def test_a_page_that_was_open_while_it_was_taken_back_says_that_nothing_was_saved(
    document: UUID, button: str, fields: dict[str, Any]
) -> None:
    alice = await people.alice()
    await alice.open(f"/documents/{document}")
    await withdraw(document)
    page = await alice.press(button, status=404, **fields)
    page.shows("We could not find that document", "Nothing was saved.")
    assert await rows.value("select completed_at from document where id = $1", document) is None


async def test_what_was_filled_for_a_document_that_was_taken_back_is_not_kept() -> None:
    alice = await people.alice()
    await alice.open(f"/documents/{FILL}")
    await withdraw(FILL)
    before = await rows.value("select count(*) from document")
    answer = await send_form(alice, f"/documents/{FILL}/answer", {}, file=("a.pdf", b"%PDF-1.4"))
    assert answer.status_code == 404
    assert "Nothing was saved." in answer.text
    assert await rows.value("select count(*) from document") == before


async def test_what_is_taken_back_stays_in_the_list_by_its_type_and_day() -> None:
    await withdraw(CONFIRM)
    page = await (await people.alice()).open("/documents")
    page.shows("Letter from the practice", "Your practice took this back on")
    page.lacks("How we protect your privacy")
