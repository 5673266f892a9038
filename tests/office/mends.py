"""What is to be mended of one panel, whatever else there is."""

from app.office.mending import things_to_mend
from app.web.panel import Mend, Panel


async def mends_of(panel: Panel) -> list[Mend]:
    return [mend for area in await things_to_mend((panel,)) if area.name == panel.name for mend in area.mends]
