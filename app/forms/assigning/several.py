"""Giving one form to several clients: counted first, then done by the worker, once for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from app import db
from app.accounts.charts import check_rule
from app.accounts.sessions import CurrentStaff, today
from app.activity.actor import Actor, ActorKind
from app.activity.refusals import NotFound, StateForbids, Unfit
from app.db import IN_FORCE
from app.forms.assigning.rules import IS_RETIRED, NO_CLINICIAN, NOBODY_LEFT, check_due_on
from app.forms.assigning.service import RULE, Asked, give
from app.forms.library.shelf import OfferedForm, offered, offered_by_url
from app.notices import outbox
from app.notices.outbox import Effects
from app.staff.names import STAFF_NAME
from app.staff.rules import Action
from app.staff.service import OPEN_CHARTS
from app.web.logs import log

SEVERAL = "forms.several"
AT_ONCE = 50
"""Clients of one row of the outbox."""
MOST = 20_000


class Whom(StrEnum):
    """Which clients of those whose charts are open."""

    MINE = "mine"
    CLINICIAN = "clinician"
    EVERYBODY = "everybody"


LOOKED_AFTER = f"""
client.id in (select client from client_assignment assignment
  where assignment.staff = $4 and {IN_FORCE.format(row="assignment", day="$2")})
"""
CLIENTS = f"""
select client.id, exists (select 1 from form_assignment assignment
    join questionnaire on questionnaire.id = assignment.questionnaire
    where assignment.client = client.id and questionnaire.url = $5
      and assignment.completed_at is null and assignment.taken_back_at is null) as has
from client
where (client.discharged_on is null or client.discharged_on > $2)
  and ($1 or client.id in {OPEN_CHARTS.format(staff="$3", today="$2")}) and ($4::uuid is null or {LOOKED_AFTER})
order by client.id limit {MOST}
"""
CLINICIANS = f"""
select member.id, {STAFF_NAME.format("member")} as name from staff_member member
where exists (select 1 from client_assignment assignment where assignment.staff = member.id
  and {IN_FORCE.format(row="assignment", day="$2")} and ($1 or assignment.client in {OPEN_CHARTS.format(staff="$3", today="$2")}))
order by name, member.id limit 500
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """Which clients would get a form."""

    form: OfferedForm
    clients: tuple[UUID, ...]
    have_it: int


async def clinicians(staff: CurrentStaff) -> tuple[tuple[UUID, str], ...]:
    """Give who looks after clients whose charts are open to the staff member."""
    found = await db.rows(CLINICIANS, staff.permissions.client_admin, today(), staff.staff_id)
    return tuple((row["id"], row["name"]) for row in found)


async def counted(
    *, staff: CurrentStaff, questionnaire_id: UUID, whom: Whom, clinician: UUID | None = None
) -> Counted:
    """Count the clients who would get a form and those who have it; raises NotAllowed, StateForbids, Unfit."""
    check_rule(staff, RULE, Action.CREATE)
    if whom is Whom.CLINICIAN and clinician is None:
        raise Unfit("clinician", NO_CLINICIAN)
    form = await _form(staff, questionnaire_id)
    looked_after_by = {Whom.MINE: staff.staff_id, Whom.CLINICIAN: clinician, Whom.EVERYBODY: None}[whom]
    values = (staff.permissions.client_admin, today(), staff.staff_id, looked_after_by)
    found = await db.rows(CLIENTS, *values, form.url)
    without = tuple(row["id"] for row in found if not row["has"])
    return Counted(form, without, len(found) - len(without))


async def _form(staff: CurrentStaff, questionnaire_id: UUID) -> OfferedForm:
    form = await offered(questionnaire_id)
    if form is not None:
        return form
    if await db.row("select 1 from questionnaire where id = $1", questionnaire_id):
        raise StateForbids(IS_RETIRED)
    raise NotFound(by=staff.actor, object_kind="questionnaire", object_id=questionnaire_id)


async def assign_to_several(
    *,
    staff: CurrentStaff,
    questionnaire_id: UUID,
    whom: Whom,
    clinician: UUID | None,
    required: bool,
    due_on: date | None,
) -> int:
    """Have the worker give a form to all these clients who do not have it; give how many. Raises likewise, and Unfit."""
    check_due_on(due_on, today=today())
    found = await counted(staff=staff, questionnaire_id=questionnaire_id, whom=whom, clinician=clinician)
    if not found.clients:
        raise StateForbids(NOBODY_LEFT)
    async with db.transaction():
        for begin in range(0, len(found.clients), AT_ONCE):
            payload = {
                "url": found.form.url,
                "clients": [str(each) for each in found.clients[begin : begin + AT_ONCE]],
                "required": required,
                "due_on": due_on.isoformat() if due_on else None,
                "staff": str(staff.staff_id),
                "name": staff.name,
            }
            await outbox.add(kind=SEVERAL, payload=payload)
    return len(found.clients)


async def give_to_several(_message_id: UUID, payload: dict[str, Any]) -> None:
    """Give a form to the clients of a row; who cannot have it, or has it by now, is passed over."""
    form = await offered_by_url(payload["url"])
    if form is None:
        return
    by = Actor(kind=ActorKind.STAFF, name=payload["name"], staff_id=UUID(payload["staff"]))
    due_on = date.fromisoformat(payload["due_on"]) if payload["due_on"] else None
    await _give_each(
        by, form, [UUID(each) for each in payload["clients"]], Asked(payload["required"], due_on)
    )


async def _give_each(by: Actor, form: OfferedForm, clients: Sequence[UUID], asked: Asked) -> None:
    for client_id in clients:
        try:
            await give(by=by, client_id=client_id, form=form, asked=asked)
        except StateForbids:  # discharged since, or nobody is named who is told of danger
            log("form not given", job="several clients")


EFFECTS: Effects = {SEVERAL: give_to_several}
