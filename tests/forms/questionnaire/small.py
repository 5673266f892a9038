"""Small forms, written down in the tests that need them, and ways to look at what becomes of them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.form import Form, form_of
from app.forms.questionnaire.gate import Examined, examine
from app.forms.questionnaire.shown import Piece, ShownForm
from app.forms.questionnaire.taking import take
from app.forms.questionnaire.walk import shown

CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
WHEN = datetime(2026, 11, 30, 12, tzinfo=UTC)
Raw = dict[str, Any]


def question(link_id: str, kind: str = "string", **more: Any) -> Raw:
    return {"linkId": link_id, "type": kind, "text": f"Question {link_id}", **more}


def group(link_id: str, *items: Raw, **more: Any) -> Raw:
    return {"linkId": link_id, "type": "group", "text": f"Group {link_id}", "item": list(items), **more}


def choice(link_id: str, *labels: str, kind: str = "choice", **more: Any) -> Raw:
    options = [
        {"valueCoding": {"system": "urn:x", "code": label.lower(), "display": label}} for label in labels
    ]
    return question(link_id, kind, answerOption=options, **more)


def scored(link_id: str, **points: int) -> Raw:
    """Make a choice whose options count."""
    options = [
        {
            "valueCoding": {"system": "urn:x", "code": code, "display": code.title()},
            "extension": [{"url": f"{CORE}ordinalValue", "valueDecimal": count}],
        }
        for code, count in points.items()
    ]
    return question(link_id, "choice", answerOption=options)


def extended(item: Raw, *extensions: Raw) -> Raw:
    return {**item, "extension": [*item.get("extension", []), *extensions]}


def controlled(item: Raw, code: str) -> Raw:
    concept = {"coding": [{"system": "http://hl7.org/fhir/questionnaire-item-control", "code": code}]}
    return extended(item, {"url": f"{CORE}questionnaire-itemControl", "valueCodeableConcept": concept})


def calculated(item: Raw, expression: str, *, kind: str = "calculatedExpression") -> Raw:
    said = {"language": "text/fhirpath", "expression": expression}
    return extended(item, {"url": f"{SDC}sdc-questionnaire-{kind}", "valueExpression": said})


def when(question_id: str, operator: str, **expected: Any) -> Raw:
    return {"question": question_id, "operator": operator, **expected}


def definition(*items: Raw, **more: Any) -> str:
    return json.dumps(
        {"resourceType": "Questionnaire", "url": "urn:form", "version": "1", "status": "active"}
        | {"title": "A form", "item": list(items)}
        | more
    )


def examined(*items: Raw, **more: Any) -> Examined:
    return examine(definition(*items, **more))


def form(*items: Raw, **more: Any) -> Form:
    found = examined(*items, **more)
    assert not found.errors, found.errors
    return form_of(found.definition)


def typed(
    asked: Form, answers: Answers | None = None, language: str = "en", **fields: str | Sequence[str]
) -> Answers:
    """Post fields to a form; one value stands for a list of one."""
    return posted(asked, fields, answers, language)


def posted(
    asked: Form,
    fields: Mapping[str, str | Sequence[str]],
    answers: Answers | None = None,
    language: str = "en",
) -> Answers:
    lists = {name: [value] if isinstance(value, str) else list(value) for name, value in fields.items()}
    return take(asked, answers or Answers.begun(asked), lists, language=language)


def value(answers: Answers, name: str) -> Any:
    """Give the one answer under a name, without its type; None for none."""
    given = answers.values.get(name, ())
    return next(iter(given[0].values())) if given else None


def pieces_of(seen: ShownForm) -> Iterator[Piece]:
    for page in seen.pages:
        yield from _within(page.pieces)


def _within(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        yield piece
        yield from _within(piece.pieces)
        for row in piece.rows:
            yield from _within(row.pieces)
        for entry in piece.entries:
            yield from _within(entry.pieces)


def names_shown(asked: Form, answers: Answers) -> list[str]:
    return [piece.name for piece in pieces_of(shown(asked, answers, language="en"))]


def piece(
    asked: Form, name: str, answers: Answers | None = None, *, language: str = "en", checked: bool = False
) -> Piece:
    seen = shown(asked, answers or Answers.begun(asked), language=language, checked=checked)
    return next(one for one in pieces_of(seen) if one.name == name)


def problem(asked: Form, name: str, answers: Answers, *, language: str = "en", checked: bool = False) -> str:
    return piece(asked, name, answers, language=language, checked=checked).problem


def stored(answers: Answers) -> Answers:
    """Give answers as they are after they were kept and read again."""
    kept = json.loads(json.dumps(answers.response(status="in-progress", authored=WHEN)))
    unread = json.loads(json.dumps(answers.unread))
    return Answers.of(answers.form, kept, unread)
