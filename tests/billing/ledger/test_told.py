"""Who is told of money: those who look after billing and may open the chart, each once."""

import pytest

from app import db
from app.billing.ledger.refunds import dispute_opened
from app.notices import outbox
from app.worker import EFFECTS
from tests import people
from tests.billing.ledger.money import balances, pay, post, take

pytestmark = pytest.mark.usefixtures("rolled_back")

ALERTS = """
select member.first_name as name, alert.kind, alert.object_id from alert
join staff_member member on member.id = alert.recipient where alert.kind in ('payment', 'dispute')
"""


async def alerts() -> list[tuple[str, str, object]]:
    await outbox.deliver_all(effects=EFFECTS)
    await outbox.deliver_all(effects=EFFECTS)
    return sorted((row["name"], row["kind"], row["object_id"]) for row in await db.rows(ALERTS))


async def test_a_payment_in_the_portal_is_told_once_to_who_looks_after_billing() -> None:
    await post(50_00, client=people.client_id("bob"))
    payment = await pay(50_00, client=people.client_id("bob"))
    assert await alerts() == [("Nora", "payment", payment)]
    await balances()


async def test_what_staff_took_at_the_desk_is_told_to_nobody() -> None:
    await post(50_00)
    await take(50_00)
    assert await alerts() == []


async def test_a_dispute_is_told_once() -> None:
    await post(50_00)
    payment = await pay(50_00)
    for _ in range(2):
        await dispute_opened(payment, vendor_dispute="dp_1", cents=50_00)
    assert await alerts() == [("Nora", "dispute", payment), ("Nora", "payment", payment)]
