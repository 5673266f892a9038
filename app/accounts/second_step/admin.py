"""Taking a second step away in Piccolo Admin, for somebody who lost what they prove with."""

from typing import Annotated

from pydantic import BaseModel

from app.accounts.portal_accounts import account_named
from app.accounts.second_step import resetting
from app.accounts.sessions import CurrentStaff
from app.staff.rules import Action, PermissionRule
from app.web.admin import AdminForm
from app.web.forms import text
from app.web.language import _l, gettext


class OfUsername(BaseModel):
    username: Annotated[str, text(most=100, missing=_l("Type a username."))]


async def reset_of_client(*, staff: CurrentStaff, form: OfUsername) -> str:
    account = await account_named(staff=staff, username=form.username)
    await resetting.reset_of_client(by=staff.actor, username=account["username"])
    return _done()


async def reset_of_staff(*, staff: CurrentStaff, form: OfUsername) -> str:
    await resetting.reset_of_staff(staff=staff, username=form.username)
    return _done()


def _done() -> str:
    return gettext("Done. They sign in with their password alone, and can set up a second step again.")


RESET_STAFF = AdminForm(
    name=_l("Reset a staff second step"),
    description=_l(
        "For somebody who lost their phone or key. Make sure that it is them: this signs them out everywhere, takes "
        "away their passkeys, app and recovery codes, and tells them by e-mail."
    ),
    group=_l("Staff"),
    rule=PermissionRule.STAFF,
    action=Action.MODIFY,
    model=OfUsername,
    labels={"username": _l("Username")},
    act=reset_of_staff,
)

RESET_CLIENT = AdminForm(
    name=_l("Reset a client second step"),
    description=RESET_STAFF.description,
    group=_l("Client Portal"),
    rule=PermissionRule.PORTAL_ACCOUNTS,
    action=Action.MODIFY,
    model=OfUsername,
    labels={"username": _l("Login")},
    act=reset_of_client,
)

FORMS = (RESET_STAFF, RESET_CLIENT)
