"""Links to copies that clients and their representatives sent, taken back by staff."""

from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.charts import chart_for_staff
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound
from app.record.desk.answering import RULE
from app.record.sending.service import OBJECT
from app.staff.rules import Action

END = """
update record_sending set ended_at = $3
where id = $1 and client = $2 and ended_at is null and fault = '' and expires_at > $3 returning id
"""
KNOWN = "select 1 from record_sending where id = $1 and client = $2"


async def end_link(*, by: CurrentStaff, client_id: UUID, sending_id: UUID) -> None:
    """Take a link back, at once; twice is once, and one that is over stays as it is. Raises NotAllowed, NotFound."""
    await chart_for_staff(staff=by, client_id=client_id, rule=RULE, action=Action.MODIFY)
    async with db.transaction():
        if await db.row(END, sending_id, client_id, datetime.now(UTC)) is not None:
            await activity.record(
                by=by.actor,
                kind=Kind.RECORD_LINK_ENDED,
                object_kind=OBJECT,
                object_id=sending_id,
                client_id=client_id,
            )
            return
    if await db.row(KNOWN, sending_id, client_id) is None:
        raise NotFound(by=by.actor, object_kind=OBJECT, object_id=sending_id, client_id=client_id)
