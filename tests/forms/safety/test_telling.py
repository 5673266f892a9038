"""Who is told of an answer that shows danger: first, second, and when nobody is left."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app import db
from app.accounts.sessions import today
from app.activity.refusals import StateForbids
from app.forms.rules import NO_SAFETY_PERSONS, READING
from app.forms.safety import jobs
from app.forms.safety.persons import check_persons_set
from app.notices.alert_list import alerts_of
from tests import people, rows
from tests.forms.safety.danger import (
    Begun,
    begun,
    deliver,
    escalate,
    events,
    overdue,
    person,
    save,
    told,
    unassign,
)

rolled_back = pytest.mark.usefixtures("rolled_back")


async def noticed(client: str = "alice") -> None:
    await save(await begun(client), nine=1)
    await deliver()


async def leave(name: str) -> None:
    await rows.change("update staff_member set active = false where id = $1", people.staff_id(name))


async def take(*rules: str, name: str = "terry") -> None:
    await rows.change(
        "delete from profile_rule where rule = any($1)"
        " and profile = (select profile from staff_member where id = $2)",
        list(rules),
        people.staff_id(name),
    )


@rolled_back
async def test_all_clinicians_of_the_client_are_told() -> None:
    await rows.change(
        "insert into client_assignment (id, client, staff, role, starts_on)"
        " values (gen_random_uuid(), $1, $2, 'clinician', '2026-01-05')",
        people.client_id("alice"),
        people.staff_id("dana"),
    )
    await noticed()
    assert await told() == ["Dana", "Terry"]


@rolled_back
async def test_a_client_without_a_clinician_has_the_first_person_of_the_practice() -> None:
    await unassign()
    await person("first", "nora")
    await person("second", "dana")
    await noticed()
    assert await told() == ["Nora"]


@rolled_back
async def test_the_care_team_is_not_the_clinician() -> None:
    await rows.change(
        "update client_assignment set role = 'care_team' where client = $1", people.client_id("alice")
    )
    await person("first", "nora")
    await noticed()
    assert await told() == ["Nora"]


@rolled_back
@pytest.mark.parametrize("why", ["left", "closed", "blind"])
async def test_a_first_person_who_cannot_be_told_is_passed_over_at_once(why: str) -> None:
    if why == "left":
        await leave("terry")
    elif why == "closed":
        await unassign()  # Terry is the first person of the practice too, and may not open the chart any more
    else:
        await take("Receives Assigned Client Portal QnA Form Completed Alerts")
    await noticed()
    assert await told() == ["Nora"]
    [event] = await events()
    assert event["told"] is None
    assert event["escalated_to"] == people.staff_id("nora")
    await overdue()
    assert await escalate() == 0, "It is the second person's already."


@rolled_back
async def test_when_neither_can_be_told_client_admins_are_and_things_to_mend_says_so() -> None:
    await unassign()
    await person("first", "dana")
    await person("second", "dana")
    await noticed()
    assert await told() == ["Nora"]
    page = await (await people.nora()).open("/staff/mend")
    page.shows(
        "Client 1001: an answer shows danger, and neither the first nor the second person could be told"
    )


@rolled_back
async def test_when_nobody_at_all_can_be_told_it_is_tried_again_until_somebody_can() -> None:
    await unassign()
    await take(*READING, name="nora")
    await person("second", None)
    await noticed()
    await overdue()
    assert await told() == []
    assert await escalate() == 0
    await person("second", "dana")
    await rows.change(
        "update client_assignment set ends_on = null, staff = $2 where client = $1",
        people.client_id("alice"),
        people.staff_id("dana"),
    )
    assert await escalate() == 1
    assert await told() == ["Dana"]


@rolled_back
async def test_who_acknowledges_in_time_keeps_it_from_the_second_person() -> None:
    await noticed()
    await rows.change("update safety_event set acknowledged_at = now()")
    await overdue()
    assert await escalate() == 0
    assert await told() == ["Terry"]


@rolled_back
async def test_before_the_time_is_over_nobody_else_is_told() -> None:
    await noticed()
    await overdue(minutes=14)
    assert await escalate() == 0
    await overdue(minutes=1)
    assert await escalate() == 1
    assert await told() == ["Nora", "Terry"]


@rolled_back
async def test_reading_is_not_acknowledging() -> None:
    await noticed()
    await rows.change("update alert set read_at = now()")
    await overdue()
    assert await escalate() == 1


@rolled_back
async def test_it_escalates_once_however_often_it_runs() -> None:
    await noticed()
    await overdue()
    assert [await escalate() for _ in range(3)] == [1, 0, 0]
    assert await told() == ["Nora", "Terry"]
    [event] = await events()
    assert event["escalated_to"] == people.staff_id("nora")


@rolled_back
async def test_what_was_changed_back_escalates_all_the_same() -> None:
    mood = await begun()
    await save(mood, nine=1)
    await deliver()
    await save(mood, nine=0)
    await overdue()
    assert await escalate() == 1


@rolled_back
async def test_a_second_person_who_was_the_first_to_be_told_is_passed_over_for_client_admins() -> None:
    await person("second", "terry")
    await noticed()
    await overdue()
    assert await escalate() == 1
    assert await told() == ["Nora", "Terry"]


@rolled_back
async def test_what_is_acknowledged_before_anybody_was_told_alerts_nobody() -> None:
    await save(await begun(), nine=1)
    await rows.change("update safety_event set acknowledged_at = now()")
    await deliver()
    assert await told() == []


@pytest.mark.usefixtures("restored")
async def test_twenty_workers_at_once_tell_the_second_person_once() -> None:
    await noticed()
    await overdue()
    assert sum(await asyncio.gather(*(escalate() for _ in range(20)))) == 1
    assert await told() == ["Nora", "Terry"]


@pytest.mark.usefixtures("restored")
async def test_a_worker_that_dies_in_between_leaves_it_to_the_next() -> None:
    await noticed()
    await overdue()
    async with locked_alerts():
        dying = asyncio.create_task(escalate())
        await blocked()
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
    assert (await events("escalated_at"))[0]["escalated_at"] is None
    assert await told() == ["Terry"]
    assert [await escalate() for _ in range(2)] == [1, 0]
    assert await told() == ["Nora", "Terry"]


@asynccontextmanager
async def locked_alerts() -> AsyncIterator[None]:
    async with db.apart() as connection, connection.transaction():
        await connection.execute("lock table alert in exclusive mode")
        yield


async def blocked() -> None:
    """Wait until somebody waits for a lock."""
    waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
    async with asyncio.timeout(15):
        while not await rows.value(waiting):  # noqa: ASYNC110
            await asyncio.sleep(0.02)  # the database does not tell us


@rolled_back
async def test_an_assignment_asks_for_two_different_people_who_can_be_told() -> None:
    alice = people.client_id("alice")
    await check_persons_set(alice)
    await person("second", "terry")
    with pytest.raises(StateForbids, match=str(NO_SAFETY_PERSONS)[:30]):
        await check_persons_set(alice)
    await person("second", None)
    with pytest.raises(StateForbids):
        await check_persons_set(alice)
    await person("second", "nora")
    await unassign()
    with pytest.raises(StateForbids):
        await check_persons_set(alice)
    await person("first", "nora")
    await person("second", "nora")
    with pytest.raises(StateForbids):
        await check_persons_set(alice)


@rolled_back
async def test_alerts_tell_how_many_events_they_stand_for_and_stand_apart() -> None:
    await noticed()
    found = await alerts_of(people.staff_id("terry"), today=today())
    assert [line.count for line in found.pinned] == [1]
    assert not found.lines
    assert jobs.EFFECTS.keys() == {"form_safety_noticed"}


@pytest.mark.usefixtures("restored")
async def test_a_save_that_fails_leaves_no_event() -> None:
    mood = await begun()
    with pytest.raises(ZeroDivisionError):
        await save_and_fail(mood)
    assert await events() == []


async def save_and_fail(mood: Begun) -> None:
    async with db.transaction():
        await save(mood, nine=1)
        raise ZeroDivisionError
