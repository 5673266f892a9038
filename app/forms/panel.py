"""What forms hand to the navigation, the Library and the chart."""

from app.forms.assigning.listing import SECTION
from app.forms.assigning.staff_controller import AssigningController
from app.web.language import _l
from app.web.panel import Panel


def not_yet() -> bool:
    return True


PANEL = Panel(
    name="forms",
    title=_l("Complete Forms"),
    path="/forms",
    icon="clipboard-list",
    handlers=(),
    staff_handlers=(AssigningController,),
    portal_sections=(SECTION,),
    hidden=not_yet,
)
