from typing import Any

import pytest

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.check import problems_of
from tests.forms.questionnaire.small import (
    CORE,
    WHEN,
    choice,
    extended,
    form,
    group,
    names_shown,
    posted,
    question,
    stored,
    typed,
    when,
)


def asked_after(kind: str, text: str | list[str], operator: str, **expected: Any) -> bool:
    """Whether a question is asked once the one that it goes by is answered."""
    first = choice("a", "Yes", "No") if kind == "choice" else question("a", kind)
    asked = form(first, question("b", enableWhen=[when("a", operator, **expected)]))
    return "b" in names_shown(asked, posted(asked, {"a": text}))


@pytest.mark.parametrize(
    ("kind", "text", "operator", "expected", "is_asked"),
    [
        ("string", "x", "exists", {"answerBoolean": True}, True),
        ("string", "", "exists", {"answerBoolean": True}, False),
        ("string", "", "exists", {"answerBoolean": False}, True),
        ("boolean", "true", "=", {"answerBoolean": True}, True),
        ("boolean", "false", "=", {"answerBoolean": True}, False),
        ("boolean", "", "=", {"answerBoolean": False}, False),
        ("boolean", "", "!=", {"answerBoolean": True}, True),
        ("integer", "5", "=", {"answerInteger": 5}, True),
        ("integer", "5", "!=", {"answerInteger": 5}, False),
        ("integer", "6", ">", {"answerInteger": 5}, True),
        ("integer", "5", ">", {"answerInteger": 5}, False),
        ("integer", "5", ">=", {"answerInteger": 5}, True),
        ("integer", "", ">", {"answerInteger": 5}, False),
        ("decimal", "0.3", "=", {"answerDecimal": 0.3}, True),
        ("decimal", "0.31", "<", {"answerDecimal": 0.4}, True),
        ("decimal", "5", "<=", {"answerDecimal": 5.0}, True),
        ("date", "2026-02-01", ">", {"answerDate": "2026-01-31"}, True),
        ("date", "2026-02-01", "=", {"answerDate": "2026-02"}, True),
        ("date", "2026-02-01", "<", {"answerDate": "2026-01-31"}, False),
        ("dateTime", "2026-02-01", "<=", {"answerDateTime": "2026-02-01T00:00:00Z"}, True),
        ("time", "14:30", "<", {"answerTime": "15:00:00"}, True),
        ("string", "x", "=", {"answerString": "x"}, True),
        ("string", "X", "=", {"answerString": "x"}, False),
        ("choice", "0", "=", {"answerCoding": {"system": "urn:x", "code": "yes"}}, True),
        ("choice", "1", "=", {"answerCoding": {"system": "urn:x", "code": "yes"}}, False),
        ("choice", "0", "=", {"answerCoding": {"system": "urn:y", "code": "yes"}}, False),
        ("choice", "0", "=", {"answerCoding": {"code": "yes"}}, True),
        ("choice", "0", "=", {"answerString": "Yes"}, True),
        ("choice", "", "!=", {"answerCoding": {"code": "yes"}}, True),
        ("quantity", "5", ">", {"answerQuantity": {"value": 4}}, True),
        ("quantity", "5", "=", {"answerQuantity": {"value": 5}}, True),
        ("string", "2026-12", "=", {"answerString": "2026-1"}, False),
        ("string", "yes", "=", {"answerCoding": {"code": "yes"}}, True),
        ("string", "5", ">", {"answerInteger": 4}, False),
        ("boolean", "true", ">", {"answerBoolean": False}, False),
        ("quantity", "5", "=", {"answerQuantity": {"value": 4}}, False),
        ("reference", "Dr. Lee", "=", {"answerReference": {"display": "Dr. Lee"}}, True),
        ("reference", "Dr. Lee", "=", {"answerReference": {"reference": "Practitioner/1"}}, False),
        ("integer", "five", "exists", {"answerBoolean": True}, False),
    ],
)
def test_a_question_is_asked_by_the_answer_to_another(
    kind: str, text: str, operator: str, expected: Any, *, is_asked: bool
) -> None:
    assert asked_after(kind, text, operator, **expected) is is_asked


def test_any_and_all_join_conditions() -> None:
    conditions = [when("a", "=", answerString="x"), when("b", "=", answerString="y")]
    either = form(question("a"), question("b"), question("c", enableWhen=conditions, enableBehavior="any"))
    both = form(question("a"), question("b"), question("c", enableWhen=conditions, enableBehavior="all"))

    assert "c" in names_shown(either, typed(either, a="x"))
    assert "c" not in names_shown(both, typed(both, a="x"))
    assert "c" in names_shown(both, typed(both, a="x", b="y"))


def test_what_is_below_a_question_that_is_not_asked_is_not_asked() -> None:
    asked = form(
        question("a", "boolean"), group("g", question("b"), enableWhen=[when("a", "=", answerBoolean=True)])
    )

    assert names_shown(asked, Answers.nothing(asked)) == ["a"]
    assert names_shown(asked, typed(asked, a="true")) == ["a", "g", "g/b"]


