"""A form made for tests, with every kind of question, assigned to Alice."""

import json
from typing import Any
from uuid import UUID, uuid4

from app.forms.questionnaire.gate import Examined, examine
from tests import people, rows

CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
NEW_FORM = (
    "insert into questionnaire (id, url, version, title, definition, notes, signed, brought_in_at)"
    " values ($1, $2, '1', 'Every kind', $3, '[]', false, now())"
)
NEW_ASSIGNMENT = (
    "insert into form_assignment (id, client, questionnaire, required, assigned_at, assigned_by_name)"
    " values ($1, $2, $3, true, now(), 'Nora Novak')"
)


def item(link_id: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"linkId": link_id, "text": f"The {link_id}", "type": kind, **more}


def options(*words: str) -> list[dict[str, Any]]:
    return [{"valueString": each} for each in words]


def control(code: str) -> list[dict[str, Any]]:
    system = "http://hl7.org/fhir/questionnaire-item-control"
    return [{"url": CONTROL, "valueCodeableConcept": {"coding": [{"system": system, "code": code}]}}]


EVERY_KIND = [
    item("line", "string"),
    item("lines", "text"),
    item("whole", "integer"),
    item("decimal", "decimal"),
    item("day", "date"),
    item("moment", "dateTime"),
    item("clock", "time"),
    item("link", "url"),
    item("yes", "boolean"),
    item("one", "choice", answerOption=options("red", "green")),
    item("several", "choice", repeats=True, answerOption=options("tea", "milk", "water")),
    item("open", "open-choice", answerOption=options("cat", "dog")),
    item("list", "choice", answerOption=options("a", "b"), extension=control("drop-down")),
    item("quantity", "quantity"),
    item("names", "string", repeats=True),
    item("pills", "group", repeats=True, item=[item("pill", "string"), item("since", "date")]),
    item("paper", "attachment"),
    item(
        "more",
        "string",
        enableWhen=[{"question": "yes", "operator": "=", "answerBoolean": True}],
    ),
]


def made(items: list[dict[str, Any]]) -> Examined:
    """Make a form of these questions, and let it through the gate."""
    questionnaire = {
        "resourceType": "Questionnaire",
        "url": f"urn:test:{uuid4()}",
        "version": "1",
        "title": "Every kind",
        "status": "active",
        "item": items,
    }
    examined = examine(json.dumps(questionnaire))
    assert examined.definition, examined.errors
    return examined


async def assigned(items: list[dict[str, Any]], *, client: str = "alice") -> UUID:
    """Bring a form in and assign it; give its assignment."""
    examined, form, assignment = made(items), uuid4(), uuid4()
    await rows.change(NEW_FORM, form, examined.url, examined.definition)
    await rows.change(NEW_ASSIGNMENT, assignment, people.client_id(client), form)
    return assignment
