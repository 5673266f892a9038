import pytest

from app.forms.questionnaire.shown import Look
from tests.forms.questionnaire.small import (
    CORE,
    SDC,
    Raw,
    choice,
    controlled,
    extended,
    form,
    piece,
    posted,
    problem,
    question,
    scored,
    stored,
    typed,
    value,
)


def test_the_option_posted_is_kept_with_what_it_counts() -> None:
    asked = form(scored("q", never=0, often=3))

    answers = posted(asked, {"q": ["", "1"]})

    kept = value(answers, "q")
    assert (kept["system"], kept["code"], kept["display"]) == ("urn:x", "often", "Often")
    assert kept["extension"] == [{"url": f"{CORE}ordinalValue", "valueDecimal": 3}]
    assert [one.chosen for one in piece(asked, "q", stored(answers)).choices] == [False, True]


def test_a_blank_of_a_group_takes_the_answer_back() -> None:
    asked = form(choice("q", "Yes", "No"))

    assert posted(asked, {"q": [""]}, posted(asked, {"q": ["", "0"]})).values == {}


@pytest.mark.parametrize("token", ["7", "-1", "yes", "0x", "٠"])
def test_an_option_that_is_not_on_the_list_is_not_taken(token: str) -> None:
    asked = form(choice("q", "Yes", "No"))

    answers = posted(asked, {"q": ["", token]})

    assert answers.values == {}
    assert problem(asked, "q", answers) == "Choose one of the answers on the list."


def test_one_choice_keeps_one_answer_and_several_keep_all() -> None:
    one, several = form(choice("q", "A", "B", "C")), form(choice("q", "A", "B", "C", repeats=True))

    assert len(posted(one, {"q": ["", "0", "2"]}).values["q"]) == 1
    assert [given["valueCoding"]["code"] for given in posted(several, {"q": ["", "0", "2"]}).values["q"]] == [
        "a",
        "c",
    ]


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ([{"valueString": "x"}, {"valueString": "y"}], {"valueString": "y"}),
        ([{"valueInteger": 1}, {"valueInteger": 2}], {"valueInteger": 2}),
        ([{"valueDate": "2026-01"}, {"valueDate": "2026-02"}], {"valueDate": "2026-02"}),
        ([{"valueTime": "10:00:00"}, {"valueTime": "11:00:00"}], {"valueTime": "11:00:00"}),
        (
            [{"valueReference": {"reference": "Patient/1"}}, {"valueReference": {"reference": "Patient/2"}}],
            {"valueReference": {"reference": "Patient/2"}},
        ),
    ],
)
def test_options_may_be_of_any_type(options: list[Raw], kept: Raw) -> None:
    asked = form(question("q", "choice", answerOption=options))

    assert posted(asked, {"q": ["", "1"]}).values["q"] == (kept,)


def test_yes_and_no_are_answers_and_nothing_is_none() -> None:
    asked = form(question("q", "boolean"))

    assert value(posted(asked, {"q": ["", "true"]}), "q") is True
    assert value(posted(asked, {"q": ["", "false"]}), "q") is False
    assert posted(asked, {"q": [""]}).values == {}
    assert posted(asked, {"q": ["", "maybe"]}).values == {}


def test_another_answer_can_be_typed_beside_the_options() -> None:
    asked = form(choice("q", "A", "B", kind="open-choice"))

    answers = posted(asked, {"q": [""], "q~other": "My own"})

    assert answers.values["q"] == ({"valueString": "My own"},)
    shown = piece(asked, "q", stored(answers))
    assert (shown.other, shown.other_name, shown.answers) == ("My own", "q~other", ("My own",))


def test_of_an_option_and_another_answer_the_newer_one_holds() -> None:
    asked = form(choice("q", "A", "B", kind="open-choice"))
    own = posted(asked, {"q": [""], "q~other": "My own"})

    chosen = posted(asked, {"q": ["", "1"], "q~other": "My own"}, own)
    own_again = posted(asked, {"q": ["", "1"], "q~other": "Another"}, chosen)

    assert value(chosen, "q")["code"] == "b"
    assert own_again.values["q"] == ({"valueString": "Another"},)


