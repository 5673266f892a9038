"""How long something is due, and that everything there is has its words."""

from datetime import date, timedelta
from enum import Enum

import pytest

from app.billing.desk import words
from app.billing.desk.aged import BY_CLIENT
from app.billing.desk.forms import SHOWN_WORDS, WHERE_WORDS
from app.billing.desk.practice import SHOWN, WHERE
from app.billing.desk.rules import AGES, Age, Shown, Where, age_of
from app.billing.importing.columns import COLUMNS, What
from app.billing.importing.showing import EXAMPLES, MEANINGS
from app.billing.rules import (
    Cause,
    DisputeState,
    PaymentState,
    Purpose,
    RefundKind,
    RefundState,
    StatementState,
    Step,
    Way,
)

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("days_late", "age"),
    [
        (-30, Age.NOT_YET),
        (0, Age.NOT_YET),
        (1, Age.MONTH),
        (30, Age.MONTH),
        (31, Age.TWO_MONTHS),
        (60, Age.TWO_MONTHS),
        (61, Age.THREE_MONTHS),
        (90, Age.THREE_MONTHS),
        (91, Age.LONGER),
        (3000, Age.LONGER),
    ],
)
def test_the_day_it_is_due_is_not_late_and_each_age_ends_on_its_last_day(days_late: int, age: Age) -> None:
    assert age_of(TODAY - timedelta(days=days_late), today=TODAY) is age


@pytest.mark.parametrize(
    ("kinds", "worded"),
    [
        (Way, words.WAYS),
        (Purpose, words.PURPOSES),
        (PaymentState, words.PAYMENTS),
        (RefundState, words.REFUNDS),
        (RefundKind, words.REFUND_KINDS),
        (DisputeState, words.DISPUTES),
        (Cause, words.CAUSES),
        (Step, words.STEPS),
        (Age, AGES),
        (Shown, SHOWN),
        (Shown, SHOWN_WORDS),
        (Where, WHERE),
        (Where, WHERE_WORDS),
        (What, COLUMNS),
        (What, EXAMPLES),
        (What, MEANINGS),
    ],
)
def test_everything_there_is_has_its_words(kinds: type[Enum], worded: dict[Enum, object]) -> None:
    assert set(worded) == set(kinds)


def test_every_column_of_a_file_has_a_meaning_and_a_cell_in_the_example() -> None:
    for what, columns in COLUMNS.items():
        assert [column.name for column in columns] == list(MEANINGS[what])
        assert {len(row) for row in EXAMPLES[what]} == {len(columns)}


def test_the_sums_by_age_in_sql_name_every_age() -> None:
    assert all(f"as {age}" in BY_CLIENT for age in Age)


@pytest.mark.parametrize(
    ("state", "owed", "paid", "days_late", "said"),
    [
        (StatementState.VOID, 0, 0, 5, words.VOID),
        (StatementState.POSTED, 0, 100, 5, words.PAID),
        (StatementState.POSTED, 50, 50, 1, words.OVERDUE),
        (StatementState.POSTED, 50, 50, 0, words.PARTLY),
        (StatementState.POSTED, 50, 0, 0, words.DUE),
    ],
)
def test_a_statement_stands_by_what_is_owed_and_when(
    state: StatementState, owed: int, paid: int, days_late: int, said: words.Standing
) -> None:
    due_on = TODAY - timedelta(days=days_late)
    assert words.stands(state, owed_cents=owed, paid_cents=paid, due_on=due_on, today=TODAY) == said
