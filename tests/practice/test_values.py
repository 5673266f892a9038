"""What may be typed as the value of a setting, and what is kept of it."""

import pytest

from app.practice.acronym import acronym_of
from app.practice.declared import SETTINGS
from app.practice.values import BadValue


def read(name: str, typed: str) -> str:
    return SETTINGS[name].kind.read(typed)


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("practice_name", "  Sunrise\tCounseling ", "Sunrise Counseling"),
        ("practice_name", "Cafe\u0301", "Café"),
        ("practice_acronym", " SC ", "sc"),
        ("practice_acronym", "north-side-2", "north-side-2"),
        ("portal_domain", "Portal.Example.com", "portal.example.com"),
        ("practice_phone", "+13125550107", "+13125550107"),
        ("practice_phone", "(312) 555-0107", "+13125550107"),
        ("practice_phone", "312-555-0107 ext. 12", "+13125550107;ext=12"),
        ("practice_phone", "+52 55 1234 5678", "+525512345678"),
        ("practice_zone", "America/Chicago", "America/Chicago"),
        ("practice_zone", "Europe/Vienna", "Europe/Vienna"),
        ("practice_hours", "", ""),
        ("session_idle_minutes", "1", "1"),
        ("session_idle_minutes", " 020 ", "20"),
        ("session_idle_minutes", "720", "720"),
        ("client_password_validation", " on ", "on"),
        ("client_password_expiration", "0", "0"),
    ],
)
def test_what_fits_is_kept_in_its_plain_form(name: str, typed: str, kept: str) -> None:
    assert read(name, typed) == kept


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("practice_name", "   ", "Type the name of the practice."),
        ("practice_name", "a" * 81, "Please use at most 80 characters."),
        ("practice_name", "Sun\u202erise", "Some of these characters cannot be shown"),
        ("mail_name", "=?utf-8?q?x=0D=0AReply-To:e@evil.example?=", "Leave out “=?”"),
        ("practice_acronym", "", "Use 1 to 20 letters and digits"),
        ("practice_acronym", "-sc", "Use 1 to 20 letters and digits"),
        ("practice_acronym", "s c", "Use 1 to 20 letters and digits"),
        ("portal_domain", "https://portal.example.com", "Type a domain"),
        ("portal_domain", "portal", "Type a domain"),
        ("portal_domain", "portal.example.com/x", "Type a domain"),
        ("portal_domain", "portal.example.com\n.evil.example", "Type a domain"),
        ("practice_phone", "", "Type the phone number with its area code"),
        ("practice_phone", "555-0107", "The area code is missing."),
        ("practice_phone", "+0312555010", "Type the phone number with its area code"),
        ("practice_phone", "+1312555010712345", "Type the phone number with its area code"),
        ("practice_phone", "+1312555٠107", "Type the phone number with its area code"),
        ("practice_zone", "Chicago", "Choose a time zone"),
        ("practice_zone", "../../etc/passwd", "Choose a time zone"),
        ("practice_zone", "", "Choose a time zone"),
        ("client_password_validation", "yes", "Choose off or on."),
        ("client_password_validation", "", "Choose off or on."),
        ("client_password_expiration", "-1", "Type a whole number, such as 15."),
        ("client_password_expiration", "3651", "Type a whole number from 0 to 3650."),
        ("session_idle_minutes", "", "Type a whole number, such as 15."),
        ("session_idle_minutes", "soon", "Type a whole number, such as 15."),
        ("session_idle_minutes", "1.5", "Type a whole number, such as 15."),
        ("session_idle_minutes", "-5", "Type a whole number, such as 15."),
        ("session_idle_minutes", "١٥", "Type a whole number, such as 15."),
        ("session_idle_minutes", "0", "Type a whole number from 1 to 720."),
        ("session_idle_minutes", "721", "Type a whole number from 1 to 720."),
        ("session_idle_minutes", "9" * 4000, "Type a whole number, such as 15."),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(name: str, typed: str, sentence: str) -> None:
    with pytest.raises(BadValue) as refused:
        read(name, typed)
    assert str(refused.value.sentence).startswith(sentence)


def test_every_default_that_is_not_empty_fits() -> None:
    for setting in SETTINGS.values():
        if setting.default:
            assert setting.kind.read(setting.default) == setting.default, setting.name


def test_every_zone_that_is_offered_fits() -> None:
    kind = SETTINGS["practice_zone"].kind
    offered = [zone for zone, _ in kind.options()]
    assert {
        "America/New_York",
        "America/Chicago",
        "America/Denver",
        "America/Los_Angeles",
        "Pacific/Honolulu",
    } <= {*offered}
    assert [kind.read(zone) for zone in offered] == offered


def test_numbers_are_those_of_the_source() -> None:
    assert {setting.number: setting.name for setting in SETTINGS.values() if setting.number is not None} == {
        -1: "failed_sign_ins",
        -2: "session_idle_minutes",
        -621: "update_basic",
        -622: "update_details",
        -623: "update_contacts",
        -624: "update_insurance",
        -644: "email_required",
        -661: "client_password_validation",
        -678: "client_password_expiration",
        -679: "credentials_password",
        -687: "credentials_username",
        -811: "credentials_on_adding",
    }


@pytest.mark.parametrize(
    ("practice", "acronym"),
    [
        ("Sunrise Counseling", "sc"),
        ("The Oak", "oak"),
        ("Center for Hope and Healing", "chh"),
        ("Ángeles de la Luz", "al"),
        ("O'Brien & Sons 24", "os2"),
        ("心理", ""),
        ("a" * 60, "a" * 20),
    ],
)
def test_the_acronym_is_made_from_the_name(practice: str, acronym: str) -> None:
    assert acronym_of(practice) == acronym
    assert not acronym or read("practice_acronym", acronym) == acronym
