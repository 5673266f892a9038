"""Email Client Credential: what staff do so that a client gets in by e-mail (product.md 1)."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.charts import chart_for_staff
from app.accounts.links import addressees
from app.accounts.links.addressees import Addressee
from app.accounts.links.making import Made, invite, send_reset
from app.accounts.links.rules import (
    AGAIN_AFTER,
    BAD_EMAIL,
    NO_EMAIL,
    NO_EMAIL_BUT_NEEDED,
    NO_MAIL,
    NOT_TYPED,
    OF_STAFF,
    Purpose,
    UsernameFormat,
    check_can_email,
    free_username,
    is_activated,
    usernames,
)
from app.accounts.sessions import CurrentStaff, today
from app.accounts.tables import AccountSecret, Grant, GrantKind, PortalAccount, PortalSession
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids
from app.addresses import is_mail_address
from app.clients.names import full_name
from app.notices import mail
from app.practice.settings import setting
from app.staff.rules import Action, PermissionRule
from app.web.language import _l

NO_SUCH_ACCOUNT = _l("This login does not open the chart.")
CLIENT = """
select id, number, first_name, preferred_name, last_name, email, language from client where id = $1 for update
"""
TAKEN = """
select username as name from portal_account where username = any($1) and id <> $2
union select email from portal_account where email = any($1) and id <> $2
"""
ONE_AT_A_TIME = 0x_C11E_2A73
"""The number of the lock under which usernames are made, so that no two clients get the same one."""


@dataclass(frozen=True, slots=True)
class Emailed:
    """What came of it: what goes, or went already, to which address and when."""

    sent: bool
    purpose: Purpose
    to_address: str
    at: datetime
    link_id: UUID | None = None


async def email_credentials(
    *, staff: CurrentStaff, client_id: UUID, account_id: UUID | None = None
) -> Emailed:
    """Invite a client by e-mail, or once they are active send a link to choose a new password.

    Without `account_id` it is about the client's own account, which is made where there is none. Within five minutes
    nothing is sent again, unless the address has changed. Raises StateForbids with the sentence that says why not.
    """
    await chart_for_staff(
        staff=staff, client_id=client_id, rule=PermissionRule.PORTAL_ACCOUNTS, action=Action.MODIFY
    )
    return await email_as(by=staff.actor, client_id=client_id, account_id=account_id)


async def email_as(*, by: Actor, client_id: UUID, account_id: UUID | None = None) -> Emailed:
    """Do the same for a staff member who was found to be allowed to."""
    _check_mail()
    async with db.transaction():
        client = await _locked(client_id, by)
        to = await _addressee(client_id, account_id)
        check_can_email(to.facts if to else None)
        _check_address(to.address if to else client["email"])
        before = _sent_before(to)
        if before is not None:
            return before
        return await _email(to or await _new_account(client), by=by, client=client)


async def use_emailed_credentials(
    *, staff: CurrentStaff, client_id: UUID, account_id: UUID | None = None
) -> Emailed:
    """Replace a login that was typed by hand by one that is e-mailed, and end its sessions."""
    await chart_for_staff(
        staff=staff, client_id=client_id, rule=PermissionRule.PORTAL_ACCOUNTS, action=Action.MODIFY
    )
    _check_mail()
    async with db.transaction():
        client = await _locked(client_id, staff.actor)
        to = await _addressee(client_id, account_id)
        if to is None or not to.facts.login_typed:
            raise StateForbids(NOT_TYPED)
        address = (to.chart_email or to.account_email).casefold()
        _check_address(address)
        check_can_email(replace(to.facts, login_typed=False))
        await _remove_typed_login(to, client, address=address)
        await _record(staff.actor, Kind.LOGIN_REPLACED, to.account_id, client_id)
        fresh = await _addressee(client_id, to.account_id)
        return await _email(fresh or to, by=staff.actor, client=client)


async def invite_if_asked(*, staff: CurrentStaff, client_id: UUID) -> Emailed | None:
    """Invite a client who was just added, where setting -811 says so and an e-mail is on file; None: nothing went.

    Joins the transaction under way. Whoever may add clients has this follow from it, whatever their other rules.
    """
    if setting("credentials_on_adding") != "on" or not mail.is_possible():
        return None
    row = await db.row("select email from client where id = $1", client_id)
    if row is None or not is_mail_address(row["email"]):
        return None
    try:
        return await email_as(by=staff.actor, client_id=client_id)
    except StateForbids:  # a login was typed at once: that is handed over
        return None


def _check_mail() -> None:
    if not mail.is_possible():
        raise StateForbids(NO_MAIL)


def _check_address(address: str) -> None:
    if not address:
        raise StateForbids(NO_EMAIL_BUT_NEEDED if setting("email_required") == "on" else NO_EMAIL)
    if not is_mail_address(address):
        raise StateForbids(BAD_EMAIL)


async def _locked(client_id: UUID, by: Actor) -> db.Record:
    """Give a client, held so that of two who press at once the later one sees what the earlier one sent."""
    client = await db.row(CLIENT, client_id)
    if client is None:
        raise NotFound(by=by, object_kind="client", object_id=client_id)
    return client


async def _addressee(client_id: UUID, account_id: UUID | None) -> Addressee | None:
    """Give the account meant, or the client's own; None when there is none yet."""
    found = await addressees.of_chart(client_id)
    if account_id is None:
        return next((each for each in found if each.client_id == client_id), None)
    chosen = next((each for each in found if each.account_id == account_id), None)
    if chosen is None:
        raise StateForbids(NO_SUCH_ACCOUNT)
    return chosen


