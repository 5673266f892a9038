"""What staff do with the portal accounts of clients."""

from app import db
from app.accounts import limits
from app.accounts.limits import Side
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import StateForbids
from app.web.language import _l

NO_ACCOUNT = _l("No client signs in with this login.")
ACCOUNT = "select id, username, email from portal_account where username = $1"


async def lift_lock(*, staff: CurrentStaff, username: str) -> None:
    """Let a client try to sign in again at once, by login and by e-mail; raises StateForbids for an unknown login."""
    found = await db.row(ACCOUNT, username.casefold())
    if found is None:
        raise StateForbids(NO_ACCOUNT)
    async with db.transaction():
        await limits.lift(Side.CLIENT, found["username"], found["email"].casefold())
        await activity.record(
            by=staff.actor,
            kind=Kind.SIGN_IN_LOCK_LIFTED,
            object_kind="portal_account",
            object_id=found["id"],
        )
