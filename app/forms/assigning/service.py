"""Giving forms to a client, taking them back, and changing what is asked."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.charts import chart_for_staff
from app.accounts.sessions import CurrentStaff, today
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids
from app.forms.assigning.rules import (
    IS_DISCHARGED,
    IS_RETIRED,
    check_can_change,
    check_can_take_back,
    check_due_on,
)
from app.forms.filling.listing import title_of
from app.forms.library.shelf import OfferedForm, offered
from app.forms.rules import Facts
from app.forms.safety.persons import check_persons_set
from app.forms.tables import FormAssignment
from app.notices.preferences import Notice
from app.notices.telling.service import tell_client
from app.staff.rules import Action, PermissionRule

RULE = PermissionRule.FORMS
HOLD = "select discharged_on from client where id = $1 for no key update"
OPEN = """
select assignment.id from form_assignment assignment
join questionnaire on questionnaire.id = assignment.questionnaire
where assignment.client = $1 and questionnaire.url = $2
  and assignment.completed_at is null and assignment.taken_back_at is null limit 1
"""
ONE = """
select assignment.*, questionnaire.title, questionnaire.title_es, exists (select 1 from form_response response
  where response.assignment = assignment.id and response.status <> 'entered-in-error') as answered
from form_assignment assignment join questionnaire on questionnaire.id = assignment.questionnaire
where assignment.id = $1 and assignment.client = $2
"""
LOCK = "select 1 from form_assignment where id = $1 for no key update"


@dataclass(frozen=True, slots=True)
class Asked:
    """How a form is asked for."""

    required: bool = True
    due_on: date | None = None
    packet: UUID | None = None
    recurrence: UUID | None = None
    by_name: str = ""
    """Who is said to have assigned it; "" for whoever acts."""


USUALLY = Asked()


@dataclass(frozen=True, slots=True)
class Assigned:
    """A form that the client has; `new`: it was not there before."""

    id: UUID
    form: OfferedForm
    new: bool


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """A form of a chart as staff meet it."""

    id: UUID
    client_id: UUID
    questionnaire_id: UUID
    title: str
    facts: Facts
    required: bool
    answered: bool
    """Whether there are answers to it, sent or not."""
    reminded_at: datetime | None


async def assign(
    *, staff: CurrentStaff, client_id: UUID, questionnaire_id: UUID, asked: Asked = USUALLY
) -> Assigned:
    """Give a form to a client in its newest version, once, however often it is asked.

    Raises NotAllowed, NotFound, StateForbids (retired, or nobody is named who is told of danger), Unfit.
    """
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
    check_due_on(asked.due_on, today=today())
    async with db.transaction():
        form = await offered(questionnaire_id)
        if form is None:
            raise StateForbids(IS_RETIRED)
        return await give(by=staff.actor, client_id=client_id, form=form, asked=asked)


async def give(*, by: Actor, client_id: UUID, form: OfferedForm, asked: Asked) -> Assigned:
    """Do the same, in the transaction under way, for whoever was found to be allowed to."""
    await _hold(client_id)
    if form.marked:
        await check_persons_set(client_id)
    there = await db.row(OPEN, client_id, form.url)
    if there is not None:
        return Assigned(there["id"], form, new=False)
    assignment = FormAssignment(
        id=db.new_id(),
        client=client_id,
        questionnaire=form.id,
        packet=asked.packet,
        recurrence=asked.recurrence,
        required=asked.required,
        due_on=asked.due_on,
        assigned_at=datetime.now(UTC),
        assigned_by_name=asked.by_name or by.name,
    )
    await FormAssignment.insert(assignment)
    await record(by, Kind.FORM_ASSIGNED, assignment.id, client_id)
    await tell_client(
        client_id=client_id, notice=Notice.FORM, object_id=assignment.id, path=f"/forms/{assignment.id}"
    )
    return Assigned(assignment.id, form, new=True)


async def take_back(
    *, staff: CurrentStaff, client_id: UUID, assignment_id: UUID, reason: str = ""
) -> AssignmentLine:
    """Take a form back: it is gone from the client's list. What was answered is kept, and asks for a reason.

    Raises NotAllowed, NotFound, StateForbids, Unfit.
    """
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.DELETE)
    async with db.transaction():
        line = await locked(staff, client_id, assignment_id)
        check_can_take_back(line.facts, answered=line.answered, reason=reason)
        kept = FormAssignment.taken_back_reason.seal(reason, row=assignment_id) if line.answered else None
        await write(
            assignment_id,
            {
                FormAssignment.taken_back_at: datetime.now(UTC),
                FormAssignment.taken_back_by_name: staff.name,
                FormAssignment.taken_back_reason: kept,
            },
        )
        await record(staff.actor, Kind.FORM_TAKEN_BACK, assignment_id, client_id)
    return line


async def change(
    *, staff: CurrentStaff, client_id: UUID, assignment_id: UUID, required: bool, due_on: date | None
) -> AssignmentLine:
    """Say whether an open form must be filled in, and by when. Raises NotAllowed, NotFound, StateForbids, Unfit."""
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.MODIFY)
    async with db.transaction():
        line = await locked(staff, client_id, assignment_id)
        check_can_change(line.facts)
        check_due_on(due_on, today=today(), before=line.facts.due_on)
        if (required, due_on) != (line.required, line.facts.due_on):
            columns = {FormAssignment.required: required, FormAssignment.due_on: due_on}
            await write(assignment_id, columns)
            await record(staff.actor, Kind.FORM_ASKED_ANEW, assignment_id, client_id)
    return line


async def assignment_for(
    staff: CurrentStaff, client_id: UUID, assignment_id: UUID, action: Action
) -> AssignmentLine:
    """Give a form of a chart to a staff member who may do `action`; raises NotAllowed, NotFound."""
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=action)
    return _line(staff, client_id, assignment_id, await db.row(ONE, assignment_id, client_id))


async def _hold(client_id: UUID) -> None:
    """Keep others from giving the client the same form at the same moment. Raises StateForbids once discharged."""
    client = await db.row(HOLD, client_id)
    if client is not None and client["discharged_on"] is not None and client["discharged_on"] <= today():
        raise StateForbids(IS_DISCHARGED)


async def locked(staff: CurrentStaff, client_id: UUID, assignment_id: UUID) -> AssignmentLine:
    """Give a form of the chart, which nobody else changes until the transaction under way ends; raises NotFound."""
    await db.row(LOCK, assignment_id)  # apart, so that what is read next was written before
    return _line(staff, client_id, assignment_id, await db.row(ONE, assignment_id, client_id))


def _line(staff: CurrentStaff, client_id: UUID, assignment_id: UUID, row: db.Record | None) -> AssignmentLine:
    if row is None:
        raise NotFound(
            by=staff.actor, object_kind="form_assignment", object_id=assignment_id, client_id=client_id
        )
    return AssignmentLine(
        id=row["id"],
        client_id=row["client"],
        questionnaire_id=row["questionnaire"],
        title=title_of(row),
        facts=Facts(
            completed_at=row["completed_at"], taken_back_at=row["taken_back_at"], due_on=row["due_on"]
        ),
        required=row["required"],
        answered=row["answered"],
        reminded_at=row["reminded_at"],
    )


async def write(assignment_id: UUID, columns: dict[Any, Any]) -> None:
    """Change an assignment that is held."""
    await FormAssignment.update(columns).where(FormAssignment.id == assignment_id)


async def record(by: Actor, kind: Kind, assignment_id: UUID, client_id: UUID) -> None:
    """Write down what was done with a form of a chart."""
    await activity.record(
        by=by,
        kind=kind,
        object_kind="form_assignment",
        object_id=assignment_id,
        client_id=client_id,
    )
