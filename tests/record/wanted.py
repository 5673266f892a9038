"""A request of Alice's that waits, and no other of its kind."""

from datetime import UTC, date, datetime
from uuid import UUID

from app.db import new_id
from app.record.asking.words import Wanted, sealed
from app.record.tables import RecordRequest
from tests import people, rows


async def wants(kind: str) -> UUID:
    """Have Alice ask for a copy of her record, or for an amendment or restriction; give the id."""
    alice = people.client_id("alice")
    await rows.change(
        "update record_request set state = 'withdrawn' where client = $1 and kind = $2 and state = 'waiting'",
        alice,
        kind,
    )
    row = RecordRequest(
        id=new_id(),
        client=alice,
        kind=kind,
        account=people.account_id("alice"),
        by_self=True,
        asked_by_name="Alice Anderson",
        asked_at=datetime.now(UTC),
        due_on=date(2099, 1, 31),
    )
    row.words = sealed(Wanted("Please", ""), row=row.id)
    await RecordRequest.insert(row)
    return row.id
