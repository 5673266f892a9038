"""Asking for an appointment, to move or to cancel one, and taking that back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.activity.actor import Actor
from app.practice.service import set_settings
from app.practice.settings import PRACTICE
from tests import people, rows
from tests.accounts.grants.access import limit, open_to
from tests.appointments.booked import BOBS, CANCELLED, LAST, OFFICE, PATH, VIDEO, asked, book, plain
from tests.messages.acts import deliver
from tests.messages.threads import JAM, add_message, bodies_of, task_type_id, thread_id
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

NEW, MOVE, CANCELLATION = f"{PATH}/new", f"{OFFICE}/move", f"{OFFICE}/cancellation"
SENT = "Sent. Your practice will answer."


async def ask_to_cancel(browser: Browser, words: str = "") -> None:
    await browser.open(CANCELLATION)
    await browser.press("Ask to cancel this appointment", words=words)


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_a_client_asks_for_an_appointment_and_staff_are_told(*, as_htmx: bool) -> None:
    alice = await people.alice()
    await alice.open(PATH)
    await alice.follow("Ask for an appointment", within="main")
    page = await alice.press(
        "Send",
        as_htmx=as_htmx,
        how="By video",
        days="Friday",
        parts="Morning",
        words="From my sister's, please.",
    )
    assert page.path == PATH
    assert alice.page is not None
    alice.page.shows(
        SENT, "What you asked", "A new appointment", "Waiting for an answer", "Your practice has it"
    )
    (asking,) = await asked()
    assert (asking["asking"], asking["state"], asking["appointment"]) == ("book", "waiting", None)
    assert await bodies_of(asking["thread"]) == [
        "I would like an appointment.\n\nHow: By video\nDays that suit me: Friday\nTimes that suit me: Morning"
        "\n\nFrom my sister's, please."
    ]
    about = await rows.value("select task_type from message_thread where id = $1", asking["thread"])
    assert about == task_type_id("appointment")
    await deliver()
    assert await rows.value("select count(*) from alert where object_id = $1", asking["thread"]) >= 1
    (await alice.open("/activity")).shows("Asked for an appointment")
    await alice.open(PATH)
    (await alice.follow("Read the messages: A new appointment")).shows("From my sister's, please.")


@pytest.mark.parametrize(
    ("path", "button", "kind", "opening", "said"),
    [
        (CANCELLATION, "Ask to cancel this appointment", "cancel", "I would like to cancel my appointment on ", "Asked to cancel"),
        (MOVE, "Ask for another time", "move", "I would like to move my appointment on ", "Asked to move"),
    ],
)  # fmt: skip
async def test_a_client_asks_about_an_appointment(
    path: str, button: str, kind: str, opening: str, said: str
) -> None:
    alice = await people.alice()
    page = await alice.open(path)
    assert page.find(".about")
    page = await alice.press(button, words="I have a training.")
    assert page.path == OFFICE
    page.shows(SENT, "Waiting for an answer", "Take it back")
    page.lacks("Ask to cancel", "Ask for another time", "please call")
    (asking,) = await asked()
    assert f"{PATH}/{asking['appointment']}" == OFFICE
    assert (asking["asking"], asking["state"]) == (kind, "waiting")
    (body,) = await bodies_of(asking["thread"])
    assert plain(body).startswith(opening)
    assert "8:00 AM C" in plain(body)
    assert body.endswith("\n\nI have a training.")
    (await alice.open(PATH)).shows("Waiting for an answer")
    assert await rows.value("select state from appointment where id = $1", asking["appointment"]) == "booked"
    (await alice.open("/activity")).shows(said)
    for address in (path, MOVE, CANCELLATION):
        assert (await alice.send("GET", address)).headers["location"] == OFFICE


async def test_pressed_twice_it_is_asked_once_and_another_text_is_not_lost() -> None:
    alice, *others = [await people.alice() for _ in range(3)]
    once = (await alice.open(NEW)).value("once")
    for other in others:
        await other.open(NEW)
    for other in others:
        await other.press("Send", once=once, words="Soon, please")
    assert len(await asked()) == 1
    page = await alice.press("Send", status=422, once=once, words="Another text", days="Monday")
    page.shows("Your earlier text was already sent, but not this one.")
    assert page.value("words") == "Another text"
    assert page.value("once") != once
    page = await alice.press("Send", status=422)
    page.shows("You asked for an appointment already")
    assert len(await asked()) == 1


async def test_only_one_thing_waits_about_an_appointment() -> None:
    alice = await people.alice()
    await alice.open(MOVE)
    other = await people.alice()
    await ask_to_cancel(other)
    page = await alice.press("Ask for another time", status=422, words="Any Monday")
    page.shows("You asked about this appointment before. Take that back first, then ask anew.")
    assert page.value("words") == "Any Monday"
    assert len(await asked()) == 1
    assert (
        await rows.value("select count(*) from message_thread where started_at > now() - interval '1 hour'")
        == 1
    )


async def test_within_the_notice_period_the_page_says_to_call() -> None:
    near = await book(starts_at=datetime.now(UTC) + timedelta(hours=24, minutes=2))
    path = f"{PATH}/{near}"
    alice = await people.alice()
    (await alice.open(path)).shows("Ask to cancel", "You can ask here until")
    await alice.open(f"{path}/cancellation")
    await rows.change(
        "update appointment set starts_at = starts_at - interval '5 minutes' where id = $1", near
    )
    page = await alice.press("Ask to cancel this appointment", status=422, words="A fever")
    page.shows("It is too late to cancel or move this appointment here. Please call the practice.")
    assert page.value("words") == "A fever"
    page = await alice.open(path)
    page.shows("To cancel or move it, please call (312) 555-0107.")
    page.lacks("Ask to cancel")
    await set_settings(by=Actor.system("test"), values={"cancellation_hours": "2"})
    (await alice.open(path)).shows("Ask to cancel")
    assert await asked() == []


@pytest.mark.parametrize("path", [CANCELLED, LAST])
async def test_nothing_is_asked_about_what_is_cancelled_or_over(path: str) -> None:
    alice = await people.alice()
    await alice.open(NEW)
    for leaf in ("move", "cancellation"):
        assert (await alice.send("GET", f"{path}/{leaf}")).headers["location"] == path
    await alice.open(MOVE)
    assert alice.page is not None
    alice.page.find("main form")["action"] = f"{path}/move"
    await alice.press("Ask for another time", status=422)
    assert await asked() == []


async def test_after_a_discharge_nothing_is_asked_any_more() -> None:
    alice = await people.alice()
    await alice.open(CANCELLATION)
    await rows.change("update client set discharged_on = current_date - 1 where number = 1001")
    page = await alice.press("Ask to cancel this appointment", status=409)
    page.shows("Your care here has ended, so nothing can be sent any more.")
    page = await alice.open(PATH)
    page.shows("To book or change an appointment, call")
    page.lacks("Ask for an appointment")
    (await alice.open(OFFICE)).lacks("Ask to cancel", "Ask for another time")
    assert (await alice.send("GET", NEW)).headers["location"] == PATH
    assert await asked() == []


async def test_where_nobody_answers_the_page_says_to_call_and_a_form_that_comes_all_the_same_is_kept() -> (
    None
):
    alice = await people.alice()
    await alice.open(NEW)
    await rows.change(
        "delete from user_group_member where user_group = (select user_group from task_type where for_appointments)"
    )
    page = await alice.press("Send", status=422, words="Typed with care")
    page.shows("Appointments cannot be asked for here at the moment. Please call your practice.")
    assert page.value("words") == "Typed with care"
    (await alice.open(OFFICE)).shows("To cancel or move it, please call")
    page = await alice.open(PATH)
    page.shows(f"To book or change an appointment, call {PRACTICE.phone_display}.")
    page.lacks("Ask for an appointment")


@pytest.mark.parametrize("as_htmx", [False, True])
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"words": "a" * 2001}, "Please use at most 2000 characters."),
        ({"words": "nul \x00"}, "Some of these characters cannot be shown."),
        ({"once": "1"}, "Please open this page again, then send."),
    ],
)
async def test_what_cannot_be_taken_is_kept_with_a_sentence(
    change: dict[str, Any], sentence: str, *, as_htmx: bool
) -> None:
    alice = await people.alice()
    await alice.open(NEW)
    before = await rows.digest()
    await alice.press(
        "Send", status=422, as_htmx=as_htmx, how="By video", days="Friday", **{"words": "Hello"} | change
    )
    assert await rows.digest() == before
    assert alice.page is not None
    alice.page.shows(sentence)
    assert alice.page.value("words") == ({"words": "Hello"} | change)["words"]
    ticked = [str(each["value"]) for each in alice.page.all("main [checked]")]
    assert ticked == ["video", "fri"]


async def test_days_that_are_not_on_the_list_are_refused() -> None:
    alice = await people.alice()
    page = await alice.open(NEW)
    page.all("[name=days]")[0]["value"] = "sun"
    page = await alice.press("Send", status=422, days="sun")
    page.shows("Please choose from the list.")
    assert page.find(".error-summary a")["href"] == "#days"


async def test_a_draft_of_a_new_message_stays_when_an_appointment_is_asked_for() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    await alice.press("Save draft", subject="Half done", body="To be continued")
    await ask_to_cancel(alice)
    assert (await alice.open("/messages/new")).value("subject") == "Half done"


async def test_what_was_asked_is_taken_back_and_the_thread_says_so() -> None:
    alice = await people.alice()
    await ask_to_cancel(alice)
    (asking,) = await asked()
    await add_message(asking["thread"], "alice", "We will see.", minutes_ago=1)
    await alice.open(OFFICE)
    page = await alice.press("Take it back")
    assert page.path == OFFICE
    page.shows("You took that back. Your practice can see it.", "Taken back", "Ask to cancel")
    (asking,) = await asked()
    assert (asking["state"], asking["settled_by_name"]) == ("withdrawn", "Alice Anderson")
    assert plain((await bodies_of(asking["thread"]))[-1]).startswith(
        "Please do not cancel my appointment on "
    )
    unread = "select count(*) from message where thread = $1 and not from_client and read_at is null"
    assert await rows.value(unread, asking["thread"]) == 1
    (await alice.open("/activity")).shows("Took back what was asked about an appointment")
    await ask_to_cancel(alice)
    assert [each["state"] for each in await asked()] == ["waiting", "withdrawn"]


@pytest.mark.parametrize(
    ("state", "tag", "said"),
    [
        ("done", "Done", "Your practice did this on"),
        ("declined", "Not possible", "Your practice could not do this."),
    ],
)
async def test_a_client_sees_how_it_was_answered_and_takes_nothing_back_then(
    state: str, tag: str, said: str
) -> None:
    alice = await people.alice()
    await ask_to_cancel(alice)
    await alice.open(OFFICE)
    await rows.change(
        "update appointment_asking set state = $1, settled_at = now(), settled_by_name = 'Nora Novak'", state
    )
    page = await alice.press("Take it back", status=409)
    page.shows("Your practice has looked after this already")
    page = await alice.open(OFFICE)
    page.shows(tag, said)
    page.lacks("Take it back")
    (await alice.open(PATH)).shows("What you asked", tag, said)
    assert len(await bodies_of((await asked())[0]["thread"])) == 1
    await rows.change("update appointment_asking set settled_at = now() - interval '15 days'")
    (await alice.open(PATH)).lacks("What you asked")


async def test_nobody_asks_about_or_takes_back_what_is_anothers() -> None:
    alice, bob = await people.alice(), await people.bob()
    await ask_to_cancel(alice)
    await alice.open(OFFICE)
    assert alice.page is not None
    await bob.open(PATH)
    assert bob.page is not None
    for form in bob.page.all("form[action='/language']"):
        form["action"] = alice.page.find("main form")["action"]
    await bob.press("English", status=404)
    await bob.open(f"{BOBS}/cancellation")
    bob.page.find("main form")["action"] = f"{VIDEO}/cancellation"
    await bob.press("Ask to cancel this appointment", status=404)
    assert [each["state"] for each in await asked()] == ["waiting"]
    assert await asked("bob") == []


async def test_a_guardian_asks_in_her_own_name_and_the_client_reads_who_did() -> None:
    await open_to("gina", "alice")
    gina = await people.gina()
    await rows.change(
        "update portal_session set chart = $1 where account = $2",
        people.client_id("alice"),
        people.account_id("gina"),
    )
    await ask_to_cancel(gina)
    (await (await people.alice()).open(OFFICE)).shows("Gina Grant asked on")


async def test_without_messages_the_way_to_them_is_not_shown() -> None:
    await limit("gina", "max", "appointments")
    gina = await people.gina()
    await gina.open(NEW)
    page = await gina.press("Send", words="After school")
    page.shows("A new appointment", "Take it back")
    page.lacks("Read the messages")


async def test_what_was_typed_when_the_session_ran_out_comes_back() -> None:
    alice = await people.alice()
    await alice.open(MOVE)
    await rows.change(
        "update portal_session set last_seen_at = now() - interval '2 hours', ends_at = now() - interval '1 hour'"
    )
    page = await alice.press("Ask for another time", words="After five", days="Monday")
    page.shows("Sign in")
    await alice.press("Sign in", username="alice", password="demo-alice-portal-1")
    assert alice.page is not None
    assert alice.page.path == MOVE
    assert alice.page.value("words") == "After five"
    assert [str(each["value"]) for each in alice.page.all("main [checked]")] == ["mon"]
    await alice.press("Ask for another time")
    assert len(await asked()) == 1
    (await alice.open(f"/messages/{thread_id(JAM)}")).shows("A heavy week")


async def test_the_message_is_in_the_clients_language() -> None:
    charlie = await people.charlie()
    await charlie.open(NEW)
    await charlie.press("Enviar", days="Lunes", words="Gracias")
    (asking,) = await asked("charlie")
    assert await bodies_of(asking["thread"]) == [
        "Quisiera una cita.\n\nDías que me convienen: Lunes\n\nGracias"
    ]
