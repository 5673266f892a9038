"""What messages hand to home, navigation, the staff's inbox and the demo practice."""

from datetime import datetime
from typing import Any

from app.messages import head
from app.messages.about import ALERT_ABOUT
from app.messages.admin import ADMIN
from app.messages.chart_controller import RULE, ChartMessagesController
from app.messages.controller import MessagesController
from app.messages.demo import add_messages
from app.messages.exporting import exported
from app.messages.inbox import section_for
from app.messages.late import LATE
from app.messages.mending import MENDINGS
from app.messages.staff_controller import StaffMessagesController
from app.messages.staff_thread_controller import StaffThreadController
from app.staff.rules import PermissionRule
from app.web.language import _l
from app.web.panel import ChartTab, InboxPart, Panel, Tile

UNREAD = """
select count(*) from (
  select 1 from message where client = $1 and read_at is null and not from_client limit 100
) unread
"""
TILE = f"""
select json_build_object('unread', ({UNREAD}), 'sender', newest.sender_name, 'at', newest.sent_at)
from (select 1) always left join lateral (
  select sender_name, sent_at from message where client = $1 and not from_client
  order by sent_at desc, id desc limit 1
) newest on true
"""


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """Give the tile's row as its template reads it."""
    at = row["at"]
    return {
        "unread": row["unread"],
        "latest_sender": row["sender"],
        "latest_at": datetime.fromisoformat(at) if at else None,
    }


PANEL = Panel(
    name="messages",
    title=_l("Messages"),
    path="/messages",
    seen_by=(PermissionRule.SEND_MESSAGES,),
    head_parts=(head.PART,),
    icon="message-circle",
    handlers=(MessagesController,),
    staff_handlers=(StaffMessagesController, StaffThreadController, ChartMessagesController),
    chart_tabs=(ChartTab("messages", _l("Messages"), "/messages", (RULE,), order=20),),
    tile=Tile(statement=TILE, shown=shown, template="messages/_tile.html"),
    badge=UNREAD,
    admin=ADMIN,
    demo=add_messages,
    exported=exported,
    mendings=MENDINGS,
    inbox=InboxPart(load=section_for, template="messages/staff/_in_inbox.html", keeps=("show",)),
    alert_about=ALERT_ABOUT,
    late=LATE,
)
