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


@dataclass(frozen=True, slots=True)
class FolderStorage:
    """Files lie in a folder of this machine."""

    folder: str


@dataclass(frozen=True, slots=True)
class DatabaseStorage:
    """Files lie in the database."""


@dataclass(frozen=True, slots=True)
class S3Storage:
    """Files lie in a bucket of S3, or of what speaks like it; what is empty comes from the environment of AWS."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    access_key_id: str = ""
    secret_access_key: str = field(default="", repr=False)


StoragePlace = FolderStorage | DatabaseStorage | S3Storage
S3_OPTIONS = {"endpoint", "region"}


def storage_place(given: str) -> StoragePlace | None:
    """Read where files are kept, or give None: `database:`, `file:///folder`, `s3://key:secret@bucket/prefix?region=`."""
    url = split(given)
    if given == "database:":
        return DatabaseStorage()
    if url is None:
        return None
    if url.scheme == "file" and not url.netloc and url.path.startswith("/"):
        return FolderStorage(unquote(url.path))
    return _bucket(url) if url.scheme == "s3" and url.hostname else None


def _bucket(url: SplitResult) -> S3Storage | None:
    options = parse_qs(url.query)
    endpoint = options.get("endpoint", [""])[0]
    at = split(endpoint) if endpoint else None
    if not options.keys() <= S3_OPTIONS or (endpoint and (at is None or not is_origin(at))):
        return None
    if (url.username is None) != (url.password is None):
        return None
    return S3Storage(
        bucket=url.netloc.rpartition("@")[2],
        prefix=url.path.strip("/"),
        endpoint=endpoint.rstrip("/"),
        region=options.get("region", [""])[0],
        access_key_id=unquote(url.username or ""),
        secret_access_key=unquote(url.password or ""),
    )


CARD_PAGES = "https://checkout.stripe.com"
"""The origin of the pages where Stripe has clients pay."""


@dataclass(frozen=True, slots=True)
class StripeAccount:
    """The practice's account at Stripe, or at a stand-in for it."""

    secret_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    stand_in: str = ""
    """The origin of a stand-in, in development; "": Stripe itself."""

    @property
    def is_live(self) -> bool:
        return self.secret_key.startswith(LIVE_KEYS)

    @property
    def card_pages(self) -> str:
        """The origin to which clients are sent to pay."""
        return self.stand_in or CARD_PAGES


LIVE_KEYS, TEST_KEYS = ("sk_live_", "rk_live_"), ("sk_test_", "rk_test_")


@dataclass(frozen=True, slots=True)
class Scanner:
    """Where clamd listens: a host and port, or a socket's path."""

    host: str = ""
    port: int = 3310
    path: str = ""


def scanner(given: str) -> Scanner | None:
    """Read where clamd listens, or give None: `tcp://host:3310`, `unix:///run/clamav/clamd.sock`."""
    url = split(given)
    if url is None:
        return None
    if url.scheme == "tcp" and url.hostname and not url.path.strip("/"):
        return Scanner(host=url.hostname, port=url.port or 3310)
    return Scanner(path=url.path) if url.scheme == "unix" and not url.netloc and len(url.path) > 1 else None


@dataclass(frozen=True, slots=True)
class Twilio:
    """An account of Twilio, or of what speaks like it, and what its texts come from: a number or a messaging service."""

    origin: str
    account: str
    token: str = field(repr=False)
    sender: str = ""
    messaging_service: str = ""

    @property
    def is_plain(self) -> bool:
        return self.origin.startswith("http:")


@dataclass(frozen=True, slots=True)
class TextGateway:
    """A program of the practice's that texts are handed to, and the secret that both sign with."""

    address: str
    secret: str = field(repr=False)

    @property
    def is_plain(self) -> bool:
        return self.address.startswith("http:")


TextService = Twilio | TextGateway
TWILIO_SCHEMES = {"twilio": "https", "twilio+plain": "http"}
GATEWAY_SCHEMES = {"webhook+https": "https", "webhook+http": "http"}
TWILIO_ACCOUNT = re.compile(r"AC[0-9a-f]{32}")
TEXT_SENDER = re.compile(r"\+[1-9][0-9]{7,14}|[1-9][0-9]{4,5}")
"""A number, or a short one: what stands there in letters cannot be answered with STOP."""
MESSAGING_SERVICE = re.compile(r"MG[0-9a-f]{32}")
SHORTEST_TEXT_SECRET = 16


class NotATextService(ValueError):
    """The address names nothing that sends texts; says why, to stand after the name of the variable."""


def text_service(given: str) -> TextService:
    """Read who sends texts: `twilio://SID:TOKEN@api.twilio.com?from=+1…`, `webhook+https://:SECRET@host/path`."""
    url = split(given)
    if url is not None and url.scheme in TWILIO_SCHEMES and url.hostname:
        return _twilio(url)
    if url is not None and url.scheme in GATEWAY_SCHEMES and url.hostname:
        return _text_gateway(url)
    raise NotATextService("names nothing that sends texts")


def _twilio(url: SplitResult) -> Twilio:
    options = parse_qs(url.query.replace("+", "%2B"))
    sender, service = (options.get(name, [""])[0] for name in ("from", "messaging_service"))
    if not TWILIO_ACCOUNT.fullmatch(url.username or "") or not url.password:
        raise NotATextService("lacks the Account SID (AC…) or its auth token")
    if (
        url.path.strip("/")
        or not options.keys() <= {"from", "messaging_service"}
        or bool(sender) == bool(service)
    ):
        raise NotATextService("does not name one of from and messaging_service")
    if (sender and not TEXT_SENDER.fullmatch(sender)) or (
        service and not MESSAGING_SERVICE.fullmatch(service)
    ):
        raise NotATextService(
            "has a from that is no number as +13125550100, or a messaging_service that is no MG…"
        )
    return Twilio(
        origin=f"{TWILIO_SCHEMES[url.scheme]}://{url.netloc.rpartition('@')[2]}",
        account=url.username or "",
        token=unquote(url.password),
        sender=sender,
        messaging_service=service,
    )


def _text_gateway(url: SplitResult) -> TextGateway:
    secret = unquote(url.password or "")
    if url.username or len(secret) < SHORTEST_TEXT_SECRET:
        raise NotATextService(f"lacks a secret of at least {SHORTEST_TEXT_SECRET} characters before the @")
    rest = f"?{url.query}" if url.query else ""
    host = url.netloc.rpartition("@")[2]
    return TextGateway(f"{GATEWAY_SCHEMES[url.scheme]}://{host}{url.path or '/'}{rest}", secret)
