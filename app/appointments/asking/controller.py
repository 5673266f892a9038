"""The forms by which clients ask for an appointment, to cancel or to move one, and take that back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath

from app.accounts.own import drafts
from app.accounts.own.drafts import Keeps
from app.accounts.pages import portal_page
from app.accounts.sessions import CurrentChart
from app.activity.refusals import StateForbids
from app.appointments.asking import service
from app.appointments.asking.forms import (
    DAYS,
    HOWS,
    PARTS,
    AskingForm,
    ForCancelling,
    ForMove,
    ForNew,
    Wishes,
)
from app.appointments.asking.listing import (
    asked_about,
    can_ask_for_new,
    may_ask,
    notice_hours,
)
from app.appointments.listing import appointment_row
from app.appointments.rules import Asking, Notice, can_ask_about
from app.appointments.views import PATH, AppointmentView, view_of
from app.messages.forms import again, blank
from app.messages.writing import AlreadySent
from app.web.forms import FilledForm, filled, parse
from app.web.language import Phrase, _l, gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience

NOTHING_CHOSEN = _l(
    "Choose something above, or write a few words, so that your practice knows what you need."
)
NEW = f"{PATH}/new"
ONE = f"{PATH}/{{appointment_id}}"

Here = FromPath[UUID]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of the three forms: how its page and its button are called, and what it reads."""

    asking: Asking
    form: type[AskingForm]
    heading: Phrase
    send: Phrase


FOR_NEW = Sheet(Asking.BOOK, ForNew, _l("Ask for an appointment"), _l("Send"))
FOR_MOVE = Sheet(Asking.MOVE, ForMove, _l("Ask for another time"), _l("Ask for another time"))
FOR_CANCELLING = Sheet(
    Asking.CANCEL, ForCancelling, _l("Ask to cancel"), _l("Ask to cancel this appointment")
)


class AskingController(Controller):
    path = PATH
    opt = {"audience": Audience.CLIENT}

    @get("/new", name="appointments.new")
    async def new(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await _new_page(request, chart)

    @post("/new", name="appointments.new.post", status_code=303, opt={"keeps": Keeps(ForNew)})
    async def ask_for_new(self, request: Request, chart: CurrentChart) -> Response[Any]:
        sent = await _send(chart, FOR_NEW, await request.form())
        if isinstance(sent, FilledForm):
            return await _new_page(request, chart, form=sent, status=422)
        await drafts.forget(chart, NEW)
        return see(PATH, flash=gettext("Sent. Your practice will answer."))

    @get("/{appointment_id:uuid}/cancellation", name="appointments.cancellation")
    async def cancellation(
        self, request: Request, chart: CurrentChart, appointment_id: Here
    ) -> Response[Any]:
        return await _page_about(request, chart, FOR_CANCELLING, appointment_id)

    @post(
        "/{appointment_id:uuid}/cancellation",
        name="appointments.cancellation.post",
        status_code=303,
        opt={"keeps": Keeps(ForCancelling)},
    )
    async def ask_to_cancel(
        self, request: Request, chart: CurrentChart, appointment_id: Here
    ) -> Response[Any]:
        return await _ask_about(request, chart, FOR_CANCELLING, appointment_id)

    @get("/{appointment_id:uuid}/move", name="appointments.move")
    async def move(self, request: Request, chart: CurrentChart, appointment_id: Here) -> Response[Any]:
        return await _page_about(request, chart, FOR_MOVE, appointment_id)

    @post(
        "/{appointment_id:uuid}/move",
        name="appointments.move.post",
        status_code=303,
        opt={"keeps": Keeps(ForMove)},
    )
    async def ask_to_move(self, request: Request, chart: CurrentChart, appointment_id: Here) -> Response[Any]:
        return await _ask_about(request, chart, FOR_MOVE, appointment_id)

    @post("/askings/{asking_id:uuid}/withdrawal", name="appointments.withdrawal", status_code=303)
    async def withdraw(self, chart: CurrentChart, asking_id: Here) -> Response[Any]:
        about = await service.withdraw(chart=chart, by=chart.actor, asking_id=asking_id)
        return see(
            f"{PATH}/{about}" if about else PATH,
            flash=gettext("You took that back. Your practice can see it."),
        )


async def _send(
    chart: CurrentChart, sheet: Sheet, data: FormMultiDict, *, appointment_id: UUID | None = None
) -> FilledForm | None:
    """Ask what the form says; give it back with the reason where that cannot be."""
    form = parse(sheet.form, data)
    if isinstance(form, FilledForm):
        return form
    if sheet.asking is Asking.BOOK and form.wishes == Wishes():
        return filled(data).refused(words=NOTHING_CHOSEN)
    try:
        await service.ask(
            chart=chart,
            by=chart.actor,
            once=form.once,
            asking=sheet.asking,
            wishes=form.wishes,
            appointment_id=appointment_id,
        )
    except AlreadySent as why:
        return again(filled(data), why).refused(words=why.sentence)
    except StateForbids as why:
        return filled(data).refused(words=why.sentence)
    return None


async def _ask_about(
    request: Request, chart: CurrentChart, sheet: Sheet, appointment_id: UUID
) -> Response[Any]:
    sent = await _send(chart, sheet, await request.form(), appointment_id=appointment_id)
    if isinstance(sent, FilledForm):
        return await _page_about(request, chart, sheet, appointment_id, form=sent, status=422)
    await drafts.forget(chart, request.url.path)
    return see(f"{PATH}/{appointment_id}", flash=gettext("Sent. Your practice will answer."))


async def _new_page(
    request: Request, chart: CurrentChart, *, form: FilledForm | None = None, status: int = 200
) -> Response[Any]:
    if form is None and not await can_ask_for_new(chart):
        return see(PATH)  # which says what waits, or how to reach the practice
    return await _page(request, chart, FOR_NEW, path=NEW, form=form, status=status)


async def _page_about(
    request: Request,
    chart: CurrentChart,
    sheet: Sheet,
    appointment_id: UUID,
    *,
    form: FilledForm | None = None,
    status: int = 200,
) -> Response[Any]:
    row, now = await appointment_row(chart, appointment_id), datetime.now(UTC)
    askings = await asked_about(chart, appointment_id)
    view = view_of(row, now=now, asked=askings.waiting is not None)
    notice = Notice(hours=notice_hours(), may_ask=may_ask(chart))
    open_to_ask = askings.answered and can_ask_about(view.facts, now=now, notice=notice)
    if form is None and not open_to_ask:
        return see(view.path)  # which says why
    return await _page(
        request, chart, sheet, path=request.url.path, form=form, status=status, appointment=view
    )


async def _page(
    request: Request,
    chart: CurrentChart,
    sheet: Sheet,
    *,
    path: str,
    form: FilledForm | None,
    status: int,
    appointment: AppointmentView | None = None,
) -> Response[Any]:
    left = await drafts.given_back(chart, path) if form is None else None
    begun = left.form if left else FilledForm()
    return await portal_page(
        request,
        chart,
        "appointments/asking",
        status=status,
        here=path,
        path=path,
        sheet=sheet,
        appointment=appointment,
        form=form or FilledForm({**blank().typed, **begun.typed}, ticked=begun.ticked),
        left=left,
        hows=HOWS.options(),
        days=DAYS.options(),
        parts=PARTS.options(),
    )
