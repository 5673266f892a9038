"""What clients are told: that something waits, and where. Nothing of what it is, from whom, or when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.notices.preferences import Notice
from app.notices.tables import NoticeState
from app.web.language import Phrase, _l, gettext

SOMETHING = _l("Something is waiting for you")
SEVERAL = _l("Several things are waiting for you")
WORDS: Mapping[Notice, Phrase] = {
    Notice.MESSAGE: _l("A new message is waiting for you"),
    Notice.DOCUMENT: _l("A document is waiting for you"),
    Notice.FORM: _l("A form is waiting for you"),
    Notice.APPOINTMENT: _l("Something about your appointment is waiting for you"),
    Notice.BILL: _l("A bill is waiting for you"),
}
KINDS: Mapping[Notice, Phrase] = {
    Notice.MESSAGE: _l("Message"),
    Notice.DOCUMENT: _l("Document"),
    Notice.FORM: _l("Form"),
    Notice.APPOINTMENT: _l("Appointment"),
    Notice.BILL: _l("Bill"),
}
"""How staff read what a client was told of."""
STATES: Mapping[NoticeState, tuple[Phrase, str]] = {
    NoticeState.WAITING: (_l("Waits to be sent"), ""),
    NoticeState.SENT: (_l("Sent"), "ok"),
    NoticeState.FAILED: (_l("Could not be sent"), "warn"),
    NoticeState.NOT_NEEDED: (_l("Not needed any more"), ""),
    NoticeState.REDIRECTED: (_l("Goes another way"), ""),
    NoticeState.UNKNOWN: (_l("Not known whether it arrived"), "warn"),
}
"""How each state reads, and how it looks."""
MOST_NAMED = 10
"""How many things a letter has a link for; the others wait behind them."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, and the link to it."""

    notice: Notice
    link: str


def subject(waiting: Sequence[Waiting], *, discreet: bool) -> str:
    """Say what waits in a line; to who wants to be told discreetly, only that something does."""
    if discreet:
        return str(SOMETHING)
    return str(WORDS[waiting[0].notice] if len(waiting) == 1 else SEVERAL)


def lines(waiting: Sequence[Waiting], *, home: str, discreet: bool) -> list[tuple[str, str]]:
    """Give the things a letter names, each with its link; a discreet one names none, so several lead home."""
    if discreet:
        return [(str(SOMETHING), waiting[0].link if len(waiting) == 1 else home)]
    return [(str(WORDS[each.notice]), each.link) for each in waiting[:MOST_NAMED]]


def text(waiting: Sequence[Waiting], *, sender: str, home: str, discreet: bool) -> str:
    """Word a text message: from whom, what waits, where, and how to stop them."""
    said = subject(waiting, discreet=discreet)
    link = waiting[0].link if len(waiting) == 1 else home
    named = said if discreet else f"{sender}: {said}"
    return gettext("%(said)s: %(link)s Reply STOP to opt out.") % {"said": named, "link": link}
