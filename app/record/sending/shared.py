"""What a link to a copy opens, for whoever has it: the copy as page, PDF and XML, until it ends,
is taken back, or whoever sent it may not open the record themselves any more.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app import db
from app.accounts.limits import TooManyTries, address_hash
from app.accounts.links.tables import LinkAsking
from app.accounts.sessions import today
from app.activity import service as activity
from app.activity.actor import Actor, ActorKind, Origin
from app.activity.kinds import Kind
from app.encryption import mac
from app.record.making.record import Record
from app.record.reading.copies import COLUMNS, opened
from app.record.reading.service import note_download
from app.record.sending.access import SENDER_MAY
from app.record.sending.service import OBJECT
from app.record.sending.tokens import sending_of

HOUR = timedelta(hours=1)
MOST_TRIES = 30
"""Of one address within an hour, good ones too."""
TRIES = "select count(*) as count from link_asking where address_hash = $1 and asked_at > $2 and id < $3"
WORKS = f"""
sending.id = $1 and sending.ended_at is null and sending.fault = '' and sending.expires_at > $2
and {SENDER_MAY.format(day="$3")}
"""
SHARED = f"""
select {COLUMNS} from record_sending sending join record_copy copy on copy.id = sending.copy
where {WORKS} and copy.content is not null
"""
OPENED = f"""
update record_sending sending set opened_at = coalesce(opened_at, $2), opened_times = opened_times + 1
where {WORKS} and exists (select from record_copy where id = sending.copy and content is not null and expires_at > $2)
returning sending.client
"""


@dataclass(frozen=True, slots=True)
class Shared:
    """What a link opens."""

    sending_id: UUID
    client_id: UUID
    record: Record


async def open_link(*, token: str, address: str, origin: Origin) -> UUID | None:
    """Open a link: give its sending, and write down that it was; None for one that opens nothing (any more).

    Raises TooManyTries, whatever the token is.
    """
    await _count_try(address)
    sending_id = sending_of(token)
    if sending_id is None:
        return None
    async with db.transaction():
        row = await db.row(OPENED, sending_id, datetime.now(UTC), today())
        if row is None:
            return None
        await activity.record(
            by=_whoever(origin),
            kind=Kind.RECORD_OPENED_BY_LINK,
            object_kind=OBJECT,
            object_id=sending_id,
            client_id=row["client"],
        )
    return sending_id


async def shared_by(sending_id: UUID | None) -> Shared | None:
    """Give what a sending opens now; None: nothing."""
    row = await db.row(SHARED, sending_id, datetime.now(UTC), today()) if sending_id else None
    copy = opened(row) if row else None
    if sending_id is None or copy is None or copy.record is None:
        return None
    return Shared(sending_id, copy.client_id, copy.record)


async def note_taken(shared: Shared, *, origin: Origin) -> None:
    """Write down that what a link opens was saved as a file."""
    await note_download(
        by=_whoever(origin), client_id=shared.client_id, object_kind=OBJECT, object_id=shared.sending_id
    )


def _whoever(origin: Origin) -> Actor:
    """Give whoever has the link: nobody knows who that is."""
    return Actor(kind=ActorKind.SYSTEM, name="", job="record.link", origin=origin)


async def _count_try(address: str) -> None:
    now, hashed = datetime.now(UTC), mac("record link", address_hash(address))
    row = LinkAsking(name_hash=mac("record link"), address_hash=hashed, asked_at=now)
    made = await LinkAsking.insert(row).returning(LinkAsking.id)
    number = made[0]["id"]
    before = await db.row(TRIES, hashed, now - HOUR, number)
    if before is not None and before["count"] >= MOST_TRIES:
        await LinkAsking.delete().where(LinkAsking.id == number)
        raise TooManyTries
