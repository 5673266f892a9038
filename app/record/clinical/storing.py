"""Resources and the facts read from them, written down many at a time: each once, by its source and its id there.

What staff marked on an entry outlasts every import.
"""

import base64
import hashlib
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from app import db
from app.record.clinical.dates import days_of
from app.record.clinical.facts import Fact, Kind
from app.record.tables import ClinicalEntry, ClinicalResource

KNOWN = """
select resource.id, resource.resource_type, resource.resource_id, resource.digest
from clinical_resource resource
join unnest($3::text[], $4::text[]) as asked (resource_type, resource_id)
  on asked.resource_type = resource.resource_type and asked.resource_id = resource.resource_id
where resource.source = $2 and resource.client = $1
"""
ADD = """
insert into clinical_resource
  (id, client, source, resource_type, resource_id, digest, content, clinical_import, taken_at)
select new.id, $1, $2, new.resource_type, new.resource_id, new.digest, new.content, $3, $4
from unnest($5::uuid[], $6::text[], $7::text[], $8::bytea[], $9::bytea[])
  as new (id, resource_type, resource_id, digest, content)
"""
CHANGE = """
update clinical_resource set digest = new.digest, content = new.content, clinical_import = $1, taken_at = $2
from unnest($3::uuid[], $4::bytea[], $5::bytea[]) as new (id, digest, content)
where clinical_resource.id = new.id
"""
ENTRIES = "select id, resource, position from clinical_entry where resource = any($1)"
KEEP = """
insert into clinical_entry
  (id, client, resource, position, kind, content, from_on, until_on, own_only, part_2, gone_at, taken_at)
select new.id, $1, new.resource, new.position, new.kind, new.content, new.from_on, new.until_on, new.own_only,
  new.part_2, case when new.gone then $2::timestamptz end, $2
from unnest($3::uuid[], $4::uuid[], $5::smallint[], $6::text[], $7::bytea[], $8::date[], $9::date[], $10::bool[],
  $11::bool[], $12::bool[])
  as new (id, resource, position, kind, content, from_on, until_on, own_only, part_2, gone)
on conflict (resource, position) do update set kind = excluded.kind, content = excluded.content,
  from_on = excluded.from_on, until_on = excluded.until_on, own_only = excluded.own_only, part_2 = excluded.part_2,
  gone_at = excluded.gone_at, taken_at = excluded.taken_at
"""
_canonical = msgspec.json.Encoder(decimal_format="number", order="deterministic")

GONE = "update clinical_entry set gone_at = $2 where id = any($1) and gone_at is null"
FORGET = """
update clinical_entry entry set gone_at = $5 from clinical_resource resource
join unnest($3::text[], $4::text[]) as asked (resource_type, resource_id)
  on asked.resource_type = resource.resource_type and asked.resource_id = resource.resource_id
where entry.resource = resource.id and resource.source = $2 and resource.client = $1 and entry.gone_at is null
"""


@dataclass(frozen=True, slots=True)
class Read:
    """A resource, and what was read from it."""

    resource_type: str
    resource_id: str
    canonical: bytes
    """Its JSON, with sorted keys and without spaces."""
    facts: tuple[tuple[Kind, Fact], ...] = ()
    own_only: bool = False
    part_2: bool = False
    gone: bool = False
    """Whether its source took it back: its entries are kept, and shown to nobody but staff."""
    silenced: bool = False
    """Whether words of other resources are left out of it because those are never taken."""

    @property
    def key(self) -> tuple[str, str]:
        return self.resource_type, self.resource_id

    @property
    def digest(self) -> bytes:
        """Of its JSON, and of its marks: they may come from others, and change while it stays as it was."""
        marks = (self.own_only, self.part_2, self.silenced)
        return hashlib.sha256(self.canonical + (repr(marks).encode() if any(marks) else b"")).digest()


@dataclass(slots=True)
class Counts:
    """How many resources of each type were new, came otherwise than before, or as they were."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Target:
    """Where resources are written to."""

    client_id: UUID
    source: str
    import_id: UUID
    at: datetime


def canonical(resource: Mapping[str, Any]) -> bytes:
    """Give a resource's JSON so that the same resource always gives the same bytes; numbers stand as they were sent."""
    return _canonical.encode(resource)


async def compare(client_id: UUID | None, source: str, resources: Sequence[Read], counts: Counts) -> None:
    """Count what `store` would do; without a chart, everything is new."""
    known = await _known(client_id, source, resources) if client_id else {}
    for resource in resources:
        _count(resource, known, counts)


