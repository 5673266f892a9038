"""Names are kept as typed, and cannot hide what they are (attack row A39)."""

import pytest

from app.web.language import _l
from app.web.readers.names import name
from tests.reading import read, refused

ODD = "Some of these characters cannot be shown. Please type the text again, without copying it in."
MISSING = _l("Type the first name.")


@pytest.mark.parametrize(
    "typed",
    [
        "de la Cruz",
        "O’Brien-MacDonald",
        "mcIntyre",
        "Nguyễn Thị Ánh",
        "李小龙",
        "بوگندی\u200cنژاد",
        "שָׁלוֹם",
        "ക്രിസ്\u200cറ്റീന",
        "X Æ A-12",
        "van der Berg III",
        "김철수",
        "བསྟན་འཛིན",
        "María José 👨\u200d👩\u200d👧",
        "Hawaiʻi",
        "Null",
        "<b>Bob</b>",
    ],
)
def test_names_are_kept_as_they_are(typed: str) -> None:
    assert read(name(), typed) == typed


def test_a_name_is_kept_in_one_unicode_form_with_single_spaces() -> None:
    assert read(name(), " Zoe\u0308 \u00a0 del\u3000Mar\u2028 ") == "Zo\u00eb del Mar"


@pytest.mark.parametrize(
    "typed",
    [
        "Al\u202eice",
        "Al\x00ice",
        "Al\x1bice",
        "Al\ud800ice",
        "Al\ue000ice",
        "Al\u200dice",
        "\u200dAlice",
        "Alice\u200c",
        "Ali\u0639\u200d\u200d\u0639ce",
        "Alice\U000e0041",
        "Ali\ufff9ce",
        "Z" + "\u0301\u0316" * 10,
        "a\u0489\u0489\u0489\u0489\u0489\u0489\u0489",
    ],
)
def test_a39_what_cannot_be_shown_honestly_is_refused_in_a_name(typed: str) -> None:
    assert refused(name(), typed) == ODD


@pytest.mark.parametrize("typed", ["", "  ", "\u200b", "\u3164", "\u2800\u2800", "\u0301"])
def test_a_name_of_nothing_to_see_is_missing(typed: str) -> None:
    assert read(name(), typed) == ""
    assert refused(name(missing=MISSING), typed) == "Type the first name."


def test_a_flood_is_refused_at_once() -> None:
    assert refused(name(), "a" + "\u0301\u0316" * 500_000) == "Please use at most 100 characters."
