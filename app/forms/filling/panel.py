"""What filling hands to the panel of forms."""

from datetime import date
from typing import Any

from app.accounts.sessions import today
from app.forms.filling.controller import FormsController
from app.forms.filling.listing import title_of
from app.web.panel import Tile

HANDLERS = (FormsController,)

OPEN = "assignment.client = $1 and assignment.completed_at is null and assignment.taken_back_at is null"
WAITING = f"""
select count(*) from (
  select 1 from form_assignment assignment where {OPEN} and assignment.required limit 100) waiting
"""
"""The forms that the client is asked to fill in; what they may fill in waits for nobody."""
TO_COMPLETE = """
select count(*) from (
  select 1 from document join stored_file file on file.id = document.file
  where document.client = $1 and not document.from_client and document.ask <> 'nothing'
    and document.completed_at is null and document.shared_at is not null and document.withdrawn_at is null
    and file.state = 'clean' limit 100) to_complete
"""
STATEMENT = f"""
select json_build_object('required', ({WAITING}), 'documents', ({TO_COMPLETE}), 'first', (
  select json_build_object('title', questionnaire.title, 'title_es', questionnaire.title_es,
    'due_on', assignment.due_on, 'required', assignment.required)
  from form_assignment assignment join questionnaire on questionnaire.id = assignment.questionnaire
  where {OPEN} order by not assignment.required, assignment.due_on nulls last, assignment.assigned_at limit 1),
  'due', (select coalesce(json_agg(due_on), '[]') from (
    select due_on from form_assignment assignment where {OPEN} and due_on is not null limit 100) due))
"""
"""How many forms and documents are to be completed, the form that comes first, and the days they are due."""


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """Give the tile's row as its template reads it."""
    first = row["first"]
    return {
        "required": row["required"],
        "documents": row["documents"],
        "overdue": sum(date.fromisoformat(due) < today() for due in row["due"]),
        "first": title_of(first) if first else "",
        "first_is_required": bool(first and first["required"]),
        "due_on": date.fromisoformat(first["due_on"]) if first and first["due_on"] else None,
    }


TILE = Tile(statement=STATEMENT, shown=shown, template="forms/_tile.html")
