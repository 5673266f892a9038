"""What follows from a change, done by the worker: staff are told, and the address on file."""

from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.changes import letters
from app.changes.service import SAVED
from app.notices.alerts import raise_alerts
from app.notices.outbox import Effects
from app.notices.tables import AlertKind
from app.staff.rules import PermissionRule
from app.staff.service import holders

OF_REQUEST = "select client from change_request where id = $1"


async def tell_of_change(event: UUID, payload: dict[str, Any]) -> None:
    """Alert every holder of the Demographic Update rule who may open the chart, once a save."""
    request_id = UUID(payload["request"])
    (row,) = await db.rows(OF_REQUEST, request_id)
    told = await holders(client_id=row["client"], rule=PermissionRule.DEMOGRAPHIC_ALERT, today=today())
    await raise_alerts(
        event=event,
        kind=AlertKind.DEMOGRAPHIC_UPDATE,
        client_id=row["client"],
        object_id=request_id,
        recipients=told,
    )


EFFECTS: Effects = {SAVED: tell_of_change, **letters.EFFECTS}
