"""Use cases of the second step: taking it, confirming with it, taking it away."""

from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts import limits, service, staff_service
from app.accounts.limits import Caller, Side
from app.accounts.password_change import PasswordOwner
from app.accounts.second_step import devices, passkeys, tries
from app.accounts.second_step.challenges import Bond
from app.accounts.second_step.proof import Factor, Given, proven_by
from app.accounts.second_step.standing import Owner, hold, record, standing_of
from app.accounts.sessions import SignedIn, new_token, token_hash
from app.activity.actor import Actor, ActorKind
from app.activity.kinds import Kind
from app.activity.refusals import NotFound
from app.notices import mail, outbox

STEP_RESET_LETTER = "second_step_reset"

RENEW = """
update portal_session set token_hash = $2, confirmed_at = $3, second_step_due = second_step_due and $4
where token_hash = $1 returning id
"""
RENEW_STAFF = """
update staff_session set token = encode($2, 'hex'), confirmed_at = $3, second_step_due = second_step_due and $4
where token = encode($1, 'hex') returning id
"""


class NeedsLongerPassword(Exception):
    """The password is too short to stand alone: nothing was taken away."""


async def take_second_step(
    owner: Owner, given: Given, *, by: Actor, bond: Bond, caller: Caller, remember: bool
) -> str | None:
    """Sign in for good and give the token the session goes on with; None for a wrong proof. Raises TooManyTries."""
    tried = await tries.begin(owner.id, address=caller.address)
    async with db.transaction():
        if not await _is_proven(owner, given, by=by, bond=bond, fault=Kind.SECOND_STEP_FAILED):
            return None
        await tries.clear(tried)
        if owner.is_staff:
            await staff_service.arrive_staff(
                owner, by=by, caller=caller, device=caller.device, remembered=remember
            )
        else:
            await service.arrive(owner, by=by, caller=caller, device=caller.device, remembered=remember)
        return await _renewed(bond.cookie, owner, still_due=False)


async def confirm(owner: Owner, given: Given, *, by: Actor, bond: Bond, caller: Caller) -> str | None:
    """Take a fresh proof and give the token the session goes on with; None for a wrong one. Raises TooManyTries."""
    tried = await tries.begin(owner.id, address=caller.address)
    async with db.transaction():
        if not await _is_proven(owner, given, by=by, bond=bond, fault=Kind.CONFIRMATION_FAILED):
            return None
        await tries.clear(tried)
        await record(owner, by=by, kind=Kind.IDENTITY_CONFIRMED)
        return await _renewed(bond.cookie, owner, still_due=True)


async def confirm_by_password(
    owner: Owner, password: str, *, of: PasswordOwner, by: Actor, token: str, caller: Caller
) -> str | None:
    """Take the password as proof from somebody without a second step; its tries are those of signing in."""
    side = Side.STAFF if owner.is_staff else Side.CLIENT
    whose = {f"{owner.column}_id": owner.id}
    known = await limits.is_known(caller.device, **whose)
    tried = await limits.begin_try(side, owner.username, caller=caller, known=known)
    genuine = await of.is_own(password)
    async with db.transaction():
        if not genuine:
            await limits.fail(tried)
            await record(owner, by=by, kind=Kind.CONFIRMATION_FAILED)
            return None
        await limits.clear(tried)
        await record(owner, by=by, kind=Kind.IDENTITY_CONFIRMED)
        return await _renewed(token, owner, still_due=True)


async def _is_proven(owner: Owner, given: Given, *, by: Actor, bond: Bond, fault: Kind) -> bool:
    factor = await proven_by(owner, given, bond=bond)
    if factor is Factor.RECOVERY_CODE:
        await record(owner, by=by, kind=Kind.RECOVERY_CODE_USED)
    if factor is None:
        await record(owner, by=by, kind=fault)
    return factor is not None


async def _renewed(old: str, owner: Owner, *, still_due: bool) -> str | None:
    """Let the session go on under a new token; None when it has ended or was renewed meanwhile."""
    token, statement = new_token(), RENEW_STAFF if owner.is_staff else RENEW
    row = await db.row(statement, token_hash(old), token_hash(token), datetime.now(UTC), still_due)
    return None if row is None else token


