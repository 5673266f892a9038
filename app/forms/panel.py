"""What forms hand to home, navigation, the Library and the demo practice."""

from app.forms.demo import add_forms
from app.forms.entering import panel as entering
from app.forms.filling import panel as filling
from app.forms.filling.listing import names_of
from app.forms.instruments.staff_controller import ScoresController
from app.forms.printing.controller import ChartPaperController, PaperController
from app.forms.reviewing import panel as reviewing
from app.forms.reviewing.filed import filed
from app.forms.safety import panel as safety
from app.forms.safety.mending import things_to_mend
from app.web.language import _l
from app.web.panel import Bar, PageTab, Panel

PANEL = Panel(
    name="forms",
    title=_l("Complete Forms"),
    path="/forms",
    icon="clipboard-list",
    handlers=(*filling.HANDLERS, PaperController),
    tile=filling.TILE,
    badge=filling.WAITING,
    page_tabs=(PageTab(Bar.LIBRARY, _l("Forms"), "/forms", order=10),),
    demo=add_forms,
    named=names_of,
    staff_handlers=(
        *safety.HANDLERS,
        *reviewing.HANDLERS,
        *entering.HANDLERS,
        ScoresController,
        ChartPaperController,
    ),
    chart_tabs=reviewing.TABS,
    mend=things_to_mend,
    filed=filed,
)
