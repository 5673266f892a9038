"""Files that go with a message, from either side, and who may open them."""

from uuid import UUID

import pytest

from app import db
from app.notices.tables import AlertKind
from tests import people, rows
from tests.documents.papers import PDF, check_all, picture
from tests.messages.acts import deliver
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

NEW = {"task_type": "Something else", "subject": "My card", "body": "Here it is."}


async def written(
    browser: Browser, *files: tuple[str, bytes], status: int = 200, as_htmx: bool = False
) -> None:
    await browser.open("/messages/new")
    await browser.press("Send message", files=files, status=status, as_htmx=as_htmx, **NEW)


async def attached() -> list[UUID]:
    found = await db.rows("select document from message_attachment order by position")
    return [row["document"] for row in found]


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_a_client_sends_files_with_a_message_and_opens_them_once_they_are_checked(
    *,
    as_htmx: bool,
) -> None:
    alice = await people.alice()
    await written(alice, ("card.png", picture()), ("letter.pdf", PDF), as_htmx=as_htmx)
    page = await alice.open(await thread_path())
    page.shows("card.png", "letter.pdf", "Being checked")
    assert not page.all(".attached a")
    await check_all()
    page = await alice.open(await thread_path())
    page.lacks("Being checked")
    assert [link.get_text(strip=True) for link in page.all(".attached a")] == ["card.png", "letter.pdf"]
    await alice.open(str(page.all(".attached a")[0]["href"]))


async def thread_path(side: str = "") -> str:
    thread = await rows.value(
        "select thread from message order by sent_at desc limit 1",
    )
    return f"{side}/messages/{thread}"


async def test_staff_see_them_in_the_thread_and_in_the_chart_and_others_do_not() -> None:
    await written(await people.alice(), ("card.png", picture()))
    await check_all()
    terry = await people.terry()
    page = await terry.open(await thread_path("/staff"))
    (link,) = page.all(".attached a")
    assert str(link["href"]).startswith(f"/staff/clients/{people.client_id('alice')}/documents/")
    await terry.open(str(link["href"]))
    await (await people.dana()).open(str(link["href"]), status=404)
    (document,) = await attached()
    await (await people.bob()).open(f"/documents/{document}", status=404)


async def test_an_attachment_raises_the_alert_of_an_upload() -> None:
    await written(await people.alice(), ("card.png", picture()))
    await deliver()
    kinds = await db.rows("select distinct kind from alert where recipient = $1", people.staff_id("terry"))
    assert AlertKind.DOCUMENT_UPLOAD in {row["kind"] for row in kinds}


async def test_staff_share_a_file_by_their_answer() -> None:
    await written(await people.alice())
    terry = await people.terry()
    await terry.open(await thread_path("/staff"))
    await terry.press("Send", within=".reply", body="Please read this.", files=[("plan.pdf", PDF)])
    await check_all()
    alice = await people.alice()
    page = await alice.open(await thread_path())
    (link,) = page.all(".attached a")
    (await alice.open(str(link["href"]))).shows("plan")
    (await alice.open("/documents")).shows("plan")


async def test_without_the_rule_of_the_portal_folder_staff_attach_nothing() -> None:
    await written(await people.alice())
    await rows.change(
        "update profile_rule set can_create = false where rule = 'Client Documents Create Can Save to Client Portal Folder'"
    )
    terry = await people.terry()
    page = await terry.open(await thread_path("/staff"))
    assert not page.all("input[type=file]")
    before = await rows.value("select count(*) from message")
    path = await thread_path("/staff")
    answer = await terry.send(
        "POST",
        f"{path}/replies",
        headers={"content-type": "multipart/form-data; boundary=line"},
        content=multipart(terry.token, page.value("once", within=".reply")),
    )
    assert answer.status_code == 403
    assert await rows.value("select count(*) from message") == before
    assert await attached() == []


def multipart(token: str, once: str) -> bytes:
    fields = {"_csrf": token, "once": once, "body": "Read this."}
    parts = [
        f'--line\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()
    ]
    head = '--line\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    return "".join(parts).encode() + head.encode() + PDF + b"\r\n--line--\r\n"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("notes.txt", b"hello")], "notes.txt: Only PDF, JPEG, PNG and HEIC files"),
        ([("a.png", picture())] * 6, "at most 5 files"),
        ([("a.png", picture()), ("b.pdf", b"%PDF-1.4 no")], "b.pdf: This file cannot be opened"),
    ],
)
async def test_a_file_that_is_not_taken_keeps_the_message_back_with_its_text(
    files: list[tuple[str, bytes]], words: str
) -> None:
    before = await rows.value("select count(*) from message")
    alice = await people.alice()
    await written(alice, *files, status=422)
    assert alice.page is not None
    alice.page.shows(words)
    assert alice.page.value("body") == NEW["body"]
    assert await rows.value("select count(*) from message") == before
    assert await attached() == []


async def test_a_message_that_is_not_taken_asks_for_its_files_again() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    page = await alice.press(
        "Send message",
        within="body",
        files=[("a.png", picture())],
        status=422,
        as_htmx=False,
        **(NEW | {"body": ""}),
    )
    page.shows("Write your message.", "Please choose your files again, then send.")


async def test_a_form_that_arrives_twice_attaches_once() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    once = alice.page.value("once") if alice.page else ""
    for _ in range(2):
        await alice.open("/messages/new")
        await alice.press(
            "Send message",
            within="body",
            files=[("a.png", picture())],
            status=200,
            as_htmx=False,
            **(NEW | {"once": once}),
        )
    assert len(await attached()) == 1


async def test_where_documents_are_closed_to_a_guardian_nothing_is_attached_or_opened() -> None:
    await rows.change(
        "update chart_grant set areas = array['messages'] where account = $1", people.account_id("gina")
    )
    gina = await people.gina()
    page = await gina.open("/messages/new")
    assert not page.all("input[type=file]")


async def test_a_file_that_was_taken_back_says_so_in_the_thread() -> None:
    await test_staff_share_a_file_by_their_answer()
    await rows.change("update document set withdrawn_at = now() where id = any($1)", await attached())
    page = await (await people.alice()).open(await thread_path())
    page.shows("Taken back")
    assert not page.all(".attached a")