def _sent_before(to: Addressee | None) -> Emailed | None:
    if to is None or to.last is None or datetime.now(UTC) - to.last.made_at >= AGAIN_AFTER:
        return None
    for_reset = is_activated(to.facts)
    if to.last.to_address != to.address or (to.last.purpose is Purpose.RESET) != for_reset:
        return None
    return Emailed(sent=False, purpose=to.last.purpose, to_address=to.last.to_address, at=to.last.made_at)


async def _email(to: Addressee, *, by: Actor, client: db.Record) -> Emailed:
    made, now = Made(by_staff=by.staff_id), datetime.now(UTC)
    if is_activated(to.facts):
        (link_id,) = await send_reset([to], made=made, lasts=OF_STAFF)
        await _record(by, Kind.PASSWORD_LINK_EMAILED, to.account_id, client["id"])
        return Emailed(sent=True, purpose=Purpose.RESET, to_address=to.address, at=now, link_id=link_id)
    await _follow_the_address(to, client)
    with_password = setting("credentials_password") == "temporary"
    link_id = await invite(to, made=made, with_password=with_password)
    await _record(by, Kind.CREDENTIALS_EMAILED, to.account_id, client["id"])
    purpose = Purpose.TEMPORARY if with_password else Purpose.INVITATION
    return Emailed(sent=True, purpose=purpose, to_address=to.address, at=now, link_id=link_id)


async def _follow_the_address(to: Addressee, client: db.Record) -> None:
    """Let a username that is an old address become the new one, while nobody has used it."""
    if to.client_id == client["id"] and to.username == to.account_email != to.address:
        username = await _username(client, to.account_id)
        await PortalAccount.update({PortalAccount.username: username}).where(
            PortalAccount.id == to.account_id
        )


async def _new_account(client: db.Record) -> Addressee:
    """Make the client's own account, and the grant that opens their chart."""
    now, account_id = datetime.now(UTC), db.new_id()
    account = PortalAccount(
        id=account_id,
        username=await _username(client, account_id),
        display_name=_name(client),
        email=client["email"].casefold(),
        login_typed=False,
        language=client["language"],
        created_at=now,
    )
    await PortalAccount.insert(account)
    await Grant.insert(
        Grant(account=account_id, client=client["id"], kind=GrantKind.SELF, starts_on=today(), created_at=now)
    )
    made = await _addressee(client["id"], account_id)
    if made is None:
        raise RuntimeError("The account just made is not there.")
    return made


async def _remove_typed_login(to: Addressee, client: db.Record, *, address: str) -> None:
    own = to.client_id == client["id"]
    values: dict[Any, Any] = {
        PortalAccount.login_typed: False,
        PortalAccount.must_change_password: True,
        PortalAccount.email: address,
    }
    if own:
        values[PortalAccount.username] = await _username(client, to.account_id)
    await PortalAccount.update(values).where(PortalAccount.id == to.account_id)
    await AccountSecret.delete().where(AccountSecret.account == to.account_id)
    await PortalSession.delete().where(PortalSession.account == to.account_id)


async def _username(client: db.Record, account_id: UUID) -> str:
    """Make a username by setting -687; the next format where somebody has it, or an e-mail that reads the same."""
    await db.row("select pg_advisory_xact_lock($1)", ONE_AT_A_TIME)
    wished = usernames(
        UsernameFormat(setting("credentials_username")),
        email=client["email"],
        first_name=client["first_name"],
        last_name=client["last_name"],
        number=client["number"],
    )
    return free_username(wished, [row["name"] for row in await db.rows(TAKEN, wished, account_id)])


def _name(client: db.Record) -> str:
    return full_name(
        first_name=client["first_name"],
        preferred_name=client["preferred_name"],
        last_name=client["last_name"],
    )


async def _record(by: Actor, kind: Kind, account_id: UUID, client_id: UUID) -> None:
    await activity.record(
        by=by, kind=kind, object_kind="portal_account", object_id=account_id, client_id=client_id
    )
