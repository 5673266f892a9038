"""A wish for a new appointment says something and waits alone; what is taken back waits no more."""

import pytest

from tests import people, rows
from tests.appointments.booked import OFFICE, PATH, asked, book, clear
from tests.appointments.test_asking import NEW, ask_to_cancel

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_one_wish_for_an_appointment_waits_at_a_time() -> None:
    alice, other = await people.alice(), await people.alice()
    await other.open(NEW)
    await alice.open(NEW)
    await alice.press("Send", how="By video")
    page = await other.press("Send", status=422, words="Once more")
    page.shows("You asked for an appointment already; your practice answers in your messages.")
    assert page.value("words") == "Once more"
    assert (await alice.send("GET", NEW)).headers["location"] == PATH
    page = await alice.open(PATH)
    page.lacks("Ask for an appointment", "To book or change an appointment, call")
    await alice.press("Take it back A new appointment")
    await alice.open(PATH)
    await alice.follow("Ask for an appointment", within="main")
    await alice.press("Send", words="On second thought")
    assert [each["state"] for each in await asked()] == ["waiting", "withdrawn"]


async def test_where_nothing_is_booked_the_page_says_that_a_wish_waits() -> None:
    await clear()
    alice = await people.alice()
    await alice.open(NEW)
    await alice.press("Send", how="By video")
    page = await alice.open(PATH)
    page.shows("No appointment is booked", "You asked for one. Your practice answers in your messages.")
    page.lacks("Ask for one here", "To book one, call")


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_an_untouched_wish_is_not_sent(*, as_htmx: bool) -> None:
    alice = await people.alice()
    await alice.open(NEW)
    await alice.press("Send", status=422, as_htmx=as_htmx, words=" ")
    assert alice.page is not None
    alice.page.shows("Choose something above, or write a few words")
    assert alice.page.find(".error-summary a")["href"] == "#words"
    assert await asked() == []


async def test_what_is_taken_back_waits_for_no_answer_and_alerts_nobody_anew() -> None:
    alice = await people.alice()
    await ask_to_cancel(alice)
    (asking,) = await asked()
    waiting = "select waiting_since is not null from message_thread where id = $1"
    told = "select count(*) from outbox_message where kind = 'message_from_client'"
    assert await rows.value(waiting, asking["thread"])
    before = await rows.value(told)
    await alice.open(OFFICE)
    await alice.press("Take it back")
    assert not await rows.value(waiting, asking["thread"])
    assert await rows.value("select unread_by_practice from message_thread where id = $1", asking["thread"])
    assert await rows.value(told) == before


async def test_what_else_was_asked_in_the_thread_goes_on_waiting_when_one_thing_is_taken_back() -> None:
    alice = await people.alice()
    await ask_to_cancel(alice)
    (asking,) = await asked()
    await alice.open(f"/messages/{asking['thread']}")
    await alice.press("Send", body="And what of my bill?")
    await alice.open(OFFICE)
    await alice.press("Take it back")
    assert await rows.value(
        "select waiting_since is not null from message_thread where id = $1", asking["thread"]
    )


async def test_an_appointment_of_which_only_the_moment_is_known_says_so_in_the_list() -> None:
    await clear()
    alice = await people.alice()
    for count in (1, 2):
        await book(clinician=None, location=None)
        (await alice.open(PATH)).shows(*["Place not settled yet"] * count)
    assert len([each for each in (await alice.open(PATH)).all("main li") if "not settled" in each.text]) == 2
