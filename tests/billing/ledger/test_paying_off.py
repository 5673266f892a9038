"""Money that comes in pays what is due first, and what is over is kept as credit."""

import pytest

from app.billing.ledger.moving import Sums
from tests.billing.ledger.money import (
    balances,
    owed_of,
    pay,
    post,
    refund,
    sums,
    take,
)

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_a_payment_pays_what_is_due_first() -> None:
    later, sooner = await post(100_00, due_in=40), await post(50_00, due_in=10)
    await pay(70_00)
    assert (await owed_of(sooner), await owed_of(later)) == (0, 80_00)
    assert await sums() == Sums(owed=80_00, held=0, credit=0)
    await balances()


async def test_all() -> None:
    first = await post(100_00)
    payment = await pay(60_00)
    desk = await take(50_00, keep_rest=True)
    await refund(payment, 60_00)
    await refund(desk, 10_00)
    assert await owed_of(first) == 50_00 + 10_00
    await balances()
