"""What the record hands to the Library, to the chart and to staff."""

from app.record.demo import add_record
from app.web.language import _l
from app.web.panel import Bar, PageTab, Panel

PANEL = Panel(
    name="record",
    title=_l("CCD Download"),
    path="/record",
    icon="file-text",
    within="documents",
    handlers=(),
    demo=add_record,
    page_tabs=(PageTab(Bar.LIBRARY, _l("CCD Download"), "/record", order=40),),
)
