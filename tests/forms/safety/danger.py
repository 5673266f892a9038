"""Forms that can show danger, and answers to them as a save hands them over, for tests of what comes of it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from app import db
from app.activity.actor import ActorKind
from app.forms.safety import jobs, service
from app.forms.tables import FormAssignment, FormResponse, Questionnaire
from app.notices import outbox
from app.worker import EFFECTS
from tests import people, rows

URL = "urn:test:mood"
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
DAYS = ("Not at all", "Several days", "More than half the days", "Nearly every day")


def option(words: str, ordinal: int, code: str) -> dict[str, Any]:
    coding = {"system": "urn:test:days", "code": code, "display": words}
    return {"valueCoding": coding, "extension": [{"url": ORDINAL, "valueDecimal": ordinal}]}


OPTIONS = [option(words, number, f"d{number}") for number, words in enumerate(DAYS)]
MOOD: dict[str, Any] = {
    "resourceType": "Questionnaire",
    "url": URL,
    "version": "1",
    "title": "How are you?",
    "status": "active",
    "item": [
        {"linkId": "sleep", "text": "Trouble sleeping", "type": "choice", "answerOption": OPTIONS},
        {
            "linkId": "nine",
            "code": [{"system": "http://loinc.org", "code": "44260-8"}],
            "text": "The ninth question",
            "type": "choice",
            "answerOption": OPTIONS,
        },
        {"linkId": "alone", "text": "Do you live alone?", "type": "boolean"},
    ],
}


@dataclass(frozen=True)
class Begun:
    """A form that somebody has begun to fill in."""

    client_id: UUID
    assignment: UUID
    response: UUID


async def form(definition: dict[str, Any] = MOOD) -> UUID:
    """Put a form into the library; give it if it is there."""
    found = await rows.value("select id from questionnaire where url = $1", definition["url"])
    if found is not None:
        return UUID(str(found))
    row = Questionnaire(
        id=uuid4(),
        url=definition["url"],
        version=definition["version"],
        title=definition["title"],
        definition=json.dumps(definition),
        notes="[]",
        brought_in_at=datetime.now(UTC),
    )
    await Questionnaire.insert(row)
    return row.id


async def begun(client: str = "alice", definition: dict[str, Any] = MOOD) -> Begun:
    """Assign a form to a client, who begins to fill it in."""
    now = datetime.now(UTC)
    assignment = FormAssignment(
        id=uuid4(),
        client=people.client_id(client),
        questionnaire=await form(definition),
        assigned_at=now,
        assigned_by_name="Nora Novak",
    )
    await FormAssignment.insert(assignment)
    return Begun(people.client_id(client), assignment.id, await another(assignment.id, client))


async def another(assignment: UUID, client: str = "alice", corrects: UUID | None = None) -> UUID:
    """Begin answers, or a correction of those that were sent."""
    now = datetime.now(UTC)
    response = FormResponse(
        id=uuid4(),
        client=people.client_id(client),
        assignment=assignment,
        corrects=corrects,
        started_at=now,
        saved_at=now,
        written_by_kind=ActorKind.CLIENT,
        written_by_name="Alice Anderson",
        account=people.account_id(client),
    )
    response.answers = FormResponse.answers.seal_json(answers(), row=response.id)
    await FormResponse.insert(response)
    return response.id


def answers(**given: int | bool) -> dict[str, Any]:
    """Give a QuestionnaireResponse: of choices the number of the option, of others the answer itself."""
    items = [{"linkId": link_id, "answer": [_value(answer)]} for link_id, answer in given.items()]
    return {"resourceType": "QuestionnaireResponse", "status": "in-progress", "item": items}


def _value(answer: object) -> dict[str, Any]:
    if isinstance(answer, bool):
        return {"valueBoolean": answer}
    assert isinstance(answer, int)
    return {"valueCoding": OPTIONS[answer]["valueCoding"]}


async def save(begun: Begun, *, response: UUID | None = None, **given: int | bool) -> bool:
    """Save answers as they are given; give whether help is shown beside them."""
    row, said = response or begun.response, answers(**given)
    async with db.transaction():
        kept: dict[Any, Any] = {FormResponse.answers: FormResponse.answers.seal_json(said, row=row)}
        await FormResponse.update(kept).where(FormResponse.id == row)
        return await service.notice(response_id=row, client_id=begun.client_id, url=URL, response=said)


async def mark(link_id: str, *tokens: str) -> None:
    """Have the practice mark answers."""
    await rows.change(
        "insert into safety_rule (id, url, link_id, codes, made_at, made_by_name)"
        " values (gen_random_uuid(), $1, $2, $3, now(), 'Nora Novak')",
        URL,
        link_id,
        json.dumps(tokens),
    )


async def deliver() -> int:
    """Do what waits in the outbox, as the worker does."""
    return await outbox.deliver_all(effects=EFFECTS)


async def told() -> list[str]:
    """Give the first names of those who have a safety alert, in order, once for each alert."""
    names = await rows.value(
        "select string_agg(first_name, ',' order by first_name) from alert join staff_member m on m.id = recipient"
        " where kind = 'form_safety'"
    )
    return names.split(",") if names else []


async def overdue(minutes: int = 16) -> None:
    """Let time go by since everything was noticed."""
    await rows.change(
        "update safety_event set noticed_at = noticed_at - $1 * interval '1 minute',"
        " escalates_at = escalates_at - $1 * interval '1 minute'",
        minutes,
    )


async def escalate() -> int:
    return await jobs.escalate_all()


async def events(columns: str = "*") -> list[db.Record]:
    return list(await db.rows(f"select {columns} from safety_event order by noticed_at, id"))


async def person(role: str, name: str | None) -> None:
    """Name who is told, or nobody."""
    await rows.change("delete from safety_contact where role = $1", role)
    if name:
        await rows.change(
            "insert into safety_contact (id, role, staff) values (gen_random_uuid(), $1, $2)",
            role,
            people.staff_id(name),
        )


async def unassign(client: str = "alice") -> None:
    """Leave a client without a clinician."""
    await rows.change(
        "update client_assignment set ends_on = '2026-01-06' where client = $1", people.client_id(client)
    )
