"""The client's pages of appointments: what is to come, what is over, each one, and its file for a calendar."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath

from app.accounts.pages import portal_page
from app.accounts.sessions import CurrentChart
from app.appointments.asking.listing import asked_about, askings_of, may_ask, notice_hours
from app.appointments.calendar import MEDIA_TYPE, take_to_calendar
from app.appointments.listing import appointment_row, past_of, upcoming_of
from app.appointments.rules import Notice, can_ask, can_ask_about
from app.appointments.times import worded
from app.appointments.views import PATH, view_of
from app.web.cursor import read_cursor
from app.web.downloads import kept_answer
from app.web.request import Request
from app.web.security import Audience

PAYS = "billing"
"""The part of a chart that whoever pays a copay needs as well."""


class AppointmentsController(Controller):
    path = PATH
    opt = {"audience": Audience.CLIENT}

    @get("/", name="appointments.appointments")
    async def appointments(self, request: Request, chart: CurrentChart) -> Response[Any]:
        askings = await askings_of(chart)
        return await portal_page(
            request,
            chart,
            "appointments/appointments",
            upcoming=await upcoming_of(chart),
            askings=askings,
            pays=chart.opens(PAYS),
            can_ask=askings.answered and can_ask(may_ask=may_ask(chart), asked=askings.for_new is not None),
        )

    @get("/past", name="appointments.past")
    async def past(self, request: Request, chart: CurrentChart) -> Response[Any]:
        before = read_cursor(request.query_params.get("before", ""))
        return await portal_page(
            request, chart, "appointments/past", past=await past_of(chart, before=before)
        )

    @get("/{appointment_id:uuid}", name="appointments.appointment")
    async def appointment(
        self, request: Request, chart: CurrentChart, appointment_id: FromPath[UUID]
    ) -> Response[Any]:
        row, now = await appointment_row(chart, appointment_id), datetime.now(UTC)
        askings = await asked_about(chart, appointment_id)
        view = view_of(row, now=now, asked=askings.waiting is not None)
        notice = Notice(hours=notice_hours(), may_ask=may_ask(chart))
        return await portal_page(
            request,
            chart,
            "appointments/appointment",
            appointment=view,
            pays=chart.opens(PAYS),
            asking=next(iter(askings.views), None),
            can_ask=askings.answered and can_ask_about(view.facts, now=now, notice=notice),
            until=worded(notice.ends_at(view.facts), view.zone) if notice.hours else "",
        )

    @get("/{appointment_id:uuid}/calendar", name="appointments.calendar")
    async def calendar(self, chart: CurrentChart, appointment_id: FromPath[UUID]) -> Response[Any]:
        content = await take_to_calendar(chart=chart, appointment_id=appointment_id)
        return kept_answer(content, name="appointment.ics", media_type=MEDIA_TYPE)
