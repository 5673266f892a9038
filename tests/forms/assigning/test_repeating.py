"""Forms that come again and again: planned by staff, given by the clock, once, and never two at a time."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from app import db
from app.accounts.sessions import today
from app.forms.assigning.repeating import Series, give_due, repeat
from app.forms.rules import Every
from app.staff.rules import Action
from app.worker import RECURRING
from tests import people, rows
from tests.accounts.links.test_credentials import current
from tests.forms.assigning.given import (
    answered,
    assigned,
    form,
    given,
    lists,
    open_assignments,
    post,
    with_forms,
)

pytestmark = pytest.mark.usefixtures("rolled_back", "unassigned")

ALICE = people.client_id("alice")


async def planned(
    questionnaire: UUID,
    *,
    first_on: date | None = None,
    until_on: date | None = None,
    due_days: int | None = None,
) -> UUID:
    """Plan a form for Alice every second week, from tomorrow where no day is named."""
    series = Series(2, Every.WEEKS, first_on or today() + timedelta(days=1), until_on, due_days)
    repeat_id, _ = await repeat(
        staff=await current("nora"), client_id=ALICE, questionnaire_id=questionnaire, series=series
    )
    return repeat_id


async def comes_on(repeat_id: UUID, on: date) -> None:
    await rows.change("update form_recurrence set next_on = $2 where id = $1", repeat_id, on)


async def next_on(repeat_id: UUID) -> date:
    found: date = await rows.value("select next_on from form_recurrence where id = $1", repeat_id)
    return found


async def ended(repeat_id: UUID) -> bool:
    found: bool = await rows.value(
        "select ended_at is not null from form_recurrence where id = $1", repeat_id
    )
    return found


async def test_staff_plan_a_form_and_end_it() -> None:
    await form("Mood today")
    nora = await people.nora()
    await nora.open(lists())
    option = await rows.value("select id::text from questionnaire where title = 'Mood today'")
    first = today() + timedelta(days=3)
    page = await nora.press(
        "Plan it",
        series_form=option,
        every="4",
        unit="weeks",
        first_on=first.isoformat(),
        due_days="7",
        required="yes",
    )
    page.shows("Mood today comes again and again.", "every 4 weeks", "next on", "Nora Novak")
    assert given(page) == []
    page = await nora.press("End it", within="[aria-labelledby=repeats-title]")
    page.shows("The form comes no more.", "None for this client.")
    assert await rows.value("select count(*) from activity_entry where kind = 'form_repeat_changed'") == 2


async def test_no_form_is_chosen_to_come_again_before_somebody_chooses_it() -> None:
    await form("A form")
    nora = await people.nora()
    page = await nora.open(lists())
    assert page.all("#series_form option")[0].get_text() == "Choose a form"
    page = await nora.press("Plan it", status=422, every="2", first_on=today().isoformat())
    page.shows("Choose a form.")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("series_form", "", "Choose a form."),
        ("every", "0", "whole number"),
        ("every", "soon", "whole number"),
        ("every", "9999", "whole number"),
        ("first_on", "", "Choose the first day."),
        ("first_on", "2020-01-01", "This day is over."),
        ("until_on", "2020-01-01", "before the first one"),
        ("due_days", "-1", "whole number"),
    ],
)
async def test_what_cannot_be_planned_is_said_beside_its_field(field: str, typed: str, sentence: str) -> None:
    questionnaire = await form("Mood today")
    nora = await people.nora()
    await nora.open(lists())
    fields = {"series_form": str(questionnaire), "every": "2", "first_on": today().isoformat()}
    page = await nora.press("Plan it", status=422, **fields | {field: typed})
    assert sentence in page.find(f"#{field}-error").get_text()
    assert await rows.value("select count(*) from form_recurrence") == 0


async def test_what_begins_today_is_given_at_once() -> None:
    repeat_id = await planned(await form("Mood today"), first_on=today(), due_days=7)
    row = await db.row("select * from form_assignment where client = $1", ALICE)
    assert row is not None
    assert (row["recurrence"], row["due_on"]) == (repeat_id, today() + timedelta(days=7))
    assert await next_on(repeat_id) == today() + timedelta(days=14)


async def test_the_clock_gives_what_is_due_once_however_often_it_looks() -> None:
    repeat_id = await planned(await form("Mood today"))
    await give_due()
    assert await open_assignments() == 0
    await comes_on(repeat_id, today())
    for _ in range(3):
        await give_due()
    assert await open_assignments() == 1
    assert await next_on(repeat_id) == today() + timedelta(days=14)
    row = await db.row("select assigned_by_name from form_assignment where recurrence = $1", repeat_id)
    assert row is not None
    assert row["assigned_by_name"] == "Nora Novak"


async def test_the_clock_knows_the_job() -> None:
    assert [work.name for work in RECURRING].count("forms") == 1


async def test_there_are_never_two_open_at_a_time() -> None:
    questionnaire = await form("Mood today")
    repeat_id = await planned(questionnaire)
    before = await assigned(questionnaire)
    await comes_on(repeat_id, today())
    await give_due()
    assert await open_assignments() == 1
    assert await next_on(repeat_id) == today() + timedelta(days=14)
    await answered(before, sent=True)
    await comes_on(repeat_id, today())
    await give_due()
    assert await open_assignments() == 1


async def test_what_was_missed_is_given_once() -> None:
    repeat_id = await planned(await form("Mood today"))
    await comes_on(repeat_id, today() - timedelta(days=100))
    await give_due()
    assert await open_assignments() == 1
    assert today() < await next_on(repeat_id) <= today() + timedelta(days=14)


async def test_a_form_comes_until_its_last_day() -> None:
    repeat_id = await planned(await form("Mood today"), until_on=today() + timedelta(days=10))
    await comes_on(repeat_id, today())
    await give_due()
    assert await open_assignments() == 1
    assert await ended(repeat_id)


async def test_the_newest_version_comes() -> None:
    repeat_id = await planned(await form("Mood today", url="urn:a"))
    newer = await form("Mood now", url="urn:a", version="2")
    await comes_on(repeat_id, today())
    await give_due()
    assert (
        await rows.value("select questionnaire from form_assignment where recurrence = $1", repeat_id)
        == newer
    )


async def test_a_retired_form_does_not_come() -> None:
    questionnaire = await form("Mood today")
    repeat_id = await planned(questionnaire)
    await rows.change("update questionnaire set retired_at = now() where id = $1", questionnaire)
    await comes_on(repeat_id, today())
    await give_due()
    assert await open_assignments() == 0
    (await (await people.nora()).open(lists())).shows("Retired")


async def test_nothing_comes_to_who_is_discharged() -> None:
    repeat_id = await planned(await form("Mood today"))
    await rows.change("update client set discharged_on = $2 where id = $1", ALICE, today())
    await comes_on(repeat_id, today())
    await give_due()
    assert await open_assignments() == 0
    assert await ended(repeat_id)


async def test_a_form_is_planned_once_for_a_client() -> None:
    questionnaire = await form("Mood today")
    await planned(questionnaire)
    nora = await people.nora()
    await nora.open(lists())
    page = await nora.press(
        "Plan it", status=422, series_form=str(questionnaire), every="1", first_on=today().isoformat()
    )
    page.shows("comes again and again already")
    assert await rows.value("select count(*) from form_recurrence") == 1


async def test_planning_needs_create_and_ending_needs_delete() -> None:
    questionnaire = await form("Mood today")
    repeat_id = await planned(questionnaire)
    terry = await with_forms("terry", Action.VIEW, Action.MODIFY)
    await terry.open(lists())
    await post(terry, f"{lists()}/repeats", status=403, series_form=str(questionnaire), every="1")
    await post(terry, f"{lists()}/repeats/{repeat_id}/ending", status=403)
    assert not await ended(repeat_id)


async def test_what_comes_to_another_client_is_not_there() -> None:
    repeat_id = await planned(await form("Mood today"))
    nora = await people.nora()
    await nora.open(lists("bob"))
    await post(nora, f"{lists('bob')}/repeats/{repeat_id}/ending", status=404)
    assert not await ended(repeat_id)
