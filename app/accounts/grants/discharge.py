"""The day on which a client's care ended: from it on nothing is sent, and after a while the chart does not open."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app import db
from app.accounts.charts import chart_for_staff
from app.accounts.grants.opening import terms
from app.accounts.grants.staff_service import iso
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.kinds import Kind
from app.clients.tables import Client
from app.staff.rules import Action, PermissionRule


@dataclass(frozen=True, slots=True)
class Discharge:
    """Whose care ended when, and for how many days they may read and pay."""

    client_name: str
    discharged_on: date | None
    days_to_read_and_pay: int


async def discharge_of(*, staff: CurrentStaff, client_id: UUID) -> Discharge:
    """Give the day of a client's discharge to who may set it. Raises NotAllowed and NotFound as `chart_for_staff`."""
    client = await chart_for_staff(
        staff=staff, client_id=client_id, rule=PermissionRule.CLIENTS, action=Action.MODIFY
    )
    return Discharge(
        client_name=client.name,
        discharged_on=client.discharged_on,
        days_to_read_and_pay=terms().days_to_read_and_pay,
    )


async def set_discharge(
    *, staff: CurrentStaff, client_id: UUID, discharged_on: date | None, reason: str
) -> None:
    """Set the day of a client's discharge, or take it back. Raises NotAllowed and NotFound as `chart_for_staff`."""
    client = await chart_for_staff(
        staff=staff, client_id=client_id, rule=PermissionRule.CLIENTS, action=Action.MODIFY
    )
    async with db.transaction():
        await Client.update({Client.discharged_on: discharged_on}).where(Client.id == client_id)
        await activity.record(
            by=staff.actor,
            kind=Kind.DISCHARGE_CHANGED,
            object_kind="client",
            object_id=client_id,
            client_id=client_id,
            detail={"was": iso(client.discharged_on), "is": iso(discharged_on), "reason": reason},
        )
