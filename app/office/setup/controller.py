"""The pages that set a practice up while nobody works there. Without the key from the log there are none: 404."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from app.accounts.admission import STAFF_COOKIE, caller, origin
from app.accounts.entrance import OF_STAFF, lead_on
from app.accounts.rules import USUAL, hint_of
from app.accounts.strength import fault_of_new_password
from app.activity.actor import Actor, ActorKind
from app.office.setup import keys, service
from app.office.setup.service import Administrator, Unfit
from app.office.setup.steps import first_steps
from app.practice.declared import SETTINGS
from app.web.cookies import end_cookie, make_cookie, read_cookie, sign, unsign
from app.web.forms import BLANK, FilledForm, Form, filled, parse, secret, text, typed_fields
from app.web.language import _l, gettext
from app.web.pages import page, see
from app.web.readers.contact import email
from app.web.request import Request
from app.web.security import Audience

SETUP, SETUP_SECONDS = "setup", 12 * 60 * 60
"""The cookie that the key in the address is swapped for."""
ADMINISTRATOR = "/setup/administrator"
GOING_ON = "/staff/setup"
LONGEST_TOKEN = 100
NO_REFERRER = {"referrer-policy": "no-referrer"}


class NewAdministrator(Form):
    first_name: Annotated[str, text(most=100, missing=_l("Type the first name."))]
    last_name: Annotated[str, text(most=100, missing=_l("Type the last name."))]
    email: Annotated[str, email(missing=_l("Type an e-mail address."))]
    username: Annotated[str, text(most=100, missing=_l("Type a username."))]
    password: Annotated[str, secret(missing=_l("Choose a password."))]


class SetupController(Controller):
    path = keys.PATH
    opt = {"audience": Audience.ANYONE}

    @get("/{token:str}", name="office.setup.follow")
    async def follow(self, request: Request, token: FromPath[str]) -> Response[Any]:
        """Swap the key in the address for a cookie."""
        plain = token if token.isascii() and len(token) <= LONGEST_TOKEN else ""
        if await keys.try_key(plain, caller=caller(request)) is None:
            raise NotFoundException
        kept = make_cookie(SETUP, sign(SETUP, plain, seconds=SETUP_SECONDS), seconds=SETUP_SECONDS)
        answer = see(keys.PATH, cookies=(kept,))
        answer.headers.update(NO_REFERRER)
        return answer

    @get("/", name="office.setup.practice")
    async def practice(self, request: Request) -> Response[Any]:
        await _key(request)
        return _practice_page(request, form=FilledForm(service.typed_practice()))

    @post("/", name="office.setup.practice.post", status_code=303)
    async def name_practice(self, request: Request) -> Response[Any]:
        await _key(request)
        data = await request.form()
        by = Actor(kind=ActorKind.SYSTEM, name="", job="setup", origin=origin(request))
        try:
            await service.name_practice(typed_fields(data), by=by)
        except Unfit as why:
            return _practice_page(request, form=filled(data).refused(**why.sentences), status=422)
        return see(ADMINISTRATOR, flash=gettext("Saved. Everything can be changed later, under Settings."))

    @get("/administrator", name="office.setup.administrator")
    async def administrator(self, request: Request) -> Response[Any]:
        await _key(request)
        return _administrator_page(request) if service.is_named() else see(keys.PATH)

    @post("/administrator", name="office.setup.administrator.post", status_code=303)
    async def make_administrator(self, request: Request) -> Response[Any]:
        key_id, data = await _key(request), await request.form()
        if not service.is_named():
            return see(keys.PATH)
        form = parse(NewAdministrator, data)
        if isinstance(form, FilledForm):
            return _administrator_page(request, form=form, status=422)
        names = (form.username, form.first_name, form.last_name, form.email)
        fault = await fault_of_new_password(form.password, names=names)
        if fault is not None:
            return _administrator_page(request, form=filled(data).refused(password=fault), status=422)
        signed_in = await service.make_administrator(
            key_id=key_id,
            who=Administrator(**form.model_dump()),
            caller=caller(request),
            replacing=read_cookie(request, STAFF_COOKIE),
        )
        if signed_in is None:  # somebody else was faster
            raise NotFoundException
        said = gettext("You are signed in, and hold every right.")
        return lead_on(OF_STAFF, signed_in, GOING_ON, flash=said, cookies=(end_cookie(SETUP),))


async def _key(request: Request) -> UUID:
    """Give the key this browser came with; the same 404 for everybody who has none."""
    token = unsign(SETUP, read_cookie(request, SETUP))
    key_id = await keys.live_key(token) if token else None
    if key_id is None:
        raise NotFoundException
    return key_id


def _practice_page(request: Request, *, form: FilledForm, status: int = 200) -> Response[Any]:
    return page(
        request,
        "office/setup/practice",
        status=status,
        here=keys.PATH,
        form=form,
        steps=first_steps(here=0, is_named=service.is_named()),
        settings={name: SETTINGS[name] for name in service.OF_PRACTICE},
        zones=SETTINGS["practice_zone"].kind.options(),
    )


def _administrator_page(request: Request, *, form: FilledForm = BLANK, status: int = 200) -> Response[Any]:
    return page(
        request,
        "office/setup/administrator",
        status=status,
        here=ADMINISTRATOR,
        form=form,
        steps=first_steps(here=1, is_named=True),
        hint=hint_of(USUAL),
    )
