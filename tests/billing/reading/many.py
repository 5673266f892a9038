"""A client of many years: their statements, payments, refunds and used credit."""

from tests import people
from tests.billing.ledger.money import post, refund, take


async def bill_many(count: int) -> None:
    """Add so many statements to Alice's chart that are paid, as many that are open, and what else comes of it."""
    alice = people.client_id("alice")
    for _ in range(count):
        await take(130_00, client=alice, keep_rest=True)
        await post([10_00, 20_00], client=alice)
        await refund(await take(5_00, client=alice, keep_rest=True), 1_00, client=alice)
    for _ in range(count):
        await post([900_00, 100_00], client=alice)
