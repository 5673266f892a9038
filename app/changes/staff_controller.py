"""The tab Changes of a chart: what clients changed, decided about side by side, and put back."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.charts import StaffChart
from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids
from app.changes import deciding, review
from app.changes.fields import countries, states
from app.changes.forms import (
    correcting,
    decisions_of,
    review_anew,
    review_as_typed,
    review_form,
    seen_by_subject,
)
from app.changes.listing import FOR_STAFF
from app.changes.parts import Parts
from app.changes.review import PAGE, ReviewedSubject
from app.changes.rules import SECTION_NAMES, can_put_back
from app.staff.rules import Action, PermissionRule, may
from app.web.cursor import read_cursor, write_cursor
from app.web.forms import FilledForm
from app.web.language import _l, gettext, ngettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience

Here = FromPath[UUID]
UNDECIDED = _l("Decide about at least one field.")


class ChangesController(Controller):
    path = "/staff/clients/{client_id:uuid}/changes"
    opt = {"audience": Audience.STAFF}

    @get("/", name="changes.requests")
    async def requests(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        before = read_cursor(request.query_params.get("before", ""))
        chart, waiting, found = await review.requests_of(
            staff=staff, client_id=client_id, parts=_parts(request), before=before
        )
        shown = found[:PAGE]
        return chart_page(
            request,
            staff,
            chart,
            "changes/staff/requests",
            tab="changes",
            waiting=waiting,
            requests=shown,
            older=write_cursor(shown[-1].sent_at, shown[-1].id) if len(found) > PAGE else None,
            first=before is None,
            sections=SECTION_NAMES,
            standings=FOR_STAFF,
        )

    @get("/{request_id:uuid}", name="changes.request")
    async def request(
        self, request: Request, staff: CurrentStaff, client_id: Here, request_id: Here
    ) -> Response[Any]:
        chart, subjects = await review.open_request(
            staff=staff, client_id=client_id, request_id=request_id, parts=_parts(request)
        )
        return _page(request, staff, chart, request_id, subjects, form=review_form(subjects))

    @post("/{request_id:uuid}", name="changes.request.post", status_code=303)
    async def decide(
        self, request: Request, staff: CurrentStaff, client_id: Here, request_id: Here
    ) -> Response[Any]:
        which: dict[str, Any] = {
            "staff": staff,
            "client_id": client_id,
            "request_id": request_id,
            "parts": _parts(request),
        }
        chart, subjects = await review.request_to_decide(**which)
        data = await request.form()
        decisions = decisions_of(subjects, data)
        if isinstance(decisions, FilledForm):
            return _page(request, staff, chart, request_id, subjects, form=decisions, status=422)
        try:
            count = await deciding.decide(**which, decisions=decisions, seen=seen_by_subject(subjects, data))
        except StateForbids as why:
            chart, subjects = await review.request_to_decide(**which)
            form = review_anew(subjects, data).refused(decisions=why.sentence)
            return _page(request, staff, chart, request_id, subjects, form=form, status=409)
        if not count:
            form = review_as_typed(subjects, data).refused(decisions=UNDECIDED)
            return _page(request, staff, chart, request_id, subjects, form=form, status=422)
        said = ngettext(
            "Decided. The client sees it.", "%(count)s fields decided. The client sees them.", count
        )
        return see(f"{chart.path}/changes/{request_id}", flash=said % {"count": count})

    @post("/fields/{field_id:uuid}/putting-back", name="changes.putting_back", status_code=303)
    async def put_back(
        self, request: Request, staff: CurrentStaff, client_id: Here, field_id: Here
    ) -> Response[Any]:
        request_id = await deciding.put_back(
            staff=staff, client_id=client_id, field_id=field_id, parts=_parts(request)
        )
        path = f"/staff/clients/{client_id}/changes/{request_id}"
        return see(path, flash=gettext("The old value stands in the chart again."))


def _parts(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


def _page(
    request: Request,
    staff: CurrentStaff,
    chart: StaffChart,
    request_id: UUID,
    subjects: tuple[ReviewedSubject, ...],
    *,
    form: FilledForm,
    status: int = 200,
) -> Response[Any]:
    first = subjects[0].fields[0].line
    decides = may(staff.permissions, PermissionRule.CLIENTS, Action.MODIFY)
    return chart_page(
        request,
        staff,
        chart,
        "changes/staff/request",
        tab="changes",
        status=status,
        path=f"{chart.path}/changes",
        request_id=request_id,
        section=SECTION_NAMES[first.section],
        first=first,
        subjects=subjects,
        waiting=sum(subject.waiting for subject in subjects),
        decides=decides,
        standings=FOR_STAFF,
        corrections={
            field.line.id: correcting(field.line, subject.part.field(field.line.field))
            for subject in subjects
            for field in subject.fields
        },
        can_put_back=can_put_back,
        states=states(),
        countries=countries(),
        form=form,
    )
