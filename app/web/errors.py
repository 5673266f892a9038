"""Every error is a page, or a fragment, that says what happened, what was kept and what to do."""

from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.exceptions import HTTPException

from app import db
from app.web.away import Away
from app.web.cookies import PORTAL, STAFF, read_cookie
from app.web.csrf import FORM_COOKIE, CrossSite
from app.web.language import Phrase, _l
from app.web.logs import log_fault
from app.web.pages import DISCREET, Page, page, see, wants_fragment
from app.web.request import Request


@dataclass(frozen=True, slots=True)
class Wording:
    title: Phrase
    sentence: Phrase


WORDINGS: dict[int, Wording] = {
    400: Wording(
        _l("We could not read that"),
        _l("Something in what was sent did not arrive in one piece. Nothing was saved. Please try again."),
    ),
    401: Wording(_l("Please sign in"), _l("You are not signed in, or your sign-in has ended.")),
    403: Wording(
        _l("You cannot open this"),
        _l("Your sign-in does not open this page. If you think it should, call the practice."),
    ),
    404: Wording(
        _l("We could not find that page"),
        _l("The address may be mistyped, or the page may have been taken back."),
    ),
    405: Wording(
        _l("That does not work here"), _l("This address cannot be used in that way. Nothing was saved.")
    ),
    408: Wording(
        _l("That took too long"),
        _l("The connection was too slow to finish sending. Nothing was saved. Please try again."),
    ),
    409: Wording(_l("This has changed"), _l("Something changed in the meantime, so nothing was saved.")),
    413: Wording(_l("That is too large"), _l("What you sent is larger than we can take. Nothing was saved.")),
    415: Wording(_l("We cannot read that kind of file"), _l("Please send the form from its own page.")),
    422: Wording(
        _l("Please check the form"), _l("Something in the form needs another look. Nothing was saved.")
    ),
    429: Wording(_l("Too many tries"), _l("Please wait a few minutes, then try again.")),
    500: Wording(
        _l("Something went wrong on our side"),
        _l("Nothing was saved. Please try again in a moment, or call the practice."),
    ),
    503: Wording(
        _l("The portal is resting for a moment"),
        _l("Nothing was saved. Please try again in a minute, or call the practice."),
    ),
}
FORM_TOO_OLD = Wording(
    _l("Please send that again"),
    _l("The page was open for too long, or the form came from another site. Nothing was saved."),
)
NOT_PRINTED = Wording(
    _l("There is no PDF just now"),
    _l("This could not be made into a PDF just now. Please try again, or print the page."),
)
FAULT = "fault"
RETRY_SECONDS = "30"


@dataclass(frozen=True, slots=True)
class Way:
    """A link onwards from an error."""

    label: Phrase
    path: str


def error_page(
    request: Request,
    status: int,
    *,
    wording: Wording | None = None,
    sentence: Any = None,
    ways: tuple[Way, ...] = (),
    way_on: str = "",
) -> Page:
    """Render the page or fragment of an error; `sentence` replaces the usual one, `ways` the one to the home page.

    `way_on` is where to go after signing out and in again.
    """
    cookie, sign_out = _way_out(request)
    words = wording or WORDINGS.get(status, WORDINGS[400 if status < 500 else 500])
    return page(
        request,
        "errors/error",
        status=status,
        here=_home(request).path,
        title=words.title,
        sentence=sentence or words.sentence,
        what_now=ways or (() if _is_home(request, status) else (_home(request),)),
        sign_out=sign_out,
        way_on=way_on,
        cookie=cookie,
        discreet=_is_discreet(request, cookie),
    )


def _is_discreet(request: Request, cookie: str) -> bool:
    """Whether the browser's title must be neutral; where nobody could look it up it is, for whoever is signed in."""
    known: bool | None = request.scope["state"].get(DISCREET)
    return cookie == PORTAL if known is None else known


def _is_home(request: Request, status: int) -> bool:
    """Whether the refused page is the very one we would lead to."""
    return status == 403 and request.url.path == _home(request).path


def _way_out(request: Request) -> tuple[str, str | None]:
    """Give the cookie the page's forms are bound to, and where somebody who has a session can end it."""
    side, address = (
        (STAFF, "/staff/sign-out") if request.url.path.startswith("/staff") else (PORTAL, "/sign-out")
    )
    return (side, address) if read_cookie(request, side) else (FORM_COOKIE, None)


def _home(request: Request) -> Way:
    if request.url.path.startswith("/staff"):
        return Way(_l("Go to the inbox"), "/staff")
    return Way(_l("Go to your home page"), "/home")


def on_http_error(request: Request, error: HTTPException) -> Response[Any]:
    answer = error_page(request, error.status_code)
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


def on_cross_site(request: Request, _error: CrossSite) -> Page:
    """Refuse a form that is not of this session; htmx leaves it in place, so that its text can be copied."""
    answer = error_page(request, 403, wording=FORM_TOO_OLD)
    answer.headers["hx-reswap"] = "none"
    return answer


def on_fault(request: Request, error: Exception) -> Page:
    """Answer 503 while the database or the storage is away, 500 for a fault of ours; both are logged, nothing was saved."""
    event = _event(error)
    away = event != FAULT
    log_fault(event, error, request_id=request.scope["state"].get("request_id"))
    answer = error_page(request, 503 if away else 500)
    if away:
        answer.headers["retry-after"] = RETRY_SECONDS
    return answer


def on_not_printed(request: Request, error: Exception) -> Page:
    """Answer 503 where a PDF could not be made, and lead to the page that it is of; the fault is logged."""
    log_fault("not printed", error, request_id=request.scope["state"].get("request_id"))
    way = Way(_l("Go back to the page"), request.url.path.rpartition("/")[0])  # of which the PDF is
    answer = error_page(request, 503, wording=NOT_PRINTED, ways=(way,))
    answer.headers["retry-after"] = RETRY_SECONDS
    return answer


def _event(error: Exception) -> str:
    if db.is_away(error):
        return "database away"
    return "storage away" if isinstance(error, Away) else FAULT


def to_sign_in(request: Request, address: str, *, sentence: str = "") -> Response[str]:
    """Send somebody without a session to `address`, where `sentence` says why; htmx is told to load it as a page."""
    answer = see(address, flash=sentence)
    if wants_fragment(request):
        answer.status_code = 401
        answer.headers["hx-redirect"] = answer.headers.pop("location")
    return answer


def on_slow_body(request: Request, _error: Exception) -> Page:
    return error_page(request, 408)
