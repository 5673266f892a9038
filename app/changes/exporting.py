"""What was changed of a chart's parts, for the export of a client's whole portal record."""

from collections.abc import Callable, Mapping
from uuid import UUID

from app import db
from app.changes.access import is_hidden
from app.changes.listing import COLUMNS, NOBODY, STANDINGS, ChangeLine, change_line
from app.changes.parts import Part, Parts
from app.web.language import gettext
from app.web.panel import ExportedTable, Exporting
from app.web.templates import moment

EVERY = f"""
select {COLUMNS} from changed_field field join change_request request on request.id = field.request
where field.client = $1 and field.part = any($2) order by request.sent_at desc, field.position
"""

Shown = Callable[[Part, str, str], str]
"""Words the text of a field for whoever gets the export."""


def as_shown(part: Part, name: str, text: str) -> str:
    """Word a text as the pages show it."""
    return part.shown(name, text)


async def changes_table(
    asked: Exporting,
    parts: Parts,
    *,
    name: str,
    called: Mapping[UUID, str] = NOBODY,
    shown: Shown = as_shown,
) -> ExportedTable:
    """Give all changes of these parts, the newest first, without fields that are secret and sections that are hidden."""
    open_parts = {key: part for key, part in parts.items() if not is_hidden(part.section)}
    found = map(change_line, await db.rows(EVERY, asked.client_id, list(open_parts)))
    columns = (
        gettext("Sent"),
        gettext("By"),
        gettext("Part"),
        gettext("What"),
        gettext("Before"),
        gettext("Changed to"),
        gettext("How it stands"),
        gettext("Why"),
    )
    rows = tuple(
        _row(change, open_parts[change.part], called.get(change.subject, ""), shown)
        for change in found
        if not open_parts[change.part].field(change.field).secret
    )
    return ExportedTable(name, gettext("What was changed"), columns, rows)


def _row(change: ChangeLine, part: Part, called: str, shown: Shown) -> tuple[str, ...]:
    return (
        moment(change.sent_at),
        change.sent_by,
        f"{part.title}: {called}" if called else str(part.title),
        str(part.field(change.field).label),
        shown(part, change.field, change.old),
        shown(part, change.field, change.put),
        str(STANDINGS[change.standing][0]),
        change.reason,
    )
