"""Drafts: what is being typed is kept, comes back, and goes with what is sent."""

import asyncio
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest

from app.messages.drafts import Typed
from tests import people, rows
from tests.messages import acts
from tests.page import FORM, Browser
from tests.routes import UNUSED
from tests.statements import counted

COUNT = "select count(*) from message_draft"
rolled_back = pytest.mark.usefixtures("rolled_back")


@rolled_back
async def test_what_was_typed_is_there_when_the_form_is_opened_again() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    page = await alice.press("Save draft", task_type=acts.BILLING, subject="The bill", body="Two\nlines")

    page.shows("Your draft is saved.", "Your draft of")
    assert (page.value("subject"), page.value("body")) == ("The bill", "Two\nlines")
    assert page.find("input[name=task_type][checked]")["value"]
    page.lacks("Error")


@rolled_back
async def test_half_a_form_is_kept_without_asking_for_the_rest() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    page = await alice.press("Save draft", subject="Only this")

    assert (page.value("subject"), page.value("body")) == ("Only this", "")
    assert not page.all("input[name=task_type][checked]")


@rolled_back
async def test_htmx_is_told_when_it_was_saved_and_the_page_stays() -> None:
    alice = await people.alice()
    shown = await alice.open("/messages/new")
    await alice.press("Save draft", as_htmx=True, subject="The bill", body="Half a")

    assert "Draft saved" in shown.find("#draft").get_text()
    assert shown.find("#send-new")
    assert await rows.value(COUNT) == 1


@rolled_back
async def test_the_form_saves_by_itself_after_a_pause() -> None:
    alice = await people.alice()
    for path in ("/messages/new", f"/messages/{await acts.write(alice)}"):
        button = (await alice.open(path)).find("#save-draft")
        assert button["hx-trigger"] == "click, input delay:2s from:'closest form'"
        assert button["hx-post"] == button["formaction"] == f"{path}/draft"


@rolled_back
async def test_there_is_one_draft_for_each_form() -> None:
    alice = await people.alice()
    for subject in ("First", "Second"):
        await alice.open("/messages/new")
        page = await alice.press("Save draft", subject=subject, body="Text")
    thread = await acts.write(await people.alice())
    await alice.open(f"/messages/{thread}")
    await alice.press("Save draft", body="A reply")
    await alice.open("/messages/new")
    page = await alice.press("Save draft", subject="Third", body="Text")

    assert page.value("subject") == "Third"
    assert (await alice.open(f"/messages/{thread}")).value("body") == "A reply"
    assert await rows.value(COUNT) == 2


@rolled_back
async def test_sending_removes_the_draft() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    await alice.press("Save draft", task_type=acts.OTHER, subject="The bill", body="Half")
    sent = await alice.press("Send message", body="Half, and the rest.")
    sent.shows("Half, and the rest.")
    assert await rows.value(COUNT) == 0
    (await alice.open("/messages/new")).lacks("Your draft of")

    await alice.open(sent.path)
    await alice.press("Save draft", body="More")
    page = await alice.press("Send", body="More to say.")
    page.lacks("Your draft of")
    assert await rows.value(COUNT) == 0


@rolled_back
async def test_what_is_sent_already_is_not_kept_again() -> None:
    """The page saves by itself; the last such request may arrive after the message itself."""
    alice = await people.alice()
    page = await alice.open("/messages/new")
    once = page.value("once")
    await alice.press("Send message", task_type=acts.OTHER, subject="The bill", body="All of it.")
    await save(alice, "/messages/new/draft", once=once, subject="The bill", body="All of i")

    assert await rows.value(COUNT) == 0


@pytest.mark.usefixtures("restored")
async def test_keeping_and_sending_at_once_leaves_no_draft_behind() -> None:
    alice = await people.alice()
    thread = await acts.write(alice)
    for turn in range(8):
        page = await alice.open(f"/messages/{thread}")
        once, words = page.value("once"), f"Reply {turn}"
        tries = [save(alice, f"/messages/{thread}/draft", once=once, body=words) for _ in range(3)]
        await asyncio.gather(save(alice, f"/messages/{thread}/replies", once=once, body=words), *tries)
        assert await rows.value(COUNT) == 0, turn


@rolled_back
async def test_a_draft_can_be_discarded() -> None:
    for as_htmx in (False, True):
        alice = await people.alice()
        await alice.open("/messages/new")
        await alice.press("Save draft", subject="The bill", body="Half")
        await alice.press("Discard draft", as_htmx=as_htmx)
        page = await alice.open("/messages/new")
        page.lacks("Your draft of")
        assert (page.value("subject"), await rows.value(COUNT)) == ("", 0)


