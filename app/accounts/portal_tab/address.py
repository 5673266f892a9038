"""The e-mail address on file, by which credentials reach a client."""

from typing import Any
from uuid import UUID

from app import db
from app.accounts.charts import StaffChart, chart_for_staff
from app.accounts.portal_tab.service import RULE, check_opens_no_more, own_account
from app.accounts.sessions import CurrentStaff
from app.accounts.tables import PortalAccount
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import Unfit
from app.addresses import is_mail_address
from app.clients.tables import Client
from app.staff.rules import Action
from app.web.language import _l

NOT_AN_ADDRESS = _l(
    "This does not look like an e-mail address. Please type it again, such as name@example.org."
)


async def set_email(*, staff: CurrentStaff, client_id: UUID, email: str) -> None:
    """Put an e-mail address into a chart, and into the client's own login where that has none.

    Raises NotAllowed, NotFound, and Unfit for what is no address.
    """
    chart = await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.MODIFY)
    account_id = await own_account(client_id)
    if account_id is not None:
        await check_opens_no_more(staff=staff, client_id=client_id, account_id=account_id)
    if not is_mail_address(email):
        raise Unfit("email", NOT_AN_ADDRESS)
    async with db.transaction():
        await _write(staff, chart, email, account_id)


async def _write(staff: CurrentStaff, chart: StaffChart, email: str, account_id: UUID | None) -> None:
    await Client.update({Client.email: email}).where(Client.id == chart.client_id)
    if account_id is not None:
        new: dict[Any, Any] = {PortalAccount.email: email.casefold()}
        await PortalAccount.update(new).where((PortalAccount.id == account_id) & (PortalAccount.email == ""))
    await activity.record(
        by=staff.actor,
        kind=Kind.CHART_EMAIL_CHANGED,
        object_kind="client",
        object_id=chart.client_id,
        client_id=chart.client_id,
        detail={"old": chart.email, "new": email},
    )
