"""Signing in and out of the staff side."""

from typing import Any

from litestar import Controller, Response, get, post

from app.accounts import staff_service
from app.accounts.admission import STAFF_COOKIE, find_staff
from app.accounts.controller import CLEAR
from app.accounts.entrance import OF_STAFF, enter, enter_by_passkey, open_door
from app.accounts.pages import staff_page
from app.accounts.password_change import ChosenPassword, PasswordOwner, check_chosen, owner_of_sign_in
from app.accounts.sessions import CurrentStaff
from app.web.cookies import end_cookie, make_cookie
from app.web.forms import BLANK, FilledForm, parse
from app.web.language import gettext
from app.web.pages import see
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
        return await open_door(request, OF_STAFF, way_on)

    @post("/", name="accounts.staff.sign_in.post", status_code=303)
    async def enter(self, request: Request) -> Response[Any]:
        return await enter(request, OF_STAFF)

    @post("/passkey", name="accounts.staff.sign_in.passkey", status_code=303)
    async def enter_by_passkey(self, request: Request) -> Response[Any]:
        return await enter_by_passkey(request, OF_STAFF)


class StaffAccountController(Controller):
    path = "/staff"
    opt = {"audience": Audience.STAFF, "unready": True}

    @post("/sign-out", name="accounts.staff.sign_out", status_code=303, opt={"second_step": True})
    async def sign_out(self, staff: CurrentStaff) -> Response[Any]:
        await staff_service.sign_out_staff(staff=staff)
        cookies = (end_cookie(STAFF_COOKIE),)
        answer = see("/staff/sign-in", flash=gettext("You are signed out."), cookies=cookies)
        answer.headers.update(CLEAR)
        return answer

    @get(
        "/password/change",
        name="accounts.staff.password_change",
        opt={"confirmed": "/staff/password/change"},
        sync_to_thread=False,
    )
    def password_change(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        return _password_page(request, staff)

    @post(
        "/password/change",
        name="accounts.staff.password_change.post",
        opt={"confirmed": "/staff/password/change"},
        status_code=303,
    )
    async def change(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        form = await check_chosen(parse(ChosenPassword, await request.form()), owner=_owner(request, staff))
        if isinstance(form, FilledForm):
            return _password_page(request, staff, form=form, status=422)
        token = await staff_service.change_staff_password(staff=staff, password=form.password)
        cookies = (make_cookie(STAFF_COOKIE, token),)
        return see("/staff", flash=gettext("Your new password is set."), cookies=cookies)


def _password_page(
    request: Request, staff: CurrentStaff, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    owner = _owner(request, staff)
    path = request.url.path + ("?alone=yes" if owner.alone else "")
    return staff_page(
        request, staff, "accounts/staff/password_change", status=status, form=form, owner=owner, path=path
    )


def _owner(request: Request, staff: CurrentStaff) -> PasswordOwner:
    return owner_of_sign_in(staff, alone=request.query_params.get("alone") == "yes")
