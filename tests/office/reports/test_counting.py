"""Counting the figures: what happened in a month, for the practice, for each one's charts, and for those they supervise."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app import db
from app.messages.rules import waiting_from
from app.messages.tables import Message, MessageThread
from app.office.reports import counting
from app.office.reports.counting import count_months, month_after, month_before
from app.office.reports.figures import Figure
from app.office.reports.sources import ZONE, worked
from app.office.tables import ReportFigure
from tests import people, rows
from tests.messages.threads import task_type_id

pytestmark = pytest.mark.usefixtures("rolled_back")

CHICAGO = ZoneInfo("America/Chicago")
MAY = date(2025, 5, 1)
TUESDAY = datetime(2025, 5, 6, 15, tzinfo=UTC)
NOW = datetime(2025, 5, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ONE = "select amount from report_figure where month = $1 and staff is not distinct from $2 and supervised = $3 and figure = $4"


@pytest.fixture(autouse=True)
async def long_ago() -> None:
    """Let the demo's clients be in care since April 2025, a month in which the demo has nothing else."""
    await rows.change("update client set created_at = $1", datetime(2025, 4, 10, 12, tzinfo=UTC))
    await rows.change("update client_assignment set starts_on = $1", date(2025, 4, 10))


async def figure(which: Figure, *, of: str = "", team: bool = False, month: date = MAY) -> int | None:
    found = await db.row(ONE, month, people.staff_id(of) if of else None, team, which.value)
    return found["amount"] if found else None


async def thread(client: str, *, days: int | None = 2) -> MessageThread:
    await rows.change(
        "update task_type set usual_working_days = $1 where id = $2", days, task_type_id("other")
    )
    row = MessageThread(
        id=db.new_id(),
        client=people.client_id(client),
        task_type=task_type_id("other"),
        started_at=TUESDAY,
        last_at=TUESDAY,
        last_from_client=True,
    )
    row.subject = MessageThread.subject.seal("x", row=row.id)
    await MessageThread.insert(row)
    return row


async def write(of: MessageThread, at: datetime, *, client: bool) -> None:
    row = Message(
        id=db.new_id(), thread=of.id, client=of.client, from_client=client, sender_name="x", sent_at=at
    )
    row.body = Message.body.seal("x", row=row.id)
    await Message.insert(row)


async def test_an_answer_is_timed_from_the_first_message_that_waited_by_working_days() -> None:
    quick, late, weekend = await thread("alice"), await thread("alice"), await thread("bob")
    friday = datetime(2025, 5, 9, 20, tzinfo=UTC)
    for of, asked, answered in (
        (quick, TUESDAY, TUESDAY + DAY),
        (late, TUESDAY, TUESDAY + 2 * DAY + timedelta(minutes=1)),
        (weekend, friday, friday + 4 * DAY),
    ):
        await write(of, asked, client=True)
        await write(of, asked + timedelta(minutes=5), client=True)
        await write(of, answered, client=False)
        await write(of, answered + timedelta(minutes=1), client=False)
    await count_months(now=NOW)
    assert await figure(Figure.MESSAGES_RECEIVED) == 6
    assert await figure(Figure.MESSAGES_SENT) == 6
    assert await figure(Figure.ANSWERS_IN_TIME) == 2
    assert await figure(Figure.ANSWERS_LATE) == 1
    assert await figure(Figure.ANSWER_MINUTES) == 2 * 24 * 60 + 1
    assert await figure(Figure.ANSWERS_LATE, of="terry") == 1
    assert await figure(Figure.ANSWERS_LATE, of="dana") is None
    assert await figure(Figure.ANSWERS_IN_TIME, of="dana") == 1


async def test_an_answer_without_a_told_time_is_neither_in_time_nor_late() -> None:
    untold = await thread("alice", days=None)
    await write(untold, TUESDAY, client=True)
    await write(untold, TUESDAY + 9 * DAY, client=False)
    await count_months(now=NOW)
    timed = [
        await figure(each) for each in (Figure.ANSWERS_IN_TIME, Figure.ANSWERS_LATE, Figure.ANSWERS_UNTIMED)
    ]
    assert timed == [0, 0, 1]


async def test_working_days_are_counted_as_for_the_alerts_of_late_answers() -> None:
    passed = f"select {worked('$1::timestamptz').replace(ZONE, '$2::text')} as days"
    for hours in range(0, 24 * 15, 7):
        asked = datetime(2025, 10, 27, tzinfo=CHICAGO) + timedelta(hours=hours)
        late_at = waiting_from(asked, usual_working_days=2).late_at
        assert late_at is not None
        both = [(await rows.value(passed, at, "America/Chicago")) for at in (asked, late_at)]
        assert float(both[1] - both[0]) == pytest.approx(2), asked


async def sign_in(client: str, at: datetime) -> None:
    await rows.change(
        "insert into audit_event (id, at, kind, actor_kind, client, object_kind, mac) "
        "values ($1, $2, 'signed_in', 'client', $3, 'portal_account', '')",
        db.new_id(),
        at,
        people.client_id(client),
    )


async def test_a_client_who_signs_in_often_is_one_client_and_new_once() -> None:
    await sign_in("alice", datetime(2025, 4, 20, tzinfo=UTC))
    for client, days in (("alice", 1), ("alice", 2), ("bob", 3)):
        await sign_in(client, TUESDAY + days * DAY)
    await count_months(now=NOW)
    assert await figure(Figure.SIGN_INS) == 3
    assert await figure(Figure.SIGNED_IN) == 2
    assert await figure(Figure.FIRST_SIGN_INS) == 1
    assert await figure(Figure.SIGNED_IN, of="terry") == 1
    assert await figure(Figure.FIRST_SIGN_INS, of="terry") is None


