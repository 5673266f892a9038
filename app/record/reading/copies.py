"""Copies of the record: made once as they stand, and given to the one they were made for."""

import base64
import json
import zlib
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec

from app import db
from app.accounts.sessions import CurrentChart
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids
from app.record.clinical.borrowed import HIDDEN, Named, without
from app.record.making.record import Entry, Record
from app.record.making.service import gather
from app.record.rules import COPY_DAYS
from app.record.tables import RecordCopy
from app.web.language import _l

MOST_A_DAY = 20
"""How many copies somebody can have made of a chart at once in 24 hours."""
AGAIN = timedelta(minutes=10)
"""So long who asks again is given the copy there is, unless something has changed since."""
TOO_MANY = _l("You have made many copies today. Open one of those below, or try again tomorrow.")
OBJECT = "record_copy"
OVER = "update record_copy set content = null where content is not null and expires_at <= $1"
KEPT_SINCE = f"""
(select json_agg(json_build_object('id', entry.id, 'withheld', entry.withheld_at is not null, 'source', resource.source,
    'resource', resource.resource_type || '/' || resource.resource_id))
  from clinical_entry entry join clinical_resource resource on resource.id = entry.resource
  where entry.client = copy.client and {HIDDEN.format(for_self="copy.for_self")}) as kept_since
"""
"""In SQL: what is in no copy now, by its entry and the resource it was read from."""
LATELY = """
select id, made_at, case when made_at > $3 and for_self = $5 and from_on is not distinct from $6::date
    and until_on is not distinct from $7::date and expires_at > now() then content end as content
from record_copy where client = $1 and account = $2 and request is null and made_at > $4 order by made_at desc, id
"""
"""In SQL: the copies somebody had made lately, with what those hold that may be given again."""
COLUMNS = f"""
copy.id, copy.client, copy.for_self, copy.from_on, copy.until_on, copy.made_at, copy.made_by_name, copy.entries,
copy.content, copy.expires_at, {KEPT_SINCE}
"""
OF_ACCOUNT = f"""
select {COLUMNS} from record_copy copy
where copy.id = $1 and copy.client = $2 and copy.account = $3 and (not copy.for_self or $4)
"""
OF_STAFF = f"""
select {COLUMNS} from record_copy copy where copy.id = $1 and copy.client = $2 and copy.account is null
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy with what it holds; `record` None: its time is over."""

    id: UUID
    client_id: UUID
    for_self: bool
    from_on: date | None
    until_on: date | None
    made_at: datetime
    made_by: str
    expires_at: datetime
    record: Record | None


async def make_copy(
    *,
    by: Actor,
    client_id: UUID,
    account_id: UUID | None,
    for_self: bool,
    from_on: date | None,
    until_on: date | None,
    request_id: UUID | None = None,
    once: UUID | None = None,
) -> UUID:
    """Make a copy of the record as it stands, for an account, or for staff where that is None; give its id.

    `request_id` is the request it answers: its release is written down by who releases it, and this writes nothing.
    `once` is the id for one that somebody makes themselves: within AGAIN they get an unchanged one again; raises StateForbids.
    """
    copy_id, now = once or db.new_id(), datetime.now(UTC)
    async with db.transaction():
        record = await gather(
            client_id=client_id,
            for_self=for_self,
            from_on=from_on,
            until_on=until_on,
            copy_id=copy_id,
            made_at=now,
        )
        if once is not None and (
            same := await _made_lately(record, client_id=client_id, account_id=account_id, for_self=for_self)
        ):
            return same
        row = RecordCopy(
            id=copy_id,
            client=client_id,
            request=request_id,
            account=account_id,
            for_self=for_self,
            from_on=from_on,
            until_on=until_on,
            made_at=now,
            made_by_name=by.name,
            entries=len(record.entries),
            expires_at=now + timedelta(days=COPY_DAYS),
        )
        row.content = RecordCopy.content.seal(packed(record), row=copy_id)
        await RecordCopy.insert(row)
        if request_id is None:
            await activity.record(
                by=by, kind=Kind.RECORD_COPIED, object_kind=OBJECT, object_id=copy_id, client_id=client_id
            )
    return copy_id


