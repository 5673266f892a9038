"""The chart's tab Forms: what is asked for and what was sent, and the page of each answer."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids
from app.forms.printing.paper import fhir_of
from app.forms.reviewing import service
from app.forms.reviewing.forms import SetAsideForm
from app.forms.safety.forms import Acknowledging, DoneForm
from app.staff.rules import Action, may
from app.web.cursor import read_cursor
from app.web.downloads import kept_answer
from app.web.forms import BLANK, FilledForm, filled, parse
from app.web.language import gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience

Here = FromPath[UUID]
FHIR = "application/fhir+json"


class ChartFormsController(Controller):
    path = "/staff/clients/{client_id:uuid}/forms"
    opt = {"audience": Audience.STAFF}

    @get("/", name="forms.staff.forms")
    async def forms(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        before = read_cursor(request.query_params.get("before", ""))
        chart, found = await service.forms_for(staff=staff, client_id=client_id, before=before)
        return chart_page(
            request,
            staff,
            chart,
            "forms/staff/forms",
            tab="forms",
            path=_address(client_id),
            lines=found.lines,
            older=found.older,
            scored=any(line.scores for line in found.lines),
            may_enter=may(staff.permissions, service.RULE, Action.CREATE),
        )

    @get("/{response_id:uuid}", name="forms.staff.response")
    async def response(
        self, request: Request, staff: CurrentStaff, client_id: Here, response_id: Here
    ) -> Response[Any]:
        return await _response_page(request, staff, client_id, response_id)

    @post("/{response_id:uuid}/review", name="forms.staff.review", status_code=303)
    async def review(self, staff: CurrentStaff, client_id: Here, response_id: Here) -> Response[Any]:
        await service.review(staff=staff, client_id=client_id, response_id=response_id)
        return see(_address(client_id, response_id), flash=gettext("Marked as reviewed."))

    @post("/{response_id:uuid}/acknowledgement", name="forms.staff.acknowledgement", status_code=303)
    async def acknowledge(
        self, request: Request, staff: CurrentStaff, client_id: Here, response_id: Here
    ) -> Response[Any]:
        form = parse(Acknowledging, await request.form())
        events = () if isinstance(form, FilledForm) else form.event
        await service.acknowledge(staff=staff, client_id=client_id, response_id=response_id, events=events)
        said = gettext("Acknowledged. All who were told see that you look after it.")
        return see(_address(client_id, response_id), flash=said)

    @get("/{response_id:uuid}/fhir", name="forms.staff.fhir")
    async def fhir(self, staff: CurrentStaff, client_id: Here, response_id: Here) -> Response[Any]:
        opened = await service.download(staff=staff, client_id=client_id, response_id=response_id)
        content = fhir_of(opened.response, response_id=opened.id, signature=opened.signature)
        return kept_answer(content, name=f"{opened.title}.json", media_type=FHIR)

    @post("/{response_id:uuid}/dangers/{event_id:uuid}", name="forms.staff.done", status_code=303)
    async def note_done(
        self, request: Request, staff: CurrentStaff, client_id: Here, response_id: Here, event_id: Here
    ) -> Response[Any]:
        form = parse(DoneForm, await request.form())
        if isinstance(form, FilledForm):
            refused = form.refused(**{f"done-{event_id}": form.error("done")})
            return await _response_page(
                request, staff, client_id, response_id, doing=event_id, done=refused, status=422
            )
        await service.note_done(
            staff=staff, client_id=client_id, response_id=response_id, event_id=event_id, words=form.done
        )
        return see(_address(client_id, response_id), flash=gettext("What was done is kept."))

    @post("/{response_id:uuid}/setting-aside", name="forms.staff.setting_aside", status_code=303)
    async def set_aside(
        self, request: Request, staff: CurrentStaff, client_id: Here, response_id: Here
    ) -> Response[Any]:
        data = await request.form()
        form = parse(SetAsideForm, data)
        if isinstance(form, FilledForm):
            return await _response_page(request, staff, client_id, response_id, form=form, status=422)
        try:
            await service.set_aside(
                staff=staff, client_id=client_id, response_id=response_id, reason=form.reason
            )
        except StateForbids as why:
            refused = filled(data).refused(reason=why.sentence)
            return await _response_page(request, staff, client_id, response_id, form=refused, status=422)
        said = gettext("These answers are marked as entered in error. They are kept, and count no more.")
        return see(_address(client_id, response_id), flash=said)


def _address(client_id: UUID, response_id: UUID | None = None) -> str:
    tab = f"/staff/clients/{client_id}/forms"
    return f"{tab}/{response_id}" if response_id else tab


async def _response_page(
    request: Request,
    staff: CurrentStaff,
    client_id: UUID,
    response_id: UUID,
    *,
    form: FilledForm = BLANK,
    done: FilledForm = BLANK,
    doing: UUID | None = None,
    status: int = 200,
) -> Response[Any]:
    chart, opened = await service.open_response(staff=staff, client_id=client_id, response_id=response_id)
    return chart_page(
        request,
        staff,
        chart,
        "forms/staff/response",
        tab="forms",
        status=status,
        path=_address(client_id),
        opened=opened,
        form=form,
        done=done,
        doing=doing,
        blank=BLANK,
        may_set_aside=may(staff.permissions, service.RULE, Action.DELETE),
    )
