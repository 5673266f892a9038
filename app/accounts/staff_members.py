"""Use cases about staff members and their sign-ins: adding one, giving a new password, ending what they have open."""

import secrets
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts import limits
from app.accounts.limits import Side
from app.accounts.passwords import hash_password
from app.accounts.rules import fault_of_password, is_long_enough
from app.accounts.sessions import CurrentStaff, today
from app.accounts.staff_service import USERNAME_TAKEN, create_sign_in
from app.accounts.tables import StaffSession, StaffSignIn
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import StateForbids
from app.staff import granting
from app.staff.rules import Permissions
from app.staff.tables import StaffMember
from app.web.language import _l

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike when somebody reads them out."""
BLOCKS, BLOCK = 4, 4
NO_PROFILE = _l("There is no profile of this name. Look it up under Profiles.")
NO_SIGN_IN = _l("Nobody here signs in with this username.")
EMAIL_TAKEN = _l("Somebody signs in with this e-mail address already.")
SIGN_IN = """
select sign_in.id, sign_in.staff, member.profile, member.first_name, member.last_name
from staff_sign_in sign_in join staff_member member on member.id = sign_in.staff where sign_in.username = $1
"""


async def add_staff_member(
    *,
    staff: CurrentStaff,
    first_name: str,
    last_name: str,
    credentials: str,
    username: str,
    email: str,
    profile: str,
) -> str:
    """Add somebody with a sign-in and give their temporary password, which they change when they first sign in.

    Raises StateForbids for a name that is taken or a profile that is not there, NotAllowed for a profile that holds
    more than `staff` does.
    """
    profile_id = await _profile_named(profile) if profile else None
    await granting.check_can_give_profile(
        by=staff.actor, permissions=staff.permissions, profile_id=profile_id
    )
    await _check_free(username=username, email=email)
    password = temporary_password(names=(first_name, last_name, username))
    member = StaffMember(
        id=db.new_id(),
        first_name=first_name,
        last_name=last_name,
        credentials=credentials,
        email=email,
        profile=profile_id,
        created_at=datetime.now(UTC),
    )
    async with db.transaction():
        await StaffMember.insert(member)
        await create_sign_in(
            staff_id=member.id, username=username, email=email, password=password, must_change_password=True
        )
        await _record(staff.actor, Kind.STAFF_MEMBER_ADDED, member.id)
    return password


async def reset_staff_password(*, staff: CurrentStaff, username: str) -> str:
    """Give somebody a temporary password, end their sessions, and have them choose their own.

    Raises StateForbids for an unknown username, and NotAllowed for somebody who may do more than `staff`, or open
    other charts: whoever knows the password is that person.
    """
    found = await db.row(SIGN_IN, username.casefold())
    if found is None:
        raise StateForbids(NO_SIGN_IN)
    await granting.check_can_act_as(
        by=staff.actor,
        permissions=staff.permissions,
        staff_id=found["staff"],
        profile_id=found["profile"],
        today=today(),
    )
    return await _reset(staff.actor, found, username)


async def _reset(by: Actor, found: db.Record, username: str) -> str:
    """Set a temporary password, and forget what was tried and which devices were known under the old one."""
    password = temporary_password(names=(found["first_name"], found["last_name"], username))
    hashed = await hash_password(password)
    async with db.transaction():
        await StaffSignIn.update(
            {
                StaffSignIn.password: hashed,
                StaffSignIn.long_enough: is_long_enough(password),
                StaffSignIn.must_change_password: True,
            }
        ).where(StaffSignIn.id == found["id"])
        await StaffSession.delete().where(StaffSession.user_id == found["id"])
        await limits.lift(Side.STAFF, username.casefold())
        await limits.forget_devices(staff_id=found["staff"])
        await _record(by, Kind.STAFF_PASSWORD_RESET, found["staff"])
    return password


async def lift_staff_lock(*, staff: CurrentStaff, username: str) -> None:
    """Let somebody who works here try to sign in again at once; raises StateForbids for an unknown username."""
    found = await db.row(SIGN_IN, username.casefold())
    if found is None:
        raise StateForbids(NO_SIGN_IN)
    async with db.transaction():
        await limits.lift(Side.STAFF, username.casefold())
        await _record(staff.actor, Kind.SIGN_IN_LOCK_LIFTED, found["staff"])


async def reset_from_the_command_line(*, username: str) -> str:
    """Give a staff member a temporary password and lift their lock; raises StateForbids for an unknown username."""
    found = await db.row(SIGN_IN, username.casefold())
    if found is None:
        raise StateForbids(NO_SIGN_IN)
    return await _reset(Actor.system("reset-password"), found, username)


async def settle_member(
    *, by: Actor, permissions: Permissions, old: granting.Row | None, new: granting.Row | None
) -> None:
    """Check a changed staff member, and end the sessions of one who no longer works here."""
    await granting.check_member(by=by, permissions=permissions, old=old, new=new)
    if new is not None and not new["active"]:
        sign_ins = StaffSignIn.select(StaffSignIn.id).where(StaffSignIn.staff == new["id"])
        await StaffSession.delete().where(StaffSession.user_id.is_in(sign_ins))


def temporary_password(*, names: tuple[str, ...]) -> str:
    """Make a password that can be read out: 16 letters and digits drawn at random, 79 bits."""
    while True:
        blocks = ("".join(secrets.choice(LETTERS) for _ in range(BLOCK)) for _ in range(BLOCKS))
        password = "-".join(blocks)
        if fault_of_password(password, names=names) is None:
            return password


async def _profile_named(name: str) -> UUID:
    row = await db.row("select id from profile where lower(name) = lower($1)", name)
    if row is None:
        raise StateForbids(NO_PROFILE)
    found: UUID = row["id"]
    return found


async def _check_free(*, username: str, email: str) -> None:
    if await StaffSignIn.exists().where(StaffSignIn.username == username.casefold()):
        raise StateForbids(USERNAME_TAKEN)
    if await StaffSignIn.exists().where(StaffSignIn.email == email):
        raise StateForbids(EMAIL_TAKEN)


async def _record(by: Actor, kind: Kind, staff_id: UUID) -> None:
    await activity.record(by=by, kind=kind, object_kind="staff_member", object_id=staff_id)
