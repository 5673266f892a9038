"""Links from e-mails, and asking for one: choosing a password, a forgotten one, e-mails that did not come."""

from typing import Annotated, Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.admission import PORTAL_COOKIE, caller, too_many_tries
from app.accounts.entrance import OF_CLIENTS, lead_on
from app.accounts.limits import TooManyTries
from app.accounts.links import forgotten, service
from app.accounts.links.rules import LinkStanding
from app.accounts.links.service import Followed
from app.accounts.password_change import ChosenPassword, check_chosen
from app.notices import mail
from app.web.address import client_address
from app.web.cookies import end_cookie, make_cookie, read_cookie, sign, unsign
from app.web.forms import BLANK, FilledForm, Form, filled, parse, text
from app.web.language import Phrase, _l, gettext, speak
from app.web.pages import page, see
from app.web.paths import own_path
from app.web.request import Request
from app.web.security import Audience

LINK, LINK_SECONDS = "link", 60 * 60
"""The cookie that a token is swapped for, and how long somebody has to choose a password."""
LONGEST_TOKEN = 100
NO_LINK = "/password/forgot"
"""Where somebody goes on whose page was open for too long, or who came by no link."""
DEAD = 400
NO_REFERRER = {"referrer-policy": "no-referrer"}
TOO_SOON = _l("An e-mail was asked for a moment ago. Please wait some minutes, then look into your mailbox.")
TITLES: dict[LinkStanding, Phrase] = {
    LinkStanding.GOOD: _l("Choose a password"),
    LinkStanding.USED: _l("You have used this link"),
    LinkStanding.NEWER: _l("There is a newer link"),
    LinkStanding.ENDED: _l("This link has ended"),
    LinkStanding.CLOSED: _l("This link does not work"),
}
SENTENCES: dict[LinkStanding, Phrase] = {
    LinkStanding.GOOD: _l("Choose the password you will sign in with."),
    LinkStanding.USED: _l(
        "A link works once, and your password is set. Sign in with it. If you do not know it any more, "
        "we can e-mail you a new link."
    ),
    LinkStanding.NEWER: _l(
        "We have sent you another e-mail since. Please use the link in the newest one, or ask for a new link."
    ),
    LinkStanding.ENDED: _l(
        "For your safety a link works for a short time only. We can e-mail you a new one."
    ),
    LinkStanding.CLOSED: _l(
        "It may be cut off or too old. We can e-mail you a new one. If none comes, please call us."
    ),
}


class Asking(Form):
    username: Annotated[str, text(most=300, missing=_l("Type your login or your e-mail address."))]
    next: Annotated[str, text(most=500)]


class LinkController(Controller):
    path = "/password/choose"
    opt = {"audience": Audience.ANYONE}

    @get("/{token:str}", name="accounts.links.follow", sync_to_thread=False)
    def follow(self, token: FromPath[str]) -> Response[Any]:
        """Swap the token for a cookie; whoever fetches the address, a mail scanner too, uses nothing up."""
        answer = see("/password/choose", cookies=(_link_cookie(token),))
        answer.headers.update(NO_REFERRER)
        return answer

    @get("/", name="accounts.links.choose")
    async def choose(self, request: Request) -> Response[Any]:
        if not _token(request):
            return see(NO_LINK)
        return _choose_page(request, await service.follow(_token(request)))

    @post("/", name="accounts.links.choose.post", status_code=303)
    async def chosen(self, request: Request) -> Response[Any]:
        if not _token(request):
            return see(NO_LINK)
        link = await service.follow(_token(request))
        if not link.is_good:
            return _choose_page(request, link)
        form = parse(ChosenPassword, await request.form())
        form = await check_chosen(form, owner=service.owner_of(link))
        if isinstance(form, FilledForm):
            return _choose_page(request, link, form=form)
        signed_in = await service.choose_password(
            link,
            password=form.password,
            caller=caller(request),
            replacing=read_cookie(request, PORTAL_COOKIE),
        )
        if signed_in is None:  # somebody else was faster, or it has just ended
            return _choose_page(request, await service.follow(_token(request)))
        return lead_on(
            OF_CLIENTS,
            signed_in,
            link.way_on,
            flash=gettext("Your password is set."),
            cookies=(end_cookie(LINK),),
        )

    @post("/renewal", name="accounts.links.renewal", status_code=303)
    async def renew(self, request: Request) -> Response[Any]:
        """Send a new link in the place of the one followed; the same answer for one that is none of ours."""
        token = _token(request)
        if not token:
            return see(NO_LINK)
        link = await service.follow(token)
        try:
            await forgotten.ask_again(token=token, link_id=link.link_id, address=client_address(request))
        except TooManyTries:
            return too_many_tries(_choose_page(request, link, form=BLANK.refused(renew=TOO_SOON), status=429))
        return see("/password/forgot/sent", cookies=(end_cookie(LINK),))


