"""The page of a document, its pictures and its file: open to whose it is, as long as it is."""

import io
from datetime import timedelta
from uuid import UUID

import pytest
from PIL import Image

from app.documents import service
from tests import checks, people, rows
from tests.documents import shelf
from tests.documents.papers import BOBS, CARD, CONFIRM, DONE, FILL, LETTER, SENT, SIGN, quarantine, withdraw
from tests.page import Browser
from tests.routes import UNUSED

pytestmark = pytest.mark.usefixtures("rolled_back")

PARTS = ("", "/file", "/pages/1")
FORMS = ("acknowledgement", "signature", "answer")


async def statuses(browser: Browser, document: UUID) -> list[int]:
    return [(await browser.send("GET", f"/documents/{document}{part}")).status_code for part in PARTS]


async def activity_of(kind: str) -> int:
    count: int = await rows.value("select count(*) from activity_entry where kind = $1", kind)
    return count


async def test_its_pages_are_pictures_drawn_for_the_reader() -> None:
    alice = await people.alice()
    page = await alice.open(f"/documents/{SIGN}")
    answer = await alice.send("GET", str(page.find(".pages img")["src"]))
    assert answer.headers["content-type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).width > 1000


async def test_an_image_is_its_own_only_page() -> None:
    alice = await people.alice()
    answer = await alice.send("GET", f"/documents/{CARD}/pages/1")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.headers["content-disposition"].startswith("inline")
    assert (await alice.send("GET", f"/documents/{CARD}/pages/2")).status_code == 404


@pytest.mark.parametrize("number", ["0", "2", "-1", "999999999", "x"])
async def test_a_page_that_is_not_there_is_not_found(number: str) -> None:
    alice = await people.alice()
    assert (await alice.send("GET", f"/documents/{SIGN}/pages/{number}")).status_code == 404


async def test_the_file_is_downloaded_under_its_name_and_its_activity_kept() -> None:
    alice = await people.alice()
    answer = await alice.send("GET", f"/documents/{LETTER}/file")
    assert answer.content.startswith(b"%PDF-")
    assert 'attachment; filename="Letter for your employer.pdf"' in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    assert await activity_of("document_downloaded") == 1


async def test_looking_at_it_is_kept_and_marks_it_as_read() -> None:
    await (await people.alice()).open(f"/documents/{SIGN}")
    assert await activity_of("document_viewed") == 1
    assert await rows.value("select read_at is not null from document where id = $1", SIGN)


async def test_leafing_through_it_is_one_view_of_one_person() -> None:
    await rows.change(
        "update stored_file set pages = 23 where id = (select file from document where id = $1)", LETTER
    )
    alice = await people.alice()
    await alice.open(f"/documents/{LETTER}")
    for step in ("?from=11", "?from=21", "/pages/1", "/pages/1"):
        assert (await alice.send("GET", f"/documents/{LETTER}{step}")).status_code == 200
    assert await activity_of("document_viewed") == 1
    await alice.open(f"/documents/{LETTER}")
    assert await activity_of("document_viewed") == 2, "Opened again, it is viewed again."


async def test_who_looks_at_a_picture_alone_has_viewed_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    alice = await people.alice()
    assert (await alice.send("GET", f"/documents/{LETTER}/pages/9")).status_code == 404
    assert await activity_of("document_viewed") == 0
    for document, views in ((LETTER, 1), (LETTER, 1), (CARD, 2)):
        assert (await alice.send("GET", f"/documents/{document}/pages/1")).status_code == 200
        assert await activity_of("document_viewed") == views
    monkeypatch.setattr(service, "ONE_VIEW", timedelta(0))  # as when the hour is over
    assert (await alice.send("GET", f"/documents/{LETTER}/pages/1")).status_code == 200
    assert await activity_of("document_viewed") == 3
    assert await rows.value("select count(*) from audit_event where kind = 'document_viewed'") == 3


async def test_a_long_document_is_shown_ten_pages_at_a_time() -> None:
    await rows.change(
        "update stored_file set pages = 23 where id = (select file from document where id = $1)", LETTER
    )
    alice = await people.alice()
    page = await alice.open(f"/documents/{LETTER}")
    assert len(page.all(".pages img")) == 10
    page = await alice.follow("More pages")
    page = await alice.follow("More pages")
    assert [image["src"] for image in page.all(".pages img")] == [
        f"/documents/{LETTER}/pages/{number}" for number in (21, 22, 23)
    ]
    await alice.follow("Pages before")
    for nonsense in ("0", "99", "x", "²", "9" * 400):
        assert len((await alice.open(f"/documents/{LETTER}?from={nonsense}")).all(".pages img")) == 10


@pytest.mark.parametrize("document", [BOBS, UNUSED], ids=["another client's", "nobody's"])
async def test_another_clients_document_is_not_there_at_all(document: UUID) -> None:
    alice = await people.alice()
    assert await statuses(alice, document) == [404, 404, 404]
    await alice.open("/documents")
    for form in FORMS:
        path = f"/documents/{document}/{form}"
        body = f"_csrf={alice.token}&typed_name=Alice".encode()
        headers = {"content-type": "application/x-www-form-urlencoded"}
        assert (await alice.send("POST", path, headers=headers, content=body)).status_code == 404, form


async def test_every_page_of_300_is_reached_by_plain_links_and_the_last_is_drawn() -> None:
    document = await shelf.put("A long letter", content=shelf.pdf(300))
    alice = await people.alice()
    page, seen = await alice.open(f"/documents/{document}"), list[str]()
    while True:
        seen += [str(image["src"]) for image in page.all(".pages img")]
        if not [link for link in page.all(".leafing a") if checks.words(link) == "More pages"]:
            break
        page = await alice.follow("More pages")
    assert seen == [f"/documents/{document}/pages/{number}" for number in range(1, 301)]
    answer = await alice.send("GET", seen[-1])
    assert Image.open(io.BytesIO(answer.content)).width > 1000
    assert (await alice.send("GET", f"/documents/{document}/pages/301")).status_code == 404


async def test_its_owner_opens_it() -> None:
    assert await statuses(await people.bob(), BOBS) == [200, 200, 200]


async def test_it_is_gone_as_soon_as_it_is_taken_back() -> None:
    alice = await people.alice()
    assert await statuses(alice, LETTER) == [200, 200, 200]
    await withdraw(LETTER)
    assert await statuses(alice, LETTER) == [404, 404, 404]


async def test_after_signing_out_every_address_of_it_leads_to_the_door() -> None:
    alice = await people.alice()
    await alice.open(f"/documents/{LETTER}")
    kept = dict(alice.cookies)
    await alice.press("Sign out")
    assert await statuses(Browser(cookies=kept), LETTER) == [303, 303, 303]


@pytest.mark.parametrize("state", ["received", "checking", "quarantined"])
async def test_nothing_of_a_file_is_served_before_it_is_clean(state: str) -> None:
    await rows.change(
        "update stored_file set state = $1 where id = (select file from document where id = $2)", state, SENT
    )
    assert await statuses(await people.alice(), SENT) == [200, 404, 404]
    await rows.change(
        "update stored_file set state = $1 where id = (select file from document where id = $2)",
        state,
        LETTER,
    )
    assert await statuses(await people.alice(), LETTER) == [404, 404, 404]


async def test_a_file_under_check_says_so_on_its_page() -> None:
    await rows.change(
        "update stored_file set state = 'received' where id = (select file from document where id = $1)", SENT
    )
    page = await (await people.alice()).open(f"/documents/{SENT}")
    page.shows("Being checked", "This file is being checked.")
    assert not page.all(".pages, a[download]")
    await quarantine(SENT, "malware")
    page = await (await people.alice()).open(f"/documents/{SENT}")
    page.shows("Could not be accepted", "This file did not pass the safety check")


async def test_reading_is_confirmed_once_and_then_it_is_completed() -> None:
    alice = await people.alice()
    await alice.open(f"/documents/{CONFIRM}")
    page = await alice.press("I have read it")
    page.shows(
        "Thank you. Your practice can see that you read it.", "Read and confirmed by Alice Anderson on"
    )
    assert not page.all("#completing")
    assert await activity_of("document_acknowledged") == 1


async def test_signing_keeps_the_name_and_the_sentence_and_needs_a_name() -> None:
    alice = await people.alice()
    page = await alice.open(f"/documents/{SIGN}")
    page.shows("I have read this document. My typed name is my signature.")
    page = await alice.press("Sign", typed_name="  ", status=422)
    page.shows("Type your name to sign.")
    page = await alice.press("Sign", typed_name="x" * 121, status=422)
    assert page.value("typed_name") == "x" * 121
    page = await alice.press("Sign", typed_name="Alice M. Anderson")
    page.shows("Thank you. Your signature is saved.", "Signed by Alice Anderson as Alice M. Anderson on")


async def test_what_is_completed_cannot_be_completed_again() -> None:
    alice = await people.alice()
    await alice.open(f"/documents/{CONFIRM}")
    body, headers = f"_csrf={alice.token}".encode(), {"content-type": "application/x-www-form-urlencoded"}
    for document in (DONE, SIGN):
        path = f"/documents/{document}/acknowledgement"
        assert (await alice.send("POST", path, headers=headers, content=body)).status_code == 409


async def test_what_is_to_be_filled_says_so_on_its_page() -> None:
    page = await (await people.alice()).open(f"/documents/{FILL}")
    page.shows("Fill it and send it back", "A photo of the paper is fine.")
