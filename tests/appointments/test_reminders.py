"""Reminders of appointments: the nearest that is due, once, and never one of before the appointment had its moment."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.activity.actor import Actor
from app.appointments import service
from app.appointments.jobs import remind_due
from app.appointments.news import NEWS
from app.appointments.service import Visit
from app.notices.preferences import Notice
from app.practice.service import set_settings
from app.practice.settings import load_settings
from tests import people, rows
from tests.appointments import kept
from tests.appointments.kept import ask, book, told

pytestmark = pytest.mark.usefixtures("rolled_back")
HOUR = timedelta(hours=1)
BY = Actor.system("test")


@pytest.fixture
async def twice(rolled_back: None) -> None:
    """Clients are reminded three days and one day before, and have no appointment."""
    await kept.clear()
    await set_settings(by=BY, values={"appointment_reminders": "72, 24"})
    await load_settings()


async def booked(hours_ahead: float, *, days_ago: float = 30) -> UUID:
    appointment = await book(starts_at=datetime.now(UTC) + hours_ahead * HOUR)
    await placed(appointment, days_ago=days_ago)
    return appointment


async def placed(appointment: UUID, *, days_ago: float) -> None:
    """Say how long ago it was given its moment, and forget what was told of that."""
    at = datetime.now(UTC) - days_ago * 24 * HOUR
    await rows.change("update appointment set placed_at = $2 where id = $1", appointment, at)
    await rows.change("delete from outbox_message")


@pytest.mark.usefixtures("twice")
async def test_a_reminder_is_sent_once_when_it_is_due_and_the_next_one_later() -> None:
    appointment = await booked(71)
    assert await remind_due() == 1
    assert await remind_due() == 0
    [first] = await told()
    assert (first["object"], first["needed"]) == (str(appointment), False)
    await rows.change("update appointment set starts_at = starts_at - interval '47 hours'")
    assert await remind_due() == 1
    _, second = await told()
    assert second["event"] != first["event"]
    assert await remind_due() == 0


@pytest.mark.usefixtures("twice")
async def test_after_a_standstill_only_the_nearest_reminder_is_sent() -> None:
    await booked(20)
    assert [await remind_due() for _ in range(3)] == [1, 0, 0]


@pytest.mark.usefixtures("twice")
async def test_what_is_not_near_is_over_cancelled_or_was_booked_since_is_not_reminded_of() -> None:
    await booked(73)
    await booked(-1)
    cancelled = await booked(10)
    await rows.change("update appointment set state = 'cancelled' where id = $1", cancelled)
    await booked(20, days_ago=0.1)
    assert await remind_due() == 0
    between = await booked(30, days_ago=1)
    assert await remind_due() == 0, "the reminder of three days before was due before it was booked"
    await rows.change(
        "update appointment set starts_at = starts_at - interval '8 hours' where id = $1", between
    )
    assert await remind_due() == 1


@pytest.mark.usefixtures("twice")
async def test_a_moved_one_is_reminded_of_anew() -> None:
    appointment = await booked(20)
    assert await remind_due() == 1
    row = await kept.one(appointment)
    visit = Visit(datetime.now(UTC) + 100 * HOUR, 50, kept.TERRY, kept.MAIN)
    await service.place(by=BY, client_id=row["client"], appointment_id=appointment, visit=visit)
    assert await remind_due() == 0
    await placed(appointment, days_ago=10)
    await rows.change(
        "update appointment set starts_at = starts_at - interval '29 hours' where id = $1", appointment
    )
    assert await remind_due() == 1


async def test_nobody_is_reminded_where_the_practice_wants_none() -> None:
    await kept.clear()
    await set_settings(by=BY, values={"appointment_reminders": "0"})
    await load_settings()
    await booked(1)
    assert await remind_due() == 0


async def test_news_is_what_is_still_to_come_and_what_was_declined() -> None:
    await kept.clear()
    ahead, gone = await booked(1), await booked(-1)
    waiting, declined = await ask("book"), await ask("move", ahead)
    await service.decline(by=BY, client_id=people.client_id("alice"), asking_id=declined)
    found = await NEWS[Notice.APPOINTMENT]([ahead, gone, waiting, declined])
    assert found == {ahead, declined}
