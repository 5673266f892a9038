"""Whose access it is: somebody who signs in here already, or somebody new."""

from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.tables import PortalAccount
from app.activity.refusals import Unfit
from app.addresses import is_mail_address
from app.web.language import _l

NO_LOGIN = _l("Nobody signs in with this login.")
NO_NAME = _l("Type the person's name, or the login of somebody who signs in here already.")
NO_EMAIL = _l("Type an e-mail address, such as name@example.org. The person's credentials go there.")
LONGEST_USERNAME = 100


async def account_for(*, login: str, name: str, email: str) -> UUID:
    """Give the account with the login, or without one make it for somebody new; raises Unfit.

    The new one has no password yet: its credentials are sent, or its password made, on the Client Portal tab.
    """
    if login:
        row = await db.row("select id from portal_account where username = $1", login.casefold())
        if row is None:
            raise Unfit("login", NO_LOGIN)
        found: UUID = row["id"]
        return found
    if not name:
        raise Unfit("name", NO_NAME)
    if not is_mail_address(email):
        raise Unfit("email", NO_EMAIL)
    return await _make(name, email)


async def _make(name: str, email: str) -> UUID:
    account_id = db.new_id()
    await PortalAccount.insert(
        PortalAccount(
            id=account_id,
            username=await _free_username(email.casefold()),
            display_name=name,
            email=email,
            login_typed=False,
            created_at=datetime.now(UTC),
        )
    )
    return account_id


TAKEN = "select username from portal_account where username = $1 or username like $2"


async def _free_username(wanted: str) -> str:
    """Give the e-mail address, or with a number before the @ where others have it already."""
    wanted = wanted[-LONGEST_USERNAME + 4 :]
    local, _, domain = wanted.partition("@")
    pattern = local.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "-%"
    taken = {row["username"] for row in await db.rows(TAKEN, wanted, pattern)}
    names = (wanted, *(f"{local}-{number}@{domain}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
