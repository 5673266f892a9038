"""Files that are answers: documents of the chart, to which the answer points by the id of the stored file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart
from app.documents import service as documents
from app.documents.attached import STATE_WORDS
from app.files import service as files
from app.files.rules import MEDIA_TYPES, Unacceptable, clean_name
from app.files.service import TakenIn
from app.files.tables import FileState
from app.forms.filling.fields import Typed
from app.forms.questionnaire import taking
from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.form import Form
from app.forms.questionnaire.shown import Limits, Look, Piece, ShownForm
from app.web.language import _l, gettext

TYPE = "select id from document_type where key = 'attachment'"
STATES = """
select file.id, file.state, document.id as document
from stored_file file left join document on document.file = file.id
where file.client = $1 and file.id = any($2)
"""
OTHER_KIND = _l("This question takes another kind of file. Please choose another one.")
TOO_LARGE = _l("This file is larger than this question takes. Please choose a smaller one.")


@dataclass(frozen=True, slots=True)
class FileShown:
    """How a file stands below its question; `path` opens it, "" while it does not."""

    words: str
    path: str


@dataclass(frozen=True, slots=True)
class TakenFiles:
    """The files that came with a page, by the names of their questions, and why one was not taken."""

    taken: tuple[tuple[str, TakenIn], ...] = ()
    refused: str = ""


async def take_in(typed: Typed) -> TakenFiles:
    """Take in the files of a page, before anything is locked; those that no answer comes to name are swept."""
    taken: list[tuple[str, TakenIn]] = []
    refused = ""
    for name, file in typed.files:
        try:
            taken.append((name, await files.take_in(file.parts, name=file.name)))
        except Unacceptable as why:
            refused = _refusal(file.name, str(why.sentence))
    return TakenFiles(tuple(taken), refused)


async def add(
    chart: CurrentChart, form: Form, answers: Answers, shown: ShownForm, taken: TakenFiles
) -> tuple[Answers, str]:
    """Make documents of the chart of files that were taken in, in the transaction under way, and answers of these.

    Gives the answers, and why a file is not among them ("" for none). Raises Unacceptable where the chart has no room.
    """
    refused = taken.refused
    places = dict(_places(shown))
    for name, file in taken.taken:
        sentence = _unfit(places[name], file) if name in places else str(OTHER_KIND)
        if sentence:
            refused = _refusal(file.name, sentence)
            continue
        file_id = await files.add(file, client_id=chart.client_id, from_client=True)
        (kind,) = await db.rows(TYPE)
        await documents.add_uploaded(chart, file_id, title=file.name, document_type=kind["id"])
        answers = taking.with_file(
            form,
            answers,
            name,
            file_id=file_id,
            title=file.name,
            media_type=MEDIA_TYPES[file.kind],
            size=file.size_bytes,
        )
    return answers, refused


async def files_in(chart: CurrentChart, shown: ShownForm) -> Mapping[UUID, FileShown]:
    """Say of every file among the answers how its check stands; asks the database only where there is one."""
    ids = [entry.file for piece in pieces_of(shown) for entry in piece.entries if entry.file]
    found = await db.rows(STATES, chart.client_id, ids) if ids else ()
    states = {row["id"]: _shown(row, opens=chart.opens("documents")) for row in found}
    gone = FileShown(gettext("It is not here any more"), "")
    return {file_id: states.get(file_id, gone) for file_id in ids}


def pieces_of(shown: ShownForm) -> Iterator[Piece]:
    """Give every piece of a form, those within others too."""
    for page in shown.pages:
        yield from pieces_within(page.pieces)


def pieces_within(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """Give pieces, and all that stand within them."""
    for piece in pieces:
        yield piece
        yield from pieces_within(piece.pieces)
        for row in piece.rows:
            yield from pieces_within(row.pieces)
        for entry in piece.entries:
            yield from pieces_within(entry.pieces)


def _shown(row: db.Record, *, opens: bool) -> FileShown:
    state = FileState(row["state"])
    path = f"/documents/{row['document']}" if opens and state is FileState.CLEAN and row["document"] else ""
    return FileShown(str(STATE_WORDS[state]), path)


def _places(shown: ShownForm) -> Iterator[tuple[str, Limits]]:
    for piece in pieces_of(shown):
        if piece.look is Look.FILE and not piece.read_only:
            yield from ((entry.name, piece.limits) for entry in piece.entries)


def _unfit(limits: Limits, file: TakenIn) -> str:
    if limits.media_types and MEDIA_TYPES[file.kind] not in limits.media_types:
        return str(OTHER_KIND)
    if limits.largest_bytes is not None and file.size_bytes > limits.largest_bytes:
        return str(TOO_LARGE)
    return ""


def _refusal(name: str, why: str) -> str:
    return gettext("%(name)s: %(why)s") % {"name": clean_name(name), "why": why}