@rolled_back
async def test_emptying_the_form_removes_its_draft() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    await alice.press("Save draft", subject="The bill", body="Half")
    await alice.press("Save draft", subject="", body="")
    assert await rows.value(COUNT) == 0


@rolled_back
async def test_too_much_text_is_not_kept_and_says_so() -> None:
    alice = await people.alice()
    shown = await alice.open("/messages/new")
    await alice.press("Save draft", as_htmx=True, status=422, body="a" * 5001)
    assert "at most 5000" in shown.find("#draft").get_text()
    page = await alice.press("Save draft", status=422, body="a" * 5001)
    page.shows("at most 5000")
    assert page.value("body") == "a" * 5001
    assert await rows.value(COUNT) == 0


@rolled_back
async def test_nobody_else_sees_a_draft() -> None:
    alice, bob = await people.alice(), await people.bob()
    thread = await acts.write(alice)
    for path in ("/messages/new", f"/messages/{thread}"):
        await alice.open(path)
        await alice.press("Save draft", body="Nobody's business")

    (await bob.open("/messages/new")).lacks("Nobody's business")
    await bob.open(f"/messages/{thread}/draft", status=404)
    answer = await bob.send("GET", f"/messages/{thread}/draft", headers=HTMX)
    assert "Draft saved" not in answer.text
    terry = await people.terry()
    (await terry.open(f"/staff/messages/{thread}")).lacks("Nobody's business")


HTMX = {"hx-request": "true", "hx-request-type": "partial"}


@rolled_back
async def test_nobody_keeps_a_draft_in_a_thread_of_somebody_else() -> None:
    alice, bob = await people.alice(), await people.bob()
    thread = await acts.write(alice)
    await bob.open("/messages/new")
    assert await save(bob, f"/messages/{thread}/draft", once=str(uuid4()), body="Mine now") == 404
    assert await save(bob, f"/messages/{UNUSED}/draft", once=str(uuid4()), body="Mine now") == 404
    assert await rows.value(COUNT) == 0


@rolled_back
async def test_a_guardian_and_a_client_of_one_chart_keep_their_own() -> None:
    alice, gina = await people.alice(), await people.gina()
    await gina.open("/messages/new")
    await gina.press("Save draft", subject="From Gina", body="Half")
    await rows.change(
        "update chart_grant set client = $1, kind = 'other' where account = $2",
        people.client_id("alice"),
        people.account_id("gina"),
    )
    await rows.change(
        "update portal_session set chart = $1 where account = $2",
        people.client_id("alice"),
        people.account_id("gina"),
    )

    (await gina.open("/messages/new")).lacks("From Gina")
    await gina.press("Save draft", subject="Of Alice, by Gina", body="Half")
    (await alice.open("/messages/new")).lacks("From Gina", "by Gina", "Your draft of")
    await alice.press("Save draft", subject="By Alice", body="Half")
    assert (await gina.open("/messages/new")).value("subject") == "Of Alice, by Gina"


@rolled_back
async def test_a_draft_is_encrypted() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    await alice.press("Save draft", subject="Canary", body="Canary in the draft")
    stored = await rows.value("select subject || body from message_draft")
    assert b"Canary" not in stored


@rolled_back
async def test_a_task_type_that_is_gone_leaves_its_draft() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    await alice.press("Save draft", task_type=acts.BILLING, subject="The bill", body="Half")
    await rows.change("update task_type set active = false where label = $1", acts.BILLING)
    page = await alice.open("/messages/new")
    assert page.value("subject") == "The bill"
    assert not page.all("input[name=task_type][checked]")


@rolled_back
async def test_drafts_cost_no_page_more_than_its_statements() -> None:
    alice = await people.alice()
    thread = await acts.write(alice)
    for path in ("/messages/new", f"/messages/{thread}"):
        await alice.open(path)
        await alice.press("Save draft", body="Half")
        async with counted() as sql:
            await alice.open(path)
        assert sql.count <= 4, sql


@rolled_back
async def test_a_draft_of_an_unknown_task_type_is_kept_without_it() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    for odd in (str(UNUSED), "nonsense"):
        sent = await save(
            alice, "/messages/new/draft", once=str(uuid4()), task_type=odd, subject="The bill", body="Half"
        )
        assert sent == 303
        assert await rows.value("select task_type from message_draft") is None


def test_only_text_makes_a_draft() -> None:
    assert Typed(body="", subject="", task_type=UUID(int=1)).is_empty
    assert not Typed(body="", subject="The bill").is_empty


async def save(browser: Browser, path: str, **fields: str) -> int:
    body = urlencode({"_csrf": browser.token, **fields}).encode()
    answer = await browser.send("POST", path, headers={"content-type": FORM}, content=body)
    return answer.status_code
