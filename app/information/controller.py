"""Update Your Information: the client's pages of Basic Information and Details; those of contacts and messaging stand beside it."""

from dataclasses import replace
from typing import Any

from litestar import Controller, Response, get, post

from app.accounts.pages import page_tabs, portal_page
from app.accounts.sessions import CurrentChart
from app.changes import access
from app.changes.listing import changes_of, history, subject_view
from app.changes.parts import Part, by_name
from app.changes.service import Saved
from app.changes.wording import said_of
from app.information.basic import BASIC, IDENTITY, read_both
from app.information.details import DETAILS_PART, read_details, with_boxes
from app.information.front import first_tab
from app.information.saving import PartForm, form_page, keeps, save_form
from app.web.pages import see
from app.web.panel import Bar
from app.web.request import Request
from app.web.security import Audience

BASIC_PATH = "/information/basic"
IDENTITY_PATH = f"{BASIC_PATH}/identity"
DETAILS_PATH = "/information/details"


class InformationController(Controller):
    path = "/information"
    opt = {"audience": Audience.CLIENT}

    @get("/", name="information.front", sync_to_thread=False)
    def front(self, chart: CurrentChart) -> Response[Any]:  # only with a chart open
        return see(first_tab())

    @get("/basic", name="information.basic")
    async def basic(self, request: Request, chart: CurrentChart) -> Response[Any]:
        access.check_can_see(chart, BASIC.section)
        texts, who = await read_both(chart.client_id) or ({}, {})
        changes = await changes_of(chart.client_id, (BASIC.name, IDENTITY.name))
        return await portal_page(
            request,
            chart,
            "information/basic",
            here=BASIC_PATH,
            tabs=page_tabs(request, chart, Bar.INFORMATION, here=BASIC_PATH),
            view=subject_view(BASIC, chart.client_id, texts, changes),
            identity=subject_view(IDENTITY, chart.client_id, who, changes),
            may_change=access.may_change(BASIC.section),
            history=history(changes, by_name((BASIC, IDENTITY))),
        )

    @get("/basic/edit", name="information.basic.edit")
    async def edit_basic(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await form_page(request, chart, _form_of(chart, BASIC))

    @post(
        "/basic",
        name="information.basic.post",
        status_code=303,
        opt=keeps(BASIC.fields, page=f"{BASIC_PATH}/edit", address=BASIC_PATH),
    )
    async def update_basic(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await _save(request, chart, BASIC)

    @get("/basic/identity", name="information.identity", opt={"confirmed": IDENTITY_PATH})
    async def edit_identity(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await form_page(request, chart, _form_of(chart, IDENTITY))

    @post(
        "/basic/identity", name="information.identity.post", status_code=303, opt={"confirmed": IDENTITY_PATH}
    )
    async def update_identity(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await _save(request, chart, IDENTITY)

    @get("/details", name="information.details")
    async def details(self, request: Request, chart: CurrentChart) -> Response[Any]:
        access.check_can_see(chart, DETAILS_PART.section)
        texts = await read_details(chart.client_id, chart.client_id)
        changes = await changes_of(chart.client_id, (DETAILS_PART.name,))
        return await portal_page(
            request,
            chart,
            "information/details",
            here=DETAILS_PATH,
            tabs=page_tabs(request, chart, Bar.INFORMATION, here=DETAILS_PATH),
            view=subject_view(DETAILS_PART, chart.client_id, texts, changes),
            may_change=access.may_change(DETAILS_PART.section),
            history=history(changes, by_name((DETAILS_PART,))),
        )

    @get("/details/edit", name="information.details.edit")
    async def edit_details(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await form_page(request, chart, _form_of(chart, DETAILS_PART))

    @post(
        "/details",
        name="information.details.post",
        status_code=303,
        opt=keeps(DETAILS_PART.fields, page=f"{DETAILS_PATH}/edit", address=DETAILS_PATH),
    )
    async def update_details(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await _save(request, chart, DETAILS_PART)


def _form_of(chart: CurrentChart, part: Part) -> PartForm:
    """Give the form of a part whose subject is the client."""
    path, page, tab = PLACES[part.name]
    form = PartForm(part=part, subject=chart.client_id, heading=part.title, path=path, page=page, tab=tab)
    return replace(form, completed=with_boxes) if part is DETAILS_PART else form


PLACES = {
    BASIC.name: (BASIC_PATH, f"{BASIC_PATH}/edit", BASIC_PATH),
    IDENTITY.name: (IDENTITY_PATH, IDENTITY_PATH, BASIC_PATH),
    DETAILS_PART.name: (DETAILS_PATH, f"{DETAILS_PATH}/edit", DETAILS_PATH),
}
"""Where the form of each part is sent, where it stands, and where it leads back to."""


async def _save(request: Request, chart: CurrentChart, part: Part) -> Response[Any]:
    access.check_can_change(chart, part.section)
    form = _form_of(chart, part)
    saved = await save_form(request, chart, form, await request.form())
    return see(form.tab, flash=said_of(saved, part)) if isinstance(saved, Saved) else saved
