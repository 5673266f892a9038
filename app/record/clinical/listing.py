"""The entries of a record: those that go out of the house, and all of them as staff see them."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from app import db
from app.record.clinical.borrowed import HIDDEN, Named, without
from app.record.clinical.dates import newest_first
from app.record.clinical.facts import Fact, Kind
from app.record.making.record import Entry
from app.record.tables import ClinicalEntry

PLACES = {kind.value: place for place, kind in enumerate(Kind)}
"""Where each kind stands in a record."""

ENTRIES = f"""
select entry.id, entry.kind, case when not asked.hidden then entry.content end as content, entry.part_2,
  resource.source, resource.resource_type || '/' || resource.resource_id as resource, asked.hidden,
  asked.in_range and entry.withheld_at is not null and entry.gone_at is null
    and ($2 or (not entry.own_only and entry.kept_own_at is null)) as left_out
from clinical_entry entry join clinical_resource resource on resource.id = entry.resource
cross join lateral (select {HIDDEN.format(for_self="$2")} as hidden,
  ($4::date is null or entry.from_on is null or entry.from_on <= $4)
    and ($3::date is null or entry.until_on is null or entry.until_on >= $3) as in_range) asked
where entry.client = $1 and (asked.in_range or asked.hidden)
"""
"""In SQL: what a copy of the record is made from; what is hidden, of any day, is only known to be there."""
ALL = """
select entry.*, resource.source, resource.resource_type, resource.resource_id
from clinical_entry entry join clinical_resource resource on resource.id = entry.resource
where entry.client = $1 and ($2::uuid is null or entry.id = $2)
"""

_decoder = msgspec.json.Decoder(Fact)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of a record goes out of the house."""

    entries: tuple[Entry, ...]
    """By kind in the order of Kind, newest first within each; undated last."""
    left_out: bool
    """Whether staff withheld something that would belong in."""


@dataclass(frozen=True, slots=True)
class MarkedEntry:
    """An entry as staff see it: with what was marked, and whether its source took it back."""

    entry: Entry
    resource_type: str
    resource_id: str
    from_on: date | None
    until_on: date | None
    own_only: bool
    """Kept from representatives by its source."""
    kept_own_at: datetime | None
    kept_own_by: str
    withheld_at: datetime | None
    withheld_by: str
    withheld_reason: str
    gone_at: datetime | None
    taken_at: datetime


async def entries_of(
    client_id: UUID, *, for_self: bool, from_on: date | None = None, until_on: date | None = None
) -> Chosen:
    """Give the entries of a record that its client may have, or where not `for_self`, who acts for them.

    In a range of days: what overlaps it; what has no date belongs to each. Words that came from what they may not have
    are not in it. One statement.
    """
    found = await db.rows(ENTRIES, client_id, for_self, from_on, until_on)
    hidden = {(row["source"], row["resource"]) for row in found if row["hidden"]}
    shown = [_shown(row, hidden) for row in found if not row["hidden"]]
    return Chosen(in_order(shown), left_out=any(row["left_out"] for row in found))


async def all_entries_of(client_id: UUID) -> tuple[MarkedEntry, ...]:
    """Give all entries of a record with what is marked, those that are gone too, in the same order. One statement."""
    found = {str(row["id"]): _marked(row) for row in await db.rows(ALL, client_id, None)}
    return tuple(found[entry.id] for entry in in_order(marked.entry for marked in found.values()))


async def entry_of(client_id: UUID, entry_id: UUID) -> MarkedEntry | None:
    """Give one entry of a record as staff see it; None: there is none of that id."""
    row = await db.row(ALL, client_id, entry_id)
    return _marked(row) if row else None


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Give entries as a record shows them: by kind, the newest first, undated ones last."""

    def place(entry: Entry) -> tuple[int, bool, float, str]:
        return PLACES[entry.kind.value], *newest_first(entry.fact), entry.id

    return tuple(sorted(entries, key=place))


def facts_of(rows: Sequence[db.Record]) -> dict[UUID, Fact]:
    """Open the facts of rows with `id` and `content`."""
    return {row["id"]: _fact(row) for row in rows}


def _fact(row: db.Record) -> Fact:
    fact: Fact = _decoder.decode(ClinicalEntry.content.open(row["content"], row=row["id"]))
    return fact


def _shown(row: db.Record, hidden: AbstractSet[Named]) -> Entry:
    entry = _entry(row)
    return msgspec.structs.replace(entry, fact=without(entry.fact, source=entry.source, hidden=hidden))


def _entry(row: db.Record) -> Entry:
    return Entry(
        id=str(row["id"]),
        kind=Kind(row["kind"]),
        fact=_fact(row),
        source=row["source"],
        part_2=row["part_2"],
    )


def _marked(row: db.Record) -> MarkedEntry:
    sealed = row["withheld_reason"]
    return MarkedEntry(
        entry=_entry(row),
        resource_type=row["resource_type"],
        resource_id=row["resource_id"],
        from_on=row["from_on"],
        until_on=row["until_on"],
        own_only=row["own_only"],
        kept_own_at=row["kept_own_at"],
        kept_own_by=row["kept_own_by_name"],
        withheld_at=row["withheld_at"],
        withheld_by=row["withheld_by_name"],
        withheld_reason=ClinicalEntry.withheld_reason.open(sealed, row=row["id"]) if sealed else "",
        gone_at=row["gone_at"],
        taken_at=row["taken_at"],
    )
