"""Forms come from anywhere: whatever they hold is inert, and nobody waits for it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.check import problems_of
from app.forms.questionnaire.form import Form, form_of
from app.forms.questionnaire.gate import examine
from app.forms.questionnaire.taking import take, with_row
from app.forms.questionnaire.walk import shown
from tests.forms.questionnaire.small import (
    CORE,
    Raw,
    calculated,
    choice,
    definition,
    extended,
    form,
    group,
    posted,
    problem,
    question,
    stored,
    when,
)

FOR_EVER = 30.0
"""Seconds of computing that nobody waits for; how long it takes is measured by bench/forms."""
BOMB = (
    "%resource.repeat(item).where(%resource.repeat(item).where(%resource.repeat(item).where(linkId='x').empty())"
    ".exists()).exists()"
)


@contextmanager
def coming_to_an_end() -> Iterator[None]:
    began = time.thread_time()
    yield
    assert time.thread_time() - began < FOR_EVER


def brought_in(*items: Raw) -> Form:
    examine(definition(question("a")))  # what is loaded with the first form is not what is measured
    text = definition(*items)
    with coming_to_an_end():
        found = examine(text)
    assert found.definition, found.errors
    return form_of(found.definition)


def gone_through(asked: Form, text: str = "a" * 40) -> Answers:
    """Begin, show, fill in, check, keep and read again, each within a second."""
    with coming_to_an_end():
        answers = Answers.begun(asked)
    with coming_to_an_end():
        shown(asked, answers, language="en")
    fields = {item.step: [text] for item in asked.questions}
    with coming_to_an_end():
        answers = take(asked, answers, fields, language="es")
    with coming_to_an_end():
        problems_of(asked, answers, language="es")
    with coming_to_an_end():
        assert stored(answers).values == answers.values
    return answers


def test_a_form_of_700_questions_is_brought_in_and_filled_in_and_comes_to_an_end() -> None:
    asked = brought_in(
        *(
            group(
                f"g{n}",
                *(choice(f"{n}.{m}", *"ABCDE", required=True) for m in range(34)),
                question(f"{n}.why", enableWhen=[when(f"{n}.0", "exists", answerBoolean=True)]),
            )
            for n in range(20)
        )
    )

    gone_through(asked)

    assert len(asked.questions) == 700
    assert len(shown(asked, Answers.nothing(asked), language="en").pages) >= 20


def test_expressions_without_end_hide_nothing_and_hold_up_nobody() -> None:
    asked = brought_in(*(calculated(question(str(n)), BOMB, kind="enableWhenExpression") for n in range(60)))

    answers = gone_through(asked)

    assert answers.off == frozenset()
    assert answers.failures


def test_chains_of_calculated_answers_come_to_an_end() -> None:
    by = "%resource.item.where(linkId='{}').answer.value + 1"

    gone_through(brought_in(*(calculated(question(str(n), "integer"), by.format(n + 1)) for n in range(150))))


def test_patterns_without_end_are_given_up_and_block_nobody() -> None:
    patterns = ({"url": f"{CORE}regex", "valueString": f"(a|aa)+b{{{n}}}"} for n in range(1, 200))
    asked = brought_in(*(extended(question(str(n)), pattern) for n, pattern in enumerate(patterns)))

    gone_through(asked, text="a" * 60 + "!")


def test_rows_within_rows_within_rows_are_not_multiplied() -> None:
    many = {"url": f"{CORE}questionnaire-minOccurs", "valueInteger": 999_999}
    item = question("q", repeats=True)
    for name in "abcde":
        item = extended(group(name, item, repeats=True), many)

    asked = brought_in(item)
    answers = gone_through(asked)

    for _ in range(60):
        answers = with_row(asked, answers, "e")
    with coming_to_an_end():
        shown(asked, answers, language="en")


def test_nesting_without_end_is_refused() -> None:
    item = question("q")
    for number in range(30):
        item = group(str(number), item)

    assert "nested too deeply" in examine(definition(item)).errors[0]


@pytest.mark.parametrize(
    "damage",
    [
        {"item": [None, 1, "x", question("a")]},
        {"extension": "x"},
        {"extension": [1, None, {"url": 5}]},
        {"contained": [{"resourceType": "Nonsense"}, 5]},
        {
            "contained": [
                {
                    "resourceType": "ValueSet",
                    "id": "v",
                    "status": "draft",
                    "compose": {"include": [{"valueSet": ["#v"]}]},
                }
            ]
        },
        {"title": ["x"]},
        {"_title": "x"},
        {"url": 5},
        {"version": None},
        {"language": ["en"]},
        {"status": {}},
        {"code": "x"},
        {"title": "\ud800\x00"},
        {"copyright": {"a": [[[]]]}},
    ],
)
def test_a_damaged_form_is_mended_or_refused_and_never_breaks_anything(damage: Raw) -> None:
    found = examine(json.dumps(json.loads(definition(question("a"))) | damage))

    assert bool(found.definition) is not bool(found.errors)
    if found.definition:
        gone_through(form_of(found.definition))
    " ".join((*found.errors, *found.repairs, *found.notes, found.title)).encode()


@pytest.mark.parametrize(
    "key",
    [
        "text",
        "prefix",
        "required",
        "repeats",
        "readOnly",
        "maxLength",
        "initial",
        "code",
        "definition",
        "extension",
        "_text",
        "item",
    ],
)
@pytest.mark.parametrize(
    "value", [None, True, -1, 1e300, "x", "", [], [[]], {}, {"a": {"b": []}}, [None], [{"url": "x"}]]
)
def test_any_part_of_a_question_may_be_anything(key: str, value: object) -> None:
    found = examine(definition(question("a"), {**question("b", "text"), key: value}))

    assert bool(found.definition) is not bool(found.errors)
    if found.definition:
        asked = form_of(found.definition)
        answers = posted(asked, {"a": "x", "b": "y"})
        problems_of(asked, answers, language="en")
        assert stored(answers).values == answers.values


@pytest.mark.parametrize(
    "kind",
    [
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
        "quantity",
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "\ud800",
        "9" * 5000,
        "-" * 300,
        "T" * 300,
        "1e400",
        "∞",
        "²",
        "%s%n{0}",
        "'; drop table",
        "<script>",
        " " * 9000,
    ],
)
def test_whatever_is_typed_is_read_or_kept_as_it_is(kind: str, text: str) -> None:
    asked = form(question("q", kind))
    names = ("q", "q~month", "q~day", "q~year", "q~time", "q~unit", "q~other", "q:1")

    answers = take(asked, Answers.nothing(asked), {name: [text] for name in names}, language="en")

    problems_of(asked, answers, language="es")
    assert stored(answers).values == answers.values
    if "q" in answers.unread:
        assert problem(asked, "q", answers) != ""
