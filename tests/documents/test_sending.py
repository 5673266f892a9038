"""Sending files with a plain form and as scripts do, and what is not taken."""

from uuid import uuid4

import pytest

from app.documents import jobs
from app.documents.controller import LARGEST_FORM
from app.files import checking, rules
from tests import checks, people, rows
from tests.documents.papers import (
    BOBS,
    CARD,
    FILL,
    PDF,
    SENT,
    check_all,
    newest_of,
    picture,
    quarantine,
    sent_by,
)
from tests.documents.shelf import put
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")


async def at_upload() -> Browser:
    alice = await people.alice()
    await alice.open("/documents/upload")
    return alice


async def test_the_page_says_before_what_is_allowed_and_offers_the_insurance_card_first() -> None:
    page = (await at_upload()).page
    assert page is not None
    page.shows("PDF, JPEG, PNG or HEIC, at most 20 MB each.")
    assert checks.words(page.all(".kinds .choice")[0]) == "Insurance card"
    assert page.find("#camera")["capture"] == "environment"


async def test_a_file_is_taken_and_is_being_checked_then_received() -> None:
    alice = await at_upload()
    page = await alice.press("Send", document_type="Insurance card", files=[("card.png", picture())])
    page.shows("Sent. It is being checked.", "card.png", "Being checked")
    sent = await newest_of()
    await check_all()
    assert checks.words((await alice.open("/documents")).find(f"#document-{sent} .tag")) == "Received"
    assert (await alice.send("GET", f"/documents/{sent}/pages/1")).headers["content-type"] == "image/png"


async def test_several_files_go_in_one_go() -> None:
    before = await sent_by()
    alice = await at_upload()
    files = [("a.png", picture()), ("b.pdf", PDF), ("c.jpg", picture("JPEG"))]
    page = await alice.press("Send", document_type="Something else", files=files)
    page.shows("3 files sent. They are being checked.")
    assert await sent_by() == before + 3


async def test_some_may_be_refused_while_others_are_taken_and_each_says_why() -> None:
    before = await sent_by()
    alice = await at_upload()
    files = [("good.png", picture()), ("notes.txt", b"hello"), ("empty.pdf", b"")]
    page = await alice.press("Send", document_type="Identification", files=files, status=422)
    page.shows("Sent. It is being checked.", "Some files could not be sent. See below why.")
    assert [checks.words(line) for line in page.all(".refused li")] == [
        f"notes.txt: {rules.SENTENCES[rules.Reason.WRONG_KIND]}",
        f"empty.pdf: {rules.SENTENCES[rules.Reason.EMPTY]}",
    ]
    assert page.find("[name=document_type][checked]")
    assert await sent_by() == before + 1


@pytest.mark.parametrize(
    ("name", "content", "status", "reason"),
    [
        ("empty.pdf", b"", 422, rules.Reason.EMPTY),
        ("notes.txt", b"hello", 422, rules.Reason.WRONG_KIND),
        ("page.pdf", b"<html><script>alert(1)</script>", 422, rules.Reason.WRONG_KIND),
        ("broken.png", picture()[:8] + b"no picture", 422, rules.Reason.UNREADABLE),
        ("large.pdf", PDF + b" " * rules.LARGEST_BYTES, 413, rules.Reason.TOO_LARGE),
    ],
)
async def test_what_is_not_taken_says_why_at_the_field(
    name: str, content: bytes, status: int, reason: rules.Reason
) -> None:
    before = await sent_by()
    alice = await at_upload()
    page = await alice.press("Send", document_type="Something else", files=[(name, content)], status=status)
    assert checks.words(page.find("#file-error [data-why]")) == str(rules.SENTENCES[reason])
    assert await sent_by() == before


async def test_what_is_missing_is_said_at_its_field_and_what_was_chosen_is_kept() -> None:
    alice = await at_upload()
    page = await alice.press("Send", status=422)
    page.shows("Choose what it is.", "Choose a file.")
    page = await alice.press("Send", document_type="Identification", status=422)
    assert page.find("[name=document_type][checked]")
    page.lacks("Choose what it is.")


async def test_too_many_files_in_an_hour_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_AN_HOUR", 0)
    alice = await at_upload()
    page = await alice.press("Send", document_type="Identification", files=[("a.pdf", PDF)], status=429)
    page.shows(str(rules.TOO_OFTEN))


async def test_a_full_chart_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_FILES", 1)
    alice = await at_upload()
    page = await alice.press("Send", document_type="Identification", files=[("a.pdf", PDF)], status=413)
    page.shows(str(rules.FULL))


async def test_a_type_that_clients_do_not_send_is_refused() -> None:
    alice = await at_upload()
    never = await rows.value("select id from document_type where never_shared")
    page = alice.page
    assert page is not None
    page.all("[name=document_type]")[0]["value"] = str(never)
    answer = await alice.press("Send", document_type=str(never), files=[("a.pdf", PDF)], status=422)
    answer.shows("Choose what it is.")


