"""What forms hand to home, navigation, the Library and the demo practice."""

from app.forms.admin import ADMIN
from app.forms.assigning import panel as assigning
from app.forms.assigning import repeating
from app.forms.demo import add_forms
from app.forms.entering import panel as entering
from app.forms.filling import panel as filling
from app.forms.filling.listing import names_of
from app.forms.instruments.staff_controller import InstrumentController, ScoresController
from app.forms.library import panel as library
from app.forms.printing.controller import ChartPaperController, PaperController
from app.forms.printing.exporting import exported
from app.forms.reviewing import head
from app.forms.reviewing import panel as reviewing
from app.forms.reviewing.filed import filed
from app.forms.reviewing.late import LATE as UNREVIEWED
from app.forms.rules import READING
from app.forms.safety import mending
from app.forms.safety import panel as safety
from app.forms.safety.late import LATE as UNSEEN
from app.web.language import _l
from app.web.panel import Bar, PageTab, Panel

PANEL = Panel(
    name="forms",
    title=_l("Complete Forms"),
    path="/forms",
    seen_by=READING,
    head_parts=(head.PART,),
    icon="clipboard-list",
    handlers=(*filling.HANDLERS, PaperController),
    tile=filling.TILE,
    badge=filling.WAITING,
    page_tabs=(PageTab(Bar.LIBRARY, _l("Forms"), "/forms", order=10),),
    demo=add_forms,
    named=names_of,
    staff_handlers=(
        *safety.HANDLERS,
        *library.HANDLERS,
        *assigning.HANDLERS,
        *reviewing.HANDLERS,
        *entering.HANDLERS,
        ScoresController,
        InstrumentController,
        ChartPaperController,
    ),
    portal_sections=assigning.SECTIONS,
    admin=ADMIN,
    chart_tabs=reviewing.TABS,
    mendings=(mending.MENDING, repeating.MENDING),
    late=(*UNSEEN, *UNREVIEWED),
    filed=filed,
    exported=exported,
)
