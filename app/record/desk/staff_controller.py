"""The chart's tab Record: its entries and their marks, what clients ask about it, and the answers."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.charts import check_rule
from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids, Unfit
from app.record.clinical.facts import Kind
from app.record.desk import answering
from app.record.desk.answering import RULE, open_request
from app.record.desk.forms import AnswerForm, MarksForm
from app.record.desk.links import end_link
from app.record.desk.marking import Marks, mark_entry
from app.record.desk.pages import TAB, address, entry_page, lead_back, record_page, request_page
from app.record.desk.reading import entry_for, open_record, sections_for_staff
from app.record.desk.told import told
from app.record.desk.words import RESTRICTION_ENDED, SAID
from app.staff.rules import Action
from app.web.forms import filled, parse
from app.web.language import gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience

Here = FromPath[UUID]


class ChartRecordController(Controller):
    path = "/staff/clients/{client_id:uuid}/record"
    opt = {"audience": Audience.STAFF}
    exception_handlers = {StateForbids: lead_back}

    @get("/", name="record.staff.record")
    async def record(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        return await record_page(request, staff, client_id)

    @get("/sections/{kind:str}", name="record.staff.section")
    async def section(
        self, request: Request, staff: CurrentStaff, client_id: Here, kind: FromPath[str]
    ) -> Response[Any]:
        """Show all entries of one kind."""
        chart = await open_record(staff=staff, client_id=client_id)
        found = await sections_for_staff(client_id, only=Kind(kind)) if kind in set(Kind) else ()
        if not found:
            return see(address(client_id))
        return chart_page(
            request,
            staff,
            chart,
            "record/staff/section",
            tab=TAB,
            path=address(client_id),
            section=found[0],
        )

    @get("/entries/{entry_id:uuid}", name="record.staff.entry")
    async def entry(
        self, request: Request, staff: CurrentStaff, client_id: Here, entry_id: Here
    ) -> Response[Any]:
        await open_record(staff=staff, client_id=client_id)
        return await entry_page(request, staff, client_id, await entry_for(staff, client_id, entry_id))

    @post("/entries/{entry_id:uuid}", name="record.staff.marks", status_code=303)
    async def mark(
        self, request: Request, staff: CurrentStaff, client_id: Here, entry_id: Here
    ) -> Response[Any]:
        data = await request.form()
        form = parse(MarksForm, data)
        try:
            if isinstance(form, MarksForm):
                marks = Marks(form.kept_own, form.withheld, form.reason)
                await mark_entry(staff=staff, client_id=client_id, entry_id=entry_id, marks=marks)
                return see(address(client_id, "entries", entry_id), flash=gettext("The marks are saved."))
            refused = form
        except Unfit as why:
            refused = filled(data).refused(**{why.field: why.sentence})
        check_rule(staff, RULE, Action.MODIFY)
        line = await entry_for(staff, client_id, entry_id)
        return await entry_page(request, staff, client_id, line, form=refused, status=422)

    @get("/requests/{request_id:uuid}", name="record.staff.request")
    async def request(
        self, request: Request, staff: CurrentStaff, client_id: Here, request_id: Here
    ) -> Response[Any]:
        chart, asked = await open_request(staff=staff, client_id=client_id, request_id=request_id)
        return await request_page(request, staff, chart, asked)

    @post("/requests/{request_id:uuid}/answer", name="record.staff.answer", status_code=303)
    async def answer(
        self, request: Request, staff: CurrentStaff, client_id: Here, request_id: Here
    ) -> Response[Any]:
        data = await request.form()
        form = parse(AnswerForm, data)
        try:
            if isinstance(form, AnswerForm):
                kind = await answering.answer(
                    staff=staff,
                    client_id=client_id,
                    request_id=request_id,
                    verdict=form.verdict,
                    words=form.words,
                )
                said = await told(client_id, SAID[kind, form.verdict])
                return see(address(client_id, "requests", request_id), flash=said)
            refused = form
        except Unfit as why:
            refused = filled(data).refused(**{why.field: why.sentence})
        check_rule(staff, RULE, Action.MODIFY)
        chart, asked = await open_request(staff=staff, client_id=client_id, request_id=request_id)
        return await request_page(request, staff, chart, asked, form=refused, status=422)

    @post("/requests/{request_id:uuid}/ending", name="record.staff.ending", status_code=303)
    async def end(self, staff: CurrentStaff, client_id: Here, request_id: Here) -> Response[Any]:
        """End a restriction that is in force."""
        await answering.end_restriction(staff=staff, client_id=client_id, request_id=request_id)
        said = await told(client_id, RESTRICTION_ENDED)
        return see(address(client_id, "requests", request_id), flash=said)

    @post("/sendings/{sending_id:uuid}/ending", name="record.staff.sending.ending", status_code=303)
    async def end_link(self, staff: CurrentStaff, client_id: Here, sending_id: Here) -> Response[Any]:
        """Take back a link to a copy that was sent from the portal."""
        await end_link(by=staff, client_id=client_id, sending_id=sending_id)
        return see(address(client_id), flash=gettext("Taken back. The link does not work any more."))
