"""Writing down what happened, and reading a client's own log."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app import db, encryption
from app.activity.actor import Actor, ActorKind
from app.activity.categories import CATEGORIES, Category
from app.activity.kinds import KINDS, Kind
from app.activity.refusals import Refusal
from app.activity.tables import ActivityEntry, AuditEvent

PAGE = 30
MOST_DOWNLOADED = 5000
MAC_PURPOSE = "audit"


async def record(
    *,
    by: Actor,
    kind: Kind,
    object_kind: str,
    object_id: UUID | None = None,
    client_id: UUID | None = None,
    detail: Any = None,
) -> None:
    """Write the audit row, and the client's line when the act concerns a chart and is worded for clients.

    Belongs in the transaction of the act itself. `detail` is encrypted; it may hold old and new values.
    """
    act = Done(kind=kind, object_kind=object_kind, object_id=object_id, client_id=client_id, detail=detail)
    await record_all(by=by, acts=[act])


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One of several acts that are written down together; what each says is what `record` is told."""

    kind: Kind
    object_kind: str
    object_id: UUID | None = None
    client_id: UUID | None = None
    detail: Any = None


AT_ONCE = 500
"""Rows of one statement."""


async def record_all(*, by: Actor, acts: Sequence[Done]) -> None:
    """Write what `record` writes of each act, many in a statement."""
    for begin in range(0, len(acts), AT_ONCE):
        some = acts[begin : begin + AT_ONCE]
        events = [_sealed(by, act) for act in some]
        await AuditEvent.insert(*events)
        entries = [
            _entry(by, event, act)
            for event, act in zip(events, some, strict=True)
            if act.client_id is not None and KINDS[act.kind].words is not None
        ]
        if entries:
            await ActivityEntry.insert(*entries)


def _sealed(by: Actor, act: Done) -> AuditEvent:
    event = _event(
        by=by, kind=act.kind, object_kind=act.object_kind, object_id=act.object_id, client_id=act.client_id
    )
    if act.detail is not None:
        event.detail = AuditEvent.detail.seal_json(act.detail, row=event.id)
    event.mac = authenticate(event)
    return event


def _entry(by: Actor, event: AuditEvent, act: Done) -> ActivityEntry:
    return ActivityEntry(
        client=act.client_id,
        at=event.at,
        kind=act.kind,
        actor_kind=by.kind,
        actor_name=by.name,
        account=by.account_id,
        object_id=act.object_id,
    )


ENTRY_ONCE = """
insert into activity_entry (id, client, at, kind, actor_kind, actor_name, account, object_id)
select $1, $2, $3, $4::text, $5, $6, $7::uuid, $9::uuid where not exists (
  select from audit_event where client = $2 and at > $8 and kind = $4::text and object_id = $9
    and account is not distinct from $7::uuid and staff is not distinct from $10)
returning id
"""


async def record_once(
    *, within: timedelta, by: Actor, kind: Kind, object_kind: str, object_id: UUID, client_id: UUID
) -> None:
    """Write what `record` writes of a kind worded for clients, unless the same person did it lately to the same thing.

    Two acts at one moment may both be written; none is left out that nothing stands for.
    """
    event = _event(by=by, kind=kind, object_kind=object_kind, object_id=object_id, client_id=client_id)
    entry = (db.new_id(), client_id, event.at, kind, by.kind, by.name, by.account_id)
    if await db.row(ENTRY_ONCE, *entry, event.at - within, object_id, by.staff_id) is not None:
        event.mac = authenticate(event)
        await AuditEvent.insert(event)


LINE_ONCE = """
insert into activity_entry (id, client, at, kind, actor_kind, actor_name, account, object_id)
select $1, $2, $3, $4::text, $5::text, $6::text, $7::uuid, $8::uuid where not exists (
  select from activity_entry where client = $2 and at > $9 and kind = $4::text and actor_kind = $5::text
    and actor_name = $6::text)
"""


async def record_each(
    *, line_within: timedelta, by: Actor, kind: Kind, object_kind: str, client_id: UUID, detail: Any = None
) -> None:
    """Write an audit row every time, and the client's line unless the same person has one of the kind lately."""
    event = _event(by=by, kind=kind, object_kind=object_kind, object_id=client_id, client_id=client_id)
    if detail is not None:
        event.detail = AuditEvent.detail.seal_json(detail, row=event.id)
    event.mac = authenticate(event)
    await AuditEvent.insert(event)
    entry = (db.new_id(), client_id, event.at, kind, by.kind, by.name, by.account_id, client_id)
    await db.rows(LINE_ONCE, *entry, event.at - line_within)


