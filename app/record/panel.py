"""What the record hands to the Library, to the chart and to staff."""

from app.record.asking import panel as asking
from app.record.demo import add_record
from app.record.desk import head
from app.record.desk import panel as desk
from app.record.exporting import panel as exporting
from app.record.exporting.clinical import exported
from app.record.importing import panel as importing
from app.record.reading import panel as reading
from app.record.reading.naming import names_of
from app.record.sending import panel as sending
from app.staff.rules import PermissionRule
from app.web.language import _l
from app.web.panel import Bar, PageTab, Panel

PANEL = Panel(
    name="record",
    title=_l("CCD Download"),
    path="/record",
    seen_by=(PermissionRule.RECORD,),
    head_parts=(head.PART,),
    icon="file-text",
    within="documents",
    handlers=(*reading.HANDLERS, *asking.HANDLERS, *sending.HANDLERS, *exporting.HANDLERS),
    staff_handlers=(*desk.HANDLERS, *exporting.STAFF_HANDLERS, *importing.STAFF_HANDLERS),
    chart_tabs=desk.TABS,
    mendings=(*desk.MENDINGS, *exporting.MENDINGS),
    late=desk.LATE,
    admin=desk.ADMIN,
    demo=add_record,
    page_tabs=(PageTab(Bar.LIBRARY, _l("CCD Download"), "/record", order=40),),
    named=names_of,
    exported=exported,
)
