"""Who is told of money: those who look after billing and may open the chart, each once."""

import pytest

from app import db
from app.billing.ledger.refunds import dispute_opened
from app.billing.ledger.service import PORTAL, end_payment
from app.billing.rules import PaymentState
from app.notices import outbox
from app.worker import EFFECTS
from tests import people, rows
from tests.billing.ledger.money import balances, begin, pay, post, settled, take

pytestmark = pytest.mark.usefixtures("rolled_back")

ALERTS = """
select member.first_name as name, alert.kind, alert.object_id from alert
join staff_member member on member.id = alert.recipient where alert.kind in ('payment', 'dispute')
"""
LINES = "select kind, actor_kind, actor_name, account from activity_entry where client = $1 and kind like 'payment%made'"


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


@pytest.mark.parametrize(
    ("account", "client", "who"), [("charlie", "charlie", "client"), ("gina", "max", "guardian")]
)
async def test_in_the_log_who_paid_has_paid_though_the_vendor_told_us(
    account: str, client: str, who: str
) -> None:
    chart = people.client_id(client)
    await post(50_00, client=chart)
    payments = [await begin(10_00, client=chart) for _ in range(2)]
    await rows.change(
        "update payment set account = $1, paid_by_name = 'Payer' where id = any($2)",
        people.account_id(account),
        payments,
    )
    await settled(payments[0])  # type: ignore[arg-type]
    async with db.transaction():
        await end_payment(by=PORTAL, payment_id=payments[1], state=PaymentState.CANCELLED)  # type: ignore[arg-type]
    lines = await db.rows(LINES, chart)
    assert {tuple(line.values()) for line in lines} == {
        (kind, who, "Payer", people.account_id(account)) for kind in ("payment_made", "payment_not_made")
    }
    jobs = await db.rows("select job from audit_event where kind in ('payment_made', 'payment_not_made')")
    assert {row["job"] for row in jobs} == {"payments"}


async def test_a_dispute_is_told_once() -> None:
    await post(50_00)
    payment = await pay(50_00)
    for _ in range(2):
        await dispute_opened(payment, vendor_dispute="dp_1", cents=50_00)
    assert await alerts() == [("Nora", "dispute", payment), ("Nora", "payment", payment)]
