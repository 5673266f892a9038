"""One or several values of a list, and what a browser or somebody else may send instead."""

import pytest
from litestar.datastructures import FormMultiDict

from app.web.forms import filled
from app.web.language import Language, _l, speaking
from app.web.readers.choices import one_from, several_from
from app.web.value_list import value_list
from tests.reading import read, refused

COLOURS = value_list(
    (
        ("r", "Red", "Rojo"),
        ("g", "Green", "Verde"),
        ("b", "Azure", "Azul"),
        ("none", "None of these", "Ninguno"),
        ("old", "Old", "Viejo"),
    ),
    unoffered=("old",),
)
MISSING = _l("Choose one from the list.")
NOT_THERE = "Please choose from the list."


def test_one_value_of_the_list() -> None:
    assert read(one_from(COLOURS), "g") == "g"
    assert read(one_from(COLOURS), "old") == "old"
    assert read(one_from(COLOURS), "") == ""
    assert refused(one_from(COLOURS, missing=MISSING), "") == "Choose one from the list."
    for typed in ("G", "x", "g ", "\x00"):
        assert refused(one_from(COLOURS), typed) == NOT_THERE


def test_a40_a_choice_sent_twice_counts_once() -> None:
    assert read(one_from(COLOURS), ("g", "r")) == "g"


def test_several_values_in_the_order_of_the_list_each_once() -> None:
    assert read(several_from(COLOURS), ("b", "r", "b", "")) == ("r", "b")
    assert read(several_from(COLOURS), ()) == ()
    assert refused(several_from(COLOURS), "x") == NOT_THERE
    assert read(several_from(COLOURS), ("r", "purple")) == {"it": NOT_THERE}


def test_an_answer_that_goes_with_no_other_stands_alone() -> None:
    reader = several_from(COLOURS, alone=("none",))
    assert read(reader, "none") == ("none",)
    assert read(reader, ("r", "none")) == {"it": "“None of these” cannot go with other answers."}


def test_check_boxes_come_back_as_they_were_ticked() -> None:
    form = filled(FormMultiDict([("it", "r"), ("it", "b"), ("password", "a"), ("password", "b")]))
    assert [form.has("it", code) for code in "rgb"] == [True, False, True]
    assert not form.has("password", "b")
    assert form.refused(it="x").has("it", "b")


def test_a_list_is_worded_in_the_readers_language() -> None:
    assert (COLOURS.label("r"), COLOURS.label("unheard of")) == ("Red", "unheard of")
    assert COLOURS.options() == (("r", "Red"), ("g", "Green"), ("b", "Azure"), ("none", "None of these"))
    assert [code for code, _ in COLOURS.options(first=("none",))] == ["none", "b", "g", "r"]
    with speaking(Language.SPANISH):
        assert COLOURS.label("old") == "Viejo"
        assert [code for code, _ in COLOURS.options(first=())] == ["b", "none", "r", "g"]


@pytest.mark.parametrize("typed", [("r",) * 5000])
def test_a_flood_of_boxes_is_one(typed: tuple[str, ...]) -> None:
    assert read(several_from(COLOURS), typed) == ("r",)
