"""Walking the audit log and its chain, and naming every row that was changed, taken away or never sealed.

Both walks stream one consistent picture of the database, however long the log is and whatever is written meanwhile.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from app import db
from app.activity.seals import BEFORE_ALL, Head, mac_of
from app.activity.service import authenticate

PATIENCE = timedelta(seconds=60)
"""How long a row may wait for its seal."""

ROWS_AT_ONCE = 1000


class Fault(StrEnum):
    CHANGED = "changed"
    MISSING = "missing"
    UNSEALED = "unsealed"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a row of the log, a link of the chain, or both."""

    fault: Fault
    event: UUID | None = None
    seals: range = range(0)

    def __str__(self) -> str:
        named = [] if self.event is None else [f"audit row {self.event}"]
        if len(self.seals) == 1:
            named.append(f"seal {self.seals[0]}")
        elif self.seals:
            named.append(f"seals {self.seals[0]} to {self.seals[-1]}")
        return f"{self.fault:<8} {', '.join(named)}"


@dataclass(slots=True)
class Walk:
    """What a walk has seen; complete once its findings are exhausted."""

    rows: int = 0
    head: Head = BEFORE_ALL


SEALED = """
select seal.seq, seal.event, seal.prev, seal.mac as seal_mac, event.*
from audit_seal seal left join audit_event event on event.id = seal.event order by seal.seq
"""
WITHOUT_SEAL = """
select event.*, event.at < now() - $1::interval as late from audit_event event
where not exists (select from audit_seal seal where seal.event = event.id) order by event.id
"""
GONE_BEFORE_ITS_SEAL = """
select unsealed.event from audit_unsealed unsealed
where not exists (select from audit_event event where event.id = unsealed.event) order by unsealed.event
"""


async def verify(walk: Walk, *, known: Head = BEFORE_ALL) -> AsyncIterator[Finding]:
    """Walk the chain and the log, noting in `walk` what was seen; give each fault as it is found.

    `known` is a head written down earlier: the chain must still hold it.
    """
    async with db.apart() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        async for row in connection.cursor(SEALED, prefetch=ROWS_AT_ONCE):
            for finding in _about_link(row, after=walk.head, known=known):
                yield finding
            walk.head = Head(row["seq"], row["seal_mac"])
            walk.rows += row["id"] is not None
        if walk.head.seq < known.seq:
            yield Finding(Fault.MISSING, seals=range(walk.head.seq + 1, known.seq + 1))
        async for row in connection.cursor(WITHOUT_SEAL, PATIENCE, prefetch=ROWS_AT_ONCE):
            for finding in _about_unsealed(row):
                yield finding
            walk.rows += 1
        async for row in connection.cursor(GONE_BEFORE_ITS_SEAL, prefetch=ROWS_AT_ONCE):
            yield Finding(Fault.MISSING, event=row["event"])


def _about_link(row: db.Record, *, after: Head, known: Head) -> Iterator[Finding]:
    seq = row["seq"]
    itself = range(seq, seq + 1)
    gap = range(after.seq + 1, seq)
    if gap:
        yield Finding(Fault.MISSING, seals=gap)
    if not (_is_link(row, after=after) and (seq != known.seq or row["seal_mac"] == known.mac)):
        yield Finding(Fault.CHANGED, seals=itself)
    if row["id"] is None:
        yield Finding(Fault.MISSING, event=row["event"], seals=itself)
    elif not _is_genuine(row):
        yield Finding(Fault.CHANGED, event=row["event"], seals=itself)


def _about_unsealed(row: db.Record) -> Iterator[Finding]:
    if row["late"]:
        yield Finding(Fault.UNSEALED, event=row["id"])
    if not _is_genuine(row):
        yield Finding(Fault.CHANGED, event=row["id"])


def _is_link(row: db.Record, *, after: Head) -> bool:
    """Whether a seal is ours, and follows the one before it where that is there."""
    follows = row["seq"] != after.seq + 1 or row["prev"] == after.mac
    mac = mac_of(seq=row["seq"], event=row["event"], prev=row["prev"])
    return bool(follows and mac == row["seal_mac"])


def _is_genuine(event: db.Record) -> bool:
    """Whether a row of the log still is what was written."""
    mac: bytes = event["mac"]
    return mac == authenticate(event)
