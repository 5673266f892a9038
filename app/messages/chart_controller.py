"""The chart's tab Messages."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath

from app.accounts.charts import open_chart
from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.messages.in_chart import threads_in
from app.practice.settings import is_switched_off
from app.staff.rules import Action, PermissionRule, may
from app.web.cursor import read_cursor
from app.web.request import Request
from app.web.security import Audience

RULE = PermissionRule.SEND_MESSAGES


class ChartMessagesController(Controller):
    opt = {"audience": Audience.STAFF}

    @get("/staff/clients/{client_id:uuid}/messages", name="messages.staff.chart")
    async def messages(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]
    ) -> Response[Any]:
        chart = await open_chart(staff=staff, client_id=client_id, rule=RULE)
        found = await threads_in(client_id, before=read_cursor(request.query_params.get("before", "")))
        return chart_page(
            request,
            staff,
            chart,
            "messages/staff/chart",
            tab="messages",
            threads=found.threads,
            older=found.older,
            clients_see_none=is_switched_off("messages"),
            may_write=may(staff.permissions, RULE, Action.CREATE),
        )
