"""Who is told of a save, once each; and what the logs keep of it: the names of fields, and no value."""

from typing import Any

import pytest

from app.activity.tables import AuditEvent
from app.staff.rules import PermissionRule
from tests import people, rows
from tests.changes.saves import (
    DETAILS,
    IDENTITY,
    OTHER_PHONE,
    PHONE,
    decide,
    deliver,
    recorded,
    request_page,
    review_first,
    reviewing,
    save,
    save_two,
    tab,
)
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back", "unchanged")

VALUES = ("555-0199", "5550199", "555-0111", "5550111")


async def told() -> list[str]:
    names = await rows.value(
        "select string_agg(first_name, ',' order by first_name) from alert join staff_member m on m.id = recipient"
        " where kind = 'demographic_update'"
    )
    return names.split(",") if names else []


async def saved() -> None:
    await save_two()
    await deliver()


async def test_every_holder_who_may_open_the_chart_is_told_once_a_save() -> None:
    await saved()
    assert await told() == ["Nora", "Terry"]
    await save(path=DETAILS, marital_status="M")
    await save(path=IDENTITY, ssn="536-90-4444")
    await deliver()
    assert await told() == ["Nora"] * 3 + ["Terry"] * 3


async def test_a_save_that_waits_is_told_likewise() -> None:
    await review_first()
    await saved()
    assert await told() == ["Nora", "Terry"]


async def test_nobody_is_told_twice_when_the_job_runs_again() -> None:
    await saved()
    for _ in range(2):
        await rows.change("update outbox_message set done_at = null where kind = 'changes.saved'")
        await deliver()
    assert await told() == ["Nora", "Terry"]


async def test_nobody_is_told_of_a_save_that_changed_nothing() -> None:
    await save()
    await deliver()
    assert await told() == []


async def test_a_client_admin_is_told_whoever_is_assigned_and_a_clinician_only_of_their_clients() -> None:
    await save("bob", preferred_name="Bobby")
    await deliver()
    assert await told() == ["Dana", "Nora"]


@pytest.mark.parametrize("change", ["can_view = false", "can_create = false"])
async def test_only_view_of_the_rule_is_told(change: str) -> None:
    await rows.change(
        f"update profile_rule set {change} where rule = $1", PermissionRule.DEMOGRAPHIC_ALERT.value
    )
    await saved()
    assert await told() == ([] if "view" in change else ["Nora", "Terry"])


async def test_who_has_left_is_not_told() -> None:
    await rows.change("update staff_member set active = false where id = $1", people.staff_id("terry"))
    await saved()
    assert await told() == ["Nora"]


async def test_the_alert_names_the_section_and_the_fields_and_leads_to_the_save() -> None:
    await saved()
    terry, nora = await people.terry(), await people.nora()
    page = await terry.open("/staff")
    page.shows("Demographic Update", "Ali Anderson", "Basic Information: Preferred name, Mobile phone")
    for value in VALUES:
        assert value not in page.response.text
    page = await terry.follow("Demographic Update")
    assert page.path == await request_page()
    page.shows("Preferred name", "(312) 555-0199")
    assert not (await terry.open("/staff")).all(".alert.unread")
    assert len((await nora.open("/staff")).all(".alert.unread")) == 1, "Reading is everybody's own."


@pytest.mark.parametrize("path", ["/staff/alerts", "/staff/alerts/all"])
async def test_every_list_of_alerts_names_the_fields(path: str) -> None:
    await saved()
    page = await (await people.terry()).open(path)
    page.shows("Basic Information: Preferred name, Mobile phone")


async def test_opening_one_save_leaves_the_alert_of_another_unread() -> None:
    await saved()
    await save(phone=OTHER_PHONE)
    await deliver()
    terry = await reviewing("terry")
    assert len((await terry.open("/staff")).all(".alert.unread")) == 1
    await terry.open(tab())
    assert len((await terry.open("/staff")).all(".alert.unread")) == 1, "The list reads none of them."


async def test_who_may_not_open_the_chart_any_more_reads_neither_name_nor_fields() -> None:
    await saved()
    await rows.change("delete from client_assignment where staff = $1", people.staff_id("terry"))
    page = await (await people.terry()).open("/staff")
    page.shows("Demographic Update", "1001")
    alert = page.find(".alert")
    for hidden in ("Alice", "Mobile phone", "Basic Information"):
        assert hidden not in alert.get_text()
    assert not alert.select("a")


async def test_alerts_of_saves_cost_no_statement_more() -> None:
    costs = []
    terry = await people.terry()
    for _ in range(2):
        await saved()
        await save(preferred_name="", phone="312 555 0111")
        await deliver()
        async with counted() as sql:
            await terry.open("/staff/alerts", as_htmx=True)
        costs.append(sql.count)
    assert costs[0] == costs[1] <= 3, sql


async def details(kind: str) -> list[Any]:
    """Give what audit rows of a kind keep."""
    found = await AuditEvent.select(AuditEvent.id, AuditEvent.detail).where(AuditEvent.kind == kind)
    return [AuditEvent.detail.open_json(row["detail"], row=row["id"]) for row in found]


async def test_the_audit_log_names_the_fields_that_were_changed_and_no_value() -> None:
    await saved()
    assert await details("information_changed") == [
        {"section": "basic", "fields": ["phone", "preferred_name"]}
    ]
    await review_first()
    await save(phone=OTHER_PHONE)
    assert await details("information_sent") == [{"section": "basic", "fields": ["phone"]}]


async def test_the_audit_log_names_what_was_decided_and_put_back() -> None:
    await review_first()
    await save_two()
    nora = await reviewing()
    await decide(nora, phone="accept", preferred_name="decline", preferred_name_reason="Not now.")
    assert await details("information_decided") == [{"decline": ["preferred_name"], "accept": ["phone"]}]
    await nora.press("Put the old value back")
    assert await details("information_put_back") == [{"section": "basic", "fields": ["phone"]}]


async def test_the_clients_log_says_what_happened_and_no_value() -> None:
    await save(middle_name="Ruth")
    await review_first()
    await save_two()
    nora = await reviewing()
    await decide(nora, phone="accept", preferred_name="decline", preferred_name_reason="Not now.")
    await nora.press("Put the old value back")
    page = await (await people.alice()).open("/activity")
    page.shows(
        "Changed what the chart says about you",
        "Sent a change of the chart, which the practice looks at first",
        "Decided about a change that was sent",
        "Put back a change of the chart",
    )
    page.lacks("Ruth", "555-0199", "Not now.")
    for kind in ("information_changed", "information_sent", "information_decided", "information_put_back"):
        assert await recorded(kind, "activity_entry") == 1


async def test_opening_a_save_is_in_the_audit_log() -> None:
    await saved()
    before = await recorded("chart_seen")
    await reviewing("terry")
    assert await recorded("chart_seen") == before + 1


async def test_a_refused_save_is_not_told() -> None:
    alice = await people.alice()
    await alice.open("/information/basic/edit")
    await save(phone=PHONE)
    await alice.press("Save", status=409, phone=OTHER_PHONE)
    await deliver()
    assert await told() == ["Nora", "Terry"]
