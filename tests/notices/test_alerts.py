"""A client's message alerts those who are to answer it, once each, whatever dies in between."""

from uuid import UUID

import pytest

from app import db
from app.accounts.sessions import today
from app.messages.jobs import EFFECTS
from app.notices import outbox
from app.notices.alert_list import alerts_of
from app.notices.alerts import raise_alerts
from app.notices.tables import AlertKind
from tests import checks, people, rows
from tests.messages.threads import PHARMACY, thread_id
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")


async def write(subject: str = "Hello", task_type: str = "Something else") -> Browser:
    """Let Alice write, and give her browser."""
    alice = await people.alice()
    await alice.open("/messages/new")
    await alice.press("Send message", task_type=task_type, subject=subject, body="Canary body")
    return alice


async def told() -> list[str]:
    """Give the first names of those who have an alert, in order, once for each."""
    names = await rows.value(
        "select string_agg(first_name, ',' order by first_name) from alert join staff_member m on m.id = recipient"
    )
    return names.split(",") if names else []


@pytest.mark.parametrize(
    ("task_type", "receivers"),
    [
        ("Rx refill request", ["Terry"]),
        ("Something else", ["Terry"]),
        ("Appointment", ["Nora", "Terry"]),
        ("Billing question", ["Nora"]),
    ],
)
async def test_a_message_alerts_those_who_answer_its_kind(task_type: str, receivers: list[str]) -> None:
    await write(task_type=task_type)
    assert await outbox.deliver_all(effects=EFFECTS) == 1
    assert await told() == receivers


async def test_a_reply_alerts_them_too() -> None:
    alice = await people.alice()
    await alice.open(f"/messages/{thread_id(PHARMACY)}")
    await alice.press("Send", body="Thank you")
    await outbox.deliver_all(effects=EFFECTS)
    assert await told() == ["Terry"]


async def test_what_is_done_is_not_done_again() -> None:
    await write()
    [row] = await outbox.waiting()
    assert await outbox.deliver(row, effects=EFFECTS)
    assert not await outbox.deliver(row, effects=EFFECTS)
    assert await outbox.waiting() == []
    assert await told() == ["Terry"]


async def test_an_event_told_twice_is_one_alert_a_person() -> None:
    event = UUID(int=7)
    for recipients in (["terry", "terry"], ["terry", "nora"]):
        await raise_alerts(
            event=event,
            kind=AlertKind.MESSAGE,
            client_id=people.client_id("alice"),
            object_id=thread_id(PHARMACY),
            recipients=[people.staff_id(name) for name in recipients],
        )
    assert await told() == ["Nora", "Terry"]


async def test_two_messages_are_two_alerts() -> None:
    await write("One")
    await write("Two")
    assert await outbox.deliver_all(effects=EFFECTS) == 2
    assert await told() == ["Terry", "Terry"]


async def test_an_alert_leads_to_its_thread_and_says_what_it_is_about_but_not_the_message() -> None:
    await write("My new pills")
    await outbox.deliver_all(effects=EFFECTS)
    terry = await people.terry()
    page = await terry.open("/staff")
    alert = page.find(".alert")
    assert checks.words(alert.a) == "New message My new pills"
    assert checks.words(alert.select_one(".meta span")) == "Alice Anderson, 1001"
    assert "Something else" in checks.words(alert.select_one(".meta"))
    assert "Canary" not in checks.words(alert)
    page = await terry.open(str(alert.select("a")[0]["href"]))
    page.shows("My new pills", "Canary body")


async def test_an_alert_names_the_kind_of_message_in_the_readers_language() -> None:
    await write("My new pills")
    await outbox.deliver_all(effects=EFFECTS)
    terry = await people.terry()
    await terry.open("/staff")
    await terry.press("Español")
    page = await terry.open("/staff")
    alert = page.find(".alert")
    assert checks.words(alert.a) == "Mensaje nuevo My new pills"
    assert "Otro asunto" in checks.words(alert.select_one(".meta"))


@pytest.mark.parametrize("path", ["/staff", "/staff/alerts"])
async def test_an_alert_of_a_chart_that_was_closed_to_its_reader_says_only_whose_number(path: str) -> None:
    await write("Canary subject")
    await outbox.deliver_all(effects=EFFECTS)
    await rows.change(
        "update client_assignment set ends_on = '2026-01-06' where client = $1", people.client_id("alice")
    )
    terry = await people.terry()
    page = await terry.open(path)
    assert page.find(".alert").a is None, "It leads nowhere."
    assert checks.words(page.find(".alert .row > span:not(.tag)")) == "New message"
    assert "1001" in checks.words(page.find(".alert .meta"))
    page.lacks("Canary", "Something else", "Alice")


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_an_alert_is_marked_read_and_unread(*, as_htmx: bool) -> None:
    await write()
    await outbox.deliver_all(effects=EFFECTS)
    terry = await people.terry()
    await terry.open("/staff")
    await terry.press("Mark read", within="#alerts", as_htmx=as_htmx)
    assert [line.read for line in (await alerts_of(people.staff_id("terry"), today=today())).lines] == [True]
    if not as_htmx:
        await terry.press("Mark unread", within="#alerts")
        assert [line.read for line in (await alerts_of(people.staff_id("terry"), today=today())).lines] == [
            False
        ]


async def test_the_alerts_are_asked_for_by_themselves_as_a_fragment() -> None:
    await write()
    await outbox.deliver_all(effects=EFFECTS)
    terry = await people.terry()
    fragment = await terry.open("/staff/alerts", as_htmx=True)
    assert fragment.document.get("id") == "alerts"
    fragment.shows("New message", "Alice Anderson")
    assert (await terry.open("/staff/alerts")).path == "/staff"


async def test_answering_marks_the_alerts_about_it_of_who_answers() -> None:
    await write(task_type="Appointment")
    await outbox.deliver_all(effects=EFFECTS)
    terry = await people.terry()
    page = await terry.open("/staff")
    await terry.open(str(page.find(".alert a")["href"]))
    await terry.press("Send", body="Yes")
    assert [line.read for line in (await alerts_of(people.staff_id("terry"), today=today())).lines] == [True]
    assert [line.read for line in (await alerts_of(people.staff_id("nora"), today=today())).lines] == [False]


async def test_an_alert_of_somebody_else_cannot_be_marked() -> None:
    await write()
    await outbox.deliver_all(effects=EFFECTS)
    alert = await rows.value("select id from alert")
    nora = await people.nora()
    await nora.open("/staff")
    before = await rows.digest()
    body = f"_csrf={nora.token}&state=read".encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await nora.send("POST", f"/staff/alerts/{alert}/reading", headers=headers, content=body)
    assert answer.status_code == 404
    assert await rows.digest() == before


async def test_unread_alerts_stand_first() -> None:
    await write("One")
    await write("Two")
    await outbox.deliver_all(effects=EFFECTS)
    newest = await rows.value("select id from alert order by raised_at desc limit 1")
    await rows.change("update alert set read_at = now() where id = $1", newest)
    lines = (await alerts_of(people.staff_id("terry"), today=today())).lines
    assert [line.read for line in lines] == [False, True]
    assert lines[1].id == newest


async def test_a_row_about_a_thread_that_is_not_there_is_a_fault_and_waits() -> None:
    async with db.transaction():
        row = await outbox.add(kind="message_from_client", payload={"thread": str(UUID(int=7))})
    assert not await outbox.deliver(row, effects=EFFECTS)
    assert await rows.value("select fault from outbox_message") == "LookupError"
    assert await told() == []
