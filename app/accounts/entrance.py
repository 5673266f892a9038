"""The two doors, for clients and for staff: one way through both."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from litestar import Response
from litestar.datastructures import Cookie

from app.accounts import service, staff_service
from app.accounts.admission import (
    PORTAL_COOKIE,
    STAFF_COOKIE,
    caller,
    device_cookie,
    said_at_door,
    too_many_tries,
)
from app.accounts.limits import TooManyTries
from app.accounts.second_step.challenges import SIGNING_IN, Bond
from app.accounts.second_step.passkeys import asking_options
from app.accounts.second_step.service import sign_in_with_passkey
from app.accounts.sessions import SignedIn
from app.accounts.waiting import wait_words
from app.web.cookies import DEVICE, make_cookie, read_cookie, unsign
from app.web.forms import FilledForm, Form, filled, parse, secret, text
from app.web.language import _l
from app.web.pages import Page, form_value, page, see
from app.web.paths import own_path
from app.web.request import Request
from app.web.security import Audience

LONGEST_ANSWER = 8000
"""Characters of a passkey's answer."""
WRONG = _l(
    "That login and password do not go together. Please check both and try again. If it still does not work, "
    "your practice can see why."
)
WRONG_PASSKEY = _l("That passkey did not open this sign-in. Please try again, or use your password.")


class SignIn(Form):
    username: Annotated[str, text(most=300, missing=_l("Type your login."))]
    password: Annotated[str, secret(missing=_l("Type your password."))]
    next: Annotated[str, text(most=500)]


class PasskeyAnswer(Form):
    answer: Annotated[str, text(most=LONGEST_ANSWER, missing=WRONG_PASSKEY)]
    next: Annotated[str, text(most=500)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where somebody signs in, and what stands behind it."""

    is_staff: bool
    page: str
    path: str
    home: str
    cookie: str
    sign_in: Callable[..., Awaitable[SignedIn | None]]

    @property
    def audience(self) -> Audience:
        return Audience.STAFF if self.is_staff else Audience.CLIENT

    @property
    def second_step(self) -> str:
        return f"{self.path}/second-step"


OF_CLIENTS = Door(
    is_staff=False,
    page="accounts/sign_in",
    path="/sign-in",
    home="/home",
    cookie=PORTAL_COOKIE,
    sign_in=service.sign_in,
)
OF_STAFF = Door(
    is_staff=True,
    page="accounts/staff/sign_in",
    path="/staff/sign-in",
    home="/staff",
    cookie=STAFF_COOKIE,
    sign_in=staff_service.sign_in_staff,
)
OFFER = "/account/second-step/offer"


async def open_door(request: Request, door: Door, way_on: str) -> Page:
    """Show a door to somebody who comes to it, with why they were signed out."""
    flash = await said_at_door(request, door.audience)
    return door_page(request, door, FilledForm({"next": way_on}), flash=flash)


def door_page(
    request: Request, door: Door, form: FilledForm, *, status: int = 200, wait: str = "", flash: str = ""
) -> Page:
    """Show a door, with how long to `wait` after too many tries; on a device that is known the passkey comes first."""
    known = unsign(DEVICE, read_cookie(request, DEVICE)) is not None
    options = asking_options(bond=_bond(request))
    kept = FilledForm({name: typed for name, typed in form.typed.items() if name != "answer"}, form.sentences)
    return page(
        request,
        door.page,
        status=status,
        here=door.path,
        form=kept,
        wait=wait,
        flash=flash,
        passkey=options,
        passkey_first=known,
    )


def _closed_for_now(request: Request, door: Door, form: FilledForm, wait: TooManyTries) -> Page:
    words = wait_words(wait, at_door=True)
    return too_many_tries(door_page(request, door, form, status=429, wait=words), wait.seconds)


async def enter(request: Request, door: Door) -> Response[Any]:
    """Take login and password."""
    data = await request.form()
    form = parse(SignIn, data)
    if isinstance(form, FilledForm):
        return door_page(request, door, form, status=422)
    try:
        signed_in = await door.sign_in(
            username=form.username,
            password=form.password,
            caller=caller(request),
            replacing=read_cookie(request, door.cookie),
        )
    except TooManyTries as wait:
        return _closed_for_now(request, door, filled(data), wait)
    if signed_in is None:
        return door_page(request, door, filled(data).refused(username=WRONG), status=422)
    return lead_on(door, signed_in, form.next)


async def enter_by_passkey(request: Request, door: Door) -> Response[Any]:
    """Take a passkey alone."""
    data = await request.form()
    form = parse(PasskeyAnswer, data)
    if isinstance(form, FilledForm):
        return door_page(request, door, filled(data).refused(passkey=WRONG_PASSKEY), status=422)
    try:
        signed_in = await sign_in_with_passkey(
            form.answer,
            is_staff=door.is_staff,
            bond=_bond(request),
            caller=caller(request),
            replacing=read_cookie(request, door.cookie),
        )
    except TooManyTries as wait:
        return _closed_for_now(request, door, filled(data), wait)
    if signed_in is None:
        return door_page(request, door, filled(data).refused(passkey=WRONG_PASSKEY), status=422)
    return lead_on(door, signed_in, form.next)


def lead_on(
    door: Door, signed_in: SignedIn, way_on: str, *, flash: str = "", cookies: tuple[Cookie, ...] = ()
) -> Response[Any]:
    """Lead on who has signed in: to the second step, to the offer of a passkey, or to what was asked for."""
    address = own_path(way_on, otherwise="")
    if signed_in.second_step_due:
        address = with_way_on(door.second_step, address)
    elif signed_in.offers_passkey:
        address = with_way_on(OFFER, address)
    own = (make_cookie(door.cookie, signed_in.token), device_cookie(signed_in.device))
    return see(address or door.home, flash=flash, cookies=(*own, *cookies))


def with_way_on(address: str, way_on: str) -> str:
    """Give an address that knows where to go afterwards."""
    return f"{address}?next={quote(way_on, safe='/')}" if way_on else address


def _bond(request: Request) -> Bond:
    return Bond(purpose=SIGNING_IN, cookie=form_value(request))
