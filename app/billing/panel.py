"""What billing hands to home, navigation and the demo practice."""

from typing import Any

from app.billing.demo import add_billing
from app.billing.desk import panel as desk
from app.billing.importing import panel as importing
from app.billing.mending import things_to_mend
from app.billing.paying import panel as paying
from app.billing.reading import panel as reading
from app.billing.vendors import panel as vendors
from app.web.language import _l
from app.web.panel import Panel, Tile

TILE = """
select json_build_object('owed_cents', coalesce((select owed_cents from billing_account where id = $1), 0))
"""
OPEN_STATEMENTS = """
select count(*) from (select 1 from statement where client = $1 and owed_cents > 0 limit 100) open
"""


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """Give the tile's row as its template reads it."""
    return row


PANEL = Panel(
    name="billing",
    title=_l("Billing"),
    path="/billing",
    icon="receipt-text",
    handlers=(*reading.HANDLERS, *paying.HANDLERS, *vendors.HANDLERS),
    tile=Tile(statement=TILE, shown=shown, template="billing/_tile.html"),
    badge=OPEN_STATEMENTS,
    pays=True,
    demo=add_billing,
    staff_handlers=(*desk.HANDLERS, *importing.HANDLERS),
    chart_tabs=desk.TABS,
    admin=desk.ADMIN,
    mend=things_to_mend,
)
