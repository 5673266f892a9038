"""Copies of the record for staff: made, looked at and taken away by themselves, and never counted as the client's."""

from datetime import date
from uuid import UUID

from app import db
from app.accounts.charts import StaffChart, chart_for_staff
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import StateForbids
from app.record.desk.answering import RULE
from app.record.making.record import Record
from app.record.reading.copies import OBJECT, Copy, copy_for_staff, make_copy
from app.record.reading.service import ONE_VIEW, note_download
from app.staff.rules import Action
from app.web.language import _l

IS_OVER = _l("This copy is not kept any more. Make a new one.")


async def make(
    *, staff: CurrentStaff, client_id: UUID, from_on: date | None = None, until_on: date | None = None
) -> UUID:
    """Make a copy for staff, of what the client themselves may have; give its id. Raises NotAllowed, NotFound."""
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.VIEW)
    async with db.transaction():
        return await make_copy(
            by=staff.actor,
            client_id=client_id,
            account_id=None,
            for_self=True,
            from_on=from_on,
            until_on=until_on,
        )


async def look(*, staff: CurrentStaff, client_id: UUID, copy_id: UUID) -> tuple[StaffChart, Copy, Record]:
    """Show a copy that was made for staff, which is written down once an hour.

    Raises NotAllowed, NotFound, and StateForbids where its time is over.
    """
    chart, copy, record = await _copy(staff, client_id, copy_id)
    async with db.transaction():
        await activity.record_once(
            within=ONE_VIEW,
            by=staff.actor,
            kind=Kind.RECORD_VIEWED,
            object_kind=OBJECT,
            object_id=copy_id,
            client_id=client_id,
        )
    return chart, copy, record


async def take(*, staff: CurrentStaff, client_id: UUID, copy_id: UUID) -> Record:
    """Give what a copy for staff holds, to be taken away, which is always written down; raises likewise."""
    _, _, record = await _copy(staff, client_id, copy_id)
    await note_download(by=staff.actor, client_id=client_id, object_kind=OBJECT, object_id=copy_id)
    return record


async def _copy(staff: CurrentStaff, client_id: UUID, copy_id: UUID) -> tuple[StaffChart, Copy, Record]:
    chart = await chart_for_staff(staff=staff, client_id=client_id, rule=RULE)
    copy = await copy_for_staff(by=staff.actor, client_id=client_id, copy_id=copy_id)
    if copy.record is None:
        raise StateForbids(IS_OVER)
    return chart, copy, copy.record
