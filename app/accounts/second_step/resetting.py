"""Who may take somebody's second step away: staff by their rules, and whoever runs the server."""

from app import db
from app.accounts.second_step import service
from app.accounts.second_step.standing import Owner
from app.accounts.sessions import CurrentStaff, is_confirmed, today
from app.activity.actor import Actor
from app.activity.refusals import StateForbids
from app.staff import granting
from app.web.language import _l

NO_ACCOUNT = _l("No client signs in with this login.")
NO_SIGN_IN = _l("Nobody here signs in with this username.")
OWN = _l("To take away your own second step, press your name at the top of the inbox.")

ACCOUNT = """
select account.id, account.username, account.display_name as name,
  (select client from chart_grant where chart_grant.account = account.id and revoked_at is null
    order by (kind = 'self') desc, created_at limit 1) as client
from portal_account account where username = $1
"""
STAFF = """
select member.id, member.profile, sign_in.username, member.first_name || ' ' || member.last_name as name
from staff_sign_in sign_in join staff_member member on member.id = sign_in.staff where sign_in.username = $1
"""


async def reset_of_client(*, by: Actor, username: str) -> None:
    """Take a client's second step away; raises StateForbids for an unknown login."""
    row = await db.row(ACCOUNT, username.casefold())
    if row is None:
        raise StateForbids(NO_ACCOUNT)
    owner = Owner(
        is_staff=False, id=row["id"], username=row["username"], name=row["name"], client_id=row["client"]
    )
    await service.reset(owner, by=by)


async def reset_of_staff(*, staff: CurrentStaff, username: str) -> None:
    """Take a staff member's second step away; raises NotAllowed for somebody who may do more than `staff`.

    Raises StateForbids for one's own without a fresh proof: else whoever finds the page open could do it.
    """
    row = await _staff_row(username)
    if row["id"] == staff.staff_id and not is_confirmed(staff):
        raise StateForbids(OWN)
    await granting.check_can_act_as(
        by=staff.actor,
        permissions=staff.permissions,
        staff_id=row["id"],
        profile_id=row["profile"],
        today=today(),
    )
    await service.reset(_staff_owner(row), by=staff.actor)


async def reset_from_the_command_line(*, username: str, is_client: bool) -> None:
    """Take somebody's second step away; raises StateForbids for an unknown name."""
    by = Actor.system("reset-second-step")
    if is_client:
        await reset_of_client(by=by, username=username)
    else:
        await service.reset(_staff_owner(await _staff_row(username)), by=by)


async def _staff_row(username: str) -> db.Record:
    row = await db.row(STAFF, username.casefold())
    if row is None:
        raise StateForbids(NO_SIGN_IN)
    return row


def _staff_owner(row: db.Record) -> Owner:
    return Owner(is_staff=True, id=row["id"], username=row["username"], name=row["name"])