async def test_a_month_begins_at_midnight_where_the_practice_is() -> None:
    await sign_in("alice", datetime(2025, 5, 1, 4, 59, tzinfo=UTC))
    await sign_in("bob", datetime(2025, 5, 1, 5, 1, tzinfo=UTC))
    await count_months(now=NOW)
    assert await figure(Figure.SIGN_INS, month=date(2025, 4, 1)) == 1
    assert await figure(Figure.SIGN_INS) == 1


async def test_what_happens_counts_with_those_assigned_on_that_day_and_with_their_supervisor_once() -> None:
    alice, terry, nora = people.client_id("alice"), people.staff_id("terry"), people.staff_id("nora")
    await rows.change("update staff_member set supervisor = $1 where id = $2", nora, terry)
    await rows.change(
        "update client_assignment set ends_on = $1 where client = $2 and staff = $3",
        TUESDAY.date(),
        alice,
        terry,
    )
    for staff, starts in (("dana", date(2025, 5, 7)), ("nora", date(2025, 4, 10))):
        await rows.change(
            "insert into client_assignment (id, client, staff, role, starts_on) values ($1, $2, $3, 'clinician', $4)",
            db.new_id(),
            alice,
            people.staff_id(staff),
            starts,
        )
    await sign_in("alice", TUESDAY)
    await sign_in("alice", TUESDAY + DAY)
    await count_months(now=NOW)
    own = {name: await figure(Figure.SIGN_INS, of=name) for name in ("terry", "dana", "nora")}
    assert own == {"terry": 1, "dana": 1, "nora": 2}
    assert await figure(Figure.SIGN_INS, of="nora", team=True) == 2
    assert await figure(Figure.SIGN_INS, of="terry", team=True) is None
    assert await figure(Figure.SIGN_INS) == 2


async def test_forms_are_assigned_sent_and_fall_overdue() -> None:
    forms = await db.rows("select id from questionnaire limit 5")
    stories = (
        (date(2025, 5, 8), TUESDAY + DAY, None),
        (date(2025, 5, 6), TUESDAY + 3 * DAY, None),
        (date(2025, 5, 12), None, None),
        (date(2025, 5, 12), None, TUESDAY),
        (date(2025, 5, 30), None, None),
    )
    for form, (due, sent, back) in zip(forms, stories, strict=True):
        await rows.change(
            "insert into form_assignment (id, client, questionnaire, due_on, assigned_at, assigned_by_name, completed_at, "
            "taken_back_at) values ($1, $2, $3, $4, $5, 'x', $6, $7)",
            db.new_id(),
            people.client_id("charlie"),
            form["id"],
            due,
            TUESDAY,
            sent,
            back,
        )
    await count_months(now=NOW)
    counts = [await figure(each) for each in (Figure.FORMS_ASSIGNED, Figure.FORMS_SENT, Figure.FORMS_OVERDUE)]
    assert counts == [5, 2, 2]
    assert await figure(Figure.FORM_MINUTES) == 2 * 24 * 60


async def test_an_alert_told_to_several_is_one_and_seen_by_the_first() -> None:
    event = db.new_id()
    for name, seen in (("nora", TUESDAY + timedelta(hours=3)), ("terry", TUESDAY + timedelta(hours=1))):
        values = (db.new_id(), event, people.staff_id(name), people.client_id("alice"), TUESDAY, seen)
        await rows.change(
            "insert into alert (id, event, recipient, kind, client, object_id, raised_at, acknowledged_at) "
            "values ($1, $2, $3, 'message', $4, $4, $5, $6)",
            *values,
        )
    await count_months(now=NOW)
    assert [await figure(each) for each in (Figure.ALERTS, Figure.ALERTS_SEEN, Figure.ALERT_MINUTES)] == [
        1,
        1,
        60,
    ]


async def test_how_clients_stand_is_of_the_month_that_goes_on_alone() -> None:
    """Charlie has never signed in and was never e-mailed anything; Max is reached through Gina."""
    await count_months(now=NOW)
    stand: dict[Figure, Any] = {each: await figure(each) for each in Figure if each.stands}
    assert (stand[Figure.STANDS_ACTIVE], stand[Figure.STANDS_NEVER]) == (3, 1)
    await count_months(now=NOW + 30 * DAY)
    assert await figure(Figure.STANDS_ACTIVE) is None
    assert await figure(Figure.STANDS_ACTIVE, month=date(2025, 6, 1)) == 3
    assert await figure(Figure.IN_CARE) == 4


async def test_counted_again_a_month_replaces_itself_and_older_ones_stay() -> None:
    await sign_in("alice", datetime(2025, 4, 20, tzinfo=UTC))
    counted = await count_months(now=NOW)
    assert counted == [MAY, date(2025, 4, 1)]
    before = await ReportFigure.count()
    assert await count_months(now=NOW) == counted
    assert await ReportFigure.count() == before
    assert await count_months(now=NOW + 70 * DAY) == [date(2025, 7, 1), date(2025, 6, 1)]
    assert await figure(Figure.SIGN_INS, month=date(2025, 4, 1)) == 1


async def test_what_does_not_fit_into_a_run_waits_for_the_next() -> None:
    assert await count_months(now=NOW, seconds=-1) == [MAY]
    assert date(2025, 4, 1) in await count_months(now=NOW)


async def test_months_older_than_the_reports_go_back_are_forgotten() -> None:
    await count_months(now=NOW)
    oldest = MAY
    for _ in range(counting.MOST_MONTHS):
        oldest = month_after(oldest)
    await count_months(now=datetime(oldest.year, oldest.month, 15, tzinfo=UTC), seconds=-1)
    kept = await rows.value("select min(month) from report_figure")
    assert kept == oldest or kept > MAY
    assert month_before(month_after(MAY)) == MAY
