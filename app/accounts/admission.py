"""The door every request passes: does it come from our own page, and from somebody this route is for?"""

from enum import StrEnum
from typing import Any

from litestar import Response
from litestar.datastructures import Cookie
from litestar.exceptions import HTTPException
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Scope

from app import config
from app.accounts import sessions
from app.accounts.grants.rules import Standing
from app.accounts.limits import RETRY_SECONDS, Caller
from app.accounts.own import drafts
from app.accounts.own.drafts import Keeps
from app.accounts.own.ended import Ended, find_ended
from app.accounts.own.wording import why_signed_out
from app.accounts.sessions import CurrentAccount, CurrentChart, CurrentStaff, is_confirmed
from app.activity import service as activity
from app.activity.actor import Actor, ActorKind, Origin
from app.activity.refusals import NotAllowed, NotFound, Refusal, StateForbids
from app.practice.settings import is_switched_off, look_for_changes
from app.web.address import client_address, network
from app.web.cookies import DEVICE, DEVICE_SECONDS, PORTAL, STAFF, make_cookie, read_cookie, sign, unsign
from app.web.csrf import FORM_COOKIE, SAFE_METHODS, check_csrf, check_origin
from app.web.errors import Way, error_page, to_sign_in
from app.web.forms import all_values
from app.web.language import Phrase, _l, speak
from app.web.pages import DISCREET, Page
from app.web.request import FORM_TYPES, KNOWN, Connection, Request, method_of
from app.web.security import Audience

PORTAL_COOKIE, STAFF_COOKIE = PORTAL, STAFF
COOKIES = {
    Audience.CLIENT: (PORTAL_COOKIE,),
    Audience.STAFF: (STAFF_COOKIE,),
    Audience.ANYONE: (FORM_COOKIE, PORTAL_COOKIE, STAFF_COOKIE),
}
DOORS = {Audience.CLIENT: "/sign-in", Audience.STAFF: "/staff/sign-in"}
SETTING_UP = "/staff/account/security"
LONGEST_BROWSER = 200
NO_CHART = _l("No chart is open to your sign-in at the moment. Please call the practice.")
CARE_ENDED = _l(
    "Your care here has ended, and so has the time to read and pay. If you need something, please call the practice."
)
LOOK = "look"
"""Where the state of a request that the app makes of itself has the chart that staff look at as the client sees it."""
WITHHELD = "withheld"
"""Where that state has why a page of it is not shown."""
NOT_SHOWN = _l("This is not shown to staff who look at the portal.")
CHOOSE = Way(_l("Choose a chart"), "/account/chart")
CHART_CLOSED = _l("This chart is not open to you any more. You can go on with another one.")
NOTHING_SAVED = _l("Nothing was saved yet. Prove that it is you, then fill in the form once more.")
NOTHING_IS_SENT = _l(
    "Your care here has ended, so nothing can be sent any more. You can still read and pay. "
    "If you need something, please call the practice."
)


class Withheld(StrEnum):
    """Why staff who look at a portal are not shown a page of it."""

    SWITCHED_OFF = "switched off"
    """The practice shows it to nobody."""
    ALONE = "alone"
    """It is the client's alone, or no page of the portal."""
    RULES = "rules"
    """The rules of the member's profile do not include it."""


class SignInNeeded(Exception):
    """Nobody is signed in here; `address` is where they can, `sentence` says there why."""

    def __init__(self, address: str, *, sentence: str = "") -> None:
        super().__init__(address)
        self.address, self.sentence = address, sentence


class ChartClosed(NotAllowed):
    """The chart of this session does not open; `others` says whether there are some to choose from."""

    def __init__(self, *, others: bool, **what: Any) -> None:
        super().__init__(**what)
        self.others = others


