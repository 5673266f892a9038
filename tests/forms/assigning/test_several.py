"""One form for several clients: counted first, then given to those who do not have it, and open to who may see them."""

from uuid import UUID

import pytest

from app import db
from app.accounts.sessions import today
from app.forms.assigning.several import SEVERAL
from app.notices import outbox
from app.staff.rules import Action
from app.worker import EFFECTS
from tests import people, rows
from tests.forms.assigning.given import assigned, form, marked, open_assignments, post, with_forms
from tests.page import Browser, Page

pytestmark = pytest.mark.usefixtures("rolled_back", "unassigned")


def several(questionnaire: UUID) -> str:
    return f"/staff/forms/{questionnaire}/several"


async def count(browser: Browser, questionnaire: UUID, *, whom: str, clinician: str = "") -> Page:
    await browser.open(several(questionnaire))
    return await browser.press("Count them", within="main", whom=whom, clinician=clinician)


async def deliver() -> None:
    for message_id in await outbox.waiting():
        await outbox.deliver(message_id, effects=EFFECTS)


async def have() -> set[str]:
    """Give the first names of the clients who have an open form."""
    found = await db.rows(
        "select client.first_name from form_assignment join client on client.id = form_assignment.client"
        " where completed_at is null and taken_back_at is null and questionnaire in"
        " (select id from questionnaire where title = 'Sleep diary')"
    )
    return {row["first_name"] for row in found}


async def test_all_clients_are_counted_and_only_those_without_it_get_it() -> None:
    questionnaire = await form("Sleep diary")
    await assigned(questionnaire, "alice")
    nora = await people.nora()
    page = await count(nora, questionnaire, whom="everybody")
    page.shows("3 clients get the form", "1 has it already")
    assert await have() == {"Alice"}
    page = await nora.press("Assign to all of them", due_on="")
    page.shows("3 clients get the form in a moment.")
    await deliver()
    assert await have() == {"Alice", "Robert", "Carlos", "Maximilian"}
    assert await open_assignments("alice") == 1
    entry = await rows.value(
        "select count(*) from audit_event where kind = 'form_assigned' and staff = $1",
        people.staff_id("nora"),
    )
    assert entry == 3
    (await count(nora, questionnaire, whom="everybody")).shows("have the form already")


async def test_the_clients_of_one_clinician() -> None:
    questionnaire = await form("Sleep diary")
    nora = await people.nora()
    page = await count(nora, questionnaire, whom="clinician", clinician=str(people.staff_id("dana")))
    page.shows("2 clients get the form")
    await nora.press("Assign to all of them")
    await deliver()
    assert await have() == {"Robert", "Maximilian"}


async def test_no_clinician_is_said() -> None:
    questionnaire = await form("Sleep diary")
    nora = await people.nora()
    await nora.open(several(questionnaire))
    page = await nora.press("Count them", within="main", status=422, whom="clinician")
    page.shows("Choose whose clients.")


async def test_my_clients_are_those_i_look_after() -> None:
    questionnaire = await form("Sleep diary")
    terry = await with_forms("terry")
    page = await count(terry, questionnaire, whom="mine")
    page.shows("2 clients get the form")
    await terry.press("Assign to all of them")
    await deliver()
    assert await have() == {"Alice", "Carlos"}


async def test_clients_whose_chart_is_not_open_get_nothing() -> None:
    questionnaire = await form("Sleep diary")
    terry = await with_forms("terry")
    await terry.open("/staff/forms")
    dana = str(people.staff_id("dana"))
    await post(terry, several(questionnaire), status=422, whom="clinician", clinician=dana)
    await post(terry, several(questionnaire), whom="everybody")
    await deliver()
    assert await have() == {"Alice", "Carlos"}


async def test_who_is_discharged_is_not_counted() -> None:
    questionnaire = await form("Sleep diary")
    await rows.change("update client set discharged_on = $1 where number = 1002", today())
    (await count(await people.nora(), questionnaire, whom="everybody")).shows("3 clients get the form")


async def test_a_row_done_twice_gives_once() -> None:
    questionnaire = await form("Sleep diary")
    nora = await people.nora()
    await count(nora, questionnaire, whom="everybody")
    await nora.press("Assign to all of them")
    await deliver()
    await rows.change("update outbox_message set done_at = null where kind = $1", SEVERAL)
    await deliver()
    assert (
        await rows.value("select count(*) from form_assignment where questionnaire = $1", questionnaire) == 4
    )


async def test_clients_for_whom_nobody_is_told_are_passed_over() -> None:
    questionnaire = await form("Sleep diary", url="urn:mood")
    await marked("urn:mood")
    await rows.change("delete from safety_contact")
    nora = await people.nora()
    page = await count(nora, questionnaire, whom="everybody")
    page.shows("passed over")
    await nora.press("Assign to all of them")
    await deliver()
    assert await have() == set()


async def test_it_needs_create() -> None:
    questionnaire = await form("Sleep diary")
    terry = await with_forms("terry", Action.VIEW, Action.MODIFY, Action.DELETE)
    await terry.open("/staff/forms")
    await post(terry, several(questionnaire), status=403, whom="mine")
    await terry.open(several(questionnaire), status=403)
    assert await rows.value("select count(*) from outbox_message where kind = $1", SEVERAL) == 0
