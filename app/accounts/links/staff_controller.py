"""What staff e-mail so that clients get in: the section of the Client Portal tab, and inviting several at once."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.charts import chart_for_staff
from app.accounts.links import credentials, invitations
from app.accounts.links.sayings import said
from app.accounts.links.status import credentials_section
from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids
from app.notices import mail
from app.staff.rules import PermissionRule
from app.web.forms import BLANK, FilledForm
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience


class CredentialsController(Controller):
    path = "/staff/clients/{client_id:uuid}/portal/credentials"
    opt = {"audience": Audience.STAFF}

    @get("/", name="accounts.links.staff.credentials")
    async def section(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]
    ) -> Response[Any]:
        return await _section(request, staff, client_id)

    @post("/", name="accounts.links.staff.credentials.post", status_code=303)
    async def email(self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]) -> Response[Any]:
        account_id = await _account_id(request)
        try:
            emailed = await credentials.email_credentials(
                staff=staff, client_id=client_id, account_id=account_id
            )
        except StateForbids as why:
            return await _section(
                request, staff, client_id, form=BLANK.refused(credentials=why.sentence), status=422
            )
        return see(_path(client_id).removesuffix("/credentials"), flash=said(emailed))

    @post("/replacement", name="accounts.links.staff.replacement", status_code=303)
    async def replace(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]
    ) -> Response[Any]:
        account_id = await _account_id(request)
        try:
            emailed = await credentials.use_emailed_credentials(
                staff=staff, client_id=client_id, account_id=account_id
            )
        except StateForbids as why:
            return await _section(
                request, staff, client_id, form=BLANK.refused(credentials=why.sentence), status=422
            )
        return see(_path(client_id).removesuffix("/credentials"), flash=said(emailed))


class InvitationsController(Controller):
    path = "/staff/clients/invitations"
    opt = {"audience": Audience.STAFF}

    @get("/", name="accounts.links.staff.invitations")
    async def choose(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        return await _choosing(request, staff)

    @post("/", name="accounts.links.staff.invitations.post", status_code=303)
    async def invite(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        data = await request.form()
        typed = [value for name, value in data.multi_items() if name == "client" and isinstance(value, str)]
        try:
            batch = await invitations.invite_several(staff=staff, client_ids=_ids(typed))
        except StateForbids as why:
            return await _choosing(request, staff, form=BLANK.refused(client=why.sentence), status=422)
        return see(f"/staff/clients/invitations/{batch}")

    @get("/{batch:uuid}", name="accounts.links.staff.progress", opt={"poll": True})
    async def progress(self, request: Request, staff: CurrentStaff, batch: FromPath[UUID]) -> Response[Any]:
        found = await invitations.batch_of(staff=staff, batch=batch)
        return staff_page(request, staff, "accounts/links/staff/progress", batch=found)


async def _section(
    request: Request, staff: CurrentStaff, client_id: UUID, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    chart = await chart_for_staff(staff=staff, client_id=client_id, rule=PermissionRule.PORTAL_ACCOUNTS)
    return staff_page(
        request,
        staff,
        "accounts/links/staff/credentials",
        status=status,
        here=_path(client_id),
        chart=chart,
        credentials_form=form,
        section=await credentials_section(staff=staff, chart=chart),
    )


async def _choosing(
    request: Request, staff: CurrentStaff, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    return staff_page(
        request,
        staff,
        "accounts/links/staff/invitations",
        status=status,
        form=form,
        clients=await invitations.not_signed_in(staff),
        is_possible=mail.is_possible(),
    )


async def _account_id(request: Request) -> UUID | None:
    """Give which account is meant; none for the client's own."""
    return next(iter(_ids([str((await request.form()).get("account", ""))])), None)


def _ids(typed: list[str]) -> list[UUID]:
    found = []
    for each in typed:
        try:
            found.append(UUID(each))
        except ValueError:  # nothing was chosen there
            continue
    return found


def _path(client_id: UUID) -> str:
    return f"/staff/clients/{client_id}/portal/credentials"
