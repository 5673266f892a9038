"""Assigning and taking back: who may, where, once."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import pytest

from app.activity.refusals import NotAllowed, NotFound, StateForbids
from app.forms.assigning import service
from app.forms.rules import Role
from app.staff.rules import Action
from tests import people, rows
from tests.accounts.links.test_credentials import current
from tests.admin.grants import give
from tests.forms.assigning.given import FORMS, answered, assigned, form, marked, open_assignments, told

ALICE = people.client_id("alice")


async def assign(name: str, questionnaire: UUID, client: UUID = ALICE) -> bool:
    done = await service.assign(staff=await current(name), client_id=client, questionnaire_id=questionnaire)
    return done.new


@pytest.mark.usefixtures("rolled_back", "unassigned")
@pytest.mark.parametrize("left_out", [Action.CREATE, Action.MODIFY, Action.DELETE])
async def test_each_act_needs_its_action_of_the_rule(left_out: Action) -> None:
    questionnaire, other = await form("A"), await assigned(await form("B"))
    await give("terry", {FORMS: frozenset(Action) - {left_out}})
    terry = await current("terry")
    acts: dict[Action, Callable[[], Awaitable[object]]] = {
        Action.CREATE: lambda: service.assign(staff=terry, client_id=ALICE, questionnaire_id=questionnaire),
        Action.MODIFY: lambda: service.change(
            staff=terry, client_id=ALICE, assignment_id=other, required=False, due_on=None
        ),
        Action.DELETE: lambda: service.take_back(staff=terry, client_id=ALICE, assignment_id=other),
    }
    for action, act in acts.items():
        if action is left_out:
            with pytest.raises(NotAllowed):
                await act()
        else:
            await act()


@pytest.mark.usefixtures("rolled_back", "unassigned")
async def test_a_chart_that_is_not_open_stays_shut_and_a_form_of_another_is_not_there() -> None:
    questionnaire = await form("A")
    of_bob = await assigned(questionnaire, "bob")
    await give("terry", {FORMS: frozenset(Action)})
    terry = await current("terry")
    with pytest.raises(NotFound):
        await assign("terry", questionnaire, people.client_id("bob"))
    with pytest.raises(NotFound):
        await service.take_back(staff=terry, client_id=people.client_id("bob"), assignment_id=of_bob)
    for act in (
        service.take_back(staff=terry, client_id=ALICE, assignment_id=of_bob),
        service.change(staff=terry, client_id=ALICE, assignment_id=of_bob, required=True, due_on=None),
    ):
        with pytest.raises(NotFound):
            await act
    assert await open_assignments("bob") == 1


@pytest.mark.usefixtures("rolled_back", "unassigned")
async def test_a_form_that_was_never_there_is_refused() -> None:
    with pytest.raises(StateForbids):
        await assign("nora", uuid4())


@pytest.mark.usefixtures("rolled_back", "unassigned")
async def test_a_form_that_can_tell_of_danger_waits_until_both_persons_are_named() -> None:
    questionnaire = await form("Mood", url="urn:mood")
    await marked("urn:mood")
    await rows.change("delete from safety_contact")
    with pytest.raises(StateForbids, match="names who is told"):
        await assign("nora", questionnaire)
    await told(Role.SECOND, "nora")
    assert await assign("nora", questionnaire)


@pytest.mark.usefixtures("rolled_back", "unassigned")
async def test_the_two_persons_are_two_and_active() -> None:
    questionnaire = await form("Mood", url="urn:mood")
    await marked("urn:mood")
    await told(Role.SECOND, "terry")  # Alice's clinician, who is told first
    with pytest.raises(StateForbids):
        await assign("nora", questionnaire)
    await told(Role.SECOND, "nora")
    staff = await current("nora")
    await rows.change("update staff_member set active = false where id = $1", people.staff_id("nora"))
    with pytest.raises(StateForbids):
        await service.assign(staff=staff, client_id=ALICE, questionnaire_id=questionnaire)
    await rows.change("update staff_member set active = true where id = $1", people.staff_id("nora"))
    assert await assign("nora", questionnaire)


@pytest.mark.usefixtures("rolled_back", "unassigned")
async def test_the_phq_9_can_tell_of_danger_without_any_mark() -> None:
    await rows.change("delete from safety_contact")
    questionnaire = await rows.value(
        "select id from questionnaire where url = 'urn:client-portal:form:phq-9'"
    )
    with pytest.raises(StateForbids, match="names who is told"):
        await assign("nora", questionnaire)


@pytest.mark.usefixtures("rolled_back", "unassigned")
async def test_a_form_that_can_not_needs_nobody_named() -> None:
    await rows.change("delete from safety_contact")
    assert await assign("nora", await form("Sleep diary"))


@pytest.mark.usefixtures("restored", "unassigned")
async def test_twenty_at_once_assign_once() -> None:
    questionnaire = await form("Sleep diary")
    new = await asyncio.gather(*(assign("nora", questionnaire) for _ in range(20)))
    assert sum(new) == 1
    assert await open_assignments() == 1
    assert await rows.value("select count(*) from activity_entry where kind = 'form_assigned'") == 1


@pytest.mark.usefixtures("restored", "unassigned")
async def test_two_versions_at_once_assign_one() -> None:
    first = await form("Sleep diary", url="urn:a")
    second = await form("Sleep diary", url="urn:a", version="2")
    await asyncio.gather(*(assign("nora", each) for each in (first, second) * 5))
    assert await open_assignments() == 1
    assert await rows.value("select questionnaire from form_assignment where client = $1", ALICE) == second


@pytest.mark.usefixtures("restored", "unassigned")
async def test_twenty_at_once_take_back_once() -> None:
    assignment = await assigned(await form("Sleep diary"))

    async def back() -> bool:
        try:
            await service.take_back(staff=await current("nora"), client_id=ALICE, assignment_id=assignment)
        except StateForbids:
            return False
        return True

    assert sum(await asyncio.gather(*(back() for _ in range(20)))) == 1
    assert await rows.value("select count(*) from activity_entry where kind = 'form_taken_back'") == 1


@pytest.mark.usefixtures("rolled_back", "unassigned")
async def test_a_sent_form_is_taken_back_with_a_reason_and_stays_sent() -> None:
    assignment = await assigned(await form("Sleep diary"))
    await answered(assignment, sent=True)
    nora = await current("nora")
    with pytest.raises(StateForbids):
        await service.take_back(staff=nora, client_id=ALICE, assignment_id=assignment)
    await service.take_back(staff=nora, client_id=ALICE, assignment_id=assignment, reason="Wrong form")
    assert await rows.value(
        "select completed_at is not null and taken_back_at is not null from form_assignment where id = $1",
        assignment,
    )


@pytest.mark.usefixtures("rolled_back", "unassigned")
async def test_the_audit_log_keeps_who_assigned_what() -> None:
    await assign("nora", await form("Sleep diary"))
    assert await rows.value(
        "select staff from audit_event where kind = 'form_assigned' and client = $1 and object_kind = 'form_assignment'",
        ALICE,
    ) == people.staff_id("nora")
