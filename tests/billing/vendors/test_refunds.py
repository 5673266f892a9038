"""Money is given back once: written down, then made by the vendor, whatever breaks off in between."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from app import db
from app.billing.ledger.refunds import Asked
from app.billing.ledger.service import PORTAL
from app.billing.rules import RefundState
from app.billing.vendors import refunds
from app.billing.vendors.looking import look_up
from app.notices import outbox
from app.worker import EFFECTS
from tests import rows
from tests.billing.ledger import money
from tests.billing.vendors.stand_in import StandIn
from tests.billing.vendors.test_reconciling import sent_to_pay

pytestmark = pytest.mark.usefixtures("rolled_back")


async def paid(stripe: StandIn) -> UUID:
    """Pay thirty dollars by card, all the way."""
    payment_id, session = await sent_to_pay(30_00)
    stripe.pay(session)
    await look_up(payment_id, by=PORTAL)
    return payment_id


async def asked_for(payment_id: UUID, cents: int = 10_00, *, once: UUID | None = None) -> Asked:
    return await refunds.refund(
        by=money.NORA,
        client_id=money.CHARLIE,
        payment_id=payment_id,
        cents=cents,
        reason="The visit was shorter",
        once=once or uuid4(),
    )


async def at_stripe(stripe: StandIn, payment_id: UUID) -> list[int]:
    """Give the refunds of a payment that Stripe has."""
    intent = await money.value("vendor_intent", payment_id)
    return [each["amount"] for each in stripe.call("GET", f"/v1/refunds?payment_intent={intent}")["data"]]


async def ours(payment_id: UUID) -> list[tuple[Any, ...]]:
    found = await db.rows("select state, amount_cents, failure from refund where payment = $1", payment_id)
    return [tuple(row.values()) for row in found]


async def due_now() -> None:
    await rows.change("update outbox_message set due_at = now() where done_at is null")
    await outbox.deliver_all(effects=EFFECTS)


async def test_a_refund_is_made_after_it_was_written_down(stripe: StandIn) -> None:
    payment_id = await paid(stripe)
    asked = await asked_for(payment_id)
    assert asked.state is RefundState.ASKED
    assert await at_stripe(stripe, payment_id) == [], "nothing is made before the books are committed"
    await due_now()
    assert await at_stripe(stripe, payment_id) == [10_00]
    assert await ours(payment_id) == [("done", 10_00, "")]
    sent = stripe.sent[-1]
    assert sent["metadata"] == {"portal_refund": str(asked.refund_id), "portal_payment": str(payment_id)}
    assert set(sent) == {"payment_intent", "amount", "metadata"}
    assert (await money.sums()).owed == 80_00
    await money.balances()


async def test_a_form_of_refunding_that_is_sent_twice_refunds_once(stripe: StandIn) -> None:
    payment_id, once = await paid(stripe), uuid4()
    for _ in range(2):
        await asked_for(payment_id, once=once)
    await due_now()
    stripe.answered.clear()  # a day later, when the vendor has forgotten the key
    await asked_for(payment_id, once=once)
    await rows.change("update outbox_message set done_at = null where kind = $1", refunds.REFUND_BY_CARD)
    await due_now()
    assert await at_stripe(stripe, payment_id) == [10_00]


async def test_a_refund_whose_answer_was_lost_is_made_once(stripe: StandIn) -> None:
    payment_id = await paid(stripe)
    await asked_for(payment_id)
    stripe.breaks += ["", "", "after", "after"]  # the look at the page, and at its refunds, arrive
    await due_now()
    assert await ours(payment_id) == [("asked", 10_00, "")]
    stripe.answered.clear()  # a day later, when the vendor has forgotten the key
    await due_now()
    assert await ours(payment_id) == [("done", 10_00, "")]
    assert await at_stripe(stripe, payment_id) == [10_00]


async def test_a_refund_waits_while_stripe_does_not_answer(stripe: StandIn) -> None:
    payment_id = await paid(stripe)
    await asked_for(payment_id)
    stripe.breaks += ["before"] * 2
    await due_now()
    assert await at_stripe(stripe, payment_id) == []
    await due_now()
    assert await at_stripe(stripe, payment_id) == [10_00]


async def test_a_refund_that_stripe_refuses_is_undone(stripe: StandIn) -> None:
    payment_id = await paid(stripe)
    await asked_for(payment_id, 20_00)
    stripe.refund_there(str(await money.value("vendor_session", payment_id)), 15_00)
    assert (await money.sums()).owed == 90_00
    await due_now()
    assert await ours(payment_id) == [("failed", 20_00, "charge_already_refunded")]
    await due_now()
    assert {(state, cents) for state, cents, _ in await ours(payment_id)} == {
        ("failed", 20_00),
        ("done", 15_00),
    }
    assert await at_stripe(stripe, payment_id) == [15_00]
    assert (await money.sums()).owed == 85_00
    await money.balances()


async def test_a_refund_waits_where_its_vendor_is_not_set_up(stripe: StandIn) -> None:
    payment_id = await paid(stripe)
    asked = await asked_for(payment_id)
    await rows.change("update payment set vendor = 'another' where id = $1", payment_id)
    with pytest.raises(outbox.NotNow, match="another is not set up"):
        await refunds.send(uuid4(), {"refund": str(asked.refund_id)})


async def test_a_refund_at_the_desk_needs_no_vendor() -> None:
    await money.post(100_00)
    payment_id = await money.take(30_00)
    assert (await asked_for(payment_id)).state is RefundState.DONE
    assert (
        await rows.value("select count(*) from outbox_message where kind = $1", refunds.REFUND_BY_CARD) == 0
    )
