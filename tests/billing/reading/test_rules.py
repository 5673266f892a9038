"""How a statement stands, by its sums and the day."""

from datetime import date, timedelta

import pytest

from app.billing.reading.rules import Standing, Sums, standing_of
from app.billing.rules import StatementState

TODAY = date(2026, 12, 1)
UNPAID, PART, PAID, NOTHING = (
    Sums(50_00, 0, 50_00),
    Sums(50_00, 20_00, 30_00),
    Sums(50_00, 50_00, 0),
    Sums(0, 0, 0),
)


@pytest.mark.parametrize(
    ("sums", "due_in", "standing"),
    [
        (UNPAID, 1, Standing.DUE),
        (UNPAID, 0, Standing.DUE),
        (UNPAID, -1, Standing.OVERDUE),
        (PART, 0, Standing.DUE),
        (PART, -1, Standing.OVERDUE),
        (PAID, -1, Standing.PAID),
        (NOTHING, -1, Standing.NOTHING),
    ],
)
def test_a_posted_statement_stands_by_what_is_owed_and_the_day(
    sums: Sums, due_in: int, standing: Standing
) -> None:
    due_on = TODAY + timedelta(days=due_in)
    assert standing_of(StatementState.POSTED, sums, due_on=due_on, today=TODAY) is standing


@pytest.mark.parametrize("sums", [Sums(50_00, 0, 0), NOTHING])
def test_a_void_one_is_void_whatever_it_said(sums: Sums) -> None:
    assert standing_of(StatementState.VOID, sums, due_on=TODAY, today=TODAY) is Standing.VOID


def test_partly_paid_is_what_is_paid_and_owed_both() -> None:
    assert [sums.is_partly_paid for sums in (UNPAID, PART, PAID, NOTHING)] == [False, True, False, False]
