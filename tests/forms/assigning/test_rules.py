"""What may be done with a form of a chart, and when one that repeats comes again."""

from datetime import UTC, date, datetime

import pytest

from app.activity.refusals import StateForbids, Unfit
from app.forms.assigning.rules import (
    check_can_change,
    check_can_take_back,
    check_due_on,
    check_series,
    next_after,
)
from app.forms.rules import Every, Facts

NOW = datetime(2026, 11, 30, tzinfo=UTC)
OPEN = Facts(completed_at=None, taken_back_at=None, due_on=None)
SENT = Facts(completed_at=NOW, taken_back_at=None, due_on=None)
BACK = Facts(completed_at=None, taken_back_at=NOW, due_on=None)


def test_what_has_no_answers_is_taken_back_without_a_reason() -> None:
    check_can_take_back(OPEN, answered=False, reason="")


@pytest.mark.parametrize("form", [OPEN, SENT])
def test_what_has_answers_is_taken_back_with_a_reason_only(form: Facts) -> None:
    with pytest.raises(Unfit) as why:
        check_can_take_back(form, answered=True, reason="")
    assert why.value.field == "reason"
    check_can_take_back(form, answered=True, reason="Wrong client")


def test_what_was_taken_back_stays_so() -> None:
    with pytest.raises(StateForbids):
        check_can_take_back(BACK, answered=True, reason="Again")


def test_what_is_open_is_changed_and_nothing_else() -> None:
    check_can_change(OPEN)
    for form in (SENT, BACK):
        with pytest.raises(StateForbids):
            check_can_change(form)


def test_a_day_that_is_over_is_no_due_date_unless_it_stood_there() -> None:
    today, over = date(2026, 11, 30), date(2026, 11, 29)
    check_due_on(None, today=today)
    check_due_on(today, today=today)
    check_due_on(over, today=today, before=over)
    with pytest.raises(Unfit):
        check_due_on(over, today=today)


def test_a_series_begins_today_or_later_and_ends_after_that() -> None:
    today = date(2026, 11, 30)
    check_series(first_on=today, until_on=None, today=today)
    check_series(first_on=today, until_on=today, today=today)
    with pytest.raises(Unfit) as why:
        check_series(first_on=date(2026, 11, 29), until_on=None, today=today)
    assert why.value.field == "first_on"
    with pytest.raises(Unfit) as why:
        check_series(first_on=date(2026, 12, 2), until_on=date(2026, 12, 1), today=today)
    assert why.value.field == "until_on"


@pytest.mark.parametrize(
    ("on", "every", "unit", "today", "following"),
    [
        (date(2026, 11, 30), 1, Every.DAYS, date(2026, 11, 30), date(2026, 12, 1)),
        (date(2026, 11, 30), 2, Every.WEEKS, date(2026, 11, 30), date(2026, 12, 14)),
        (date(2026, 11, 2), 2, Every.WEEKS, date(2026, 11, 30), date(2026, 12, 14)),
        (date(2026, 11, 15), 1, Every.MONTHS, date(2026, 11, 30), date(2026, 12, 15)),
        (date(2027, 1, 31), 1, Every.MONTHS, date(2027, 1, 31), date(2027, 2, 28)),
        (date(2027, 2, 28), 1, Every.MONTHS, date(2027, 2, 28), date(2027, 3, 31)),
        (date(2026, 12, 30), 2, Every.MONTHS, date(2026, 12, 30), date(2027, 2, 28)),
        (date(2026, 11, 30), 13, Every.MONTHS, date(2026, 11, 30), date(2027, 12, 31)),
    ],
)
def test_a_form_comes_again(on: date, every: int, unit: Every, today: date, following: date) -> None:
    assert next_after(on, every=every, unit=unit, today=today) == following


def test_what_was_missed_while_nobody_looked_is_not_made_up_for() -> None:
    assert next_after(date(2026, 1, 1), every=7, unit=Every.DAYS, today=date(2026, 11, 30)) == date(
        2026, 12, 3
    )
