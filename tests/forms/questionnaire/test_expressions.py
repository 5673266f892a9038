from typing import Any

import pytest

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.check import problems_of
from app.forms.questionnaire.logic.fhirpath import evaluate, node, parsed
from app.forms.questionnaire.logic.functions import Budget, Failed, plain
from app.forms.questionnaire.walk import shown
from tests.forms.questionnaire.small import (
    CORE,
    SDC,
    WHEN,
    Raw,
    calculated,
    choice,
    extended,
    form,
    group,
    names_shown,
    piece,
    posted,
    question,
    scored,
    stored,
    typed,
    value,
)

PATIENT = {
    "resourceType": "Patient",
    "name": [{"given": ["Alice"], "family": "Rivera"}],
    "birthDate": "1988-04-12",
    "gender": "female",
}


def variable(name: str, expression: str) -> Raw:
    said = {"name": name, "language": "text/fhirpath", "expression": expression}
    return {"url": f"{CORE}variable", "valueExpression": said}


SUM = "%resource.descendants().where(linkId.startsWith('q')).answer.valueCoding.extension.valueDecimal.sum()"


@pytest.mark.parametrize(
    "expression", [SUM, "%resource.item.answer.weight().sum()", "%resource.item.answer.value.ordinal().sum()"]
)
def test_scores_are_summed_up_as_answers_are_given(expression: str) -> None:
    asked = form(
        scored("q1", no=0, yes=3),
        scored("q2", no=1, yes=2),
        calculated(question("total", "integer"), expression),
    )

    answers = posted(asked, {"q1": ["1"], "q2": ["1"]})

    assert value(answers, "total") == 5
    assert value(posted(asked, {"q1": ["0"]}, answers), "total") == 2
    assert piece(asked, "total", answers).read_only
    assert piece(asked, "q1").signals


def test_a_calculated_answer_cannot_be_forged() -> None:
    asked = form(
        question("a", "integer"),
        calculated(question("b", "integer"), "%resource.item.where(linkId='a').answer.value * 2"),
    )

    assert value(posted(asked, {"a": "4", "b": "999"}), "b") == 8


def test_calculated_answers_go_by_one_another() -> None:
    by = "%resource.item.where(linkId='{}').answer.value + 1"
    asked = form(
        calculated(question("c", "integer"), by.format("b")),
        calculated(question("b", "integer"), by.format("a")),
        question("a", "integer"),
    )

    assert value(posted(asked, {"a": "1"}), "c") == 3


def test_answers_that_go_by_one_another_in_a_circle_come_to_an_end() -> None:
    by = "iif(%resource.item.where(linkId='{}').answer.exists(), %resource.item.where(linkId='{}').answer.value, 0) + 1"
    asked = form(
        calculated(question("a", "integer"), by.format("b", "b")),
        calculated(question("b", "integer"), by.format("a", "a")),
    )

    assert value(Answers.nothing(asked), "a") is not None


@pytest.mark.parametrize(
    ("kind", "expression", "expected"),
    [
        ("boolean", "true", True),
        ("integer", "2 + 3", 5),
        ("integer", "2.5", None),
        ("integer", "'five'", None),
        ("decimal", "1 / 4", 0.25),
        ("decimal", "4 / 2", 2),
        ("string", "'a' & 'b'", "ab"),
        ("string", "12", "12"),
        ("date", "@2026-02-03", "2026-02-03"),
        ("time", "@T14:30:00", "14:30:00"),
        ("quantity", "70", {"value": 70}),
        ("url", "'https://example.org'", "https://example.org"),
        ("text", "{}", None),
        ("dateTime", "@2026-02-03T10:00:00", "2026-02-03T10:00:00Z"),
        ("dateTime", "@2026-02-03T10:00:00-05:00", "2026-02-03T10:00:00-05:00"),
        ("dateTime", "'2026-02'", "2026-02"),
        ("dateTime", "'soon'", None),
        ("date", "'soon'", None),
        ("date", "'20260203'", None),
        ("time", "'soon'", None),
        ("reference", "'Dr. Lee'", {"display": "Dr. Lee"}),
        ("quantity", "70 'kg'", {"value": 70, "unit": "kg"}),
        ("quantity", "'heavy'", None),
        ("boolean", "'yes'", None),
        ("attachment", "'a file'", None),
        ("choice", "'blue'", {"display": "blue"}),
        ("open-choice", "'blue'", "blue"),
        ("string", "%questionnaire.code.first()", "Depression"),
    ],
)
def test_what_is_calculated_becomes_an_answer_of_the_type_asked_for(
    kind: str, expression: str, expected: Any
) -> None:
    asked = form(
        calculated(question("q", kind), expression), code=[{"code": "44249-1", "display": "Depression"}]
    )

    assert value(Answers.nothing(asked), "q") == expected


