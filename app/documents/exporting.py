"""The documents of a chart for the export of a client's whole portal record: the list, and every file that opens."""

from collections.abc import AsyncIterator, Callable

from app.documents.listing import DocumentLine, documents_seen
from app.documents.rules import Ask, Standing
from app.documents.shelf import LISTS
from app.files.rules import clean_name, name_as
from app.files.service import FileLine, open_file
from app.files.storage import Missing
from app.web.language import gettext
from app.web.panel import Exported, ExportedFile, ExportedTable, Exporting
from app.web.templates import day_short, moment

FOLDER = "documents"


async def exported(asked: Exporting) -> AsyncIterator[Exported]:
    """Give the documents that the client sees, as they stand on their lists."""
    lines = await documents_seen(asked.client_id)
    columns = (
        gettext("Title"),
        gettext("Kind"),
        gettext("List"),
        gettext("Sent"),
        gettext("By"),
        gettext("Due"),
        gettext("What was done"),
    )
    yield ExportedTable("documents", gettext("Documents"), columns, tuple(map(_row, lines)))
    for line in lines:
        if line.opens:
            yield ExportedFile(f"{FOLDER}/{_name(line)}", _parts_of(line.file))


def _row(line: DocumentLine) -> tuple[str, ...]:
    return (
        _title(line),
        line.type_name,
        _list_of(line),
        moment(line.sent_at),
        line.sent_by,
        day_short(line.due_on) if line.due_on else "",
        _done(line),
    )


def _title(line: DocumentLine) -> str:
    """Give what the client's list calls it: of one that was taken back only its type."""
    return line.type_name if line.standing is Standing.TAKEN_BACK else line.title


def _list_of(line: DocumentLine) -> str:
    if line.standing is Standing.TAKEN_BACK:
        return gettext("Taken back")
    return next(str(title) for standing, title, _ in LISTS if standing is line.standing)


def _done(line: DocumentLine) -> str:
    if line.facts.completed_at is None:
        return ""
    values = {"name": line.signer, "date": moment(line.facts.completed_at)}
    if line.signature is not None:
        values = {"who": line.signer, "name": line.signature.name, "date": values["date"]}
        return gettext("Signed by %(who)s as %(name)s on %(date)s.") % values
    if line.ask is Ask.FILL:
        return gettext("Sent back by %(name)s on %(date)s.") % values
    return gettext("Read and confirmed by %(name)s on %(date)s.") % values


def _name(line: DocumentLine) -> str:
    return name_as(clean_name(line.title.replace("/", "-").replace("\\", "-")), line.file.kind)


def _parts_of(file: FileLine) -> Callable[[], AsyncIterator[bytes]]:
    async def parts() -> AsyncIterator[bytes]:
        opened = await open_file(file)
        if opened is None:
            raise Missing(str(file.id))
        async for part in opened.parts:
            yield part

    return parts
