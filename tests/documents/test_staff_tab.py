"""The chart's tab Documents: the thread, the portal folder, and what is added to it."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from app.activity.refusals import Unfit
from app.documents.rules import Ask
from app.documents.staff_service import Sharing, add_document
from app.documents.tables import Document
from app.files import checking
from app.files import service as files
from tests import people, rows
from tests.accounts.links.test_credentials import current
from tests.checks import words
from tests.documents import shelf
from tests.documents.shelf import jpeg, pdf, put, send_form, shared, tab
from tests.page import Browser, Page
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back", "empty")


def thread(page: Page) -> list[str]:
    return [words(line) for line in page.all("section[aria-labelledby=thread-title] .filed")]


def folder(page: Page) -> list[str]:
    return [
        words(line)
        for line in page.all(":is([aria-labelledby=folder-title], [aria-labelledby=chart-only-title]) .filed")
    ]


async def signed(title: str, *, days: int = 0, ask: Ask = Ask.SIGN) -> UUID:
    document = await shared(
        title,
        ask=ask,
        completed_at=datetime.now(UTC) - timedelta(days=days),
        completed_by_name="Alice Anderson",
    )
    if ask is Ask.SIGN:
        signature = {"name": "Alice B. Anderson", "consent": "I have read it.", "sha256": "ab" * 32}
        sealed = Document.signature.seal_json(signature, row=document)
        await Document.update({Document.signature: sealed}).where(Document.id == document)
    return document


async def test_the_thread_shows_what_came_in_newest_first_with_its_review() -> None:
    await put("Letter from school", sent_at=datetime.now(UTC) - timedelta(days=4))
    await signed("Consent to treatment", days=2)
    await signed("Privacy notice", days=3, ask=Ask.ACKNOWLEDGE)
    await put("Insurance card", key="insurance_card", content=jpeg())
    page = await (await people.terry()).open(tab())

    page.shows("Documents Updated via Portal")
    lines = thread(page)
    assert ["Insurance card" in lines[0], "Consent" in lines[1], "Privacy" in lines[2], "school" in lines[3]] == [True] * 4  # fmt: skip
    assert "Uploaded" in lines[0]
    assert "Alice Anderson" in lines[0]
    assert "Mark as reviewed" in lines[0]
    assert "Signed" in lines[1]
    assert "Signed by Alice Anderson as Alice B. Anderson" in lines[1]
    assert "Acknowledged" in lines[2]


async def test_a_filled_form_stands_beside_its_blank() -> None:
    blank = await shared("Intake form", ask=Ask.FILL, completed_at=datetime.now(UTC), completed_by_name="Alice Anderson")  # fmt: skip
    await put("scan.pdf", answers=blank)
    page = await (await people.terry()).open(tab())
    [line] = thread(page)
    assert "Filled in" in line
    assert "Fills in Intake form" in line
    assert str(page.find("[aria-labelledby=thread-title] .what .meta a")["href"]) == f"{tab()}/{blank}"


async def test_what_was_marked_as_reviewed_says_by_whom_and_the_first_stays() -> None:
    document = await put()
    terry, nora = await people.terry(), await people.nora()
    await nora.open(tab())
    await terry.open(tab())
    page = await terry.press("Mark as reviewed")
    page.shows("Reviewed by Terry Tran, LCSW on")
    page = await nora.press("Mark as reviewed")
    page.shows("Reviewed by Terry Tran, LCSW on")
    assert await shelf.recorded("document_reviewed") == 1
    assert await shelf.column(document, "reviewed_by_name") == "Terry Tran, LCSW"


async def test_the_thread_says_how_far_the_check_is() -> None:
    await put("Just sent", checked=False)
    await shelf.hold_back(await put("Bad one"))
    page = await (await people.terry()).open(tab())
    page.shows("Being checked", "Held back", "The virus scanner found something in this file.")
    assert str(page.find("[aria-labelledby=thread-title] > .row > a")["href"]) == "/staff/quarantine"


async def test_the_folder_says_how_each_document_stands() -> None:
    yesterday = date.today() - timedelta(days=2)  # noqa: DTZ011
    moment = datetime.now(UTC)
    await shared("To read")
    await shared("Was read", read_at=moment)
    await shared("Overdue", ask=Ask.SIGN, due_on=yesterday)
    await shared("Due", ask=Ask.FILL, due_on=date(2099, 5, 1))
    await shared("Gone", withdrawn_at=moment, withdrawn_by_name="Nora Novak")
    await put("Kept", from_client=False)
    await put("Notes", from_client=False, key="psychotherapy_notes")
    await signed("Done")
    page = await (await people.terry()).open(tab())
    found = {line.split(" ")[0]: line for line in folder(page)}
    assert "Not read by the client yet" in found["To"]
    assert "Read on" in found["Was"]
    assert "To be signed" in found["Overdue"]
    assert "Was due on" in found["Overdue"]
    assert "To be filled in" in found["Due"]
    assert "Due on May 1, 2099" in found["Due"].replace("\u00a0", " ")
    assert "Taken back by Nora Novak on" in found["Gone"]
    assert "Take back Gone" not in found["Gone"]
    assert "Only in the chart" in found["Kept"]
    assert "Share Kept" in found["Kept"]
    assert "Never shared" in found["Notes"]
    assert "Share Notes" not in found["Notes"]
    assert "Completed by Alice Anderson on" in found["Done"]


async def new(**fields: str) -> dict[str, str]:
    kind = await shelf.type_id("treatment_plan")
    return {"title": "Your plan", "document_type": str(kind), "ask": "nothing", "due_on": "", **fields}


async def terry_on_the_tab() -> Browser:
    terry = await people.terry()
    await terry.open(tab())
    return terry


async def test_a_document_is_added_shared_and_the_client_sees_it_once_it_is_clean() -> None:
    terry = await terry_on_the_tab()
    fields = await new(shared="yes", ask="sign", due_on="2099-01-31")
    answer = await send_form(terry, tab(), fields, file=("plan.pdf", pdf()))
    assert (answer.status_code, answer.headers["location"]) == (303, tab())
    page = await terry.open(tab())
    page.shows("Your plan", "To be signed", "Being checked", "Treatment plan")
    await checking.check(await rows.value("select id from stored_file"))
    (await terry.open(tab())).lacks("Being checked")
    assert await shelf.recorded("document_shared") == 1


async def test_a_document_that_is_not_shared_stays_in_the_chart_and_asks_nothing() -> None:
    terry = await terry_on_the_tab()
    fields = await new(due_on="2099-01-31", title="")
    await send_form(terry, tab(), fields, file=("plan.pdf", pdf()))
    row = await rows.value(
        "select row_to_json(d)::jsonb from (select ask, due_on, shared_at from document) d"
    )
    assert row == '{"ask": "nothing", "due_on": null, "shared_at": null}'
    (await terry.open(tab())).shows("plan.pdf", "Only in the chart")
    assert await shelf.recorded("document_kept") == 1


@pytest.mark.parametrize(
    ("changed", "file", "status", "sentence"),
    [
        ({}, None, 422, "Choose a file."),
        ({"document_type": ""}, ("a.pdf", b""), 422, "Choose what it is."),
        ({"due_on": "soon"}, ("a.pdf", b""), 422, "Write the date like this"),
        ({"due_on": "2020-01-01", "shared": "yes"}, None, 422, "Choose a file."),
        ({"title": "a" * 121}, ("a.pdf", b""), 422, "at most 120 characters"),
        ({}, ("a.exe", b"MZ"), 422, "Only PDF, JPEG, PNG and HEIC files can be used here."),
        ({}, ("a.pdf", b""), 422, "This file is empty."),
    ],
)
async def test_what_cannot_be_added_comes_back_with_the_reason_beside_the_field(
    changed: dict[str, str], file: tuple[str, bytes] | None, status: int, sentence: str
) -> None:
    terry = await terry_on_the_tab()
    answer = await send_form(terry, tab(), await new(**changed), file=file)
    assert answer.status_code == status
    page = terry._show(tab(), answer, as_htmx=False, source=None)
    page.shows(sentence)
    assert page.all("#add .error")
    assert page.value("title") == changed.get("title", "Your plan")
    assert await rows.value("select count(*) from document") == 0


async def test_all_that_is_wanting_is_said_in_one_answer_in_the_order_of_the_form() -> None:
    terry = await terry_on_the_tab()
    fields = await new(document_type="", ask="fill", due_on="soon")
    answer = await send_form(terry, tab(), fields)
    page = terry._show(tab(), answer, as_htmx=False, source=None)
    assert answer.status_code == 422
    assert [str(link["href"]) for link in page.all(".error-summary a")] == [
        "#file",
        "#document_type",
        "#ask",
        "#due_on",
    ]
    page.shows("Choose a file.", "Choose what it is.", "Write the date like this")


@pytest.mark.parametrize("ask", ["acknowledge", "sign", "fill"])
async def test_nothing_is_asked_of_a_client_who_does_not_see_the_document(ask: str) -> None:
    terry = await terry_on_the_tab()
    answer = await send_form(terry, tab(), await new(ask=ask), file=("a.pdf", pdf()))
    page = terry._show(tab(), answer, as_htmx=False, source=None)
    assert answer.status_code == 422
    assert "does not see a document that is not shared" in words(page.find("#ask-error"))
    assert page.value("ask") == ask
    assert await rows.value("select count(*) from document") == 0
    nora, kind = await current("nora"), await shelf.type_id("other")
    taken = await files.take_in(shelf.parts_of(pdf()), name="a.pdf")
    with pytest.raises(Unfit):
        await add_document(
            staff=nora,
            client_id=people.client_id("alice"),
            new=Sharing(taken, "", kind, shared=False, ask=Ask(ask), due_on=None),
        )


async def test_what_comes_with_a_message_is_no_type_to_choose() -> None:
    terry = await terry_on_the_tab()
    kind = str(await shelf.type_id("attachment"))
    await rows.change("update document_type set for_clients = true where key = 'attachment'")
    page = await terry.open(tab())
    assert kind not in [str(option["value"]) for option in page.all("#document_type option")]
    answer = await send_form(terry, tab(), await new(document_type=kind), file=("a.pdf", pdf()))
    assert answer.status_code == 422
    alice = await people.alice()
    page = await alice.open("/documents/upload")
    page.lacks("Attached to a message")
    answer = await send_form(alice, "/documents/upload", {"document_type": kind}, file=("a.pdf", pdf()))
    assert answer.status_code == 422
    assert await rows.value("select count(*) from document") == 0


async def test_a_day_that_is_over_is_refused_for_a_new_document() -> None:
    terry = await terry_on_the_tab()
    fields = await new(due_on="2020-01-01", shared="yes", ask="sign")
    answer = await send_form(terry, tab(), fields, file=("a.pdf", pdf()))
    assert answer.status_code == 422
    assert await rows.value("select count(*) from document") == 0


async def test_psychotherapy_notes_are_kept_and_never_shared() -> None:
    terry = await terry_on_the_tab()
    notes = str(await shelf.type_id("psychotherapy_notes"))
    fields = await new(document_type=notes, shared="yes")
    answer = await send_form(terry, tab(), fields, file=("a.pdf", pdf()))
    page = terry._show(tab(), answer, as_htmx=False, source=None)
    assert answer.status_code == 422
    assert "can never be shared" in words(page.find("#document_type-error"))
    assert await rows.value("select count(*) from document") == 0

    answer = await send_form(terry, tab(), await new(document_type=notes), file=("a.pdf", pdf()))
    assert answer.status_code == 303
    document = await rows.value("select id from document")
    assert await shelf.post(terry, f"{tab()}/{document}/sharing", ask="nothing", due_on="") == 422
    assert await shelf.column(document, "shared_at") is None
    with pytest.raises(Exception, match="document_never_shared"):
        await rows.change("update document set shared_at = now()")


async def test_the_tab_stays_within_its_statements_however_many_there_are() -> None:
    terry = await people.terry()
    costs = []
    for number in range(2):
        for each in range(1 + number * 5):
            await put(f"Number {each}")
            await shared(f"Plan {each}")
        async with counted() as sql:
            await terry.open(tab())
        costs.append(sql.count)
    assert costs[0] == costs[1] <= 8, sql
    async with counted() as sql:
        await terry.open(f"{tab()}/{await rows.value('select id from document limit 1')}")
    assert sql.count <= 8, sql


async def test_opening_the_tab_is_in_the_audit_log() -> None:
    await (await people.terry()).open(tab())
    assert await shelf.recorded("chart_seen") == 1
