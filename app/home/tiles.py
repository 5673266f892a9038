"""Home's tiles: all panels in one statement, and one by one only when that statement fails."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app import db
from app.web.logs import log_fault
from app.web.panel import Panel, Panels, Tile


@dataclass(frozen=True, slots=True)
class ShownTile:
    """A panel on home; `row` is None when the panel could not be read."""

    name: str
    title: str
    path: str
    icon: str
    hue: str
    template: str
    row: dict[str, Any] | None


async def tiles_of(client_id: UUID, panels: Panels) -> list[ShownTile]:
    """Give every panel's tile for a client; a panel that fails fails alone."""
    panels = tuple(panel for panel in panels if panel.tile is not None)
    if not panels:
        return []
    selected = ", ".join(f"'{panel.name}', ({_tile(panel).statement})" for panel in panels)
    try:
        row = await db.row(f"select json_build_object({selected}) as tiles", client_id)
        rows = json.loads(row["tiles"]) if row else {}
        return [_shown(panel, rows.get(panel.name)) for panel in panels]
    except db.UNREACHABLE:
        raise
    except Exception as fault:  # noqa: BLE001  # a broken panel must not take home with it
        log_fault("tiles failed together", fault)
        return [await tile_of(client_id, panel) for panel in panels]


async def tile_of(client_id: UUID, panel: Panel) -> ShownTile:
    """Give one panel's tile; its row is None when it cannot be read."""
    try:
        row = await db.row(f"select ({_tile(panel).statement}) as tile", client_id)
        return _shown(panel, json.loads(row["tile"]) if row else None)
    except db.UNREACHABLE:
        raise
    except Exception as fault:  # noqa: BLE001
        log_fault("tile failed", fault, kind=panel.name)
        return _shown(panel, None)


def _shown(panel: Panel, row: Any) -> ShownTile:
    return ShownTile(
        name=panel.name,
        title=str(panel.title),
        path=panel.address,
        icon=panel.icon,
        hue=panel.name,
        template=_tile(panel).template,
        row=None if row is None else _tile(panel).shown(row),
    )


def _tile(panel: Panel) -> Tile:
    if panel.tile is None:
        raise LookupError(f"{panel.name} has no tile.")
    return panel.tile
