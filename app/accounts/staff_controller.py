"""Signing in and out of the staff side."""

from typing import Any

from litestar import Controller, Response, get, post

from app.accounts import staff_service
from app.accounts.admission import STAFF_COOKIE, caller, device_cookie, find_staff, too_many_tries
from app.accounts.controller import CLEAR, TOO_MANY, WRONG, SignIn
from app.accounts.limits import TooManyTries
from app.accounts.pages import staff_page
from app.accounts.password_change import ChosenPassword, check_chosen, owner_of_sign_in
from app.accounts.sessions import CurrentStaff
from app.web.cookies import end_cookie, make_cookie, read_cookie
from app.web.forms import BLANK, FilledForm, filled, parse
from app.web.language import gettext
from app.web.pages import page, see
from app.web.paths import own_path
from app.web.request import Request
from app.web.security import Audience


class StaffSignInController(Controller):
    path = "/staff/sign-in"
    opt = {"audience": Audience.ANYONE}

    @get("/", name="accounts.staff.sign_in")
    async def sign_in(self, request: Request) -> Response[Any]:
        way_on = own_path(request.query_params.get("next", ""), otherwise="")
        if await find_staff(request):
            return see(way_on or "/staff")
        return page(request, "accounts/staff/sign_in", form=FilledForm({"next": way_on}))

    @post("/", name="accounts.staff.sign_in.post", status_code=303)
    async def enter(self, request: Request) -> Response[Any]:
        data = await request.form()
        form = parse(SignIn, data)
        if isinstance(form, FilledForm):
            return page(request, "accounts/staff/sign_in", status=422, form=form)
        try:
            signed_in = await staff_service.sign_in_staff(
                username=form.username,
                password=form.password,
                caller=caller(request),
                replacing=read_cookie(request, STAFF_COOKIE),
            )
        except TooManyTries:
            return too_many_tries(
                page(
                    request,
                    "accounts/staff/sign_in",
                    status=429,
                    form=filled(data).refused(username=TOO_MANY),
                )
            )
        if signed_in is None:
            return page(
                request, "accounts/staff/sign_in", status=422, form=filled(data).refused(username=WRONG)
            )
        cookies = (make_cookie(STAFF_COOKIE, signed_in.token), device_cookie(signed_in.device))
        return see(own_path(form.next, otherwise="/staff"), cookies=cookies)


class StaffAccountController(Controller):
    path = "/staff"
    opt = {"audience": Audience.STAFF, "unready": True}

    @post("/sign-out", name="accounts.staff.sign_out", status_code=303)
    async def sign_out(self, staff: CurrentStaff) -> Response[Any]:
        await staff_service.sign_out_staff(staff=staff)
        cookies = (end_cookie(STAFF_COOKIE),)
        answer = see("/staff/sign-in", flash=gettext("You are signed out."), cookies=cookies)
        answer.headers.update(CLEAR)
        return answer

    @get("/password/change", name="accounts.staff.password_change", sync_to_thread=False)
    def password_change(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        return _password_page(request, staff)

    @post("/password/change", name="accounts.staff.password_change.post", status_code=303)
    async def change(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        form = await check_chosen(parse(ChosenPassword, await request.form()), owner=owner_of_sign_in(staff))
        if isinstance(form, FilledForm):
            return _password_page(request, staff, form=form, status=422)
        token = await staff_service.change_staff_password(staff=staff, password=form.password)
        cookies = (make_cookie(STAFF_COOKIE, token),)
        return see("/staff", flash=gettext("Your new password is set."), cookies=cookies)


def _password_page(
    request: Request, staff: CurrentStaff, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    owner = owner_of_sign_in(staff)
    return staff_page(request, staff, "accounts/staff/password_change", status=status, form=form, owner=owner)