async def admit(connection: Connection, handler: BaseRouteHandler) -> None:
    """Let a request through to its handler, or raise what keeps it out.

    A route says who it is for by `audience`; `poll` marks one that the page asks by itself, `unready` one
    that is open before a password was chosen, `second_step` one that is open before the second step was taken,
    `setting_up` one that staff who must have a second step set it up with,
    `confirmed` one that asks for a proof of the last ten minutes who they are (its text names the page a form
    comes back to), `keeps` what is kept of a form that comes after the session ran out, `area` the part of a chart it
    belongs to, `stays` one that a practice cannot switch off with its area, `pays` one whose forms stay open after a
    discharge, `does_nothing` one whose forms change nothing and need no token, and `own_door` one that asks
    `find_staff` itself. Staff who look at the portal are shown the pages that
    have an `area`, or name one by `shown_as`, and are not `alone`.
    """
    if LOOK in connection.scope["state"]:
        _admit_look(connection, handler)
    elif not handler.opt.get("own_door"):
        await _admit(connection, handler)


async def _admit(connection: Connection, handler: BaseRouteHandler) -> None:
    method = method_of(connection)
    if method == "OPTIONS":  # answered by the framework: which methods there are
        return
    audience = Audience(handler.opt["audience"])
    if audience is Audience.MACHINE:
        return
    if method not in SAFE_METHODS:
        _check_sender(connection, handler, audience)
    if audience is Audience.CLIENT:
        await _admit_client(connection, handler)
    elif audience is Audience.STAFF:
        await _admit_staff(connection, handler)
    else:
        await look_for_changes()
    if method not in SAFE_METHODS:
        await _check_body(_request(connection), handler, audience)


def _check_sender(connection: Connection, handler: BaseRouteHandler, audience: Audience) -> None:
    """Raise what its headers alone tell against a form; its body is read only when nothing else keeps it out."""
    request = _request(connection)
    check_origin(request)
    if handler.opt.get("does_nothing"):
        return
    if audience in DOORS and not read_cookie(request, COOKIES[audience][0]):
        raise SignInNeeded(DOORS[audience])  # signed out in another window: there is no session to guard
    if request.content_type[0] not in FORM_TYPES:
        raise HTTPException(status_code=415)


async def _check_body(request: Request, handler: BaseRouteHandler, audience: Audience) -> None:
    """Raise what a form itself tells against it; one that does nothing may only not be too large."""
    if handler.opt.get("does_nothing"):
        await request.body()
    else:
        await check_csrf(request, COOKIES[audience])


def _request(connection: Connection) -> Request:
    return connection  # type: ignore[return-value]  # a guard of an HTTP route is given its request


async def _admit_client(connection: Connection, handler: BaseRouteHandler) -> None:
    found = await _client_in(connection, extend=not handler.opt.get("poll"))
    if found is None:
        raise await _after_the_end(connection, handler, Audience.CLIENT)
    account, chart = found
    connection.scope["state"][DISCREET] = account.discreet
    if account.language is not None:
        speak(account.language)
    if account.second_step_due and not handler.opt.get("second_step"):
        raise SignInNeeded("/sign-in/second-step")
    if account.needs_new_password and not account.second_step_due and not handler.opt.get("unready"):
        raise SignInNeeded("/password/change")
    if "confirmed" in handler.opt and not account.needs_new_password and not is_confirmed(account):
        raise _proof_needed("/confirm", connection, handler)
    connection.scope["state"].update({"account": account, "chart": chart, KNOWN: True})
    if chart is not None:
        _check_chart(connection, handler, chart)


def _proof_needed(door: str, connection: Connection, handler: BaseRouteHandler) -> SignInNeeded:
    """Ask for a proof; whoever sent a form is told that it has to be filled in once more."""
    sentence = "" if method_of(connection) in SAFE_METHODS else str(NOTHING_SAVED)
    return SignInNeeded(f"{door}?next={_to_come_back_to(connection, handler)}", sentence=sentence)


def _to_come_back_to(connection: Connection, handler: BaseRouteHandler) -> str:
    """Give the page that asks for a proof; what was sent to it is lost, so a form gives the page it stands on."""
    is_page = method_of(connection) == "GET" and not connection.headers.get("hx-request")
    return connection.url.path if is_page else str(handler.opt["confirmed"])


