"""What a panel is: one area of the portal, handed as a list to home, navigation and all that shows panels."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from litestar.types import ControllerRouterHandler

from app.web.admin import AdminPart
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
class Mend:
    """Something the practice should see to: what is wrong, and where it is put right."""

    sentence: str
    path: str
    label: str
    """What the link to `path` says."""


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
    admin: AdminPart | None = None
    """Its tables and action forms in Piccolo Admin."""
    demo: Callable[[Any], Awaitable[None]] | None = None
    """Adds the panel's part of the demo practice, which it is handed."""
    mend: Callable[[], Awaitable[list[Mend]]] | None = None
    """Finds what is not as it should be, for the page of things to mend."""


Panels = tuple[Panel, ...]
