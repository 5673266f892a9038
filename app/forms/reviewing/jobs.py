"""What follows from a form that was sent, done by the worker: staff are told."""

from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.forms.rules import FORM_COMPLETED
from app.notices.alerts import raise_alerts
from app.notices.outbox import Effects
from app.notices.tables import AlertKind
from app.staff.rules import PermissionRule
from app.staff.service import told_of

OF_RESPONSE = "select client from form_response where id = $1"


async def tell_of_completion(event: UUID, payload: dict[str, Any]) -> None:
    """Alert those who receive QnA Form Completed alerts of the chart, assigned or all; each once."""
    response_id = UUID(payload["response"])
    (row,) = await db.rows(OF_RESPONSE, response_id)
    told = await told_of(
        client_id=row["client"],
        assigned=PermissionRule.ASSIGNED_FORM_ALERTS,
        every=PermissionRule.ALL_FORM_ALERTS,
        today=today(),
    )
    await raise_alerts(
        event=event,
        kind=AlertKind.FORM_COMPLETED,
        client_id=row["client"],
        object_id=response_id,
        recipients=told,
    )


EFFECTS: Effects = {FORM_COMPLETED: tell_of_completion}
