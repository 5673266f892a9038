"""The staff's page of the two persons who are told when an answer shows danger."""

from typing import Any

from litestar import Controller, Response, get, post

from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import Unfit
from app.forms.safety import persons
from app.forms.safety.forms import PersonsForm
from app.practice.settings import setting
from app.staff.rules import Action, PermissionRule, may
from app.web.forms import FilledForm, filled, parse
from app.web.language import Phrase, _l, gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience

SAVED: dict[tuple[bool, bool], Phrase] = {
    (True, True): _l("Saved. These two are told from now on."),
    (True, False): _l(
        "Saved. No second person is named. Until there is one, forms that can show danger are not assigned."
    ),
    (False, True): _l(
        "Saved. No first person is named. Until there is one, forms that can show danger are assigned only to clients"
        " who have a clinician."
    ),
    (False, False): _l(
        "Saved. Nobody is named. Until there is a second person, forms that can show danger are not assigned."
    ),
}
"""What is said when the persons are saved, by whether there is a first one and a second one."""


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
        return see(persons.PATH, flash=str(SAVED[form.first is not None, form.second is not None]))


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
        sees_forms=may(staff.permissions, PermissionRule.FORMS, Action.VIEW),
        may_change=persons.may_choose(staff, Action.MODIFY),
    )
