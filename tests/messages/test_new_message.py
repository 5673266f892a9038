"""Send New Message: by task type, offered only when somebody answers, made once."""

from typing import Any
from urllib.parse import urlencode

import pytest

from app.practice.settings import PRACTICE
from tests import checks, people, rows
from tests.messages.threads import JAM, bodies_of, newest_thread_of, task_type_id, thread_id
from tests.page import FORM, Browser, Page

pytestmark = pytest.mark.usefixtures("rolled_back")

TASK_TYPES = ["Rx refill request", "Records request", "Appointment", "Billing question", "Something else"]
TERRY = "Terry Tran, LCSW"
GOOD: dict[str, Any] = {
    "task_type": "Appointment",
    "subject": "A later time",
    "body": "Could we start at nine?",
}
THREADS = "select count(*) from message_thread where client = $1"


def choices(page: Page) -> list[str]:
    return [checks.words(choice.span) for choice in page.all("label.choice")]


async def send(browser: Browser, **fields: str) -> int:
    page = await browser.open("/messages/new")
    filled = {"_csrf": browser.token, "once": page.value("once")} | fields
    body = urlencode(filled).encode()
    answer = await browser.send("POST", "/messages/new", headers={"content-type": FORM}, content=body)
    return answer.status_code


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_a_message_is_sent_and_its_thread_shown(*, as_htmx: bool) -> None:
    alice = await people.alice()
    page = await alice.open("/messages/new")
    assert choices(page) == TASK_TYPES
    page = await alice.press("Send message", as_htmx=as_htmx, **GOOD)
    thread = await newest_thread_of("alice")
    assert page.path == f"/messages/{thread}"
    assert alice.page is not None
    alice.page.shows(
        "Your message is sent.", "A later time", "Could we start at nine?", "Appointment", "Front office"
    )
    assert await bodies_of(thread) == ["Could we start at nine?"]


async def test_a_sent_message_stands_in_the_list_in_the_activity_and_in_the_outbox() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    await alice.press("Send message", **GOOD)
    (await alice.open("/messages")).shows("A later time", "Sent")
    (await alice.open("/activity")).shows("Sent a message", "You")
    assert await rows.value("select count(*) from outbox_message where done_at is null") == 1


async def test_the_page_says_who_answers_each_kind() -> None:
    alice = await people.alice()
    page = await alice.open("/messages/new")
    answering = [checks.words(choice).rpartition("Answered by ")[2] for choice in page.all("label.choice")]
    assert [who.partition(", usually ")[0] for who in answering] == [
        TERRY,
        "Front office",
        "Front office",
        "Billing office",
        TERRY,
    ]


async def test_a_client_without_a_provider_is_answered_by_the_group() -> None:
    await rows.change("delete from client_assignment")
    alice = await people.alice()
    page = await alice.open("/messages/new")
    first = checks.words(page.all("label.choice")[0])
    assert first.startswith("Rx refill request Answered by Clinicians, usually within")


async def test_providers_are_named_while_they_are_assigned_and_active() -> None:
    await rows.change("update client_assignment set starts_on = current_date + 2")
    alice = await people.alice()
    (await alice.open("/messages/new")).lacks("Terry Tran")
    await rows.change("update client_assignment set starts_on = current_date - 9, ends_on = current_date - 2")
    (await alice.open("/messages/new")).lacks("Terry Tran")
    await rows.change("update client_assignment set ends_on = current_date + 2")
    (await alice.open("/messages/new")).shows("Terry Tran")
    await rows.change("update staff_member set active = false where first_name = 'Terry'")
    (await alice.open("/messages/new")).lacks("Terry Tran")


NOT_ANSWERED = {
    "nobody active in the group": "update staff_member set active = false where first_name = 'Nora'",
    "nobody in the group": "delete from user_group_member where user_group = (select id from user_group where name = 'Billing office')",
    "no group": "update task_type set user_group = null where label = 'Billing question'",
    "taken out of use": "update task_type set active = false where label = 'Billing question'",
}


@pytest.mark.parametrize("why", NOT_ANSWERED)
async def test_a_kind_nobody_answers_is_not_offered_and_refused_when_it_is_sent_all_the_same(
    why: str,
) -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    await rows.change(NOT_ANSWERED[why])
    before = await rows.digest()
    page = await alice.press(
        "Send message", status=422, task_type="Billing question", subject="Copay", body="Typed with care"
    )
    page.shows("This kind of message is not answered at the moment. Please choose another.")
    assert (page.value("subject"), page.value("body")) == ("Copay", "Typed with care")
    assert "Billing question" not in choices(page)
    assert await rows.digest() == before


