"""A changed setting: what is kept of it, who did it, and when it is right."""

import asyncio
import json

import pytest

from app.activity.actor import Actor, ActorKind
from app.activity.tables import AuditEvent
from app.practice.service import set_settings, setting_now
from app.practice.settings import PRACTICE, load_settings, setting
from app.practice.values import BadValue
from tests import people, rows
from tests.statements import counted

NORA = Actor(kind=ActorKind.STAFF, name="Nora Novak", staff_id=people.staff_id("nora"))
VERSION = "select version from settings_version"
CHANGES = "select id, detail, staff from audit_event where kind = 'setting_changed' order by at desc limit 1"
COUNT = "select count(*) from audit_event where kind = 'setting_changed'"


async def last_change() -> dict[str, str | None]:
    from app import db

    row = await db.row(CHANGES)
    assert row is not None
    detail: dict[str, str | None] = json.loads(AuditEvent.detail.open(row["detail"], row=row["id"]))
    return detail


@pytest.mark.usefixtures("rolled_back")
async def test_a_change_keeps_who_when_old_and_new() -> None:
    await set_settings(by=NORA, values={"staff_idle_minutes": "45"})
    await set_settings(by=NORA, values={"staff_idle_minutes": "50"})
    shown = await setting_now("staff_idle_minutes")
    assert (shown.own, shown.changed_by) == ("50", "Nora Novak")
    assert shown.changed_at is not None
    assert await last_change() == {"name": "staff_idle_minutes", "old": "45", "new": "50"}


@pytest.mark.usefixtures("rolled_back")
async def test_the_default_holds_again_and_the_history_stays() -> None:
    await set_settings(by=NORA, values={"staff_idle_minutes": "45"})
    await set_settings(by=NORA, values={"staff_idle_minutes": None})
    await load_settings()
    assert setting("staff_idle_minutes") == "30"
    shown = await setting_now("staff_idle_minutes")
    assert (shown.own, shown.changed_by) == (None, "Nora Novak")
    assert await last_change() == {"name": "staff_idle_minutes", "old": "45", "new": None}


@pytest.mark.usefixtures("rolled_back")
async def test_what_is_as_it_was_leaves_no_trace() -> None:
    await set_settings(by=NORA, values={"staff_idle_minutes": "45"})
    before = [await rows.value(VERSION), await rows.value(COUNT)]
    await set_settings(by=NORA, values={"staff_idle_minutes": " 045 ", "session_idle_minutes": None})
    assert [await rows.value(VERSION), await rows.value(COUNT)] == before


@pytest.mark.usefixtures("rolled_back")
async def test_one_bad_value_changes_nothing_at_all() -> None:
    before = [await rows.value(VERSION), await rows.value(COUNT)]
    with pytest.raises(BadValue):
        await set_settings(by=NORA, values={"staff_idle_minutes": "45", "session_idle_minutes": "soon"})
    assert [await rows.value(VERSION), await rows.value(COUNT)] == before


@pytest.mark.usefixtures("rolled_back")
async def test_the_first_name_of_a_practice_makes_its_acronym() -> None:
    await rows.change("delete from system_setting")
    await set_settings(by=NORA, values={"practice_name": "Center for Hope"})
    assert (await setting_now("practice_acronym")).own == "ch"
    await set_settings(by=NORA, values={"practice_name": "Another Name"})
    assert (await setting_now("practice_acronym")).own == "ch"


@pytest.mark.usefixtures("rolled_back")
async def test_a_value_somebody_wrote_past_us_does_not_take_the_pages_down() -> None:
    await set_settings(by=NORA, values={"practice_zone": "America/Denver"})
    await rows.change("update system_setting set value = 'Mars/Olympus' where name = 'practice_zone'")
    await rows.change(
        "insert into system_setting (id, name, value, changed_at) values (gen_random_uuid(), 'gone', 'x', now())"
    )
    await load_settings()
    assert setting("practice_zone") == "America/New_York"
    assert PRACTICE.name == "Sunrise Counseling"


@pytest.mark.usefixtures("restored")
async def test_of_changes_at_once_none_is_lost_and_each_knows_what_it_replaced() -> None:
    before = await rows.value(VERSION)
    await asyncio.gather(
        *(set_settings(by=NORA, values={"staff_idle_minutes": str(minutes)}) for minutes in range(40, 60))
    )
    assert await rows.value(VERSION) == before + 20
    from app import db

    found = await db.rows(CHANGES.replace("limit 1", "limit 20"))
    details = [json.loads(AuditEvent.detail.open(row["detail"], row=row["id"])) for row in found]
    replaced = {detail["old"] for detail in details}
    final = (await setting_now("staff_idle_minutes")).own
    assert replaced | {final} == {None, *map(str, range(40, 60))}


@pytest.mark.usefixtures("rolled_back")
async def test_a_changed_setting_is_read_anew_once_by_the_next_request_of_a_client() -> None:
    alice = await people.alice()
    await alice.open("/home")
    async with counted() as usual:
        await alice.open("/home")
    await set_settings(by=NORA, values={"practice_name": "Moonrise Counseling"})
    async with counted() as first:
        page = await alice.open("/home")
    page.shows("Moonrise Counseling")
    async with counted() as second:
        await alice.open("/home")
    assert (first.count, second.count) == (usual.count + 1, usual.count), str(first)


@pytest.mark.usefixtures("rolled_back")
async def test_a_changed_setting_is_read_anew_once_by_the_next_request_of_staff() -> None:
    nora = await people.nora()
    await nora.open("/staff/settings")
    async with counted() as usual:
        await nora.open("/staff/settings")
    assert usual.count <= 3
    await set_settings(by=NORA, values={"practice_name": "Moonrise Counseling"})
    async with counted() as first:
        await nora.open("/staff/settings")
    async with counted() as second:
        await nora.open("/staff/settings")
    assert (first.count, second.count) == (usual.count + 1, usual.count), str(first)


@pytest.mark.usefixtures("rolled_back")
async def test_the_time_without_use_is_that_of_the_changed_setting_at_once() -> None:
    alice = await people.alice()
    await alice.open("/home")
    await rows.change("update portal_session set last_seen_at = now() - interval '10 minutes'")
    await set_settings(by=NORA, values={"session_idle_minutes": "9"})
    answer = await alice.send("GET", "/home")
    assert answer.headers.get("location", "").startswith("/sign-in")


@pytest.mark.usefixtures("rolled_back")
async def test_a_grant_is_open_by_the_date_of_the_changed_zone_at_once() -> None:
    alice = await people.alice()
    await set_settings(by=NORA, values={"practice_zone": "Pacific/Kiritimati"})
    await load_settings()
    await rows.change("update chart_grant set starts_on = (now() at time zone 'Pacific/Kiritimati')::date")
    await alice.open("/home")
    await set_settings(by=NORA, values={"practice_zone": "Pacific/Niue"})
    answer = await alice.send("GET", "/home")
    assert answer.status_code == 403


@pytest.mark.usefixtures("rolled_back")
async def test_pages_without_a_session_look_for_changes_now_and_then_only() -> None:
    visitor = await people.nobody()
    await visitor.open("/sign-in")
    async with counted() as sql:
        for _ in range(20):
            await visitor.open("/sign-in")
    assert sql.count <= 1, str(sql)
