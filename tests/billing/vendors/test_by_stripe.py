"""Stripe is asked as its published schema says, is told nothing of the client, and what it says is understood."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.billing.rules import DisputeState, PaymentState, RefundState
from app.billing.vendors.outcome import Outcome
from app.billing.vendors.vendor import (
    Keys,
    Order,
    Page,
    RefundOrder,
    Refused,
    Unreachable,
    Vendor,
    current_vendor,
)
from app.web.language import Language
from tests.billing.vendors.stand_in import CONFIRM, DECLINED, Answer, StandIn
from tests.billing.vendors.stripe_schema import CREATE_SESSION, NotTaken, decoded

BACK = "http://localhost:8000/billing/payments/1"
pytestmark = pytest.mark.usefixtures("portal")


def vendor() -> Vendor:
    found = current_vendor()
    assert found is not None
    return found


def order(payment_id: UUID | None = None, *, cents: int = 30_00, **more: Any) -> Order:
    wanted: dict[str, Any] = {
        "payment_id": payment_id or uuid4(),
        "cents": cents,
        "words": "Payment to Sunrise Counseling",
        "return_url": BACK,
        "cancel_url": BACK,
        "language": Language.ENGLISH,
        "expires_at": datetime.now(UTC) + timedelta(minutes=31),
    }
    return Order(**(wanted | more))


def keys(page: Page, *, intent: str = "") -> Keys:
    return Keys(payment_id=uuid4(), session=page.session, intent=intent)


async def paid(stripe: StandIn, **more: Any) -> tuple[Page, Outcome]:
    """Pay on a new page, and look it up."""
    page = await vendor().open_page(order(**more))
    assert stripe.pay(page.session) == "paid"
    return page, await vendor().look_up(keys(page))


async def test_stripe_is_told_an_amount_the_practice_and_an_id_and_nothing_else(stripe: StandIn) -> None:
    wanted = order()
    page = await vendor().open_page(wanted)
    ours = {"portal_payment": str(wanted.payment_id)}
    assert wanted.expires_at is not None
    assert stripe.sent == [
        {
            "mode": "payment",
            "payment_method_types": ["card"],
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": "usd",
                        "unit_amount": 30_00,
                        "product_data": {"name": "Payment to Sunrise Counseling"},
                    },
                }
            ],
            "adaptive_pricing": {"enabled": False},
            "client_reference_id": str(wanted.payment_id),
            "metadata": ours,
            "payment_intent_data": {"metadata": ours},
            "success_url": BACK,
            "cancel_url": BACK,
            "locale": "en",
            "submit_type": "pay",
            "expires_at": int(wanted.expires_at.timestamp()),
        }
    ]
    assert page.url == f"{stripe.origin}/pay/{page.session}"
    assert page.expires_at == wanted.expires_at.replace(microsecond=0)


async def test_the_page_speaks_the_language_of_the_client(stripe: StandIn) -> None:
    await vendor().open_page(order(language=Language.SPANISH))
    assert stripe.sent[0]["locale"] == "es"


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ("mode=pay", "mode"),
        ("modus=payment", "modus"),
        ("line_items[0][price_data][unit_amount]=30.00", "line_items[0][price_data][currency]"),
        (
            "line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount]=30.00",
            "line_items[0][price_data][unit_amount]",
        ),
        ("payment_intent_data[metadatas][a]=b", "payment_intent_data[metadatas]"),
        (
            "line_items[0][price_data][currency]=usd&line_items[0][price_data][product_data][nam]=x",
            "line_items[0][price_data][product_data][name]",
        ),
        ("client_reference_id=" + "x" * 201, "client_reference_id"),
        ("metadata=x", "metadata"),
    ],
)
def test_the_schema_refuses_what_stripe_would_refuse(body: str, param: str) -> None:
    with pytest.raises(NotTaken) as problem:
        CREATE_SESSION.read(decoded(body), "")
    assert problem.value.param == param


async def test_the_same_payment_has_the_same_page_however_often_it_is_asked_for(stripe: StandIn) -> None:
    wanted = order()
    assert await vendor().open_page(wanted) == await vendor().open_page(wanted)
    assert len(stripe.sent) == 1


async def test_a_page_whose_answer_was_lost_is_asked_for_again_with_the_same_key(stripe: StandIn) -> None:
    stripe.breaks += ["after"]
    page = await vendor().open_page(order())
    assert list(stripe.pages)[-1] == page.session
    assert (len(stripe.asked), len(stripe.sent)) == (2, 1)


async def test_an_answer_without_a_page_is_no_page(stripe: StandIn) -> None:
    wanted = order()
    page = await vendor().open_page(wanted)
    await vendor().close_page(page.session)
    (key,) = (key for key in stripe.answered if str(wanted.payment_id) in key)
    body, _ = stripe.answered[key]
    said = stripe.pages[page.session]  # closed, it has no address
    stripe.answered[key] = (body, Answer(200, json.dumps(said).encode()))
    with pytest.raises(Refused):
        await vendor().open_page(wanted)


async def test_a_page_nobody_has_paid_on_is_open(stripe: StandIn) -> None:
    page = await vendor().open_page(order())
    assert await vendor().look_up(keys(page)) == Outcome(
        state=PaymentState.OPEN, amount_cents=30_00, live=False
    )


async def test_what_was_paid_is_found_with_its_card(stripe: StandIn) -> None:
    page, outcome = await paid(stripe)
    assert (outcome.state, outcome.amount_cents, outcome.currency) == (PaymentState.SUCCEEDED, 30_00, "usd")
    assert (outcome.brand, outcome.last4, outcome.live) == ("visa", "4242", False)
    assert outcome.paid_at is not None
    assert outcome == await vendor().look_up(Keys(payment_id=uuid4(), intent=outcome.intent))
    assert outcome.intent == stripe.pages[page.session]["payment_intent"]


async def test_a_declined_card_leaves_the_page_open_for_another(stripe: StandIn) -> None:
    page = await vendor().open_page(order())
    assert stripe.pay(page.session, DECLINED) == "declined"
    declined = await vendor().look_up(keys(page))
    assert (declined.state, declined.failure) == (PaymentState.OPEN, "card_declined")
    stripe.pay(page.session)
    assert (await vendor().look_up(keys(page))).state is PaymentState.SUCCEEDED


@pytest.mark.parametrize(
    ("success", "state", "failure"),
    [
        (True, PaymentState.SUCCEEDED, ""),
        (False, PaymentState.OPEN, "payment_intent_authentication_failure"),
    ],
)
async def test_the_bank_may_ask_whether_it_is_the_client(
    stripe: StandIn, *, success: bool, state: PaymentState, failure: str
) -> None:
    page = await vendor().open_page(order())
    assert stripe.pay(page.session, CONFIRM) == "confirm"
    assert (await vendor().look_up(keys(page))).state is PaymentState.OPEN
    stripe.confirm(page.session, success=success)
    outcome = await vendor().look_up(keys(page))
    assert (outcome.state, outcome.failure) == (state, failure)


async def test_a_closed_page_is_at_an_end_and_a_paid_one_stays_paid(stripe: StandIn) -> None:
    page = await vendor().open_page(order())
    for _ in range(2):
        await vendor().close_page(page.session)
        assert (await vendor().look_up(keys(page))).state is PaymentState.CANCELLED
    page, _ = await paid(stripe)
    await vendor().close_page(page.session)
    assert (await vendor().look_up(keys(page))).state is PaymentState.SUCCEEDED


async def test_money_is_given_back_once_for_an_id(stripe: StandIn) -> None:
    page, outcome = await paid(stripe)
    wanted = RefundOrder(refund_id=uuid4(), payment_id=uuid4(), intent=outcome.intent, cents=10_00)
    made = await vendor().refund(wanted)
    assert await vendor().refund(wanted) == made
    assert (made.cents, made.state, made.ours) == (10_00, RefundState.DONE, wanted.refund_id)
    stripe.refund_there(page.session, 5_00)
    refunds = (await vendor().look_up(keys(page))).refunds
    assert sorted((refund.cents, refund.ours) for refund in refunds if refund.ours) == [
        (10_00, wanted.refund_id)
    ]
    assert {refund.cents for refund in refunds} == {10_00, 5_00}


async def test_more_than_was_paid_is_not_given_back(stripe: StandIn) -> None:
    _, outcome = await paid(stripe)
    wanted = RefundOrder(refund_id=uuid4(), payment_id=uuid4(), intent=outcome.intent, cents=30_01)
    with pytest.raises(Refused) as refused:
        await vendor().refund(wanted)
    assert refused.value.code == "charge_already_refunded"


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("needs_response", DisputeState.OPEN),
        ("warning_under_review", DisputeState.OPEN),
        ("won", DisputeState.WON),
        ("warning_closed", DisputeState.WON),
        ("lost", DisputeState.LOST),
    ],
)
async def test_a_dispute_is_found(stripe: StandIn, status: str, state: DisputeState) -> None:
    page, _ = await paid(stripe)
    stripe.dispute(page.session, cents=30_00, status=status)
    dispute = (await vendor().look_up(keys(page))).dispute
    assert dispute is not None
    assert (dispute.cents, dispute.state) == (30_00, state)


async def test_a_payment_stripe_does_not_know_is_refused(stripe: StandIn) -> None:
    for unknown in (Keys(payment_id=uuid4()), Keys(payment_id=uuid4(), session="cs_test_none")):
        with pytest.raises(Refused) as refused:
            await vendor().look_up(unknown)
        assert refused.value.code == "resource_missing"


@pytest.mark.parametrize("breaks", [["before"] * 2, ["500"] * 2, ["503"] * 2, ["429"], ["401"]])
async def test_where_stripe_does_not_answer_nothing_is_certain(stripe: StandIn, breaks: list[str]) -> None:
    page = await vendor().open_page(order())
    stripe.breaks += breaks
    with pytest.raises(Unreachable):
        await vendor().look_up(keys(page))
    assert (await vendor().look_up(keys(page))).state is PaymentState.OPEN