@pytest.mark.parametrize("as_htmx", [False, True])
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"subject": ""}, "Write a short subject."),
        ({"subject": "a" * 121}, "Please use at most 120 characters."),
        ({"subject": "nul \x00"}, "Some of these characters cannot be shown."),
        ({"body": ""}, "Write your message."),
        ({"body": "a" * 5001}, "Please use at most 5000 characters."),
        ({"body": "override \u202e"}, "Some of these characters cannot be shown."),
    ],
)
async def test_a_message_that_cannot_be_sent_keeps_what_was_typed(
    change: dict[str, Any], sentence: str, *, as_htmx: bool
) -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    before = await rows.digest()
    await alice.press("Send message", status=422, as_htmx=as_htmx, **(GOOD | change))
    assert await rows.digest() == before
    assert alice.page is not None
    page = alice.page
    page.shows(sentence)
    for field in ("subject", "body"):
        assert page.value(field) == (GOOD | change)[field]
    assert checks.words(page.find("label.choice input[checked]").find_next("span")) == "Appointment"
    await alice.press("Send message", as_htmx=as_htmx, **GOOD)
    assert await bodies_of(await newest_thread_of("alice")) == [GOOD["body"]]


async def test_without_a_kind_the_sentence_stands_at_the_choices() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    page = await alice.press("Send message", status=422, subject="A later time", body="Could we?")
    page.shows("Choose what your message is about.")
    assert "Choose what your message is about." in checks.words(page.find("fieldset"))
    assert page.find(".error-summary a")["href"] == "#task_type"


@pytest.mark.parametrize("task_type", ["", "1", "Appointment", "00000000-0000-4000-8000-00000000dead"])
async def test_a_kind_that_is_none_is_refused(task_type: str) -> None:
    alice = await people.alice()
    before = await rows.digest()
    assert await send(alice, task_type=task_type, subject="A", body="B") == 422
    assert await rows.digest() == before


async def test_the_same_form_sent_twice_makes_one_message() -> None:
    alice = await people.alice()
    page = await alice.open("/messages/new")
    before = await rows.value(THREADS, people.client_id("alice"))
    once = page.value("once")
    fields = {"task_type": str(task_type_id("appointment")), "subject": "A later time", "body": "Could we?"}
    for _ in range(3):
        assert await send(alice, once=once, **fields) == 303
    assert await rows.value(THREADS, people.client_id("alice")) == before + 1
    assert await rows.value("select count(*) from outbox_message") == 1


async def test_fields_nobody_asked_for_change_nothing_else() -> None:
    alice = await people.alice()
    before = await rows.value(THREADS, people.client_id("bob"))
    status = await send(
        alice, task_type=str(task_type_id("appointment")), subject="A", body="B", client=str(people.client_id("bob")),
        client_id=str(people.client_id("bob")), account=str(people.account_id("bob")), staff=str(people.staff_id("nora")),
        from_client="false", active="true", last_from_client="false", last_at="2020-01-01", id="1", sender_name="Nora Novak",
    )  # fmt: skip
    assert status == 303
    assert await rows.value(THREADS, people.client_id("bob")) == before
    sent = await rows.value(
        "select row_to_json(m)::jsonb - 'body' from message m order by sent_at desc limit 1"
    )
    assert str(people.client_id("alice")) in sent
    assert '"sender_name": "Alice Anderson"' in sent
    assert '"staff": null' in sent


async def test_a_new_client_can_write_a_first_message() -> None:
    charlie = await people.charlie()
    await charlie.open("/messages/new")
    await charlie.press("English")
    await charlie.open("/messages/new")
    page = await charlie.press(
        "Send message", task_type="Something else", subject="Hello", body="I am new here."
    )
    page.shows("Hello", "I am new here.", "Terry Tran, LCSW")


@pytest.mark.parametrize("kept", ["👨‍👩‍👧‍👦", "Ñandú\r\nZoë", "مرحبا", "a" * 5000])
async def test_a_message_is_kept_as_it_was_typed(kept: str) -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    await alice.press("Send message", **(GOOD | {"body": kept}))
    assert await bodies_of(await newest_thread_of("alice")) == [kept.replace("\r\n", "\n")]


@pytest.mark.parametrize("path", ["/messages/new", f"/messages/{thread_id(JAM)}"])
async def test_whom_to_call_in_a_crisis_stands_above_the_form(path: str) -> None:
    page = await (await people.alice()).open(path)
    calls = page.all(".watched a")
    assert [str(call["href"]) for call in calls] == ["tel:988", f"tel:{PRACTICE.phone_e164}"]
    page.shows(f"In a crisis call or text 988, or call {PRACTICE.phone_display}.")