async def test_a_form_larger_than_three_files_is_a_calm_page() -> None:
    alice = await at_upload()
    huge = [("a.pdf", b"%PDF-" + b" " * LARGEST_FORM)]
    page = await alice.press("Send", document_type="Identification", files=huge, status=413)
    page.shows("What you sent is larger than we can take.")


async def test_scripts_are_given_the_list_alone_and_the_way_to_the_door() -> None:
    alice = await at_upload()
    page = await alice.press("Send", document_type="Identification", files=[("script.pdf", PDF)])
    fragment = await alice.open("/documents/upload", as_htmx=True)
    assert "script.pdf" in checks.words(fragment.find("#sent"))
    await rows.change("delete from portal_session")
    headers = {"hx-request": "true", "content-type": "application/x-www-form-urlencoded"}
    answer = await alice.send(
        "POST", "/documents/upload", headers=headers, content=f"_csrf={alice.token}".encode()
    )
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/sign-in")
    assert page.path == "/documents/upload"


async def test_a_filled_document_is_sent_from_its_row_and_completes_it() -> None:
    alice = await people.alice()
    await alice.open("/documents")
    page = await alice.press("Send it back", within=f"#document-{FILL}", files=[("filled.pdf", PDF)])
    page.shows("Sent. This is done.", "Sent back by Alice Anderson on", "What you sent back")
    row = await rows.value("select answers from document where id = $1", await newest_of())
    assert row == FILL


async def test_what_was_sent_back_and_held_back_is_asked_for_again() -> None:
    alice = await people.alice()
    await alice.open("/documents")
    await alice.press("Send it back", within=f"#document-{FILL}", files=[("filled.pdf", PDF)])
    answer = await newest_of()
    await quarantine(answer, "malware")
    file = await rows.value("select file from document where id = $1", answer)
    for _ in range(2):
        await jobs.tell_of_held_back(uuid4(), {"file": str(file)})
    page = await alice.open("/documents")
    row = checks.words(page.find(f"#shelf-to_do #document-{FILL}"))
    assert "What you sent back could not be accepted." in row
    (await alice.open("/activity")).shows("the file sent back could not be accepted")
    await alice.open("/documents")
    page = await alice.press("Send it back", within=f"#document-{FILL}", files=[("again.pdf", PDF)])
    assert checks.words(page.find(f"#shelf-completed #document-{FILL} .tag")) == "Done"


async def test_an_answer_that_was_accepted_stays_when_another_is_held_back() -> None:
    alice = await people.alice()
    await alice.open("/documents")
    await alice.press("Send it back", within=f"#document-{FILL}", files=[("filled.pdf", PDF)])
    other = await put(answers=FILL)
    await quarantine(other, "malware")
    file = await rows.value("select file from document where id = $1", other)
    await jobs.tell_of_held_back(uuid4(), {"file": str(file)})
    assert (await alice.open("/documents")).find(f"#shelf-completed #document-{FILL}")


async def test_the_list_of_what_was_sent_shows_how_its_check_goes_until_it_is_done() -> None:
    waiting = await put("Waiting", checked=False)
    alice = await people.alice()
    sent = (await alice.open("/documents")).find("#shelf-sent")
    assert sent["hx-get"] == "/documents/sent?few=1"
    for path in ("/documents/sent?few=1", "/documents/sent"):
        answer = await alice.send("GET", path, headers={"hx-request": "true"})
        assert "Being checked" in answer.text
        assert "hx-get" in answer.text
    await checking.check(await rows.value("select file from document where id = $1", waiting))
    answer = await alice.send("GET", "/documents/sent?few=1", headers={"hx-request": "true"})
    assert "Being checked" not in answer.text
    assert "hx-get" not in answer.text


async def test_a_filled_document_that_is_refused_says_so_in_its_row_and_on_its_page() -> None:
    alice = await people.alice()
    for path, within in (("/documents", f"#document-{FILL}"), (f"/documents/{FILL}", "#completing")):
        await alice.open(path)
        page = await alice.press("Send it back", within=within, files=[("a.txt", b"no")], status=422)
        assert checks.words(page.find(f"{within} [data-why]")) == str(
            rules.SENTENCES[rules.Reason.WRONG_KIND]
        )
        page = await alice.press("Send it back", within=within, status=422)
        page.shows("Choose a file.")


async def test_only_what_is_asked_for_can_be_answered() -> None:
    alice = await people.alice()
    await alice.open("/documents")
    body, headers = f"_csrf={alice.token}".encode(), {"content-type": "application/x-www-form-urlencoded"}
    for document, status in ((CARD, 409), (SENT, 409), (BOBS, 404)):
        path = f"/documents/{document}/answer"
        assert (await alice.send("POST", path, headers=headers, content=body)).status_code == status
