"""Where an export takes what is in it from: the panels, and what else is handed in."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from app.accounts.grants.rules import opens
from app.web.language import Phrase
from app.web.panel import Exported, Exporting, Panels, never


@dataclass(frozen=True, slots=True)
class Source:
    """One area of the portal, and what gives all that it holds of a chart."""

    area: str
    title: Phrase
    exported: Callable[[Exporting], AsyncIterator[Exported]]
    hidden: Callable[[], bool] = never

    def is_open(self, asked: Exporting) -> bool:
        """Whether it is shown to whoever gets the export."""
        return opens(asked.areas, self.area) and not self.hidden()


Sources = tuple[Source, ...]


def sources_of(panels: Panels) -> Sources:
    """Give what panels export, in their order."""
    return tuple(
        Source(panel.name, panel.title, panel.exported, panel.hidden)
        for panel in panels
        if panel.exported is not None
    )
