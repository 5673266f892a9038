"""Everything a client was told, behind the newest on the Client Portal tab."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath

from app.accounts.charts import open_chart
from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.accounts.telling.listing import notices_of
from app.staff.rules import PermissionRule
from app.web.cursor import read_cursor
from app.web.request import Request
from app.web.security import Audience


class ChartNoticesController(Controller):
    path = "/staff/clients/{client_id:uuid}/portal/notices"
    opt = {"audience": Audience.STAFF}

    @get("/", name="accounts.staff.notices")
    async def notices(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]
    ) -> Response[Any]:
        chart = await open_chart(staff=staff, client_id=client_id, rule=PermissionRule.PORTAL_ACCOUNTS)
        behind = read_cursor(request.query_params.get("before", ""))
        found = await notices_of(client_id, behind=behind)
        return chart_page(request, staff, chart, "accounts/telling/staff/all", tab="portal", found=found)