def test_answers_to_what_is_not_asked_stay_while_filling_and_are_not_sent() -> None:
    asked = form(question("a", "boolean"), question("b", enableWhen=[when("a", "=", answerBoolean=True)]))
    answers = typed(asked, typed(asked, a="true", b="kept"), a="false")

    sent = answers.response(status="completed", authored=WHEN, settled=True)

    assert answers.values["b"] == ({"valueString": "kept"},)
    assert stored(answers).values == answers.values
    assert [item["linkId"] for item in sent["item"]] == ["a"]
    assert "b" in names_shown(asked, typed(asked, answers, a="true"))


def test_what_goes_by_an_answer_that_is_not_asked_is_not_asked() -> None:
    asked = form(
        question("a", "boolean"),
        question("b", "boolean", enableWhen=[when("a", "=", answerBoolean=True)]),
        question("c", enableWhen=[when("b", "=", answerBoolean=True)]),
    )

    answers = typed(asked, typed(asked, a="true", b="true"), a="false")

    assert names_shown(asked, answers) == ["a"]


def test_what_is_required_is_not_missed_while_it_is_not_asked() -> None:
    asked = form(
        question("a", "boolean"),
        question("b", required=True, enableWhen=[when("a", "=", answerBoolean=True)]),
    )

    assert problems_of(asked, typed(asked, a="false"), language="en") == ()
    assert [one.name for one in problems_of(asked, typed(asked, a="true"), language="en")] == ["b"]


def test_what_is_asked_is_decided_anew_whatever_the_answers_claim() -> None:
    asked = form(
        question("a", "boolean"),
        question("b", required=True, enableWhen=[when("a", "=", answerBoolean=True)]),
    )
    forged = typed(asked, a="true").changed(off=frozenset({"b"}))

    assert [one.name for one in problems_of(asked, forged, language="en")] == ["b"]


def test_in_rows_the_nearest_answer_counts() -> None:
    row = group(
        "g", question("a"), question("b", enableWhen=[when("a", "=", answerString="x")]), repeats=True
    )
    asked = form(row)

    answers = posted(asked, {"g:1/a": "x", "g:2/a": "y"})

    assert "g:1/b" in names_shown(asked, answers)
    assert "g:2/b" not in names_shown(asked, answers)


def test_from_outside_of_rows_the_answer_in_any_of_them_counts() -> None:
    asked = form(
        group("g", question("a"), repeats=True), question("b", enableWhen=[when("a", "=", answerString="x")])
    )

    assert "b" in names_shown(asked, posted(asked, {"g:1/a": "y", "g:2/a": "x"}))


def test_what_is_below_one_of_several_answers_goes_by_that_one() -> None:
    asked = form(
        question("a", repeats=True, item=[question("b", enableWhen=[when("a", "=", answerString="x")])])
    )

    answers = posted(asked, {"a:1": "x", "a:2": "y"})

    assert "a:1/b" in names_shown(asked, answers)
    assert "a:2/b" not in names_shown(asked, answers)


def test_conditions_in_a_circle_come_to_an_end() -> None:
    asked = form(
        question("a", enableWhen=[when("b", "exists", answerBoolean=False)]),
        question("b", enableWhen=[when("a", "exists", answerBoolean=False)]),
        question("c", enableWhen=[when("c", "exists", answerBoolean=True)]),
    )

    answers = typed(asked, a="x", b="y")

    assert stored(answers).off == answers.off


def test_long_chains_of_conditions_are_followed_whichever_way_they_lead() -> None:
    last = 400
    onwards = [question("0")] + [
        question(str(n), enableWhen=[when(str(n - 1), "=", answerString="x")]) for n in range(1, last)
    ]
    backwards = [
        question(str(n), enableWhen=[when(str(n + 1), "=", answerString="x")]) for n in range(last - 1)
    ] + [question(str(last - 1))]
    for items in (onwards, backwards):
        asked = form(*items)
        all_x = posted(asked, {str(n): "x" for n in range(last)})

        assert all_x.off == frozenset()
        assert len(Answers.nothing(asked).off) == last - 1


def test_amounts_of_other_units_are_not_compared() -> None:
    units = [
        {"url": f"{CORE}questionnaire-unitOption", "valueCoding": {"code": code, "display": code}}
        for code in ("kg", "g")
    ]
    heavy = when("a", ">", answerQuantity={"value": 5, "code": "kg"})
    exactly = when("a", "=", answerQuantity={"value": 7, "code": "kg"})
    asked = form(
        extended(question("a", "quantity"), *units),
        question("b", enableWhen=[heavy]),
        question("c", enableWhen=[exactly]),
    )

    def names(unit: str) -> list[str]:
        return names_shown(asked, posted(asked, {"a": "7", "a~unit": unit}))

    assert names("0") == ["a", "b", "c"]
    assert names("1") == ["a"]
