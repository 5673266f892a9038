"""What clients do with copies of the record: have one made, look at it, take it away. Their activity keeps each."""

from datetime import timedelta
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.practice.settings import setting
from app.record.asking.service import Span, ask_for_record
from app.record.reading.copies import OBJECT, Copy, copy_of, is_own, make_copy
from app.record.rules import Release

AT_ONCE = {Release.AT_ONCE: True, Release.BY_STAFF: False}
ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended($1, 0))"
MADE = "select 1 from record_copy where id = $1"
ONE_VIEW = timedelta(hours=1)
"""How long coming back to a copy is one view of it."""


def is_at_once() -> bool:
    """Whether a client gets a copy without anybody's doing (setting)."""
    return AT_ONCE[Release(setting("record_release"))]


async def request_copy(*, chart: CurrentChart, once: UUID, span: Span) -> UUID | None:
    """Have a copy at once, and give its id; None: staff are asked to release it. Raises StateForbids.

    Asked again, it is the same copy as long as nothing has changed. Each sign-in waits for its turn in a chart.
    """
    if not is_at_once():
        await ask_for_record(chart=chart, once=once, span=span)
        return None
    async with db.transaction():
        await db.row(ONE_AT_A_TIME, f"record copy {chart.account.account_id} {chart.client_id}")
        if await db.row(MADE, once) is not None:
            return once  # pressed twice
        return await make_copy(
            by=chart.actor,
            client_id=chart.client_id,
            account_id=chart.account.account_id,
            for_self=is_own(chart),
            from_on=span.from_on,
            until_on=span.until_on,
            once=once,
        )


async def see_copy(*, chart: CurrentChart, copy_id: UUID) -> Copy:
    """Give a copy for its page; raises NotFound."""
    copy = await copy_of(chart, copy_id)
    if copy.record is not None:
        async with db.transaction():
            await activity.record_once(
                within=ONE_VIEW,
                by=chart.actor,
                kind=Kind.RECORD_VIEWED,
                object_kind=OBJECT,
                object_id=copy_id,
                client_id=chart.client_id,
            )
    return copy


async def take_copy(*, chart: CurrentChart, copy_id: UUID) -> Copy:
    """Give a copy to be kept as a file; raises NotFound."""
    copy = await copy_of(chart, copy_id)
    if copy.record is not None:
        await note_download(by=chart.actor, client_id=chart.client_id, object_kind=OBJECT, object_id=copy_id)
    return copy


async def note_download(*, by: Actor, client_id: UUID, object_kind: str, object_id: UUID) -> None:
    """Write down that a copy was taken away as a file."""
    async with db.transaction():
        await activity.record(
            by=by,
            kind=Kind.RECORD_DOWNLOADED,
            object_kind=object_kind,
            object_id=object_id,
            client_id=client_id,
        )
