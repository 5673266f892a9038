"""The changes that wait for a decision, for the head of a chart."""

from uuid import UUID

from app.changes.review import RULES
from app.web.language import ngettext
from app.web.panel import HeadFact, HeadPart

WAITING = """
(select count(distinct request) from (
  select request from changed_field where client = chart.id and standing = 'in_review' limit 1000) waiting)
"""


def facts(_client_id: UUID, waiting: int) -> tuple[HeadFact, ...]:
    if not waiting:
        return ()
    words = ngettext("%(count)s change to review", "%(count)s changes to review", waiting) % {
        "count": waiting
    }
    return (HeadFact(words, leaf="/changes", look="warn"),)


PART = HeadPart("changes", WAITING, facts, RULES)
