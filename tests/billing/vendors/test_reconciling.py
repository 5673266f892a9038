"""A payment that was not heard of is asked about until it is at an end, and is settled once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app.billing import jobs
from app.billing.ledger.service import PORTAL
from app.billing.rules import EventState
from app.billing.vendors import looking, reconciling
from app.billing.vendors.looking import look_up
from app.billing.vendors.vendor import Order, Unreachable, current_vendor
from app.notices import outbox
from app.web.language import Language
from app.worker import EFFECTS, RECURRING
from tests import rows
from tests.billing.ledger import money
from tests.billing.vendors.events import begun, kept, state_of, succeeded, tell
from tests.billing.vendors.stand_in import DECLINED, StandIn

pytestmark = pytest.mark.usefixtures("rolled_back")


async def sent_to_pay(
    cents: int = 30_00, *, ago: timedelta = timedelta(minutes=2), **columns: Any
) -> tuple[UUID, str]:
    """Begin a payment a while ago, whose client was sent to the vendor's page."""
    payment_id = await begun(cents)
    vendor = current_vendor()
    assert vendor is not None
    page = await vendor.open_page(
        Order(
            payment_id=payment_id,
            cents=cents,
            words="Payment to us",
            return_url="http://localhost:8000/billing",
            cancel_url="http://localhost:8000/billing",
            language=Language.ENGLISH,
        )
    )
    known = {"vendor_session": page.session} | columns
    for column, value in known.items():
        await rows.change(f"update payment set {column} = $2 where id = $1", payment_id, value)
    await rows.change("update payment set begun_at = begun_at - $2::interval where id = $1", payment_id, ago)
    return payment_id, page.session


async def test_a_payment_whose_event_was_lost_is_settled_by_the_clock_once(stripe: StandIn) -> None:
    payment_id, session = await sent_to_pay()
    stripe.pay(session)
    assert await jobs.reconcile_under_way() == 1
    assert await state_of(payment_id) == "succeeded"
    assert await money.value("card_last4", payment_id) == "4242"
    assert await jobs.reconcile_under_way() == 0
    assert (await money.steps(payment_id)).count("paid") == 1
    assert (await money.sums()).owed == 70_00
    await money.balances()


async def test_the_late_event_of_what_was_reconciled_changes_nothing(stripe: StandIn) -> None:
    payment_id, session = await sent_to_pay()
    stripe.pay(session)
    await jobs.reconcile_under_way()
    intent = stripe.pages[session]["payment_intent"]
    await tell(succeeded(payment_id, id=intent))
    assert await kept() == ["nothing"]
    assert (await money.sums()).owed == 70_00


async def test_a_payment_is_left_to_its_client_for_a_minute(stripe: StandIn) -> None:
    payment_id, session = await sent_to_pay(ago=timedelta(seconds=30))
    stripe.pay(session)
    assert await jobs.reconcile_under_way() == 0
    assert await state_of(payment_id) == "open"


async def test_a_page_that_ran_out_there_gives_back_what_was_held(stripe: StandIn) -> None:
    payment_id, session = await sent_to_pay()
    stripe.pages[session]["status"] = "expired"
    await jobs.reconcile_under_way()
    assert await state_of(payment_id) == "cancelled"
    assert (await money.sums()).held == 0


async def test_a_payment_stripe_never_heard_of_ends_when_its_time_is_over(stripe: StandIn) -> None:
    early, late = await begun(10_00), await begun(10_00)
    for payment_id, minutes in ((early, 30), (late, 37)):
        await rows.change(
            "update payment set begun_at = now() - $2 * interval '1 minute', vendor_session = '' where id = $1",
            payment_id,
            minutes,
        )
    await jobs.reconcile_under_way()
    assert [await state_of(each) for each in (early, late)] == ["open", "cancelled"]
    assert await money.value("failure", late) == "expired"
    assert (await money.sums()).held == 10_00


async def test_nothing_ends_because_stripe_does_not_answer(stripe: StandIn) -> None:
    payment_id, session = await sent_to_pay(ago=timedelta(hours=2))
    stripe.pay(session)
    stripe.breaks += ["before"] * 2
    assert await jobs.reconcile_under_way() == 0
    assert await state_of(payment_id) == "open"
    await jobs.reconcile_under_way()
    assert await state_of(payment_id) == "succeeded"


