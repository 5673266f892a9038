"""Handing a letter to the mail server, and telling a refusal for good from one for now."""

import asyncio
from contextlib import suppress
from email.message import EmailMessage
from urllib.parse import urlsplit

import aiosmtplib

from app import config
from app.addresses import MailSecurity, MailServer, is_mail_address
from app.notices.outbox import Impossible, NotNow

ANSWER_SECONDS = 20
"""For a whole letter; with the sweep's own limit it must stay below the seconds a job may last."""
GOODBYE_SECONDS = 2
PERMANENT = 500
NOT_TAKEN = "NotTaken: "
"""With this begins the fault of a row whose letter or text was not taken yet; what was said of it follows."""


class Undeliverable(Impossible):
    """The recipient, or the letter to them, is refused for good; a use case marks it so."""


class NotTaken(NotNow):
    """The mail server was away, too busy, or refused us and not the recipient: later it may take the letter."""


async def hand_over(message: EmailMessage, *, server: MailServer) -> None:
    """Hand a letter over; returns once the server has taken it. Raises Undeliverable or NotTaken."""
    refusal = await _refusal_of(message, server)
    if refusal is not None:  # raised here, since the fault behind it may look like a database that is away
        raise refusal


async def greet(server: MailServer) -> None:
    """Connect and sign in, and send nothing; raises NotTaken."""
    refusal = await _refusal_of(None, server)
    if refusal is not None:
        raise refusal


async def _refusal_of(message: EmailMessage | None, server: MailServer) -> Undeliverable | NotTaken | None:
    client = _client(server)
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await client.connect()
            if message is not None:
                await _pass_on(client, message)
    except aiosmtplib.SMTPRecipientsRefused as refused:
        return _refusal(refused.recipients[0])
    except aiosmtplib.SMTPDataError as refused:
        return _refusal(refused)
    except TimeoutError:
        return NotTaken(f"It did not answer within {ANSWER_SECONDS} seconds")
    except (aiosmtplib.SMTPException, OSError) as fault:
        return NotTaken(f"{type(fault).__name__}: {fault}")
    finally:
        await _leave(client)
    return None


def own_name() -> str:
    """Give the portal's own name among machines."""
    host = urlsplit(config.current().public_url).hostname or ""
    return host if is_mail_address(f"portal@{host}") else "localhost"


def _client(server: MailServer) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.username,
        password=server.password,
        use_tls=server.security is MailSecurity.TLS,
        start_tls=server.security is MailSecurity.STARTTLS,
        timeout=ANSWER_SECONDS,
        local_hostname=own_name(),
    )


async def _pass_on(client: aiosmtplib.SMTP, message: EmailMessage) -> None:
    (recipient,) = message["To"].addresses
    (sender,) = message["From"].addresses
    await client.send_message(message, sender=sender.addr_spec, recipients=[recipient.addr_spec])


def _refusal(answer: aiosmtplib.SMTPResponseException) -> Undeliverable | NotTaken:
    kind = Undeliverable if answer.code >= PERMANENT else NotTaken
    return kind(f"{answer.code} {answer.message}")


async def _leave(client: aiosmtplib.SMTP) -> None:
    """Say goodbye where the connection still stands; what it has taken, it has taken."""
    with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
        async with asyncio.timeout(GOODBYE_SECONDS):
            await client.quit()
    client.close()