def test_several_options_stand_beside_another_answer() -> None:
    asked = form(choice("q", "A", "B", kind="open-choice", repeats=True))

    answers = posted(asked, {"q": ["", "0", "1"], "q~other": "Both and more"})

    assert piece(asked, "q", stored(answers)).answers == ("A", "B", "Both and more")


def test_another_answer_that_cannot_be_kept_stays_as_typed() -> None:
    asked = form(choice("q", "A", kind="open-choice", maxLength=5))

    answers = posted(asked, {"q": [""], "q~other": "far too long"})

    assert answers.unread == {"q~other": ["far too long"]}
    assert piece(asked, "q", stored(answers)).other == "far too long"
    assert "at most 5" in problem(asked, "q", answers)
    assert "cannot be shown" in problem(asked, "q", posted(asked, {"q~other": "a\x00"}))


def test_an_option_that_stands_alone_puts_the_others_away_and_they_it() -> None:
    alone = {"url": f"{CORE}questionnaire-optionExclusive", "valueBoolean": True}
    item = choice("q", "A", "B", "None", repeats=True)
    item["answerOption"][2]["extension"] = [alone]
    asked = form(item)
    two = posted(asked, {"q": ["", "0", "1"]})

    none = posted(asked, {"q": ["", "0", "1", "2"]}, two)
    one = posted(asked, {"q": ["", "0", "2"]}, none)

    assert piece(asked, "q", none).answers == ("None",)
    assert piece(asked, "q", one).answers == ("A",)
    assert [one.alone for one in piece(asked, "q").choices] == [False, False, True]


def test_a_list_too_long_to_be_looked_through_is_typed_into() -> None:
    asked = form(choice("q", *(f"Town {number}" for number in range(300))))

    answers = typed(asked, q=" town 77 ")

    assert piece(asked, "q").look is Look.SUGGEST
    assert value(answers, "q")["code"] == "town 77"
    assert piece(asked, "q", answers).entries[0].value == "Town 77"
    assert problem(asked, "q", typed(asked, q="Atlantis")) != ""


def test_a_choice_whose_answers_we_do_not_know_is_typed_and_never_blocks() -> None:
    asked = form(question("q", "choice", answerValueSet="urn:unknown", required=True))

    answers = typed(asked, q="Blue")

    assert "do not have the list" in piece(asked, "q").hint
    assert answers.values["q"] == ({"valueCoding": {"display": "Blue"}},)
    assert problem(asked, "q", answers, checked=True) == ""


def test_options_that_are_chosen_from_the_start_are_answers() -> None:
    item = choice("q", "A", "B")
    item["answerOption"][1]["initialSelected"] = True

    assert piece(form(item), "q").answers == ("B",)


def test_options_are_shown_with_their_signs_and_side_by_side_where_the_form_says_so() -> None:
    item = choice("q", "Yes", "No", kind="open-choice")
    item["answerOption"][0]["extension"] = [{"url": f"{CORE}questionnaire-optionPrefix", "valueString": "a)"}]
    asked = form(
        extended(
            item,
            {"url": f"{CORE}questionnaire-choiceOrientation", "valueCode": "horizontal"},
            {"url": f"{SDC}sdc-questionnaire-openLabel", "valueString": "Something else"},
        )
    )

    shown = piece(asked, "q")

    assert [one.words for one in shown.choices] == ["a) Yes", "No"]
    assert (shown.across, shown.other_label) == (True, "Something else")


@pytest.mark.parametrize(
    ("control", "repeats", "count", "look"),
    [
        ("radio-button", False, 9, Look.RADIO),
        ("check-box", True, 3, Look.CHECKS),
        ("drop-down", False, 3, Look.LIST),
        ("drop-down", True, 3, Look.CHECKS),
        ("autocomplete", False, 3, Look.SUGGEST),
        ("", False, 3, Look.RADIO),
        ("", False, 9, Look.LIST),
    ],
)
def test_a_choice_looks_as_its_control_says(control: str, count: int, look: Look, *, repeats: bool) -> None:
    item = choice("q", *(f"Option {number}" for number in range(count)), repeats=repeats)

    assert piece(form(controlled(item, control) if control else item), "q").look is look
