"""Use cases of somebody's own account: where they are signed in, and the e-mail of their sign-in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import db
from app.accounts import limits
from app.accounts.own import letters
from app.accounts.own.browsers import browser_in_words
from app.accounts.own.ended import forget_ended
from app.accounts.sessions import CurrentAccount
from app.accounts.tables import KnownDevice, PortalAccount, PortalSession
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotFound
from app.web.address import says_where


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser in which somebody is signed in, as its owner knows it again."""

    id: str
    browser: str
    network: str
    since: datetime
    last_used: datetime
    is_this: bool
    half: bool = False
    """Whether only the password was typed: its second step is still to come."""


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What stands on the account page."""

    email: str
    sessions: tuple[OpenSession, ...]


OWN = """
select account.email, session.id, session.browser, session.network, session.created_at, session.last_seen_at,
  session.second_step_due
from portal_account account left join portal_session session on session.account = account.id
where account.id = $1 order by session.id = $2 desc, session.last_seen_at desc
"""


async def own_account(account: CurrentAccount) -> OwnAccount:
    """Give the account's e-mail and its sessions, the one that asks first, then the last used."""
    found = await db.rows(OWN, account.account_id, account.session_id)
    return OwnAccount(
        email=found[0]["email"],
        sessions=tuple(open_session(row, here=account.session_id) for row in found if row["id"]),
    )


def open_session(row: db.Record, *, here: UUID | int) -> OpenSession:
    return OpenSession(
        id=str(row["id"]),
        browser=browser_in_words(row["browser"]),
        network=row["network"] if says_where(row["network"]) else "",
        since=row["created_at"],
        last_used=row["last_seen_at"],
        is_this=row["id"] == here,
        half=row["second_step_due"],
    )


async def end_session(
    *, account: CurrentAccount, by: Actor, client_id: UUID | None, session_id: UUID
) -> None:
    """Sign out another browser of the account and know its device no more; raises NotFound for any other session."""
    async with db.transaction():
        gone = (
            await PortalSession.delete()
            .where((PortalSession.id == session_id) & (PortalSession.account == account.account_id))
            .returning(PortalSession.device_hash)
        )
        if not gone:
            raise NotFound(by=by, object_kind="portal_session", object_id=session_id, client_id=client_id)
        await KnownDevice.delete().where(
            (KnownDevice.account == account.account_id) & (KnownDevice.device_hash == gone[0]["device_hash"])
        )
        await _record(by, Kind.DEVICE_SIGNED_OUT, client_id, session_id)


async def sign_out_everywhere(*, account: CurrentAccount, by: Actor, client_id: UUID | None) -> None:
    """End every session of the account, this one too, and know none of its devices any more."""
    async with db.transaction():
        await PortalSession.delete().where(PortalSession.account == account.account_id)
        await forget_ended(account_id=account.account_id)
        await limits.forget_devices(account_id=account.account_id)
        await _record(by, Kind.SIGNED_OUT_EVERYWHERE, client_id, account.account_id)


async def change_email(*, account: CurrentAccount, by: Actor, client_id: UUID | None, email: str) -> None:
    """Let links go to another address from now on; other sessions end, and both addresses are told."""
    async with db.transaction():
        before = await db.row("select email from portal_account where id = $1 for update", account.account_id)
        if before is None or before["email"] == email:
            return
        await PortalAccount.update({PortalAccount.email: email}).where(PortalAccount.id == account.account_id)
        await PortalSession.delete().where(
            (PortalSession.account == account.account_id) & (PortalSession.id != account.session_id)
        )
        await forget_ended(account_id=account.account_id)
        await activity.record(
            by=by,
            kind=Kind.SIGN_IN_EMAIL_CHANGED,
            object_kind="portal_account",
            object_id=account.account_id,
            client_id=client_id,
            detail={"old": before["email"], "new": email},
        )
        await letters.tell_of_changed_email(account_id=account.account_id, old=before["email"], new=email)


async def _record(by: Actor, kind: Kind, client_id: UUID | None, object_id: UUID) -> None:
    await activity.record(
        by=by, kind=kind, object_kind="portal_session", object_id=object_id, client_id=client_id
    )
