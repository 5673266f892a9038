"""Sessions that ran out by themselves: gone for good, and remembered for a day by what they were.

Remembered is that a token was good once, so that its browser can be told why it was signed out and what was
being typed can be kept. It never opens anything again.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app import db
from app.accounts.own.tables import EndedSession, Reason

REMEMBERED = timedelta(hours=24)

OF_CLIENTS = "delete from portal_session where {which} returning token_hash, account, chart"
OF_STAFF = """
delete from staff_session where {which}
returning decode(token, 'hex') as token_hash, null::uuid as account, null::uuid as chart
"""
END = """
with gone as ({gone})
insert into ended_session (token_hash, account, chart, reason, ended_at)
select token_hash, account, chart, $2, $3 from gone on conflict do nothing
"""
END_CLIENT = END.format(gone=OF_CLIENTS.format(which="id = $1"))
END_STAFF = END.format(gone=OF_STAFF.format(which="id = $1"))
SWEEP = (
    END.format(gone=OF_CLIENTS.format(which="ends_at < $1")),
    END.format(gone=OF_STAFF.format(which="ends_at < $1")),
)


@dataclass(frozen=True, slots=True)
class Ended:
    """A session that ran out; `account_id` is None for one of the staff."""

    account_id: UUID | None
    chart: UUID | None
    reason: Reason
    may_keep: bool
    """Whether its account is still open, and its password still the one it was opened with."""


async def end_client_session(session_id: UUID, *, reason: Reason) -> None:
    """Delete a session that was seen to be over, and remember it; both or neither."""
    await db.row(END_CLIENT, session_id, reason.value, datetime.now(UTC))


async def end_staff_session(session_id: int, *, reason: Reason) -> None:
    await db.row(END_STAFF, session_id, reason.value, datetime.now(UTC))


async def sweep_sessions() -> None:
    """Do the same for all that are past their absolute end, and forget what ran out a day ago."""
    now = datetime.now(UTC)
    async with db.transaction():
        for statement in SWEEP:
            await db.row(statement, now, Reason.LONGEST.value, now)
        await EndedSession.delete().where(EndedSession.ended_at < now - REMEMBERED)


FIND = """
select ended.account, ended.chart, ended.reason,
  coalesce(account.active and account.suspended_at is null, false)
    and coalesce(secret.changed_at < ended.ended_at, true) as may_keep
from ended_session ended
left join portal_account account on account.id = ended.account
left join account_secret secret on secret.account = ended.account
where ended.token_hash = $1 and ended.ended_at > $2
"""


async def find_ended(token_hash: bytes) -> Ended | None:
    """Give the session of a token that ran out within a day; None for one never given, and one somebody ended."""
    row = await db.row(FIND, token_hash, datetime.now(UTC) - REMEMBERED)
    if row is None:
        return None
    return Ended(
        account_id=row["account"],
        chart=row["chart"],
        reason=Reason(row["reason"]),
        may_keep=row["may_keep"],
    )


async def forget_ended(*, account_id: UUID) -> None:
    """Remember no session of this account any more: nothing typed in one is kept from now on."""
    await EndedSession.delete().where(EndedSession.account == account_id)
