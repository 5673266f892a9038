"""What the environment may say of who takes cards."""

import pytest

from app.addresses import StripeAccount
from app.config import Payments, Unfit
from tests.test_config import development, production

LIVE = {"PAYMENTS": "stripe", "STRIPE_SECRET_KEY": "sk_live_51abc", "STRIPE_WEBHOOK_SECRET": "whsec_abc"}
TEST = LIVE | {"STRIPE_SECRET_KEY": "sk_test_51abc"}


def test_nobody_takes_cards_unless_the_environment_says_who() -> None:
    for found in (production(), development(), production(STRIPE_SECRET_KEY="sk_live_51abc")):
        assert found.payments is Payments.NONE
        assert found.stripe is None
    assert development(PAYMENTS="demo").payments is Payments.DEMO


def test_stripe_takes_cards_with_the_live_key_in_production_and_a_test_key_elsewhere() -> None:
    found = production(**LIVE)
    assert found.payments is Payments.STRIPE
    assert found.stripe == StripeAccount("sk_live_51abc", "whsec_abc")
    assert found.stripe.is_live
    assert found.stripe.card_pages == "https://checkout.stripe.com"
    assert "abc" not in repr(found.stripe)
    stood_in = development(**TEST, STRIPE_URL="http://localhost:8420/").stripe
    assert stood_in is not None
    assert not stood_in.is_live
    assert stood_in.card_pages == "http://localhost:8420"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"PAYMENTS": "paypal"}, "PAYMENTS is “paypal”: set it to stripe"),
        ({"STRIPE_SECRET_KEY": ""}, "STRIPE_SECRET_KEY is no secret key of Stripe"),
        ({"STRIPE_SECRET_KEY": "pk_test_51abc"}, "STRIPE_SECRET_KEY is no secret key of Stripe"),
        ({"STRIPE_SECRET_KEY": "sk_live_51abc"}, "STRIPE_SECRET_KEY is a live key"),
        ({"STRIPE_WEBHOOK_SECRET": ""}, "STRIPE_WEBHOOK_SECRET is no signing secret"),
        ({"STRIPE_WEBHOOK_SECRET": "sk_test_51abc"}, "STRIPE_WEBHOOK_SECRET is no signing secret"),
        ({"STRIPE_URL": "localhost"}, "STRIPE_URL is not the address of a stand-in"),
    ],
)
def test_what_stripe_cannot_be_reached_with_is_refused(change: dict[str, str], sentence: str) -> None:
    with pytest.raises(Unfit) as refused:
        development(**(TEST | change))
    assert len(refused.value.problems) == 1
    assert sentence in refused.value.problems[0]


def test_production_takes_no_test_key() -> None:
    with pytest.raises(Unfit, match="STRIPE_SECRET_KEY is a test key"):
        production(**TEST)


def test_nothing_stands_in_for_stripe_in_production() -> None:
    with pytest.raises(Unfit, match="STRIPE_URL is for development"):
        production(**LIVE, STRIPE_URL="http://localhost:8420")
