"""A document's page for staff: seen, downloaded, shared, asked for, renamed and taken back, each where a rule allows."""

from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from app.documents.rules import Ask
from tests import people, rows
from tests.documents import shelf
from tests.documents.shelf import jpeg, pdf, post, put, shared, tab
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back", "empty")

ASKED = {"ask": "sign", "due_on": "2099-01-31"}
ACTIONS = {
    "sharing": ("create", {"ask": "nothing", "due_on": ""}),
    "asking": ("modify", ASKED),
    "title": ("modify", {"title": "Another title"}),
    "withdrawal": ("delete", {}),
    "review": ("view", {}),
}
"""What each address needs of the rule, and what its form sends."""


async def at(document: UUID, name: str = "terry") -> Browser:
    browser = await people.staff(name)
    await browser.open(f"{tab()}/{document}")
    return browser


async def get(browser: Browser, path: str) -> httpx.Response:
    return await browser.send("GET", path, headers={"accept-encoding": "identity"})


async def test_a_picture_is_shown_and_downloaded_and_each_is_audited() -> None:
    document = await put("My card", content=jpeg())
    terry = await at(document)
    path = f"{tab()}/{document}"
    assert terry.page is not None
    assert str(terry.page.find("figure img")["src"]) == f"{path}/picture"
    picture = await get(terry, f"{path}/picture")
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.headers["content-disposition"].startswith("inline")
    assert picture.headers["content-security-policy"] == "default-src 'none'; sandbox"
    file = await get(terry, f"{path}/file")
    assert file.headers["content-disposition"].startswith("attachment")
    assert await shelf.recorded("document_opened_by_staff") == 2
    await (await people.alice()).open("/activity")


async def test_a_pdf_is_shown_page_by_page() -> None:
    document = await put("Three pages", content=pdf(3))
    terry = await at(document)
    path = f"{tab()}/{document}"
    page = await terry.follow("Next page")
    page.shows("Page 2 of 3", "Page before")
    drawn = await get(terry, str(page.find("figure img")["src"]))
    assert drawn.headers["content-type"] == "image/jpeg"
    assert drawn.content.startswith(b"\xff\xd8")
    for wrong in ("0", "4", "9999", "x", "-1"):
        assert (await get(terry, f"{path}/picture?page={wrong}")).status_code == 404, wrong
    (await terry.open(f"{path}?page=99")).shows("Page 3 of 3")
    for number in (1, 2, 3, 3):
        assert (await get(terry, f"{path}/picture?page={number}")).status_code == 200
    assert await shelf.recorded("document_opened_by_staff") == 1
    nora = await people.nora()
    assert (await get(nora, f"{path}/picture?page=1")).status_code == 200
    assert await shelf.recorded("document_opened_by_staff") == 2, "Each person is named."


@pytest.mark.parametrize("state", ["unchecked", "held back"])
async def test_a_file_that_is_not_clean_opens_for_nobody(state: str) -> None:
    document = await put(content=jpeg(), checked=state == "held back")
    if state == "held back":
        await shelf.hold_back(document)
    nora = await at(document, "nora")
    assert nora.page is not None
    assert not nora.page.all("figure, a[download]")
    for leaf in ("file", "picture", "picture?page=1"):
        assert (await get(nora, f"{tab()}/{document}/{leaf}")).status_code == 404, leaf
    assert await shelf.recorded("document_opened_by_staff") == 0


async def test_a_kept_document_is_shared_and_marked_to_be_completed() -> None:
    document = await put("Plan", from_client=False)
    terry = await at(document)
    page = await terry.press("Share", within="#sharing", ask="sign", due_on="2099-01-31")
    page.shows("The document is in the portal folder.", "To be signed")
    assert await shelf.recorded("document_shared") == 1
    await terry.open(f"{tab()}/{document}")
    page = await terry.press("Save", within="#asking", ask="acknowledge", due_on="")
    page.shows("What the client is asked to do is saved.", "To be acknowledged")
    assert await shelf.column(document, "due_on") is None
    await terry.open(f"{tab()}/{document}")
    await terry.press("Save", within="#asking", ask="nothing", due_on="2099-01-01")
    assert await shelf.column(document, "due_on") is None, "What is asked of nobody is due never."


