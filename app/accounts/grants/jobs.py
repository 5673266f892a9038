"""What follows when somebody asks to end an access, done by the worker."""

from typing import Any
from uuid import UUID

from app.accounts.grants.service import END_ASKED
from app.accounts.sessions import today
from app.notices.alerts import raise_alerts
from app.notices.outbox import Effects
from app.notices.tables import AlertKind
from app.staff.rules import PermissionRule
from app.staff.service import receivers


async def tell_staff(event: UUID, payload: dict[str, Any]) -> None:
    """Alert the staff of the chart who look after portal accounts."""
    client_id = UUID(payload["client"])
    told = await receivers(
        client_id=client_id,
        rule=PermissionRule.PORTAL_ACCOUNTS,
        to_provider=True,
        group_id=None,
        today=today(),
    )
    await raise_alerts(
        event=event,
        kind=AlertKind.ACCESS_END_ASKED,
        client_id=client_id,
        object_id=client_id,
        recipients=told,
    )


EFFECTS: Effects = {END_ASKED: tell_staff}
