"""Cookies of ours: their flags, and values signed for a while."""

import base64

import pytest

from app.web.cookies import cookie_name, end_cookie, make_cookie, sign, unsign
from tests.environment import configured

pytestmark = pytest.mark.usefixtures("settled")


def test_a_signed_value_comes_back() -> None:
    assert unsign("flash", sign("flash", "Saved: Zoë ✓", seconds=30)) == "Saved: Zoë ✓"


def test_a_signed_value_is_good_for_one_purpose_only() -> None:
    assert unsign("device", sign("flash", "Saved", seconds=30)) is None


def test_a_signed_value_ends() -> None:
    assert unsign("flash", sign("flash", "Saved", seconds=-1)) is None


def test_a_later_end_cannot_be_written_in() -> None:
    value = sign("flash", "Saved", seconds=-1)
    raw = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    later = raw[:32] + b"9999999999" + raw[42:]
    assert unsign("flash", base64.urlsafe_b64encode(later).decode().rstrip("=")) is None


def test_each_changed_character_spoils_a_signed_value() -> None:
    value = sign("flash", "Saved", seconds=30)
    for place in range(len(value) - 1):
        changed = value[:place] + ("A" if value[place] != "A" else "B") + value[place + 1 :]
        assert unsign("flash", changed) is None


@pytest.mark.parametrize("value", ["", "x", "é", "=" * 8, "A" * 43, "A" * 60, "A" * 5000, "////", "\x00"])
def test_what_was_never_signed_gives_nothing(value: str) -> None:
    assert unsign("flash", value) is None


def test_cookies_are_for_this_site_and_not_for_scripts() -> None:
    cookie = make_cookie("portal", "value")
    assert (cookie.path, cookie.httponly, cookie.samesite, cookie.domain) == ("/", True, "lax", None)
    assert (cookie.key, cookie.secure, cookie.max_age) == ("portal", False, None)
    assert end_cookie("portal").max_age == 0


def test_cookies_are_bound_to_the_host_under_https() -> None:
    with configured(public_url="https://portal.practice.org"):
        cookie = make_cookie("portal", "value")
        assert (cookie.key, cookie.secure) == ("__Host-portal", True)
        assert cookie_name("staff") == "__Host-staff"
