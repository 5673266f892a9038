"""The client's pages of billing: what is owed, and each statement."""

from typing import Any

from litestar import Controller, Response, get

from app.accounts.pages import portal_page
from app.accounts.sessions import CurrentChart
from app.billing.reading.listing import PATH, account_of, statements_of
from app.web.cursor import read_cursor
from app.web.request import Request
from app.web.security import Audience


class BillingController(Controller):
    path = PATH
    opt = {"audience": Audience.CLIENT}

    @get("/", name="billing.billing")
    async def billing(self, request: Request, chart: CurrentChart) -> Response[Any]:
        before = read_cursor(request.query_params.get("before", ""))
        return await portal_page(
            request,
            chart,
            "billing/billing",
            account=await account_of(chart),
            statements=await statements_of(chart, before=before),
        )
