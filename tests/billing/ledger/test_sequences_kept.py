"""Some of the random sequences once more on the real ledger: it accepts what the book accepts, and holds the same."""

from datetime import UTC, datetime

import pytest
import time_machine
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from app import db
from app.accounts.sessions import today
from app.activity.refusals import StateForbids
from app.billing.ledger.books import check_books
from tests import rows
from tests.billing.ledger.book import Book
from tests.billing.ledger.kept import Kept
from tests.billing.ledger.money import CHARLIE, sums
from tests.billing.ledger.plays import LENGTH, Call, calls, play

pytestmark = pytest.mark.usefixtures("rolled_back")

NOON = datetime(2026, 12, 1, 18, tzinfo=UTC)
"""Far from midnight, at the practice too."""
SEQUENCES = 200
DRAWN = st.binary(min_size=14 * LENGTH, max_size=30 * LENGTH)
STATEMENTS = "select id, total_cents, paid_cents, owed_cents, state from statement where client = $1"
PAYMENTS = "select id, state, allocated_cents, refunded_cents, usable_on from payment where client = $1"


async def done(kept: Kept, call: Call) -> bool:
    """Let a move happen to the real ledger; give whether it was accepted, and changed something."""
    try:
        return await getattr(kept, call.name)(**call.given) is not False
    except StateForbids:
        return False


async def agree(book: Book) -> None:
    """Check that the database holds what the book holds, and that its sums are right."""
    now = await sums()
    assert (now.owed, now.held, now.credit) == (book.owed, book.held, book.credit)
    assert {tuple(row.values()) for row in await db.rows(STATEMENTS, CHARLIE)} == {
        (each.id, each.total, each.paid, each.owed, each.state) for each in book.bills.values()
    }
    assert {tuple(row.values()) for row in await db.rows(PAYMENTS, CHARLIE)} == {
        (each.id, each.state, each.allocated, each.refunded, each.usable_on)
        for each in book.payments.values()
    }
    assert await check_books() == []


@seed(1)  # the same each time, so that a change that breaks them is found by whoever made it
@settings(max_examples=SEQUENCES, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(DRAWN)
async def test_the_ledger_holds_what_the_book_holds_whatever_happens(drawn: bytes) -> None:
    with time_machine.travel(NOON, tick=True):
        async with rows.undone():
            book, kept = Book(today()), Kept()
            for call in calls(drawn, book):
                assert await done(kept, call) is play(book, call), call
            await agree(book)