class ForgottenController(Controller):
    opt = {"audience": Audience.ANYONE}

    @get("/password/forgot", name="accounts.links.forgot", sync_to_thread=False)
    def forgot(self, request: Request) -> Response[Any]:
        return _asking_page(request, "accounts/links/forgot", form=FilledForm({"next": _next(request)}))

    @post("/password/forgot", name="accounts.links.forgot.post", status_code=303)
    async def ask(self, request: Request) -> Response[Any]:
        return await _ask(request, "accounts/links/forgot")

    @get("/password/forgot/sent", name="accounts.links.sent", sync_to_thread=False)
    def sent(self, request: Request) -> Response[Any]:
        return page(request, "accounts/links/sent")

    @get("/sign-in/help", name="accounts.links.help", sync_to_thread=False)
    def sign_in_help(self, request: Request) -> Response[Any]:
        return _asking_page(request, "accounts/links/help", form=FilledForm({"next": _next(request)}))

    @post("/sign-in/help", name="accounts.links.help.post", status_code=303)
    async def ask_for_help(self, request: Request) -> Response[Any]:
        return await _ask(request, "accounts/links/help")


async def _ask(request: Request, name: str) -> Response[Any]:
    data = await request.form()
    form = parse(Asking, data)
    if isinstance(form, FilledForm):
        return _asking_page(request, name, form=form, status=422)
    try:
        way_on = own_path(form.next, otherwise="")
        await forgotten.ask(name=form.username, address=client_address(request), way_on=way_on)
    except TooManyTries:
        refused = filled(data).refused(username=TOO_SOON)
        return too_many_tries(_asking_page(request, name, form=refused, status=429))
    return see("/password/forgot/sent")


def _asking_page(request: Request, name: str, *, form: FilledForm, status: int = 200) -> Response[bytes]:
    return page(request, name, status=status, form=form, is_possible=mail.is_possible())


def _choose_page(
    request: Request, link: Followed, *, form: FilledForm = BLANK, status: int = 0
) -> Response[bytes]:
    good = link.is_good
    if link.language is not None:
        speak(link.language)
    return page(
        request,
        "accounts/links/choose",
        status=status or (DEAD if not good else 422 if form.errors else 200),
        here="/password/choose",
        link=link,
        form=form,
        title=TITLES[link.standing],
        sentence=SENTENCES[link.standing],
        used=link.standing is LinkStanding.USED,
        hint=service.owner_of(link).hint,
        is_possible=mail.is_possible(),
    )


def _link_cookie(token: str) -> Any:
    plain = token if token.isascii() and len(token) <= LONGEST_TOKEN else ""
    return make_cookie(LINK, sign(LINK, plain, seconds=LINK_SECONDS), seconds=LINK_SECONDS)


def _token(request: Request) -> str:
    return unsign(LINK, read_cookie(request, LINK)) or ""


def _next(request: Request) -> str:
    return own_path(request.query_params.get("next", ""), otherwise="")
