"""Sealing the audit log: each second the committed rows that have no seal yet are chained, one after another.

A use case writes its audit row unchained, since a chain under concurrent writers would make each wait for the
other. One sealer in all processes gives the rows their order afterwards. A row that is committed late is found
all the same: a trigger writes it down as unsealed in the transaction that inserts it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from app import db, encryption
from app.web.logs import log

ONE_AT_A_TIME = 0x_5EA1_0001
"""The number of the lock that lets one process at a time seal."""

MOST_AT_ONCE = 1000
PURPOSE = "audit-seal"
NOTHING_BEFORE = b""


@dataclass(frozen=True, slots=True)
class Seal:
    """One link of the chain."""

    seq: int
    event: UUID
    prev: bytes
    mac: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The last link: whoever keeps it elsewhere can tell later that nothing before it was taken away."""

    seq: int
    mac: bytes

    def __str__(self) -> str:
        return f"{self.seq}:{self.mac.hex()}"

    @classmethod
    def read(cls, text: str) -> "Head":
        """Read a head as it is written; raises ValueError."""
        seq, mac = text.split(":")
        return cls(int(seq), bytes.fromhex(mac))


BEFORE_ALL = Head(0, NOTHING_BEFORE)

ANY_UNSEALED = "select exists (select from audit_unsealed)"
LOCK = "select pg_try_advisory_xact_lock($1)"
HEAD = "select seq, mac from audit_seal order by seq desc limit 1"
UNSEALED = """
select id from (
  select event.id, event.at from audit_unsealed join audit_event event on event.id = audit_unsealed.event limit $1
) waiting order by at, id
"""
SEAL = """
with sealed as (
  insert into audit_seal (seq, event, prev, mac)
  select * from unnest($1::bigint[], $2::uuid[], $3::bytea[], $4::bytea[]) returning event
)
delete from audit_unsealed using sealed where audit_unsealed.event = sealed.event
"""


async def seal_all() -> int:
    """Seal every committed row that has no seal; give how many there were. Costs one look when there are none."""
    count = 0
    while await _is_any_unsealed():
        sealed = await _seal_some()
        if not sealed:
            break
        count += sealed
    return count


async def log_head() -> None:
    """Write the head of the chain into the log, which is kept elsewhere."""
    head = await head_of_chain()
    log("audit head", head=str(head))


async def head_of_chain() -> Head:
    row = await db.row(HEAD)
    return Head(row["seq"], row["mac"]) if row else BEFORE_ALL


def mac_of(*, seq: int, event: UUID, prev: bytes) -> bytes:
    """Authenticate a link; what its event says is authenticated by the event's own mac."""
    return encryption.mac(PURPOSE, str(seq), event.bytes, prev)


async def _is_any_unsealed() -> bool:
    row = await db.row(ANY_UNSEALED)
    return bool(row and row["exists"])


async def _seal_some() -> int:
    """Seal up to MOST_AT_ONCE rows; 0 when there is none left, or another process is at it."""
    async with db.transaction():
        lock = await db.row(LOCK, ONE_AT_A_TIME)
        if lock is None or not lock["pg_try_advisory_xact_lock"]:
            return 0
        events = [row["id"] for row in await db.rows(UNSEALED, MOST_AT_ONCE)]
        seals = list(_chained(events, after=await head_of_chain()))
        await db.rows(
            SEAL,
            [seal.seq for seal in seals],
            [seal.event for seal in seals],
            [seal.prev for seal in seals],
            [seal.mac for seal in seals],
        )
    return len(seals)


def _chained(events: Iterable[UUID], *, after: Head) -> Iterable[Seal]:
    seq, prev = after.seq, after.mac
    for event in events:
        seq += 1
        mac = mac_of(seq=seq, event=event, prev=prev)
        yield Seal(seq, event, prev, mac)
        prev = mac
