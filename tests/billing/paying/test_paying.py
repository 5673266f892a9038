"""Paying by card: how much, off to the vendor's page, and what became of it."""

from typing import Any

import pytest

from tests.billing.ledger.money import post as state
from tests.billing.paying.paid import at_processor, charlie, demo, sums

pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.fixture(autouse=True)
def with_demo_processor() -> Any:
    with demo():
        yield


async def test_a_bill_is_paid_in_full_and_stands_as_paid() -> None:
    await state(80_00)
    browser = await charlie()
    page = await at_processor(browser)
    page.shows("DEMO - no money moves", "Card payment of $80.00", "Approve", "Webhook twice")
    page = await browser.press("Approve")
    page.shows("Thank you. You paid $80.00.", "You owe nothing now.", "DEMO")
    assert (await sums()).owed == 0
