"""QnA Form Completed: who is told that a form was sent, once each, and what they read of it."""

import pytest

from tests import checks, people, rows
from tests.forms.reviewing.filed import TAB, corrected, deliver, give, sent, take

pytestmark = pytest.mark.usefixtures("rolled_back")

ASSIGNED = "Receives Assigned Client Portal QnA Form Completed Alerts"
EVERY = "Receives All Client Portal QnA Form Completed Alerts"


async def told() -> list[str]:
    names = await rows.value(
        "select string_agg(first_name, ',' order by first_name) from alert join staff_member m on m.id = recipient"
        " where kind = 'form_completed'"
    )
    return names.split(",") if names else []


async def test_the_assigned_and_those_who_receive_all_are_told_once_each() -> None:
    await sent("0")
    await deliver()
    assert await told() == ["Nora", "Terry"]


async def test_holding_both_rules_gives_one_alert() -> None:
    await give(EVERY, "terry")
    await sent("0")
    await deliver()
    assert await told() == ["Dana", "Nora", "Terry"], "Dana has Terry's profile."


async def test_without_the_rules_nobody_is_told() -> None:
    for rule in (ASSIGNED, EVERY):
        for name in ("nora", "terry"):
            await take(rule, name)
    await sent("0")
    await deliver()
    assert await told() == []


async def test_a_supervisor_is_told_of_the_clients_of_whom_they_supervise() -> None:
    await rows.change(
        "update staff_member set supervisor = $1 where id = $2",
        people.staff_id("dana"),
        people.staff_id("terry"),
    )
    await sent("0")
    await deliver()
    assert await told() == ["Dana", "Nora", "Terry"]


async def test_a_correction_is_told_too() -> None:
    await sent("0")
    await corrected("0")
    await deliver()
    assert await told() == ["Nora", "Nora", "Terry", "Terry"]


async def test_it_leads_to_the_answers_and_opening_them_marks_it_read_for_who_opens_them() -> None:
    response = await sent("0")
    await deliver()
    terry = await people.terry()
    page = await terry.open("/staff")
    page.shows("QnA Form Completed", "Alice Anderson")
    page = await terry.follow("QnA Form Completed")
    assert page.path == f"{TAB}/{response}"
    page.shows("PHQ-9")
    assert not (await terry.open("/staff")).all(".alert.unread")
    assert (await (await people.nora()).open("/staff")).all(".alert.unread")


async def test_who_receives_all_and_may_not_open_the_chart_reads_number_kind_and_clinician_only() -> None:
    await give(EVERY, "dana")
    await sent("0")
    await deliver()
    page = await (await people.dana()).open("/staff")
    alert = page.find(".alert")
    assert not alert.select("a")
    assert "QnA Form Completed" in checks.words(alert)
    assert "1001" in checks.words(alert)
    assert "Clinician: Terry Tran, LCSW" in checks.words(alert)
    page.lacks("Alice", "PHQ")
