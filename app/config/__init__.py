"""The environment, read once into a frozen value. What cannot be served with is refused, all of it at once."""

import ctypes
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from app import addresses
from app.addresses import (
    DatabaseStorage,
    FolderStorage,
    MailServer,
    NotAMailServer,
    NotATextService,
    Scanner,
    StoragePlace,
    StripeAccount,
    TextService,
)
from app.config.keys import KEY_BYTES, FieldKey, decoded, development_keys, fresh_keys, is_plain

__all__ = ["FieldKey", "development_keys", "fresh_keys"]

PROJECT_ROOT = Path(__file__).resolve().parents[2]
AN_ORIGIN = "https://portal.practice.org"
A_MAIL_SERVER = "smtp://user:password@mail.practice.org:587"
A_STORAGE = "database:, file:///folder or s3://key:secret@bucket/prefix?region=us-east-1"
A_SCANNER = "tcp://host:3310 or unix:///run/clamav/clamd.sock"
A_TEXT_SERVICE = "twilio://SID:TOKEN@api.twilio.com?from=+13125550100 or webhook+https://:SECRET@host/path"
A_MAILBOX = "the one address that mails come from, as portal@practice.org"
A_STRIPE_KEY = "set it to the one under Developers, API keys, beginning with sk_live_"
A_WHSEC = "set it to the one under Developers, Webhooks, beginning with whsec_"
FRESH = "`python -m app keys` prints a fresh line for it"
NONE = "none"
"""What SMTP_URL and SMS_URL say where nothing is to be sent."""
PR_SET_DUMPABLE = 4
"""Of prctl(2)."""
TELLTALES = (b"change", b"example", b"default", b"insecure", b"development", b"secret", b"password")

Choice = TypeVar("Choice", bound=StrEnum)


class Environment(StrEnum):
    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Worker(StrEnum):
    INSIDE = "inside"
    SEPARATE = "separate"


class Payments(StrEnum):
    """Who takes cards; nobody, where PAYMENTS is unset."""

    NONE = ""
    STRIPE = "stripe"
    DEMO = "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    environment: Environment
    port: int
    public_url: str
    secret_key: bytes
    field_keys: tuple[FieldKey, ...]
    database_url: str | None
    redis_url: str | None
    mail_server: MailServer | None
    """None where mails are kept for `/development/outbox`, and where they are switched off."""
    mail_from: str
    mail_is_off: bool
    text_service: TextService | None
    """None where texts are kept for `/development/outbox`, and where they are switched off."""
    texts_are_off: bool
    payments: Payments
    stripe: StripeAccount | None
    """None unless cards are taken by Stripe."""
    storage: StoragePlace
    scanner: Scanner | None
    """None where no virus scanner is set up."""
    data_dir: Path
    trusted_proxy_hops: int
    worker: Worker

    @property
    def is_production(self) -> bool:
        return self.environment is Environment.PRODUCTION

    @property
    def is_secure(self) -> bool:
        return self.public_url.startswith("https://")

    def __repr__(self) -> str:
        return f"Config({self.environment}, {self.public_url})"  # never keys, nor the passwords in addresses


class Unfit(Exception):
    """The environment cannot be served with; each of `problems` is a sentence for whoever runs the portal."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


_current: Config | None = None


def current() -> Config:
    """Give the configuration of this process, reading the environment the first time."""
    global _current
    if _current is None:
        _current = read(completed(os.environ))
    return _current


def settle(config: Config) -> None:
    """Make `config` the configuration of this process, before anything has read another one."""
    global _current
    if _current not in (None, config):
        raise RuntimeError("The configuration was read before it was settled: import later.")
    _current = config


def keep_to_ourselves() -> None:
    """Close this process's environment and memory, with the keys in them, to other programs of the same user.

    Linux only; elsewhere nothing is closed. Root reads them all the same, and what was written to a file (`keys.env` of
    a development) is not closed by it. A crash leaves no core dump. What is started from here is not closed itself.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def read(environ: Mapping[str, str]) -> Config:
    """Read the configuration from `environ`. Raises Unfit with every problem at once."""
    return _Reading(environ).config()


def completed(environ: Mapping[str, str]) -> Mapping[str, str]:
    """Add the keys kept in DATA_DIR to a development environment that names none."""
    is_production = environ.get("PORTAL_ENV", "").strip() == Environment.PRODUCTION
    if is_production or (environ.get("SECRET_KEY") and environ.get("FIELD_KEYS")):
        return environ
    return development_keys(_data_dir(environ)) | {name: value for name, value in environ.items() if value}


def _data_dir(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("DATA_DIR") or PROJECT_ROOT / "var").expanduser().resolve()


