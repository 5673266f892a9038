"""The staff's page of the two persons who are told when an answer shows danger."""

from typing import Any

from litestar import Controller, Response, get, post

from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import Unfit
from app.forms.safety import persons
from app.forms.safety.forms import PersonsForm
from app.practice.settings import setting
from app.staff.rules import Action
from app.web.forms import FilledForm, filled, parse
from app.web.language import gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience


class SafetyPersonsController(Controller):
    path = persons.PATH
    opt = {"audience": Audience.STAFF}

    @get("/", name="forms.staff.safety")
    async def safety(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        return await _safety_page(request, staff)

    @post("/", name="forms.staff.safety.post", status_code=303)
    async def choose(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        persons.check_persons(staff, Action.MODIFY)
        data = await request.form()
        form = parse(PersonsForm, data)
        if isinstance(form, FilledForm):
            return await _safety_page(request, staff, form=form, status=422)
        try:
            await persons.choose(staff=staff, first=form.first, second=form.second)
        except Unfit as why:
            refused = filled(data).refused(**{why.field: why.sentence})
            return await _safety_page(request, staff, form=refused, status=422)
        return see(persons.PATH, flash=gettext("Saved. These two are told from now on."))


async def _safety_page(
    request: Request, staff: CurrentStaff, *, form: FilledForm | None = None, status: int = 200
) -> Response[Any]:
    chosen = await persons.chosen(staff=staff)
    typed = {"first": str(chosen.first or ""), "second": str(chosen.second or "")}
    return staff_page(
        request,
        staff,
        "forms/staff/safety",
        status=status,
        form=form or FilledForm(typed),
        people=[("", gettext("Nobody")), *chosen.able],
        first=chosen.name_of(chosen.first),
        second=chosen.name_of(chosen.second),
        minutes=setting("safety_minutes"),
        may_change=persons.may_choose(staff, Action.MODIFY),
    )
