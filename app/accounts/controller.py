"""Signing in and out, choosing a password, choosing a language."""

from typing import Annotated, Any

from litestar import Controller, Response, get, post

from app.accounts import service
from app.accounts.admission import (
    PORTAL_COOKIE,
    account_actor,
    find_client,
)
from app.accounts.entrance import OF_CLIENTS, enter, enter_by_passkey, open_door, with_way_on
from app.accounts.pages import account_page
from app.accounts.password_change import ChosenPassword, PasswordOwner, check_chosen, owner_of_account
from app.accounts.sessions import CurrentAccount, CurrentChart
from app.web.cookies import end_cookie, make_cookie
from app.web.forms import BLANK, FilledForm, Form, one_of, parse, text, typed_fields
from app.web.frame import LANGUAGE
from app.web.language import Language, gettext, speak
from app.web.pages import see
from app.web.paths import own_path
from app.web.request import Request
from app.web.security import Audience

YEAR = 365 * 24 * 60 * 60
CLEAR = {"clear-site-data": '"cache", "storage"'}


class ChosenLanguage(Form):
    language: Annotated[str, one_of("en", "es")]
    back: Annotated[str, text(most=500)]


class SignInController(Controller):
    opt = {"audience": Audience.ANYONE}

    @get("/", name="accounts.front", sync_to_thread=False)
    def front(self) -> Response[Any]:
        return see("/home")

    @get("/sign-in", name="accounts.sign_in")
    async def sign_in(self, request: Request) -> Response[Any]:
        way_on = own_path(request.query_params.get("next", ""), otherwise="")
        if await find_client(request):
            return see(way_on or "/home")
        return await open_door(request, OF_CLIENTS, way_on)

    @post("/sign-in", name="accounts.sign_in.post", status_code=303)
    async def enter(self, request: Request) -> Response[Any]:
        return await enter(request, OF_CLIENTS)

    @post("/sign-in/passkey", name="accounts.sign_in.passkey", status_code=303)
    async def enter_by_passkey(self, request: Request) -> Response[Any]:
        return await enter_by_passkey(request, OF_CLIENTS)

    @post("/language", name="accounts.language", status_code=303)
    async def language(self, request: Request) -> Response[Any]:
        form = parse(ChosenLanguage, await request.form())
        if isinstance(form, FilledForm):
            return see("/")
        chosen = Language(form.language)
        found = await find_client(request)
        if found is not None:
            account, chart = found
            request.scope["state"].update(account=account, chart=chart)
            await service.choose_language(
                account=account,
                by=account_actor(request),
                client_id=chart.client_id if chart else None,
                language=chosen,
            )
        speak(chosen)
        cookies = (make_cookie(LANGUAGE, chosen.value, seconds=YEAR),)
        return see(own_path(form.back, otherwise="/"), cookies=cookies)


class AccountController(Controller):
    opt = {"audience": Audience.CLIENT, "unready": True}

    @post("/sign-out", name="accounts.sign_out", status_code=303, opt={"second_step": True})
    async def sign_out(self, request: Request, account: CurrentAccount) -> Response[Any]:
        way_on = own_path(typed_fields(await request.form()).get("next", ""), otherwise="")
        await service.sign_out(account=account, by=account_actor(request), client_id=_client_id(request))
        answer = see(
            with_way_on(OF_CLIENTS.path, way_on),
            flash=gettext("You are signed out."),
            cookies=(end_cookie(PORTAL_COOKIE),),
        )
        answer.headers.update(CLEAR)
        return answer

    @get(
        "/password/change",
        name="accounts.password_change",
        opt={"confirmed": "/password/change"},
        sync_to_thread=False,
    )
    def password_change(self, request: Request, account: CurrentAccount) -> Response[Any]:
        return _password_page(request, account)

    @post(
        "/password/change",
        name="accounts.password_change.post",
        opt={"confirmed": "/password/change"},
        status_code=303,
    )
    async def change(self, request: Request, account: CurrentAccount) -> Response[Any]:
        form = await check_chosen(parse(ChosenPassword, await request.form()), owner=_owner(request, account))
        if isinstance(form, FilledForm):
            return _password_page(request, account, form=form, status=422)
        chart: CurrentChart | None = request.scope["state"]["chart"]
        token = await service.change_password(
            account=account, chart=chart, by=account_actor(request), password=form.password
        )
        cookies = (make_cookie(PORTAL_COOKIE, token),)
        return see("/home", flash=gettext("Your new password is set."), cookies=cookies)


def _password_page(
    request: Request, account: CurrentAccount, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    owner = _owner(request, account)
    path = request.url.path + ("?alone=yes" if owner.alone else "")
    return account_page(
        request, account, "accounts/password_change", status=status, form=form, owner=owner, path=path
    )


def _owner(request: Request, account: CurrentAccount) -> PasswordOwner:
    return owner_of_account(account, alone=request.query_params.get("alone") == "yes")


def _client_id(request: Request) -> Any:
    chart: CurrentChart | None = request.scope["state"]["chart"]
    return chart.client_id if chart else None
