"""The demo practice's books: they are as the ledger would have kept them."""

import pytest

from app import db
from app.billing.demo import OWED, payment_id, statement_id
from app.billing.ledger.books import check_books
from app.billing.ledger.service import use_credit_of
from tests import people, rows

pytestmark = pytest.mark.usefixtures("rolled_back")

OWED_THEN = """
select payment.owed_after_cents as said,
  coalesce((select sum(total_cents) from statement where client = payment.client and posted_at <= payment.paid_at), 0)
  - coalesce((select sum(cents) from allocation where client = payment.client and at <= payment.paid_at), 0) as counted
from payment
"""
OPEN = "select number, owed_cents, due_on < current_date as overdue from statement where id = $1"


async def test_its_books_are_right() -> None:
    assert await check_books() == []
    for row in await db.rows(OWED_THEN):
        assert row["said"] == row["counted"]


@pytest.mark.parametrize("client", ["alice", "bob", "charlie", "max"])
async def test_each_client_owes_what_their_statements_say(client: str) -> None:
    owed = await rows.value(
        "select coalesce(sum(owed_cents), 0) from statement where client = $1", people.client_id(client)
    )
    assert owed == OWED.get(client, 0)


async def test_alice_has_one_statement_overdue_and_one_partly_paid() -> None:
    overdue, partly = [await db.row(OPEN, statement_id(key)) for key in ("overdue", "partly")]
    assert overdue is not None
    assert (overdue["owed_cents"], overdue["overdue"]) == (85_00, True)
    assert partly is not None
    assert (partly["owed_cents"], partly["overdue"]) == (40_00, False)
    assert overdue["number"] < partly["number"]


async def test_the_copay_she_paid_ahead_is_of_a_visit_she_had() -> None:
    visit = await rows.value(
        "select (appointment.starts_at at time zone 'America/Chicago')::date - payment.visit_on from payment"
        " join appointment on appointment.id = payment.appointment where payment.id = $1",
        payment_id("copay"),
    )
    assert visit == 0
    between = await rows.value(
        "select payment.paid_at::date < payment.visit_on and payment.visit_on < statement.issued_on"
        " from payment, statement where payment.id = $1 and statement.id = $2",
        payment_id("copay"),
        statement_id("first"),
    )
    assert between is True


async def test_no_credit_is_left_that_could_pay_something() -> None:
    assert await use_credit_of(people.client_id("alice")) == 0
