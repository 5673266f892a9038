"""Which answers show that somebody may be in danger."""

import json
from typing import Any

import pytest

from app.forms.questionnaire.form import Form, form_of
from app.forms.safety.rules import hits, is_watched
from tests.forms.safety.danger import MOOD, OPTIONS, answers

LOINC = "http://loinc.org"


def form(definition: dict[str, Any] = MOOD) -> Form:
    return form_of(json.dumps(definition))


def of_one(question: dict[str, Any], **whole: Any) -> Form:
    return form({**MOOD, "url": "urn:test:one", "item": [{"linkId": "q", **question}], **whole})


def found(form: Form, *values: dict[str, Any]) -> bool:
    return bool(hits(form, {"item": [{"linkId": "q", "answer": list(values)}]}))


def coding(display: str = "", code: str = "") -> dict[str, Any]:
    return {"valueCoding": {key: value for key, value in (("code", code), ("display", display)) if value}}


def yes_or_no(*codes: str) -> list[dict[str, Any]]:
    return [coding("Yes", codes[0] if codes else ""), coding("No", codes[1] if codes else "")]


@pytest.mark.parametrize(("answer", "expected"), [(0, False), (1, True), (2, True), (3, True)])
def test_the_ninth_question_of_the_phq_9_counts_from_several_days_on(answer: int, expected: bool) -> None:  # noqa: FBT001
    assert [hit.link_id for hit in hits(form(), answers(nine=answer, sleep=3))] == ["nine"] * expected


def test_without_an_answer_nothing_counts() -> None:
    assert not hits(form(), answers())
    assert not hits(form(), {"item": [{"linkId": "nine"}]})
    assert not found(of_one(MOOD["item"][1]), coding())


@pytest.mark.parametrize(
    "item",
    [
        {"linkId": "/44260-8", "text": "Item 9", "type": "choice", "answerOption": OPTIONS},
        {"linkId": "x", "text": "Thoughts that you would be better off dead", "type": "choice", "answerOption": OPTIONS},
        {"linkId": "x", "text": "The thought of harming myself has occurred to me", "type": "choice", "answerOption": OPTIONS},
    ],
    ids=["by the link id", "by the words of the PHQ-9", "by the words of the EPDS"],
)  # fmt: skip
def test_a_question_without_a_code_is_known_too(item: dict[str, Any]) -> None:
    known = form({**MOOD, "item": [item]})
    given = {"item": [{"linkId": item["linkId"], "answer": [OPTIONS[1]]}]}
    assert is_watched(known)
    assert hits(known, given)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (coding("Not at all", "LA6568-5"), False),
        (coding("", "LA6568-5"), False),
        (coding("Para nada", "LA6568-5"), False),
        (coding("Never"), False),
        (coding("No, never"), False),
        (coding("Nunca", "x"), False),
        (coding("Several days", "LA6569-3"), True),
        (coding("", "LA6569-3"), True),
        (coding("Nearly every day", "n"), True),
        (coding("Yes, but no", "b"), True),
        (coding("No idea", "c"), True),
        ({"valueInteger": 0}, False),
        ({"valueInteger": 1}, True),
        ({"valueDecimal": 0.5}, True),
        ({"valueBoolean": False}, False),
        ({"valueBoolean": True}, True),
        ({"valueString": "no"}, False),
        ({"valueString": "Sometimes at night"}, True),
    ],
)
def test_an_answer_counts_unless_it_is_plainly_harmless(answer: dict[str, Any], expected: bool) -> None:  # noqa: FBT001
    question = {"code": [{"system": LOINC, "code": "44260-8"}], "text": "Item 9", "type": "open-choice"}
    assert found(of_one(question), answer) is expected


def test_what_an_option_counts_goes_before_its_words_and_where_it_stands() -> None:
    """The EPDS puts its worst answer first."""
    options = [
        {**coding("Yes, quite often", "a"), "extension": OPTIONS[3]["extension"]},
        {**coding("Never ever", "b"), "extension": OPTIONS[0]["extension"]},
    ]
    question = {
        "text": "The thought of harming myself has occurred to me",
        "type": "choice",
        "answerOption": options,
    }
    assert found(of_one(question), coding("Yes, quite often", "a"))
    assert not found(of_one(question), coding("Never ever", "b"))


@pytest.mark.parametrize("number", range(6))
def test_any_yes_of_the_c_ssrs_counts_and_no_no(number: int) -> None:
    codes = ("93246-7", "93247-5", "93248-3", "93249-1", "93250-9", "93267-3")
    for item in (
        {"code": [{"system": LOINC, "code": codes[number]}], "text": "?", "type": "boolean"},
        {"text": "?", "type": "choice", "answerOption": yes_or_no("LA33-6", "LA32-8")},
    ):
        screener = of_one(item, code=[{"system": LOINC, "code": "93373-9"}])
        yes, no = ({"valueBoolean": True}, {"valueBoolean": False}) if item["type"] == "boolean" else yes_or_no("LA33-6", "LA32-8")  # fmt: skip
        assert found(screener, yes)
        assert not found(screener, no)


def test_an_answer_in_a_row_or_below_another_answer_counts() -> None:
    nested: dict[str, Any] = {
        "linkId": "out",
        "answer": [{"valueString": "x", "item": [{"item": answers(nine=1)["item"]}]}],
    }
    for item in nested["answer"][0]["item"]:
        item["linkId"] = "in"
    assert [hit.link_id for hit in hits(form(), {"item": [nested]})] == ["nine"]
    rows = {"item": [*answers(nine=0)["item"], *answers(nine=2)["item"]]}
    assert [hit.link_id for hit in hits(form(), rows)] == ["nine"]


def test_the_marks_of_the_practice_count_answer_by_answer() -> None:
    marks = {"sleep": ["2", "3"], "alone": ["true"]}
    assert not hits(form(), answers(sleep=1, alone=False), marks)
    assert [hit.link_id for hit in hits(form(), answers(sleep=2, alone=True), marks)] == ["sleep", "alone"]
    assert [hit.link_id for hit in hits(form(), answers(nine=1), marks)] == ["nine"], (
        "Ours stand in any case."
    )


def test_a_form_is_watched_by_us_or_by_the_practice() -> None:
    plain = form({**MOOD, "item": MOOD["item"][:1]})
    assert is_watched(form())
    assert not is_watched(plain)
    assert is_watched(plain, {"sleep": ["3"]})


def test_the_same_answer_is_the_same_whatever_comes_with_it_and_another_is_another() -> None:
    plain = hits(form(), answers(nine=1))
    scored = {"item": [{"linkId": "nine", "answer": [OPTIONS[1]]}]}
    assert hits(form(), scored) == plain
    assert hits(form(), answers(nine=2)) != plain


def test_a_text_about_danger_is_no_question() -> None:
    item = {"linkId": "q", "text": "Call 988 if you have thoughts of killing yourself", "type": "display"}
    assert not is_watched(form({**MOOD, "item": [item]}))


def test_what_was_chosen_is_told_in_english_whatever_language_it_was_chosen_in() -> None:
    [yes] = hits(form(), answers(alone=True), {"alone": ["true"]})
    assert yes.words == "Yes"
    [nine] = hits(form(), answers(nine=2))
    assert nine.words == "More than half the days"
    coding = {**OPTIONS[1]["valueCoding"], "display": "Varios días"}
    [spanish] = hits(form(), {"item": [{"linkId": "nine", "answer": [{"valueCoding": coding}]}]})
    assert (spanish.words, spanish.answer) == ("Several days", hits(form(), answers(nine=1))[0].answer)
