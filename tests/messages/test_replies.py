"""Answering in a thread."""

from urllib.parse import urlencode

import pytest

from app.activity.kinds import Kind
from tests import checks, people, rows
from tests.messages.threads import (
    JAM,
    PHARMACY,
    WHITE_PAGE,
    add_message,
    bodies_of,
    messages_in,
    thread_id,
    unread_of,
)
from tests.page import FORM

pytestmark = pytest.mark.usefixtures("rolled_back")

PATH = f"/messages/{thread_id(PHARMACY)}"


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_a_reply_is_sent_shown_and_said(*, as_htmx: bool) -> None:
    alice = await people.alice()
    await alice.open(PATH)
    await alice.press("Send", as_htmx=as_htmx, body="Thank you!\n\nSee you on Tuesday.")
    assert alice.page is not None
    page = alice.page
    page.shows("Your message is sent.", "Thank you!")
    assert checks.words(page.all(".bubble")[-1]).startswith("You Today")
    assert (await bodies_of(thread_id(PHARMACY)))[-1] == "Thank you!\n\nSee you on Tuesday."
    assert page.value("body") == ""
    assert await rows.value("select kind from audit_event order by at desc limit 1") == Kind.MESSAGE_SENT


async def test_replying_marks_all_messages_before_it_in_that_thread_only() -> None:
    alice = await people.alice()
    await alice.open(PATH)
    await alice.press("Send", body="Thank you!")
    unread = "select count(*) from message where thread = $1 and read_at is null and not from_client"
    assert await rows.value(unread, thread_id(PHARMACY)) == 0
    assert await rows.value(unread, thread_id(WHITE_PAGE)) == 1
    assert await unread_of("alice") == 1


async def test_the_list_says_that_the_practice_has_it_now() -> None:
    alice = await people.alice()
    await alice.open(PATH)
    await alice.press("Send", body="Thank you!")
    page = await alice.open("/messages")
    assert checks.words(page.find(f"#thread-{thread_id(PHARMACY)} .thread-top .tag")) == "Sent"


async def test_a_reply_is_written_down_for_the_staff_to_be_told() -> None:
    alice = await people.alice()
    await alice.open(PATH)
    await alice.press("Send", body="Thank you!")
    assert await rows.value("select count(*) from outbox_message where done_at is null") == 1


@pytest.mark.parametrize("as_htmx", [False, True])
@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "Write your message."),
        (" \n ", "Write your message."),
        ("a" * 5001, "Please use at most 5000 characters."),
        ("kept \u202e reversed", "Some of these characters cannot be shown."),
    ],
)
async def test_a_reply_that_cannot_be_sent_keeps_what_was_typed(
    body: str, sentence: str, *, as_htmx: bool
) -> None:
    alice = await people.alice()
    await alice.open(PATH)
    before = await rows.digest()
    await alice.press("Send", status=422, as_htmx=as_htmx, body=body)
    assert await rows.digest() == before
    assert alice.page is not None
    page = alice.page
    page.shows(sentence, "Please check this before you go on")
    assert page.value("body") == "\r\n".join(body.splitlines() if "\n" in body else [body])
    assert page.find("[name=body]")["aria-invalid"] == "true"
    assert page.title.startswith("Error: ")
    await alice.press("Send", as_htmx=as_htmx, body="Now it is fine")
    assert (await bodies_of(thread_id(PHARMACY)))[-1] == "Now it is fine"


async def test_the_same_reply_sent_twice_is_one_message() -> None:
    alice = await people.alice()
    page = await alice.open(PATH)
    fields = {"_csrf": alice.token, "once": page.value("once"), "body": "Only once"}
    before = await messages_in(thread_id(PHARMACY))
    for _ in range(3):
        answer = await alice.send(
            "POST", f"{PATH}/replies", headers={"content-type": FORM}, content=urlencode(fields).encode()
        )
        assert (answer.status_code, answer.headers["location"]) == (303, PATH)
    assert await messages_in(thread_id(PHARMACY)) == before + 1
    assert await rows.value("select count(*) from outbox_message") == 1


