"""Who answers, and usually within what time: said to clients, and held against the practice."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.messages.rules import ThreadStatus, status_of, waiting_from
from tests import people, rows
from tests.messages import acts
from tests.statements import counted

CHICAGO = ZoneInfo("America/Chicago")
rolled_back = pytest.mark.usefixtures("rolled_back")


def at(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    """Give a moment of 2026 in Chicago; November 23 is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=CHICAGO)


@pytest.mark.parametrize(
    ("asked", "days", "soon_late", "late"),
    [
        (at(23, 9), 1, at(23, 21), at(24, 9)),
        (at(23, 9), 2, at(24, 9), at(25, 9)),
        (at(27, 16), 1, at(30, 4), at(30, 16)),
        (at(27, 16), 2, at(30, 16), at(1, 16, month=12)),
        (at(28, 11), 1, at(30, 12), at(1, 0, month=12)),
        (at(29, 23, 59), 1, at(30, 12), at(1, 0, month=12)),
        (at(23, 0), 1, at(23, 12), at(24, 0)),
        (at(30, 10, month=10), 2, at(2, 10), at(3, 10)),
    ],
)
def test_weekends_do_not_count(asked: datetime, days: int, soon_late: datetime, late: datetime) -> None:
    waiting = waiting_from(asked, usual_working_days=days)
    assert (waiting.since, waiting.soon_late_at, waiting.late_at) == (asked, soon_late, late)


def test_without_a_usual_time_nothing_is_late() -> None:
    waiting = waiting_from(at(23, 9), usual_working_days=None)
    assert (waiting.soon_late_at, waiting.late_at) == (None, None)


@pytest.mark.parametrize(
    ("closed", "last_from_client", "answered", "status"),
    [
        (False, True, False, ThreadStatus.SENT),
        (False, True, True, ThreadStatus.SENT),
        (False, False, True, ThreadStatus.ANSWERED),
        (False, False, False, ThreadStatus.FROM_PRACTICE),
        (True, True, True, ThreadStatus.CLOSED),
        (True, False, False, ThreadStatus.CLOSED),
    ],
)
def test_a_thread_is_called_what_it_is(
    *, closed: bool, last_from_client: bool, answered: bool, status: ThreadStatus
) -> None:
    assert status_of(closed=closed, last_from_client=last_from_client, answered=answered) is status


@rolled_back
async def test_clients_read_who_answers_and_within_what_time() -> None:
    alice = await people.alice()
    page = await alice.open("/messages/new")
    page.shows(
        "Answered by Terry Tran, LCSW, usually within 2 working days",
        "Answered by Front office, usually within 1 working day",
    )
    thread = await acts.write(alice, about=acts.BILLING)
    page = await alice.open(f"/messages/{thread}")
    page.shows("Answered by Billing office, usually within 2 working days", "Sent")


@rolled_back
async def test_clients_read_it_in_spanish() -> None:
    charlie = await people.charlie()
    charlie.language = "es"
    page = await charlie.open("/messages/new")
    page.shows("Responde Terry Tran, LCSW, normalmente en 2 días hábiles", "normalmente en 1 día hábil")


@rolled_back
async def test_without_a_usual_time_clients_read_only_who_answers() -> None:
    await rows.change("update task_type set usual_working_days = null")
    alice = await people.alice()
    page = await alice.open("/messages/new")
    page.shows("Answered by Front office")
    page.lacks("usually within")


@rolled_back
async def test_the_wait_begins_with_the_first_unanswered_question_and_ends_with_the_answer() -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice)
    since = await acts.column(thread, "waiting_since")
    assert isinstance(since, datetime)
    assert datetime.now(UTC) - since < timedelta(minutes=1)
    assert await acts.column(thread, "soon_late_at < late_at")

    await acts.reply(alice, thread, "And on Saturday?")
    assert await acts.column(thread, "waiting_since") == since

    await acts.answer(terry, thread, "From eight.")
    for column in ("waiting_since", "soon_late_at", "late_at"):
        assert await acts.column(thread, column) is None
    await acts.reply(alice, thread, "Thank you!")
    assert await acts.column(thread, "waiting_since > answered_at")


@rolled_back
async def test_statuses_are_honest() -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice)
    tags = f"#thread-{thread} .tag"
    assert (await alice.open("/messages")).find(tags).get_text() == "Sent"
    await acts.answer(terry, thread, "From eight.")
    assert (await alice.open("/messages")).find(tags).get_text() == "New"
    await alice.press("Read", within=f"#thread-{thread}")
    assert (await alice.open("/messages")).find(tags).get_text() == "Answered"
    (await alice.open(f"/messages/{thread}")).shows("Answered")
    await acts.reply(alice, thread, "Thank you!")
    assert (await alice.open("/messages")).find(tags).get_text() == "Sent"


@rolled_back
async def test_the_words_cost_no_statement() -> None:
    alice = await people.alice()
    for path in ("/messages", "/messages/new", f"/messages/{await acts.write(alice)}"):
        async with counted() as sql:
            await alice.open(path)
        assert sql.count <= 4, sql


@rolled_back
async def test_the_practices_own_time_holds_for_task_types_without_one() -> None:
    await rows.change("update task_type set usual_working_days = null where label = $1", acts.BILLING)
    alice = await people.alice()
    thread = await acts.write(alice, about=acts.BILLING)
    (await alice.open(f"/messages/{thread}")).shows("Answered by Billing office")
    assert await rows.value("select late_at from message_thread where id = $1", thread) is None
    nora = await people.nora()
    await nora.open("/staff/settings/reply_days")
    await nora.press("Save", reply_days="3")
    later = await acts.write(alice, about=acts.BILLING)
    page = await alice.open(f"/messages/{later}")
    page.shows("Answered by Billing office, usually within 3 working days")
    late = "select late_at - waiting_since >= interval '3 days' from message_thread where id = $1"
    assert await rows.value(late, later)
    (await alice.open("/messages/new")).shows("Front office, usually within 1 working day")
