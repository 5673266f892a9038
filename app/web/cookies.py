"""The portal's own cookies: their names, their flags, and values signed for a short while."""

import base64
import hmac
import time

from litestar.datastructures import Cookie

from app import config, encryption
from app.web.request import Connection

SIGNATURE_BYTES = 32
PORTAL, STAFF = "portal", "staff"
"""The cookies of the two kinds of session."""
DEVICE, DEVICE_SECONDS = "device", 30 * 24 * 60 * 60
"""The cookie that knows a browser again, signed, so that nobody makes one up."""


def cookie_name(name: str) -> str:
    """`__Host-name` where the portal is served over https, else the plain name (development only)."""
    return f"__Host-{name}" if config.current().is_secure else name


def read_cookie(connection: Connection, name: str) -> str:
    """Give a cookie's value, or "" when the browser sent none."""
    return connection.cookies.get(cookie_name(name), "")


def make_cookie(name: str, value: str, *, seconds: int | None = None) -> Cookie:
    """Make a cookie for the whole site; it ends with the browser when `seconds` is None."""
    return Cookie(
        key=cookie_name(name),
        value=value,
        max_age=seconds,
        path="/",
        secure=config.current().is_secure,
        httponly=True,
        samesite="lax",
    )


def end_cookie(name: str) -> Cookie:
    """Make the cookie that removes `name`."""
    return make_cookie(name, "", seconds=0)


def sign(purpose: str, text: str, *, seconds: int) -> str:
    """Sign `text` so that `unsign` gives it back within `seconds`."""
    until = str(int(time.time()) + seconds)
    signature = encryption.mac(f"cookie:{purpose}", until, text)
    return base64.urlsafe_b64encode(signature + f"{until}:{text}".encode()).decode().rstrip("=")


def unsign(purpose: str, value: str) -> str | None:
    """Give the signed text, or None when it was changed, is too old, or was never ours."""
    try:
        raw = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
        until, text = raw[SIGNATURE_BYTES:].decode().split(":", 1)
    except ValueError:
        return None
    genuine = hmac.compare_digest(encryption.mac(f"cookie:{purpose}", until, text), raw[:SIGNATURE_BYTES])
    return text if genuine and int(until) >= time.time() else None
