"""The client's pages of the record: asking for a copy, what there is already, and each copy as page, PDF and XML."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.pages import page_tabs, portal_page
from app.accounts.sessions import CurrentChart
from app.activity.refusals import StateForbids
from app.messages.forms import Once
from app.notices import mail
from app.record.asking.service import Span, new_once
from app.record.reading import service
from app.record.reading.forms import TURNED_ROUND, ForCopy
from app.record.reading.listing import PATH, overview_of
from app.record.reading.pages import over_page, pdf_answer, xml_answer
from app.record.reading.showing import shown
from app.web.forms import BLANK, FilledForm, filled, parse
from app.web.language import gettext
from app.web.pages import see
from app.web.panel import Bar
from app.web.request import Request
from app.web.security import Audience

THEN = {"page": "", "xml": "/record.xml", "sending": "/sending"}
"""What follows the address of a copy, by what is to be done with it."""


class Asking(ForCopy):
    once: Once


class RecordController(Controller):
    path = PATH
    opt = {"audience": Audience.CLIENT, "pays": True}  # after a discharge too: the record stays the client's

    @get("/", name="record.record")
    async def record(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await _record_page(request, chart)

    @get("/copies", name="record.copies", sync_to_thread=False)
    def copies(self, chart: CurrentChart) -> Response[Any]:  # asked for: it must be open
        """Lead somebody who opens the address of the form to the page it stands on."""
        return see(PATH)

    @post("/copies", name="record.copies.post", status_code=303)
    async def request_copy(self, request: Request, chart: CurrentChart) -> Response[Any]:
        data = await request.form()
        form = parse(Asking, data)
        if isinstance(form, Asking) and form.is_turned_round:
            form = filled(data).refused(until_on=TURNED_ROUND)
        if isinstance(form, FilledForm):
            return await _record_page(request, chart, form=form, status=422)
        span = Span(form.from_on, form.until_on)
        try:
            copy_id = await service.request_copy(chart=chart, once=form.once, span=span)
        except StateForbids as why:
            return await _record_page(
                request, chart, form=filled(data).refused(request=why.sentence), status=422
            )
        if copy_id is None:
            return see(PATH, flash=gettext("Sent. Your practice looks at it."))
        return see(f"{PATH}/{copy_id}{THEN[form.then]}")


class CopyController(Controller):
    path = f"{PATH}/{{copy_id:uuid}}"
    opt = {"audience": Audience.CLIENT}

    @get("/", name="record.copy")
    async def copy(self, request: Request, chart: CurrentChart, copy_id: FromPath[UUID]) -> Response[Any]:
        """Show a copy as a page."""
        copy = await service.see_copy(chart=chart, copy_id=copy_id)
        if copy.record is None:
            return await over_page(request, chart)
        return await portal_page(
            request,
            chart,
            "record/copy",
            copy=copy,
            path=f"{PATH}/{copy_id}",
            record=shown(copy.record),
            can_send=mail.is_possible(),
        )

    @get("/record.pdf", name="record.copy.pdf")
    async def pdf(self, request: Request, chart: CurrentChart, copy_id: FromPath[UUID]) -> Response[Any]:
        copy = await service.take_copy(chart=chart, copy_id=copy_id)
        return await pdf_answer(copy.record) if copy.record else await over_page(request, chart)

    @get("/record.xml", name="record.copy.xml")
    async def xml(self, request: Request, chart: CurrentChart, copy_id: FromPath[UUID]) -> Response[Any]:
        copy = await service.take_copy(chart=chart, copy_id=copy_id)
        return await xml_answer(copy.record) if copy.record else await over_page(request, chart)


async def _record_page(
    request: Request, chart: CurrentChart, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    overview = await overview_of(chart)
    return await portal_page(
        request,
        chart,
        "record/record",
        status=status,
        here=PATH,
        tabs=page_tabs(request, chart, Bar.LIBRARY, here=PATH),
        form=form,
        once=new_once(),
        at_once=service.is_at_once(),
        can_send=mail.is_possible(),
        overview=overview,
        export=overview.export,
    )
