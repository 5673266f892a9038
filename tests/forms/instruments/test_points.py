"""Points are read from answers by the codes of questions and answers, and never from what a form computes."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from app.forms.instruments import points
from app.forms.instruments.bringing import built_in_forms
from app.forms.instruments.known import instrument_of
from app.forms.instruments.scoring import Score

Json = dict[str, Any]
FORMS = {form["id"]: form for form in map(json.loads, built_in_forms())}
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
DAYS = ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")
PHQ = ("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8")


def coded(code: str, *, points: float | None = None) -> Json:
    extensions = {} if points is None else {"extension": [{"url": ORDINAL, "valueDecimal": points}]}
    return {"valueCoding": {"system": "http://loinc.org", "code": code, **extensions}}


def response(answers: Mapping[str, Json]) -> Json:
    return {"item": [{"linkId": link_id, "answer": [answer]} for link_id, answer in answers.items()]}


def own_form(texts: Sequence[str], *, options: Sequence[Json], form: Mapping[str, Any] = {}) -> Json:
    """Make a form of a practice's own: questions without codes."""
    asked = [
        {"linkId": f"q{number}", "type": "choice", "text": text, "answerOption": list(options)}
        for number, text in enumerate(texts, 1)
    ]
    return {"resourceType": "Questionnaire", "item": asked, **form}


YES_NO = ({"valueCoding": {"code": "Y", "display": "Yes"}}, {"valueCoding": {"code": "N", "display": "No"}})


def test_answers_of_the_built_in_phq_9_are_scored_by_their_loinc_codes() -> None:
    answers = {code: coded(DAYS[2]) for code in PHQ} | {PHQ[8]: coded(DAYS[1])}
    score = points.score("phq-9", questionnaire=FORMS["phq-9"], response=response(answers))
    assert score == Score(17, "moderately severe", True, {"safety": True})


def test_a_question_that_is_not_answered_leaves_the_phq_9_without_a_score() -> None:
    answers = {code: coded(DAYS[2]) for code in PHQ[1:]}
    score = points.score("phq-9", questionnaire=FORMS["phq-9"], response=response(answers))
    assert score == Score(flags={"safety": True})


def test_what_a_form_says_of_points_does_not_change_those_of_a_loinc_answer() -> None:
    answers = {code: coded(DAYS[3], points=0) for code in PHQ}
    score = points.score("phq-9", questionnaire=FORMS["phq-9"], response=response(answers))
    assert score.total == 27


def test_a_total_that_a_form_computes_is_not_looked_at() -> None:
    form = FORMS["phq-2"] | {"item": [*FORMS["phq-2"]["item"], {"linkId": "44261-6", "type": "integer"}]}
    answers = {PHQ[0]: coded(DAYS[1]), PHQ[1]: coded(DAYS[0]), "44261-6": {"valueInteger": 6}}
    assert points.score("phq-2", questionnaire=form, response=response(answers)).total == 1


def test_points_that_no_answer_of_the_instrument_has_are_none() -> None:
    answers = {PHQ[0]: coded("own", points=7), PHQ[1]: coded(DAYS[0])}
    assert points.score("phq-2", questionnaire=FORMS["phq-2"], response=response(answers)).total is None


def test_questions_without_codes_are_told_by_their_place() -> None:
    options = [{**coded(f"own-{each}", points=each)} for each in range(4)]
    form = own_form(
        ["a", "b"], options=options, form={"code": [{"system": "http://loinc.org", "code": "55757-9"}]}
    )
    answers = {"q1": coded("own-3", points=3), "q2": coded("own-1")}
    assert instrument_of(form) == "phq-2"
    assert points.score("phq-2", questionnaire=form, response=response(answers)).total == 4


def test_a_form_of_fewer_questions_has_no_score() -> None:
    form = own_form(["a"], options=[coded("own", points=1)])
    assert points.score("phq-2", questionnaire=form, response=response({"q1": coded("own")})).total is None


def test_a_no_to_the_event_of_the_pc_ptsd_5_scores_0() -> None:
    gate = response({"102011-4": coded("LA32-8")})
    score = points.score("pc-ptsd-5", questionnaire=FORMS["pc-ptsd-5"], response=gate)
    assert (score.total, score.positive) == (0, False)
    nothing = points.score("pc-ptsd-5", questionnaire=FORMS["pc-ptsd-5"], response=response({}))
    assert nothing.total is None


@pytest.mark.parametrize(
    ("words", "total"),
    [
        ("Are you unable to stop using drugs when you want to?", 1),
        ("Are you always able to stop using drugs?", 0),
    ],
)
def test_question_3_of_the_dast_10_is_scored_as_it_is_worded(words: str, total: int) -> None:
    form = own_form(["", "", words, *[""] * 7], options=YES_NO)
    answers = {f"q{number}": YES_NO[1] for number in range(1, 11)} | {"q3": YES_NO[0]}
    assert points.score("dast-10", questionnaire=form, response=response(answers)).total == total


def test_answers_of_the_epds_without_points_are_scored_by_their_places() -> None:
    options = [{"valueCoding": {"code": f"place-{place}"}} for place in range(4)]
    form = own_form([""] * 10, options=options)
    answers = {f"q{number}": options[0] for number in range(1, 11)}
    assert points.score("epds", questionnaire=form, response=response(answers)).total == 21


def test_yes_and_no_may_be_answers_of_a_boolean() -> None:
    asked = [{"linkId": f"q{number}", "type": "boolean", "text": ""} for number in range(1, 5)]
    answers = {f"q{number}": {"valueBoolean": number < 3} for number in range(1, 5)}
    score = points.score("cage-aid", questionnaire={"item": asked}, response=response(answers))
    assert score == Score(2, "", True, {"at_1": True})


def test_answers_below_groups_and_below_answers_are_found() -> None:
    below = {"linkId": PHQ[1], "answer": [coded(DAYS[2])]}
    nested = {
        "item": [
            {"linkId": "group", "item": [{"linkId": PHQ[0], "answer": [coded(DAYS[1]) | {"item": [below]}]}]}
        ]
    }
    assert points.score("phq-2", questionnaire=FORMS["phq-2"], response=nested).total == 3


def test_two_answers_to_one_question_are_no_answer() -> None:
    twice = {
        "item": [
            {"linkId": PHQ[0], "answer": [coded(DAYS[1]), coded(DAYS[2])]},
            {"linkId": PHQ[1], "answer": [coded(DAYS[0])]},
        ]
    }
    assert points.score("phq-2", questionnaire=FORMS["phq-2"], response=twice).total is None


@pytest.mark.parametrize(
    "codes", [None, [], [{"system": "urn:other", "code": "44249-1"}], ["44249-1"], [{"code": "44249-1"}]]
)
def test_a_form_that_does_not_say_so_by_a_loinc_code_is_no_instrument(codes: object) -> None:
    assert instrument_of({"url": "https://example.org/phq-9", "code": codes}) == ""
