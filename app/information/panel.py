"""What information hands to home, navigation, the chart and the demo practice."""

from typing import Any

from app.changes.access import is_hidden
from app.changes.rules import Section
from app.information import head
from app.information.admin import ADMIN
from app.information.basic import BASIC, IDENTITY
from app.information.blocks import CONTACT_PARTS
from app.information.contacts_controller import ContactsController
from app.information.controller import InformationController
from app.information.demo import add_information
from app.information.details import DETAILS_PART
from app.information.exporting import exported
from app.information.front import TABS, first_tab
from app.information.mending import MENDINGS
from app.information.messaging import MESSAGING
from app.information.messaging_controller import MessagingController
from app.staff.rules import PermissionRule
from app.web.language import _l
from app.web.panel import Panel, Tile

TILE = """
select json_build_object('email', client.email, 'waiting', (
  select coalesce(json_object_agg(section, saves), '{}') from (
    select request.section, count(distinct request.id) as saves
    from changed_field field join change_request request on request.id = field.request
    where field.client = $1 and field.standing = 'in_review' group by request.section) waiting))
from client where id = $1
"""


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """Give the tile's row as its template reads it; what waits in a section that is hidden is not told."""
    waiting = {Section(name): count for name, count in row["waiting"].items()}
    return {
        "email": row["email"],
        "waiting": sum(count for section, count in waiting.items() if not is_hidden(section)),
    }


PANEL = Panel(
    name="information",
    title=_l("Update Your Information"),
    path="/information",
    seen_by=(PermissionRule.CLIENTS,),
    head_parts=(head.PART,),
    icon="user-pen",
    handlers=(InformationController, ContactsController, MessagingController),
    tile=Tile(statement=TILE, shown=shown, template="information/_tile.html"),
    page_tabs=TABS,
    parts=(BASIC, IDENTITY, DETAILS_PART, *CONTACT_PARTS.values(), MESSAGING),
    front=first_tab,
    admin=ADMIN,
    demo=add_information,
    mendings=MENDINGS,
    exported=exported,
)
