"""Forms can only be sent from our own pages.

First the browser's own word for where a request comes from; then a token bound to the cookie the form was
made for: the session's, or before sign-in that of `form`. The token is masked anew for every page, so that
a compressed page tells nothing about it.
"""

import base64
import hmac
import secrets

from litestar.exceptions import PermissionDeniedException

from app import config, encryption
from app.web.cookies import read_cookie
from app.web.forms import typed_fields
from app.web.request import Connection, Request

FIELD = "_csrf"
HEADER = "x-portal-csrf"
FORM_COOKIE = "form"
TOKEN_BYTES = 32
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossSite(PermissionDeniedException):
    """The request did not come from a page of ours."""


def csrf_token(cookie: str, value: str) -> str:
    """Make a fresh masked token bound to the cookie `cookie` with this `value`."""
    mask = secrets.token_bytes(TOKEN_BYTES)
    return base64.urlsafe_b64encode(mask + _xor(mask, _bound(cookie, value))).decode().rstrip("=")


def check_origin(request: Connection) -> None:
    """Raise CrossSite unless the browser says the request comes from this site.

    `Sec-Fetch-Site` decides where it is sent; else `Origin` must be ours (`null` is nobody's).
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        raise CrossSite
    if site is None and request.headers.get("origin") != config.current().public_url:
        raise CrossSite


async def check_csrf(request: Request, cookies: tuple[str, ...]) -> None:
    """Raise CrossSite unless the token belongs to one of `cookies` that this browser sent."""
    typed = typed_fields(await request.form())
    sent = request.headers.get(HEADER) or typed.get(FIELD, "")
    token = _unmasked(sent)
    values = [(cookie, read_cookie(request, cookie)) for cookie in cookies]
    if not any(value and hmac.compare_digest(token, _bound(cookie, value)) for cookie, value in values):
        raise CrossSite


def _bound(cookie: str, value: str) -> bytes:
    return encryption.mac("csrf", cookie, value)


def _unmasked(token: str) -> bytes:
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return b""
    return _xor(raw[:TOKEN_BYTES], raw[TOKEN_BYTES:]) if len(raw) == 2 * TOKEN_BYTES else b""


def _xor(mask: bytes, value: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(mask, value, strict=True))
