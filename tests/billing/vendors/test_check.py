"""`python -m app check` says whether cards can be taken, and whether the vendor tells us of it."""

from typing import Any

import pytest

from app import checks, config
from app.billing.vendors.stripe_facts import NEEDED
from app.checks import Finding, Level
from app.config import Payments
from app.web.frame import Portal
from tests.billing.vendors.events import cards_by_stripe
from tests.billing.vendors.stand_in import StandIn
from tests.environment import configured

HERE = "http://localhost:8000/webhooks/payments"
TEST_MODE = ", in test mode: no money moves"
pytestmark = pytest.mark.usefixtures("portal")


async def found() -> Finding:
    return await checks.card_payments(config.current())


def endpoint(*events: str, url: str = HERE, status: str = "enabled") -> dict[str, Any]:
    return {
        "object": "webhook_endpoint",
        "id": "we_1",
        "url": url,
        "status": status,
        "enabled_events": list(events),
    }


async def test_it_says_where_no_cards_are_taken(portal: Portal) -> None:
    assert await found() == Finding(Level.OK, "card payments", "PAYMENTS is not set: no cards are taken.")
    with configured(payments=Payments.DEMO):
        assert (await found()).says == "the demo processor: no money moves"


@pytest.mark.parametrize(
    ("endpoints", "level", "says"),
    [
        ([endpoint(*NEEDED)], Level.OK, f"Stripe lets us in and tells us of payments{TEST_MODE}"),
        ([endpoint("*")], Level.OK, f"Stripe lets us in and tells us of payments{TEST_MODE}"),
        (
            [endpoint(*NEEDED[:-1])],
            Level.WARN,
            "Stripe does not tell of charge.dispute.closed: choose them too, under Developers, Webhooks.",
        ),
        (None, Level.OK, f"Stripe lets us in{TEST_MODE}; let it tell events to {HERE}"),
    ],
)
async def test_it_says_whether_stripe_tells_us_of_payments(
    stripe: StandIn, endpoints: list[dict[str, Any]] | None, level: Level, says: str
) -> None:
    stripe.endpoints = endpoints
    assert await found() == Finding(level, "card payments", says)


async def test_a_key_that_stripe_does_not_let_look_is_no_fault(stripe: StandIn) -> None:
    stripe.breaks += ["404"]
    assert (await found()).says == f"Stripe lets us in{TEST_MODE}; let it tell events to {HERE}"


@pytest.mark.parametrize(
    "endpoints", [[], [endpoint("*", url="https://elsewhere.example")], [endpoint("*", status="disabled")]]
)
async def test_it_warns_where_stripe_tells_us_nothing(
    stripe: StandIn, endpoints: list[dict[str, Any]]
) -> None:
    stripe.endpoints = endpoints
    assert await found() == Finding(
        Level.WARN,
        "card payments",
        f"Stripe tells nothing to {HERE}: let it, under Developers, Webhooks, and set STRIPE_WEBHOOK_SECRET.",
    )


async def test_it_fails_where_stripe_does_not_let_us_in(stripe: StandIn) -> None:
    stripe.breaks += ["401"]
    refused = await found()
    assert refused.level is Level.FAIL
    assert refused.says == "Stripe does not let us in (AuthenticationError): check STRIPE_SECRET_KEY."
    with cards_by_stripe():
        assert (
            await found()
        ).says == "Stripe does not let us in (APIConnectionError): check STRIPE_SECRET_KEY."
