"""Postal addresses, here and abroad."""

import pytest

from app.clients.postal import PostalAddress, postal_address
from app.web.language import Language, _l, speaking
from tests.reading import read

HERE = {"line1": "12 Oak St", "line2": "", "city": "Chicago", "state": "IL", "zip": "60601", "country": "US"}
ABROAD = {"line1": "Calle Mayor 3", "city": "Madrid", "country": "ES", "postal_code": "28013"}


def address(**parts: str) -> object:
    return read(postal_address(), (), **parts)


def test_an_address_here() -> None:
    found = address(**HERE)
    assert found == PostalAddress("12 Oak St", "Chicago", state="IL", postal_code="60601")
    assert found.lines == ("12 Oak St", "Chicago, IL 60601")


@pytest.mark.parametrize("typed", ["60601-1234", "606011234", "60601 1234"])
def test_a_zip_of_nine_digits_is_written_with_its_hyphen(typed: str) -> None:
    found = address(**HERE | {"zip": typed})
    assert isinstance(found, PostalAddress)
    assert found.postal_code == "60601-1234"


def test_an_address_abroad_has_its_own_region_and_code() -> None:
    found = address(**ABROAD, region="Comunidad de Madrid", state="IL", zip="x")
    assert isinstance(found, PostalAddress)
    with speaking(Language.SPANISH):
        assert found.lines == ("Calle Mayor 3", "28013 Madrid", "Comunidad de Madrid", "España")


@pytest.mark.parametrize(
    "parts", [HERE, HERE | {"line2": "Apt 3", "country": "", "zip": "60601-0001"}, ABROAD]
)
def test_an_address_stands_in_its_inputs_as_it_was_typed(parts: dict[str, str]) -> None:
    found = address(**parts)
    assert isinstance(found, PostalAddress)
    typed = {name.removeprefix("it_"): value for name, value in found.typed("it").items()}
    assert address(**typed) == found


@pytest.mark.parametrize(
    ("parts", "sentences"),
    [
        (
            {"line2": "Apt 3", "country": "US"},
            {
                "it_line1": "Type the street and number, or the post office box.",
                "it_city": "Type the city.",
                "it_state": "Choose the state.",
                "it_zip": "Type the ZIP code: five digits, such as 60601, or nine, such as 60601-1234.",
            },
        ),
        (HERE | {"state": "XX"}, {"it_state": "Choose the state."}),
        (
            HERE | {"state": "\x00"},
            {
                "it_state": "Some of these characters cannot be shown. Please type the text again, without copying it in."
            },
        ),
        (HERE | {"line1": "a" * 101}, {"it_line1": "Please use at most 100 characters."}),
        (ABROAD | {"country": "XX"}, {"it_country": "Choose the country."}),
        (ABROAD | {"country": ""}, {"it_country": "Choose the country."}),
        (ABROAD | {"city": ""}, {"it_city": "Type the city."}),
    ],
)
def test_each_bad_part_has_its_sentence(parts: dict[str, str], sentences: dict[str, str]) -> None:
    assert address(**parts) == sentences


def test_no_address_at_all() -> None:
    assert address(country="US") is None
    reader = postal_address(missing=_l("Type the city."))
    assert read(reader, ()) == {"it_line1": "Type the city."}


def test_a_place_abroad_need_have_no_postal_code() -> None:
    found = address(line1="12 Harbour Rd", city="Hong Kong", country="HK")
    assert isinstance(found, PostalAddress)
    assert found.lines == ("12 Harbour Rd", "Hong Kong", "Hong Kong SAR China")
