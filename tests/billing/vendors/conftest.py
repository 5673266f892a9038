"""One stand-in for Stripe for the tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.billing.vendors.events import cards_by_stripe
from tests.billing.vendors.stand_in import StandIn, stripe_stand_in


@pytest.fixture(scope="package")
def running_stand_in() -> Iterator[StandIn]:
    with stripe_stand_in() as peer:
        yield peer


@pytest.fixture
def stripe(running_stand_in: StandIn) -> Iterator[StandIn]:
    """Let the practice take cards by Stripe, whose stand-in has been asked nothing yet."""
    running_stand_in.asked.clear()
    running_stand_in.sent.clear()
    running_stand_in.told.clear()
    running_stand_in.breaks.clear()
    with cards_by_stripe(running_stand_in.origin):
        yield running_stand_in
