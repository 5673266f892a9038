"""What every answer says to the browser."""

import secrets
from typing import Any

from litestar.types import Scope

from app import config

ALWAYS = {
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}
HSTS = "max-age=31536000; includeSubDomains"


def nonce(scope: Scope) -> str:
    """Give the nonce of this answer; one for the header and every element of the page."""
    state: dict[str, Any] = scope["state"]
    if "nonce" not in state:
        state["nonce"] = secrets.token_urlsafe(18)
    return str(state["nonce"])


def content_security_policy(page_nonce: str, *, pictures: str = "'self'", forms: str = "'self'") -> str:
    """Give the policy of a page; `pictures` are where they come from, `forms` where what is sent may end."""
    return (
        f"default-src 'none'; script-src 'nonce-{page_nonce}' 'strict-dynamic'; style-src 'self'; "
        f"img-src {pictures}; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action {forms}; "
        "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
        "require-trusted-types-for 'script'; trusted-types htmx"
    )


def with_security(scope: Scope, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Add what an answer did not set itself; a handler that sets one of these headers means it."""
    present = {name.lower() for name, _ in headers}
    wanted = dict(ALWAYS)
    wanted["content-security-policy"] = content_security_policy(nonce(scope))
    wanted["x-request-id"] = str(scope["state"]["request_id"])
    if config.current().is_secure:
        wanted["strict-transport-security"] = HSTS
    added = [(n.encode(), v.encode()) for n, v in wanted.items() if n.encode() not in present]
    return headers + added


def with_pictures_inside(scope: Scope) -> dict[str, str]:
    """Give the policy of a page that shows pictures which stand in it as data: addresses."""
    return {"content-security-policy": content_security_policy(nonce(scope), pictures="'self' data:")}


def with_forms_ending_at(scope: Scope, origin: str) -> dict[str, str]:
    """Give the policy of a page whose forms may lead on to another origin as well."""
    return {"content-security-policy": content_security_policy(nonce(scope), forms=f"'self' {origin}")}
