"""E-mail: one letter to one address in the reader's language, handed to the mail server or kept for `/development/outbox`.

A letter names neither the practice nor a clinician: others may see it. See docs/decisions/0007.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from app import config
from app.addresses import is_mail_address
from app.notices import sent, smtp
from app.notices.letter_text import as_text, title_of
from app.notices.smtp import NotTaken, Undeliverable, own_name
from app.practice.settings import PRACTICE
from app.web.language import Language, gettext, speaking
from app.web.templates import environment

__all__ = ["Mail", "NotTaken", "Undeliverable", "as_message", "compose", "is_possible", "send", "sender"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A letter to one address, in plain words and the same in HTML."""

    to: str
    subject: str
    text: str
    html: str
    language: Language = Language.ENGLISH
    discreet: bool = False
    """Whether its sender, too, says nothing of the practice."""


@dataclass(frozen=True, slots=True)
class LetterHead:
    """Whom a letter comes from, as its head and foot say it; "" says nothing."""

    name: str
    phone_display: str = ""
    hours: str = ""


def compose(template: str, *, to: str, language: Language, discreet: bool = False, **values: Any) -> Mail:
    """Write a letter from a template such as "accounts/mail/invitation": its title is the subject.

    The plain words are taken from the HTML, so that both parts say the same. A `discreet` one comes from a client
    portal, of whom it does not say, and tells no phone number and no hours.
    """
    with speaking(language):
        html = environment.get_template(f"{template}.html").render(
            head=_head(discreet=discreet),
            portal=config.current().public_url,
            language=language.value,
            text_direction="ltr",
            to=to,
            **values,
        )
    return Mail(
        to=to,
        subject=title_of(html),
        text=as_text(html),
        html=html,
        language=language,
        discreet=discreet,
    )


def _head(*, discreet: bool) -> LetterHead:
    """Give the head of a letter in the language spoken."""
    if discreet:
        return LetterHead(gettext("Client portal"))
    return LetterHead(PRACTICE.mail_name, PRACTICE.phone_display, PRACTICE.hours)


def is_possible() -> bool:
    """Whether e-mail is sent at all: False where SMTP_URL is `none`."""
    return not config.current().mail_is_off


async def send(mail: Mail, *, message_id: UUID) -> None:
    """Send a letter once under `message_id`, the id of its outbox row, as work of a `Sending`.

    A repetition does nothing; after a death between handing over and noting it, the same Message-ID goes out again.
    Raises Undeliverable when the address is refused for good, or e-mail is switched off, and NotTaken when it
    may be taken later.
    """
    if not is_possible():
        raise Undeliverable("E-mail is switched off: SMTP_URL is none.")
    if await sent.is_sent(message_id):
        return
    message = as_message(mail, message_id)
    settled = config.current()
    if settled.mail_server is not None:
        await smtp.hand_over(message, server=settled.mail_server)
    await sent.note(message_id, to=mail.to, subject=mail.subject, text=mail.text)


def as_message(mail: Mail, message_id: UUID) -> EmailMessage:
    """Give a letter as it goes out; raises Undeliverable when it is not to one address, ValueError for a broken subject."""
    settled, host = config.current(), own_name()
    with speaking(mail.language):
        name = _head(discreet=mail.discreet).name
    message = EmailMessage()
    message["From"] = sender(name, settled.mail_from or f"portal@{host}")
    message["To"] = Address(addr_spec=_one_address(mail.to))
    message["Subject"] = _without_encoded_words(mail.subject)
    message["Date"] = datetime.now(UTC)
    message["Message-ID"] = f"<{message_id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = mail.language.value  # now: making the parts takes such headers away
    return message


def sender(name: str, address: str) -> Address:
    """Give whom a letter comes from; its name is one line of words, whatever stands in it."""
    line = "".join(letter for letter in " ".join(name.split()) if letter.isprintable())
    return Address(_without_encoded_words(line), addr_spec=address)


def _without_encoded_words(line: str) -> str:
    """Break up what would be decoded, a line's end and another header in it: encoded words, as of RFC 2047."""
    return line.replace("=?", "= ?")


def _one_address(given: str) -> str:
    """Give an address as every mail server can be handed it: its domain in ASCII."""
    local, _, domain = given.rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        address = ""
    if not is_mail_address(address):
        raise Undeliverable("That is not one e-mail address.")
    return address
