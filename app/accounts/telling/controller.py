"""The links of e-mails and texts that say that something waits."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath

from app.accounts.admission import account_actor
from app.accounts.pages import account_page, portal_page
from app.accounts.sessions import CurrentAccount, CurrentChart
from app.accounts.telling.links import OtherSignIn, destination_of
from app.web.errors import Wording, error_page
from app.web.language import _l
from app.web.pages import Page, see
from app.web.request import Request
from app.web.security import Audience

OTHER_SIGN_IN = Wording(
    _l("This link is for another sign-in"),
    _l("Sign out, then sign in with the login the message was for."),
)


def on_other_sign_in(request: Request, _refusal: OtherSignIn) -> Page:
    """Answer 404 with the way to the sign-in it may be for: people who share an e-mail address have several."""
    return error_page(request, 404, wording=OTHER_SIGN_IN, way_on=request.url.path)


class NoticeController(Controller):
    path = "/notices"
    opt = {"audience": Audience.CLIENT}
    exception_handlers = {OtherSignIn: on_other_sign_in}

    @get("/{notice_id:uuid}", name="accounts.notice")
    async def notice(
        self, request: Request, account: CurrentAccount, notice_id: FromPath[UUID]
    ) -> Response[Any]:
        return await _on_the_way(request, account, notice_id, to_all=False)

    @get("/{notice_id:uuid}/all", name="accounts.notice.all")
    async def all_of_its_kind(
        self, request: Request, account: CurrentAccount, notice_id: FromPath[UUID]
    ) -> Response[Any]:
        return await _on_the_way(request, account, notice_id, to_all=True)


async def _on_the_way(
    request: Request, account: CurrentAccount, notice_id: UUID, *, to_all: bool
) -> Response[Any]:
    chart: CurrentChart | None = request.scope["state"]["chart"]
    found = await destination_of(
        account=account, chart=chart, by=account_actor(request), notice_id=notice_id, to_all=to_all
    )
    if found.chart is None:
        return see(found.path)
    if chart is None:
        return account_page(request, account, "accounts/telling/other_chart", found=found)
    return await portal_page(request, chart, "accounts/telling/other_chart", found=found)
