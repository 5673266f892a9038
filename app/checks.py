"""What must be well for the portal to run, each with how to mend it: `python -m app check`."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import asyncpg
import redis.asyncio as redis

from app.addresses import MailSecurity, TextService, Twilio, split
from app.config import Config, Payments

ANSWER_SECONDS = 5
STORAGE_SECONDS = 30
LOOK_SECONDS = 10
UNANSWERED = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
STANDS_STILL = timedelta(hours=1)
DISK_LOW_BYTES = 1_000_000_000
DISK_FULL_BYTES = 50_000_000


class Level(StrEnum):
    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    subject: str
    says: str


def failed(subject: str, says: str) -> Finding:
    return Finding(Level.FAIL, subject, says)


def any_failed(findings: Sequence[Finding]) -> bool:
    return any(finding.level is Level.FAIL for finding in findings)


def as_json(findings: Sequence[Finding]) -> str:
    return json.dumps([asdict(finding) for finding in findings], indent=2)


def as_text(findings: Sequence[Finding]) -> str:
    return "\n".join(f"{finding.level:<5} {finding.subject:<14} {finding.says}" for finding in findings)


async def findings(config: Config, *, send_to: str = "") -> list[Finding]:
    """Check everything there is to check in this configuration; with `send_to`, by a letter to that address too."""
    return [
        configuration(config),
        await database(config),
        await migrations(),
        await field_keys(),
        await messenger(config),
        await somebody_works_here(),
        await recurring_work(),
        await mail_server(config),
        await text_messages(config),
        await card_payments(config),
        disk(config),
        await file_storage(),
        await virus_scanner(config),
        *await web_address(config),
        *([await test_mail(send_to)] if send_to else []),
    ]


def configuration(config: Config) -> Finding:
    if config.is_secure and config.trusted_proxy_hops == 0:
        says = "TRUSTED_PROXY_HOPS is 0, so everybody seems to come from the router's address: set it to 1 behind one."
        return Finding(Level.WARN, "configuration", says)
    return Finding(Level.OK, "configuration", f"{config.environment} at {config.public_url}")


async def database(config: Config) -> Finding:
    try:
        connection = await asyncpg.connect(config.database_url, timeout=ANSWER_SECONDS)
        version = await connection.fetchval("SELECT current_setting('server_version')")
        await connection.close()
    except UNANSWERED as problem:
        return failed(
            "database", f"It does not answer ({problem}): check DATABASE_URL, and that it is running."
        )
    return Finding(Level.OK, "database", f"PostgreSQL {version}")


async def migrations() -> Finding:
    from app.db import open_pool
    from app.migrations import waiting_steps

    try:
        async with open_pool():
            waiting = await waiting_steps()
    except UNANSWERED as problem:
        return failed("migrations", f"They cannot be read ({problem}): mend the database first.")
    if waiting:
        return failed("migrations", f"{len(waiting)} not applied yet: run python -m app migrate.")
    return Finding(Level.OK, "migrations", "all applied")


async def field_keys() -> Finding:
    from app import db

    try:
        async with db.open_pool():
            return await keys_of_values()
    except UNANSWERED as problem:
        return failed("field keys", f"The values cannot be looked at ({problem}): mend what stands above.")


async def keys_of_values() -> Finding:
    """Look which keys the values need, by what each begins with; nothing is opened."""
    from app import rotation

    try:
        async with asyncio.timeout(LOOK_SECONDS):
            needs = rotation.Needs(await rotation.held())
    except TimeoutError:
        says = (
            f"{LOOK_SECONDS} s were too short to look at all values: python -m app rotate-keys takes longer."
        )
        return Finding(Level.WARN, "field keys", says)
    says = " ".join(needs.sentences())
    if needs.missing:
        return failed("field keys", says)
    is_well = not (needs.missing_to_read or needs.to_reseal)
    return Finding(Level.OK if is_well else Level.WARN, "field keys", says)


async def somebody_works_here() -> Finding:
    """Look whether anybody can sign in as staff."""
    from app import db

    try:
        async with db.open_pool():
            row = await db.row("select exists (select from staff_sign_in where active) as anybody")
    except UNANSWERED as problem:
        return failed("staff", f"They cannot be looked up ({problem}): mend what stands above.")
    if row is not None and row["anybody"]:
        return Finding(Level.OK, "staff", "somebody can sign in as staff")
    says = (
        "Nobody can sign in as staff yet: start the portal and open the address it logs, within a day, "
        "or run python -m app create-admin."
    )
    return Finding(Level.WARN, "staff", says)


async def recurring_work() -> Finding:
    from app import db

    try:
        async with db.open_pool():
            return await last_recurring_work()
    except UNANSWERED as problem:
        return failed("worker", f"What it did cannot be looked at ({problem}): mend what stands above.")


async def last_recurring_work() -> Finding:
    """Look whether some worker does what is done again and again: some of it is due several times an hour."""
    from app.notices.clock.service import last_begun

    begun, now = await last_begun(), datetime.now(UTC)
    start = "start the portal, or python -m app worker where WORKER is separate."
    if begun is None:
        return Finding(Level.WARN, "worker", f"Nothing has been done by itself yet: {start}")
    ago = f"{now - begun}".partition(".")[0]
    if now - begun > STANDS_STILL:
        return failed("worker", f"Nothing has been done by itself for {ago}: {start}")
    return Finding(Level.OK, "worker", f"began recurring work {ago} ago")


async def web_address(config: Config) -> list[Finding]:
    """Compare PUBLIC_URL with the acronym and domain of the settings; there is nothing to say while one is not set."""
    from app.db import open_pool
    from app.practice.settings import load_settings, setting

    try:
        async with open_pool():
            await load_settings()
    except UNANSWERED:  # said by the checks before
        return []
    acronym, domain = setting("practice_acronym"), setting("portal_domain")
    handed_out = f"https://{acronym}.{domain}"
    if not (acronym and domain):
        return []
    if handed_out == config.public_url:
        return [Finding(Level.OK, "web address", handed_out)]
    says = (
        f"PUBLIC_URL is {config.public_url}, the settings make it {handed_out}: "
        "clients are handed out the first; change the acronym, the portal domain or PUBLIC_URL."
    )
    return [Finding(Level.WARN, "web address", says)]


async def mail_server(config: Config) -> Finding:
    """Connect and sign in to the mail server, and send nothing."""
    if config.mail_is_off:
        return Finding(Level.WARN, "mail", "SMTP_URL is none: no e-mail is sent, nor any forgotten password.")
    server = config.mail_server
    if server is None:
        return Finding(Level.OK, "mail", f"kept for {config.public_url}/development/outbox")
    from app.notices.smtp import NotTaken, greet

    try:
        await greet(server)
    except NotTaken as problem:
        return failed("mail", f"{server.host} does not let us in ({problem}): check SMTP_URL.")
    if server.security is MailSecurity.NONE and server.host not in THIS_MACHINE:
        says = (
            f"Mails travel to {server.host} unencrypted, with their links: use smtp:// or smtps:// if it can."
        )
        return Finding(Level.WARN, "mail", says)
    return Finding(Level.OK, "mail", f"{server.host} lets us in, mails come from {config.mail_from}")


async def text_messages(config: Config) -> Finding:
    """Sign in to who sends texts, where that can be done without sending one."""
    service, calls = config.text_service, f"{config.public_url}/webhooks/texts"
    if service is None:
        says = "SMS_URL is not set: no texts are sent, and clients are not offered them."
        kept = f"kept for {config.public_url}/development/outbox"
        return Finding(Level.OK, "texts", says if config.texts_are_off else kept)
    from app.notices.smtp import NotTaken
    from app.notices.texts.handing import greet

    host = _host_of(service)
    try:
        if isinstance(service, Twilio):
            await greet(service)
    except NotTaken as problem:
        return failed("texts", f"{host} does not let us in ({problem}): check SMS_URL.")
    if service.is_plain and host not in THIS_MACHINE:
        return Finding(Level.WARN, "texts", f"Texts travel to {host} unencrypted: use its https address.")
    says = "lets us in" if isinstance(service, Twilio) else "is handed texts when there are some"
    return Finding(Level.OK, "texts", f"{host} {says}; let it send answers and reports to {calls}")


def _host_of(service: TextService) -> str:
    url = split(service.origin if isinstance(service, Twilio) else service.address)
    return (url.hostname if url else None) or ""


async def card_payments(config: Config) -> Finding:
    """Sign in to who takes cards, and look whether it tells us what becomes of payments; nothing is charged."""
    if config.stripe is None:
        is_demo = config.payments is Payments.DEMO
        says = "the demo processor: no money moves" if is_demo else "PAYMENTS is not set: no cards are taken."
        return Finding(Level.OK, "card payments", says)
    from app.billing.vendors.by_stripe import Stripe
    from app.billing.vendors.stripe_facts import NEEDED
    from app.billing.vendors.vendor import Unreachable

    address, events = f"{config.public_url}/webhooks/payments", "under Developers, Webhooks"
    try:
        told = await Stripe(config.stripe).events_told_to(address)
    except Unreachable as problem:
        return failed("card payments", f"Stripe does not let us in ({problem}): check STRIPE_SECRET_KEY.")
    if told == frozenset():
        says = f"Stripe tells nothing to {address}: let it, {events}, and set STRIPE_WEBHOOK_SECRET."
        return Finding(Level.WARN, "card payments", says)
    if told and "*" not in told and (missing := [event for event in NEEDED if event not in told]):
        says = f"Stripe does not tell of {', '.join(missing)}: choose them too, {events}."
        return Finding(Level.WARN, "card payments", says)
    mode = "" if config.stripe.is_live else ", in test mode: no money moves"
    if told is None:
        return Finding(Level.OK, "card payments", f"Stripe lets us in{mode}; let it tell events to {address}")
    return Finding(Level.OK, "card payments", f"Stripe lets us in and tells us of payments{mode}")


async def file_storage() -> Finding:
    from app import db

    try:
        async with db.open_pool():
            return await probe_of_storage()
    except UNANSWERED as problem:
        return failed("file storage", f"The database does not answer ({problem}): mend it first.")


async def probe_of_storage() -> Finding:
    """Put a few bytes in the storage of files, get them back and remove them."""
    from app import db
    from app.files.storage import Missing, StorageAway, storage

    place, written = db.new_id(), b"check"
    try:
        async with asyncio.timeout(STORAGE_SECONDS):
            await storage().put(place, _once(written))
            found = b"".join([part async for part in storage().get(place)])
            await storage().remove(place)
    except (Missing, StorageAway, *UNANSWERED) as problem:
        says = f"Files cannot be kept ({type(problem).__name__}): check STORAGE_URL, its key and that it may be written."
        return failed("file storage", says)
    if found != written:
        return failed("file storage", "It gives back other bytes than it was given: use another one.")
    return Finding(Level.OK, "file storage", "keeps files, gives them back and removes them")


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def virus_scanner(config: Config) -> Finding:
    from app.files import scanner

    if config.scanner is None:
        says = "CLAMAV_URL is not set: files are cleaned and not scanned for viruses."
        return Finding(Level.OK, "virus scanner", says)
    if await scanner.answers(config.scanner):
        return Finding(Level.OK, "virus scanner", "answers")
    says = "It does not answer, so every file waits unseen: check CLAMAV_URL, and that clamd is running."
    return failed("virus scanner", says)


async def test_mail(address: str) -> Finding:
    """Send a letter to `address` as the portal sends every other."""
    from app import db
    from app.notices import mail
    from app.web.language import Language

    letter = mail.compose("notices/mail/test", to=address, language=Language.ENGLISH)
    try:
        async with db.open_pool():
            await mail.send(letter, message_id=db.new_id())
    except (mail.Undeliverable, mail.NotTaken) as problem:
        return failed("test mail", f"{problem}: check SMTP_URL, MAIL_FROM and the address.")
    except UNANSWERED as problem:
        return failed("test mail", f"The database does not answer ({problem}): mend it first.")
    return Finding(Level.OK, "test mail", f"handed over for {address}; look whether it arrives")


async def messenger(config: Config) -> Finding:
    try:
        async with asyncio.timeout(ANSWER_SECONDS), redis.Redis.from_url(config.redis_url or "") as client:
            await client.ping()
    except (OSError, TimeoutError, redis.RedisError) as problem:
        return failed("redis", f"It does not answer ({problem}): check REDIS_URL, and that it is running.")
    return Finding(Level.OK, "redis", "answers")


def disk(config: Config) -> Finding:
    folder = next(folder for folder in (config.data_dir, *config.data_dir.parents) if folder.exists())
    free = shutil.disk_usage(folder).free
    says = f"{free // 1_000_000} MB free in {folder}"
    if free < DISK_FULL_BYTES:
        return failed("disk", f"{says}: make room, or nothing can be kept.")
    if free < DISK_LOW_BYTES:
        return Finding(Level.WARN, "disk", f"{says}: make room before it is full.")
    return Finding(Level.OK, "disk", says)
