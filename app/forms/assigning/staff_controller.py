"""Unassigned Forms and Assigned Forms: the section of the Client Portal tab, and a page of its own."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.charts import chart_for_staff, open_chart
from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids, Unfit
from app.forms.assigning import reminding, service
from app.forms.assigning.forms import (
    LONGEST_FIND,
    AskForm,
    AssignForm,
    PacketOf,
    RepeatForm,
    TakeBackForm,
)
from app.forms.assigning.listing import Lists, lists_of
from app.forms.assigning.more import more_of
from app.forms.assigning.packets import assign_packet
from app.forms.assigning.repeating import Series, end_repeat, repeat
from app.forms.assigning.service import RULE, assignment_for
from app.forms.rules import Every
from app.staff.rules import Action
from app.web.forms import BLANK, FilledForm, filled, parse
from app.web.language import gettext, ngettext
from app.web.pages import is_htmx, see, wants_fragment
from app.web.request import Request
from app.web.security import Audience

Here = FromPath[UUID]
FROM = ("offered", "open")
"""The lists that a form moves from."""
NEW_SERIES = FilledForm({"required": "yes"})
"""How a form that is to repeat usually begins."""


class AssigningController(Controller):
    path = "/staff/clients/{client_id:uuid}/portal/forms"
    opt = {"audience": Audience.STAFF}

    @get("/", name="forms.staff.assigning")
    async def assigning(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        return await _lists(request, staff, client_id)

    @post("/", name="forms.staff.assigning.post", status_code=303)
    async def assign(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        form = parse(AssignForm, await request.form())
        if isinstance(form, FilledForm):
            return await _lists(request, staff, client_id, wrong=form, status=422)
        try:
            done = await service.assign(staff=staff, client_id=client_id, questionnaire_id=form.questionnaire)
        except StateForbids as why:
            return await _lists(request, staff, client_id, wrong=_refused("assigning", why), status=422)
        said = gettext("%(form)s is assigned.") if done.new else gettext("The client has %(form)s already.")
        return _back(
            client_id, said % {"form": done.form.title}, find=form.find, moved=("offered", form.questionnaire)
        )

    @get("/{assignment_id:uuid}/taking-back", name="forms.staff.taking_back")
    async def ask_why(
        self, request: Request, staff: CurrentStaff, client_id: Here, assignment_id: Here
    ) -> Response[Any]:
        return await _reason(request, staff, client_id, assignment_id)

    @post("/{assignment_id:uuid}/taking-back", name="forms.staff.taking_back.post", status_code=303)
    async def take_back(
        self, request: Request, staff: CurrentStaff, client_id: Here, assignment_id: Here
    ) -> Response[Any]:
        data = await request.form()
        form = parse(TakeBackForm, data)
        if isinstance(form, FilledForm):
            return await _reason(request, staff, client_id, assignment_id, form=form, status=422)
        try:
            line = await service.take_back(
                staff=staff, client_id=client_id, assignment_id=assignment_id, reason=form.reason
            )
        except StateForbids as why:
            if isinstance(why, Unfit) and "reason" in data:
                refused = filled(data).refused(reason=why.sentence)
                return await _reason(request, staff, client_id, assignment_id, form=refused, status=422)
            wrong = _refused(f"move-{assignment_id}", why)
            return await _lists(request, staff, client_id, wrong=wrong, status=422)
        said = gettext("%(form)s is taken back.") % {"form": line.title}
        return _back(client_id, said, moved=("open", line.questionnaire_id))

    @post("/{assignment_id:uuid}/asking", name="forms.staff.asking", status_code=303)
    async def change(
        self, request: Request, staff: CurrentStaff, client_id: Here, assignment_id: Here
    ) -> Response[Any]:
        form = parse(AskForm, await request.form())
        await assignment_for(staff, client_id, assignment_id, Action.MODIFY)
        if isinstance(form, FilledForm):
            wrong = BLANK.refused(**{f"due-{assignment_id}": form.error("due_on")})
            return await _lists(request, staff, client_id, wrong=wrong, status=422)
        try:
            line = await service.change(
                staff=staff,
                client_id=client_id,
                assignment_id=assignment_id,
                required=form.required,
                due_on=form.due_on,
            )
        except StateForbids as why:
            return await _lists(
                request, staff, client_id, wrong=_refused(f"due-{assignment_id}", why), status=422
            )
        return _back(client_id, gettext("%(form)s is changed.") % {"form": line.title})

    @post("/{assignment_id:uuid}/reminder", name="forms.staff.reminder", status_code=303)
    async def remind(
        self, request: Request, staff: CurrentStaff, client_id: Here, assignment_id: Here
    ) -> Response[Any]:
        try:
            line = await reminding.remind(staff=staff, client_id=client_id, assignment_id=assignment_id)
        except StateForbids as why:
            wrong = _refused(f"move-{assignment_id}", why)
            return await _lists(request, staff, client_id, wrong=wrong, status=422)
        said = gettext("The client is told once more that %(form)s waits.")
        return _back(client_id, said % {"form": line.title})

    @post("/packets", name="forms.staff.assigning.packet", status_code=303)
    async def assign_packet(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        data = await request.form()
        form = parse(PacketOf, data)
        await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
        if isinstance(form, FilledForm):
            return await _lists(request, staff, client_id, extra=form, status=422)
        try:
            packet, given = await assign_packet(
                staff=staff, client_id=client_id, packet_id=form.packet, due_on=form.due_on
            )
        except StateForbids as why:
            wrong = filled(data).refused(**{_field(why, "packets-title"): why.sentence})
            return await _lists(request, staff, client_id, extra=wrong, status=422)
        new = sum(each.new for each in given)
        said = ngettext(
            "%(packet)s: %(count)s form is assigned.", "%(packet)s: %(count)s forms are assigned.", new
        )
        return _back(client_id, said % {"packet": packet.name, "count": new})

    @post("/repeats", name="forms.staff.repeat", status_code=303)
    async def repeat(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        data = await request.form()
        form = parse(RepeatForm, data)
        await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
        if isinstance(form, FilledForm):
            return await _lists(request, staff, client_id, extra=form, status=422)
        series = Series(
            form.every, Every(form.unit), form.first_on, form.until_on, form.due_days, form.required
        )
        try:
            _, title = await repeat(
                staff=staff, client_id=client_id, questionnaire_id=form.series_form, series=series
            )
        except StateForbids as why:
            wrong = filled(data).refused(**{_field(why, "repeats-title"): why.sentence})
            return await _lists(request, staff, client_id, extra=wrong, status=422)
        return _back(client_id, gettext("%(form)s comes again and again.") % {"form": title})

    @post("/repeats/{repeat_id:uuid}/ending", name="forms.staff.repeat_ending", status_code=303)
    async def end_repeat(self, staff: CurrentStaff, client_id: Here, repeat_id: Here) -> Response[Any]:
        await end_repeat(staff=staff, client_id=client_id, repeat_id=repeat_id)
        return _back(client_id, gettext("The form comes no more. What was assigned stays."))


def _field(why: StateForbids, otherwise: str) -> str:
    return why.field if isinstance(why, Unfit) else otherwise


def _refused(field: str, why: StateForbids) -> FilledForm:
    return BLANK.refused(**{field: why.sentence})


def _address(client_id: UUID) -> str:
    return f"/staff/clients/{client_id}/portal/forms"


def _back(
    client_id: UUID, said: str, *, find: str = "", moved: tuple[str, UUID] | None = None
) -> Response[Any]:
    """Lead back to the lists, as they were narrowed down, the keyboard to the place of what has moved."""
    asked = {"find": find} if find else {}
    if moved is not None:
        asked |= {"from": moved[0], "moved": str(moved[1])}
    query = f"?{urlencode(asked)}" if asked else ""
    return see(f"{_address(client_id)}{query}", flash=said)


def _moved(request: Request) -> tuple[str, UUID] | None:
    came_from = request.query_params.get("from", "")
    try:
        return (came_from, UUID(request.query_params.get("moved", ""))) if came_from in FROM else None
    except ValueError:
        return None


async def _lists(
    request: Request,
    staff: CurrentStaff,
    client_id: UUID,
    *,
    wrong: FilledForm = BLANK,
    extra: FilledForm = NEW_SERIES,
    status: int = 200,
) -> Response[Any]:
    shown = chart_for_staff if is_htmx(request) else open_chart  # htmx asks for lists of a chart that is open
    chart = await shown(staff=staff, client_id=client_id, rule=RULE)
    find = request.query_params.get("find", "")[:LONGEST_FIND]
    section = await lists_of(staff=staff, chart=chart, find=find, moved=_moved(request))
    return chart_page(
        request,
        staff,
        chart,
        "forms/staff/assigning",
        tab="portal",
        status=status,
        section=section,
        forms_wrong=_placed(wrong, section),
        more=None if wants_fragment(request) else await more_of(chart),
        extra=extra,
    )


def _placed(wrong: FilledForm, section: Lists) -> FilledForm:
    """Have what is said about a row that is gone said about the section."""
    fields = {f"move-{row.id}" for row in (*section.given, *section.sent)}
    fields |= {f"due-{row.id}" for row in section.given}
    return BLANK.refused(
        **{name if name in fields else "assigning": sentence for name, sentence in wrong.errors}
    )


async def _reason(
    request: Request,
    staff: CurrentStaff,
    client_id: UUID,
    assignment_id: UUID,
    *,
    form: FilledForm = BLANK,
    status: int = 200,
) -> Response[Any]:
    line = await assignment_for(staff, client_id, assignment_id, Action.DELETE)
    chart = await open_chart(staff=staff, client_id=client_id, rule=RULE)
    return chart_page(
        request,
        staff,
        chart,
        "forms/staff/taking_back",
        tab="portal",
        status=status,
        path=_address(client_id),
        line=line,
        form=form,
    )
