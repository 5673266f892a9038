"""What staff do with the sign-in of a client: login, password, who may sign in, sessions and locks."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg

from app import db
from app.accounts import limits
from app.accounts.charts import StaffChart, chart_for_staff
from app.accounts.limits import Side
from app.accounts.password_change import client_rule
from app.accounts.passwords import hash_password
from app.accounts.portal_tab.accounts import NOT_OVER
from app.accounts.portal_tab.rules import BAD_LOGIN, is_login
from app.accounts.sessions import CurrentStaff, today
from app.accounts.staff_members import temporary_password
from app.accounts.strength import fault_of_new_password
from app.accounts.tables import AccountSecret, Grant, GrantKind, PortalAccount, PortalSession
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotAllowed, NotFound, StateForbids, Unfit
from app.practice.settings import setting
from app.staff.rules import Action, PermissionRule
from app.staff.service import OPEN_CHARTS
from app.web.language import _l

RULE = PermissionRule.PORTAL_ACCOUNTS
LOGIN_TAKEN = _l("Somebody signs in with this already. Please choose another login.")
NEEDS_PASSWORD = _l("Type a password, or press “Make one for me”.")
NEEDS_EMAIL = _l("Portal logins need an e-mail address on file (setting -644). Add the address first.")
NO_LOGIN = _l("This client has no login yet. Make one first.")
HAS_LOGIN = _l("This client has a login already. Open the page again to see it.")
OPENS_MORE = _l(
    "This login opens charts that you may not, and whoever knows the password can open them. Ask a Client Admin."
)

ACCOUNT = f"""
select account.id, account.display_name, account.username, account.email, account.active, account.suspended_at,
  account.must_change_password, account.login_typed, exists (
    select 1 from chart_grant where chart_grant.account = account.id and {NOT_OVER.format(day="$5")}
      and not ($3 or chart_grant.client in {OPEN_CHARTS.format(staff="$4", today="$5")})) as opens_more
from portal_account account where account.id = $2 and exists (
  select 1 from chart_grant where chart_grant.account = account.id and chart_grant.client = $1
    and {NOT_OVER.format(day="$5")})
"""
OWN_ACCOUNT = f"""
select account from chart_grant where client = $1 and kind = 'self' and {NOT_OVER.format(day="$2")}
order by created_at limit 1
"""
TAKEN = """
select exists (select 1 from portal_account where id <> $2 and (username = $1 or lower(email) = $1)) as taken
"""


@dataclass(frozen=True, slots=True)
class SignInChange:
    """How an account is to be. Without a password, and with none to be made, the one it has stays."""

    login: str
    password: str = ""
    make_password: bool = False
    active: bool = True
    suspended: bool = False
    must_change_password: bool = True


def needs_email(email: str) -> bool:
    """Whether setting -644 keeps a client with this address on file from being given a login."""
    return not email and setting("email_required") == "on"


async def own_account(client_id: UUID) -> UUID | None:
    """Give the account that is the client's own."""
    row = await db.row(OWN_ACCOUNT, client_id, today())
    return row["account"] if row else None


async def add_login(*, staff: CurrentStaff, client_id: UUID, change: SignInChange) -> str:
    """Give a client a login of their own; give the password that was made, else "".

    Raises NotAllowed, NotFound, and Unfit for a login or password that will not do.
    """
    chart = await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
    account = PortalAccount(
        id=db.new_id(),
        username=change.login.casefold(),
        display_name=chart.name,
        email=chart.email.casefold(),
        active=change.active,
        suspended_at=datetime.now(UTC) if change.suspended else None,
        must_change_password=change.must_change_password,
        login_typed=True,
        language=chart.language.value if chart.language else None,
        created_at=datetime.now(UTC),
    )
    if needs_email(chart.email):
        raise Unfit("login", NEEDS_EMAIL)
    if not change.make_password and not change.password:
        raise Unfit("password", NEEDS_PASSWORD)
    await _check_login(account.username, account.id)
    made = await _password(chart, change, names=(account.username, account.display_name, account.email))
    hashed = await hash_password(made or change.password)
    try:
        async with db.transaction():
            await _insert(account, chart, hashed, by=staff)
    except asyncpg.UniqueViolationError:  # somebody took the login in this very moment
        raise Unfit("login", LOGIN_TAKEN) from None
    return made


