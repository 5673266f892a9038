"""Answers that show that somebody may be in danger: noticed with every save, told at once, acknowledged by a person.

An event is one answer. It stands until the answer changes, and asks for somebody until it is acknowledged, whether the
form is ever sent or not.
"""

import json
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.encryption import mac
from app.forms.questionnaire.form import Form, form_of
from app.forms.safety.rules import Hit, Marks, hits, is_watched
from app.forms.tables import SafetyEvent
from app.notices import outbox
from app.notices.alerts import acknowledge_events
from app.notices.tables import AlertKind
from app.practice.settings import setting

NOTICED = "form_safety_noticed"
BY = Actor.system("safety")
MOST_KEPT = 64
MARKS = "(select json_object_agg(link_id, codes) from safety_rule where url = {url}) as marks"
# The events of all answers to an assignment: a correction begins with what was sent, of which somebody knows already.
LOOK = f"""
select assignment.id as assignment, assignment.questionnaire, {MARKS.format(url="$2")},
  (select json_agg(json_build_object('id', event.id, 'rule', event.rule, 'hash', encode(event.answer_hash, 'hex')))
   from safety_event event join form_response given on given.id = event.response
   where given.assignment = assignment.id and event.changed_at is null) as standing
from form_response response join form_assignment assignment on assignment.id = response.assignment
where response.id = $1
"""
DEFINITION = "select definition from questionnaire where id = $1"
WATCHED = f"select questionnaire.id, {MARKS.format(url='questionnaire.url')} from questionnaire where id = $1"
OPEN = f"""
select questionnaire.id, {MARKS.format(url="questionnaire.url")} from questionnaire
where exists (
  select 1 from form_assignment assignment
  where assignment.questionnaire = questionnaire.id and assignment.taken_back_at is null
    and (assignment.completed_at is null or exists (
      select 1 from form_response begun where begun.assignment = assignment.id and begun.status = 'in-progress')))
"""
"""The forms that somebody can answer today, at first or in a correction that was begun."""
STANDS = """
select 1 from safety_event event join form_response response on response.id = event.response
where response.assignment = $1 and response.client = $2 and event.changed_at is null limit 1
"""

_forms: dict[UUID, Form] = {}
"""Of the forms that were looked through last, what their definitions are: they never change."""


async def notice(*, response_id: UUID, client_id: UUID, url: str, response: dict[str, Any]) -> bool:
    """Look through answers, in the transaction that saves them; give whether help is to be shown beside them.

    The caller holds the assignment, so that of two saves at once one sees what the other one noticed.
    """
    (row,) = await db.rows(LOOK, response_id, url)
    form = await _form(row["questionnaire"])
    found = hits(form, response, _marks(row["marks"]))
    given = {_key(row["assignment"], hit): hit for hit in found}
    standing = {bytes.fromhex(each["hash"]): UUID(each["id"]) for each in json.loads(row["standing"] or "[]")}
    await _changed(event for key, event in standing.items() if key not in given)
    for key, hit in given.items():
        if key not in standing:
            await _add(response_id, client_id, hit, key)
    return bool(found)


async def watches(questionnaire_id: UUID) -> bool:
    """Whether an answer to a form can show that somebody is in danger, by us or by the practice's marks."""
    (row,) = await db.rows(WATCHED, questionnaire_id)
    return is_watched(await _form(questionnaire_id), _marks(row["marks"]))


async def is_any_open() -> bool:
    """Whether any client has a form at hand that can show that somebody is in danger."""
    for row in await db.rows(OPEN):
        if is_watched(await _form(row["id"]), _marks(row["marks"])):
            return True
    return False


async def help_stands(*, assignment_id: UUID, client_id: UUID) -> bool:
    """Whether help is to be shown beside the answers of an assignment, before and after they are sent."""
    return await db.row(STANDS, assignment_id, client_id) is not None


