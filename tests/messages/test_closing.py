"""Closing a conversation, and opening it again."""

import pytest

from tests import people, rows
from tests.messages import acts

pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_a_closed_thread_can_be_read_and_says_so(*, as_htmx: bool) -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice, body="Is it still on?")
    await terry.open(f"/staff/messages/{thread}")
    await terry.press("Close conversation", as_htmx=as_htmx)

    page = await terry.open(f"/staff/messages/{thread}")
    page.shows("Terry Tran, LCSW closed this", "This conversation is closed", "Open again")
    page.lacks("Your reply", "Pass on")
    (await alice.open("/messages")).find(f"#thread-{thread}")
    page = await alice.open(f"/messages/{thread}")
    page.shows("Is it still on?", "Closed by your practice", "it opens again")
    page.lacks("usually within")
    (await alice.open("/activity")).shows("Closed a conversation")
    assert await acts.recorded("thread_closed", "alice") == 1


async def test_nobody_waits_in_a_closed_thread() -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice)
    await acts.close(terry, thread)
    assert await acts.column(thread, "num_nonnulls(waiting_since, soon_late_at, late_at)") == 0
    (await terry.open("/staff?show=unanswered")).lacks("A question")


async def test_the_clients_reply_opens_it_again() -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice)
    await acts.answer(terry, thread, "Yes.")
    await acts.close(terry, thread)
    page = await acts.reply(alice, thread, "One more thing.")

    page.lacks("Closed by your practice")
    page.shows("Sent", "One more thing.")
    assert await acts.column(thread, "closed_at is null and waiting_since is not null")
    assert await acts.recorded("thread_reopened", "alice") == 1
    (await terry.open(f"/staff/messages/{thread}")).shows("Alice Anderson opened this again", "Your reply")
    assert await acts.deliver() == 2
    assert "Terry" in await acts.told(thread)


async def test_a_reply_in_an_open_thread_opens_nothing() -> None:
    alice = await people.alice()
    thread = await acts.write(alice)
    await acts.reply(alice, thread, "One more thing.")
    assert await acts.recorded("thread_reopened", "alice") == 0


async def test_staff_open_it_again_and_the_client_waits_since_they_wrote() -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice)
    since = await acts.column(thread, "waiting_since")
    await acts.close(terry, thread)
    page = await terry.press("Open again")
    page.shows("Terry Tran, LCSW opened this again", "Your reply")
    assert await acts.column(thread, "waiting_since") == since
    assert await acts.column(thread, "late_at is not null")


async def test_an_answered_thread_opened_again_waits_for_nobody() -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice)
    await acts.answer(terry, thread, "Yes.")
    await acts.close(terry, thread)
    await terry.press("Open again")
    assert await acts.column(thread, "waiting_since") is None
    (await alice.open(f"/messages/{thread}")).shows("Answered")


async def test_staff_do_not_answer_or_pass_on_a_closed_thread() -> None:
    alice, terry, nora = await people.alice(), await people.terry(), await people.nora()
    thread = await acts.write(alice)
    await terry.open(f"/staff/messages/{thread}")
    shown = terry.page
    await acts.close(nora, thread)
    for button in ("Send", "Pass on"):
        terry.page = shown
        typed = next(iter(shown.all("#body"))) if shown else None
        assert typed is not None
        typed.string = "Yes."
        page = await terry.press(button, status=409)
        page.shows("This conversation is closed. Open it again first.")
    assert await acts.column(thread, "answered_at") is None


async def test_closing_twice_is_closing_once() -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice)
    await terry.open(f"/staff/messages/{thread}")
    shown = terry.page
    for label in ("Close conversation", "Close conversation"):
        terry.page = shown
        await terry.press(label)
    assert await rows.value("select count(*) from thread_step where thread = $1::text::uuid", thread) == 1
    assert await acts.recorded("thread_closed", "alice") == 1
    shown = terry.page
    for _ in range(2):
        terry.page = shown
        await terry.press("Open again")
    assert await acts.recorded("thread_reopened", "alice") == 1


async def test_closing_needs_delete_and_the_chart() -> None:
    alice, terry, dana = await people.alice(), await people.terry(), await people.dana()
    thread = await acts.write(alice)
    await terry.open(f"/staff/messages/{thread}")
    shown = terry.page
    without = await acts.without_action("terry", "can_delete")
    (await without.open(f"/staff/messages/{thread}")).lacks("Close conversation")
    terry.page = shown
    page = await terry.press("Close conversation", status=403)
    page.shows("does not include this")

    dana.page = shown
    answer = await dana.send("GET", f"/staff/messages/{thread}")
    assert answer.status_code == 404
    assert await acts.column(thread, "closed_at") is None


async def test_nothing_that_was_sent_is_erased() -> None:
    alice, terry = await people.alice(), await people.terry()
    count = await rows.value("select count(*) from message")
    thread = await acts.write(alice)
    await acts.close(terry, thread)
    await acts.reply(alice, thread, "Again.")
    await acts.close(terry, thread)
    assert await rows.value("select count(*) from message") == count + 2
