"""The forms of a chart as its tab Forms shows them: what is asked for, what is begun, what was sent and how it scored."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.forms.filling.listing import facts_of, title_of
from app.forms.instruments.wording import ScoreWords, score_words
from app.forms.rules import ResponseStatus, can_fill, is_overdue
from app.web.cursor import Cursor, write_cursor
from app.web.language import gettext

FORMS_A_PAGE = 30
SCORES = """
(select json_agg(json_build_object('instrument', instrument, 'total', total, 'band', band, 'positive', positive,
  'flags', flags) order by instrument) from form_score where form_score.response = {response})
"""
OF_CHART = f"""
select assignment.id, assignment.assigned_at, assignment.assigned_by_name, assignment.required, assignment.due_on,
  assignment.completed_at, assignment.taken_back_at, questionnaire.title, questionnaire.title_es,
  given.id as response, given.status, given.sent_at, given.saved_at, given.written_by_name, given.reviewed_at,
  given.corrects, {SCORES.format(response="given.id")} as scores,
  exists (select from safety_event event join form_response earlier on earlier.id = event.response
    where earlier.assignment = assignment.id) as safety,
  exists (select from safety_event event join form_response earlier on earlier.id = event.response
    where earlier.assignment = assignment.id and event.acknowledged_at is null) as alarm
from form_assignment assignment join questionnaire on questionnaire.id = assignment.questionnaire
left join lateral (
  select * from form_response where form_response.assignment = assignment.id
  order by (status in ('completed', 'amended')) desc, coalesce(sent_at, saved_at) desc limit 1) given on true
where assignment.client = $1
  and ($2::timestamptz is null or (assignment.assigned_at, assignment.id) < ($2, $3::uuid))
order by assignment.assigned_at desc, assignment.id desc limit $4
"""


@dataclass(frozen=True, slots=True)
class FiledForm:
    """A form of a chart with how it stands."""

    id: UUID
    title: str
    words: str
    look: str
    required: bool
    due_on: date | None
    at: datetime
    by: str
    response: UUID | None
    """The answers that can be opened; None: there are none yet."""
    scores: tuple[ScoreWords, ...]
    safety: bool
    alarm: bool
    """Whether an answer that shows danger waits to be acknowledged."""
    reviewed: bool
    may_be_entered: bool
    """Whether nobody has begun it, so that staff can enter it for the client."""


@dataclass(frozen=True, slots=True)
class FiledForms:
    lines: tuple[FiledForm, ...]
    older: str | None


async def forms_of(client_id: UUID, *, before: Cursor | None = None) -> FiledForms:
    """Give the forms of a chart, those that were assigned last first, a page at a time."""
    at, form_id = before or (None, None)
    found = await db.rows(OF_CHART, client_id, at, form_id, FORMS_A_PAGE + 1)
    shown = found[:FORMS_A_PAGE]
    more = len(found) > FORMS_A_PAGE
    older = write_cursor(shown[-1]["assigned_at"], shown[-1]["id"]) if more else None
    return FiledForms(tuple(_line(row) for row in shown), older)


def _line(row: db.Record) -> FiledForm:
    words, look = _standing(row)
    sent = row["sent_at"] is not None
    return FiledForm(
        id=row["id"],
        title=title_of(row),
        words=words,
        look=look,
        required=row["required"],
        due_on=row["due_on"],
        at=row["sent_at"] or row["assigned_at"],
        by=row["written_by_name"] if sent else row["assigned_by_name"],
        response=row["response"] if sent or row["safety"] else None,
        scores=scores_of(row["scores"]),
        safety=row["safety"],
        alarm=row["alarm"],
        reviewed=row["reviewed_at"] is not None,
        may_be_entered=row["response"] is None and can_fill(facts_of(row)),
    )


def _standing(row: db.Record) -> tuple[str, str]:
    """Say how a form stands, and how that looks."""
    if row["status"] == ResponseStatus.ENTERED_IN_ERROR:
        return gettext("Entered in error"), ""
    if row["taken_back_at"] is not None:
        return gettext("Taken back"), ""
    if row["status"] == ResponseStatus.AMENDED:
        return gettext("Corrected"), "ok"
    if row["completed_at"] is not None:
        return gettext("Sent"), "ok"
    look = "bad" if is_overdue(facts_of(row), today=today()) else "warn"
    return (gettext("In progress") if row["response"] else gettext("Assigned")), look


def scores_of(stored: str | None) -> tuple[ScoreWords, ...]:
    """Read the scores of a response from the statement that looked them up."""
    return tuple(score_words(each) for each in json.loads(stored or "[]"))
