import json

import pytest
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from app.forms.questionnaire.answers import Answers
from bench.filler import filler
from tests.forms.questionnaire.small import (
    CORE,
    WHEN,
    Raw,
    calculated,
    choice,
    controlled,
    extended,
    form,
    group,
    posted,
    question,
    stored,
    when,
)

EVERY_TYPE = (
    "boolean",
    "decimal",
    "integer",
    "date",
    "dateTime",
    "time",
    "string",
    "text",
    "url",
    "reference",
    "attachment",
)
UNITS = [
    {
        "url": f"{CORE}questionnaire-unitOption",
        "valueCoding": {"system": "http://unitsofmeasure.org", "code": code},
    }
    for code in ("kg", "g")
]


def every_question(prefix: str, *, required: bool) -> list[Raw]:
    more: Raw = {"required": required}
    plain = [question(f"{prefix}.{kind}", kind, **more) for kind in EVERY_TYPE]
    return [
        *plain,
        extended(question(f"{prefix}.quantity", "quantity", **more), *UNITS),
        choice(f"{prefix}.choice", "A", "B", **more),
        choice(f"{prefix}.several", "A", "B", repeats=True, **more),
        choice(f"{prefix}.open", "A", "B", kind="open-choice", **more),
        question(f"{prefix}.list", repeats=True, **more),
        controlled(question(f"{prefix}.tick", "boolean", **more), "check-box"),
    ]


@pytest.mark.parametrize("everything", [True, False])
@pytest.mark.parametrize("required", [True, False])
def test_every_type_is_filled_in_sent_as_fhir_and_read_back_equal(
    *, everything: bool, required: bool
) -> None:
    asked = form(
        *every_question("top", required=required),
        group("rows", *every_question("row", required=required), repeats=True),
        question("outer", "boolean", item=every_question("below", required=required)),
    )

    answers = filler(asked, everything=everything).filled(Answers.begun(asked))
    sent = json.loads(json.dumps(answers.response(status="completed", authored=WHEN, settled=True)))

    assert (len(answers.values) > 40) is (everything or required)
    QuestionnaireResponse.model_validate(sent)
    assert Answers.of(asked, sent).values == answers.values
    assert stored(answers).values == answers.values


def test_a_response_names_the_form_its_version_and_those_concerned() -> None:
    asked = form(question("q"))

    sent = posted(asked, {"q": "x"}).response(
        status="completed", authored=WHEN, subject="Patient/7", author="Alice Rivera", settled=True
    )

    assert sent == {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "urn:form|1",
        "status": "completed",
        "subject": {"reference": "Patient/7"},
        "authored": "2026-11-30T12:00:00+00:00",
        "author": {"display": "Alice Rivera"},
        "item": [{"linkId": "q", "text": "Question q", "answer": [{"valueString": "x"}]}],
    }


def test_nothing_answered_is_a_response_without_items() -> None:
    sent = Answers.nothing(form(question("q"), group("g", question("r")))).response(
        status="in-progress", authored=WHEN, settled=True
    )

    assert "item" not in sent
    QuestionnaireResponse.model_validate(sent)


def test_a_response_with_empty_rows_is_fhir_too() -> None:
    asked = form(group("g", question("a"), repeats=True), question("b", "integer", repeats=True))

    answers = posted(asked, {"g:1/a": "", "g:2/a": "x", "b:1": "x", "b:2": "2"})

    QuestionnaireResponse.model_validate(answers.response(status="in-progress", authored=WHEN))
    assert stored(answers).rows == answers.rows


def test_answers_to_questions_that_the_form_does_not_know_are_passed_over() -> None:
    asked = form(question("q"))
    response = {
        "item": [{"linkId": "zz", "answer": [{"valueString": "x"}]}, {"linkId": "q", "answer": "x"}, 5]
    }

    assert Answers.of(asked, response).values == {}


def test_a_foreign_answer_is_given_what_its_option_counts() -> None:
    item = choice("q", "A", "B")
    item["answerOption"][1]["extension"] = [{"url": f"{CORE}ordinalValue", "valueDecimal": 4}]
    asked = form(item, calculated(question("t", "integer"), "%resource.item.answer.weight().sum()"))

    answers = Answers.of(
        asked, {"item": [{"linkId": "q", "answer": [{"valueCoding": {"system": "urn:x", "code": "b"}}]}]}
    )

    assert answers.values["t"] == ({"valueInteger": 4},)


def test_the_filler_finds_what_opens_further_questions() -> None:
    asked = form(
        question("a", "boolean"),
        question("b", required=True, enableWhen=[when("a", "exists", answerBoolean=True)]),
        extended(question("zip", required=True), {"url": f"{CORE}regex", "valueString": "[0-9]{5}"}),
    )

    answers = filler(asked, everything=True).filled(Answers.begun(asked))

    assert set(answers.values) == {"a", "b", "zip"}
