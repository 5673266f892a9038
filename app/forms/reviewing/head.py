"""Answers that show danger and nobody has acknowledged, and forms that are overdue, for the head of a chart."""

from typing import Any
from uuid import UUID

from app.forms.rules import READING
from app.web.language import gettext, ngettext
from app.web.panel import HeadFact, HeadPart

MOST_COUNTED = 100
STATEMENT = f"""
json_build_object(
  'danger', exists (select from safety_event where client = chart.id and acknowledged_at is null),
  'overdue', (select count(*) from (select from form_assignment where client = chart.id and completed_at is null
    and taken_back_at is null and due_on < {{today}} limit {MOST_COUNTED}) overdue))
"""


def facts(_client_id: UUID, found: dict[str, Any]) -> tuple[HeadFact, ...]:
    danger = (HeadFact(gettext("Safety alert waits"), leaf="/forms", look="bad"),) if found["danger"] else ()
    overdue = found["overdue"]
    if not overdue:
        return danger
    words = ngettext("%(count)s form overdue", "%(count)s forms overdue", overdue) % {"count": overdue}
    return *danger, HeadFact(words, leaf="/forms", look="warn")


PART = HeadPart("forms", STATEMENT, facts, READING)
