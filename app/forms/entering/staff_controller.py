"""The page on which staff enter a form for a client."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.forms.entering import service
from app.forms.entering.service import Entry, Unreadable
from app.forms.filling.fields import read_typed
from app.forms.reviewing.opened import SOURCES
from app.forms.rules import Source
from app.web.forms import BLANK, FilledForm, all_values, filled
from app.web.language import _l, gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience

Here = FromPath[UUID]
ELSEWHERE = (Source.PAPER, Source.PHONE, Source.INTERVIEW)
NO_SOURCE = _l("Say how the answers came to you.")


class EnteringController(Controller):
    path = "/staff/clients/{client_id:uuid}/forms/entry/{assignment_id:uuid}"
    opt = {"audience": Audience.STAFF}

    @get("/", name="forms.staff.entry")
    async def entry(
        self, request: Request, staff: CurrentStaff, client_id: Here, assignment_id: Here
    ) -> Response[Any]:
        entry = await service.entry_for(staff=staff, client_id=client_id, assignment_id=assignment_id)
        return _entry_page(request, staff, entry)

    @post("/", name="forms.staff.entry.post", status_code=303)
    async def enter(
        self, request: Request, staff: CurrentStaff, client_id: Here, assignment_id: Here
    ) -> Response[Any]:
        entry = await service.entry_for(staff=staff, client_id=client_id, assignment_id=assignment_id)
        data = await request.form()
        form, typed = filled(data), read_typed(all_values(data))
        source = form.value("source")
        if typed.act != "enter":
            shown = await service.typed_into(entry, typed.fields, act=typed.act, about=typed.about)
            return _entry_page(request, staff, shown, form=form)
        if source not in ELSEWHERE:
            shown = await service.typed_into(entry, typed.fields)
            return _entry_page(request, staff, shown, form=form.refused(source=NO_SOURCE), status=422)
        try:
            response_id = await service.enter(
                staff=staff, entry=entry, source=Source(source), fields=typed.fields
            )
        except Unreadable as why:
            return _entry_page(request, staff, why.entry, form=form, status=422)
        said = gettext("The answers are kept. They count as if the client had sent them.")
        return see(f"{entry.chart.path}/forms/{response_id}", flash=said)


def _entry_page(
    request: Request, staff: CurrentStaff, entry: Entry, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    return chart_page(
        request,
        staff,
        entry.chart,
        "forms/staff/entry",
        tab="forms",
        status=status,
        path=f"{entry.chart.path}/forms",
        entry=entry,
        form=form,
        sources=[(source.value, str(SOURCES[source])) for source in ELSEWHERE],
        files={},
    )
