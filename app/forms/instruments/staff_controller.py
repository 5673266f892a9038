"""How the scores of a chart went, for staff."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath

from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.forms.instruments.trend import trends_for
from app.web.request import Request
from app.web.security import Audience


class ScoresController(Controller):
    path = "/staff/clients/{client_id:uuid}/scores"
    opt = {"audience": Audience.STAFF}

    @get("/", name="forms.staff.scores")
    async def scores(self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]) -> Response[Any]:
        chart, trends = await trends_for(staff=staff, client_id=client_id)
        return chart_page(request, staff, chart, "forms/staff/scores", tab="forms", trends=trends)
