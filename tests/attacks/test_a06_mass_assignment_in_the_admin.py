"""A06: columns that are nobody's to change, sent along in the admin."""

from typing import Any

import pytest

from app.activity.tables import AuditEvent
from tests import people, rows
from tests.admin.desk import TABLES, desk_of
from tests.attacks.admin_addresses import row_of

pytestmark = pytest.mark.usefixtures("restored")

COLUMNS = (
    "id",
    "superuser",
    "admin",
    "password",
    "token",
    "staff_id",
    "created_at",
    "mac",
    "detail",
    "payload",
    "ssn",
)
READ_ONLY = ("audit_events", "alerts", "client_notices", "outbox_messages")


@pytest.mark.parametrize("table", TABLES)
async def test_no_column_beyond_those_of_the_form_is_written(table: str) -> None:
    nora = await desk_of("nora")
    row = await row_of(table)
    before = await digest(table)
    for column in COLUMNS:
        answer = await nora.change(table, row, **{column: str(people.client_id("bob"))})
        assert answer.status_code in (403, 404, 405), f"{column}: {answer.text}"
        answer = await nora.add(table, **{column: str(people.client_id("bob"))})
        assert answer.status_code in (403, 405, 422), f"{column}: {answer.text}"
    if table != "audit_events":  # which holds the refusals now
        assert await digest(table) == before


async def digest(table: str) -> Any:
    tablename = TABLES[table].table._meta.tablename
    return await rows.value(f"select md5(string_agg(t::text, '' order by id)) from \"{tablename}\" t")


@pytest.mark.parametrize(
    "values", [{"client": str(people.client_id("bob"))}, {"staff": str(people.staff_id("stan"))}]
)
async def test_an_assignment_is_not_moved_to_another_chart_or_person(values: dict[str, Any]) -> None:
    nora = await desk_of("nora")
    row = (await nora.rows("client_assignments", f"?client={people.client_id('alice')}"))[0]
    assert (await nora.change("client_assignments", row["id"], **values)).status_code == 403


@pytest.mark.parametrize("table", READ_ONLY)
async def test_logs_are_read_only_for_everybody(table: str) -> None:
    nora = await desk_of("nora")
    await nora.add("user_groups", name="So that there is an audit row")
    row = await row_of(table)
    columns = TABLES[table].columns
    for answer in (
        await nora.add(table, kind="signed_in"),
        await nora.change(table, row, kind="signed_in"),
        await nora.delete(table, row),
        await nora.ask("PUT", f"/api/tables/{table}/{row}/", {"kind": "signed_in"}),
    ):
        assert answer.status_code == 405
    assert len(columns) > 3
    assert await AuditEvent.count() > 0


async def test_what_the_form_may_change_is_changed() -> None:
    nora = await desk_of("nora")
    answer = await nora.change("clients", people.client_id("alice"), preferred_name="Ally")
    assert (answer.status_code, answer.json()["preferred_name"]) == (200, "Ally")
    row = (await nora.rows("client_assignments", f"?client={people.client_id('alice')}"))[0]
    assert (await nora.change("client_assignments", row["id"], ends_on="2027-01-01")).status_code == 200
