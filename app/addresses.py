"""Addresses as they stand in the environment: of the portal, of servers, of mailboxes."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
MAIL_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
LONGEST_MAIL_ADDRESS = 254


class MailSecurity(StrEnum):
    """How a connection to the mail server is kept from being read; the scheme of its address."""

    STARTTLS = "smtp"
    TLS = "smtps"
    NONE = "smtp+plain"


MAIL_PORTS = {MailSecurity.STARTTLS: 587, MailSecurity.TLS: 465, MailSecurity.NONE: 25}


class NotAMailServer(ValueError):
    """The address names no mail server; says why, to stand after the name of the variable."""


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    security: MailSecurity
    username: str | None = None
    password: str | None = field(default=None, repr=False)


def split(given: str) -> SplitResult | None:
    """Split an address, or give None when it has no sense (a port that is no number, a broken IPv6 host)."""
    with suppress(ValueError):
        url = urlsplit(given)
        if url.port != 0:
            return url
    return None


def is_origin(url: SplitResult) -> bool:
    alone = url.path in ("", "/") and not url.query and not url.fragment and "@" not in url.netloc
    return url.scheme in DEFAULT_PORTS and bool(url.hostname) and alone


def origin(url: SplitResult) -> str:
    """Write an address as browsers write an origin: small letters, no default port, no slash."""
    host = f"[{url.hostname}]" if ":" in (url.hostname or "") else url.hostname
    port = "" if url.port in (None, DEFAULT_PORTS[url.scheme]) else f":{url.port}"
    return f"{url.scheme}://{host}{port}"


def names_a_database(url: SplitResult) -> bool:
    has_host = bool(url.hostname or parse_qs(url.query).get("host"))
    return url.scheme in ("postgres", "postgresql") and has_host and len(url.path) > 1


def mail_server(given: str) -> MailServer:
    """Read the address of a mail server; what stands in user and password is percent-decoded."""
    if not given:
        raise NotAMailServer("is missing")
    url = split(given)
    if url is None or url.scheme not in set(MailSecurity) or not url.hostname or url.path.strip("/"):
        raise NotAMailServer("is not of a mail server")
    security = MailSecurity(url.scheme)
    if (url.username is None) != (url.password is None):
        raise NotAMailServer("has a user or a password, and not both")
    if url.password is not None and security is MailSecurity.NONE:
        raise NotAMailServer("would send its password without encryption")
    return MailServer(
        host=url.hostname,
        port=url.port or MAIL_PORTS[security],
        security=security,
        username=None if url.username is None else unquote(url.username),
        password=None if url.password is None else unquote(url.password),
    )


def is_mail_address(given: str) -> bool:
    """Whether a text is one plain e-mail address that every mail server can be handed."""
    return len(given) <= LONGEST_MAIL_ADDRESS and MAIL_ADDRESS.fullmatch(given) is not None
