"""What the audit log says of the admin."""

from typing import Any
from uuid import UUID

from app import db
from app.activity.kinds import Kind
from app.activity.service import authenticate
from app.activity.tables import AuditEvent


async def newest(kind: Kind) -> Any:
    """Give the newest row of a kind, whose MAC must fit."""
    event = (
        await AuditEvent.objects()
        .where(AuditEvent.kind == kind.value)
        .order_by(AuditEvent.at, ascending=False)
        .first()
    )
    assert event is not None, f"There is no {kind} in the audit log."
    assert event.mac == authenticate(event)
    return event


def detail_of(event: AuditEvent) -> Any:
    """Open what an audit row keeps encrypted."""
    return AuditEvent.detail.open_json(event.detail, row=event.id)


async def count(kind: Kind, *, of: UUID | None = None) -> int:
    row = await db.row(
        "select count(*) from audit_event where kind = $1 and ($2::uuid is null or object_id = $2)",
        kind.value,
        of,
    )
    assert row is not None
    found: int = row["count"]
    return found
