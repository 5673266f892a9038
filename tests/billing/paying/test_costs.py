"""What the pages of paying cost in statements: as few as every page of a client's, however many bills there are."""

import pytest

from tests import people
from tests.appointments.booked import OFFICE
from tests.billing.ledger.money import post as bill
from tests.billing.paying.paid import PAY, PAYMENTS, at_processor, charlie, demo, pay, payments
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")

MOST = 4


async def test_pages_of_paying_cost_four_statements_at_most() -> None:
    with demo():
        alice = await people.alice()
        await at_processor(alice, "5")
        await alice.press("Approve")
        newest = (await payments(people.client_id("alice")))[-1]["id"]
        for path in (PAY, f"{PAYMENTS}/{newest}", f"{OFFICE}/copay", "/appointments", OFFICE, "/home"):
            async with counted() as sql:
                await alice.open(path)
            assert sql.count <= MOST, f"{path} costs {sql.count} statements:\n{sql}"


async def test_paying_costs_the_same_with_many_bills_and_payments() -> None:
    costs = []
    browser = await charlie()
    with demo():
        for _ in range(2):
            await bill(80_00)
            await browser.open(PAY)
            async with counted() as sql:
                await pay(browser, "1")
            costs.append(sql.count)
            for _ in range(3):
                await bill(10_00)
                await at_processor(browser, "1")
                await browser.press("Decline")
    assert costs[0] == costs[1]
