"""Use cases of a staff member's own account: where they are signed in."""

from app import db
from app.accounts import limits
from app.accounts.own.service import OpenSession, open_session
from app.accounts.sessions import CurrentStaff
from app.accounts.tables import KnownDevice, StaffSession
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound

OWN = """
select id, browser, network, created_at, last_seen_at, second_step_due from staff_session
where user_id = $1 order by id = $2 desc, last_seen_at desc
"""


async def own_sessions(staff: CurrentStaff) -> tuple[OpenSession, ...]:
    """Give the sessions of the staff member, the one that asks first, then the last used."""
    found = await db.rows(OWN, staff.sign_in_id, staff.session_id)
    return tuple(open_session(row, here=staff.session_id) for row in found)


async def end_staff_session(*, staff: CurrentStaff, session_id: int) -> None:
    """Sign out another browser and know its device no more; raises NotFound for any other session."""
    async with db.transaction():
        gone = (
            await StaffSession.delete()
            .where((StaffSession.id == session_id) & (StaffSession.user_id == staff.sign_in_id))
            .returning(StaffSession.device_hash)
        )
        if not gone:
            raise NotFound(by=staff.actor, object_kind="staff_session")
        await KnownDevice.delete().where(
            (KnownDevice.staff == staff.staff_id) & (KnownDevice.device_hash == gone[0]["device_hash"])
        )
        await _record(staff, Kind.STAFF_DEVICE_SIGNED_OUT)


async def sign_out_staff_everywhere(*, staff: CurrentStaff) -> None:
    """End every session of the staff member, this one too, and know none of their devices any more."""
    async with db.transaction():
        await StaffSession.delete().where(StaffSession.user_id == staff.sign_in_id)
        await limits.forget_devices(staff_id=staff.staff_id)
        await _record(staff, Kind.STAFF_SIGNED_OUT_EVERYWHERE)


async def _record(staff: CurrentStaff, kind: Kind) -> None:
    await activity.record(by=staff.actor, kind=kind, object_kind="staff_member", object_id=staff.staff_id)
