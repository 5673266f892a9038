"""Sending a copy of the record to an address, as a link that ends; and taking the link back."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids, Unfit
from app.notices import mail, outbox
from app.practice.settings import setting
from app.record.reading.copies import Copy, copy_of, is_own
from app.record.tables import RecordSending
from app.web.language import _l, current_language

SEND_COPY = "record.send"
"""The outbox kind of the letter with the link; its payload names the `sending`."""
OBJECT = "record_sending"
MOST_A_DAY = 10
DAY = timedelta(days=1)
NOT_POSSIBLE = _l("No e-mail can be sent from here at the moment. You can save the PDF and send it yourself.")
TOO_MANY = _l("Ten links were sent within a day already. Please try again tomorrow, or call your practice.")
OVER = _l("This copy is not kept any more. Please request your record again.")
USED = _l("This page has sent a link already. Please check the address, then press the button again.")
ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended('record sending ' || $1, 0))"
BEFORE = """
select count(*) as lately from record_sending where client = $1 and asked_at > $2
"""
SENT = "select copy, account, address from record_sending where id = $1"
END = """
update record_sending set ended_at = $4
where id = $1 and client = $2 and (account = $3 or $5) and ended_at is null returning id
"""
KNOWN = "select 1 from record_sending where id = $1 and client = $2 and (account = $3 or $4)"


async def sendable(*, chart: CurrentChart, copy_id: UUID) -> Copy:
    """Give a copy that can be sent to somebody; raises NotFound, and StateForbids once its time is over."""
    copy = await copy_of(chart, copy_id)
    if copy.record is None:
        raise StateForbids(OVER)
    return copy


async def send(*, chart: CurrentChart, copy_id: UUID, address: str, once: UUID) -> None:
    """Send a link to a copy to an address; `once` is the id of the sending, so that pressing twice sends once.

    The link ends with the copy, or after `record_link_days` days. Raises NotFound, Unfit, and StateForbids, also for a
    `once` that is that of another sending.
    """
    copy = await sendable(chart=chart, copy_id=copy_id)
    if not mail.is_possible():
        raise StateForbids(NOT_POSSIBLE)
    now = datetime.now(UTC)
    async with db.transaction():
        await db.row(ONE_AT_A_TIME, str(chart.client_id))
        if await _is_sent(chart, copy_id, address, once):
            return
        before = await db.row(BEFORE, chart.client_id, now - DAY)
        if before is not None and before["lately"] >= MOST_A_DAY:
            raise Unfit("address", TOO_MANY)
        row = RecordSending(
            id=once,
            copy=copy_id,
            client=chart.client_id,
            account=chart.account.account_id,
            sent_by_name=chart.actor.name,
            language=current_language(),
            asked_at=now,
            expires_at=min(now + timedelta(days=int(setting("record_link_days"))), copy.expires_at),
        )
        row.address = RecordSending.address.seal(address, row=once)
        await RecordSending.insert(row)
        await _record(chart, Kind.RECORD_SENT, once)
        await outbox.add(kind=SEND_COPY, payload={"sending": str(once)})


async def _is_sent(chart: CurrentChart, copy_id: UUID, address: str, once: UUID) -> bool:
    """Whether this very sending is on its way already; raises StateForbids where its id is that of another one."""
    row = await db.row(SENT, once)
    if row is None:
        return False
    known = (row["copy"], row["account"], RecordSending.address.open(row["address"], row=once))
    if known != (copy_id, chart.account.account_id, address):
        raise StateForbids(USED)
    return True


async def end(*, chart: CurrentChart, sending_id: UUID) -> None:
    """Take a link back, at once: by who sent it, or by the client; twice is once. Raises NotFound."""
    account, own = chart.account.account_id, is_own(chart)
    async with db.transaction():
        ended = await db.row(END, sending_id, chart.client_id, account, datetime.now(UTC), own)
        if ended is not None:
            await _record(chart, Kind.RECORD_LINK_ENDED, sending_id)
            return
    await check_known(chart=chart, sending_id=sending_id)


async def check_known(*, chart: CurrentChart, sending_id: UUID) -> None:
    """Raise NotFound unless it is a link that whoever acts may end."""
    account, own = chart.account.account_id, is_own(chart)
    if await db.row(KNOWN, sending_id, chart.client_id, account, own) is None:
        raise NotFound(by=chart.actor, object_kind=OBJECT, object_id=sending_id, client_id=chart.client_id)


async def _record(chart: CurrentChart, kind: Kind, sending_id: UUID) -> None:
    await activity.record(
        by=chart.actor, kind=kind, object_kind=OBJECT, object_id=sending_id, client_id=chart.client_id
    )