async def sign_in_with_passkey(
    answer: str, *, is_staff: bool, bond: Bond, caller: Caller, replacing: str = ""
) -> SignedIn | None:
    """Sign in with a passkey alone: having it and unlocking it are both steps. Raises TooManyTries.

    None for a passkey nobody has, of the other side, of a closed account, or a wrong answer: all the same.
    """
    passkey = await passkeys.named_in(answer)
    owner_id: UUID | None = passkey["staff" if is_staff else "account"] if passkey else None
    tried = await tries.begin(owner_id, address=caller.address)
    if owner_id is None:
        return None
    owner = Owner(is_staff=is_staff, id=owner_id, username="", name="")
    async with db.transaction():
        if not await passkeys.is_answered(answer, owner=owner, bond=bond):
            await record(owner, by=_stranger(owner, caller), kind=Kind.SECOND_STEP_FAILED)
            return None
        await tries.clear(tried)
        if is_staff:
            return await staff_service.sign_in_proven_staff(
                staff_id=owner_id, caller=caller, replacing=replacing
            )
        return await service.sign_in_proven(account_id=owner_id, caller=caller, replacing=replacing)


def _stranger(owner: Owner, caller: Caller) -> Actor:
    kind = ActorKind.STAFF if owner.is_staff else ActorKind.CLIENT
    return Actor(kind=kind, name="", origin=caller.origin)


async def remove_passkey(owner: Owner, passkey_id: UUID, *, by: Actor) -> None:
    """Take a passkey away; raises NotFound, or NeedsLongerPassword when nothing else would be left."""
    async with db.transaction():
        await _check_removable(owner)
        statement = f"delete from passkey where id = $1 and {owner.column} = $2 returning id"
        if await db.row(statement, passkey_id, owner.id) is None:
            raise NotFound(by=by, object_kind="passkey", object_id=passkey_id)
        await record(owner, by=by, kind=Kind.PASSKEY_REMOVED)
        await _tidy(owner)


async def remove_app(owner: Owner, *, by: Actor) -> None:
    """Take the authenticator app away; raises NeedsLongerPassword when nothing else would be left."""
    async with db.transaction():
        await _check_removable(owner)
        statement = (
            f"delete from authenticator_app where {owner.column} = $1 and active_at is not null returning id"
        )
        if await db.row(statement, owner.id) is not None:
            await record(owner, by=by, kind=Kind.AUTHENTICATOR_REMOVED)
        await _tidy(owner)


async def _check_removable(owner: Owner) -> None:
    await hold(owner)
    standing = await standing_of(owner)
    if standing.is_last and not standing.password_is_long:
        raise NeedsLongerPassword


async def _tidy(owner: Owner) -> None:
    """Remove what means nothing without a second step."""
    if (await standing_of(owner)).is_set_up:
        return
    await db.row(f"delete from recovery_code where {owner.column} = $1", owner.id)
    await devices.ask_again(owner)


async def ask_everywhere(owner: Owner, *, by: Actor) -> None:
    """Ask for the second step on every device again."""
    async with db.transaction():
        await devices.ask_again(owner)
        await record(owner, by=by, kind=Kind.DEVICES_FORGOTTEN)


async def answer_offer(owner: Owner, *, by: Actor) -> None:
    """Offer no passkey to this account again."""
    async with db.transaction():
        statement = "update portal_account set passkey_offered_at = $2 where id = $1 returning id"
        await db.row(statement, owner.id, datetime.now(UTC))
        await record(owner, by=by, kind=Kind.PASSKEY_OFFER_ANSWERED)


async def reset(owner: Owner, *, by: Actor) -> None:
    """Take away everything somebody proves with, end their sessions, and tell them by e-mail where it is possible."""
    async with db.transaction():
        for table in ("passkey", "authenticator_app", "recovery_code"):
            await db.row(f"delete from {table} where {owner.column} = $1", owner.id)
        await limits.forget_devices(**{f"{owner.column}_id": owner.id})
        await tries.forget(owner.id)
        await _end_sessions(owner)
        await record(owner, by=by, kind=Kind.SECOND_STEP_RESET)
        if mail.is_possible():
            await outbox.add(
                kind=STEP_RESET_LETTER, payload={"is_staff": owner.is_staff, "owner": str(owner.id)}
            )


async def _end_sessions(owner: Owner) -> None:
    if owner.is_staff:
        of_staff = (
            "delete from staff_session where user_id in (select id from staff_sign_in where staff = $1)"
        )
        await db.row(of_staff, owner.id)
    else:
        await db.row("delete from portal_session where account = $1", owner.id)
