"""What a panel is: one area of the portal, handed as a list to home, navigation and all that shows panels."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from litestar.types import ControllerRouterHandler

from app.web.language import Phrase


@dataclass(frozen=True, slots=True)
class Tile:
    """A panel's place on home.

    `statement` is one SQL expression giving a row of JSON for the client $1; `shown` turns that row into
    what the template `template` is given as `tile.row`.
    """

    statement: str
    shown: Callable[[Any], dict[str, Any]]
    template: str


@dataclass(frozen=True, slots=True)
class Panel:
    name: str
    """One word: the package, and the panel's colour."""
    title: Phrase
    path: str
    icon: str
    handlers: tuple[ControllerRouterHandler, ...]
    tile: Tile
    badge: str = "0"
    """An SQL expression: how many things wait for the client $1, at most 100."""
    staff_handlers: tuple[ControllerRouterHandler, ...] = ()
    demo: Callable[[Any], Awaitable[None]] | None = None
    """Adds the panel's part of the demo practice, which it is handed."""


Panels = tuple[Panel, ...]