def _admit_look(connection: Connection, handler: BaseRouteHandler) -> None:
    """Let staff who look at a portal be shown a page of it, or note why not and raise NotAllowed or NotFound."""
    chart: CurrentChart = connection.scope["state"][LOOK]
    why = _withheld(connection, handler, chart)
    if why is not None:
        connection.scope["state"][WITHHELD] = why
        refusal = NotFound if why is Withheld.SWITCHED_OFF else NotAllowed
        raise refusal(
            by=chart.actor, object_kind="portal", client_id=chart.client_id, sentence=str(NOT_SHOWN)
        )
    state = {"account": chart.account, "chart": chart, KNOWN: True, DISCREET: chart.account.discreet}
    connection.scope["state"].update(state)
    _check_chart(connection, handler, chart)


def _withheld(connection: Connection, handler: BaseRouteHandler, chart: CurrentChart) -> Withheld | None:
    """Say why a page is not shown to staff who look; None for one of an area that their rules show.

    Nothing is shown that asks for a proof, polls, or acts by being opened.
    """
    opt = handler.opt
    area: str = opt.get("area") or opt.get("shown_as", "")
    theirs = opt.get("audience") is not Audience.CLIENT or method_of(connection) != "GET"
    if theirs or not area:
        return Withheld.ALONE
    if "area" in opt and not opt.get("stays") and is_switched_off(area):
        return Withheld.SWITCHED_OFF
    if {"confirmed", "poll", "alone"} & opt.keys():
        return Withheld.ALONE
    return None if chart.is_granted(area) else Withheld.RULES


def _check_chart(connection: Connection, handler: BaseRouteHandler, chart: CurrentChart) -> None:
    """Raise what keeps whoever acts out of an area of the open chart, or from sending after a discharge."""
    area: str = handler.opt.get("area", "")
    is_open = chart.is_granted if handler.opt.get("stays") else chart.opens
    if area and not is_open(area):
        raise NotFound(by=chart.actor, object_kind=f"area {area}", client_id=chart.client_id)
    sends = method_of(connection) not in SAFE_METHODS and area and not handler.opt.get("pays")
    if sends and chart.standing is Standing.READ_AND_PAY:
        raise StateForbids(NOTHING_IS_SENT)


async def _admit_staff(connection: Connection, handler: BaseRouteHandler) -> None:
    staff = await _staff_in(connection, extend=not handler.opt.get("poll"))
    if staff is None:
        raise await _after_the_end(connection, handler, Audience.STAFF)
    if staff.second_step_due and not handler.opt.get("second_step"):
        raise SignInNeeded("/staff/sign-in/second-step")
    if staff.must_change_password and not staff.second_step_due and not handler.opt.get("unready"):
        raise SignInNeeded("/staff/password/change")
    if "confirmed" in handler.opt and not staff.must_change_password and not is_confirmed(staff):
        raise _proof_needed("/staff/confirm", connection, handler)
    if lacks_second_step(staff) and not {"unready", "setting_up"} & handler.opt.keys():
        raise SignInNeeded(SETTING_UP)
    connection.scope["state"].update({"staff": staff, KNOWN: True})


async def _after_the_end(
    connection: Connection, handler: BaseRouteHandler, audience: Audience
) -> SignInNeeded:
    """Say why somebody is sent to sign in; what they sent in a session that ran out is kept, and nothing done."""
    door = _with_way_back(DOORS[audience], connection)
    if method_of(connection) in SAFE_METHODS:
        return SignInNeeded(door)  # which says why by itself
    ended = await _ended_in(connection, audience)
    if ended is None:
        return SignInNeeded(door)
    connection.scope["state"][KNOWN] = True
    keeps: Keeps | None = handler.opt.get("keeps")
    if keeps is None:
        page = handler.opt.get("confirmed", "")
        return SignInNeeded(f"{DOORS[audience]}?next={page}" if page else door)
    request = _request(connection)
    await check_csrf(request, COOKIES[audience])
    path, parts = request.url.path, connection.path_params
    address = keeps.address.format(**parts) or path
    sent = all_values(await request.form())
    kept = await drafts.keep(ended=ended, address=address, fields=keeps.typed(sent))
    page = keeps.page.format(**parts) or path
    return SignInNeeded(f"{DOORS[audience]}?next={page}", sentence=why_signed_out(ended, kept=kept))


