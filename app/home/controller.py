"""The main page, and the client's activity."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath

from app.accounts.grants.rules import ACTIVITY
from app.accounts.pages import open_panels, portal_page
from app.accounts.sessions import CurrentChart, today
from app.activity.listing import (
    category_options,
    entries,
    most_downloaded,
    names_in,
    read_choice,
    spreadsheet_rows,
)
from app.activity.refusals import NotFound
from app.activity.service import activity_of, download_activity
from app.home.tiles import tile_of, tiles_of
from app.web.cursor import read_cursor, write_cursor
from app.web.language import gettext
from app.web.pages import is_htmx, see, wants_fragment
from app.web.request import Request
from app.web.security import Audience
from app.web.spreadsheet import MEDIA_TYPE, write_csv
from app.web.templates import local

NOON, EVENING = 12, 18
OF_ACTIVITY = {"area": ACTIVITY}


class HomeController(Controller):
    opt = {"audience": Audience.CLIENT, "shown_as": "home"}

    @get("/home", name="home.home")
    async def home(self, request: Request, chart: CurrentChart) -> Response[Any]:
        tiles = await tiles_of(chart.client_id, open_panels(request, chart))
        return await portal_page(request, chart, "home/home", greeting=greeting(chart), tiles=tiles)

    @get("/home/tiles/{name:str}", name="home.tile")
    async def tile(self, request: Request, chart: CurrentChart, name: FromPath[str]) -> Response[Any]:
        wanted = next(
            (panel for panel in open_panels(request, chart) if panel.tile and panel.name == name), None
        )
        if wanted is None:
            raise NotFound(by=chart.actor, object_kind="tile", client_id=chart.client_id)
        if not wants_fragment(request):
            return see("/home")
        return await portal_page(request, chart, "home/_tile", tile=await tile_of(chart.client_id, wanted))

    @get("/activity", name="home.activity", opt=OF_ACTIVITY)
    async def activity(self, request: Request, chart: CurrentChart) -> Response[Any]:
        choice = read_choice(request)
        before = read_cursor(request.query_params.get("before", ""))
        shown = await activity_of(
            chart.client_id, chosen=replace(choice.chosen, areas=chart.areas), before=before
        )
        names = await names_in(shown.lines, client_id=chart.client_id, panels=open_panels(request, chart))
        continued = before[0] if before and is_htmx(request) else None
        return await portal_page(
            request,
            chart,
            "home/activity",
            status=422 if choice.form.errors else 200,
            form=choice.form,
            choice=choice,
            categories=category_options(chart.areas),
            most=most_downloaded(),
            entries=entries(shown.lines, names=names, reader=chart.account.account_id, below=continued),
            older=write_cursor(shown.lines[-1].at, shown.lines[-1].id) if shown.older else None,
        )

    @get("/activity.csv", name="home.activity_csv", opt=OF_ACTIVITY)
    async def activity_csv(self, request: Request, chart: CurrentChart) -> Response[Any]:
        choice = read_choice(request)
        if choice.form.errors:
            return see(f"/activity?{choice.query}")
        lines = await download_activity(
            by=chart.actor, client_id=chart.client_id, chosen=replace(choice.chosen, areas=chart.areas)
        )
        names = await names_in(lines, client_id=chart.client_id, panels=open_panels(request, chart))
        name = f"activity-{today().isoformat()}.csv"
        return Response(
            write_csv(spreadsheet_rows(lines, names=names)),
            media_type=MEDIA_TYPE,
            headers={"content-disposition": f'attachment; filename="{name}"'},
        )


def greeting(chart: CurrentChart) -> str:
    """Greet by the time of day where the practice is."""
    hour = local(datetime.now(UTC)).hour
    if hour < NOON:
        return gettext("Good morning, %(name)s") % {"name": chart.account.name.split()[0]}
    if hour < EVENING:
        return gettext("Good afternoon, %(name)s") % {"name": chart.account.name.split()[0]}
    return gettext("Good evening, %(name)s") % {"name": chart.account.name.split()[0]}