async def _insert(account: PortalAccount, chart: StaffChart, hashed: str, *, by: CurrentStaff) -> None:
    await db.row("select 1 from client where id = $1 for update", chart.client_id)
    if await own_account(chart.client_id) is not None:
        raise Unfit("login", HAS_LOGIN)
    now = datetime.now(UTC)
    await PortalAccount.insert(account)
    await AccountSecret.insert(AccountSecret(account=account.id, password_hash=hashed, changed_at=now))
    await Grant.insert(
        Grant(
            account=account.id,
            client=chart.client_id,
            kind=GrantKind.SELF,
            starts_on=today(),
            granted_by=by.staff_id,
            created_at=now,
        )
    )
    await _record(by, Kind.LOGIN_ADDED, account.id, chart, {"login": account.username})


async def change_login(
    *, staff: CurrentStaff, client_id: UUID, account_id: UUID, change: SignInChange
) -> str:
    """Change an account that opens the chart; give the password that was made, else "".

    Inactive and suspended end every session, and so does a new password, which the client changes when they next
    sign in. Raises NotAllowed, NotFound, Unfit.
    """
    chart, account = await _account(staff, client_id, account_id)
    login = change.login.casefold()
    await _check_login(login, account_id)
    names = (login, account["display_name"], account["email"], chart.name)
    made = await _password(chart, change, names=names)
    hashed = await hash_password(made or change.password) if made or change.password else ""
    columns = {
        "username": login,
        "active": change.active,
        "suspended": change.suspended,
        "must_change_password": change.must_change_password or bool(hashed),
    }
    try:
        async with db.transaction():
            await _update(staff, chart, account, columns)
            if hashed:
                await _set_password(staff, chart, account, hashed, login=login)
    except asyncpg.UniqueViolationError:
        raise Unfit("login", LOGIN_TAKEN) from None
    return made


async def _update(staff: CurrentStaff, chart: StaffChart, old: db.Record, new: dict[str, Any]) -> None:
    was = {name: old[name] for name in ("username", "active", "must_change_password")}
    was["suspended"] = old["suspended_at"] is not None
    if was == new:
        return
    suspended_at = (old["suspended_at"] or datetime.now(UTC)) if new["suspended"] else None
    await PortalAccount.update(
        {
            PortalAccount.username: new["username"],
            PortalAccount.active: new["active"],
            PortalAccount.suspended_at: suspended_at,
            PortalAccount.must_change_password: new["must_change_password"],
            PortalAccount.login_typed: old["login_typed"] or new["username"] != was["username"],
        }
    ).where(PortalAccount.id == old["id"])
    if not new["active"] or new["suspended"]:
        await PortalSession.delete().where(PortalSession.account == old["id"])
    await _record(staff, Kind.LOGIN_CHANGED, old["id"], chart, {"old": was, "new": new})


async def reset_password(
    *, staff: CurrentStaff, client_id: UUID, account_id: UUID | None
) -> tuple[UUID, str]:
    """Set a temporary password, to be changed at the next sign-in; give whose it is, and the password.

    Like all that follows about the account that is named, else the client's own. Raises NotAllowed, NotFound, and
    StateForbids while the client has no login.
    """
    chart, account = await _account(staff, client_id, account_id)
    made = temporary_password(names=(account["username"], account["display_name"], account["email"]))
    hashed = await hash_password(made)
    async with db.transaction():
        await PortalAccount.update({PortalAccount.must_change_password: True}).where(
            PortalAccount.id == account["id"]
        )
        await _set_password(staff, chart, account, hashed, login=account["username"])
    return account["id"], made


