"""What can be paid by card: a dollar up to what is owed, and less than a dollar only in full."""

import pytest

from app.activity.refusals import Unfit
from app.billing.ledger.rules import can_pay, check_amount, free_to_pay
from app.billing.rules import MOST_PAID_CENTS


def refused(cents: int, *, owed: int, held: int = 0) -> str:
    """Give the sentence with which an amount is refused, "" where it is not."""
    try:
        check_amount(cents, owed=owed, held=held)
    except Unfit as refusal:
        return f"{refusal.field}: {refusal}"
    return ""


@pytest.mark.parametrize(
    ("cents", "owed", "held"),
    [
        (1_00, 80_00, 0),
        (80_00, 80_00, 0),
        (1_00, 1_00, 0),
        (99, 99, 0),
        (50, 50, 0),
        (30_00, 80_00, 50_00),
        (75, 80_00, 79_25),
        (MOST_PAID_CENTS, 2 * MOST_PAID_CENTS, 0),
    ],
)
def test_these_are_paid(cents: int, owed: int, held: int) -> None:
    assert refused(cents, owed=owed, held=held) == ""
    assert can_pay(owed=owed, held=held)


@pytest.mark.parametrize(
    ("cents", "owed", "held", "sentence"),
    [
        (80_01, 80_00, 0, "at most $80.00"),
        (1_000_000_000_00, 80_00, 0, "at most $80.00"),
        (30_01, 80_00, 50_00, "at most $30.00"),
        (MOST_PAID_CENTS + 1, 2 * MOST_PAID_CENTS, 0, "at most $50,000.00"),
        (99, 80_00, 0, "at least $1.00"),
        (50, 80_00, 0, "at least $1.00"),
        (1, 80_00, 0, "at least $1.00"),
        (0, 80_00, 0, "at least $1.00"),
        (-1, 80_00, 0, "at least $1.00"),
        (-80_00, 80_00, 0, "at least $1.00"),
        (98, 99, 0, "Please pay $0.99"),
        (0, 99, 0, "Please pay $0.99"),
        (1_00, 99, 0, "at most $0.99"),
        (49, 49, 0, "too little to pay by card"),
        (1_00, 49, 0, "too little to pay by card"),
        (49, 80_00, 79_51, "too little to pay by card"),
        (1_00, 80_00, 80_00, "under way already"),
        (1_00, 80_00, 90_00, "under way already"),
        (1_00, 0, 0, "Nothing is owed"),
        (0, 0, 0, "Nothing is owed"),
    ],
)
def test_these_are_not_and_a_sentence_says_why(cents: int, owed: int, held: int, sentence: str) -> None:
    told = refused(cents, owed=owed, held=held)
    assert told.startswith("amount: ")
    assert sentence in told


@pytest.mark.parametrize(("owed", "held"), [(0, 0), (49, 0), (80_00, 79_51), (80_00, 90_00)])
def test_no_button_leads_where_nothing_can_be_paid(owed: int, held: int) -> None:
    assert not can_pay(owed=owed, held=held)


def test_what_can_be_paid_is_never_below_zero() -> None:
    assert free_to_pay(owed=10_00, held=12_00) == 0
