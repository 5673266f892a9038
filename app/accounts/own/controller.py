"""A client's own account: its page, its sessions, its e-mail, and what was left when a session ran out."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Response, get, post

from app.accounts.admission import PORTAL_COOKIE, account_actor
from app.accounts.own import drafts, service
from app.accounts.own.links import links_of
from app.accounts.own.over import Over
from app.accounts.pages import account_page, portal_page
from app.accounts.sessions import CurrentAccount, CurrentChart
from app.web.cookies import end_cookie
from app.web.errors import error_page
from app.web.forms import FilledForm, Form, identifier, parse, text
from app.web.language import _l, gettext
from app.web.pages import see
from app.web.paths import own_path
from app.web.readers.contact import email
from app.web.request import Request
from app.web.security import Audience

WHATEVER_IS_DUE = {"unready": True, "second_step": True}
"""A page of somebody who still has to choose a password, or to take the second step, may run out as well."""
CLEAR = {"clear-site-data": '"cache", "storage"'}
EMAIL = "/account/email"


class ChosenEmail(Form):
    email: Annotated[str, email(missing=_l("Type your e-mail address."))]


class Ended(Form):
    session: Annotated[UUID, identifier(missing=_l("Please open this page again, then choose."))]


class Thrown(Form):
    address: Annotated[str, text(most=200)]
    back: Annotated[str, text(most=200)]


class OwnController(Controller):
    path = "/account"
    opt = {"audience": Audience.CLIENT}

    @get("/", name="accounts.own.account")
    async def account(self, request: Request, account: CurrentAccount) -> Response[Any]:
        own = await service.own_account(account)
        links = links_of(_chart(request))
        return await _page(request, account, "accounts/own/account", own=own, links=links)

    @get("/email", name="accounts.own.email", opt={"confirmed": EMAIL})
    async def email(self, request: Request, account: CurrentAccount) -> Response[Any]:
        own = await service.own_account(account)
        return await _page(request, account, "accounts/own/email", form=FilledForm({"email": own.email}))

    @post("/email", name="accounts.own.email.post", status_code=303, opt={"confirmed": EMAIL})
    async def change_email(self, request: Request, account: CurrentAccount) -> Response[Any]:
        data = await request.form()
        form = parse(ChosenEmail, data)
        if isinstance(form, FilledForm):
            return await _page(request, account, "accounts/own/email", status=422, form=form)
        await service.change_email(account=account, email=form.email, **_who(request))
        return see("/account", flash=gettext("Your sign-in e-mail is changed."))

    @post("/session/ending", name="accounts.own.session.ending", status_code=303)
    async def end_session(self, request: Request, account: CurrentAccount) -> Response[Any]:
        form = parse(Ended, await request.form())
        if isinstance(form, FilledForm):
            return error_page(request, 422, sentence=form.error("session"))
        await service.end_session(account=account, session_id=form.session, **_who(request))
        return see("/account", flash=gettext("That device is signed out."))

    @post("/sessions/ending", name="accounts.own.sessions.ending", status_code=303)
    async def sign_out_everywhere(self, request: Request, account: CurrentAccount) -> Response[Any]:
        await service.sign_out_everywhere(account=account, **_who(request))
        return signed_out_everywhere("/sign-in", PORTAL_COOKIE)

    @post("/drafts", name="accounts.own.drafts.post", status_code=303)
    async def throw_away(self, request: Request, chart: CurrentChart) -> Response[Any]:
        form = parse(Thrown, await request.form())
        if isinstance(form, FilledForm):
            return see("/account")
        await drafts.forget(chart, form.address)
        return see(own_path(form.back, otherwise="/account"), flash=gettext("What you had typed is gone."))


class SessionController(Controller):
    path = "/session"
    opt = {"audience": Audience.CLIENT, **WHATEVER_IS_DUE}

    @get("/", name="accounts.own.session", sync_to_thread=False, opt={"poll": True})
    def session(self, account: CurrentAccount) -> Response[None]:
        return remaining(account.over)

    @post("/staying", name="accounts.own.staying", status_code=303, sync_to_thread=False)
    def staying(self) -> Response[Any]:
        return see("/session")


def remaining(over: Over) -> Response[None]:
    """Say how many seconds a session still lasts, and whether using it does not help; a browser stays on its page."""
    headers = {"x-session-seconds": str(over.seconds)}
    if over.is_final:
        headers["x-session-final"] = "true"
    return Response(None, status_code=204, headers=headers)


def signed_out_everywhere(door: str, cookie: str) -> Response[Any]:
    answer = see(door, flash=gettext("You are signed out everywhere."), cookies=(end_cookie(cookie),))
    answer.headers.update(CLEAR)
    return answer


async def _page(
    request: Request, account: CurrentAccount, name: str, *, status: int = 200, **values: Any
) -> Response[Any]:
    """Render a page of the account: around it stands the open chart, if one is."""
    chart = _chart(request)
    if chart is not None:
        return await portal_page(request, chart, name, status=status, owner=account, **values)
    return account_page(request, account, name, status=status, chart=None, owner=account, **values)


def _chart(request: Request) -> CurrentChart | None:
    chart: CurrentChart | None = request.scope["state"]["chart"]
    return chart


def _who(request: Request) -> dict[str, Any]:
    chart = _chart(request)
    return {"by": account_actor(request), "client_id": chart.client_id if chart else None}
