"""The chart's tab Appointments: what is to come, what was, what the client asks, and each appointment."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.charts import chart_for_staff, open_chart
from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids
from app.appointments.desk import service
from app.appointments.desk.forms import (
    AnswerForm,
    ChangeForm,
    MoveForm,
    NewForm,
    beginning_of,
    when_typed,
    where_typed,
)
from app.appointments.desk.listing import MOST_AHEAD, ahead_of, asked_about, asking_of, past_of, waiting_of
from app.appointments.desk.pages import TAB, address, allowed, change_page, move_page, new_page, refused
from app.appointments.desk.rules import check_can_move, check_stands
from app.appointments.desk.service import RULE, appointment_for, offered
from app.appointments.desk.told import BOOKED, CANCELLED, MOVED, said
from app.practice.settings import zone_of
from app.staff.rules import Action, PermissionRule, may
from app.web.cursor import read_cursor
from app.web.forms import FilledForm, filled, parse
from app.web.language import gettext
from app.web.pages import see
from app.web.readers.choices import maybe_row
from app.web.request import Request
from app.web.security import Audience

Here = FromPath[UUID]


class ChartAppointmentsController(Controller):
    path = "/staff/clients/{client_id:uuid}/appointments"
    opt = {"audience": Audience.STAFF}

    @get("/", name="appointments.staff.appointments")
    async def appointments(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        chart = await open_chart(staff=staff, client_id=client_id, rule=RULE)
        before = read_cursor(request.query_params.get("before", ""))
        ahead = await ahead_of(client_id)
        return chart_page(
            request,
            staff,
            chart,
            "appointments/staff/appointments",
            tab=TAB,
            path=address(client_id),
            asked=await waiting_of(client_id),
            ahead=ahead[:MOST_AHEAD],
            more_ahead=len(ahead) > MOST_AHEAD,
            past=await past_of(client_id, before=before),
            **allowed(staff),
        )

    @get("/new", name="appointments.staff.new")
    async def new(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        chart = await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
        choices = await offered()
        clinician, location = await service.usual(choices, client_id)
        form = beginning_of(clinician=clinician, location=location, asking=_asked_in(request))
        return await new_page(request, staff, chart, choices, form=form)

    @post("/", name="appointments.staff.appointments.post", status_code=303)
    async def book(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        chart = await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
        data, choices = await request.form(), await offered()
        form = parse(NewForm, data)
        if isinstance(form, FilledForm):
            return await new_page(request, staff, chart, choices, form=form, status=422)
        try:
            await service.book(
                staff=staff,
                client_id=client_id,
                visit=form.visit(choices.zone(form.location)),
                once=form.once,
                asking_id=form.asking,
                anyway=form.anyway,
            )
        except StateForbids as why:
            wrong = refused(filled(data), why, otherwise="starts_on")
            return await new_page(request, staff, chart, choices, form=wrong, status=422)
        return see(address(client_id), flash=await said(BOOKED, client_id, needed=False))

    @get("/{appointment_id:uuid}", name="appointments.staff.appointment")
    async def appointment(
        self, request: Request, staff: CurrentStaff, client_id: Here, appointment_id: Here
    ) -> Response[Any]:
        _, line = await appointment_for(staff, client_id, appointment_id, Action.VIEW)
        return chart_page(
            request,
            staff,
            await open_chart(staff=staff, client_id=client_id, rule=RULE),
            "appointments/staff/appointment",
            tab=TAB,
            path=address(client_id),
            line=line,
            asked=await asked_about(client_id, appointment_id),
            **allowed(staff),
        )

    @get("/{appointment_id:uuid}/move", name="appointments.staff.move")
    async def where_to(
        self, request: Request, staff: CurrentStaff, client_id: Here, appointment_id: Here
    ) -> Response[Any]:
        chart, line = await appointment_for(staff, client_id, appointment_id, Action.MODIFY)
        check_can_move(line.state, line.visit.starts_at, line.visit.minutes, now=datetime.now(UTC))
        typed = when_typed(line.visit, zone_of(line.zone)) | {"asking": _asked_in(request)}
        return await move_page(request, staff, chart, line, form=FilledForm(typed))

    @post("/{appointment_id:uuid}/move", name="appointments.staff.move.post", status_code=303)
    async def move(
        self, request: Request, staff: CurrentStaff, client_id: Here, appointment_id: Here
    ) -> Response[Any]:
        chart, line = await appointment_for(staff, client_id, appointment_id, Action.MODIFY)
        data = await request.form()
        form = parse(MoveForm, data)
        if isinstance(form, FilledForm):
            return await move_page(request, staff, chart, line, form=form, status=422)
        try:
            await service.move(
                staff=staff,
                client_id=client_id,
                appointment_id=appointment_id,
                starts_at=form.moment(zone_of(line.zone)),
                minutes=form.minutes,
                asking_id=form.asking,
                anyway=form.anyway,
            )
        except StateForbids as why:
            wrong = refused(filled(data), why, otherwise="starts_on")
            return await move_page(request, staff, chart, line, form=wrong, status=422)
        flash = await said(MOVED, client_id, needed=True)
        return see(address(client_id, appointment_id), flash=flash)

    @get("/{appointment_id:uuid}/changes", name="appointments.staff.changes")
    async def what_else(
        self, request: Request, staff: CurrentStaff, client_id: Here, appointment_id: Here
    ) -> Response[Any]:
        chart, line = await appointment_for(staff, client_id, appointment_id, Action.MODIFY)
        check_stands(line.state)
        return await change_page(request, staff, chart, line, form=FilledForm(where_typed(line.visit)))

    @post("/{appointment_id:uuid}/changes", name="appointments.staff.changes.post", status_code=303)
    async def change(
        self, request: Request, staff: CurrentStaff, client_id: Here, appointment_id: Here
    ) -> Response[Any]:
        chart, line = await appointment_for(staff, client_id, appointment_id, Action.MODIFY)
        data = await request.form()
        form = parse(ChangeForm, data)
        if isinstance(form, FilledForm):
            return await change_page(request, staff, chart, line, form=form, status=422)
        try:
            await service.change(
                staff=staff,
                client_id=client_id,
                appointment_id=appointment_id,
                visit=form.at(line.visit.starts_at),
                anyway=form.anyway,
            )
        except StateForbids as why:
            wrong = refused(filled(data), why, otherwise="minutes")
            return await change_page(request, staff, chart, line, form=wrong, status=422)
        return see(address(client_id, appointment_id), flash=gettext("The appointment is changed."))

    @get("/{appointment_id:uuid}/cancellation", name="appointments.staff.cancellation")
    async def confirm(
        self, request: Request, staff: CurrentStaff, client_id: Here, appointment_id: Here
    ) -> Response[Any]:
        chart, line = await appointment_for(staff, client_id, appointment_id, Action.DELETE)
        check_stands(line.state)
        return chart_page(
            request,
            staff,
            chart,
            "appointments/staff/cancellation",
            tab=TAB,
            path=address(client_id, appointment_id),
            line=line,
            asking=await asking_of(client_id, maybe_row(_asked_in(request))),
        )

    @post("/{appointment_id:uuid}/cancellation", name="appointments.staff.cancellation.post", status_code=303)
    async def cancel(
        self, request: Request, staff: CurrentStaff, client_id: Here, appointment_id: Here
    ) -> Response[Any]:
        form = parse(AnswerForm, await request.form())
        asking = None if isinstance(form, FilledForm) else form.asking
        line = await service.cancel(
            staff=staff, client_id=client_id, appointment_id=appointment_id, asking_id=asking
        )
        flash = str(CANCELLED) if line.over else await said(CANCELLED, client_id, needed=True)
        return see(address(client_id, appointment_id), flash=flash)

    @post("/askings/{asking_id:uuid}/refusal", name="appointments.staff.refusal", status_code=303)
    async def decline(self, staff: CurrentStaff, client_id: Here, asking_id: Here) -> Response[Any]:
        """Leave things as they are; whoever may write to the client is led to where they say why."""
        line = await service.decline(staff=staff, client_id=client_id, asking_id=asking_id)
        if may(staff.permissions, PermissionRule.SEND_MESSAGES, Action.VIEW):
            why = gettext("The client sees that it was left as it was. Tell them why in your answer.")
            return see(f"/staff/messages/{line.thread_id}", flash=why)
        return see(address(client_id), flash=gettext("The client sees that it was left as it was."))


def _asked_in(request: Request) -> str:
    """Give which question of the client an address is to answer."""
    return request.query_params.get("asking", "")[:40]
