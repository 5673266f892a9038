"""E-mail addresses and phone numbers, as people type them."""

import pytest

from app.web.language import Language, _l, speaking
from app.web.readers.contact import email, phone
from app.web.templates import phone as shown
from tests.reading import read, refused

MISSING = _l("Type the first name.")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" alice@example.org ", "alice@example.org"),
        ("Alice.O'Neil+portal@Mail.Example.ORG", "Alice.O'Neil+portal@Mail.Example.ORG"),
        ("alice@example.org\u200b", "alice@example.org"),
        ("", ""),
    ],
)
def test_an_address_is_kept_as_typed(typed: str, kept: str) -> None:
    assert read(email(), typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "nina",
        "nina@",
        "@example.org",
        "nina@localhost",
        "a@b@c.org",
        "nina@example.org, bob@example.org",
        "Nina <nina@example.org>",
        "nina@example.org\nbcc: eve@example.org",
        "nina@exаmple.org",
        "x" * 250 + "@example.org",
    ],
)
def test_what_no_mail_can_be_sent_to_is_refused(typed: str) -> None:
    assert refused(email(), typed)


PHONES = [
    ("312 555 0107", "+13125550107", "(312) 555-0107"),
    ("(312) 555-0107", "+13125550107", "(312) 555-0107"),
    ("1.312.555.0107", "+13125550107", "(312) 555-0107"),
    ("\u202a+1 (312) 555\u20110107\u202c", "+13125550107", "(312) 555-0107"),
    ("312-555-0107 ext. 12", "+13125550107;ext=12", "(312) 555-0107 ext. 12"),
    ("312-555-0107x12", "+13125550107;ext=12", "(312) 555-0107 ext. 12"),
    ("312 555 0107, extensión 0045", "+13125550107;ext=0045", "(312) 555-0107 ext. 0045"),
    ("+13125550107;ext=12", "+13125550107;ext=12", "(312) 555-0107 ext. 12"),
    ("+44 20 7946 0958", "+442079460958", "+44 20 7946 0958"),
    ("011 52 55 1234 5678", "+525512345678", "+52 55 1234 5678"),
    ("787 723 1234", "+17877231234", "(787) 723-1234"),
    ("+39 06 698 12345 #7", "+390669812345;ext=7", "+39 06 6981 2345 ext. 7"),
]


@pytest.mark.parametrize(("typed", "kept", "written"), PHONES)
def test_a_phone_is_kept_in_one_form_and_shown_as_people_write_it(
    typed: str, kept: str, written: str
) -> None:
    assert read(phone(), typed) == kept
    assert shown(kept) == written


@pytest.mark.parametrize("kept", [kept for _, kept, _ in PHONES])
@pytest.mark.parametrize("language", Language)
def test_a_phone_as_it_is_shown_is_read_again_as_the_same(kept: str, language: Language) -> None:
    with speaking(language):
        assert read(phone(), shown(kept)) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "911",
        "988",
        "12",
        "call me",
        "Mom 312 555 0107",
        "312 555 0107 or 312 555 0108",
        "312 155 0107",
        "123 456 7890",
        "+999 12345678",
        "312 555 01077",
        "312 555 0107 x",
        "1-800-FLOWERS",
        "٣١٢ ٥٥٥ ٠١٠٧",
    ],
)
def test_what_cannot_be_called_is_refused(typed: str) -> None:
    assert refused(phone(), typed).startswith("Type the phone number with its area code")


def test_a_number_without_its_area_code_is_told_so() -> None:
    assert refused(phone(), "555-0107").startswith("The area code is missing.")


def test_nothing_typed_is_refused_only_where_it_is_needed() -> None:
    assert read(phone(), " ") == ""
    assert refused(phone(missing=MISSING), " ") == "Type the first name."
    assert refused(email(missing=MISSING), "") == "Type the first name."