async def _form(questionnaire_id: UUID) -> Form:
    form = _forms.get(questionnaire_id)
    if form is None:
        (row,) = await db.rows(DEFINITION, questionnaire_id)
        form = form_of(row["definition"])
        if len(_forms) >= MOST_KEPT:
            _forms.clear()
        _forms[questionnaire_id] = form
    return form


def _marks(marked: str | None) -> Marks:
    """Read the practice's marks: by link id the tokens of the answers that count."""
    return {link_id: json.loads(codes) for link_id, codes in json.loads(marked or "{}").items()}


def _key(assignment_id: UUID, hit: Hit) -> bytes:
    """Tell an answer from others without saying what it is, and from the same answer of anybody else."""
    return mac("safety answer", assignment_id.bytes, hit.link_id, hit.answer)


async def _changed(events: Iterable[UUID]) -> None:
    ids = list(events)
    if ids:
        await SafetyEvent.update({SafetyEvent.changed_at: datetime.now(UTC)}).where(
            SafetyEvent.id.is_in(ids) & SafetyEvent.changed_at.is_null()
        )


async def _add(response_id: UUID, client_id: UUID, hit: Hit, key: bytes) -> None:
    now, event_id = datetime.now(UTC), db.new_id()
    event = SafetyEvent(
        id=event_id,
        client=client_id,
        response=response_id,
        rule=hit.link_id,
        answer_hash=key,
        answer=SafetyEvent.answer.seal(hit.words, row=event_id),
        noticed_at=now,
        escalates_at=now + timedelta(minutes=int(setting("safety_minutes"))),
    )
    await SafetyEvent.insert(event)
    await outbox.add(kind=NOTICED, payload={"event": str(event.id)})
    await record(BY, Kind.SAFETY_NOTICED, event.id, client_id)


OF_FORM = """
response in (select version.id from form_response version
  where version.assignment = (select assignment from form_response where id = $1)) and client = $2
"""
ACKNOWLEDGE = f"""
update safety_event set acknowledged_at = $4, acknowledged_by = $5, acknowledged_by_name = $6
where {OF_FORM} and id = any($3) and acknowledged_at is null returning id
"""
ACKNOWLEDGED = f"""
select response, array_agg(id) as events from safety_event where {OF_FORM} and acknowledged_at is not null
group by response
"""
DONE = f"update safety_event set done = $4, done_at = $5, done_by_name = $6 where {OF_FORM} and id = $3"


async def acknowledge(
    *, staff: CurrentStaff, client_id: UUID, response_id: UUID, events: Collection[UUID]
) -> None:
    """Say that a staff member sees to these answers, for all who were told to see; who said so first stays.

    Whether the answers are open to the staff member is asked by the caller.
    """
    who = (datetime.now(UTC), staff.staff_id, staff.name)
    async with db.transaction():
        for row in await db.rows(ACKNOWLEDGE, response_id, client_id, list(events), *who):
            await record(staff.actor, Kind.SAFETY_ACKNOWLEDGED, row["id"], client_id)
        for settled in await db.rows(ACKNOWLEDGED, response_id, client_id):
            await acknowledge_events(
                kind=AlertKind.FORM_SAFETY,
                client_id=client_id,
                object_id=settled["response"],
                events=settled["events"],
                staff_id=staff.staff_id,
            )


async def note_done(
    *, staff: CurrentStaff, client_id: UUID, response_id: UUID, event_id: UUID, words: str
) -> None:
    """Keep what was done about an answer, over what was said before; the caller asks likewise."""
    said = (SafetyEvent.done.seal(words, row=event_id), datetime.now(UTC), staff.name)
    async with db.transaction():
        await db.row(DONE, response_id, client_id, event_id, *said)
        await record(staff.actor, Kind.SAFETY_DONE_NOTED, event_id, client_id, detail={"words": words})


async def record(by: Actor, kind: Kind, event_id: UUID, client_id: UUID, *, detail: Any = None) -> None:
    await activity.record(
        by=by,
        kind=kind,
        object_kind="safety_event",
        object_id=event_id,
        client_id=client_id,
        detail=detail,
    )
