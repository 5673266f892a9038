"""The client's page of an export of their whole portal: what is in it, asking for it, and taking it away."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.pages import portal_page
from app.accounts.sessions import CurrentChart, is_confirmed
from app.activity.refusals import StateForbids
from app.record.exporting import service
from app.web.downloads import file_answer
from app.web.forms import BLANK, FilledForm
from app.web.pages import see, wants_fragment
from app.web.request import Request
from app.web.security import Audience

PATH = "/record/everything"


class ExportController(Controller):
    opt = {"audience": Audience.CLIENT}

    @get(PATH, name="record.everything", opt={"confirmed": PATH})
    async def everything(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await _everything_page(request, chart)

    @post(PATH, name="record.everything.post", status_code=303, opt={"confirmed": PATH})
    async def ask(self, request: Request, chart: CurrentChart) -> Response[Any]:
        try:
            await service.ask(chart=chart)
        except StateForbids as why:
            form = BLANK.refused(file=why.sentence)
            return await _everything_page(request, chart, form=form, status=422)
        return see(PATH)

    @get(f"{PATH}/state", name="record.everything.state", opt={"poll": True})
    async def state(self, request: Request, chart: CurrentChart) -> Response[Any]:
        """Show how far the file is, as long as it is being made."""
        if not wants_fragment(request):
            return see(PATH)
        return await _everything_page(request, chart)

    @get("/record/exports/{export_id:uuid}/file", name="record.export.file", opt={"alone": True})
    async def file(self, chart: CurrentChart, export_id: FromPath[UUID]) -> Response[Any]:
        """Send the file to whoever proved lately who they are; others are led to the page, which asks for that."""
        if not is_confirmed(chart.account):
            return see(PATH)
        taken = await service.take(chart=chart, export_id=export_id)
        return file_answer(taken.parts, name=taken.name, media_type=service.MEDIA_TYPE, size=taken.size_bytes)


async def _everything_page(
    request: Request, chart: CurrentChart, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    return await portal_page(
        request,
        chart,
        "record/everything",
        status=status,
        here=PATH,
        form=form,
        export=await service.newest_of(chart),
        for_self=service.is_self(chart),
    )
