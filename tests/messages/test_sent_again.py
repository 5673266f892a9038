"""A form sent again after its answer was lost: the same text counts once, a changed one is never swallowed."""

import pytest

from tests import people, rows
from tests.messages.threads import PHARMACY, SLEEP, bodies_of, messages_in, thread_id
from tests.page import Browser, Page

pytestmark = pytest.mark.usefixtures("rolled_back")

NOT_THIS_ONE = "Your earlier text was already sent, but not this one."


async def sent_twice(browser: Browser, path: str, *, first: str, second: str) -> Page:
    """Send a form, lose the answer, change the text and press again."""
    page = await browser.open(path)
    once = page.value("once", within="#reply")
    await browser.press("Send", body=first)
    await browser.open(path)
    return await browser.press("Send", once=once, body=second, status=303 if first == second else 422)


@pytest.mark.parametrize("staff", [False, True])
async def test_a_changed_text_is_given_back_and_sent_by_the_next_press(staff: bool) -> None:  # noqa: FBT001
    browser = await (people.terry() if staff else people.alice())
    path = f"{'/staff' if staff else ''}/messages/{thread_id(PHARMACY)}"
    page = await sent_twice(browser, path, first="First version", second="First version. Please call me.")
    page.shows(NOT_THIS_ONE, "First version. Please call me.")
    await browser.press("Send")
    assert (await bodies_of(thread_id(PHARMACY)))[-2:] == ["First version", "First version. Please call me."]


async def test_the_id_of_another_message_swallows_nothing() -> None:
    alice = await people.alice()
    stolen = await rows.value("select id from message where thread = $1 limit 1", thread_id(SLEEP))
    before = await messages_in(thread_id(PHARMACY))
    await alice.open(f"/messages/{thread_id(PHARMACY)}")
    page = await alice.press("Send", once=str(stolen), body="Mine", status=422)
    page.shows(NOT_THIS_ONE, "Mine")
    assert await messages_in(thread_id(PHARMACY)) == before


async def test_a_first_message_that_was_changed_is_given_back_too() -> None:
    alice = await people.alice()
    page = await alice.open("/messages/new")
    once = page.value("once")
    await alice.press("Send message", task_type="Billing question", subject="Copay", body="How much?")
    await alice.open("/messages/new")
    page = await alice.press(
        "Send message",
        once=once,
        task_type="Billing question",
        subject="Copay",
        body="How much, and when?",
        status=422,
    )
    page.shows(NOT_THIS_ONE, "How much, and when?")
