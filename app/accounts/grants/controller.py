"""Choosing which chart is open, and who may open it."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.admission import PORTAL_COOKIE, account_actor
from app.accounts.grants import service
from app.accounts.grants.opening import charts_of
from app.accounts.pages import account_page, portal_page
from app.accounts.sessions import CurrentAccount, CurrentChart
from app.web.cookies import make_cookie
from app.web.errors import error_page
from app.web.forms import FilledForm, Form, identifier, parse, typed_fields
from app.web.language import _l, gettext
from app.web.pages import see
from app.web.paths import own_path
from app.web.request import Request
from app.web.security import Audience


class ChosenChart(Form):
    client: Annotated[UUID, identifier(missing=_l("Choose a chart."))]


class ChartsController(Controller):
    path = "/account"
    opt = {"audience": Audience.CLIENT}

    @get("/chart", name="accounts.charts")
    async def charts(self, request: Request, account: CurrentAccount) -> Response[Any]:
        chart: CurrentChart | None = request.scope["state"]["chart"]
        charts = await charts_of(account.account_id, open_chart=chart.client_id if chart else None)
        if chart is None:
            return account_page(request, account, "accounts/grants/charts", charts=charts)
        return await portal_page(request, chart, "accounts/grants/charts", charts=charts)

    @post("/chart", name="accounts.charts.post", status_code=303)
    async def choose(self, request: Request, account: CurrentAccount) -> Response[Any]:
        data = await request.form()
        form = parse(ChosenChart, data)
        if isinstance(form, FilledForm):
            return error_page(request, 422, sentence=form.error("client"))
        token = await service.choose_chart(account=account, by=account_actor(request), client_id=form.client)
        cookies = (make_cookie(PORTAL_COOKIE, token),)
        return see(
            own_path(typed_fields(data).get("next", ""), otherwise="/home"),
            flash=gettext("The chart is open. Its name stands at the top of every page."),
            cookies=cookies,
        )

    @get("/access", name="accounts.access")
    async def access(self, request: Request, chart: CurrentChart) -> Response[Any]:
        openers = await service.who_may_open(chart, request.app.state.panels)
        return await portal_page(request, chart, "accounts/grants/access", openers=openers)

    @get("/access/{grant_id:uuid}", name="accounts.access.ending")
    async def ending(self, request: Request, chart: CurrentChart, grant_id: FromPath[UUID]) -> Response[Any]:
        opener = await service.opener(
            chart, by=chart.actor, grant_id=grant_id, panels=request.app.state.panels
        )
        return await portal_page(request, chart, "accounts/grants/ending", opener=opener)

    @post("/access/{grant_id:uuid}", name="accounts.access.ending.post", status_code=303)
    async def ask_to_end(
        self, request: Request, chart: CurrentChart, grant_id: FromPath[UUID]
    ) -> Response[Any]:
        await service.ask_to_end(
            chart=chart, by=chart.actor, grant_id=grant_id, panels=request.app.state.panels
        )
        return see("/account/access", flash=gettext("Your practice is told. They will look after it."))