async def test_a_form_that_lost_its_id_is_to_be_opened_again() -> None:
    alice = await people.alice()
    await alice.open(PATH)
    body = urlencode({"_csrf": alice.token, "body": "Typed with care"}).encode()
    answer = await alice.send("POST", f"{PATH}/replies", headers={"content-type": FORM}, content=body)
    assert answer.status_code == 422
    assert "Typed with care" in answer.text


async def test_fields_nobody_asked_for_change_nothing_else() -> None:
    alice = await people.alice()
    page = await alice.open(PATH)
    fields = {
        "_csrf": alice.token, "once": page.value("once"), "body": "Hello", "client": str(people.client_id("bob")),
        "client_id": str(people.client_id("bob")), "thread": str(thread_id(JAM)), "thread_id": str(thread_id(JAM)),
        "from_client": "false", "staff": str(people.staff_id("terry")), "sender_name": "Terry Tran, LCSW",
        "account": str(people.account_id("bob")), "sent_at": "2020-01-01", "read_at": "2020-01-01", "id": page.value("once"),
    }  # fmt: skip
    await alice.send(
        "POST", f"{PATH}/replies", headers={"content-type": FORM}, content=urlencode(fields).encode()
    )
    sent = await rows.value(
        "select row_to_json(m)::jsonb - 'body' from message m order by sent_at desc limit 1"
    )
    assert f'"{people.client_id("alice")}"' in sent
    assert f'"{people.account_id("alice")}"' in sent
    assert '"sender_name": "Alice Anderson"' in sent
    assert '"from_client": true' in sent
    assert '"staff": null' in sent
    assert '"read_at": null' in sent
    assert str(thread_id(PHARMACY)) in sent


async def test_a_message_under_an_id_of_somebody_elses_form_is_refused() -> None:
    alice, bob = await people.alice(), await people.bob()
    page = await alice.open(PATH)
    once = page.value("once")
    await alice.press("Send", body="Alice was here")
    await bob.open("/messages")
    before = await rows.digest()
    thread = await rows.value(
        "select id from message_thread where client = $1 limit 1", people.client_id("bob")
    )
    body = urlencode({"_csrf": bob.token, "once": once, "body": "Bob too"}).encode()
    answer = await bob.send(
        "POST", f"/messages/{thread}/replies", headers={"content-type": FORM}, content=body
    )
    assert answer.status_code == 422
    assert "Alice" not in answer.text
    assert "Bob too" in answer.text
    assert await rows.digest() == before


async def test_a_long_thread_shows_its_newest_fifty_and_the_rest_before_them() -> None:
    for number in range(60):
        await add_message(thread_id(JAM), "alice", f"number {number:02}", minutes_ago=100 - number)
    alice = await people.alice()
    page = await alice.open(f"/messages/{thread_id(JAM)}")
    assert len(page.all(".bubble")) == 50
    page.shows("number 59", "number 10")
    page.lacks("number 09")
    page = await alice.follow("Show earlier messages")
    page.shows("number 09", "number 00", "plum jam")
    assert len(page.all(".bubble")) == 14


async def test_a_thread_says_who_answers() -> None:
    alice = await people.alice()
    (await alice.open(PATH)).shows("Rx refill request", "Terry Tran, LCSW")
    (await alice.open(f"/messages/{thread_id(WHITE_PAGE)}")).shows("Appointment", "Front office")


async def test_the_form_says_that_messages_are_not_watched_and_where_help_is() -> None:
    alice = await people.alice()
    for path in (PATH, "/messages/new"):
        page = await alice.open(path)
        assert "988" in checks.words(page.find("main form .watched"))


async def test_a_guardians_message_is_the_guardians_own() -> None:
    gina = await people.gina()
    path = f"/messages/{thread_id('Note for the school office', 'max')}"
    await gina.open(path)
    page = await gina.press("Send", body="Thank you from Max's mother")
    assert checks.words(page.all(".bubble")[-1]).startswith("You Today")
    assert await rows.value("select sender_name from message order by sent_at desc limit 1") == "Gina Grant"
    assert await rows.value("select actor_kind from audit_event order by at desc limit 1") == "guardian"
    (await (await people.dana()).open(f"/staff{path}")).shows("Gina Grant")
