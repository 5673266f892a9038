"""The e-mails of a test: sent by the worker's work over a real mail server, and read as people read them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from app.notices import outbox
from app.worker import EFFECTS
from tests import rows
from tests.mail_server import Inbox, Received, mail_server, sending_to
from tests.page import Browser, Page

LINK = re.compile(r"http://localhost:8000(/password/choose/[\w-]{64})")
PASSWORD = "grey otter walks at nine"
LATER = "update {} set {} = {} - make_interval(mins => $1)"


@contextmanager
def mailbox() -> Iterator[Inbox]:
    """Let the portal send to a mail server of this machine."""
    with mail_server() as inbox, sending_to(inbox):
        yield inbox


async def deliver(inbox: Inbox) -> list[Received]:
    """Let the worker do what is due, and give the letters that came."""
    before = len(inbox.letters)
    await outbox.deliver_all(effects=EFFECTS)
    await outbox.deliver_all(effects=EFFECTS)  # what the first work wrote down
    return inbox.letters[before:]


def links_in(letter: Received) -> list[str]:
    return LINK.findall(letter.part("plain"))


async def forget(browser: Browser, name: str, *, next: str = "") -> Page:  # noqa: A002
    """Ask for a link on the page for it."""
    await browser.open(f"/password/forgot?next={next}" if next else "/password/forgot")
    return await browser.press("E-mail me a link", username=name)


async def asked_link(inbox: Inbox, name: str) -> str:
    """Ask for a link, and give the one that comes."""
    await forget(Browser(), name)
    (letter,) = await deliver(inbox)
    (link,) = links_in(letter)
    return link


async def minutes_pass(minutes: int) -> None:
    """Let all askings and links become older."""
    await rows.change(LATER.format("link_asking", "asked_at", "asked_at"), minutes)
    await rows.change(
        "update sign_in_link set made_at = made_at - make_interval(mins => $1), ends_at = ends_at - make_interval(mins => $1)",
        minutes,
    )
