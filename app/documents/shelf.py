"""The client's lists of documents, and what is said beside each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.accounts.sessions import CurrentChart
from app.documents.listing import DocumentLine
from app.documents.rules import Ask, Standing
from app.files.rules import SENTENCES
from app.files.tables import FileState
from app.web.language import Phrase, _l, gettext
from app.web.templates import day_short, local

MOST_SHOWN = 20
"""Documents of a list on the page of all lists; a link shows the list by itself, with all of it."""

LISTS: tuple[tuple[Standing, Phrase, Phrase], ...] = (
    (Standing.TO_DO, _l("To be completed"), _l("There is nothing for you to do.")),
    (Standing.COMPLETED, _l("Completed"), _l("What you complete is kept here.")),
    (
        Standing.FROM_PRACTICE,
        _l("From your practice"),
        _l("Your practice has not shared anything with you yet."),
    ),
    (Standing.SENT, _l("Sent by you"), _l("You have not sent anything yet.")),
)
"""In their order, each with what is said of it while it is empty."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in a list: a tag for how it stands, and a sentence under it ("" for none)."""

    document: DocumentLine
    tag: str
    look: str
    said: str
    answer: UUID | None
    """What the client sent for it."""

    @property
    def gone(self) -> bool:
        return self.document.standing is Standing.TAKEN_BACK


@dataclass(frozen=True, slots=True)
class Shelf:
    """One list; `more` counts what is not shown."""

    name: Standing
    title: str
    empty: str
    entries: tuple[Entry, ...]
    more: int

    @property
    def path(self) -> str:
        return f"/documents?show={self.name}"

    @property
    def waits(self) -> bool:
        """Whether some of it is being checked."""
        return any(entry.document.file.state.is_waiting for entry in self.entries)


def shelves_of(chart: CurrentChart, lines: tuple[DocumentLine, ...], *, only: str = "") -> tuple[Shelf, ...]:
    """Put documents into their lists; `only` names one that is wanted by itself, in full."""
    answers = {line.answers: line for line in reversed(lines) if line.answers is not None}
    entries = tuple(entry_of(chart, line, answers.get(line.id)) for line in lines)
    lists = [each for each in LISTS if each[0] == only] or LISTS
    most = MOST_SHOWN if len(lists) > 1 else None
    return tuple(_shelf(*each, entries, most=most) for each in lists)


def shelf_sent(chart: CurrentChart, lines: tuple[DocumentLine, ...], *, few: bool) -> Shelf:
    """Give the list of what was sent by itself, as it stands among the others or, without `few`, alone."""
    shelves = shelves_of(chart, lines, only="" if few else Standing.SENT)
    return next(shelf for shelf in shelves if shelf.name is Standing.SENT)


def _shelf(
    name: Standing, title: Phrase, empty: Phrase, entries: Iterable[Entry], *, most: int | None
) -> Shelf:
    found = [entry for entry in entries if _list_of(entry.document) is name]
    if name is Standing.TO_DO:
        found.sort(key=lambda entry: (entry.document.due_on is None, entry.document.due_on or 0))
    shown = tuple(found[:most])
    return Shelf(name, str(title), str(empty), shown, len(found) - len(shown))


def _list_of(line: DocumentLine) -> Standing | None:
    """Give where a document stands; what was taken back is left where it was."""
    return Standing.FROM_PRACTICE if line.standing is Standing.TAKEN_BACK else line.standing


def entry_of(chart: CurrentChart, line: DocumentLine, answer: DocumentLine | None = None) -> Entry:
    """Say how a document stands; `answer` is the last that was sent back for it."""
    tag, look = _tag(line)
    said = _said(chart, line) or _sent_in_vain(line, answer)
    return Entry(line, tag, look, said, answer.id if answer else None)


def _sent_in_vain(line: DocumentLine, answer: DocumentLine | None) -> str:
    if line.standing is not Standing.TO_DO or answer is None or answer.file.reason is None:
        return ""
    return gettext("What you sent back could not be accepted. %(why)s") % {
        "why": SENTENCES[answer.file.reason]
    }


def _tag(line: DocumentLine) -> tuple[str, str]:
    if line.standing is Standing.SENT:
        return _state(line.file.state)
    if line.standing is Standing.TAKEN_BACK:
        return gettext("Taken back"), ""
    if line.standing is Standing.COMPLETED:
        return gettext("Done"), "ok"
    if line.overdue:
        return gettext("Overdue"), "warn"
    return (gettext("New"), "new") if line.is_new else ("", "")


def _state(state: FileState) -> tuple[str, str]:
    if state is FileState.CLEAN:
        return gettext("Received"), "ok"
    if state is FileState.QUARANTINED:
        return gettext("Could not be accepted"), "bad"
    return gettext("Being checked"), ""


def _said(chart: CurrentChart, line: DocumentLine) -> str:
    facts = line.facts
    if line.standing is Standing.TAKEN_BACK and facts.withdrawn_at:
        return gettext("Your practice took this back on %(date)s.") % {"date": _on(facts.withdrawn_at)}
    if line.standing is Standing.COMPLETED and facts.completed_at:
        return _completed(line, _on(facts.completed_at))
    if line.standing is Standing.SENT:
        if line.file.reason is not None:
            return str(SENTENCES[line.file.reason])
        if line.sent_by != chart.actor.name:
            return gettext("Sent by %(name)s.") % {"name": line.sent_by}
    return ""


def _completed(line: DocumentLine, on: str) -> str:
    if line.signature is not None:
        words = gettext("Signed by %(who)s as %(name)s on %(date)s.")
        return words % {"who": line.signer, "name": line.signature.name, "date": on}
    if line.ask is Ask.FILL:
        return gettext("Sent back by %(name)s on %(date)s.") % {"name": line.completed_by, "date": on}
    return gettext("Read and confirmed by %(name)s on %(date)s.") % {"name": line.completed_by, "date": on}


def _on(at: datetime) -> str:
    return day_short(local(at).date())