async def test_a_run_asks_no_more_when_its_time_is_over(
    stripe: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment_id, session = await sent_to_pay()
    stripe.pay(session)
    monkeypatch.setattr(reconciling, "SECONDS", -1)
    assert await jobs.reconcile_under_way() == 0
    assert await state_of(payment_id) == "open"


async def test_a_vendor_that_takes_too_long_has_not_answered(
    stripe: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment_id, _ = await sent_to_pay()
    monkeypatch.setattr(looking, "ANSWER_SECONDS", 0)
    with pytest.raises(Unreachable):
        await look_up(payment_id, by=PORTAL)
    assert await state_of(payment_id) == "open"


async def test_those_not_asked_about_longest_come_first_and_another_vendors_never(stripe: StandIn) -> None:
    asked, _ = await sent_to_pay(10_00, ago=timedelta(hours=3))
    never, _ = await sent_to_pay(10_00, ago=timedelta(hours=2))
    other = await begun(10_00, vendor="demo")
    await rows.change("update payment set looked_up_at = now() - interval '9 minutes' where id = $1", asked)
    await rows.change("update payment set begun_at = now() - interval '9 hours' where id = $1", other)
    stripe.asked.clear()
    await jobs.reconcile_under_way()
    sessions = [str(await money.value("vendor_session", each)) for each in (never, asked)]
    assert [path.rpartition("/")[2] for _, path in stripe.asked] == sessions


async def test_money_of_another_amount_is_parked_once_however_often_it_is_asked_for(stripe: StandIn) -> None:
    payment_id, session = await sent_to_pay()
    stripe.pages[session]["amount_total"] = 29_00
    stripe.pay(session)
    for _ in range(2):
        assert await look_up(payment_id, by=PORTAL) is EventState.PARKED
    assert await kept() == ["parked"]
    assert await state_of(payment_id) == "open"


async def test_what_was_told_without_the_card_is_asked_for_afterwards(stripe: StandIn) -> None:
    payment_id, session = await sent_to_pay()
    stripe.pay(session)
    await tell(succeeded(payment_id, id=stripe.pages[session]["payment_intent"]))
    assert await money.value("card_last4", payment_id) == ""
    await outbox.deliver_all(effects=EFFECTS)
    assert await money.value("card_last4", payment_id) == "4242"


async def test_what_cannot_be_asked_now_is_asked_later(stripe: StandIn) -> None:
    payment_id, session = await sent_to_pay()
    stripe.pay(session)
    await tell(succeeded(payment_id, id=stripe.pages[session]["payment_intent"]))
    stripe.breaks += ["before"] * 2
    await outbox.deliver_all(effects=EFFECTS)
    waiting = "select fault from outbox_message where kind = 'billing.look_up' and done_at is null"
    assert await rows.value(waiting) == "NotNow: the card vendor does not answer (APIConnectionError)"


async def test_refunds_and_disputes_made_elsewhere_are_found_at_night(stripe: StandIn) -> None:
    payment_id, session = await sent_to_pay()
    stripe.pay(session)
    await look_up(payment_id, by=PORTAL)
    stripe.refund_there(session, 5_00)
    stripe.dispute(session, cents=25_00)
    assert await jobs.reconcile_lately_paid() == 0, "it was asked about a moment ago"
    yesterday = "update payment set looked_up_at = now() - interval '21 hours' where id = $1"
    await rows.change(yesterday, payment_id)
    assert await jobs.reconcile_lately_paid() == 1
    assert await money.value("refunded_cents", payment_id) == 5_00
    assert await money.value("dispute_state", payment_id) == "open"
    stripe.dispute(session, cents=25_00, status="lost")
    await rows.change(yesterday, payment_id)
    await rows.change("update payment set paid_at = now() - interval '90 days' where id = $1", payment_id)
    assert await jobs.reconcile_lately_paid() == 1, "an open dispute is asked about every night"
    assert await money.value("dispute_state", payment_id) == "lost"
    assert (await money.sums()).owed == 100_00
    await money.balances()


async def test_a_declined_card_is_not_the_end(stripe: StandIn) -> None:
    payment_id, session = await sent_to_pay()
    stripe.pay(session, DECLINED)
    await jobs.reconcile_under_way()
    assert [await money.value(each, payment_id) for each in ("state", "failure")] == ["open", "card_declined"]


async def test_nobody_is_asked_where_nobody_takes_cards() -> None:
    payment_id = await begun(30_00)
    await rows.change("update payment set begun_at = now() - interval '1 hour' where id = $1", payment_id)
    assert await jobs.reconcile_under_way() == await jobs.reconcile_lately_paid() == 0
    assert await look_up(payment_id, by=PORTAL) is EventState.NOTHING


async def test_a_look_at_what_does_not_answer_says_so(stripe: StandIn) -> None:
    payment_id, _ = await sent_to_pay()
    stripe.breaks += ["before"] * 2
    with pytest.raises(Unreachable):
        await look_up(payment_id, by=PORTAL)


def test_the_clock_knows_both() -> None:
    known = {each.work for each in RECURRING}
    assert {jobs.reconcile_under_way, jobs.reconcile_lately_paid} <= known
