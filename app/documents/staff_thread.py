"""A chart's documents as its tab shows them: the thread Documents Updated via Portal, and the portal folder."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.documents.listing import DocumentLine
from app.documents.rules import Ask, can_share, is_shared
from app.files.rules import TO_STAFF, Reason
from app.files.tables import FileState
from app.web.language import Phrase, _l, gettext
from app.web.panel import Filed
from app.web.templates import day_short, local


class Happened(StrEnum):
    """What came in through the portal."""

    UPLOADED = "uploaded"
    FILLED = "filled"
    SIGNED = "signed"
    ACKNOWLEDGED = "acknowledged"


HAPPENED: dict[Happened, Phrase] = {
    Happened.UPLOADED: _l("Uploaded"),
    Happened.FILLED: _l("Filled in"),
    Happened.SIGNED: _l("Signed"),
    Happened.ACKNOWLEDGED: _l("Acknowledged"),
}
ASKS: dict[Ask, Phrase] = {
    Ask.NOTHING: _l("Nothing: it is there to read"),
    Ask.ACKNOWLEDGE: _l("Read it and say so"),
    Ask.SIGN: _l("Sign it"),
    Ask.FILL: _l("Download, fill in and send back"),
}
TO_DO: dict[Ask, Phrase] = {
    Ask.NOTHING: _l("Shared"),
    Ask.ACKNOWLEDGE: _l("To be acknowledged"),
    Ask.SIGN: _l("To be signed"),
    Ask.FILL: _l("To be filled in"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the thread: what a client sent or completed, and the blank it is the filled one of."""

    document: DocumentLine
    blank: DocumentLine | None
    words: str
    look: str
    by: str
    at: datetime
    check: "Check | None"
    signed: str
    """By whose account it was signed and as whom, as a sentence; empty where it was not."""
    reviewed: str
    """Who has reviewed it and when, as a sentence; empty until somebody has."""

    @property
    def id(self) -> UUID:
        return self.document.id


@dataclass(frozen=True, slots=True)
class Check:
    """How far the check of a file is, where it is not simply clean; `sentence`: why it was held back."""

    words: str
    look: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A document of the practice's: in the portal folder, taken back, or in the chart only."""

    document: DocumentLine
    words: str
    look: str
    notes: tuple[str, ...]
    check: Check | None
    shared: bool
    may_be_shared: bool


@dataclass(frozen=True, slots=True)
class ChartDocuments:
    thread: tuple[Entry | Filed, ...]
    folder: tuple[Kept, ...]
    """What is in the portal folder, or was taken back from it."""
    chart_only: tuple[Kept, ...]
    held: bool
    """Whether a file of the thread waits on the quarantine page."""


def documents_shown(lines: Iterable[DocumentLine], filed: Iterable[Filed] = ()) -> ChartDocuments:
    """Put a chart's documents, the newest first, into its thread, with what else is filed there, and the practice's own."""
    found = tuple(lines)
    by_id = {line.id: line for line in found}
    thread: list[Entry | Filed] = [*filed]
    thread += [entry for line in found if (entry := _entry(line, by_id)) is not None]
    thread.sort(key=lambda entry: (entry.at, entry.id), reverse=True)
    kept = [kept_line(line) for line in found if not line.facts.from_client]
    folder = tuple(line for line in kept if line.document.facts.shared_at is not None)
    chart_only = tuple(line for line in kept if line.document.facts.shared_at is None)
    held = any(line.file.state is FileState.QUARANTINED for line in found)
    return ChartDocuments(tuple(thread), folder, chart_only, held)


