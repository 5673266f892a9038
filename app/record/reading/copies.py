"""Copies of the record: made once as they stand, and given to the one they were made for."""

import base64
import json
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec

from app import db
from app.accounts.sessions import CurrentChart
from app.activity import service as activity
from app.activity.actor import Actor, ActorKind
from app.activity.kinds import Kind
from app.activity.refusals import NotFound
from app.record.making.record import Record
from app.record.making.service import gather
from app.record.rules import COPY_DAYS
from app.record.tables import RecordCopy

OBJECT = "record_copy"
OVER = "update record_copy set content = null where content is not null and expires_at <= $1"
KEPT_SINCE = """
(select json_object_agg(id, withheld_at is not null) from clinical_entry where client = copy.client and (gone_at is not null or withheld_at is not null
  or (not copy.for_self and (own_only or kept_own_at is not null)))) as kept_since
"""
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
    `once` is the id the copy is to have.
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
    return chart.actor.kind is ActorKind.CLIENT


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
    kept: dict[str, bool] = json.loads(row["kept_since"] or "{}")
    gone = [entry.id for entry in record.entries if entry.id in kept]
    if not gone:
        return record
    return msgspec.structs.replace(
        record,
        entries=tuple(entry for entry in record.entries if entry.id not in kept),
        amendments=tuple(each for each in record.amendments if each.about not in kept),
        left_out=record.left_out or any(kept[entry_id] for entry_id in gone),
    )


def packed(record: Record) -> str:
    """Give a record as text to be sealed: JSON, compressed."""
    return base64.b64encode(zlib.compress(msgspec.json.encode(record))).decode()


def unpacked(text: str) -> Record:
    return msgspec.json.decode(zlib.decompress(base64.b64decode(text)), type=Record)


async def remove_old() -> None:
    """Let go of what copies hold whose time is over; that they were made stays."""
    async with db.transaction():
        await db.rows(OVER, datetime.now(UTC))
