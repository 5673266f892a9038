"""A form of a chart with what was answered so far, read in one statement."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart
from app.activity.refusals import NotFound
from app.forms.filling.listing import SENT, facts_of, title_of
from app.forms.filling.rules import Standing, standing_of
from app.forms.filling.signing import Signature, signed_words
from app.forms.instruments.wording import SCORE, client_score
from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.form import Form, form_of
from app.forms.rules import Facts, Source
from app.forms.tables import FormResponse

ONE = f"""
select assignment.id, assignment.client, assignment.required, assignment.due_on, assignment.completed_at,
  assignment.taken_back_at, questionnaire.title, questionnaire.title_es, questionnaire.url, questionnaire.version,
  questionnaire.definition, questionnaire.instrument, questionnaire.signed,
  begun.id as begun, begun.answers, begun.unread, begun.revision, begun.page, begun.saved_at, begun.corrects,
  sent.id as sent, sent.answers as sent_answers, sent.sent_at, sent.written_by_name as sent_by, sent.signature,
  sent.status as sent_status, sent.set_aside_at, sent.corrects as sent_corrects, sent.source, {SCORE.format(response="sent.id")} as score,
  exists (select from safety_event event join form_response given on given.id = event.response
    where given.assignment = assignment.id and event.changed_at is null) as needs_help,
  exists (select from safety_event event join form_response given on given.id = event.response
    where given.assignment = assignment.id and event.changed_at is null
      and given.status <> 'in-progress') as sent_needs_help,
  (select assignment.id from form_assignment assignment
    where assignment.client = $2 and assignment.id <> $1 and assignment.required
      and assignment.completed_at is null and assignment.taken_back_at is null
    order by assignment.due_on nulls last, assignment.assigned_at limit 1) as next
from form_assignment assignment
join questionnaire on questionnaire.id = assignment.questionnaire
left join form_response begun on begun.assignment = assignment.id and begun.status = 'in-progress'
left join lateral ({SENT}) sent on true
where assignment.id = $1 and assignment.client = $2
"""
LOCK = "select id from form_assignment where id = $1 and client = $2 for no key update"
"""Whoever saves or sends answers to a form waits for whoever does already."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Answers that are not sent yet; `corrects` are those that were, where they take their place."""

    id: UUID
    response: dict[str, Any]
    unread: dict[str, list[str]]
    revision: int
    page: int
    saved_at: datetime
    corrects: UUID | None


@dataclass(frozen=True, slots=True)
class Sent:
    """The answers that were sent last, and count unless they were set aside."""

    id: UUID
    response: dict[str, Any]
    at: datetime
    by: str
    set_aside_at: datetime | None
    source: Source
    signature: Signature | None
    is_correction: bool
    score: str
    """What it scored, where the practice lets clients see that, in words; else empty."""

    @property
    def signed(self) -> str:
        """Say who signed, from whose account, and when; empty where it was not signed."""
        return signed_words(self.signature, account=self.by) if self.signature else ""


@dataclass(frozen=True)
class OpenedForm:
    """A form of a chart."""

    id: UUID
    client_id: UUID
    title: str
    url: str
    version: str
    definition: str
    instrument: str
    signed: bool
    required: bool
    facts: Facts
    standing: Standing | None
    begun: Begun | None
    sent: Sent | None
    needs_help: bool
    """Whether an answer asks for the help in a crisis to be shown."""
    sent_needs_help: bool
    """Whether one of those that were sent does."""
    next: UUID | None
    """The form that is to be filled in after this one."""
    hides: bool = False
    """Whether there are answers that are not sent yet, and not shown to whoever looks."""

    @property
    def path(self) -> str:
        return f"/forms/{self.id}"

    @cached_property
    def form(self) -> Form:
        return form_of(self.definition)

    def begun_answers(self, patient: dict[str, Any] | None) -> Answers:
        """Give the answers that are not sent yet; of a form that nobody has begun what it starts with."""
        if self.begun is None:
            return Answers.begun(self.form, patient)
        return Answers.of(self.form, self.begun.response, self.begun.unread)


async def opened(chart: CurrentChart, form_id: UUID) -> OpenedForm:
    """Give a form that the client may see; raises NotFound for any other."""
    form = await opened_of(chart.client_id, form_id)
    if form is not None and chart.looking:  # answers that are not sent are the client's own
        form = replace(form, begun=None, hides=form.begun is not None, needs_help=form.sent_needs_help)
    if form is None:
        raise NotFound(by=chart.actor, object_kind="form", object_id=form_id, client_id=chart.client_id)
    return form


async def opened_of(client_id: UUID, form_id: UUID) -> OpenedForm | None:
    """Give a form that a client may see; None: there is no such form."""
    row = await db.row(ONE, form_id, client_id)
    form = _opened(row) if row else None
    return form if form is not None and form.standing is not None else None


async def locked(chart: CurrentChart, form_id: UUID) -> OpenedForm:
    """Give a form likewise, in the transaction under way, and let nobody else save or send its answers meanwhile."""
    await db.row(LOCK, form_id, chart.client_id)
    return await opened(chart, form_id)


def _opened(row: db.Record) -> OpenedForm:
    facts = facts_of(row)
    return OpenedForm(
        id=row["id"],
        client_id=row["client"],
        title=title_of(row),
        url=row["url"],
        version=row["version"],
        definition=row["definition"],
        instrument=row["instrument"],
        signed=row["signed"],
        required=row["required"],
        facts=facts,
        standing=standing_of(facts, datetime.now(UTC)),
        begun=_begun(row),
        sent=_sent(row),
        needs_help=row["needs_help"],
        sent_needs_help=row["sent_needs_help"],
        next=row["next"],
    )


def _begun(row: db.Record) -> Begun | None:
    if row["begun"] is None:
        return None
    unread = row["unread"]
    return Begun(
        id=row["begun"],
        response=FormResponse.answers.open_json(row["answers"], row=row["begun"]),
        unread=FormResponse.unread.open_json(unread, row=row["begun"]) if unread else {},
        revision=row["revision"],
        page=row["page"],
        saved_at=row["saved_at"],
        corrects=row["corrects"],
    )


def _sent(row: db.Record) -> Sent | None:
    if row["sent"] is None:
        return None
    signature = row["signature"]
    return Sent(
        id=row["sent"],
        response={
            **FormResponse.answers.open_json(row["sent_answers"], row=row["sent"]),
            "status": row["sent_status"],
        },
        at=row["sent_at"],
        by=row["sent_by"],
        set_aside_at=row["set_aside_at"],
        source=Source(row["source"]),
        signature=Signature(**FormResponse.signature.open_json(signature, row=row["sent"]))
        if signature
        else None,
        is_correction=row["sent_corrects"] is not None,
        score="" if row["set_aside_at"] else client_score(row["score"]),
    )
