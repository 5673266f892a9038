"""Answering: one handler gives a whole page, or only its fragment when htmx asked for it."""

import gzip
from collections.abc import Mapping
from secrets import token_urlsafe
from typing import Any

from litestar import Response
from litestar.datastructures import Cookie
from litestar.enums import MediaType

from app.web.cookies import end_cookie, make_cookie, read_cookie, sign, unsign
from app.web.csrf import FORM_COOKIE, csrf_token
from app.web.headers import nonce
from app.web.language import FORMATS, current_language
from app.web.request import Request
from app.web.templates import environment

FLASH = "flash"
FLASH_SECONDS = 30
DISCREET = "discreet"
"""Where the state of a request says whether the browser's title must be neutral, once that is known."""
WORTH_COMPRESSING = 600
"""Bytes below which gzip makes an answer no faster."""

Page = Response[bytes]
Answer = Response[Any]
"""A page, or the way to one."""


def is_htmx(request: Request) -> bool:
    """Whether htmx asks, for a fragment or a part of the page; going back through history asks for the page itself."""
    headers = request.headers
    return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"


def wants_fragment(request: Request) -> bool:
    """Whether htmx asks for a fragment to swap in."""
    return is_htmx(request) and request.headers.get("hx-request-type", "partial") == "partial"


def page(
    request: Request,
    name: str,
    *,
    status: int = 200,
    here: str | None = None,
    frame: Mapping[str, Any] | None = None,
    cookie: str = FORM_COOKIE,
    flash: str = "",
    **values: Any,
) -> Page:
    """Render `name` ("messages/threads"): its page, or its fragment `messages/_threads.html` for htmx.

    A name that is a fragment's own ("home/_tile") has no page of its own.

    `frame` is what the layout shows around it (who is signed in, navigation); `here` is the address of the
    GET this answer stands for; `cookie` is the one the page's forms are bound to; `flash` stands above the page
    unless what was just done has something to say there.
    """
    fragment = wants_fragment(request)
    cookies: list[Cookie] = []
    bound_to = read_cookie(request, cookie)
    if not bound_to:
        cookie, bound_to = FORM_COOKIE, _form_cookie(request, cookies)
    context = {
        "nonce": nonce(request.scope),
        "csrf_token": csrf_token(cookie, bound_to),
        "language": current_language().value,
        "locale": FORMATS[current_language()],
        "text_direction": "ltr",
        "here": here or request.url.path,
        "flash": _flash(request, cookies) or flash,
        "fragment": fragment,
        "discreet": request.scope["state"].get(DISCREET, False),
        "status": status,
        **(frame or {}),
        **values,
    }
    html = environment.get_template(_template(name, fragment=fragment)).render(context)
    return html_answer(request, html, status=status, cookies=cookies)


def html_answer(
    request: Request, html: str, *, status: int = 200, cookies: list[Cookie] | None = None
) -> Page:
    """Send HTML, compressed where the browser can read it."""
    body = html.encode()
    headers = {"vary": "HX-Request, HX-Request-Type, Accept-Encoding", "content-language": current_language()}
    if len(body) > WORTH_COMPRESSING and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 5, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(
        body, media_type=MediaType.HTML, status_code=status, headers=headers, cookies=cookies or []
    )


def see(address: str, *, flash: str = "", cookies: tuple[Cookie, ...] = ()) -> Response[str]:
    """Answer a POST: go and see `address`, where `flash` says once what was done."""
    said = (
        (make_cookie(FLASH, sign(FLASH, flash, seconds=FLASH_SECONDS), seconds=FLASH_SECONDS),)
        if flash
        else ()
    )
    return Response(
        "",
        media_type=MediaType.TEXT,
        status_code=303,
        headers={"location": address},
        cookies=[*said, *cookies],
    )


def _template(name: str, *, fragment: bool) -> str:
    folder, _, leaf = name.rpartition("/")
    if leaf.startswith("_"):
        return f"{name}.html"
    return f"{folder}/_{leaf}.html" if fragment else f"{name}.html"


def _flash(request: Request, cookies: list[Cookie]) -> str | None:
    value = read_cookie(request, FLASH)
    if not value:
        return None
    cookies.append(end_cookie(FLASH))
    return unsign(FLASH, value)


def _form_cookie(request: Request, cookies: list[Cookie]) -> str:
    """Give the random value a form is bound to before anybody signed in; it opens nothing."""
    if not read_cookie(request, FORM_COOKIE):
        cookies.append(make_cookie(FORM_COOKIE, form_value(request)))
    return form_value(request)


def form_value(request: Request) -> str:
    """Give that value, also before the answer that hands it to the browser is made."""
    state: dict[str, Any] = request.scope["state"]
    return read_cookie(request, FORM_COOKIE) or str(state.setdefault("form", token_urlsafe(24)))
