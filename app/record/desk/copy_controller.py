"""Copies of the record for staff: the page of one, its PDF and its XML."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.charts import check_rule
from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids
from app.record.desk import copies
from app.record.desk.answering import RULE
from app.record.desk.forms import chosen_days
from app.record.desk.pages import TAB, address, lead_back, record_page
from app.record.reading.pages import pdf_answer, xml_answer
from app.record.reading.showing import shown
from app.staff.rules import Action
from app.web.forms import FilledForm
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience

Here = FromPath[UUID]


class StaffCopyController(Controller):
    path = "/staff/clients/{client_id:uuid}/record/copies"
    opt = {"audience": Audience.STAFF}
    exception_handlers = {StateForbids: lead_back}

    @post("/", name="record.staff.copies.post", status_code=303)
    async def make(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        check_rule(staff, RULE, Action.VIEW)
        form = chosen_days(await request.form())
        if isinstance(form, FilledForm):
            return await record_page(request, staff, client_id, form=form, status=422)
        copy_id = await copies.make(staff=staff, client_id=client_id, from_on=form.since, until_on=form.until)
        return see(address(client_id, "copies", copy_id))

    @get("/{copy_id:uuid}", name="record.staff.copy")
    async def copy(
        self, request: Request, staff: CurrentStaff, client_id: Here, copy_id: Here
    ) -> Response[Any]:
        chart, copy, record = await copies.look(staff=staff, client_id=client_id, copy_id=copy_id)
        return chart_page(
            request,
            staff,
            chart,
            "record/staff/copy",
            tab=TAB,
            path=address(client_id),
            copy=copy,
            record=shown(record),
        )

    @get("/{copy_id:uuid}/record.pdf", name="record.staff.copy.pdf")
    async def pdf(self, staff: CurrentStaff, client_id: Here, copy_id: Here) -> Response[Any]:
        return await pdf_answer(await copies.take(staff=staff, client_id=client_id, copy_id=copy_id))

    @get("/{copy_id:uuid}/record.xml", name="record.staff.copy.xml")
    async def xml(self, staff: CurrentStaff, client_id: Here, copy_id: Here) -> Response[Any]:
        return await xml_answer(await copies.take(staff=staff, client_id=client_id, copy_id=copy_id))
