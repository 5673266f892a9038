"""The outbox: a row written with a change says what follows from it; the worker does it, exactly once.

The table is the truth. Ringing the worker only makes it sooner; its clock sweeps what nobody rang for.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.notices.tables import OutboxMessage
from app.web.logs import log, log_fault

Effect = Callable[[UUID, dict[str, Any]], Awaitable[None]]
"""Does what a row says, in the transaction that marks it done; is given the row's id and payload."""

Effects = Mapping[str, Effect]

MOST_AT_ONCE = 200
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)

CLAIM = """
select id, kind, payload, attempts from outbox_message
where id = $1 and done_at is null and due_at <= $2 for update skip locked
"""
WAITING = "select id from outbox_message where done_at is null and due_at <= $1 order by due_at, id limit $2"


async def add(*, kind: str, payload: Mapping[str, Any]) -> UUID:
    """Write down, in the transaction under way, that `kind` is to be done with `payload` (JSON, encrypted)."""
    now = datetime.now(UTC)
    row = OutboxMessage(id=db.new_id(), kind=kind, created_at=now, due_at=now)
    row.payload = OutboxMessage.payload.seal_json(dict(payload), row=row.id)
    await OutboxMessage.insert(row)
    db.ring_after_commit()
    return row.id


async def waiting() -> list[UUID]:
    """Give the rows that are due, oldest first."""
    return [row["id"] for row in await db.rows(WAITING, datetime.now(UTC), MOST_AT_ONCE)]


async def deliver(message_id: UUID, *, effects: Effects) -> bool:
    """Do one row, in one transaction with marking it done; False when it is done, locked or not due.

    A fault undoes all of it and puts the row off, longer each time; the row is never given up.
    """
    try:
        async with db.transaction():
            return await _do(message_id, effects)
    except Exception as fault:  # noqa: BLE001  # whatever it is, the row waits and is tried again
        log_fault("outbox message failed", fault, outbox_id=str(message_id))
        await _put_off(message_id, fault)
        return False


async def deliver_all(*, effects: Effects) -> int:
    """Do every row that is due; give how many were done."""
    done = [await deliver(message_id, effects=effects) for message_id in await waiting()]
    return sum(done)


async def _do(message_id: UUID, effects: Effects) -> bool:
    now = datetime.now(UTC)
    row = await db.row(CLAIM, message_id, now)
    if row is None:
        return False
    payload = OutboxMessage.payload.open_json(row["payload"], row=message_id)
    await effects[row["kind"]](message_id, payload)
    await OutboxMessage.update({OutboxMessage.done_at: now}).where(OutboxMessage.id == message_id)
    log("outbox message done", outbox_id=str(message_id), kind=row["kind"], attempt=row["attempts"] + 1)
    return True


async def _put_off(message_id: UUID, fault: Exception) -> None:
    if db.is_away(fault):
        return  # nothing was tried: the database itself was away
    row = await OutboxMessage.select(OutboxMessage.attempts).where(OutboxMessage.id == message_id).first()
    attempts = row["attempts"] + 1 if row else 1
    wait = min(FIRST_WAIT * 2 ** min(attempts, 20), LONGEST_WAIT)
    await OutboxMessage.update(
        {
            OutboxMessage.attempts: attempts,
            OutboxMessage.due_at: datetime.now(UTC) + wait,
            OutboxMessage.fault: type(fault).__name__[:100],
        }
    ).where(OutboxMessage.id == message_id)
