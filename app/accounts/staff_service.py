"""Use cases of a staff member's sign-in. The stock ones of the user table are not used: they skip our checks."""

from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts import limits, sessions
from app.accounts.limits import Caller, Side
from app.accounts.own.letters import tell_staff_of_new_device
from app.accounts.passwords import hash_password, is_password
from app.accounts.rules import is_long_enough
from app.accounts.second_step import devices
from app.accounts.second_step.standing import HAS_SECOND_STEP, Owner
from app.accounts.sessions import CurrentStaff, SignedIn
from app.accounts.strength import fault_of_new_password
from app.accounts.tables import StaffSession, StaffSignIn
from app.activity import service as activity
from app.activity.actor import Actor, ActorKind
from app.activity.kinds import Kind
from app.activity.refusals import StateForbids
from app.practice.settings import load_settings
from app.staff.rules import PermissionRule
from app.staff.service import add_profile
from app.staff.tables import StaffMember
from app.web.language import _l

USERNAME_TAKEN = _l("Somebody has this username already.")

SIGN_IN = f"""
select sign_in.id, sign_in.username, sign_in.password, sign_in.staff, member.first_name, member.last_name,
  sign_in.active and member.active as open,
  {HAS_SECOND_STEP.format(column="staff", owner="member.id")} as has_second_step
from staff_sign_in sign_in join staff_member member on member.id = sign_in.staff
"""
BY_NAME = f"{SIGN_IN} where sign_in.username = $1"
BY_ID = f"{SIGN_IN} where sign_in.staff = $1"


async def sign_in_staff(
    *, username: str, password: str, caller: Caller, replacing: str = ""
) -> SignedIn | None:
    """Sign a staff member in; None for any reason not to. Raises TooManyTries, for every name alike."""
    name = username.strip().casefold()
    found = await db.row(BY_NAME, name)
    known = await limits.is_known(caller.device, staff_id=found["staff"] if found else db.new_id())
    tried = await limits.begin_try(Side.STAFF, name, caller=caller, known=known)
    genuine = await is_password(password, found["password"] if found else None)
    by = _actor(found, caller)
    if found is None or not genuine or not found["open"]:
        async with db.transaction():
            await limits.fail(tried)
            await _record(by, Kind.STAFF_SIGN_IN_FAILED)
        return None
    async with db.transaction():
        await limits.clear(tried)
        return await _let_in(found, caller, replacing=replacing)


async def sign_in_proven_staff(*, staff_id: UUID, caller: Caller, replacing: str = "") -> SignedIn | None:
    """Sign in who has proved with a passkey, which is both steps, that it is them; None when they are closed out."""
    found = await db.row(BY_ID, staff_id)
    if found is None or not found["open"]:
        return None
    async with db.transaction():
        return await _let_in(found, caller, replacing=replacing, proven=True)


async def _let_in(found: db.Record, caller: Caller, *, replacing: str, proven: bool = False) -> SignedIn:
    """Begin a session, in the transaction under way; its second step is still to come unless it was `proven`."""
    owner, device = _owner(found), caller.device or limits.new_device()
    asks = found["has_second_step"] and not proven
    due = asks and not await devices.is_remembered(caller.device, owner)
    if not due:
        await arrive_staff(owner, by=_actor(found, caller), caller=caller, device=device)
    return await _open(found, caller, device, replacing=replacing, due=due)


ARRIVED = """
update staff_sign_in set last_login = $2 from staff_sign_in before
where staff_sign_in.staff = $1 and before.id = staff_sign_in.id returning before.last_login
"""


async def arrive_staff(
    owner: Owner, *, by: Actor, caller: Caller, device: str, remembered: bool = False
) -> None:
    """Write down that a staff member has signed in, every step of it done, and tell them of a device that is new."""
    known = await limits.is_known(device, staff_id=owner.id)
    before = await db.row(ARRIVED, owner.id, datetime.now(UTC).replace(tzinfo=None))
    if before is not None and before["last_login"] is not None and not known:
        await tell_staff_of_new_device(staff_id=owner.id, by=by, caller=caller)
    if device:
        await devices.know(device, owner, remembered=remembered)
    await _record(by, Kind.STAFF_SIGNED_IN)


async def _open(found: db.Record, caller: Caller, device: str, *, replacing: str, due: bool) -> SignedIn:
    """Begin a session in the place of the one this browser had."""
    await StaffSession.delete().where(StaffSession.token == sessions.token_hash(replacing).hex())
    mark = limits.mark_of(caller, device, second_step_due=due)
    token = await sessions.open_staff_session(sign_in_id=found["id"], mark=mark)
    return SignedIn(token=token, device=device, second_step_due=due)


