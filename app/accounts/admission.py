"""The door every request passes: does it come from our own page, and from somebody this route is for?"""

from typing import Any

from litestar import Response
from litestar.datastructures import Cookie
from litestar.exceptions import HTTPException
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Scope

from app.accounts import sessions
from app.accounts.limits import RETRY_SECONDS, Caller
from app.accounts.sessions import CurrentAccount, CurrentChart, CurrentStaff
from app.activity import service as activity
from app.activity.actor import Actor, ActorKind, Origin
from app.activity.refusals import NotAllowed, NotFound, Refusal, StateForbids
from app.practice.settings import look_for_changes
from app.web.address import client_address, network
from app.web.cookies import DEVICE, DEVICE_SECONDS, PORTAL, STAFF, make_cookie, read_cookie, sign, unsign
from app.web.csrf import FORM_COOKIE, FORM_TYPES, SAFE_METHODS, check_csrf, check_origin
from app.web.errors import error_page, to_sign_in
from app.web.language import _l, speak
from app.web.pages import Page
from app.web.request import Connection, Request, method_of
from app.web.security import Audience

PORTAL_COOKIE, STAFF_COOKIE = PORTAL, STAFF
COOKIES = {
    Audience.CLIENT: (PORTAL_COOKIE,),
    Audience.STAFF: (STAFF_COOKIE,),
    Audience.ANYONE: (FORM_COOKIE, PORTAL_COOKIE, STAFF_COOKIE),
}
DOORS = {Audience.CLIENT: "/sign-in", Audience.STAFF: "/staff/sign-in"}
NO_CHART = _l("No chart is open to your sign-in at the moment. Please call the practice.")


class SignInNeeded(Exception):
    """Nobody is signed in here; `address` is where they can."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


async def admit(connection: Connection, handler: BaseRouteHandler) -> None:
    """Let a request through to its handler, or raise what keeps it out.

    A route says who it is for by `audience`; `poll` marks one that the page asks by itself, `unready` one
    that is open before a password was chosen, and `own_door` one that asks `find_staff` itself.
    """
    if handler.opt.get("own_door"):
        return
    method = method_of(connection)
    if method == "OPTIONS":  # answered by the framework: which methods there are
        return
    audience = Audience(handler.opt["audience"])
    if audience is Audience.MACHINE:
        return
    if method not in SAFE_METHODS:
        await _check_form(connection, audience)
    if audience is Audience.CLIENT:
        await _admit_client(connection, handler)
    elif audience is Audience.STAFF:
        await _admit_staff(connection, handler)
    else:
        await look_for_changes()


async def _check_form(connection: Connection, audience: Audience) -> None:
    request: Request = connection  # type: ignore[assignment]  # a guard of an HTTP route is given its request
    check_origin(request)
    if audience in DOORS and not read_cookie(request, COOKIES[audience][0]):
        raise SignInNeeded(DOORS[audience])  # signed out in another window: there is no session to guard
    if request.content_type[0] not in FORM_TYPES:
        raise HTTPException(status_code=415)
    await check_csrf(request, COOKIES[audience])


async def _admit_client(connection: Connection, handler: BaseRouteHandler) -> None:
    found = await find_client(connection, extend=not handler.opt.get("poll"))
    if found is None:
        raise SignInNeeded(_with_way_back(DOORS[Audience.CLIENT], connection))
    account, chart = found
    if account.language is not None:
        speak(account.language)
    if account.needs_new_password and not handler.opt.get("unready"):
        raise SignInNeeded("/password/change")
    connection.scope["state"].update(account=account, chart=chart)


async def _admit_staff(connection: Connection, handler: BaseRouteHandler) -> None:
    staff = await find_staff(connection, extend=not handler.opt.get("poll"))
    if staff is None:
        raise SignInNeeded(_with_way_back(DOORS[Audience.STAFF], connection))
    if staff.must_change_password and not handler.opt.get("unready"):
        raise SignInNeeded("/staff/password/change")
    connection.scope["state"]["staff"] = staff


async def find_client(
    connection: Connection, *, extend: bool = True
) -> tuple[CurrentAccount, CurrentChart | None] | None:
    """Give who is signed in to the portal in this browser, on any route."""
    token = read_cookie(connection, PORTAL_COOKIE)
    return await sessions.client_session(token, origin=origin(connection), extend=extend)


async def find_staff(connection: Connection, *, extend: bool = True) -> CurrentStaff | None:
    """Give the staff member signed in in this browser, on any route."""
    token = read_cookie(connection, STAFF_COOKIE)
    return await sessions.staff_session(token, origin=origin(connection), extend=extend)


def _with_way_back(address: str, connection: Connection) -> str:
    if method_of(connection) != "GET" or connection.headers.get("hx-request"):
        return address
    path = connection.url.path
    return address if path in ("/home", "/staff") else f"{address}?next={path}"


def origin(connection: Connection) -> Origin:
    """Give the request behind an act, for the audit log."""
    return Origin(
        request_id=connection.scope["state"]["request_id"], network=network(client_address(connection))
    )


def caller(request: Request) -> Caller:
    """Give the browser somebody signs in from."""
    device = unsign(DEVICE, read_cookie(request, DEVICE)) or ""
    return Caller(origin=origin(request), address=client_address(request), device=device)


def too_many_tries(answer: Page) -> Page:
    """Say with an answer when it is worth trying again."""
    answer.headers["retry-after"] = str(RETRY_SECONDS)
    return answer


def device_cookie(device: str) -> Cookie:
    """Make the cookie by which this browser is known for the next thirty days."""
    return make_cookie(DEVICE, sign(DEVICE, device, seconds=DEVICE_SECONDS), seconds=DEVICE_SECONDS)


def provide_account(request: Request) -> CurrentAccount:
    account: CurrentAccount = request.scope["state"]["account"]
    return account


def provide_chart(request: Request) -> CurrentChart:
    """Hand a handler the open chart; raises NotAllowed when the account opens none (a grant may just have ended)."""
    chart: CurrentChart | None = request.scope["state"]["chart"]
    if chart is None:
        raise NotAllowed(by=account_actor(request), object_kind="chart", sentence=NO_CHART)
    return chart


def provide_staff(request: Request) -> CurrentStaff:
    staff: CurrentStaff = request.scope["state"]["staff"]
    return staff


def account_actor(request: Request) -> Actor:
    """Give the person signed in, whether or not a chart is open to them."""
    state = request.scope["state"]
    chart: CurrentChart | None = state["chart"]
    if chart is not None:
        return chart.actor
    account: CurrentAccount = state["account"]
    return Actor(
        kind=ActorKind.CLIENT, name=account.name, account_id=account.account_id, origin=origin(request)
    )


async def keep_refusal(fault: Exception, _scope: Scope) -> None:
    """Write a refusal into the audit log, after what it refused is rolled back."""
    if isinstance(fault, Refusal):
        await activity.record_refusal(fault)


def on_refusal(request: Request, refusal: Refusal) -> Page:
    """Answer 404 for what is not there or not theirs, else 403 with what is missing."""
    if isinstance(refusal, NotFound):
        return error_page(request, 404)
    return error_page(request, 403, sentence=refusal.sentence or None)


def on_forbidden_state(request: Request, error: StateForbids) -> Page:
    return error_page(request, 409, sentence=error.sentence)


def on_sign_in_needed(request: Request, error: SignInNeeded) -> Response[Any]:
    return to_sign_in(request, error.address)
