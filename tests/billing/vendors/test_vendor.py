"""Who takes cards is loaded only where it is set up, and what it says of a failure is said in plain words."""

import subprocess
import sys

import pytest

from app.billing.vendors.failures import DECLINED, FAILURES, NOT_CONFIRMED, UNKNOWN, failure_words
from app.billing.vendors.vendor import MODULES, current_vendor
from app.config import Payments
from app.web.frame import Portal
from app.web.language import Language, speaking
from tests.billing.vendors.events import cards_by_stripe
from tests.environment import configured
from tests.servers import ROOT

LOADED = "import sys, app.main, app.worker; print([name for name in sys.modules if name.split('.')[0] == 'stripe'])"


def test_stripes_library_is_not_loaded_before_it_is_needed() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "[]\n"


async def test_there_is_the_vendor_that_is_set_up(portal: Portal) -> None:
    assert current_vendor() is None
    with cards_by_stripe():
        stripe = current_vendor()
        assert stripe is not None
        assert (stripe.name, stripe.live) == ("stripe", False)
        assert current_vendor() is stripe, "its connections are kept"
    with configured(payments=Payments.DEMO):
        demo = current_vendor()
        assert demo is not None
        assert (demo.name, demo.live) == ("demo", False)


def test_everybody_who_may_be_set_up_has_a_module() -> None:
    assert {each for each in Payments if MODULES[each]} == set(Payments) - {Payments.NONE}


async def test_stripe_without_an_account_is_refused(portal: Portal) -> None:
    with configured(payments=Payments.STRIPE, stripe=None), pytest.raises(RuntimeError):
        current_vendor()


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        ("authentication_required", NOT_CONFIRMED),
        ("card_declined", DECLINED),
        ("stolen_card", DECLINED),
        ("fraudulent", DECLINED),
        ("a_reason_of_next_year", DECLINED),
        ("", UNKNOWN),
    ],
)
def test_a_bank_that_suspects_a_card_is_a_bank_that_declined_it(failure: str, words: object) -> None:
    assert failure_words(failure) is words


@pytest.mark.parametrize(
    ("language", "says"),
    [(Language.ENGLISH, "Nothing was charged."), (Language.SPANISH, "No se cobró nada.")],
)
def test_every_failure_says_that_nothing_was_charged(language: Language, says: str) -> None:
    with speaking(language):
        for words in {*FAILURES.values(), DECLINED, UNKNOWN}:
            assert says in str(words)