async def _ended_in(connection: Connection, audience: Audience) -> Ended | None:
    token = read_cookie(connection, COOKIES[audience][0])
    return await find_ended(sessions.token_hash(token)) if token else None


async def said_at_door(connection: Connection, audience: Audience) -> str:
    """Say why somebody stands at the door again; nothing to one whose session did not run out in this browser."""
    ended = await _ended_in(connection, audience)
    return "" if ended is None else why_signed_out(ended)


async def find_client(
    connection: Connection, *, extend: bool = True
) -> tuple[CurrentAccount, CurrentChart | None] | None:
    """Give who is signed in to the portal in this browser, second step and all, on any route."""
    found = await _client_in(connection, extend=extend)
    return None if found is None or found[0].second_step_due else found


async def find_staff(connection: Connection, *, extend: bool = True) -> CurrentStaff | None:
    """Give the staff member signed in in this browser, second step and all, on any route."""
    staff = await _staff_in(connection, extend=extend)
    return None if staff is None or staff.second_step_due else staff


async def _client_in(
    connection: Connection, *, extend: bool
) -> tuple[CurrentAccount, CurrentChart | None] | None:
    """Give whose session this is, also while its second step is still to come."""
    token = read_cookie(connection, PORTAL_COOKIE)
    return await sessions.client_session(token, origin=origin(connection), extend=extend)


async def _staff_in(connection: Connection, *, extend: bool) -> CurrentStaff | None:
    """Give whose session this is, likewise."""
    token = read_cookie(connection, STAFF_COOKIE)
    return await sessions.staff_session(token, origin=origin(connection), extend=extend)


def lacks_second_step(staff: CurrentStaff) -> bool:
    """Whether somebody must set one up before anything else is open to them: staff, in production."""
    return config.current().is_production and not staff.has_second_step


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
    browser = request.headers.get("user-agent", "")[:LONGEST_BROWSER]
    return Caller(origin=origin(request), address=client_address(request), device=device, browser=browser)


def too_many_tries(answer: Page, seconds: int = RETRY_SECONDS) -> Page:
    """Say with an answer when it is worth trying again."""
    answer.headers["retry-after"] = str(seconds)
    return answer


def device_cookie(device: str) -> Cookie:
    """Make the cookie by which this browser is known for the next thirty days."""
    return make_cookie(DEVICE, sign(DEVICE, device, seconds=DEVICE_SECONDS), seconds=DEVICE_SECONDS)


def provide_account(request: Request) -> CurrentAccount:
    account: CurrentAccount = request.scope["state"]["account"]
    return account


def provide_chart(request: Request) -> CurrentChart:
    """Hand a handler the open chart; raises ChartClosed when there is none (its grant may just have ended)."""
    chart: CurrentChart | None = request.scope["state"]["chart"]
    if chart is None:
        account = provide_account(request)
        by, sentence = account_actor(request), _why_closed(account)
        raise ChartClosed(by=by, object_kind="chart", sentence=sentence, others=account.opens_others)
    return chart


def _why_closed(account: CurrentAccount) -> Phrase:
    if account.closed is Standing.ENDED:
        return CARE_ENDED
    return CHART_CLOSED if account.opens_others else NO_CHART


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
    ways = (CHOOSE,) if isinstance(refusal, ChartClosed) and refusal.others else ()
    return error_page(request, 403, sentence=refusal.sentence or None, ways=ways)


def on_forbidden_state(request: Request, error: StateForbids) -> Page:
    return error_page(request, 409, sentence=error.sentence)


def on_sign_in_needed(request: Request, error: SignInNeeded) -> Response[Any]:
    return to_sign_in(request, error.address, sentence=error.sentence)
