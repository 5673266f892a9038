"""What billing hands to home, navigation and the demo practice."""

from app.billing.demo import add_billing
from app.billing.demo_processor import panel as demo_processor
from app.billing.desk import panel as desk
from app.billing.importing import panel as importing
from app.billing.ledger import books
from app.billing.paying import panel as paying
from app.billing.reading import panel as reading
from app.billing.reading.exporting import exported
from app.billing.reading.service import names_of
from app.billing.reading.tile import OPEN_STATEMENTS, TILE, shown
from app.billing.vendors import mending
from app.billing.vendors import panel as vendors
from app.staff.rules import PermissionRule
from app.web.language import _l
from app.web.panel import Panel, Tile

PANEL = Panel(
    name="billing",
    title=_l("Billing"),
    path="/billing",
    seen_by=(PermissionRule.BILLING,),
    icon="receipt-text",
    handlers=(*reading.HANDLERS, *paying.HANDLERS, *vendors.HANDLERS, *demo_processor.HANDLERS),
    tile=Tile(statement=TILE, shown=shown, template="billing/_tile.html"),
    badge=OPEN_STATEMENTS,
    pays=True,
    demo=add_billing,
    named=names_of,
    staff_handlers=(*desk.HANDLERS, *importing.HANDLERS),
    chart_tabs=desk.TABS,
    admin=desk.ADMIN,
    mendings=(books.MENDING, mending.MENDING),
    exported=exported,
)