def _actor(found: db.Record | None, caller: Caller) -> Actor:
    return Actor(
        kind=ActorKind.STAFF,
        name=f"{found['first_name']} {found['last_name']}" if found else "",
        staff_id=found["staff"] if found else None,
        origin=caller.origin,
    )


def _owner(found: db.Record) -> Owner:
    name = f"{found['first_name']} {found['last_name']}"
    return Owner(is_staff=True, id=found["staff"], username=found["username"], name=name)


async def _record(by: Actor, kind: Kind) -> None:
    await activity.record(by=by, kind=kind, object_kind="staff_member", object_id=by.staff_id)


async def sign_out_staff(*, staff: CurrentStaff) -> None:
    """End this session."""
    async with db.transaction():
        await StaffSession.delete().where(StaffSession.id == staff.session_id)
        await activity.record(
            by=staff.actor, kind=Kind.STAFF_SIGNED_OUT, object_kind="staff_member", object_id=staff.staff_id
        )


async def is_own_staff_password(*, staff: CurrentStaff, password: str) -> bool:
    """Whether this is the password the staff member has now."""
    row = await StaffSignIn.select(StaffSignIn.password).where(StaffSignIn.id == staff.sign_in_id).first()
    return await is_password(password, row["password"] if row else None)


async def change_staff_password(*, staff: CurrentStaff, password: str) -> str:
    """Set a password that the rules accepted; end every session and give the token of a new one."""
    hashed = await hash_password(password)
    async with db.transaction():
        await StaffSignIn.update(
            {
                StaffSignIn.password: hashed,
                StaffSignIn.long_enough: is_long_enough(password),
                StaffSignIn.must_change_password: False,
            }
        ).where(StaffSignIn.id == staff.sign_in_id)
        mark = await sessions.staff_mark(staff.session_id)
        await StaffSession.delete().where(StaffSession.user_id == staff.sign_in_id)
        await activity.record(
            by=staff.actor,
            kind=Kind.STAFF_PASSWORD_CHANGED,
            object_kind="staff_member",
            object_id=staff.staff_id,
        )
        return await sessions.open_staff_session(sign_in_id=staff.sign_in_id, mark=mark)


async def create_sign_in(
    *, staff_id: UUID, username: str, email: str, password: str, must_change_password: bool
) -> None:
    """Give a staff member a way to sign in."""
    row = StaffSignIn(
        username=username.casefold(),
        email=email,
        active=True,
        admin=True,
        staff=staff_id,
        must_change_password=must_change_password,
        long_enough=is_long_enough(password),
    )
    row.password = await hash_password(password)
    await StaffSignIn.insert(row)


async def create_administrator(*, username: str, first_name: str, last_name: str, password: str) -> None:
    """Make a Client Admin who holds every rule, from the command line.

    Raises StateForbids for a weak password and a username that is taken.
    """
    await load_settings()
    fault = await fault_of_new_password(password, names=(username, first_name, last_name))
    if fault is not None:
        raise StateForbids(fault)
    if await StaffSignIn.exists().where(StaffSignIn.username == username.casefold()):
        raise StateForbids(USERNAME_TAKEN)
    async with db.transaction():
        staff_id = await add_administrator(
            profile=f"Administrator ({username})",
            username=username,
            email=username,
            first_name=first_name,
            last_name=last_name,
            password=password,
        )
        await activity.record(
            by=Actor.system("create-admin"),
            kind=Kind.ADMINISTRATOR_CREATED,
            object_kind="staff_member",
            object_id=staff_id,
        )


async def add_administrator(
    *, profile: str, username: str, email: str, first_name: str, last_name: str, password: str
) -> UUID:
    """Add a Client Admin who holds every rule, in the transaction under way; what was typed has been checked."""
    profile_id, staff_id = db.new_id(), db.new_id()
    await add_profile(profile_id=profile_id, name=profile, rules=PermissionRule, client_admin=True)
    await StaffMember.insert(
        StaffMember(
            id=staff_id,
            first_name=first_name,
            last_name=last_name,
            email="" if email == username else email,
            profile=profile_id,
            created_at=datetime.now(UTC),
        )
    )
    await create_sign_in(
        staff_id=staff_id, username=username, email=email, password=password, must_change_password=False
    )
    return staff_id