async def test_a_document_is_renamed_and_a_title_is_needed() -> None:
    document = await put("scan0001.pdf")
    terry = await at(document)
    page = await terry.press("Rename", title="Letter from school")
    page.shows("The title is changed.", "Letter from school")
    page = await terry.press("Rename", title=" ", status=422)
    page.shows("Type a title.")
    (await terry.open(tab())).shows("Letter from school")
    assert await shelf.recorded("document_renamed") == 1


async def test_taking_back_asks_first_and_then_it_is_gone_from_the_portal() -> None:
    document = await shared("Plan", read_at=datetime.now(UTC))
    terry = await people.terry()
    await terry.open(tab())
    page = await terry.follow("Take back Plan")
    page.shows("Take this document back?", "Plan")
    assert await shelf.column(document, "withdrawn_at") is None
    page = await terry.press("Take back")
    page.shows("The document is taken back.", "Taken back by Terry Tran, LCSW on")
    page.shows("Read on")
    assert await shelf.recorded("document_withdrawn") == 1
    await terry.open(f"{tab()}/{document}")
    await terry.press("Share", within="#sharing", ask="nothing")
    assert await shelf.column(document, "withdrawn_at") is None
    assert await shelf.column(document, "read_at") is None


async def test_what_was_completed_stays_as_it_was() -> None:
    document = await shared("Consent", ask=Ask.SIGN, completed_at=datetime.now(UTC), completed_by_name="Alice")  # fmt: skip
    terry = await at(document)
    assert terry.page is not None
    assert not terry.page.all("#asking")
    page = await _refused(terry, document, "asking", **ASKED)
    assert "It stays as it was completed." in page
    await terry.open(f"{tab()}/{document}/withdrawal")
    await terry.press("Take back")
    assert await post(terry, f"{tab()}/{document}/sharing", ask="fill", due_on="") == 303
    assert await shelf.column(document, "ask") == "sign"


async def _refused(browser: Browser, document: UUID, leaf: str, **fields: str) -> str:
    assert await post(browser, f"{tab()}/{document}/{leaf}", **fields) == 422
    return str(await _answer(browser, document, leaf, **fields))


async def _answer(browser: Browser, document: UUID, leaf: str, **fields: str) -> str:
    answer = await shelf.send_form(browser, f"{tab()}/{document}/{leaf}", fields)
    return browser._show(f"{tab()}/{document}", answer, as_htmx=False, source=None).words


@pytest.mark.parametrize(
    ("made", "leaf", "sentence"),
    [
        ("sent", "sharing", "This document came from the client, who sees it already."),
        ("shared", "sharing", "This document is in the portal folder already."),
        ("notes", "sharing", "Psychotherapy notes can never be shared through the portal"),
        ("held", "sharing", "This file was held back, so it cannot be shared."),
        ("kept", "asking", "This document is not in the portal folder."),
        ("sent", "asking", "This document is not in the portal folder."),
        ("back", "asking", "This document is not in the portal folder."),
    ],
)
async def test_what_its_state_forbids_is_refused_with_the_reason(made: str, leaf: str, sentence: str) -> None:
    document = await _made(made)
    terry = await at(document)
    before = await rows.digest()
    assert sentence in await _refused(terry, document, leaf, **ASKED)
    assert await rows.digest() == before


async def _made(how: str) -> UUID:
    if how == "sent":
        return await put()
    if how in ("shared", "back"):
        return await shared(withdrawn_at=datetime.now(UTC) if how == "back" else None)
    document = await put(from_client=False, key="psychotherapy_notes" if how == "notes" else "other")
    if how == "held":
        await shelf.hold_back(document)
    return document


@pytest.mark.parametrize("made", ["sent", "kept", "back", "notes"])
async def test_what_is_not_in_the_folder_is_not_taken_back(made: str) -> None:
    document = await _made(made)
    terry = await at(document)
    before = await rows.digest()
    assert (await get(terry, f"{tab()}/{document}/withdrawal")).status_code == 409
    assert await post(terry, f"{tab()}/{document}/withdrawal") == 409
    assert await rows.digest() == before


async def test_a_day_that_is_over_is_refused_unless_it_stood_there() -> None:
    document = await shared(ask=Ask.SIGN, due_on=datetime(2026, 1, 5, tzinfo=UTC).date())
    terry = await at(document)
    page = await terry.press("Save", within="#asking", ask="sign", due_on="2026-01-06", status=422)
    page.shows("This day is over. Please choose today or a later day.")
    assert page.value("due_on") == "2026-01-06"
    await terry.press("Save", within="#asking", ask="fill", due_on="2026-01-05")
    assert await shelf.column(document, "ask") == "fill"


