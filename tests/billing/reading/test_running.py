"""The history can be followed: whatever happens, each row leads from what was owed below it to what is owed then."""

from datetime import UTC, datetime

import pytest
import time_machine
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from app import db
from app.accounts.sessions import today
from app.activity.refusals import StateForbids
from app.billing.reading.history import A_PAGE, ENTRIES, NEWEST
from app.web.cursor import Cursor
from tests import checks, people, rows
from tests.billing.ledger.book import Book
from tests.billing.ledger.kept import Kept
from tests.billing.ledger.money import CHARLIE, post, sums, take
from tests.billing.ledger.plays import LENGTH, Call, calls, play

pytestmark = pytest.mark.usefixtures("rolled_back")

NOON = datetime(2026, 12, 1, 18, tzinfo=UTC)
SEQUENCES = 25
DRAWN = st.binary(min_size=14 * LENGTH, max_size=30 * LENGTH)

REFUSED = """
select coalesce(sum(amount_cents), 0)::integer from refund where client = $1 and state = 'failed'
  and not exists (select from allocation where refund = refund.id and cause = 'refund_failed')
"""
"""What was to be given back, was not, and is credit again: of that there is no row, for it changed nothing owed."""


@pytest.fixture(autouse=True)
async def _in_english(rolled_back: None) -> None:
    await rows.change("update portal_account set language = null")


async def entries() -> list[db.Record]:
    """Give all rows of Charlie's history, page after page."""
    found: list[db.Record] = []
    before: Cursor = NEWEST
    while more := await db.rows(ENTRIES, CHARLIE, *before, A_PAGE + 1):
        found += more
        before = more[-1]["at"], more[-1]["id"]
    return found


async def happens(kept: Kept, call: Call) -> None:
    try:
        await getattr(kept, call.name)(**call.given)
    except StateForbids:
        return


@seed(1)
@settings(max_examples=SEQUENCES, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(DRAWN)
async def test_each_balance_is_the_one_below_it_and_what_its_row_says(drawn: bytes) -> None:
    with time_machine.travel(NOON, tick=True):
        async with rows.undone():
            book, kept = Book(today()), Kept()
            for call in calls(drawn, book):
                await happens(kept, call)
                play(book, call)
            owed = credit = 0
            for entry in reversed(await entries()):
                owed += entry["owes"]
                assert entry["owed_then"] == owed >= 0, entry
                if entry["what"] != "credit":
                    credit += entry["owes"] - entry["cents"]
                else:
                    assert entry["owes"] == entry["cents"]
                    credit += entry["cents"]
            now = await sums()
            assert (owed, now.owed) == (book.owed, book.owed)
            refused = await rows.value(REFUSED, CHARLIE)
            assert credit + refused == now.credit


async def lines() -> list[str]:
    page = await (await people.charlie()).open("/billing/history")
    return [checks.words(each).replace("\u00a0", " ") for each in page.all(".moved")]


async def test_statements_sent_and_taken_back_stand_between_the_payments() -> None:
    statement = await post(85_00)
    number = await rows.value("select number from statement where id = $1", statement)
    await take(25_00)
    await Kept().void(statement)
    voided, paid, sent = await lines()
    assert sent.startswith(f"Statement {number} sent")
    assert sent.endswith("+$85.00 Left to pay: $85.00")
    assert paid.endswith("\u2212$25.00 Left to pay: $60.00")
    assert voided.startswith(f"Statement {number} taken back")
    assert "$25.00 kept as credit" in voided
    assert voided.endswith("\u2212$85.00 Left to pay: $0.00")
    page = await (await people.charlie()).open("/billing/history")
    assert page.all(f".noted a[href='/billing/statements/{statement}']")


async def test_statements_of_another_chart_do_not_count() -> None:
    await post(40_00, client=people.client_id("bob"))
    await post(10_00)
    assert [line.partition("+")[2] for line in await lines()] == ["$10.00 Left to pay: $10.00"]