async def _made_lately(
    record: Record, *, client_id: UUID, account_id: UUID | None, for_self: bool
) -> UUID | None:
    """Give the copy made just now that holds the same as this record; raises StateForbids after MOST_A_DAY."""
    now, span = record.made_at, (record.from_on, record.until_on)
    day_ago = now - timedelta(days=1)
    lately = await db.rows(LATELY, client_id, account_id, now - AGAIN, day_ago, for_self, *span)
    for row in lately:
        same = msgspec.structs.replace(record, id=str(row["id"]), made_at=row["made_at"].astimezone(UTC))
        if row["content"] and RecordCopy.content.open(row["content"], row=row["id"]) == packed(same):
            found: UUID = row["id"]
            return found
    if len(lately) >= MOST_A_DAY:
        raise StateForbids(TOO_MANY)
    return None


async def copy_of(chart: CurrentChart, copy_id: UUID) -> Copy:
    """Give a copy that was made for whoever acts; raises NotFound, for one made for another who opens the chart too.

    What was since withheld, taken back or kept from representatives is not in it any more.
    """
    row = await db.row(OF_ACCOUNT, copy_id, chart.client_id, chart.account.account_id, is_own(chart))
    if row is None:
        raise NotFound(by=chart.actor, object_kind=OBJECT, object_id=copy_id, client_id=chart.client_id)
    return opened(row)


async def copy_for_staff(*, by: Actor, client_id: UUID, copy_id: UUID) -> Copy:
    """Give a copy of a chart that was made for staff; raises NotFound."""
    row = await db.row(OF_STAFF, copy_id, client_id)
    if row is None:
        raise NotFound(by=by, object_kind=OBJECT, object_id=copy_id, client_id=client_id)
    return opened(row)


def is_own(chart: CurrentChart) -> bool:
    """Whether whoever acts is the client themselves."""
    return chart.is_own


def opened(row: db.Record) -> Copy:
    """Give a copy from its row, read with COLUMNS."""
    return Copy(
        id=row["id"],
        client_id=row["client"],
        for_self=row["for_self"],
        from_on=row["from_on"],
        until_on=row["until_on"],
        made_at=row["made_at"],
        made_by=row["made_by_name"],
        expires_at=row["expires_at"],
        record=_record(row),
    )


def _record(row: db.Record) -> Record | None:
    if row["content"] is None or row["expires_at"] <= datetime.now(UTC):
        return None
    record = unpacked(RecordCopy.content.open(row["content"], row=row["id"]))
    since = json.loads(row["kept_since"] or "[]")
    kept: dict[str, bool] = {each["id"]: each["withheld"] for each in since}
    hidden = {(each["source"], each["resource"]) for each in since}
    return msgspec.structs.replace(
        record,
        entries=tuple(_without(entry, hidden) for entry in record.entries if entry.id not in kept),
        amendments=tuple(each for each in record.amendments if each.about not in kept),
        left_out=record.left_out or any(kept.get(entry.id, False) for entry in record.entries),
    )


def _without(entry: Entry, hidden: AbstractSet[Named]) -> Entry:
    fact = without(entry.fact, source=entry.source, hidden=hidden)
    return entry if fact is entry.fact else msgspec.structs.replace(entry, fact=fact)


def packed(record: Record) -> str:
    """Give a record as text to be sealed: JSON, compressed."""
    return base64.b64encode(zlib.compress(msgspec.json.encode(record))).decode()


def unpacked(text: str) -> Record:
    return msgspec.json.decode(zlib.decompress(base64.b64decode(text)), type=Record)


async def remove_old() -> None:
    """Let go of what copies hold whose time is over; that they were made stays."""
    async with db.transaction():
        await db.rows(OVER, datetime.now(UTC))