async def _set_password(
    staff: CurrentStaff, chart: StaffChart, account: db.Record, hashed: str, *, login: str
) -> None:
    """Set a password, and forget sessions, devices and failures of before."""
    columns: dict[Any, Any] = {
        AccountSecret.password_hash: hashed,
        AccountSecret.changed_at: datetime.now(UTC),
    }
    changed = (
        await AccountSecret.update(columns)
        .where(AccountSecret.account == account["id"])
        .returning(AccountSecret.id)
    )
    if not changed:
        await AccountSecret.insert(
            AccountSecret(account=account["id"], password_hash=hashed, changed_at=datetime.now(UTC))
        )
    await PortalSession.delete().where(PortalSession.account == account["id"])
    await limits.forget_devices(account_id=account["id"])
    await limits.lift(Side.CLIENT, login, account["username"], account["email"].casefold())
    await _record(staff, Kind.LOGIN_PASSWORD_RESET, account["id"], chart)


async def end_sessions(*, staff: CurrentStaff, client_id: UUID, account_id: UUID | None) -> None:
    """End every session of an account; raises NotAllowed, NotFound."""
    chart, account = await _account(staff, client_id, account_id)
    async with db.transaction():
        await PortalSession.delete().where(PortalSession.account == account["id"])
        await _record(staff, Kind.LOGIN_SIGNED_OUT, account["id"], chart)


async def lift_lock(*, staff: CurrentStaff, client_id: UUID, account_id: UUID | None) -> None:
    """Let an account try to sign in again at once; raises NotAllowed, NotFound."""
    chart, account = await _account(staff, client_id, account_id)
    async with db.transaction():
        await limits.lift(Side.CLIENT, account["username"], account["email"].casefold())
        await _record(staff, Kind.SIGN_IN_LOCK_LIFTED, account["id"], chart)


async def _account(
    staff: CurrentStaff, client_id: UUID, account_id: UUID | None
) -> tuple[StaffChart, db.Record]:
    """Give a chart and an account that opens it, to somebody to whom all that the account opens is open."""
    chart = await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.MODIFY)
    account_id = account_id or await own_account(client_id)
    if account_id is None:
        raise StateForbids(NO_LOGIN)
    return chart, await check_opens_no_more(staff=staff, client_id=client_id, account_id=account_id)


async def check_opens_no_more(*, staff: CurrentStaff, client_id: UUID, account_id: UUID) -> db.Record:
    """Give an account that opens the chart; raises NotFound for another, NotAllowed where it opens hidden charts too."""
    account = await db.row(
        ACCOUNT, client_id, account_id, staff.permissions.client_admin, staff.staff_id, today()
    )
    if account is None:
        raise NotFound(
            by=staff.actor, object_kind="portal_account", object_id=account_id, client_id=client_id
        )
    if account["opens_more"]:
        raise NotAllowed(
            by=staff.actor, object_kind="portal_account", object_id=account_id, sentence=OPENS_MORE
        )
    return account


async def _check_login(login: str, account_id: UUID) -> None:
    if not is_login(login):
        raise Unfit("login", BAD_LOGIN)
    row = await db.row(TAKEN, login, account_id)
    if row is not None and row["taken"]:
        raise Unfit("login", LOGIN_TAKEN)


async def _password(chart: StaffChart, change: SignInChange, *, names: tuple[str, ...]) -> str:
    """Make a password where one is to be made; raises Unfit for a typed one that is not good."""
    if change.make_password:
        return temporary_password(names=names)
    if change.password:
        every = (*names, chart.first_name, chart.last_name, chart.preferred_name)
        fault = await fault_of_new_password(change.password, names=every, rule=client_rule())
        if fault is not None:
            raise Unfit("password", fault)
    return ""


async def _record(
    staff: CurrentStaff, kind: Kind, account_id: UUID, chart: StaffChart, detail: Any = None
) -> None:
    await activity.record(
        by=staff.actor,
        kind=kind,
        object_kind="portal_account",
        object_id=account_id,
        client_id=chart.client_id,
        detail=detail,
    )
