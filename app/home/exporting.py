"""The client's activity for the export of their whole portal record."""

from collections.abc import AsyncIterator, Callable

from app.activity.listing import names_in, spreadsheet_rows
from app.activity.service import Chosen, activity_of
from app.web.language import gettext
from app.web.panel import Exported, ExportedTable, Exporting, Panels

MOST = 50_000


def exported_by(panels: Panels) -> Callable[[Exporting], AsyncIterator[Exported]]:
    """Give what exports the log of a chart, its lines named by these panels."""

    async def exported(asked: Exporting) -> AsyncIterator[Exported]:
        """Give the log, newest first, without what areas tell that are not open to whoever gets it."""
        found = await activity_of(asked.client_id, chosen=Chosen(areas=asked.areas), most=MOST)
        theirs = tuple(panel for panel in panels if not asked.areas or panel.name in asked.areas)
        names = await names_in(found.lines, client_id=asked.client_id, panels=theirs)
        columns, *rows = spreadsheet_rows(found.lines, names=names)
        yield ExportedTable("activity", gettext("Activity"), columns, tuple(rows))

    return exported