async def store(target: Target, resources: Sequence[Read], counts: Counts) -> None:
    """Write resources and their entries down, in the transaction under way; each id at most once in `resources`.

    Costs a handful of statements however many there are. Two imports of one chart must not run at once.
    """
    known = await _known(target.client_id, target.source, resources)
    for resource in resources:
        _count(resource, known, counts)
    new = {db.new_id(): resource for resource in resources if resource.key not in known}
    changed = {
        known[resource.key]["id"]: resource
        for resource in resources
        if resource.key in known and known[resource.key]["digest"] != resource.digest
    }
    await _add(target, new)
    await _change(target, changed)
    held = await _held(list(changed))
    await _keep(target, {**new, **changed}, held)


async def forget(target: Target, keys: Sequence[tuple[str, str]]) -> None:
    """Let what was taken before and must not be taken any more leave the record, by type and id."""
    if keys:
        types, ids = [kind for kind, _ in keys], [each for _, each in keys]
        await db.rows(FORGET, target.client_id, target.source, types, ids, target.at)


async def _known(client_id: UUID, source: str, resources: Sequence[Read]) -> dict[tuple[str, str], db.Record]:
    types, ids = [each.resource_type for each in resources], [each.resource_id for each in resources]
    found = await db.rows(KNOWN, client_id, source, types, ids)
    return {(row["resource_type"], row["resource_id"]): row for row in found}


def _count(resource: Read, known: Mapping[tuple[str, str], db.Record], counts: Counts) -> None:
    before = known.get(resource.key)
    if before is None:
        counts.added[resource.resource_type] += 1
    elif before["digest"] == resource.digest:
        counts.unchanged[resource.resource_type] += 1
    else:
        counts.changed[resource.resource_type] += 1


async def _add(target: Target, new: Mapping[UUID, Read]) -> None:
    if new:
        await db.rows(
            ADD,
            target.client_id,
            target.source,
            target.import_id,
            target.at,
            list(new),
            [each.resource_type for each in new.values()],
            [each.resource_id for each in new.values()],
            [each.digest for each in new.values()],
            [_sealed(row, each) for row, each in new.items()],
        )


async def _change(target: Target, changed: Mapping[UUID, Read]) -> None:
    if changed:
        await db.rows(
            CHANGE,
            target.import_id,
            target.at,
            list(changed),
            [each.digest for each in changed.values()],
            [_sealed(row, each) for row, each in changed.items()],
        )


async def _held(resource_ids: list[UUID]) -> dict[tuple[UUID, int], UUID]:
    """Give the ids of the entries that resources have, by their position."""
    found = await db.rows(ENTRIES, resource_ids) if resource_ids else ()
    return {(row["resource"], row["position"]): row["id"] for row in found}


async def _keep(
    target: Target, resources: Mapping[UUID, Read], held: Mapping[tuple[UUID, int], UUID]
) -> None:
    entries = [
        _columns(held.get((resource_id, position)) or db.new_id(), resource_id, position, read, kind, fact)
        for resource_id, read in resources.items()
        for position, (kind, fact) in enumerate(read.facts)
    ]
    if entries:
        await db.rows(
            KEEP, target.client_id, target.at, *(list(column) for column in zip(*entries, strict=True))
        )
    over = [
        entry
        for (resource_id, position), entry in held.items()
        if position >= len(resources[resource_id].facts)
    ]
    if over:
        await db.rows(GONE, over, target.at)


def _columns(
    entry_id: UUID, resource_id: UUID, position: int, read: Read, kind: Kind, fact: Fact
) -> tuple[Any, ...]:
    content = ClinicalEntry.content.seal(msgspec.json.encode(fact).decode(), row=entry_id)
    from_on, until_on = days_of(fact)
    marks = (read.own_only, read.part_2, read.gone)
    return (entry_id, resource_id, position, kind.value, content, from_on, until_on, *marks)


def _sealed(resource_row: UUID, read: Read) -> bytes:
    packed = base64.b85encode(zlib.compress(read.canonical)).decode()
    return ClinicalResource.content.seal(packed, row=resource_row)


def opened(resource_row: UUID, stored: bytes) -> bytes:
    """Give the JSON of a resource as it came."""
    packed = ClinicalResource.content.open(stored, row=resource_row)
    return zlib.decompress(base64.b85decode(packed))
