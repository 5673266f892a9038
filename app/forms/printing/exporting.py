"""The forms of a chart for the export of a client's whole portal record: the list, and what was sent as PDFs."""

from collections.abc import AsyncIterator, Callable
from uuid import UUID

from app.forms.filling.listing import FormLine, all_forms, tag_of
from app.forms.filling.opened import opened_of
from app.forms.printing.paper import paper_of, pdf_of
from app.web.language import gettext
from app.web.panel import Exported, ExportedFile, ExportedTable, Exporting
from app.web.templates import day_short, local, moment

FOLDER = "forms"


async def exported(asked: Exporting) -> AsyncIterator[Exported]:
    """Give the forms that the client sees, each that was sent as it was last."""
    lines = [line for line in await all_forms(asked.client_id) if line.standing is not None]
    columns = (
        gettext("Form"),
        gettext("How it stands"),
        gettext("Asked for"),
        gettext("Due"),
        gettext("Sent"),
        gettext("By"),
        gettext("What it scored"),
    )
    yield ExportedTable("forms", gettext("Forms"), columns, tuple(map(_row, lines)))
    for line in lines:
        if line.sent_at is not None:
            name = f"{line.title.replace('/', '-')} {local(line.sent_at):%Y-%m-%d}.pdf"
            yield ExportedFile(f"{FOLDER}/{name}", _pdf(asked, line.id))


def _row(line: FormLine) -> tuple[str, ...]:
    return (
        line.title,
        tag_of(line)[0],
        moment(line.assigned_at),
        day_short(line.due_on) if line.due_on else "",
        moment(line.sent_at) if line.sent_at else "",
        line.sent_by,
        line.score,
    )


def _pdf(asked: Exporting, form_id: UUID) -> Callable[[], AsyncIterator[bytes]]:
    async def parts() -> AsyncIterator[bytes]:
        form = await opened_of(asked.client_id, form_id)
        if form is not None and form.sent is not None:
            yield await pdf_of(paper_of(form, form.sent, client=asked.client_name))

    return parts
