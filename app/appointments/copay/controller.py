"""The page where a client pays the copay of a visit to come, by card and before it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.pages import portal_page
from app.accounts.sessions import CurrentChart
from app.activity.refusals import NotFound, StateForbids
from app.appointments.listing import appointment_row
from app.appointments.rules import check_can_pay
from app.appointments.views import PATH, AppointmentView, view_of
from app.billing.paying import service
from app.billing.paying.forms import PayingCopay
from app.billing.paying.pages import UNFIT, is_demo, leading_on, status_of
from app.billing.paying.rules import CHANGED, Ask, can_pay_copay
from app.billing.rules import Purpose
from app.web.forms import FilledForm, parse
from app.web.language import Phrase
from app.web.pages import Page, see
from app.web.request import Request
from app.web.security import Audience

AREA = "billing"
"""The part of a chart that whoever pays needs as well."""

Here = FromPath[UUID]


class CopayController(Controller):
    path = PATH
    opt = {"audience": Audience.CLIENT, "pays": True}

    @get("/{appointment_id:uuid}/copay", name="appointments.copay")
    async def copay(self, request: Request, chart: CurrentChart, appointment_id: Here) -> Response[Any]:
        visit = await _visit(chart, appointment_id)
        if not visit.copay.due:
            return see(visit.copay.under_way or visit.path)  # which says why
        return await _page(request, chart, visit)

    @post("/{appointment_id:uuid}/copay", name="appointments.copay.post", status_code=303)
    async def pay(self, request: Request, chart: CurrentChart, appointment_id: Here) -> Response[Any]:
        visit = await _visit(chart, appointment_id)
        check_can_pay(visit.facts, now=datetime.now(UTC))
        form = parse(PayingCopay, await request.form())
        if isinstance(form, FilledForm):
            return await _page(request, chart, visit, said=form.errors[0][1], status=UNFIT)
        if not can_pay_copay(visit.copay.cents) or form.cents != visit.copay.cents:
            return await _page(request, chart, visit, said=CHANGED, status=UNFIT)
        try:
            begun = await service.begin(chart, _ask(visit, form))
        except StateForbids as why:
            return await _page(request, chart, visit, said=why.sentence, status=status_of(why))
        return see(begun.leads_to)


async def _visit(chart: CurrentChart, appointment_id: UUID) -> AppointmentView:
    """Give an appointment to somebody who may also pay; raises NotFound."""
    if not chart.opens(AREA):
        raise NotFound(by=chart.actor, object_kind=f"area {AREA}", client_id=chart.client_id)
    return view_of(await appointment_row(chart, appointment_id), now=datetime.now(UTC))


def _ask(visit: AppointmentView, form: PayingCopay) -> Ask:
    return Ask(
        key=form.once,
        purpose=Purpose.COPAY,
        cents=visit.copay.cents,
        appointment_id=visit.id,
        visit_on=visit.on,
    )


async def _page(
    request: Request,
    chart: CurrentChart,
    visit: AppointmentView,
    *,
    said: Phrase | str = "",
    status: int = 200,
) -> Page:
    page = await portal_page(
        request,
        chart,
        "appointments/copay",
        status=status,
        here=f"{visit.path}/copay",
        appointment=visit,
        once=uuid4(),
        said=str(said),
        demo=is_demo(),
    )
    return leading_on(request, page)
