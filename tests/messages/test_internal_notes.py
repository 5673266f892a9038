"""Internal notes: staff tell one another something beside a thread; no client ever sees it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.messages.conversation import MESSAGES_A_PAGE
from app.messages.tables import Message
from tests import people, rows
from tests.messages import acts
from tests.page import Browser, Page
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")

SECRET = "Her sister called about this, please ring first."


async def note(browser: Browser, thread: str, words: str, *, as_htmx: bool = False) -> Page:
    await browser.open(f"/staff/messages/{thread}")
    return await browser.press("Save note", note=words, as_htmx=as_htmx)


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_staff_see_a_note_in_its_place_and_that_only_they_do(*, as_htmx: bool) -> None:
    alice, terry, nora = await people.alice(), await people.terry(), await people.nora()
    thread = await acts.write(alice)
    await note(terry, thread, SECRET, as_htmx=as_htmx)
    await acts.answer(terry, thread, "From eight.")

    page = await nora.open(f"/staff/messages/{thread}")
    shown = [bubble.get_text(" ", strip=True) for bubble in page.all(".bubble")]
    assert [SECRET in words for words in shown] == [False, True, False]
    assert "Only staff see this" in shown[1]
    assert "Terry Tran, LCSW" in shown[1]


async def test_the_client_never_sees_it_nor_that_it_is_there() -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice)
    seen = await alice.open(f"/messages/{thread}")
    await terry.open(f"/staff/messages/{thread}")
    opened = (await alice.open("/activity")).words.count("Terry")
    await terry.press("Save note", note=SECRET)

    for path in ("/messages", f"/messages/{thread}", "/home", "/activity"):
        (await alice.open(path)).lacks("Her sister", "Only staff", "note")
    again = await alice.open(f"/messages/{thread}")
    assert len(again.all(".bubble")) == len(seen.all(".bubble"))
    after = (await alice.open("/activity")).words.count("Terry")
    assert after == opened + 1, "The log names the page that was opened after the note, not the note."
    assert await acts.recorded("note_written", "alice") == 1


async def test_a_note_answers_nobody() -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice)
    await note(terry, thread, SECRET)
    assert await acts.column(thread, "waiting_since is not null and unread_by_practice and last_from_client")


async def test_sending_the_note_twice_writes_it_once() -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice)
    await terry.open(f"/staff/messages/{thread}")
    shown = terry.page
    for _ in range(2):
        terry.page = shown
        await terry.press("Save note", note=SECRET)
    assert await rows.value("select count(*) from internal_note where thread = $1::text::uuid", thread) == 1


async def test_an_empty_note_asks_for_words_and_opens_its_form() -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice)
    await terry.open(f"/staff/messages/{thread}")
    page = await terry.press("Save note", status=422)
    page.shows("Write your note.")
    assert page.find("details[open] #note")
    assert page.title.startswith("Error:")


async def test_notes_are_encrypted() -> None:
    thread = await acts.write(await people.alice())
    await note(await people.terry(), thread, SECRET)
    assert b"sister" not in await rows.value(
        "select body from internal_note where thread = $1::text::uuid", thread
    )


async def test_others_charts_and_rules_keep_people_out() -> None:
    alice, terry, dana, stan = (
        await people.alice(),
        await people.terry(),
        await people.dana(),
        await people.stan(),
    )
    thread = await acts.write(alice)
    await note(terry, thread, SECRET)
    for browser, status in ((dana, 404), (stan, 403)):
        (await browser.open(f"/staff/messages/{thread}", status=status)).lacks("Her sister")
    without = await acts.without_action("terry", "can_modify")
    (await without.open(f"/staff/messages/{thread}")).lacks("Save note")


async def test_a_thread_with_notes_and_steps_stays_within_its_statements() -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice)
    for number in range(12):
        await note(terry, thread, f"Note {number}")
    async with counted() as sql:
        page = await terry.open(f"/staff/messages/{thread}")
    assert sql.count <= 8, sql
    assert len(page.all(".internal")) == 12


async def test_notes_stay_beside_the_messages_of_their_time_page_by_page() -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice)
    await note(terry, thread, "An early note")
    await many_answers(thread)
    await note(terry, thread, "A late note")

    page = await terry.open(f"/staff/messages/{thread}")
    page.shows("A late note", "Answer 49")
    page.lacks("An early note")
    page = await terry.follow("Show earlier messages")
    page.shows("An early note", "When do you open")
    page.lacks("A late note", "Answer 49")


async def many_answers(thread: str) -> None:
    """Add as many messages as fill a page."""
    for number in range(MESSAGES_A_PAGE):
        message = Message(
            thread=UUID(thread),
            client=people.client_id("alice"),
            from_client=False,
            staff=people.staff_id("terry"),
            sender_name="Terry Tran, LCSW",
            sent_at=datetime.now(UTC),
        )
        message.body = Message.body.seal(f"Answer {number}", row=message.id)
        await Message.insert(message)
