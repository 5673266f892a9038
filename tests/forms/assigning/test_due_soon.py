"""The clock reminds of forms that are due soon: by day, once for each of the days set, and only of what is open."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from app import db
from app.forms.assigning.due_soon import remind_due
from app.notices.telling.service import TELL
from app.practice.settings import load_settings
from app.web.templates import local
from tests import people, rows
from tests.accounts.telling.told import letters, preferring
from tests.forms.assigning.given import answered, assigned, form

TOLD = f"select count(*) from outbox_message where kind = '{TELL}'"


@pytest.fixture
async def twice(rolled_back: None, unassigned: None) -> None:
    """Let the practice remind a week before, and two days before."""
    await reminders("7, 2")


async def reminders(days: str) -> None:
    await rows.change("delete from system_setting where name = 'form_reminders'")
    await rows.change(
        "insert into system_setting (id, name, value) values (gen_random_uuid(), 'form_reminders', $1)", days
    )
    await rows.change("update settings_version set version = version + 1")
    await load_settings()


def in_days(days: int, *, hour: int = 10) -> datetime:
    """Give a moment of the practice's day, so many days from today."""
    here = local(datetime.now(UTC))
    return datetime.combine(here.date() + timedelta(days=days), time(hour), here.tzinfo)


def day(days: int) -> date:
    return in_days(days).date()


async def due_in(days: int, client: str = "alice") -> UUID:
    questionnaire = await form("Sleep diary", version=client)
    return await assigned(questionnaire, client, due_on=day(days))


@pytest.mark.usefixtures("twice")
async def test_a_client_is_reminded_once_for_each_of_the_days_set() -> None:
    await due_in(10)
    reminded = [await remind_due(now=in_days(ahead)) for ahead in range(12) for _ in range(2)]
    assert [number // 2 for number, count in enumerate(reminded) if count] == [3, 8]
    assert sum(reminded) == 2


@pytest.mark.usefixtures("twice")
async def test_it_is_told_in_the_one_way_that_clients_are_told_of_things() -> None:
    await preferring("alice")
    await due_in(2)
    await remind_due(now=in_days(0))
    (letter,) = await letters()
    assert letter["subject"] == "A form is waiting for you"


@pytest.mark.usefixtures("twice")
async def test_nobody_is_reminded_at_night_and_in_the_morning_of_what_was_due_at_night() -> None:
    await due_in(2)
    for hour in (0, 8, 20, 23):
        assert await remind_due(now=in_days(0, hour=hour)) == 0
    assert await remind_due(now=in_days(1, hour=9)) == 1


@pytest.mark.usefixtures("twice")
async def test_of_what_was_missed_only_the_nearest_comes_and_nothing_once_the_day_is_over() -> None:
    await due_in(9)
    assert await remind_due(now=in_days(8)) == 1
    assert await remind_due(now=in_days(9)) == 0
    await rows.change("update form_assignment set reminded_for = null")
    assert await remind_due(now=in_days(10)) == 0


@pytest.mark.usefixtures("twice")
async def test_only_open_forms_of_clients_who_can_send_them_are_reminded_of() -> None:
    await answered(await due_in(2), sent=True)
    await rows.change(
        "update form_assignment set taken_back_at = now() where id = $1", await due_in(2, "charlie")
    )
    await due_in(2, "bob")
    await rows.change("update client set discharged_on = $2 where id = $1", people.client_id("bob"), day(0))
    await due_in(30, "max")
    assert await remind_due(now=in_days(0)) == 0


@pytest.mark.usefixtures("twice")
async def test_a_form_given_after_the_day_of_a_reminder_is_not_reminded_of_for_that_day() -> None:
    await rows.change("update form_assignment set assigned_at = now() where id = $1", await due_in(5))
    assert await remind_due(now=in_days(1)) == 0, "It was given today, less than a week before it is due."
    assert await remind_due(now=in_days(3)) == 1


@pytest.mark.usefixtures("twice")
async def test_another_due_date_is_reminded_of_anew() -> None:
    assignment = await due_in(2)
    assert await remind_due(now=in_days(0)) == 1
    await rows.change("update form_assignment set due_on = $2 where id = $1", assignment, day(20))
    assert await remind_due(now=in_days(1)) == 0
    assert await remind_due(now=in_days(13)) == 1


@pytest.mark.usefixtures("twice")
async def test_whom_staff_have_just_reminded_is_not_reminded_by_the_clock_as_well() -> None:
    await rows.change(
        "update form_assignment set reminded_at = $2 where id = $1",
        await due_in(2),
        in_days(0) - timedelta(hours=3),
    )
    await remind_due(now=in_days(0))
    await remind_due(now=in_days(1))
    assert await rows.value(TOLD) == 0


@pytest.mark.usefixtures("twice")
async def test_the_practice_can_have_none_sent() -> None:
    await reminders("0")
    await due_in(2)
    assert await remind_due(now=in_days(0)) == 0


@pytest.mark.usefixtures("restored", "unassigned")
async def test_what_another_worker_is_at_is_left_to_it() -> None:
    await due_in(2)
    async with db.apart() as other, other.transaction():
        await other.execute("select 1 from form_assignment for update")
        async with asyncio.timeout(5):
            assert await remind_due(now=in_days(0)) == 0
    assert await remind_due(now=in_days(0)) == 1
