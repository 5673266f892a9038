"""Writing through the admin: who, what and the old value are kept; all of a write stays, or nothing."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from piccolo.columns import Bytea

from app import db
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.tables import AuditEvent
from app.admin.answers import Answer
from app.clients.tables import Client
from app.demo import demo_id
from app.messages.tables import TaskType
from app.staff.rules import PermissionRule
from app.staff.tables import UserGroup
from app.web.admin import name_of
from tests import people, rows
from tests.admin import audit
from tests.admin.desk import TABLES, desk_of

APPOINTMENT = "select id from task_type where label = 'Appointment'"


async def task_type(desk: Any, label: str) -> dict[str, Any]:
    found = await desk.rows("task_types", f"?label={label}&label__match=exact")
    assert len(found) == 1
    only: dict[str, Any] = found[0]
    return only


@pytest.mark.usefixtures("rolled_back")
async def test_a_changed_row_is_kept_with_who_changed_it_and_what_stood_there() -> None:
    nora = await desk_of("nora")
    row = await task_type(nora, "Appointment")
    answer = await nora.change("task_types", row["id"], **(row | {"label": "Visits", "position": 9}))
    assert answer.status_code == 200, answer.text
    event = await audit.newest(Kind.ADMIN_ROW_CHANGED)
    assert (event.staff, event.object_kind, event.object_id) == (
        people.staff_id("nora"), "task_type", UUID(row["id"]),
    )  # fmt: skip
    assert audit.detail_of(event) == {"label": ["Appointment", "Visits"], "position": [3, 9]}
    assert b"Visits" not in event.detail


@pytest.mark.usefixtures("rolled_back")
async def test_a_new_row_and_a_deleted_one_are_kept() -> None:
    nora = await desk_of("nora")
    answer = await nora.add("user_groups", name="Night office")
    assert answer.status_code == 201, answer.text
    row = UUID(answer.json()[0]["id"])
    added = await audit.newest(Kind.ADMIN_ROW_ADDED)
    assert (added.object_id, audit.detail_of(added)["name"]) == (row, [None, "Night office"])
    assert (await nora.delete("user_groups", row)).status_code == 204
    deleted = await audit.newest(Kind.ADMIN_ROW_DELETED)
    assert (deleted.object_id, audit.detail_of(deleted)["name"]) == (row, ["Night office", None])
    assert not await UserGroup.exists().where(UserGroup.id == row)


@pytest.mark.usefixtures("rolled_back")
async def test_a_new_row_holds_the_usual_values_where_nothing_was_said() -> None:
    nora = await desk_of("nora")
    assert (await nora.add("task_types", label="Parking")).status_code == 201
    row = await task_type(nora, "Parking")
    assert (row["active"], row["to_provider"], row["position"], row["user_group"]) == (True, False, 0, None)


@pytest.mark.usefixtures("rolled_back")
async def test_reading_rows_of_charts_is_kept() -> None:
    nora, alice = await desk_of("nora"), people.client_id("alice")
    await nora.rows("clients", "?last_name=ander&__page_size=10")
    listed = await audit.newest(Kind.ADMIN_ROWS_LISTED)
    assert (listed.staff, listed.object_kind) == (people.staff_id("nora"), "client")
    assert listed.object_id is None
    assert audit.detail_of(listed)["asked"].startswith("last_name=ander")
    await nora.get(f"/api/tables/clients/{alice}/?__readable=true")
    read = await audit.newest(Kind.ADMIN_ROW_READ)
    assert (read.client, read.object_id) == (alice, alice)
    assignment = (await nora.rows("client_assignments", f"?client={alice}"))[0]
    await nora.get(f"/api/tables/client_assignments/{assignment['id']}/")
    read = await audit.newest(Kind.ADMIN_ROW_READ)
    assert (read.client, read.object_id) == (alice, UUID(assignment["id"]))


@pytest.mark.usefixtures("rolled_back")
async def test_reading_what_is_of_no_chart_is_not_kept() -> None:
    nora = await desk_of("nora")
    before = await audit.count(Kind.ADMIN_ROWS_LISTED)
    await nora.rows("task_types")
    await nora.get("/api/tables/clients/schema/")
    await nora.get("/api/tables/clients/count/")
    assert await audit.count(Kind.ADMIN_ROWS_LISTED) == before


@pytest.mark.usefixtures("rolled_back")
async def test_a_changed_client_name_is_kept_in_that_chart_and_not_in_the_clients_own_log() -> None:
    nora, alice = await desk_of("nora"), people.client_id("alice")
    lines = "select count(*) from activity_entry where client = $1"
    before = await rows.value(lines, alice)
    assert (await nora.change("clients", alice, preferred_name="Ally")).status_code == 200
    event = await audit.newest(Kind.ADMIN_ROW_CHANGED)
    assert (event.client, audit.detail_of(event)) == (alice, {"preferred_name": ["", "Ally"]})
    assert await rows.value(lines, alice) == before


@pytest.mark.usefixtures("restored")
async def test_a_refused_change_leaves_one_row_in_the_audit_log_and_nothing_else() -> None:
    stan, row = await desk_of("stan"), await rows.value(APPOINTMENT)
    before = await rows.value("select md5(string_agg(t::text, '' order by id)) from task_type t")
    answer = await stan.change("task_types", row, label="Mine")
    assert answer.status_code == 403
    assert answer.json().startswith("Your profile does not have Modify of the rule “Picklist Management”.")
    event = await audit.newest(Kind.ACCESS_DENIED)
    assert (event.staff, event.object_kind, event.object_id) == (people.staff_id("stan"), "task_type", row)
    assert await rows.value("select md5(string_agg(t::text, '' order by id)) from task_type t") == before


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"label": "Billing question"}, "There is one like this already. Nothing was saved."),
        (
            {"user_group": str(demo_id("group", "Nobody"))},
            "Something that was chosen is not there any more. Nothing was saved.",
        ),
        ({"label": ""}, "“Label” may not be blank. Nothing was saved."),
        ({"label": None}, "“Label” may not be blank. Nothing was saved."),
        ({"position": None}, "Something that is needed is missing. Nothing was saved."),
    ],
)
async def test_what_the_table_refuses_is_a_sentence_and_leaves_no_trace(
    values: dict[str, Any], sentence: str
) -> None:
    nora, row = await desk_of("nora"), await rows.value(APPOINTMENT)
    before = await audit.count(Kind.ADMIN_ROW_CHANGED)
    answer = await nora.change("task_types", row, **values)
    assert (answer.status_code, answer.json()) == (422, sentence)
    assert await audit.count(Kind.ADMIN_ROW_CHANGED) == before


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize(
    "values", [{"position": 10**9}, {"position": 2**63}, {"label": "a" * 101}, {"active": "x"}]
)
async def test_values_that_do_not_fit_are_a_sentence(values: dict[str, Any]) -> None:
    nora, row = await desk_of("nora"), await rows.value(APPOINTMENT)
    answer = await nora.change("task_types", row, **values)
    assert answer.status_code in (400, 422), answer.text
    assert "asyncpg" not in answer.text


@pytest.mark.usefixtures("restored")
async def test_what_is_used_cannot_be_deleted() -> None:
    nora, row = await desk_of("nora"), await rows.value("select task_type from message_thread limit 1")
    answer = await nora.delete("task_types", row)
    assert (answer.status_code, answer.json()) == (
        422,
        "Something else still uses this, so nothing was changed.",
    )
    assert await TaskType.exists().where(TaskType.id == row)


@pytest.mark.usefixtures("restored")
async def test_when_its_audit_row_cannot_be_written_the_change_is_not_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nora, row = await desk_of("nora"), await rows.value(APPOINTMENT)

    async def full(**_: Any) -> None:
        raise ConnectionRefusedError("the database is away")

    monkeypatch.setattr(activity, "record", full)
    answer = await nora.change("task_types", row, label="Half done")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"
    assert not await TaskType.exists().where(TaskType.label == "Half done")


@pytest.mark.usefixtures("restored")
async def test_a_fault_is_a_sentence_that_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    nora, row = await desk_of("nora"), await rows.value(APPOINTMENT)

    async def broken(**_: Any) -> None:
        raise RuntimeError("canary-of-the-fault")

    monkeypatch.setattr(activity, "record", broken)
    answer = await nora.change("task_types", row, label="Half done")
    assert answer.status_code == 500
    assert answer.json().startswith("Nothing was saved.")
    assert not await TaskType.exists().where(TaskType.label == "Half done")


@pytest.mark.usefixtures("restored")
async def test_the_answer_comes_after_the_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    nora, row = await desk_of("nora"), await rows.value(APPOINTMENT)
    send, seen = Answer.send, list[int]()

    async def look_and_send(answer: Answer, to: Any) -> None:
        async with db.apart() as elsewhere:
            seen.append(await elsewhere.fetchval("select position from task_type where id = $1", row))
        await send(answer, to)

    monkeypatch.setattr(Answer, "send", look_and_send)
    assert (await nora.change("task_types", row, position=77)).status_code == 200
    assert seen == [77]


@pytest.mark.usefixtures("rolled_back")
async def test_the_edit_form_that_sends_every_column_back_saves() -> None:
    """Columns that stay as they are may be sent: the form sends all of them."""
    nora = await desk_of("nora")
    for table in (
        "clients",
        "staff_members",
        "client_assignments",
        "contacts",
        "insurance_policies",
        "profile_rules",
        "profiles",
        "task_types",
    ):
        first = (await nora.rows(table))[0]["id"]
        row = (await nora.get(f"/api/tables/{table}/{first}/?__readable=true")).json()
        kept = {name: value for name, value in row.items() if not name.endswith("_readable")}
        assert (await nora.change(table, first, **kept)).status_code == 200, table


IMMUTABLE = (
    ("clients", "alice", {"number": 1}),
    ("clients", "alice", {"id": str(people.client_id("bob"))}),
    ("clients", "alice", {"created_at": "2020-01-01T00:00:00Z"}),
    ("clients", "alice", {"preferred_name": "Ally", "number": 1}),
)


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize(("table", "who", "values"), IMMUTABLE)
async def test_other_columns_do_not_change(table: str, who: str, values: dict[str, Any]) -> None:
    nora, row = await desk_of("nora"), people.client_id(who)
    before = await Client.select().where(Client.id == row)
    answer = await nora.change(table, row, **values)
    assert answer.status_code == 403
    assert "cannot be changed here" in answer.text
    assert await Client.select().where(Client.id == row) == before


@pytest.mark.usefixtures("rolled_back")
async def test_a_row_that_is_not_there_is_not_found() -> None:
    nora, nothing = await desk_of("nora"), demo_id("task_type", "nothing")
    assert (await nora.get(f"/api/tables/task_types/{nothing}/")).status_code == 404
    assert (await nora.change("task_types", nothing, label="x")).status_code == 404
    assert (await nora.delete("task_types", nothing)).status_code == 404


@pytest.mark.usefixtures("restored")
async def test_two_who_change_one_row_at_once_are_both_kept_with_what_they_found() -> None:
    nora, row = await desk_of("nora"), await rows.value(APPOINTMENT)
    answers = await asyncio.gather(*(nora.change("task_types", row, position=50 + n) for n in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    found = await db.rows(
        "select id, detail from audit_event where kind = 'admin_row_changed' and object_id = $1 order by at",
        row,
    )
    steps = [AuditEvent.detail.open_json(each["detail"], row=each["id"])["position"] for each in found]
    olds, news = sorted(old for old, _ in steps), sorted(new for _, new in steps)
    assert news == [50, 51, 52, 53, 54, 55, 56, 57]
    assert olds[0] == 3
    assert set(olds[1:]) < set(news)


def test_no_table_shows_what_is_encrypted_or_secret() -> None:
    for table in TABLES.values():
        for column in table.columns:
            assert not isinstance(column, Bytea), f"{table.name}.{name_of(column)}"
            assert not column._meta.secret, f"{table.name}.{name_of(column)}"
        tablename = table.table._meta.tablename
        assert not tablename.endswith(("secret", "session", "sign_in", "draft")), table.name
        assert set(map(name_of, table.creatable + table.changeable)) <= set(map(name_of, table.columns))


@pytest.mark.usefixtures("rolled_back")
async def test_logs_are_read_without_what_they_keep_encrypted() -> None:
    nora = await desk_of("nora")
    await nora.add("user_groups", name="Night office")
    shown = await nora.rows("audit_events", "?__page_size=1&__order=-at")
    assert {"detail", "mac"}.isdisjoint(shown[0])
    outbox = (await nora.get("/api/tables/outbox_messages/schema/")).json()["properties"]
    assert "payload" not in outbox


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize(
    ("column", "value"), [("usual_working_days", -5), ("usual_working_days", 0), ("position", 99999)]
)
async def test_a_number_out_of_its_range_is_named_with_the_range(column: str, value: int) -> None:
    nora, row = await desk_of("nora"), await rows.value(APPOINTMENT)
    answer = await nora.change("task_types", row, **{column: value})
    assert answer.status_code == 422
    assert "is a whole number from" in answer.json()


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("value", [3, "3", "", None])
async def test_a_number_comes_as_the_form_sends_it_or_blank(value: Any) -> None:
    nora, row = await desk_of("nora"), await rows.value(APPOINTMENT)
    answer = await nora.change("task_types", row, usual_working_days=value)
    assert answer.status_code == 200, answer.text


@pytest.mark.usefixtures("restored")
async def test_a_label_is_one_line_and_a_saved_reply_keeps_its_lines() -> None:
    nora, row = await desk_of("nora"), await rows.value(APPOINTMENT)
    await nora.change("task_types", row, label="Two\nlines")
    assert await rows.value("select label from task_type where id = $1", row) == "Two lines"
    made = await nora.add("saved_replies", title="Two\nlines", body="Two\nlines")
    kept = await rows.value(
        "select title || '|' || body from saved_reply where id = $1::uuid", made.json()[0]["id"]
    )
    assert kept == "Two lines|Two\nlines"


async def test_the_choices_of_a_rule_are_the_names_of_the_rules() -> None:
    nora = await desk_of("nora")
    schema = (await nora.get("/api/tables/profile_rules/schema/")).json()
    rule = schema["properties"]["rule"]["extra"]
    assert {choice["display_name"] for choice in rule["choices"].values()} == {*PermissionRule}
    assert rule["help_text"] == "This cannot be changed later."


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize(
    ("column", "value"), [("phone", "call us"), ("phone", "(312) 555-0107"), ("zone", "Mars/Base")]
)
async def test_an_office_location_has_a_phone_and_a_zone_that_work(column: str, value: str) -> None:
    nora = await desk_of("nora")
    answer = await nora.add("office_locations", name="North", **{column: value})
    assert answer.status_code == 409, answer.text
    assert not await rows.value("select exists (select 1 from office_location where name = 'North')")


async def test_a_rule_that_does_not_exist_is_refused_with_a_sentence() -> None:
    nora = await desk_of("nora")
    profile = await rows.value("select id from profile limit 1")
    for rule in ("Everything", "messages"):
        answer = await nora.add("profile_rules", profile=str(profile), rule=rule, can_view=True)
        assert answer.status_code == 409, answer.text
        assert "There is no such rule" in answer.text
    assert not await rows.value("select exists (select 1 from profile_rule where rule = 'Everything')")
