"""What staff do with a portal account that they name by its login, and which accounts those are."""

from app import db
from app.accounts import limits
from app.accounts.limits import Side
from app.accounts.portal_tab.accounts import NOT_OVER
from app.accounts.portal_tab.service import OPENS_MORE
from app.accounts.sessions import CurrentStaff, today
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotAllowed, NotFound
from app.staff.service import OPEN_CHARTS
from app.web.language import _l

NO_ACCOUNT = _l("No client whose chart is open to you signs in with this login.")
OF_LOGIN = f"""
select account.id, account.username, account.email, exists (
    select 1 from chart_grant where chart_grant.account = account.id and {NOT_OVER.format(day="$4")}
      and not ($2 or chart_grant.client in {OPEN_CHARTS.format(staff="$3", today="$4")})) as opens_more
from portal_account account
where account.username = $1 and ($2 or exists (
  select 1 from chart_grant where chart_grant.account = account.id and {NOT_OVER.format(day="$4")}
    and chart_grant.client in {OPEN_CHARTS.format(staff="$3", today="$4")}))
"""


async def account_named(*, staff: CurrentStaff, username: str) -> db.Record:
    """Give the account of a login to somebody to whom every chart that it opens is open.

    Raises NotFound for a login that nobody has and for one that opens no chart of theirs, which read the same, and
    NotAllowed for one that opens others besides.
    """
    found = await db.row(
        OF_LOGIN, username.casefold(), staff.permissions.client_admin, staff.staff_id, today()
    )
    if found is None:
        raise NotFound(by=staff.actor, object_kind="portal_account", sentence=NO_ACCOUNT)
    if found["opens_more"]:
        raise NotAllowed(
            by=staff.actor, object_kind="portal_account", object_id=found["id"], sentence=OPENS_MORE
        )
    return found


async def lift_lock(*, staff: CurrentStaff, username: str) -> None:
    """Let a client try to sign in again at once, by login and by e-mail; raises as `account_named`."""
    found = await account_named(staff=staff, username=username)
    async with db.transaction():
        await limits.lift(Side.CLIENT, found["username"], found["email"].casefold())
        await activity.record(
            by=staff.actor,
            kind=Kind.SIGN_IN_LOCK_LIFTED,
            object_kind="portal_account",
            object_id=found["id"],
        )