def _entry(line: DocumentLine, by_id: dict[UUID, DocumentLine]) -> Entry | None:
    """Give the line of the thread that a document is; None for what did not come in through the portal."""
    happened, at, by = Happened.UPLOADED, line.sent_at, line.sent_by
    blank = by_id.get(line.answers) if line.answers else None
    if blank is not None:
        happened = Happened.FILLED
    if not line.facts.from_client:
        if line.facts.completed_at is None or line.ask is Ask.FILL:
            return None
        happened = Happened.SIGNED if line.ask is Ask.SIGN else Happened.ACKNOWLEDGED
        at, by = line.facts.completed_at, line.completed_by
    return Entry(
        document=line,
        blank=blank,
        words=str(HAPPENED[happened]),
        look="" if happened is Happened.UPLOADED else "ok",
        by=by,
        at=at,
        check=check_of(line),
        signed=signed(line),
        reviewed=reviewed(line),
    )


def check_of(line: DocumentLine) -> Check | None:
    """Say how far the check of a document's file is; None where it is clean."""
    if line.file.is_clean:
        return None
    if line.file.state is not FileState.QUARANTINED:
        return Check(gettext("Being checked"), "")
    sentence = str(TO_STAFF[line.file.reason]) if line.file.reason else ""
    if line.file.reason is Reason.REMOVED:
        return Check(gettext("Removed"), "", sentence)
    if line.file.reason is Reason.UNCHECKED:
        return Check(gettext("Could not be checked"), "warn", sentence)
    return Check(gettext("Held back"), "bad", sentence)


def signed(line: DocumentLine) -> str:
    if line.signature is None:
        return ""
    return gettext("Signed by %(who)s as %(name)s") % {"who": line.signer, "name": line.signature.name}


def reviewed(line: DocumentLine) -> str:
    if line.reviewed_at is None:
        return ""
    return gettext("Reviewed by %(name)s on %(day)s") % {
        "name": line.reviewed_by,
        "day": _day(line.reviewed_at),
    }


def kept_line(line: DocumentLine) -> Kept:
    words, look = _standing(line)
    return Kept(
        document=line,
        words=words,
        look=look,
        notes=tuple(_notes(line)),
        check=check_of(line),
        shared=is_shared(line.facts),
        may_be_shared=can_share(line.facts, held=line.file.state is FileState.QUARANTINED),
    )


def _standing(line: DocumentLine) -> tuple[str, str]:
    """Say how a document of the practice's stands, and how that looks."""
    if line.facts.never_shared:
        return gettext("Never shared"), ""
    if line.facts.withdrawn_at is not None:
        return gettext("Taken back"), ""
    if line.facts.shared_at is None:
        return gettext("Only in the chart"), ""
    if line.facts.completed_at is not None:
        return gettext("Completed"), "ok"
    if line.file.state is FileState.QUARANTINED:
        return gettext("Not shown to the client"), ""
    if line.ask is Ask.NOTHING:
        return str(TO_DO[line.ask]), "ok"
    return str(TO_DO[line.ask]), "bad" if line.overdue else "warn"


def _notes(line: DocumentLine) -> Iterable[str]:
    """Say what else is to be known of a document of the practice's."""
    facts = line.facts
    if facts.completed_at is not None:
        yield gettext("Completed by %(name)s on %(day)s") % {
            "name": line.completed_by,
            "day": _day(facts.completed_at),
        }
    if facts.withdrawn_at is not None:
        yield gettext("Taken back by %(name)s on %(day)s") % {
            "name": line.withdrawn_by,
            "day": _day(facts.withdrawn_at),
        }
    if is_shared(facts):
        yield from _due(line)
    if line.read_at is not None:
        yield gettext("Read on %(day)s") % {"day": _day(line.read_at)}
    elif is_shared(facts) and facts.completed_at is None:
        yield gettext("Not read by the client yet")


def _due(line: DocumentLine) -> Iterable[str]:
    if line.overdue and line.due_on is not None:
        yield gettext("Was due on %(day)s") % {"day": day_short(line.due_on)}
    elif line.due_on is not None and line.facts.completed_at is None:
        yield gettext("Due on %(day)s") % {"day": day_short(line.due_on)}


def _day(at: datetime) -> str:
    return day_short(local(at).date())
