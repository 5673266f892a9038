"""A bank asks for a payment back: told of in any order and as often as it likes, it counts once."""

import pytest

from app import db
from app.billing.ledger.disputes import DISPUTED
from app.billing.ledger.moving import Sums
from app.billing.ledger.refunds import dispute_closed, dispute_opened
from tests import rows
from tests.billing.ledger.money import (
    balances,
    begin,
    owed_of,
    pay,
    post,
    refund,
    steps,
    sums,
    value,
)
from tests.messages.acts import recorded

pytestmark = pytest.mark.usefixtures("rolled_back")

TOLD = "select count(*) from outbox_message where kind = $1"
KINDS = "select string_agg(kind || ' ' || amount_cents || ' ' || state, ', ' order by asked_at) from refund where payment = $1"


async def test_one_that_is_opened_moves_no_money_and_staff_are_told_once() -> None:
    await post(50_00)
    payment = await pay(50_00)
    assert await dispute_opened(payment, vendor_dispute="dp_1", cents=50_00)
    assert await dispute_opened(payment, vendor_dispute="dp_1", cents=50_00) is False
    assert (await value("dispute_state", payment), await steps(payment)) == (
        "open",
        ["paid", "dispute_opened"],
    )
    assert await sums() == Sums(owed=0, held=0, credit=0)
    assert await rows.value(TOLD, DISPUTED) == 1
    assert await recorded("payment_disputed", "charlie") == 1


async def test_one_that_is_won_leaves_all_as_it_was() -> None:
    await post(50_00)
    payment = await pay(50_00)
    await dispute_opened(payment, vendor_dispute="dp_1", cents=50_00)
    assert await dispute_closed(payment, vendor_dispute="dp_1", cents=50_00, won=True)
    assert (await value("dispute_state", payment), await sums()) == ("won", Sums(owed=0, held=0, credit=0))
    assert await steps(payment) == ["paid", "dispute_opened", "dispute_won"]
    await refund(payment, 10_00)
    await balances()


async def test_one_that_is_lost_is_given_back_in_the_books_and_owed_again() -> None:
    statement = await post(50_00)
    payment = await pay(50_00)
    await dispute_opened(payment, vendor_dispute="dp_1", cents=50_00)
    assert await dispute_closed(payment, vendor_dispute="dp_1", cents=50_00, won=False)
    before = await rows.digest()
    assert await dispute_closed(payment, vendor_dispute="dp_1", cents=50_00, won=False) is False
    assert await dispute_closed(payment, vendor_dispute="dp_1", cents=50_00, won=True) is False
    assert await dispute_opened(payment, vendor_dispute="dp_1", cents=50_00) is False
    assert await rows.digest() == before
    assert await rows.value(KINDS, payment) == "dispute 5000 done"
    assert (await owed_of(statement), await value("dispute_state", payment)) == (50_00, "lost")
    assert await steps(payment) == ["paid", "dispute_opened", "dispute_lost"]
    await balances()


async def test_one_that_is_decided_before_it_was_heard_of_stays_decided() -> None:
    await post(50_00)
    payment = await pay(50_00)
    assert await dispute_closed(payment, vendor_dispute="dp_1", cents=50_00, won=False)
    assert await dispute_opened(payment, vendor_dispute="dp_1", cents=50_00) is False
    assert (await value("dispute_state", payment), (await sums()).owed) == ("lost", 50_00)


async def test_no_more_is_lost_than_was_left_of_the_payment() -> None:
    await post(50_00)
    payment = await pay(50_00)
    await refund(payment, 20_00)
    await dispute_closed(payment, vendor_dispute="dp_1", cents=50_00, won=False)
    assert await rows.value(KINDS, payment) == "refund 2000 asked, dispute 3000 done"
    await dispute_closed(payment, vendor_dispute="dp_2", cents=50_00, won=False)
    assert await rows.value(KINDS, payment) == "refund 2000 asked, dispute 3000 done"
    assert (await value("refunded_cents", payment), (await sums()).owed) == (50_00, 50_00)
    await balances()


async def test_of_two_each_counts_once_in_whatever_order_they_are_heard_of() -> None:
    await post(50_00)
    payment = await pay(50_00)
    await dispute_closed(payment, vendor_dispute="dp_1", cents=20_00, won=False)
    await dispute_closed(payment, vendor_dispute="dp_2", cents=10_00, won=False)
    await dispute_closed(payment, vendor_dispute="dp_1", cents=20_00, won=False)
    assert await rows.value(KINDS, payment) == "dispute 2000 done, dispute 1000 done"
    assert (await sums()).owed == 30_00
    await balances()


async def test_nothing_is_lost_of_what_never_came_in_and_nobody_knows_others() -> None:
    await post(50_00)
    payment = await begin(50_00)
    assert payment is not None
    await dispute_closed(payment, vendor_dispute="dp_1", cents=50_00, won=False)
    assert await rows.value(KINDS, payment) is None
    unknown = db.new_id()
    assert await dispute_opened(unknown, vendor_dispute="dp_1", cents=1) is False
    assert await dispute_closed(unknown, vendor_dispute="dp_1", cents=1, won=True) is False
    await balances()
