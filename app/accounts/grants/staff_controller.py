"""Staff pages about who may open a chart."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.charts import check_rule, open_chart
from app.accounts.grants import discharge, staff_service
from app.accounts.grants.forms import (
    NO_AREA,
    AccessForm,
    DischargeForm,
    NewAccessForm,
    WhyForm,
    access_of,
    chosen_areas,
    form_of,
    new_form,
)
from app.accounts.grants.listing import areas_of, in_words
from app.accounts.pages import chart_page, staff_page
from app.accounts.sessions import CurrentStaff, today
from app.activity.refusals import Unfit
from app.staff.rules import Action, PermissionRule, may
from app.web.forms import BLANK, FilledForm, filled, parse, typed_fields
from app.web.language import gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience


class ChartAccessController(Controller):
    path = "/staff/clients/{client_id:uuid}/access"
    opt = {"audience": Audience.STAFF}

    @get("/", name="accounts.staff.access")
    async def access(self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]) -> Response[Any]:
        chart = await open_chart(staff=staff, client_id=client_id, rule=PermissionRule.PORTAL_ACCOUNTS)
        section = await access_section(request, staff, client_id)
        return chart_page(
            request, staff, chart, "accounts/grants/staff/access", tab="access", section=section
        )

    @get("/new", name="accounts.staff.access.new")
    async def new(self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]) -> Response[Any]:
        return await _new_page(request, staff, client_id, form=new_form(today()))

    @post("/new", name="accounts.staff.access.new.post", status_code=303)
    async def give(self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]) -> Response[Any]:
        data, known = await request.form(), areas_of(request.app.state.panels)
        form = parse(NewAccessForm, data)
        if isinstance(form, FilledForm):
            return await _new_page(request, staff, client_id, form=form, status=422)
        access = access_of(form, chosen_areas(typed_fields(data), known))
        if access is None:
            refused = filled(data).refused(opens=NO_AREA)
            return await _new_page(request, staff, client_id, form=refused, status=422)
        try:
            await staff_service.give_access(
                staff=staff,
                client_id=client_id,
                login=form.login,
                name=form.name,
                email=form.email,
                kind=form.kind,
                keeps=form.keeps,
                access=access,
                known=tuple(known),
            )
        except Unfit as why:
            refused = filled(data).refused(**{why.field: why.sentence})
            return await _new_page(request, staff, client_id, form=refused, status=422)
        return see(_address(client_id), flash=gettext("The chart is open to this person now."))

    @get("/discharge", name="accounts.staff.access.discharge")
    async def discharge(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]
    ) -> Response[Any]:
        return await _discharge_page(request, staff, client_id)

    @post("/discharge", name="accounts.staff.access.discharge.post", status_code=303)
    async def set_discharge(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]
    ) -> Response[Any]:
        form = parse(DischargeForm, await request.form())
        if isinstance(form, FilledForm):
            return await _discharge_page(request, staff, client_id, form=form, status=422)
        await discharge.set_discharge(
            staff=staff, client_id=client_id, discharged_on=form.discharged_on, reason=form.reason
        )
        return see(_address(client_id), flash=gettext("The day of discharge is saved."))

    @get("/{grant_id:uuid}", name="accounts.staff.access.grant")
    async def grant(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID], grant_id: FromPath[UUID]
    ) -> Response[Any]:
        return await _grant_page(request, staff, client_id, grant_id)

    @post("/{grant_id:uuid}", name="accounts.staff.access.grant.post", status_code=303)
    async def change(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID], grant_id: FromPath[UUID]
    ) -> Response[Any]:
        data, known = await request.form(), areas_of(request.app.state.panels)
        form = parse(AccessForm, data)
        if isinstance(form, FilledForm):
            return await _grant_page(request, staff, client_id, grant_id, form=form, status=422)
        access = access_of(form, chosen_areas(typed_fields(data), known))
        if access is None:
            refused = filled(data).refused(opens=NO_AREA)
            return await _grant_page(request, staff, client_id, grant_id, form=refused, status=422)
        try:
            await staff_service.change_access(
                staff=staff, client_id=client_id, grant_id=grant_id, access=access, known=tuple(known)
            )
        except Unfit as why:
            refused = filled(data).refused(**{why.field: why.sentence})
            return await _grant_page(request, staff, client_id, grant_id, form=refused, status=422)
        return see(_address(client_id), flash=gettext("The access is changed."))

    @get("/{grant_id:uuid}/keeping", name="accounts.staff.access.keeping")
    async def keeping(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID], grant_id: FromPath[UUID]
    ) -> Response[Any]:
        return await _why_page(request, staff, client_id, grant_id, step="keeping")

    @post("/{grant_id:uuid}/keeping", name="accounts.staff.access.keeping.post", status_code=303)
    async def keep(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID], grant_id: FromPath[UUID]
    ) -> Response[Any]:
        form = parse(WhyForm, await request.form())
        if isinstance(form, FilledForm):
            return await _why_page(request, staff, client_id, grant_id, step="keeping", form=form, status=422)
        await staff_service.keep_access(
            staff=staff, client_id=client_id, grant_id=grant_id, reason=form.reason
        )
        return see(_address(client_id), flash=gettext("This access goes on past the age of consent."))

    @get("/{grant_id:uuid}/ending", name="accounts.staff.access.ending")
    async def ending(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID], grant_id: FromPath[UUID]
    ) -> Response[Any]:
        return await _why_page(request, staff, client_id, grant_id, step="ending")

    @post("/{grant_id:uuid}/ending", name="accounts.staff.access.ending.post", status_code=303)
    async def end(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID], grant_id: FromPath[UUID]
    ) -> Response[Any]:
        form = parse(WhyForm, await request.form())
        if isinstance(form, FilledForm):
            return await _why_page(request, staff, client_id, grant_id, step="ending", form=form, status=422)
        await staff_service.end_access(
            staff=staff, client_id=client_id, grant_id=grant_id, reason=form.reason
        )
        return see(_address(client_id), flash=gettext("The access is ended, from this moment on."))


async def access_section(request: Request, staff: CurrentStaff, client_id: UUID) -> dict[str, Any]:
    """Give what `accounts/grants/staff/_grants.html` shows as `section`; raises NotAllowed and NotFound."""
    access = await staff_service.access_of(staff=staff, client_id=client_id)
    known = areas_of(request.app.state.panels)
    lines = (*access.grants, *access.ended)
    allowed = {action for action in Action if may(staff.permissions, PermissionRule.PORTAL_ACCOUNTS, action)}
    return {
        "access": access,
        "path": _address(client_id),
        "opens": {line.id: in_words(line.areas, known) for line in lines},
        "may_give": Action.CREATE in allowed,
        "may_change": Action.MODIFY in allowed,
        "may_end": Action.DELETE in allowed,
        "may_discharge": may(staff.permissions, PermissionRule.CLIENTS, Action.MODIFY),
    }


def _address(client_id: UUID) -> str:
    return f"/staff/clients/{client_id}/access"


async def _new_page(
    request: Request, staff: CurrentStaff, client_id: UUID, *, form: FilledForm, status: int = 200
) -> Response[Any]:
    check_rule(staff, PermissionRule.PORTAL_ACCOUNTS, Action.CREATE)
    access = await staff_service.access_of(staff=staff, client_id=client_id)
    return staff_page(
        request,
        staff,
        "accounts/grants/staff/new",
        status=status,
        here=f"{_address(client_id)}/new",
        form=form,
        access=access,
        path=_address(client_id),
        areas=list(areas_of(request.app.state.panels).items()),
    )


async def _grant_page(
    request: Request,
    staff: CurrentStaff,
    client_id: UUID,
    grant_id: UUID,
    *,
    form: FilledForm | None = None,
    status: int = 200,
) -> Response[Any]:
    line, client_name = await staff_service.grant_for(
        staff=staff, client_id=client_id, grant_id=grant_id, action=Action.MODIFY
    )
    return staff_page(
        request,
        staff,
        "accounts/grants/staff/grant",
        status=status,
        here=f"{_address(client_id)}/{grant_id}",
        form=form or form_of(line),
        line=line,
        client_name=client_name,
        path=_address(client_id),
        areas=list(areas_of(request.app.state.panels).items()),
    )


async def _why_page(
    request: Request,
    staff: CurrentStaff,
    client_id: UUID,
    grant_id: UUID,
    *,
    step: str,
    form: FilledForm = BLANK,
    status: int = 200,
) -> Response[Any]:
    action = Action.DELETE if step == "ending" else Action.MODIFY
    line, client_name = await staff_service.grant_for(
        staff=staff, client_id=client_id, grant_id=grant_id, action=action
    )
    return staff_page(
        request,
        staff,
        "accounts/grants/staff/why",
        status=status,
        here=f"{_address(client_id)}/{grant_id}/{step}",
        form=form,
        ends=step == "ending",
        line=line,
        client_name=client_name,
        path=_address(client_id),
    )


async def _discharge_page(
    request: Request,
    staff: CurrentStaff,
    client_id: UUID,
    *,
    form: FilledForm | None = None,
    status: int = 200,
) -> Response[Any]:
    found = await discharge.discharge_of(staff=staff, client_id=client_id)
    day = found.discharged_on.isoformat() if found.discharged_on else ""
    return staff_page(
        request,
        staff,
        "accounts/grants/staff/discharge",
        status=status,
        here=f"{_address(client_id)}/discharge",
        form=form or FilledForm({"discharged_on": day}),
        found=found,
        path=_address(client_id),
    )
