"""Ten thousand random sequences of statements, payments, refunds, disputes and cancellations: the books balance."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.billing.ledger.book import Book
from tests.billing.ledger.plays import LENGTH, calls, play

TODAY = date(2026, 12, 1)
PARTS, OF_EACH = 4, 2500
FEWEST, MOST = 16, 40
"""Moves of a sequence."""
SEQUENCES = st.binary(min_size=FEWEST * LENGTH, max_size=MOST * LENGTH)
METHODS = 17


@pytest.mark.parametrize("part", range(PARTS))
def test_the_books_balance_to_the_cent_whatever_happens(part: int) -> None:
    accepted: Counter[str] = Counter()

    @seed(part)  # the same each time, so that a change that breaks them is found by whoever made it
    @settings(
        max_examples=OF_EACH, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(SEQUENCES)
    def sequence(drawn: bytes) -> None:
        book = Book(TODAY)
        accepted["sequences"] += 1
        for call in calls(drawn, book):
            accepted[call.name] += play(book, call)
            book.check()

    sequence()
    assert accepted.pop("sequences") >= OF_EACH
    assert len(accepted) == METHODS
    assert min(accepted.values()) > OF_EACH / 10, "Too seldom to say anything."
