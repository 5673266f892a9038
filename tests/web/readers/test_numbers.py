"""Social Security numbers, those of clinicians and of insurance cards, and money."""

import pytest

from app.web.language import _l
from app.web.readers.names import number_on_card
from app.web.readers.numbers import masked_ssn, money, npi, ssn, typed_money
from tests.reading import read, refused

MISSING = _l("Type the first name.")


@pytest.mark.parametrize("typed", ["772-45-6789", "772456789", " 772 45 6789 ", "772\u201145\u20116789"])
def test_a_social_security_number_is_kept_as_nine_digits(typed: str) -> None:
    assert read(ssn(), typed) == "772456789"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("772-45-678", "has nine digits"),
        ("77-245-6789", "has nine digits"),
        ("772-456789", "has nine digits"),
        ("***-**-6789", "has nine digits"),
        ("٧٧٢٤٥٦٧٨٩", "has nine digits"),
        ("000-45-6789", "not a Social Security number that is given"),
        ("666-45-6789", "not a Social Security number that is given"),
        ("772-00-6789", "not a Social Security number that is given"),
        ("772-45-0000", "not a Social Security number that is given"),
        ("987-65-4329", "looks like a taxpayer number (ITIN)"),
        ("987-12-4329", "not a Social Security number that is given"),
        ("078-05-1120", "not a Social Security number that is given"),
        ("123-45-6789", "not a Social Security number that is given"),
        ("333333333", "not a Social Security number that is given"),
    ],
)
def test_a_number_nobody_has_is_refused(typed: str, says: str) -> None:
    assert says in refused(ssn(), typed)


def test_a_page_shows_the_last_four_digits_alone() -> None:
    assert masked_ssn("772456789") == "***-**-6789"
    assert masked_ssn("") == ""


def test_a_clinicians_number_has_its_check_digit() -> None:
    assert read(npi(), " 1234567893 ") == "1234567893"
    for typed in ("1234567890", "0123456789", "3234567899", "123456789", "12345678931", "12345٦7893"):
        assert "ten digits" in refused(npi(), typed)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("25", 2500),
        ("25.00", 2500),
        ("$25", 2500),
        ("$ 25.5", 2550),
        ("0", 0),
        ("0.05", 5),
        ("1,234.50", 123450),
        ("99999.99", 9999999),
    ],
)
def test_money_is_kept_as_cents(typed: str, cents: int) -> None:
    assert read(money(), typed) == cents
    assert read(money(), typed_money(cents)) == cents


@pytest.mark.parametrize(
    "typed", ["25,00", "-5", "25.005", "1e3", "25 €", "1,23", "twenty", "٢٥", "0x10", ".5"]
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    assert refused(money(), typed) == "Type an amount in dollars, such as 25 or 25.50."


def test_more_money_than_there_may_be_is_refused() -> None:
    assert refused(money(most_cents=100_050), "1000.51") == "Type an amount of at most $1,000.50."


def test_numbers_of_cards_keep_zeros_letters_and_case() -> None:
    for typed in ("00012345", "XyZ-009 88/A", "W1234 56789 01"):
        assert read(number_on_card(), typed) == typed
    assert read(number_on_card(), "  0012  34 ") == "0012 34"
    for typed in ("12345😀", "<b>1</b>", "№ 5", "ЅА123"):
        assert "as it stands on the card" in refused(number_on_card(), typed)


def test_nothing_typed_is_nothing_known_or_refused() -> None:
    assert [read(reader(), " ") for reader in (ssn, npi, number_on_card, money)] == ["", "", "", None]
    for reader in (ssn, npi, number_on_card, money):
        assert refused(reader(missing=MISSING), "") == "Type the first name."
