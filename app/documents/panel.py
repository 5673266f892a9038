"""What documents hand to the navigation, the Library and the demo practice.

Home has six panels, and this is none of them: it is reached by *Library* in the navigation, and by *Complete Forms*.
"""

from app.documents.admin import ADMIN
from app.documents.controller import DocumentsController
from app.documents.demo import add_documents
from app.documents.exporting import exported
from app.documents.listing import names_of
from app.documents.quarantine import MENDINGS
from app.documents.quarantine_controller import QuarantineController
from app.documents.staff_controller import ChartDocumentsController
from app.documents.staff_service import RULE
from app.web.language import _l
from app.web.panel import Bar, ChartTab, PageTab, Panel

WAITING = """
select count(*) from (
  select 1 from document join stored_file file on file.id = document.file
  where document.client = $1 and not document.from_client
    and document.completed_at is null and (document.read_at is null or document.ask <> 'nothing')
    and document.shared_at is not null and document.withdrawn_at is null and file.state = 'clean' limit 100
) waiting
"""
"""What nobody has opened yet, and what is still to be completed."""

PANEL = Panel(
    name="documents",
    title=_l("Library"),
    path="/documents",
    seen_by=(RULE,),
    icon="file-text",
    handlers=(DocumentsController,),
    badge=WAITING,
    page_tabs=(
        PageTab(Bar.LIBRARY, _l("Documents"), "/documents", order=20),
        PageTab(Bar.LIBRARY, _l("Upload"), "/documents/upload", order=30),
    ),
    demo=add_documents,
    staff_handlers=(ChartDocumentsController, QuarantineController),
    chart_tabs=(ChartTab("documents", _l("Documents Updated via Portal"), "/documents", (RULE,), order=30),),
    admin=ADMIN,
    mendings=MENDINGS,
    named=names_of,
    exported=exported,
)
