"""Rules over several answers that a form brings along."""

import pytest

from app.forms.questionnaire.check import problems_of
from tests.forms.questionnaire.small import (
    CORE,
    Raw,
    choice,
    extended,
    form,
    group,
    posted,
    question,
    typed,
)


def constraint(
    expression: str, words: str, *, name: str = "targetConstraint", severity: str = "error"
) -> Raw:
    said = {"language": "text/fhirpath", "expression": expression}
    key = "valueExpression" if name == "targetConstraint" else "valueString"
    return {
        "url": CORE + name,
        "extension": [
            {"url": "key", "valueId": "rule-1"},
            {"url": "severity", "valueCode": severity},
            {"url": "expression", key: said if key == "valueExpression" else expression},
            {"url": "human", "valueString": words},
        ],
    }


@pytest.mark.parametrize("name", ["targetConstraint", "questionnaire-constraint"])
def test_a_rule_over_several_answers_is_told_where_it_is_broken(name: str) -> None:
    rule = constraint(
        "item.where(linkId='a').answer.value <= item.where(linkId='b').answer.value",
        "Low comes first.",
        name=name,
    )
    asked = form(extended(group("g", question("a", "integer"), question("b", "integer")), rule))

    assert problems_of(asked, posted(asked, {"g/a": "1", "g/b": "2"}), language="en") == ()
    broken = problems_of(asked, posted(asked, {"g/a": "3", "g/b": "2"}), language="en")
    assert [(one.name, one.sentence) for one in broken] == [("g", "Low comes first.")]


def test_a_rule_of_the_whole_form_is_told_at_its_beginning() -> None:
    rule = constraint(
        "item.where(linkId='a').answer.value != item.where(linkId='b').answer.value", "Not the same."
    )
    asked = form(question("a"), question("b"), extension=[rule])

    broken = problems_of(asked, typed(asked, a="x", b="x"), language="en")

    assert [(one.name, one.sentence) for one in broken] == [("a", "Not the same.")]


def test_a_rule_may_stand_at_a_choice() -> None:
    rule = constraint(
        "answer.value.code != 'no' or %resource.item.where(linkId='why').answer.exists()", "Say why."
    )
    asked = form(extended(choice("q", "Yes", "No"), rule), question("why"))

    assert [one.sentence for one in problems_of(asked, posted(asked, {"q": "1"}), language="en")] == [
        "Say why."
    ]
    assert problems_of(asked, posted(asked, {"q": "1", "why": "x"}), language="en") == ()


def test_a_warning_does_not_keep_answers_from_being_sent() -> None:
    asked = form(
        extended(question("a", "integer"), constraint("answer.value < 5", "Is that so?", severity="warning"))
    )

    assert problems_of(asked, typed(asked, a="9"), language="en") == ()
