"""The outbox: a row written with a change says what follows from it; the worker does it, exactly once.

The table is the truth. Ringing the worker only makes it sooner; its clock sweeps what nobody rang for.
What needs another machine cannot be undone with a transaction: it is claimed, done, marked, and done again
under the same id when the worker died in between.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from app import db
from app.notices.tables import OutboxMessage
from app.web.logs import log, log_fault

Work: TypeAlias = Callable[[UUID, dict[str, Any]], Awaitable[None]]
"""Does what a row says; is given the row's id and payload."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Work that speaks to another machine. It is done outside any transaction, while the row is held for it.

    It may be done again with the same id, when its worker died before the row was marked.
    """

    work: Work


Effect: TypeAlias = Work | Sending
"""Work alone is done in the transaction that marks the row done."""

Effects: TypeAlias = Mapping[str, Effect]


class Impossible(Exception):
    """What a row says can never be done: raised by its work, it ends the row, and its name stands there as the fault."""


class NotNow(Exception):
    """What a row says may be done later: what its work says with it stands there as the fault, for people to read."""


MOST_AT_ONCE = 200
LONGEST_FAULT = 100
ADDRESS = re.compile(r"\S+@\S+")
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
HELD = timedelta(minutes=2)
"""How long a row is held for a sending; longer than the job that does it may last."""
SENDING_SECONDS = 10
"""After which a sweep begins no further sending: the next one goes on."""

CLAIM = """
select id, kind, payload, attempts from outbox_message
where id = $1 and done_at is null and due_at <= $2 for update skip locked
"""
WAITING = """
select id from outbox_message where done_at is null and due_at <= $1 and (kind = any($2)) = $3
order by due_at, id limit $4
"""


async def add(*, kind: str, payload: Mapping[str, Any], due_at: datetime | None = None) -> UUID:
    """Write down, in the transaction under way, that `kind` is to be done with `payload` (JSON, encrypted).

    None is at once.
    """
    now = datetime.now(UTC)
    row = OutboxMessage(id=db.new_id(), kind=kind, created_at=now, due_at=due_at or now)
    row.payload = OutboxMessage.payload.seal_json(dict(payload), row=row.id)
    await OutboxMessage.insert(row)
    db.ring_after_commit()
    return row.id


async def waiting() -> list[UUID]:
    """Give the rows that are due, oldest first."""
    return await _due()


async def deliver(message_id: UUID, *, effects: Effects) -> bool:
    """Do one row and mark it done, work in one transaction with the mark; False when it is done, held or not due.

    A fault undoes the transaction and puts the row off, longer each time; only what is impossible is given up.
    """
    try:
        return await _do(message_id, effects)
    except Impossible as fault:
        log_fault("outbox message impossible", fault, outbox_id=str(message_id))
        await _mark_done(message_id, fault=type(fault).__name__)
        return True
    except Exception as fault:  # noqa: BLE001  # whatever it is, the row waits and is tried again
        log_fault("outbox message failed", fault, outbox_id=str(message_id))
        await _put_off(message_id, fault)
        return False


async def deliver_all(*, effects: Effects) -> int:
    """Do every row that is due, sendings last, so that no slow machine keeps staff from an alert; give how many."""
    sendings = [kind for kind, effect in effects.items() if isinstance(effect, Sending)]
    done = [await deliver(message_id, effects=effects) for message_id in await _due(sendings, among=False)]
    return sum(done) + await _send_all(sendings, effects)


_sending = asyncio.Lock()


async def _send_all(kinds: Sequence[str], effects: Effects) -> int:
    """Do the sendings that are due, unless another sweep of this process is at it; give how many were done."""
    if _sending.locked():
        return 0
    async with _sending:
        ends = asyncio.get_running_loop().time() + SENDING_SECONDS
        done = 0
        for message_id in await _due(kinds, among=True):
            if asyncio.get_running_loop().time() > ends:
                db.ring()
                break
            done += await deliver(message_id, effects=effects)
    return done


async def _due(kinds: Sequence[str] = (), *, among: bool = False) -> list[UUID]:
    """Give the rows that are due, oldest first, of these kinds or of all others."""
    found = await db.rows(WAITING, datetime.now(UTC), list(kinds), among, MOST_AT_ONCE)
    return [row["id"] for row in found]


async def _do(message_id: UUID, effects: Effects) -> bool:
    async with db.transaction():
        row = await db.row(CLAIM, message_id, datetime.now(UTC))
        if row is None:
            return False
        effect = effects[row["kind"]]
        payload = OutboxMessage.payload.open_json(row["payload"], row=message_id)
        if isinstance(effect, Sending):
            await _hold(message_id)
        else:
            await effect(message_id, payload)
            await _mark_done(message_id)
    if isinstance(effect, Sending):
        await effect.work(message_id, payload)
        await _mark_done(message_id)
    log("outbox message done", outbox_id=str(message_id), kind=row["kind"], attempt=row["attempts"] + 1)
    return True


async def _hold(message_id: UUID) -> None:
    """Keep others from a row until it is marked, or its worker must have died."""
    until = datetime.now(UTC) + HELD
    await OutboxMessage.update({OutboxMessage.due_at: until}).where(OutboxMessage.id == message_id)


async def _mark_done(message_id: UUID, *, fault: str = "") -> None:
    await OutboxMessage.update(
        {OutboxMessage.done_at: datetime.now(UTC), OutboxMessage.fault: fault[:LONGEST_FAULT]}
    ).where(OutboxMessage.id == message_id)


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
            OutboxMessage.fault: _words_of(fault),
        }
    ).where(OutboxMessage.id == message_id)


def _words_of(fault: Exception) -> str:
    """Name a fault; with what another machine said where that is known to be for people, but no address in it."""
    name = type(fault).__name__
    words = " ".join(str(fault).split()) if isinstance(fault, NotNow) else ""
    line = "".join(letter for letter in ADDRESS.sub("…", words) if letter.isprintable())
    return (f"{name}: {line}" if line else name)[:LONGEST_FAULT]
