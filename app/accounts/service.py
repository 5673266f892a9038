"""Use cases of a client's sign-in."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts import limits, sessions
from app.accounts.grants.opening import first_chart, record_signing_in
from app.accounts.limits import Caller, Side
from app.accounts.links.making import supersede
from app.accounts.own.letters import tell_of_new_device
from app.accounts.passwords import hash_password, is_password
from app.accounts.rules import is_long_enough
from app.accounts.second_step import devices
from app.accounts.second_step.standing import HAS_SECOND_STEP, Owner
from app.accounts.sessions import CurrentAccount, CurrentChart, SignedIn
from app.accounts.tables import AccountSecret, PortalAccount, PortalSession
from app.activity import service as activity
from app.activity.actor import Actor, ActorKind, Origin
from app.activity.kinds import Kind
from app.web.language import Language

SIGN_IN = f"""
select account.id, account.username, account.display_name, account.last_sign_in_at, secret.password_hash,
  account.active and account.suspended_at is null as open,
  account.last_sign_in_at is not null and account.passkey_offered_at is null as unasked,
  {HAS_SECOND_STEP.format(column="account", owner="account.id")} as has_second_step
from portal_account account left join account_secret secret on secret.account = account.id
"""
BY_ID = f"{SIGN_IN} where account.id = $1"
BY_NAME = f"""
{SIGN_IN}
where account.username = $1
   or (account.email = $1 and $1 <> '' and (select count(*) from portal_account other where other.email = $1) = 1)
order by (account.username = $1) desc limit 1
"""

ARRIVED = """
update portal_account set last_sign_in_at = $2 from portal_account before
where portal_account.id = $1 and before.id = $1 returning before.last_sign_in_at
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
    chart = await first_chart(account["id"] if account else db.new_id())
    by = _actor(account, chart, caller.origin)
    if account is None or not genuine or not account["open"]:
        async with db.transaction():
            await limits.fail(tried)
            await _record(by, Kind.SIGN_IN_FAILED, account)
        return None
    async with db.transaction():
        await limits.clear(tried)
        return await _let_in(account, chart, caller, replacing=replacing)


async def sign_in_proven(*, account_id: UUID, caller: Caller, replacing: str = "") -> SignedIn | None:
    """Sign in who has proved with a passkey, which is both steps, that it is them; None when the account is closed."""
    account = await db.row(BY_ID, account_id)
    if account is None or not account["open"]:
        return None
    chart = await first_chart(account_id)
    async with db.transaction():
        return await _let_in(account, chart, caller, replacing=replacing, proven=True)


async def _let_in(
    account: db.Record, chart: db.Record | None, caller: Caller, *, replacing: str, proven: bool = False
) -> SignedIn:
    """Begin a session, in the transaction under way; its second step is still to come unless it was `proven`."""
    owner, device = _owner(account, chart), caller.device or limits.new_device()
    asks = account["has_second_step"] and not proven
    due = asks and not await devices.is_remembered(caller.device, owner)
    if not due:
        await arrive(owner, by=_actor(account, chart, caller.origin), caller=caller, device=device)
    return await _open(account, chart, caller, device, replacing=replacing, due=due)


async def arrive(owner: Owner, *, by: Actor, caller: Caller, device: str, remembered: bool = False) -> None:
    """Write down that somebody has signed in, every step of it done, and tell them of a device that is new."""
    known = await limits.is_known(device, account_id=owner.id)
    before = await db.row(ARRIVED, owner.id, datetime.now(UTC))
    if before is not None and before["last_sign_in_at"] is not None and not known:
        await tell_of_new_device(account_id=owner.id, by=by, client_id=owner.client_id, caller=caller)
    if device:
        await devices.know(device, owner, remembered=remembered)
    await record_signing_in(by=by, kind=Kind.SIGNED_IN, account_id=owner.id)


async def _open(
    account: db.Record, chart: db.Record | None, caller: Caller, device: str, *, replacing: str, due: bool
) -> SignedIn:
    """Begin a session in the place of the one this browser had."""
    await PortalSession.delete().where(PortalSession.token_hash == sessions.token_hash(replacing))
    token = await sessions.open_client_session(
        account_id=account["id"],
        chart=chart["client"] if chart else None,
        previous_sign_in_at=account["last_sign_in_at"],
        mark=limits.mark_of(caller, device, second_step_due=due),
    )
    offers = account["unasked"] and not account["has_second_step"]
    return SignedIn(token=token, device=device, second_step_due=due, offers_passkey=offers)


def _owner(account: db.Record, chart: db.Record | None) -> Owner:
    return Owner(
        is_staff=False,
        id=account["id"],
        username=account["username"],
        name=account["display_name"],
        client_id=chart["client"] if chart else None,
    )


def _actor(account: db.Record | None, chart: db.Record | None, origin: Origin | None) -> Actor:
    guardian = chart is not None and chart["kind"] != "self"
    return Actor(
        kind=ActorKind.GUARDIAN if guardian else ActorKind.CLIENT,
        name=account["display_name"] if account else "",
        account_id=account["id"] if account else None,
        origin=origin,
    )


async def _record(by: Actor, kind: Kind, account: db.Record | None) -> None:
    await record_signing_in(by=by, kind=kind, account_id=account["id"] if account else None)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account who is not signed in: the account, and the chart that would open first."""

    account: db.Record
    chart: db.Record | None
    actor: Actor

    @property
    def client_id(self) -> UUID | None:
        return self.chart["client"] if self.chart else None


async def person_of(account_id: UUID, *, origin: Origin | None) -> Person:
    """Give whose account this is."""
    account = (await db.rows(BY_ID, account_id))[0]
    chart = await first_chart(account_id)
    return Person(account, chart, _actor(account, chart, origin))


async def begin_session(person: Person, *, caller: Caller, replacing: str = "") -> SignedIn:
    """Sign somebody in who has just chosen the password by a link; joins the transaction under way."""
    return await _let_in(person.account, person.chart, caller, replacing=replacing)


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
            {
                AccountSecret.password_hash: hashed,
                AccountSecret.long_enough: is_long_enough(password),
                AccountSecret.changed_at: now,
            }
        ).where(AccountSecret.account == account.account_id)
        await PortalAccount.update({PortalAccount.must_change_password: False}).where(
            PortalAccount.id == account.account_id
        )
        mark = await sessions.client_mark(account.session_id)
        await PortalSession.delete().where(PortalSession.account == account.account_id)
        await supersede(account.account_id, at=now)
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
            mark=mark,
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
