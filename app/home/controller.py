"""The main page, and the client's activity."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from app.accounts.pages import portal_page
from app.accounts.sessions import CurrentChart
from app.activity.actor import ActorKind
from app.activity.service import ActivityLine, activity_of
from app.home.tiles import tile_of, tiles_of
from app.web.cursor import read_cursor, write_cursor
from app.web.language import gettext
from app.web.pages import see, wants_fragment
from app.web.panel import Panels
from app.web.request import Request
from app.web.security import Audience
from app.web.templates import day, local

NOON, EVENING = 12, 18


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the activity page; `day` heads the lines of one day."""

    at: datetime
    words: str
    who: str
    day: str
    starts_day: bool


class HomeController(Controller):
    opt = {"audience": Audience.CLIENT}

    @get("/home", name="home.home")
    async def home(self, request: Request, chart: CurrentChart) -> Response[Any]:
        panels: Panels = request.app.state.panels
        tiles = await tiles_of(chart.client_id, panels)
        return await portal_page(request, chart, "home/home", greeting=greeting(chart), tiles=tiles)

    @get("/home/tiles/{name:str}", name="home.tile")
    async def tile(self, request: Request, chart: CurrentChart, name: FromPath[str]) -> Response[Any]:
        panels: Panels = request.app.state.panels
        wanted = next((panel for panel in panels if panel.name == name), None)
        if wanted is None:
            raise NotFoundException
        if not wants_fragment(request):
            return see("/home")
        return await portal_page(request, chart, "home/_tile", tile=await tile_of(chart.client_id, wanted))

    @get("/activity", name="home.activity")
    async def activity(self, request: Request, chart: CurrentChart) -> Response[Any]:
        shown = await activity_of(chart.client_id, before=read_cursor(request.query_params.get("before", "")))
        older = write_cursor(shown.lines[-1].at, shown.lines[-1].id) if shown.older else None
        return await portal_page(
            request, chart, "home/activity", entries=entries(shown.lines, chart), older=older
        )


def greeting(chart: CurrentChart) -> str:
    """Greet by the time of day where the practice is."""
    hour = local(datetime.now(UTC)).hour
    if hour < NOON:
        return gettext("Good morning, %(name)s") % {"name": chart.account.name.split()[0]}
    if hour < EVENING:
        return gettext("Good afternoon, %(name)s") % {"name": chart.account.name.split()[0]}
    return gettext("Good evening, %(name)s") % {"name": chart.account.name.split()[0]}


def entries(lines: tuple[ActivityLine, ...], chart: CurrentChart) -> list[Entry]:
    """Word the lines of the log for who reads them, under a heading for each day."""
    shown: list[Entry] = []
    for line in lines:
        heading = day(line.at)
        shown.append(
            Entry(
                at=line.at,
                words=line.words,
                who=_who(line, chart),
                day=heading,
                starts_day=not shown or shown[-1].day != heading,
            )
        )
    return shown


def _who(line: ActivityLine, chart: CurrentChart) -> str:
    if line.actor_kind is ActorKind.SYSTEM:
        return gettext("The portal")
    if line.actor_kind is ActorKind.STAFF:
        return line.actor_name
    return gettext("You") if line.account_id == chart.account.account_id else line.actor_name
