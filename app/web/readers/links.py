"""Addresses of pages elsewhere."""

from typing import Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator

from app.web.forms import cleaned, nothing
from app.web.language import Phrase, _l

LONGEST = 500
NO_LINK = _l("Type the whole address of the page. It begins with https://")


def https_link(*, missing: Phrase | None = None) -> BeforeValidator:
    """Read the address of a page that is reached encrypted; empty: refused with `missing`, or "" without it.

    One with a name or password before its host is refused: it leads elsewhere than it seems to.
    """

    def read(raw: Any) -> str:
        typed = cleaned(raw, most=LONGEST)
        if not typed:
            return nothing(missing, "")
        if not is_https_link(typed):
            raise ValueError(NO_LINK)
        return typed

    return BeforeValidator(read)


def is_https_link(address: str) -> bool:
    """Whether this is the plain address of an encrypted page: in letters that addresses have, and without a sign-in."""
    if not address.isascii() or any(letter <= " " or letter in "\"'<>\\^`{|}" for letter in address):
        return False
    try:
        parts = urlsplit(address)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme == "https" and "." in host.strip(".") and "@" not in parts.netloc and port_fits
