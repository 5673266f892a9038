"""Unassigned Forms and Assigned Forms: the section of the Client Portal tab, moved by buttons, both ways."""

from datetime import UTC, datetime, timedelta

import pytest

from app import db
from app.accounts.sessions import today
from app.forms.tables import FormAssignment
from app.staff.rules import Action
from tests import people, rows
from tests.forms.assigning.given import (
    answered,
    assigned,
    form,
    given,
    kinds,
    lists,
    open_assignments,
    tab,
    unassigned,
    with_forms,
)
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back", "unassigned")

LEFT, RIGHT = "[aria-labelledby=unassigned-title]", "[aria-labelledby=assigned-title]"


async def test_the_tab_has_both_lists_with_the_labels_of_the_source() -> None:
    await form("Sleep diary")
    await assigned(await form("Intake"))
    page = await (await people.nora()).open(tab())
    page.shows("Unassigned Forms", "Assigned Forms")
    assert "Sleep diary" in unassigned(page)
    assert "Intake" not in unassigned(page)
    assert given(page) == ["Intake"]


async def test_a_button_moves_a_form_to_the_right_at_once_and_says_so() -> None:
    await form("Sleep diary")
    nora = await people.nora()
    await nora.open(tab())
    page = await nora.press("Assign Sleep diary", within=LEFT)
    page.shows("Sleep diary is assigned.")
    assert given(page) == ["Sleep diary"]
    assert "Sleep diary" not in unassigned(page)
    found = await rows.value("select id from form_assignment where client = $1", people.client_id("alice"))
    assert await kinds(found) == ["form_assigned"]
    assert (
        await rows.value("select assigned_by_name from form_assignment where id = $1", found) == "Nora Novak"
    )


async def test_a_button_moves_a_form_back_at_once() -> None:
    await form("Sleep diary")
    nora = await people.nora()
    await nora.open(lists())
    await nora.press("Assign Sleep diary", within=LEFT)
    page = await nora.press("Take back Sleep diary", within=RIGHT)
    page.shows("Sleep diary is taken back.", "Nothing is assigned.")
    assert "Sleep diary" in unassigned(page)
    row = await db.row("select * from form_assignment where client = $1", people.client_id("alice"))
    assert row is not None
    assert row["taken_back_at"] is not None
    assert row["taken_back_by_name"] == "Nora Novak"
    assert row["taken_back_reason"] is None
    assert await kinds(row["id"]) == ["form_assigned", "form_taken_back"]


async def test_htmx_swaps_the_section_and_the_keyboard_goes_to_the_next_row() -> None:
    for title in ("A day", "B day", "C day"):
        await form(title)
    nora = await people.nora()
    await nora.open(tab())
    fragment = await nora.press("Assign B day", within=LEFT, as_htmx=True)
    assert fragment.find("[data-focus]").get_text(" ", strip=True) == "Assign C day"
    assert nora.page is not None
    assert given(nora.page) == ["B day"]
    assert "B day is assigned." in nora.page.words
    await nora.press("Assign A day", within=LEFT, as_htmx=True)
    fragment = await nora.press("Take back A day", within=RIGHT, as_htmx=True)
    assert fragment.find("[data-focus]").get_text(" ", strip=True) == "Take back B day"
    fragment = await nora.press("Take back B day", within=RIGHT, as_htmx=True)
    assert fragment.find("[data-focus]").get_text(strip=True) == "Forms"


async def test_what_is_answered_asks_for_a_reason_and_keeps_the_answers() -> None:
    assignment = await assigned(await form("Sleep diary"))
    response = await answered(assignment)
    nora = await people.nora()
    await nora.open(tab())
    page = await nora.follow("Take back Sleep diary", within=RIGHT)
    page.shows("Take this form back?", "The answers stay in the chart")
    page = await nora.press("Take back", within="main", status=422)
    page.shows("Say why you take it back.")
    assert await open_assignments() == 1
    page = await nora.press("Take back", within="main", reason="It was meant for Bob.")
    page.shows("Sleep diary is taken back.")
    row = await FormAssignment.objects().get(FormAssignment.id == assignment)
    assert row is not None
    sealed = row.taken_back_reason
    assert FormAssignment.taken_back_reason.open(sealed, row=assignment) == "It was meant for Bob."
    assert await rows.value("select status from form_response where id = $1", response) == "in-progress"


async def test_what_was_answered_meanwhile_is_not_taken_back_unasked() -> None:
    assignment = await assigned(await form("Sleep diary"))
    nora = await people.nora()
    await nora.open(lists())
    await answered(assignment)
    page = await nora.press("Take back Sleep diary", within=RIGHT, status=422)
    page.shows("Say why you take it back.")
    assert await open_assignments() == 1


async def test_a_sent_form_stands_apart_and_can_be_given_again() -> None:
    await answered(await assigned(await form("Sleep diary")), sent=True)
    nora = await people.nora()
    page = await nora.open(lists())
    assert given(page) == []
    page.shows("Forms that were sent")
    page = await nora.press("Assign Sleep diary", within=LEFT)
    assert given(page) == ["Sleep diary"]


