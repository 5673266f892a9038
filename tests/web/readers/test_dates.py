"""Days, in one field and in three."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.web.language import Language, _l, speaking
from app.web.readers.dates import day, day_in_parts, in_parts
from app.web.templates import local
from tests.reading import read, refused

MISSING = _l("Type the first name.")


def parts(month: str, day: str, year: str, *, past: bool = True) -> object:
    return read(day_in_parts(past=past), (), month=month, day=day, year=year)


@pytest.mark.parametrize(
    "typed",
    [
        ("4", "12", "1988"),
        ("04", "12", "1988"),
        (" 4", "12 ", "1988"),
        ("April", "12", "1988"),
        ("apr.", "12", "1988"),
        ("abril", "12", "1988"),
        ("abr", "12", "1988"),
    ],
)
def test_three_fields_are_one_day(typed: tuple[str, str, str]) -> None:
    assert parts(*typed) == date(1988, 4, 12)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("4", "", "1988"), "Type the month, the day and the year."),
        (("4", "12", "88"), "Type all four digits of the year, such as 1988."),
        (("4", "12", "19888"), "Type all four digits of the year, such as 1988."),
        (("13", "12", "1988"), "Type the month as a number from 1 to 12."),
        (("0", "12", "1988"), "Type the month as a number from 1 to 12."),
        (("Spring", "12", "1988"), "Type the month as a number from 1 to 12."),
        (("4", "32", "1988"), "Type the day as a number from 1 to 31."),
        (("4", "-2", "1988"), "Type the day as a number from 1 to 31."),
        (("4", "31", "1988"), "This month has only 30 days. Please check the day and the month."),
        (("2", "29", "1987"), "February has 28 days, and 29 only in some years. Please check the day."),
        (("4", "12", "1888"), "This day is too long ago. Please check the year."),
        (("4", "12", "0000"), "This day is too long ago. Please check the year."),
        (("4", "12", "2988"), "This day is still to come. Please check the date."),
        (("9" * 5000, "12", "1988"), "Type the month as a number from 1 to 12."),
        (("4", "²", "1988"), "Type the day as a number from 1 to 31."),
    ],
)
def test_a_day_that_is_none_is_told_in_one_sentence_for_the_three(
    typed: tuple[str, str, str], sentence: str
) -> None:
    assert parts(*typed) == {"it": sentence}


def test_today_may_be_and_tomorrow_only_where_days_to_come_are_asked_for() -> None:
    today = local(datetime.now(UTC)).date()
    tomorrow = today + timedelta(days=1)
    assert read(day_in_parts(past=True), (), **unnamed(today)) == today
    assert read(day_in_parts(past=True), (), **unnamed(tomorrow)) == {
        "it": "This day is still to come. Please check the date."
    }
    assert read(day_in_parts(), (), **unnamed(tomorrow)) == tomorrow


def unnamed(on: date) -> dict[str, str]:
    return {name.removeprefix("it_"): value for name, value in in_parts("it", on).items()}


def test_nothing_typed_is_no_day_or_is_refused() -> None:
    assert parts("", " ", "") is None
    assert read(day_in_parts(missing=MISSING), ()) == {"it": "Type the first name."}
    assert in_parts("it", None) == {}


def test_a_day_of_one_field() -> None:
    assert read(day(), "1988-04-12") == read(day(), " 1988-4-12 ") == date(1988, 4, 12)
    assert read(day(), "4/12/1988") == read(day(), " 04/12/1988 ") == date(1988, 4, 12)
    assert read(day(), "") is None
    for typed in (
        "soon",
        "1988-13-01",
        "19880412",
        "1988-W15-2",
        "٢٠٢٦-١١-٢٠",
        "1988-04-12T10:00",
        "13/12/1988",
        "4/12/88",
    ):
        assert refused(day(), typed) == "Write the date like this: 2026-11-20, or 11/20/2026."
    assert refused(day(), "9999-12-31") == "This day is too far away. Please check the year."


def test_sentences_are_in_the_readers_language() -> None:
    with speaking(Language.SPANISH):
        assert parts("4", "12", "88") == {"it": "Escriba las cuatro cifras del año, por ejemplo 1988."}
