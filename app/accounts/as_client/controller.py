"""See as client: any page of an open chart's portal, read-only, under a banner.

The page is the client's own, made by its own route in a request inside the app, in a transaction that is undone. No
cookie goes in and none comes out; the scripts, tokens and htmx of the page are left behind, and what would send
something is switched off.
"""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.enums import MediaType
from litestar.params import FromPath

from app import db
from app.accounts.admission import LOOK, WITHHELD, Withheld
from app.accounts.as_client import service
from app.accounts.as_client.rules import first_page, left_out
from app.accounts.as_client.service import Look
from app.accounts.charts import chart_for_staff
from app.accounts.sessions import CurrentStaff
from app.practice.settings import is_switched_off
from app.staff.rules import Action, PermissionRule, may
from app.web.as_picture import as_picture
from app.web.assets import asset
from app.web.errors import Way, Wording, error_page
from app.web.headers import with_pictures_inside
from app.web.inside import Answered, TooLarge, answer_inside
from app.web.language import _l, current_language, speaking
from app.web.pages import html_answer, see
from app.web.panel import Panels
from app.web.request import Request
from app.web.security import Audience
from app.web.templates import environment

MOST_AT_ONCE = 3
"""Each look holds a connection of the pool, and may ask for another one meanwhile."""
THEIRS_ALONE = ("/account", "/confirm", "/language", "/notices", "/password", "/session", "/sign-")
"""Where links of the portal lead that are not shown: nothing is made of them."""
READ_ONLY = _l("You are only looking. Nothing was sent, and nothing has changed for the client.")
NOTHING_CHANGES = Wording(_l("Nothing can be changed here"), READ_ONLY)
NOT_SHOWN = {
    Withheld.SWITCHED_OFF: _l("The practice does not show this part of the portal."),
    Withheld.ALONE: _l("This page is the client's alone, so it is not shown to you."),
    Withheld.RULES: _l("Your profile's rules do not include this part of the portal."),
}
LARGE = _l("This file is too large to be shown here. Open it in the client's chart.")
BACK, STOP = _l("Back to the client's portal"), _l("Stop looking")

_places = asyncio.Semaphore(MOST_AT_ONCE)


class AsClientController(Controller):
    path = "/staff/clients/{client_id:uuid}/as-client"
    opt = {"audience": Audience.STAFF}

    @get("/", name="accounts.as_client")
    async def begin(self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]) -> Response[Any]:
        """Lead to the first page that is shown."""
        panels = request.app.state.panels
        look = await service.look_at(staff=staff, client_id=client_id, panels=panels)
        return see(_place(look) + first_page(look.seen.areas, _in_use(panels)))

    @get("/{page:path}", name="accounts.as_client.page")
    async def page(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID], page: FromPath[str]
    ) -> Response[Any]:
        look = await service.look_at(staff=staff, client_id=client_id, panels=request.app.state.panels)
        inner = f"/{page.strip('/')}"
        try:
            answered = await _answered(request, look, inner)
        except TooLarge:
            return error_page(request, 413, sentence=LARGE, ways=_ways(look))
        if answered.status == 200:
            await service.record(look=look, page=inner)
        return _shown(request, staff, look, answered)

    @post("/{page:path}", name="accounts.as_client.post", status_code=409, opt={"does_nothing": True})
    async def refuse(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID], page: FromPath[str]
    ) -> Response[Any]:
        """Answer whoever sends a form of the portal anyway: nothing is done."""
        chart = await chart_for_staff(staff=staff, client_id=client_id)
        ways = (Way(BACK, f"{chart.path}/as-client"), Way(STOP, chart.path))
        return error_page(request, 409, wording=NOTHING_CHANGES, ways=ways)


async def _answered(request: Request, look: Look, page: str) -> Answered:
    """Give the portal's own answer; whatever it wrote is undone."""
    async with _places, db.undone():
        with speaking(look.language):
            return await answer_inside(request, page, state={LOOK: look.seen})


def _shown(request: Request, staff: CurrentStaff, look: Look, answered: Answered) -> Response[Any]:
    """Give the browser what the portal answered, as a picture of it."""
    if "location" in answered.headers:
        return see(_leads(look, answered.headers["location"]) or look.chart.path)
    why = answered.state.get(WITHHELD)
    if why is not None or answered.status == 403 or answered.status >= 500:
        sentence = NOT_SHOWN.get(why) if why else None
        return error_page(request, answered.status, sentence=sentence, ways=_ways(look))
    if not answered.headers.get("content-type", "").startswith(MediaType.HTML):
        return _file(answered)
    html = as_picture(
        answered.body.decode(),
        leads=lambda address: _leads(look, address),
        banner=_banner(request, staff, look),
        sheet=asset("css/as_client.css"),
    )
    with speaking(look.language):
        shown = html_answer(request, html, status=answered.status)
    shown.headers.update(with_pictures_inside(request.scope))
    return shown


def _file(answered: Answered) -> Response[Any]:
    """Give a file as it is; it is kept nowhere."""
    kept = ("content-disposition", "content-security-policy")
    headers = {name: answered.headers[name] for name in kept if name in answered.headers}
    return Response(
        answered.body,
        media_type=answered.headers.get("content-type", "application/octet-stream"),
        status_code=answered.status,
        headers=headers,
    )


def _banner(request: Request, staff: CurrentStaff, look: Look) -> str:
    """Say whose portal it is, that nothing can be changed, what of it is missing, and how to stop."""
    portal = may(staff.permissions, PermissionRule.PORTAL_ACCOUNTS, Action.VIEW)
    return environment.get_template("accounts/as_client/_banner.html").render(
        language=current_language().value,
        client=look.chart.name,
        stop=f"{look.chart.path}/portal" if portal else look.chart.path,
        signs_in=look.signs_in,
        missing=", ".join(left_out(look.seen.areas, _in_use(request.app.state.panels))),
    )


def _in_use(panels: Panels) -> Panels:
    """Give the panels that the practice shows to clients."""
    return tuple(panel for panel in panels if not panel.hidden() and not is_switched_off(panel.name))


def _ways(look: Look) -> tuple[Way, ...]:
    return Way(BACK, _place(look)), Way(STOP, look.chart.path)


def _place(look: Look) -> str:
    return f"{look.chart.path}/as-client"


def _leads(look: Look, address: str) -> str | None:
    """Say where an address of the portal leads while somebody looks; None: it is not shown."""
    return None if address.startswith(THEIRS_ALONE) else f"{_place(look)}{address}"