async def test_required_and_due_date_are_changed_on_the_right() -> None:
    assignment = await assigned(await form("Sleep diary"))
    nora = await people.nora()
    page = await nora.open(lists())
    page.shows("Required")
    due = today() + timedelta(days=9)
    page = await nora.press("Update Sleep diary", within=RIGHT, required="", due_on=due.isoformat())
    page.shows("Sleep diary is changed.", "Optional, due")
    row = await FormAssignment.objects().get(FormAssignment.id == assignment)
    assert row is not None
    assert (row.required, row.due_on) == (False, due)
    assert await kinds(assignment) == ["form_asked_anew"]
    page = await nora.press("Update Sleep diary", within=RIGHT, status=422, due_on="2026-01-01")
    page.shows("This day is over.")
    page = await nora.press("Update Sleep diary", within=RIGHT, status=422, due_on="soon")
    page.shows("Write the date like this")
    row = await FormAssignment.objects().get(FormAssignment.id == assignment)
    assert row is not None
    assert row.due_on == due


async def test_what_was_sent_is_changed_no_more() -> None:
    assignment = await assigned(await form("Sleep diary"))
    nora = await people.nora()
    await nora.open(lists())
    await answered(assignment, sent=True)
    page = await nora.press("Update Sleep diary", within=RIGHT, status=422)
    page.shows("It stays as it was sent.")


async def test_an_overdue_form_says_so() -> None:
    await assigned(await form("Sleep diary"), due_on=today() - timedelta(days=1))
    (await (await people.nora()).open(lists())).shows("Overdue")


async def test_only_the_newest_version_that_is_not_retired_is_offered() -> None:
    old = datetime.now(UTC) - timedelta(days=9)
    await form("Sleep diary", url="urn:a", brought_in_at=old)
    newest = await form("Sleep diary 2", url="urn:a", version="2")
    await form("Gone", retired_at=old)
    nora = await people.nora()
    page = await nora.open(lists())
    assert "Sleep diary 2" in unassigned(page)
    assert not {"Sleep diary", "Gone"} & set(unassigned(page))
    await nora.press("Assign Sleep diary 2", within=LEFT)
    assert await rows.value("select questionnaire from form_assignment") == newest


async def test_who_has_an_older_version_is_not_offered_the_newer_one() -> None:
    old = datetime.now(UTC) - timedelta(days=9)
    await assigned(await form("Sleep diary", url="urn:a", brought_in_at=old))
    await form("Sleep diary 2", url="urn:a", version="2")
    page = await (await people.nora()).open(lists())
    assert "Sleep diary 2" not in unassigned(page)
    assert given(page) == ["Sleep diary"]


async def test_a_retired_form_is_refused_with_a_sentence() -> None:
    questionnaire = await form("Sleep diary")
    nora = await people.nora()
    await nora.open(lists())
    await rows.change("update questionnaire set retired_at = now() where id = $1", questionnaire)
    page = await nora.press("Assign Sleep diary", within=LEFT, status=422)
    page.shows("This form is no longer offered.")
    assert await open_assignments() == 0


async def test_nothing_new_is_given_to_who_is_discharged() -> None:
    await form("Sleep diary")
    nora = await people.nora()
    await nora.open(lists())
    await rows.change(
        "update client set discharged_on = $1 where id = $2", today(), people.client_id("alice")
    )
    page = await nora.press("Assign Sleep diary", within=LEFT, status=422)
    page.shows("This client is discharged")
    assert await open_assignments() == 0


async def test_a_part_of_the_name_finds_a_form_without_scripts_and_by_htmx() -> None:
    for number in range(9):
        await form(f"Form {number}")
    nora = await people.nora()
    await nora.open(lists())
    page = await nora.press("Find", within=LEFT, find="m 7")
    assert unassigned(page) == ["Form 7"]
    page.shows("1 form")
    page = await nora.open(f"{lists()}?find=nothing%20like%20it")
    page.shows("No form has these words.")


async def test_of_very_many_forms_some_are_shown_and_the_rest_is_found() -> None:
    for number in range(60):
        await form(f"Form {number:02}")
    nora = await people.nora()
    page = await nora.open(lists())
    assert len(unassigned(page)) == 50
    page.shows("There are more forms.")
    assert "Form 59" in unassigned(await nora.open(f"{lists()}?find=form%2059"))


@pytest.mark.parametrize(
    ("action", "shown"),
    [
        (Action.CREATE, "Assign Sleep diary"),
        (Action.DELETE, "Take back Intake"),
        (Action.MODIFY, "Update Intake"),
    ],
)
async def test_each_action_of_the_rule_brings_its_buttons(action: Action, shown: str) -> None:
    await form("Sleep diary")
    await assigned(await form("Intake"))
    terry = await with_forms("terry", Action.VIEW, action)
    page = await terry.open(lists())
    for words in ("Assign Sleep diary", "Take back Intake", "Update Intake"):
        assert (words in page.words) == (words == shown), words


async def test_who_does_not_see_forms_finds_no_section_and_no_page() -> None:
    terry = await people.terry()
    await terry.open(lists(), status=403)
    await rows.change(
        "insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete)"
        " select gen_random_uuid(), profile, 'Portal accounts', true, true, true, true from staff_member where id = $1",
        people.staff_id("terry"),
    )
    (await terry.open(tab())).lacks("Unassigned Forms")


async def test_a_fragment_costs_one_statement_more_than_the_chart() -> None:
    nora = await people.nora()
    await form("Warm")
    await nora.open(lists())
    async with counted() as sql:
        await nora.send("GET", lists(), headers={"hx-request": "true", "hx-request-type": "partial"})
    assert sql.count <= 3, sql
