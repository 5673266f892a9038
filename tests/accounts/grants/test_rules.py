"""What a grant opens, and until when."""

from datetime import date

import pytest

from app.accounts.grants.rules import (
    Standing,
    Terms,
    came_of_age_on,
    closes_on,
    is_lost_to_age,
    opens,
    standing_of_chart,
)

TERMS = Terms(age_of_consent=18, days_to_read_and_pay=90)
LEAP = date(2008, 2, 29)


def test_no_areas_are_all_areas() -> None:
    assert opens(frozenset(), "messages")
    assert opens(frozenset({"messages"}), "messages")
    assert not opens(frozenset({"billing"}), "messages")


@pytest.mark.parametrize(
    ("born_on", "years", "birthday"),
    [
        (date(2008, 11, 24), 18, date(2026, 11, 24)),
        (LEAP, 18, date(2026, 3, 1)),
        (LEAP, 16, date(2024, 2, 29)),
        (date(2008, 2, 28), 18, date(2026, 2, 28)),
        (date(2008, 12, 31), 18, date(2026, 12, 31)),
    ],
)
def test_the_birthday_is_the_day_of_age(born_on: date, years: int, birthday: date) -> None:
    assert came_of_age_on(born_on, years=years) == birthday


def test_a_guardian_loses_the_chart_on_the_birthday_and_not_before() -> None:
    assert not is_lost_to_age(LEAP, on=date(2026, 2, 28), terms=TERMS)
    assert is_lost_to_age(LEAP, on=date(2026, 3, 1), terms=TERMS)


def test_nobody_is_of_age_whose_birth_date_is_not_known() -> None:
    assert not is_lost_to_age(None, on=date(2099, 1, 1), terms=TERMS)


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2026, 8, 31), Standing.OPEN),
        (date(2026, 9, 1), Standing.READ_AND_PAY),
        (date(2026, 11, 29), Standing.READ_AND_PAY),
        (date(2026, 11, 30), Standing.ENDED),
    ],
)
def test_after_a_discharge_there_is_time_to_read_and_pay(on: date, standing: Standing) -> None:
    assert closes_on(date(2026, 9, 1), TERMS) == date(2026, 11, 30)
    assert standing_of_chart(date(2026, 9, 1), on=on, terms=TERMS) is standing


def test_a_client_in_care_has_no_such_day() -> None:
    assert standing_of_chart(None, on=date(2099, 1, 1), terms=TERMS) is Standing.OPEN


def test_without_days_to_read_and_pay_the_chart_closes_on_the_day() -> None:
    at_once = Terms(age_of_consent=18, days_to_read_and_pay=0)
    assert standing_of_chart(date(2026, 9, 1), on=date(2026, 9, 1), terms=at_once) is Standing.ENDED


def test_the_standings_that_close_a_chart() -> None:
    assert {standing for standing in Standing if standing.is_closed} == {Standing.ENDED, Standing.OF_AGE}
