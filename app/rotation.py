"""Field keys brought in and taken out: every encrypted value is opened, and sealed anew where another key sealed it.

How far it has come stands in the values, which name their key: ended in the middle, it goes on when it is begun again.
A value is replaced only while it still is the one that was read, and a batch waits for nobody: what somebody holds is
taken up again one by one. So no write of the portal is lost, and none waits longer than one short statement.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from app import config, db
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.service import record
from app.activity.tables import AuditEvent
from app.clients import details
from app.clients.tables import Client
from app.encryption import Encrypted, Unreadable, encrypted_columns, first_header, key_of
from app.information.basic import hash_of_ssn
from app.information.tables import ClientIdentity
from app.insurance.policy import hash_of_member_id
from app.insurance.tables import InsurancePolicy

BATCH = 200
ROUNDS = 5
"""How often a value that is changed at that moment is taken up again."""

LOWEST = UUID(int=0)

KEPT = frozenset({AuditEvent.detail.place})
"""What stays as it was written: the audit log is never changed, and the mac of a row covers the value as it was sealed."""


class LookUp(NamedTuple):
    """A column that finds a value again, and what it holds of an opened one; it changes with SECRET_KEY."""

    column: str
    of: Callable[[str], bytes]


LOOK_UPS: Mapping[str, LookUp] = {
    Client.birth_date.place: LookUp(
        "birth_date_hash", lambda iso: details.hash_of_birth_date(date.fromisoformat(iso))
    ),
    Client.phone.place: LookUp("phone_hash", details.hash_of_phone),
    ClientIdentity.ssn.place: LookUp("ssn_hash", hash_of_ssn),
    InsurancePolicy.member_id.place: LookUp("member_id_hash", hash_of_member_id),
}


@dataclass(frozen=True, slots=True)
class Held:
    """How many values of a column one key sealed."""

    place: str
    key: int | None
    """None: they were never sealed."""
    count: int


@dataclass(frozen=True, slots=True)
class Step:
    """How far a column has come."""

    place: str
    looked: int
    """How many of its values have been looked at."""
    is_last: bool = False


@dataclass(slots=True)
class Walk:
    """What a rotation has done; complete once its steps are exhausted."""

    looked: int = 0
    resealed: int = 0
    rebuilt: int = 0
    """Look-ups of values that already were under the first key."""
    unreadable: int = 0

    def __str__(self) -> str:
        first = config.current().field_keys[0].id
        return (
            f"{self.looked:,} values: {self.resealed:,} sealed anew with key {first}, {self.rebuilt:,} look-ups rebuilt, "
            f"{self.unreadable:,} cannot be opened."
        )


class Change(NamedTuple):
    id: UUID
    old: bytes
    new: bytes
    look_up: bytes | None


HELD = """
select '{place}' as place, substring({column} from 1 for 2) as header, count(*) from {table}
where {column} is not null group by 2
"""
FROM = """
select id, {column} as sealed, {look_up} as look_up from {table}
where {column} is not null and id >= $1 order by id limit $2
"""
THIS = """
select id, {column} as sealed, {look_up} as look_up from {table} where {column} is not null and id = $1
"""
REPLACE = """
with given as (select * from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[]) given (id, old, new, look_up)),
free as (
  select stored.id from {table} stored join given on given.id = stored.id and given.old = stored.{column}
  for no key update of stored {waiting}
)
update {table} stored set {assigned} from given join free on free.id = given.id
where stored.id = given.id and stored.{column} = given.old
returning stored.id
"""


async def held() -> list[Held]:
    """Count the values of every column by the key that sealed them, in one picture of the database; opens none."""
    columns = encrypted_columns()
    parts = (HELD.format(place=each.place, column=each.name, table=each.table_name) for each in columns)
    found = await db.rows(" union all ".join(parts))
    order = [column.place for column in columns]
    return sorted(
        (Held(row["place"], key_of(row["header"]), row["count"]) for row in found),
        key=lambda each: (order.index(each.place), each.key or 0),
    )


async def rotate(walk: Walk) -> AsyncIterator[Step | Unreadable]:
    """Open every value and seal with the first key what another one sealed, noting in `walk` what was done.

    Every process of the portal must have the first key by then. Look-ups that SECRET_KEY no longer gives are rebuilt.
    """
    for column in encrypted_columns():
        async for step in _Column(column, walk).rotated():
            yield step
    if walk.resealed or walk.rebuilt:
        await _write_down(walk)


async def _write_down(walk: Walk) -> None:
    done = {
        "key": config.current().field_keys[0].id,
        "values": walk.resealed,
        "look_ups": walk.rebuilt,
    }
    async with db.transaction():
        await record(
            by=Actor.system("rotate-keys"),
            kind=Kind.FIELD_KEYS_ROTATED,
            object_kind="field_keys",
            detail=done,
        )


class _Column:
    """The rotation of one column."""

    def __init__(self, column: Encrypted, walk: Walk) -> None:
        self.column, self.walk = column, walk
        self.look_up = LOOK_UPS.get(column.place)
        self.missed: set[UUID] = set()

    async def rotated(self) -> AsyncIterator[Step | Unreadable]:
        looked = 0
        async for rows in self._batches():
            for unreadable in await self._reseal(rows, waiting="skip locked"):
                yield unreadable
            looked += len(rows)
            yield Step(self.column.place, looked)
        async for unreadable in self._missed():
            yield unreadable
        self.walk.looked += looked
        yield Step(self.column.place, looked, is_last=True)

    async def _batches(self) -> AsyncIterator[Sequence[db.Record]]:
        statement = self._statement(FROM)
        rows = await db.rows(statement, LOWEST, BATCH)
        while rows:
            yield rows
            rows = await db.rows(statement, UUID(int=rows[-1]["id"].int + 1), BATCH)

    async def _missed(self) -> AsyncIterator[Unreadable]:
        """Take up, one by one, what somebody held or changed; that may wait, since it holds nothing meanwhile."""
        for _ in range(ROUNDS):
            missed, self.missed = self.missed, set()
            for id_ in missed:
                for unreadable in await self._reseal(await db.rows(self._statement(THIS), id_), waiting=""):
                    yield unreadable

    async def _reseal(self, rows: Iterable[db.Record], *, waiting: str) -> list[Unreadable]:
        """Replace what has to be in these rows; give what cannot be opened."""
        changes, unreadable = list[Change](), list[Unreadable]()
        for row in rows:
            try:
                change = self._change(row)
            except Unreadable as problem:
                unreadable.append(problem)
            else:
                changes += [change] if change else []
        self.walk.unreadable += len(unreadable)
        if changes:
            await self._replace(changes, waiting=waiting)
        return unreadable

    def _change(self, row: db.Record) -> Change | None:
        """Say what a row is to hold; None where it holds that. Raises Unreadable."""
        id_, sealed = row["id"], row["sealed"]
        text = self.column.open(sealed, row=id_)
        if self.column.place in KEPT:
            return None
        look_up = self.look_up.of(text) if self.look_up else None
        is_first = sealed.startswith(first_header())
        if is_first and row["look_up"] == look_up:
            return None
        return Change(id_, sealed, sealed if is_first else self.column.seal(text, row=id_), look_up)

    async def _replace(self, changes: Sequence[Change], *, waiting: str) -> None:
        statement = self._statement(REPLACE, waiting=waiting)
        async with db.transaction():
            found = await db.rows(statement, *map(list, zip(*changes, strict=True)))
        replaced = {row["id"] for row in found}
        for change in changes:
            if change.id not in replaced:
                self.missed.add(change.id)
            elif change.new is change.old:
                self.walk.rebuilt += 1
            else:
                self.walk.resealed += 1

    def _statement(self, statement: str, *, waiting: str = "") -> str:
        assigned = f"{self.column.name} = given.new"
        if self.look_up:
            assigned += f", {self.look_up.column} = given.look_up"
        return statement.format(
            table=self.column.table_name,
            column=self.column.name,
            look_up=self.look_up.column if self.look_up else "null::bytea",
            assigned=assigned,
            waiting=waiting,
        )


@dataclass(frozen=True, slots=True)
class Needs:
    """Which keys the values need, beside those that FIELD_KEYS has."""

    found: Sequence[Held]

    @property
    def missing(self) -> list[Held]:
        """What no key of FIELD_KEYS opens, the audit log apart."""
        return [each for each in self.found if each.key not in _ring() and each.place not in KEPT]

    @property
    def missing_to_read(self) -> list[Held]:
        """What of the audit log no key of FIELD_KEYS opens."""
        return [each for each in self.found if each.key not in _ring() and each.place in KEPT]

    @property
    def to_reseal(self) -> list[Held]:
        """What an older key of FIELD_KEYS sealed, and `rotate` seals anew."""
        return [each for each in self.found if each.key in _ring()[1:] and each.place not in KEPT]

    def sentences(self) -> list[str]:
        """Say of every older key of FIELD_KEYS whether it may go, and of every missing one who needs it."""
        lacking = [*self.missing, *self.missing_to_read]
        missing = sorted({each.key or 0 for each in lacking})
        said = [self._of_older(key) for key in _ring()[1:]]
        said += [_of_missing(key, [each for each in lacking if (each.key or 0) == key]) for key in missing]
        return said or [f"Every value is under key {_ring()[0]}, the only one of FIELD_KEYS."]

    def _of_older(self, key: int) -> str:
        left = [each for each in self.found if each.key == key]
        if not left:
            return f"No value needs key {key}: it may be taken out of FIELD_KEYS. Backups made until now still need it."
        to_reseal = [each for each in left if each.place not in KEPT]
        if not to_reseal:
            return f"Key {key} is needed by {_counted(left)} alone, which is never changed: keep it, to read that."
        return (
            f"Key {key} is still needed by {_counted(to_reseal)}: once every process of the portal has this FIELD_KEYS, "
            "run python -m app rotate-keys."
        )


def _of_missing(key: int, needing: Sequence[Held]) -> str:
    if not key:
        return f"Never sealed, but written by hand: {_counted(needing)}."
    return f"Key {key} is needed by {_counted(needing)}, and FIELD_KEYS lacks it: put it back, at the end."


def _counted(held: Sequence[Held]) -> str:
    return ", ".join(f"{each.place} ({each.count:,})" for each in held)


def _ring() -> list[int]:
    return [key.id for key in config.current().field_keys]
