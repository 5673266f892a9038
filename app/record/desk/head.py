"""The requests about the record that wait for an answer, for the head of a chart."""

from uuid import UUID

from app.staff.rules import PermissionRule
from app.web.language import ngettext
from app.web.panel import HeadFact, HeadPart

MOST_COUNTED = 100
WAITING = f"""
(select count(*) from (
  select from record_request where client = chart.id and state = 'waiting' limit {MOST_COUNTED}) waiting)
"""


def facts(_client_id: UUID, waiting: int) -> tuple[HeadFact, ...]:
    if not waiting:
        return ()
    words = ngettext("%(count)s record request waits", "%(count)s record requests wait", waiting)
    return (HeadFact(words % {"count": waiting}, leaf="/record", look="warn"),)


PART = HeadPart("record", WAITING, facts, (PermissionRule.RECORD,))