def test_an_option_can_be_calculated_by_its_code() -> None:
    asked = form(calculated(choice("q", "Low", "High"), "'high'"))

    assert piece(asked, "q").answers == ("High",)


def test_what_is_calculated_for_an_open_choice_may_be_none_of_its_options() -> None:
    asked = form(
        calculated(choice("q", "Low", kind="open-choice"), "'other'"),
        calculated(choice("r", "Low"), "'other'"),
    )

    assert value(Answers.nothing(asked), "q") == "other"
    assert "r" not in Answers.nothing(asked).values


def test_a_list_that_is_calculated_becomes_several_answers() -> None:
    asked = form(
        question("a", repeats=True),
        calculated(question("b", repeats=True), "%resource.item.where(linkId='a').answer.value"),
    )

    answers = posted(asked, {"a:1": "x", "a:2": "y"})

    assert piece(asked, "b", answers).answers == ("x", "y")


def test_variables_are_told_in_their_order_and_hold_below_where_they_stand() -> None:
    inner = calculated(question("b", "integer"), "%two + %three")
    asked = form(
        question("a", "integer"),
        extended(group("g", inner), variable("three", "%two + 1")),
        extension=[
            variable("one", "%resource.item.where(linkId='a').answer.value"),
            variable("two", "%one + 1"),
        ],
    )

    assert value(typed(asked, a="1"), "g/b") == 5


def test_the_variables_of_a_row_are_its_own() -> None:
    inner = calculated(question("b", "integer"), "%mine * 10")
    row = extended(
        group("g", question("a", "integer"), inner, repeats=True),
        variable("mine", "item.where(linkId='a').answer.value"),
    )
    asked = form(row)

    answers = posted(asked, {"g:1/a": "1", "g:2/a": "2"})

    assert (value(answers, "g:1/b"), value(answers, "g:2/b")) == (10, 20)


def test_a_question_is_asked_by_an_expression() -> None:
    asked = form(
        question("a", "integer"),
        calculated(
            question("b", required=True),
            "%resource.item.where(linkId='a').answer.value > 3",
            kind="enableWhenExpression",
        ),
    )

    assert names_shown(asked, Answers.nothing(asked)) == ["a"]
    assert names_shown(asked, typed(asked, a="4")) == ["a", "b"]
    assert [one.name for one in problems_of(asked, typed(asked, a="4"), language="en")] == ["b"]


@pytest.mark.parametrize("expression", ["%unheard", "1 +", "1 / 'a'", "repeat($this + 1)", "nothing()"])
def test_an_expression_that_fails_hides_nothing_and_is_told_without_a_word_of_the_form(
    expression: str,
) -> None:
    asked = form(calculated(question("a"), expression, kind="enableWhenExpression"))

    answers = typed(asked, a="my secret")

    assert names_shown(asked, answers) == ["a"]
    assert [(one.url, one.number) for one in answers.failures] == [("urn:form", 0)]
    assert "secret" not in str(answers.failures)
    assert expression not in str(answers.failures)


def test_a_form_begins_with_what_is_known_of_the_person() -> None:
    given = calculated(question("first"), "%patient.name.first().given.first()", kind="initialExpression")
    born = calculated(question("born", "date"), "%patient.birthDate", kind="initialExpression")
    sex = calculated(choice("sex", "Female", "Male"), "%patient.gender", kind="initialExpression")
    asked = form(given, born, sex)

    answers = Answers.begun(asked, PATIENT)

    assert (value(answers, "first"), value(answers, "born")) == ("Alice", "1988-04-12")
    assert piece(asked, "sex", answers).answers == ("Female",)
    assert Answers.begun(asked).values == {}
    assert shown(asked, answers, language="en", patient=PATIENT).answered == 3
    assert typed(asked, answers, first="").values.get("first") is None