class _Reading:
    """One reading of the environment: takes each value, or notes the sentence that says how to mend it."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []
        self.refuse = self.problems.append
        self.environment = self.choice("PORTAL_ENV", Environment.DEVELOPMENT)
        self.is_production = self.environment is Environment.PRODUCTION

    def config(self) -> Config:
        port = self.number("PORT", default=8000, least=1, most=65535)
        config = Config(
            environment=self.environment,
            port=port,
            public_url=self.public_url(port),
            secret_key=self.secret_key(),
            field_keys=self.field_keys(),
            database_url=self.database_url(),
            redis_url=self.redis_url(),
            mail_server=self.mail_server(),
            mail_from=self.mail_from(),
            mail_is_off=self.text("SMTP_URL") == NONE,
            text_service=self.text_service(),
            texts_are_off=self.text("SMS_URL") == NONE or (self.is_production and not self.text("SMS_URL")),
            payments=self.payments(),
            stripe=self.stripe(),
            storage=self.storage(),
            scanner=self.scanner(),
            data_dir=_data_dir(self.environ),
            trusted_proxy_hops=self.number("TRUSTED_PROXY_HOPS", default=0, least=0, most=10),
            worker=self.choice("WORKER", Worker.INSIDE),
        )
        self.check_together(config)
        if self.problems:
            raise Unfit(self.problems)
        return config

    def text(self, name: str) -> str:
        return self.environ.get(name, "").strip()

    def choice(self, name: str, default: Choice) -> Choice:
        given = self.text(name)
        try:
            return type(default)(given or default)
        except ValueError:
            self.refuse(f"{name} is “{given}”: set it to {' or '.join(type(default))}.")
            return default

    def number(self, name: str, *, default: int, least: int, most: int) -> int:
        given = self.text(name) or str(default)
        if given.isascii() and given.isdigit() and least <= int(given) <= most:
            return int(given)
        self.refuse(f"{name} is “{given}”: set it to a whole number from {least} to {most}.")
        return default

    def public_url(self, port: int) -> str:
        given = self.text("PUBLIC_URL")
        if not given and self.is_production:
            self.refuse(f"PUBLIC_URL is missing: set it to the address clients open, as {AN_ORIGIN}.")
        if not given:
            return f"http://localhost:{port}"
        url = addresses.split(given)
        if url is None or not addresses.is_origin(url):
            self.refuse(f"PUBLIC_URL is “{given}”: set it to scheme and host without path, as {AN_ORIGIN}.")
            return given
        if self.is_production and url.scheme != "https":
            self.refuse(f"PUBLIC_URL does not start with https://: in production set it so, as {AN_ORIGIN}.")
        return addresses.origin(url)

    def secret_key(self) -> bytes:
        key = self.text("SECRET_KEY").encode()
        if not key:
            self.refuse(f"SECRET_KEY is missing: {FRESH}.")
        elif len(key) < KEY_BYTES:
            self.refuse(f"SECRET_KEY is shorter than {KEY_BYTES} characters: {FRESH}.")
        elif self.is_production and (is_plain(key) or any(word in key.lower() for word in TELLTALES)):
            self.refuse(f"SECRET_KEY can be guessed (a default, an example or a repetition): {FRESH}.")
        return key

    def field_keys(self) -> tuple[FieldKey, ...]:
        given = self.text("FIELD_KEYS")
        if not given:
            self.refuse(f"FIELD_KEYS is missing: {FRESH}.")
            return ()
        keys = tuple(key for part in given.split(",") if (key := self.field_key(part.strip())) is not None)
        if len({key.id for key in keys}) < len(keys):
            self.refuse("FIELD_KEYS has the same number twice: give each key a number never used before.")
        if len({key.key for key in keys}) < len(keys):
            self.refuse(f"FIELD_KEYS has the same key under two numbers: {FRESH}.")
        return keys

    def field_key(self, part: str) -> FieldKey | None:
        number, _, encoded = part.partition(":")
        key = decoded(encoded)
        if not (number.isascii() and number.isdigit() and 1 <= int(number) <= 255) or len(key) != KEY_BYTES:
            self.refuse(
                f"FIELD_KEYS has a part that is not number:key (1 to 255, 32 bytes base64url): {FRESH}."
            )
            return None
        if self.is_production and is_plain(key):
            self.refuse(f"FIELD_KEYS has a key that can be guessed under number {number}: {FRESH}.")
        return FieldKey(int(number), key)

    def database_url(self) -> str | None:
        given = self.text("DATABASE_URL")
        if not given:
            if self.is_production and not self.text("DATA_DIR"):
                self.refuse(
                    "DATABASE_URL is missing: set it, or DATA_DIR to a mounted volume for a database."
                )
            return None
        url = addresses.split(given)
        if url is None or not addresses.names_a_database(url):
            self.refuse("DATABASE_URL is not of PostgreSQL: set it to postgresql://user:password@host/name.")
            return None
        return f"postgresql:{given.partition(':')[2]}"

    def redis_url(self) -> str | None:
        given = self.text("REDIS_URL")
        if not given:
            return None
        url = addresses.split(given)
        place = {"redis": "hostname", "rediss": "hostname", "unix": "path"}.get(url.scheme) if url else None
        if place is None or not getattr(url, place):
            self.refuse("REDIS_URL is not of Redis: set it to redis://host:6379, rediss://… or unix:///path.")
            return None
        return given

    def mail_server(self) -> MailServer | None:
        given = self.text("SMTP_URL")
        if given == NONE or not (given or self.is_production):
            return None
        try:
            return addresses.mail_server(given)
        except NotAMailServer as problem:
            self.refuse(f"SMTP_URL {problem}: set it to {A_MAIL_SERVER}, or to none to send no e-mail.")
            return None

    def mail_from(self) -> str:
        given = self.text("MAIL_FROM")
        if given and not addresses.is_mail_address(given):
            self.refuse(f"MAIL_FROM is “{given}”: set it to {A_MAILBOX}.")
        return given

    def text_service(self) -> TextService | None:
        given = self.text("SMS_URL")
        if given in ("", NONE):
            return None
        try:
            service = addresses.text_service(given)
        except NotATextService as problem:
            self.refuse(f"SMS_URL {problem}: set it to {A_TEXT_SERVICE}, or leave it out to send no texts.")
            return None
        if service.is_plain and self.is_production:
            self.refuse(f"SMS_URL would send texts unencrypted: in production set it to {A_TEXT_SERVICE}.")
        return service

    def payments(self) -> Payments:
        given = self.text("PAYMENTS")
        if given not in set(Payments):
            self.refuse(f"PAYMENTS is “{given}”: set it to stripe, or leave it out to take no cards.")
            return Payments.NONE
        if given == Payments.DEMO and self.is_production:
            self.refuse(
                "PAYMENTS is demo, which moves no money: in production set it to stripe, or leave it out."
            )
        return Payments(given)

    def stripe(self) -> StripeAccount | None:
        if self.text("PAYMENTS") != Payments.STRIPE:
            return None
        account = StripeAccount(
            secret_key=self.text("STRIPE_SECRET_KEY"),
            webhook_secret=self.text("STRIPE_WEBHOOK_SECRET"),
            stand_in=self.stand_in(),
        )
        if not account.secret_key.startswith(addresses.LIVE_KEYS + addresses.TEST_KEYS):
            self.refuse(f"STRIPE_SECRET_KEY is no secret key of Stripe: {A_STRIPE_KEY}.")
        elif self.is_production and not account.is_live:
            self.refuse("STRIPE_SECRET_KEY is a test key: in production set it to the live one, sk_live_….")
        elif account.is_live and not self.is_production:
            self.refuse(
                "STRIPE_SECRET_KEY is a live key: outside production set it to a test key, sk_test_…."
            )
        if not account.webhook_secret.startswith("whsec_"):
            self.refuse(f"STRIPE_WEBHOOK_SECRET is no signing secret of Stripe: {A_WHSEC}.")
        return account

    def stand_in(self) -> str:
        given = self.text("STRIPE_URL")
        url = addresses.split(given) if given else None
        if given and (url is None or not addresses.is_origin(url)):
            self.refuse("STRIPE_URL is not the address of a stand-in for Stripe: leave it out.")
            return ""
        if given and self.is_production:
            self.refuse("STRIPE_URL is for development, where something stands in for Stripe: leave it out.")
        return addresses.origin(url) if url is not None else ""

    def storage(self) -> StoragePlace:
        """Read where files are kept: by default a folder, and in production the database, whose disk lasts."""
        given = self.text("STORAGE_URL")
        if not given and self.is_production:
            return DatabaseStorage()
        folder = FolderStorage(str(_data_dir(self.environ) / "files"))
        place = addresses.storage_place(given) if given else folder
        if place is None:
            self.refuse(f"STORAGE_URL names no storage: set it to {A_STORAGE}.")
            return folder
        if isinstance(place, FolderStorage) and self.is_production and not self.text("DATA_DIR"):
            self.refuse("STORAGE_URL is a folder: set DATA_DIR to a mounted volume too, or leave it out.")
        return place

    def scanner(self) -> Scanner | None:
        given = self.text("CLAMAV_URL")
        found = addresses.scanner(given) if given else None
        if given and found is None:
            self.refuse(f"CLAMAV_URL is not of clamd: set it to {A_SCANNER}.")
        return found

    def check_together(self, config: Config) -> None:
        """Refuse values that are each well-formed and contradict one another."""
        secrets_given = (config.secret_key, decoded(self.text("SECRET_KEY")))
        if any(key.key in secrets_given for key in config.field_keys):
            self.refuse(f"SECRET_KEY is one of FIELD_KEYS: let them differ, {FRESH}.")
        if config.mail_server is not None and not config.mail_from:
            self.refuse(f"MAIL_FROM is missing beside SMTP_URL: set it to {A_MAILBOX}.")
        if self.is_production and config.worker is Worker.SEPARATE and config.redis_url is None:
            self.refuse("WORKER is separate and REDIS_URL is missing: set it, or WORKER to inside.")
