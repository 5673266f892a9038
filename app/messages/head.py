"""The conversations that nobody at the practice has read, for the head of a chart."""

from uuid import UUID

from app.staff.rules import PermissionRule
from app.web.language import ngettext
from app.web.panel import HeadFact, HeadPart

MOST_COUNTED = 100
UNREAD = f"""
(select count(*) from (
  select from message_thread where client = chart.id and unread_by_practice limit {MOST_COUNTED}) unread)
"""


def facts(_client_id: UUID, unread: int) -> tuple[HeadFact, ...]:
    if not unread:
        return ()
    words = ngettext("%(count)s unread conversation", "%(count)s unread conversations", unread)
    return (HeadFact(words % {"count": unread}, leaf="/messages", look="new"),)


PART = HeadPart("messages", UNREAD, facts, (PermissionRule.SEND_MESSAGES,))
