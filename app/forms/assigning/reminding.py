"""Reminding a client of a form: they are told once more that it waits."""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.charts import chart_for_staff
from app.accounts.sessions import CurrentStaff
from app.accounts.telling.readers import Reached, reach_of
from app.activity.kinds import Kind
from app.activity.refusals import StateForbids
from app.forms.assigning.rules import NOBODY_REACHED, NOT_WANTED, check_can_remind
from app.forms.assigning.service import RULE, AssignmentLine, locked, record, write
from app.forms.tables import FormAssignment
from app.notices.preferences import Notice
from app.notices.telling.service import News, tell_client
from app.staff.rules import Action

STILL_OPEN = """
select id from form_assignment where id = any($1) and completed_at is null and taken_back_at is null
"""


async def remind(*, staff: CurrentStaff, client_id: UUID, assignment_id: UUID) -> AssignmentLine:
    """Remind whoever fills in the client's forms of one that is open, at most once a day.

    Raises NotAllowed, NotFound, and StateForbids with the sentence that says why nothing goes out.
    """
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.MODIFY)
    now = datetime.now(UTC)
    async with db.transaction():
        line = await locked(staff, client_id, assignment_id)
        check_can_remind(line.facts, reminded_at=line.reminded_at, now=now)
        await _check_reach(client_id)
        await write(assignment_id, {FormAssignment.reminded_at: now})
        await record(staff.actor, Kind.FORM_REMINDED, assignment_id, client_id)
        await tell_client(
            client_id=client_id,
            notice=Notice.FORM,
            object_id=assignment_id,
            path=f"/forms/{assignment_id}",
            event=db.new_id(),
        )
    return line


async def _check_reach(client_id: UUID) -> None:
    """Raise StateForbids where nobody can be told of forms, or wants to be."""
    reached = await reach_of(client_id, Notice.FORM)
    if reached is Reached.NOT_WANTED:
        raise StateForbids(NOT_WANTED)
    if reached is Reached.NOBODY:
        raise StateForbids(NOBODY_REACHED)


async def still_open(assignments: Collection[UUID]) -> set[UUID]:
    """Give which of these forms a client is still to fill in."""
    return {row["id"] for row in await db.rows(STILL_OPEN, list(assignments))}


NEWS: News = {Notice.FORM: still_open}
