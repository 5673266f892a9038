"""The e-mails that let a client in, as forms in Piccolo Admin."""

from uuid import UUID

from pydantic import BaseModel, Field

from app import db
from app.accounts.links import credentials
from app.accounts.links.sayings import said
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import NotFound
from app.staff.rules import Action, PermissionRule
from app.web.admin import AdminForm, AdminPart
from app.web.language import Phrase, _l

CLIENT_PORTAL = _l("Client Portal")
LARGEST_NUMBER = 2**31 - 1
LABELS: dict[str, Phrase] = {"client_number": _l("Client number")}


class OfClient(BaseModel):
    client_number: int = Field(ge=1, le=LARGEST_NUMBER)


async def email_credentials(*, staff: CurrentStaff, form: OfClient) -> str:
    client_id = await _client(staff, form.client_number)
    return said(await credentials.email_credentials(staff=staff, client_id=client_id))


async def use_emailed_credentials(*, staff: CurrentStaff, form: OfClient) -> str:
    client_id = await _client(staff, form.client_number)
    return said(await credentials.use_emailed_credentials(staff=staff, client_id=client_id))


async def _client(staff: CurrentStaff, number: int) -> UUID:
    row = await db.row("select id from client where number = $1", number)
    if row is None:
        raise NotFound(by=staff.actor, object_kind="client")
    client_id: UUID = row["id"]
    return client_id


EMAIL = AdminForm(
    name=_l("Email Client Credential"),
    description=_l(
        "Sends two e-mails: web address and login, and apart from them a link to choose a password. To a client who has "
        "signed in before it sends a link to choose a new one."
    ),
    group=CLIENT_PORTAL,
    rule=PermissionRule.PORTAL_ACCOUNTS,
    action=Action.MODIFY,
    model=OfClient,
    labels=LABELS,
    act=email_credentials,
)

REPLACE = AdminForm(
    name=_l("Use e-mailed credentials instead"),
    description=_l(
        "Removes a login that was typed by hand, signs it out everywhere and sends credentials by e-mail."
    ),
    group=CLIENT_PORTAL,
    rule=PermissionRule.PORTAL_ACCOUNTS,
    action=Action.MODIFY,
    model=OfClient,
    labels=LABELS,
    act=use_emailed_credentials,
)

ADMIN = AdminPart(forms=(EMAIL, REPLACE))
