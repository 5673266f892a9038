"""A form that a staff member enters for a client: from paper, by phone, or as it was answered in an interview.

Scores and safety go by it as by any other. What was left open on paper may stay open; what cannot be read may not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.charts import StaffChart, chart_for_staff, check_rule
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.actor import ActorKind
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids
from app.forms.filling.listing import facts_of, title_of
from app.forms.filling.service import ACTS
from app.forms.instruments import service as instruments
from app.forms.instruments.patient import needs_patient, patient_of
from app.forms.questionnaire import taking
from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.form import Form, form_of
from app.forms.questionnaire.shown import ShownForm
from app.forms.questionnaire.walk import shown
from app.forms.rules import (
    FORM_COMPLETED,
    HAS_BEGUN,
    READING,
    SENT_ALREADY,
    ResponseStatus,
    Source,
    check_can_fill,
)
from app.forms.safety import service as safety
from app.forms.tables import FormAssignment, FormResponse
from app.notices import outbox
from app.staff.rules import Action, PermissionRule
from app.web.language import current_language
from app.web.templates import local

RULE = PermissionRule.FORMS
ONE = """
select assignment.id, assignment.client, assignment.due_on, assignment.completed_at, assignment.taken_back_at,
  questionnaire.title, questionnaire.title_es, questionnaire.url, questionnaire.definition, questionnaire.instrument,
  exists (select from form_response begun where begun.assignment = assignment.id and begun.status = 'in-progress') as begun
from form_assignment assignment join questionnaire on questionnaire.id = assignment.questionnaire
where assignment.id = $1 and assignment.client = $2
"""
LOCK = "select id from form_assignment where id = $1 and client = $2 for no key update"


@dataclass(frozen=True, slots=True)
class Entry:
    """A form as far as a staff member has entered it. Nothing of it is kept before it is whole."""

    chart: StaffChart
    row: db.Record
    answers: Answers
    shown: ShownForm

    @property
    def title(self) -> str:
        return title_of(self.row)

    @property
    def form(self) -> Form:
        return self.answers.form


class Unreadable(Exception):
    """Something that was typed cannot be read: nothing was kept. `entry` says what."""

    def __init__(self, entry: Entry) -> None:
        super().__init__("unreadable")
        self.entry = entry


async def entry_for(*, staff: CurrentStaff, client_id: UUID, assignment_id: UUID) -> Entry:
    """Give a form of a chart to be entered; raises NotAllowed without Create of the rule, NotFound, StateForbids."""
    check_rule(staff, RULE, Action.CREATE)
    chart = await chart_for_staff(staff=staff, client_id=client_id, any_of=READING)
    row = await _open_form(staff, client_id, assignment_id)
    needed = needs_patient(row["definition"], begun=False)
    answers = Answers.begun(form_of(row["definition"]), await patient_of(client_id) if needed else None)
    return _entry(chart, row, answers)


async def typed_into(
    entry: Entry, fields: Mapping[str, Sequence[str]], *, act: str = "", about: str = ""
) -> Entry:
    """Give the form with what was typed, and with what a button within it asks for."""
    zone = local(datetime.now(UTC)).tzinfo or UTC
    answers = taking.take(entry.form, entry.answers, fields, language=current_language(), zone=zone)
    if act in ACTS:
        answers = ACTS[act](entry.form, answers, about)
    return _entry(entry.chart, entry.row, answers)


async def enter(
    *, staff: CurrentStaff, entry: Entry, source: Source, fields: Mapping[str, Sequence[str]]
) -> UUID:
    """Keep a form as it was answered elsewhere, once; give the answers. Raises Unreadable, StateForbids."""
    filled = await typed_into(entry, fields)
    if filled.shown.problems:
        raise Unreadable(filled)
    client_id, assignment_id = entry.chart.client_id, entry.row["id"]
    now, response_id = datetime.now(UTC), db.new_id()
    response = filled.answers.response(
        status=ResponseStatus.COMPLETED,
        authored=now,
        subject=f"Patient/{client_id}",
        author=f"Practitioner/{staff.staff_id}",
        settled=True,
    )
    async with db.transaction():
        await db.row(LOCK, assignment_id, client_id)
        row = await _open_form(staff, client_id, assignment_id)
        await FormResponse.insert(_as_entered(staff, filled, response_id, response, source, now))
        await _close(assignment_id, now)
        await instruments.keep_scores(
            response_id=response_id,
            client_id=client_id,
            instrument=row["instrument"],
            response=response,
            language=current_language(),
        )
        await safety.notice(response_id=response_id, client_id=client_id, url=row["url"], response=response)
        await activity.record(
            by=staff.actor,
            kind=Kind.FORM_ENTERED,
            object_kind="form",
            object_id=assignment_id,
            client_id=client_id,
            detail={"response": str(response_id), "source": source.value},
        )
        await outbox.add(kind=FORM_COMPLETED, payload={"response": str(response_id)})
    return response_id


def _entry(chart: StaffChart, row: db.Record, answers: Answers) -> Entry:
    return Entry(chart, row, answers, shown(answers.form, answers, language=current_language().value))


async def _open_form(staff: CurrentStaff, client_id: UUID, assignment_id: UUID) -> db.Record:
    """Give a form that can be entered; what the client has begun is the client's."""
    row = await db.row(ONE, assignment_id, client_id)
    if row is None:
        raise NotFound(by=staff.actor, object_kind="form", object_id=assignment_id, client_id=client_id)
    check_can_fill(facts_of(row))
    if row["begun"]:
        raise StateForbids(HAS_BEGUN)
    return row


def _as_entered(
    staff: CurrentStaff,
    filled: Entry,
    response_id: UUID,
    response: dict[str, Any],
    source: Source,
    now: datetime,
) -> FormResponse:
    row = FormResponse(
        id=response_id,
        client=filled.chart.client_id,
        assignment=filled.row["id"],
        status=ResponseStatus.COMPLETED,
        answered=filled.shown.answered,
        asked=filled.shown.asked,
        revision=1,
        started_at=now,
        saved_at=now,
        sent_at=now,
        written_by_kind=ActorKind.STAFF,
        written_by_name=staff.name,
        staff=staff.staff_id,
        source=source,
    )
    row.answers = FormResponse.answers.seal_json(response, row=response_id)
    return row


async def _close(assignment_id: UUID, now: datetime) -> None:
    done = await (
        FormAssignment.update({FormAssignment.completed_at: now})
        .where((FormAssignment.id == assignment_id) & FormAssignment.completed_at.is_null())
        .where(FormAssignment.taken_back_at.is_null())
        .returning(FormAssignment.id)
    )
    if not done:
        raise StateForbids(SENT_ALREADY)
