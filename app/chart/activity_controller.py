"""The chart's tab Activity: the client's own log, as far as the member's rules show its parts."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath

from app.accounts.as_client.rules import shown_areas
from app.accounts.charts import open_chart
from app.accounts.grants.rules import ACTIVITY
from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.activity.listing import category_options, entries, names_in, read_choice
from app.activity.service import activity_of
from app.web.cursor import read_cursor, write_cursor
from app.web.pages import is_htmx
from app.web.panel import Panels
from app.web.request import Request
from app.web.security import Audience


class ChartActivityController(Controller):
    opt = {"audience": Audience.STAFF}

    @get("/staff/clients/{client_id:uuid}/activity", name="chart.activity")
    async def activity(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]
    ) -> Response[Any]:
        chart = await open_chart(staff=staff, client_id=client_id)
        panels: Panels = request.app.state.panels
        areas = shown_areas(staff.permissions, panels) | {ACTIVITY}  # none named would be all
        choice = read_choice(request)
        before = read_cursor(request.query_params.get("before", ""))
        shown = await activity_of(client_id, chosen=replace(choice.chosen, areas=areas), before=before)
        open_panels = tuple(panel for panel in panels if panel.name in areas)
        names = await names_in(shown.lines, client_id=client_id, panels=open_panels)
        below = before[0] if before and is_htmx(request) else None
        return chart_page(
            request,
            staff,
            chart,
            "chart/activity",
            tab="activity",
            status=422 if choice.form.errors else 200,
            form=choice.form,
            choice=choice,
            categories=category_options(areas),
            entries=entries(shown.lines, names=names, reader=None, below=below),
            older=write_cursor(shown.lines[-1].at, shown.lines[-1].id) if shown.older else None,
        )