def test_what_is_not_asked_is_not_counted() -> None:
    second = {
        **scored("q2", yes=2),
        "enableWhen": [{"question": "q1", "operator": "exists", "answerBoolean": True}],
    }
    asked = form(scored("q1", yes=3), second, calculated(question("total", "integer"), SUM))
    answers = posted(asked, {"q1": ["0"], "q2": ["0"]})

    assert value(answers, "total") == 5
    assert value(posted(asked, {"q1": [""]}, answers), "total") in (None, 0)


def test_calculated_answers_are_sent() -> None:
    asked = form(scored("q1", yes=3), calculated(question("total", "integer"), SUM))

    sent = posted(asked, {"q1": ["0"]}).response(status="completed", authored=WHEN, settled=True)

    assert sent["item"][1]["answer"] == [{"valueInteger": 3}]
    assert value(stored(posted(asked, {"q1": ["0"]})), "total") == 3


def test_initial_answers_count_as_their_options_do() -> None:
    item = scored("q1", no=0, yes=3)
    item["answerOption"][1]["initialSelected"] = True

    assert value(Answers.begun(form(item, calculated(question("t", "integer"), SUM))), "t") == 3


RESPONSE: Raw = {
    "resourceType": "QuestionnaireResponse",
    "item": [{"linkId": str(number), "answer": [{"valueInteger": number}]} for number in range(400)],
}


@pytest.mark.parametrize(
    "expression",
    [
        "1.repeat($this + 1)",
        "'a'.repeat($this & $this)",
        "%resource.descendants().where(%resource.descendants().where(%resource.descendants().exists()).exists())",
        "%resource.descendants().exclude(%resource.descendants())",
        "%resource.item.select(%resource.descendants())",
        "9.power(9999999)",
        "%resource.item.aggregate($total * $total + 2, 10)",
        "'a'" + ".replace('a', 'aaaaaaaaaa')" * 20,
        "('a' & 'a').toChars().select(%resource.descendants()).select(%resource.descendants())",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('^(a|a|a)*$')",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.replaceMatches('^(a|a|a)*$', 'x')",
        "'a'.replaceMatches('(', 'x')",
    ],
)
def test_an_expression_that_would_go_on_for_ever_is_given_up(expression: str) -> None:
    response = node(RESPONSE)

    with pytest.raises(Failed):
        evaluate(expression, response, {"resource": response}, Budget(seconds=0.2))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("%resource.repeat(item).where(linkId = '7').answer.value", [7]),
        ("%resource.item.trace('spying').first().linkId", ["0"]),
        ("'abc'.matches('b')", [True]),
        ("'abc'.replaceMatches('(b)', '[$1]')", ["a[b]c"]),
        ("('a' | 'b').join('-')", ["a-b"]),
        ("{}.sum()", []),
    ],
)
def test_the_functions_that_are_ours_do_what_fhirpath_says(
    expression: str, expected: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    response = node(RESPONSE)

    found = evaluate(expression, response, {"resource": response}, Budget())

    assert [plain(one) for one in found] == expected
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("expression", ["", "1 +", "a b", "(" * 900 + "1" + ")" * 900, "1" + " + 1" * 2000])
def test_what_is_not_fhirpath_is_not_taken_for_it(expression: str) -> None:
    assert parsed(expression) is None


def test_two_rows_that_say_the_same_count_twice() -> None:
    row = group("g", question("a", "integer"), repeats=True)
    asked = form(
        row,
        calculated(question("t", "integer"), "%resource.repeat(item).where(linkId='a').answer.value.sum()"),
    )

    assert value(posted(asked, {"g:1/a": "2", "g:2/a": "2"}), "t") == 4


def test_a_form_whose_expressions_take_long_to_be_read_is_refused() -> None:
    from tests.forms.questionnaire.small import examined

    long = " + ".join(["1"] * 700)

    found = examined(*(calculated(question(str(number), "integer"), long) for number in range(10)))

    assert "too long to be calculated" in found.errors[0]


def test_the_address_of_an_extension_may_begin_in_any_way() -> None:
    item = question("q", "integer")
    said = {"language": "text/fhirpath", "expression": "4"}
    old = {
        "url": "http://hl7.org/fhir/StructureDefinition/sdc-questionnaire-calculatedExpression",
        "valueExpression": said,
    }

    assert SDC not in str(old)
    assert value(Answers.nothing(form(extended(item, old))), "q") == 4
