"""The value lists: words for every code, in both languages, and what is derived from them."""

import pytest

from app.clients.lists import contacts, coverage, languages, origin, person, places
from app.clients.lists.origin import CodesOf1997, codes_of_1997
from app.web.language import Language, speaking
from app.web.value_list import ValueList

LISTS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in (contacts, coverage, languages, origin, person, places)
    for name, value in vars(module).items()
    if isinstance(value, ValueList)
} | {f"origin.DETAILS.{box}": value for box, value in origin.DETAILS.items()}


@pytest.mark.parametrize("name", LISTS)
def test_every_code_has_words_of_its_own_in_both_languages(name: str) -> None:
    values = LISTS[name]
    assert list(values.english) == list(values.spanish)
    for language in Language:
        with speaking(language):
            words = [label for _, label in values.options()]
        assert all(words)
        assert len(set(words)) == len(words), f"{name} says the same twice in {language}"


def test_lists_have_as_many_codes_as_they_should() -> None:
    counts = (len(places.STATES.codes), len(places.COUNTRIES.codes), len(languages.LANGUAGES.codes))
    assert counts == (62, 249, 77)
    assert (len(contacts.RELATIONSHIPS.codes), len(origin.ORIGINS.codes) - len(origin.ALONE)) == (46, 7)


def test_countries_begin_with_ours_and_are_in_the_order_of_the_readers_language() -> None:
    english = places.COUNTRIES.options(first=(places.HOME,))
    assert [code for code, _ in english[:4]] == ["US", "AF", "AX", "AL"]
    assert "PR" not in dict(english)
    with speaking(Language.SPANISH):
        assert places.COUNTRIES.options(first=(places.HOME,))[0] == ("US", "Estados Unidos")


def test_every_detail_belongs_to_a_box() -> None:
    assert set(origin.DETAILS) == set(origin.ORIGINS.codes) - {origin.INDIGENOUS, *origin.ALONE}
    codes = [code for values in origin.DETAILS.values() for code in values.codes]
    assert len(codes) == len(set(codes)) == 36


@pytest.mark.parametrize(
    ("chosen", "race", "more", "ethnicity"),
    [
        (["2106-3"], "2106-3", (), "2186-5"),
        (["2118-8"], "2106-3", ("2118-8",), "2186-5"),
        (["2118-8", "2106-3"], "2106-3", ("2118-8",), "2186-5"),
        (["2118-8", "2028-9"], "2028-9", ("2106-3", "2118-8"), "2186-5"),
        (["2135-2"], "UNK", (), "2135-2"),
        (["2135-2", "2054-5"], "2054-5", (), "2135-2"),
        (["2076-8", "1002-5", "2054-5"], "1002-5", ("2054-5", "2076-8"), "2186-5"),
        (["ASKU"], "ASKU", (), "ASKU"),
        (["UNK"], "UNK", (), "UNK"),
        ([], "UNK", (), "UNK"),
        (["2106-3", "unheard of"], "2106-3", (), "2186-5"),
    ],
)
def test_codes_of_1997_follow_from_the_boxes_of_2024(
    chosen: list[str], race: str, more: tuple[str, ...], ethnicity: str
) -> None:
    assert codes_of_1997(chosen) == CodesOf1997(race=race, more_races=more, ethnicity=ethnicity)
