"""The books are looked through at night: whatever sum is wrong is found, named to staff, and forgotten once it is right."""

from uuid import UUID

import asyncpg
import pytest

from app.billing.ledger.books import check_books, look_through
from app.billing.ledger.jobs import use_ripe_credit
from app.billing.panel import PANEL
from app.billing.rules import Sum
from app.web.panel import Mend
from tests import people, rows
from tests.billing.ledger.money import CHARLIE, balances, begin, pay, post, refund, take
from tests.office.mends import mends_of

pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.fixture
async def busy(rolled_back: None) -> UUID:
    """Let there be something of everything; give the statement."""
    statement = await post(100_00)
    await refund(await pay(40_00), 10_00)
    await take(20_00)
    await begin(30_00)
    await balances()
    return statement


@pytest.mark.parametrize(
    ("what", "wrong"),
    [
        (Sum.OWED, "update billing_account set owed_cents = owed_cents + 1 where id = $1"),
        (Sum.HELD, "update billing_account set held_cents = held_cents + 1 where id = $1"),
        (Sum.CREDIT, "update billing_account set credit_cents = credit_cents + 1 where id = $1"),
        (Sum.TOTAL, "update statement_line set yours_cents = yours_cents + 1, charge_cents = charge_cents + 1"
                    " where statement in (select id from statement where client = $1)"),
        (Sum.PAID, "update statement set paid_cents = paid_cents + 1, owed_cents = owed_cents - 1 where client = $1"),
        (Sum.ALLOCATED, "update allocation set cents = cents + 1 where cause = 'payment' and client = $1"),
        (Sum.REFUNDED, "update refund set amount_cents = amount_cents + 1 where client = $1"),
    ],
)  # fmt: skip
async def test_a_sum_that_is_wrong_is_found(busy: UUID, what: Sum, wrong: str) -> None:
    await rows.change(wrong, CHARLIE)
    faults = await check_books()
    assert what in {fault.what for fault in faults}
    assert {fault.client_id for fault in faults} == {CHARLIE}
    assert all(abs(fault.said_cents - fault.counted_cents) in (1, 2) for fault in faults)


async def test_sums_that_are_gone_are_found(busy: UUID) -> None:
    await rows.change("delete from billing_account where id = $1", CHARLIE)
    assert {(fault.what, fault.said_cents, fault.counted_cents) for fault in await check_books()} == {
        (Sum.OWED, 0, 50_00),
        (Sum.HELD, 0, 30_00),
    }


async def faults() -> list[Mend]:
    """Give what is to be mended in the books; that a refund waits for its vendor is another thing."""
    return [each for each in await mends_of(PANEL) if "add up" in each.sentence]


async def test_what_is_wrong_stands_among_the_things_to_mend_until_it_is_right(busy: UUID) -> None:
    wrong = "update billing_account set owed_cents = owed_cents + $2 where id = $1"
    await rows.change(wrong, CHARLIE, 100)
    assert await look_through() == 1
    (mend,) = await faults()
    number = await rows.value("select number from client where id = $1", CHARLIE)
    assert f"client {number} do not add up: what is owed says $51.00" in mend.sentence
    assert "counted anew it is $50.00" in mend.sentence
    assert mend.path == f"/staff/clients/{CHARLIE}/billing"
    assert await look_through() == 1
    assert len(await faults()) == 1
    await rows.change(wrong, CHARLIE, -100)
    assert await look_through() == 0
    assert await faults() == []


async def test_books_that_are_wrong_do_not_keep_the_clock_busy_for_ever(busy: UUID) -> None:
    bob = people.client_id("bob")
    await rows.change("update billing_account set credit_cents = 1 where id = $1", CHARLIE)
    await take(100_00, client=bob, keep_rest=True)
    await rows.change("update billing_account set owed_cents = 100 where id = $1", bob)
    assert await use_ripe_credit() == 0


async def test_the_database_itself_lets_no_sum_go_below_zero(busy: UUID) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        await rows.change("update billing_account set owed_cents = -1 where id = $1", CHARLIE)
