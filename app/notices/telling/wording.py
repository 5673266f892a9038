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
    Notice.RECORD: _l("Something you asked for is waiting for you"),
}
MANY: Mapping[Notice, Phrase] = {
    Notice.MESSAGE: _l("New messages in %(count)s conversations are waiting for you"),
    Notice.DOCUMENT: _l("%(count)s documents are waiting for you"),
    Notice.FORM: _l("%(count)s forms are waiting for you"),
    Notice.APPOINTMENT: _l("Something about %(count)s appointments is waiting for you"),
    Notice.BILL: _l("%(count)s bills are waiting for you"),
    Notice.RECORD: _l("%(count)s things you asked for are waiting for you"),
}
"""In place of WORDS where several of a kind wait."""
LISTS: Mapping[Notice, str] = {
    Notice.MESSAGE: "/messages",
    Notice.DOCUMENT: "/documents",
    Notice.FORM: "/forms",
    Notice.APPOINTMENT: "/appointments",
    Notice.BILL: "/billing",
    Notice.RECORD: "/record",
}
"""Where all of a kind stand."""
KINDS: Mapping[Notice, Phrase] = {
    Notice.MESSAGE: _l("Message"),
    Notice.DOCUMENT: _l("Document"),
    Notice.FORM: _l("Form"),
    Notice.APPOINTMENT: _l("Appointment"),
    Notice.BILL: _l("Bill"),
    Notice.RECORD: _l("Record"),
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


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, and the link to it."""

    notice: Notice
    link: str


def subject(waiting: Sequence[Waiting], *, discreet: bool) -> str:
    """Say what waits in a line; to who wants to be told discreetly, only that something does."""
    if discreet:
        return str(SOMETHING)
    said = _by_kind(waiting)
    return said[0][0] if len(said) == 1 else str(SEVERAL)


def lines(waiting: Sequence[Waiting], *, home: str, discreet: bool) -> list[tuple[str, str]]:
    """Give what a letter names, each with its link: all of a kind as one; a discreet one names none, so several lead home."""
    if discreet:
        return [(str(SOMETHING), waiting[0].link if len(waiting) == 1 else home)]
    return _by_kind(waiting)


def _by_kind(waiting: Sequence[Waiting]) -> list[tuple[str, str]]:
    """Word what waits of each kind, with a link that opens the right chart: to the one thing, or to all of them."""
    found = dict[Notice, list[Waiting]]()
    for each in waiting:
        found.setdefault(each.notice, []).append(each)
    return [
        (str(WORDS[notice]), these[0].link)
        if len(these) == 1
        else (str(MANY[notice]) % {"count": len(these)}, f"{these[0].link}/all")
        for notice, these in found.items()
    ]


def text(waiting: Sequence[Waiting], *, sender: str, home: str, discreet: bool) -> str:
    """Word a text message: from whom, what waits, where, and how to stop them."""
    said = subject(waiting, discreet=discreet)
    link = waiting[0].link if len(waiting) == 1 else home
    named = said if discreet else f"{sender}: {said}"
    return gettext("%(said)s: %(link)s Reply STOP to opt out.") % {"said": named, "link": link}
