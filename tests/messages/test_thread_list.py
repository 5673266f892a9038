"""View Messages: threads with something new first, each saying how it stands; opening marks nothing."""

import pytest

from tests import checks, people, rows
from tests.messages.threads import (
    JAM,
    PHARMACY,
    SLEEP,
    WHITE_PAGE,
    add_message,
    add_thread,
    thread_id,
    unread_of,
)
from tests.page import Page

pytestmark = pytest.mark.usefixtures("rolled_back")


def subjects(page: Page) -> list[str]:
    return [checks.words(heading) for heading in page.all(".thread h2")]


async def test_threads_with_unread_messages_stand_first_then_the_newest() -> None:
    alice = await people.alice()
    page = await alice.open("/messages")
    assert page.heading == "Messages"
    assert subjects(page)[:4] == [PHARMACY, WHITE_PAGE, SLEEP, JAM]
    assert len(subjects(page)) == 9
    page.shows("View Messages", "Send New Message")


async def test_a_thread_says_whether_it_is_new_answered_or_sent() -> None:
    alice = await people.alice()
    page = await alice.open("/messages")
    for subject, tag in ((PHARMACY, "New"), (JAM, "Answered"), (SLEEP, "Sent")):
        shown = checks.words(page.find(f"#thread-{thread_id(subject)} .thread-top .tag"))
        assert shown == tag


async def test_a_thread_shows_its_unread_messages_and_whom_they_are_from() -> None:
    alice = await people.alice()
    page = await alice.open("/messages")
    lines = page.all(f"#thread-{thread_id(PHARMACY)} .line")
    assert len(lines) == 2
    assert checks.words(lines[0]).startswith("Terry Tran, LCSW Hi Alice, thanks for the early notice.")
    assert checks.words(page.find(f"#thread-{thread_id(SLEEP)} .line")).startswith(
        "You Hi Terry, no question"
    )


async def test_a_thread_with_many_unread_messages_shows_the_last_three() -> None:
    for number in range(5):
        await add_message(thread_id(JAM), "alice", f"number {number}", minutes_ago=50 - number)
    alice = await people.alice()
    page = await alice.open("/messages")
    lines = [checks.words(line) for line in page.all(f"#thread-{thread_id(JAM)} .line .clip")]
    assert [line[-1] for line in lines] == ["2", "3", "4"]


async def test_a_long_message_is_shown_by_its_beginning_on_one_line() -> None:
    await add_message(thread_id(JAM), "alice", "one\n\ntwo " + "word " * 200, minutes_ago=1)
    alice = await people.alice()
    page = await alice.open("/messages")
    line = checks.words(page.all(f"#thread-{thread_id(JAM)} .line .clip")[-1])
    assert line.startswith("Terry Tran, LCSW one two word")
    assert line.endswith("word…")
    assert len(line) < 200


async def test_opening_the_list_or_a_thread_marks_nothing() -> None:
    alice = await people.alice()
    before = await rows.digest()
    await alice.open("/messages")
    await alice.open(f"/messages/{thread_id(PHARMACY)}")
    await alice.open(f"/messages/{thread_id(PHARMACY)}", as_htmx=True)
    assert await rows.digest() == before
    assert await unread_of("alice") == 3


async def test_a_new_client_is_told_that_there_is_nothing_yet_and_where_to_begin() -> None:
    await rows.change("update portal_account set language = null")
    charlie = await people.charlie()
    page = await charlie.open("/messages")
    page.shows("No messages yet", "Write a message")
    assert page.find("main a.button")["href"] == "/messages/new"


async def test_older_threads_are_a_page_further_and_none_is_left_out_or_twice() -> None:
    for number in range(55):
        await add_thread("charlie", f"Thread {number:02}", minutes_ago=number)
    charlie = await people.charlie()
    await rows.change("update portal_account set language = null")
    seen: list[str] = []
    page = await charlie.open("/messages")
    while True:
        seen += subjects(page)
        if not page.all(".older a"):
            break
        page = await charlie.follow("Show older messages")
    assert seen == [f"Thread {number:02}" for number in range(55)]


async def test_older_pages_do_not_repeat_the_threads_with_unread_messages() -> None:
    for number in range(30):
        await add_thread("alice", f"Thread {number:02}", minutes_ago=number)
    alice = await people.alice()
    first = subjects(await alice.open("/messages"))
    assert first[:2] == [PHARMACY, WHITE_PAGE]
    second = subjects(await alice.follow("Show older messages"))
    assert not set(first) & set(second)
    assert len(first) + len(second) == 39


async def test_older_threads_come_by_htmx_as_the_rows_of_a_whole_page() -> None:
    for number in range(25):
        await add_thread("alice", f"Thread {number:02}", minutes_ago=number)
    alice = await people.alice()
    await alice.open("/messages")
    page = await alice.follow("Show older messages", as_htmx=True)
    assert page.all("#thread-rows > li.thread")


async def test_the_list_reads_in_the_language_of_the_reader() -> None:
    alice = await people.alice()
    await alice.open("/messages")
    page = await alice.press("Español")
    page.shows("Solicitud de resurtido de receta")


async def test_a_guardian_reads_the_childs_messages_and_sees_whose_they_are() -> None:
    gina = await people.gina()
    page = await gina.open("/messages")
    page.shows("Max Grant", "Note for the school office")
    page.lacks("Alice", PHARMACY)
