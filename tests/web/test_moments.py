"""Moments are UTC and shown in the practice's zone, on both sides of every clock change."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.practice.settings import setting
from app.web import templates
from app.web.language import Language, speaking
from app.web.templates import ago, clock, day, local, moment, moment_short, phone, show_moments_in


@pytest.fixture(autouse=True)
def zone() -> Iterator[None]:
    show_moments_in("America/New_York")
    yield
    show_moments_in(setting("practice_zone"))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def plain(words: str) -> str:
    """Give words with plain spaces: a narrow one stands between the time and AM or PM."""
    return " ".join(words.split())


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (utc(2026, 11, 20, 21, 12), "November 20, 2026, 4:12 PM EST"),
        (utc(2026, 7, 4, 16, 0), "July 4, 2026, 12:00 PM EDT"),
        (utc(2026, 3, 8, 6, 59), "March 8, 2026, 1:59 AM EST"),
        (utc(2026, 3, 8, 7, 0), "March 8, 2026, 3:00 AM EDT"),
        (utc(2026, 11, 1, 5, 30), "November 1, 2026, 1:30 AM EDT"),
        (utc(2026, 11, 1, 6, 30), "November 1, 2026, 1:30 AM EST"),
        (utc(2026, 1, 1, 4, 59), "December 31, 2025, 11:59 PM EST"),
    ],
)
def test_a_moment_names_its_zone_across_clock_changes(at: datetime, words: str) -> None:
    assert plain(moment(at)) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("America/Chicago", "November 20, 2026, 3:12 PM CST"),
        ("America/Phoenix", "November 20, 2026, 2:12 PM MST"),
        ("Pacific/Honolulu", "November 20, 2026, 11:12 AM HST"),
        ("America/Los_Angeles", "November 20, 2026, 1:12 PM PST"),
    ],
)
def test_a_moment_is_in_the_zone_of_the_practice(name: str, words: str) -> None:
    show_moments_in(name)
    assert plain(moment(utc(2026, 11, 20, 21, 12))) == words


def test_a_moment_is_worded_in_spanish_too() -> None:
    with speaking(Language.SPANISH):
        words = plain(moment(utc(2026, 11, 20, 21, 12)))
    assert "20 de noviembre de 2026" in words
    assert "EST" in words


def test_a_moment_is_worded_for_each_reader_in_turn() -> None:
    """What was worded for one reader is kept, and must not be shown to one of the other language."""
    last_year = local(datetime.now(UTC)).year - 1
    at = utc(last_year, 2, 3, 18, 0)
    for _ in range(2):
        assert day(date(2026, 11, 21)) == "Saturday, November 21, 2026"
        assert moment_short(at) == f"Feb 3, {last_year}"
        with speaking(Language.SPANISH):
            assert day(date(2026, 11, 21)) == "sábado, 21 de noviembre de 2026"
            assert moment_short(at) == f"3 feb {last_year}"


def at_noon(days_ago: int) -> datetime:
    here = local(datetime.now(UTC)).date() - timedelta(days=days_ago)
    return datetime.combine(here, time(12), ZoneInfo(templates._Zone.name)).astimezone(UTC)


@pytest.mark.parametrize(
    "name", ["America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata"]
)
def test_a_short_moment_says_today_and_yesterday_where_the_practice_is(name: str) -> None:
    show_moments_in(name)
    assert plain(moment_short(at_noon(0))) == "Today, 12:00 PM"
    assert plain(moment_short(at_noon(1))) == "Yesterday, 12:00 PM"


def test_a_short_moment_of_another_day_names_it_and_one_of_another_year_names_that() -> None:
    this_year = local(datetime.now(UTC)).year
    other = date(this_year - 1, 2, 3)
    assert moment_short(datetime.combine(other, time(18), UTC)) == f"Feb 3, {this_year - 1}"
    earlier = at_noon(2)
    if local(earlier).year == this_year:
        assert plain(moment_short(earlier)).endswith(", 12:00 PM")
        assert local(earlier).strftime("%b") in moment_short(earlier)


def test_a_day_is_the_one_of_the_practice() -> None:
    assert day(utc(2026, 11, 21, 3, 0)) == "Friday, November 20, 2026"
    assert day(date(2026, 11, 21)) == "Saturday, November 21, 2026"


def test_a_clock_shows_hours_and_minutes() -> None:
    assert plain(clock(utc(2026, 11, 20, 21, 5))) == "4:05 PM"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+13125550107", "(312) 555-0107"),
        ("+442071234567", "+44 20 7123 4567"),
        ("+13125550107;ext=12", "(312) 555-0107 ext. 12"),
        ("", ""),
        ("+1312555", "+1312555"),
    ],
)
def test_a_phone_is_shown_as_people_write_it(number: str, shown: str) -> None:
    assert phone(number) == shown


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=-5), "Just now"),
        (timedelta(seconds=59), "Just now"),
        (timedelta(minutes=1, seconds=30), "1 minute ago"),
        (timedelta(minutes=59, seconds=30), "59 minutes ago"),
        (timedelta(minutes=119), "1 hour ago"),
        (timedelta(hours=23, minutes=30), "23 hours ago"),
        (timedelta(hours=47), "1 day ago"),
        (timedelta(days=29, hours=1), "29 days ago"),
    ],
)
def test_an_age_is_told_in_whole_steps_and_rounded_down(before: timedelta, words: str) -> None:
    assert ago(datetime.now(UTC) - before) == words


def test_what_is_older_than_a_month_is_told_by_its_day() -> None:
    assert plain(ago(utc(2025, 11, 20, 21, 12))) == "Nov 20, 2025"