async def record_refusal(refusal: Refusal) -> None:
    """Write the audit row of a refusal, on a connection of its own: the refused transaction is gone."""
    event = _event(
        by=refusal.by,
        kind=Kind.ACCESS_DENIED,
        object_kind=refusal.object_kind,
        object_id=refusal.object_id,
        client_id=refusal.client_id,
    )
    event.mac = authenticate(event)
    statement, values = AuditEvent.insert(event).querystrings[0].compile_string()
    async with db.apart() as connection:
        await connection.execute(statement, *values)


def authenticate(event: AuditEvent | db.Record) -> bytes:
    """Give the MAC of an audit row: HMAC-SHA256 over its columns as canonical JSON."""
    columns = {
        "id": str(event["id"]),
        "at": event["at"].isoformat(),
        "kind": str(event["kind"]),
        "actor_kind": str(event["actor_kind"]),
        "account": _text(event["account"]),
        "staff": _text(event["staff"]),
        "job": event["job"],
        "client": _text(event["client"]),
        "object_kind": event["object_kind"],
        "object_id": _text(event["object_id"]),
        "detail": event["detail"].hex() if event["detail"] else None,
        "request_id": event["request_id"],
        "network": event["network"],
    }
    return encryption.mac(MAC_PURPOSE, json.dumps(columns, sort_keys=True, separators=(",", ":")))


def _event(
    *, by: Actor, kind: Kind, object_kind: str, object_id: UUID | None, client_id: UUID | None
) -> AuditEvent:
    return AuditEvent(
        id=db.new_id(),
        at=datetime.now(UTC),
        kind=kind,
        actor_kind=by.kind,
        account=by.account_id,
        staff=by.staff_id,
        job=by.job,
        client=client_id,
        object_kind=object_kind,
        object_id=object_id,
        request_id=by.origin.request_id if by.origin else "",
        network=by.origin.network if by.origin else "",
    )


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of a log is wanted: a category, and what happened from `since` on and before `until`; None for all."""

    category: Category | None = None
    areas: frozenset[str] = frozenset()
    """The areas open to the reader: lines about others are left out; none named are all."""
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = Chosen()


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """A line of the client's log as the page shows it."""

    id: UUID
    at: datetime
    kind: Kind
    actor_kind: ActorKind
    actor_name: str
    account_id: UUID | None
    """Whose act it was, or was said to be; None for staff and the portal."""
    object_id: UUID | None

    @property
    def words(self) -> str:
        return str(KINDS[self.kind].words or "")


@dataclass(frozen=True, slots=True)
class ActivityPage:
    lines: tuple[ActivityLine, ...]
    older: bool
    """Whether there is more below the last line."""


NEWEST = """
select id, at, kind, actor_kind, actor_name, account, object_id from activity_entry
where client = $1 and at >= coalesce($5, '-infinity'::timestamptz) and at < coalesce($6, 'infinity'::timestamptz)
  and (at, id) < (coalesce($2, 'infinity'::timestamptz), coalesce($3, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))
  and ($4::text[] is null or kind::text = any($4))
order by at desc, id desc limit $7
"""


async def activity_of(
    client_id: UUID,
    *,
    chosen: Chosen = EVERYTHING,
    before: tuple[datetime, UUID] | None = None,
    most: int = PAGE,
) -> ActivityPage:
    """Give the newest lines of a chart's log, or those below the line `before` (its moment and id)."""
    at, entry_id = before or (None, None)
    found = await db.rows(
        NEWEST, client_id, at, entry_id, _kinds(chosen), chosen.since, chosen.until, most + 1
    )
    lines = tuple(
        ActivityLine(
            id=row["id"],
            at=row["at"],
            kind=Kind(row["kind"]),
            actor_kind=ActorKind(row["actor_kind"]),
            actor_name=row["actor_name"],
            account_id=row["account"],
            object_id=row["object_id"],
        )
        for row in found[:most]
    )
    return ActivityPage(lines=lines, older=len(found) > most)


def _kinds(chosen: Chosen) -> list[Kind] | None:
    """Give the kinds that are wanted and open to the reader; None for all."""
    if chosen.category is None and not chosen.areas:
        return None
    return [
        kind
        for category, meaning in CATEGORIES.items()
        if chosen.category in (None, category) and is_open(category, chosen.areas)
        for kind in meaning.kinds
    ]


def is_open(category: Category, areas: frozenset[str]) -> bool:
    """Whether the lines of a category are open to who may open these areas of the chart; none named are all."""
    area = CATEGORIES[category].area
    return not areas or not area or area in areas


async def download_activity(
    *, by: Actor, client_id: UUID, chosen: Chosen = EVERYTHING
) -> tuple[ActivityLine, ...]:
    """Give the newest lines of a chart's log, at most MOST_DOWNLOADED, and write down that they were taken away."""
    found = await activity_of(client_id, chosen=chosen, most=MOST_DOWNLOADED)
    async with db.transaction():
        await record(by=by, kind=Kind.ACTIVITY_DOWNLOADED, object_kind="activity", client_id=client_id)
    return found.lines