@pytest.mark.parametrize("leaf", ACTIONS)
async def test_each_action_needs_its_part_of_the_rule(leaf: str) -> None:
    needed, fields = ACTIONS[leaf]
    document = await (put(from_client=False) if leaf == "sharing" else shared())
    others = {"create", "modify", "view", "delete"} - {needed}
    terry = await shelf.only("terry", *others)
    await terry.open(tab() if "view" in others else "/staff")
    before = await rows.digest()
    assert await post(terry, f"{tab()}/{document}/{leaf}", **fields) == 403
    assert await rows.digest() == before
    terry = await shelf.only("terry", needed, "view")
    await terry.open(tab())
    assert await post(terry, f"{tab()}/{document}/{leaf}", **fields) == 303


async def test_adding_needs_create_and_every_page_needs_view() -> None:
    document = await shared()
    terry = await shelf.only("terry", "view")
    page = await terry.open(tab())
    assert not page.all("#add, a[href$=sharing], a[href$=withdrawal]")
    page = await terry.open(f"{tab()}/{document}")
    assert not page.all("#sharing, #asking, #rename, a[href$=withdrawal]")
    kind = str(await shelf.type_id("other"))
    answer = await shelf.send_form(terry, tab(), {"title": "", "document_type": kind}, file=("a.pdf", pdf()))
    assert answer.status_code == 403
    assert (await get(terry, f"{tab()}/{document}/withdrawal")).status_code == 403
    terry = await shelf.only("terry", "create", "modify", "delete")
    for path in (tab(), f"{tab()}/{document}", f"{tab()}/{document}/file", f"{tab()}/{document}/picture?page=1"):  # fmt: skip
        assert (await get(terry, path)).status_code == 403, path
    (await terry.open(f"/staff/clients/{people.client_id('alice')}")).lacks("Documents")


async def test_dana_finds_nothing_in_a_chart_that_is_not_hers() -> None:
    document = await put("Canary", content=jpeg())
    theirs = await put("Bob's", client="bob")
    dana = await people.dana()
    await dana.open(tab("bob"))
    before = await rows.digest()
    for leaf in ("", f"/{document}", f"/{document}/file", f"/{document}/picture", f"/{document}/withdrawal"):
        answer = await get(dana, tab() + leaf)
        assert answer.status_code == 404, leaf
        assert b"Canary" not in answer.content
        if leaf:
            assert (await get(dana, tab("bob") + leaf)).status_code == 404, "by way of her own chart"
    for leaf, (_, fields) in ACTIONS.items():
        assert await post(dana, f"{tab()}/{document}/{leaf}", **fields) == 404, leaf
        assert await post(dana, f"{tab('bob')}/{document}/{leaf}", **fields) == 404, leaf
    kind = str(await shelf.type_id("other"))
    answer = await shelf.send_form(dana, tab(), {"document_type": kind}, file=("a.pdf", pdf()))
    assert answer.status_code == 404
    assert await rows.digest() == before
    assert await rows.value("select count(*) from audit_event where kind = 'access_denied'") >= 15
    await dana.open(f"{tab('bob')}/{theirs}")


async def test_the_hint_of_the_title_says_whether_the_client_sees_it() -> None:
    seen, unseen = (
        "The client sees it as well.",
        "The client does not see it while the document is not shared.",
    )
    in_chart = await put("Kept", from_client=False)
    terry = await at(in_chart)
    for document, words in (
        (in_chart, unseen),
        (await shared(withdrawn_at=datetime.now(UTC), withdrawn_by_name="Terry"), unseen),
        (await put("Notes", from_client=False, key="psychotherapy_notes"), unseen),
        (await shared(), seen),
        (await put("Sent"), seen),
    ):
        page = await terry.open(f"{tab()}/{document}")
        assert page.find("#title-hint").get_text() == words


async def test_what_is_asked_stands_under_a_heading_in_the_practices_words() -> None:
    terry = await at(await shared(ask=Ask.SIGN))
    assert terry.page is not None
    terry.page.shows("Waiting for the client")
    terry.page.lacks("To be completed")
    page = await terry.open(f"{tab()}/{await shared()}")
    page.shows("Ask the client for something")
    page.lacks("Waiting for the client", "To be completed")
