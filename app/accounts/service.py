"""Use cases of a client's sign-in."""

from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts import limits, sessions
from app.accounts.limits import Caller, Side
from app.accounts.passwords import hash_password, is_password
from app.accounts.sessions import CurrentAccount, CurrentChart, SignedIn, today
from app.accounts.tables import AccountSecret, PortalAccount, PortalSession
from app.activity import service as activity
from app.activity.actor import Actor, ActorKind, Origin
from app.activity.kinds import Kind
from app.db import IN_FORCE
from app.web.language import Language

BY_NAME = """
select account.id, account.display_name, account.last_sign_in_at, secret.password_hash,
  account.active and account.suspended_at is null as open
from portal_account account left join account_secret secret on secret.account = account.id
where account.username = $1
   or (account.email = $1 and $1 <> '' and (select count(*) from portal_account other where other.email = $1) = 1)
order by (account.username = $1) desc limit 1
"""

FIRST_CHART = f"""
select client, kind from chart_grant
where account = $1 and revoked_at is null and {IN_FORCE.format(row="chart_grant", day="$2")}
order by (kind = 'self') desc, created_at limit 1
"""


async def sign_in(*, username: str, password: str, caller: Caller, replacing: str = "") -> SignedIn | None:
    """Sign in by username, or by an e-mail that one account alone has.

    The session this browser had before (its token is `replacing`) ends. None for a wrong, unknown, inactive or
    suspended one: all the same, in the same time. Raises TooManyTries, for every name alike.
    """
    name = username.strip().casefold()
    account = await db.row(BY_NAME, name)
    known = await limits.is_known(caller.device, account_id=account["id"] if account else db.new_id())
    tried = await limits.begin_try(Side.CLIENT, name, caller=caller, known=known)
    genuine = await is_password(password, account["password_hash"] if account else None)
    chart = await db.row(FIRST_CHART, account["id"] if account else db.new_id(), today())
    by = _actor(account, chart, caller.origin)
    if account is None or not genuine or not account["open"]:
        async with db.transaction():
            await limits.fail(tried)
            await _record(by, Kind.SIGN_IN_FAILED, account, chart)
        return None
    device = caller.device or limits.new_device()
    async with db.transaction():
        await limits.clear(tried, device, account_id=account["id"])
        await PortalAccount.update({PortalAccount.last_sign_in_at: datetime.now(UTC)}).where(
            PortalAccount.id == account["id"]
        )
        await _record(by, Kind.SIGNED_IN, account, chart)
        await PortalSession.delete().where(PortalSession.token_hash == sessions.token_hash(replacing))
        token = await sessions.open_client_session(
            account_id=account["id"],
            chart=chart["client"] if chart else None,
            previous_sign_in_at=account["last_sign_in_at"],
        )
        return SignedIn(token=token, device=device)


def _actor(account: db.Record | None, chart: db.Record | None, origin: Origin) -> Actor:
    guardian = chart is not None and chart["kind"] != "self"
    return Actor(
        kind=ActorKind.GUARDIAN if guardian else ActorKind.CLIENT,
        name=account["display_name"] if account else "",
        account_id=account["id"] if account else None,
        origin=origin,
    )


async def _record(by: Actor, kind: Kind, account: db.Record | None, chart: db.Record | None) -> None:
    await activity.record(
        by=by,
        kind=kind,
        object_kind="portal_account",
        object_id=account["id"] if account else None,
        client_id=chart["client"] if chart else None,
    )


async def sign_out(*, account: CurrentAccount, by: Actor, client_id: UUID | None) -> None:
    """End this session; the account's other sessions go on."""
    async with db.transaction():
        await PortalSession.delete().where(PortalSession.id == account.session_id)
        await activity.record(
            by=by,
            kind=Kind.SIGNED_OUT,
            object_kind="portal_session",
            object_id=account.session_id,
            client_id=client_id,
        )


async def is_own_password(*, account: CurrentAccount, password: str) -> bool:
    """Whether this is the password the account has now."""
    row = (
        await AccountSecret.select(AccountSecret.password_hash)
        .where(AccountSecret.account == account.account_id)
        .first()
    )
    return await is_password(password, row["password_hash"] if row else None)


async def change_password(
    *, account: CurrentAccount, chart: CurrentChart | None, by: Actor, password: str
) -> str:
    """Set a password that the rules accepted; end every session and give the token of a new one for this browser."""
    hashed, now = await hash_password(password), datetime.now(UTC)
    async with db.transaction():
        await AccountSecret.update(
            {AccountSecret.password_hash: hashed, AccountSecret.changed_at: now}
        ).where(AccountSecret.account == account.account_id)
        await PortalAccount.update({PortalAccount.must_change_password: False}).where(
            PortalAccount.id == account.account_id
        )
        await PortalSession.delete().where(PortalSession.account == account.account_id)
        await activity.record(
            by=by,
            kind=Kind.PASSWORD_CHANGED,
            object_kind="portal_account",
            object_id=account.account_id,
            client_id=chart.client_id if chart else None,
        )
        return await sessions.open_client_session(
            account_id=account.account_id,
            chart=chart.client_id if chart else None,
            previous_sign_in_at=account.previous_sign_in_at,
        )


async def choose_language(
    *, account: CurrentAccount, by: Actor, client_id: UUID | None, language: Language
) -> None:
    """Remember the language this account reads."""
    if account.language is language:
        return
    async with db.transaction():
        await PortalAccount.update({PortalAccount.language: language.value}).where(
            PortalAccount.id == account.account_id
        )
        await activity.record(
            by=by,
            kind=Kind.LANGUAGE_CHANGED,
            object_kind="portal_account",
            object_id=account.account_id,
            client_id=client_id,
        )
