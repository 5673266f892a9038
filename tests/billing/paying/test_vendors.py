"""Where clients pay: nowhere without a vendor, at Stripe's pages, or at the demo processor's."""

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from app import config
from app.addresses import StripeAccount
from app.appointments.demo import appointment_id
from app.billing.demo_processor.charges import charge_for
from app.billing.demo_processor.vendor import event_of, make_vendor, signed
from app.billing.rules import PaymentState
from app.billing.tables import Payment
from app.config import Environment, Payments
from app.practice.settings import PRACTICE
from tests import people, rows
from tests.appointments.booked import OFFICE
from tests.appointments.booked import PATH as APPOINTMENTS
from tests.billing.ledger.money import balances, sums
from tests.billing.ledger.money import post as bill
from tests.billing.paying.paid import PAY, PAYMENTS, at_processor, charlie, demo, pay, payments, post
from tests.environment import configured
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

SWITCHED_OFF = StripeAccount("sk_test_nothing", "whsec_nothing", stand_in="http://127.0.0.1:9")
"""A stand-in for Stripe at a port where nothing listens."""
STRIPE = {"payments": Payments.STRIPE, "stripe": replace(SWITCHED_OFF, stand_in="")}


async def test_without_a_vendor_nothing_is_paid_here_and_nothing_offers_it() -> None:
    alice = await people.alice()
    page = await alice.open(PAY)
    assert page.path == "/billing"
    page.lacks("Pay by card")
    assert not page.all("main a[href^='/billing/pay']")
    for path in ("/home", APPOINTMENTS, OFFICE):
        (await alice.open(path)).lacks("Pay copay")
    before = await payments(people.client_id("alice"))
    answer = await post(alice, PAYMENTS, once=str(uuid4()), how="other", amount="5")
    assert answer.status_code == 409
    assert "Cards are not taken here at the moment." in answer.text
    assert PRACTICE.how_to_pay in answer.text
    assert 'name="how"' not in answer.text
    answer = await post(alice, f"{OFFICE}/copay", once=str(uuid4()), cents="2500")
    assert answer.status_code == 409
    assert await payments(people.client_id("alice")) == before


async def test_forms_may_lead_on_to_stripe_from_the_pages_that_hold_one_and_only_then() -> None:
    await bill(80_00)
    browser = await charlie()
    leading = f"{APPOINTMENTS}/{appointment_id('office', 'alice')}/copay"
    alice = await people.alice()
    with configured(**STRIPE):
        page = await browser.open(PAY)
        page.shows("It is told the amount, and nothing about you or your care.")
        page.lacks("DEMO")
        assert "form-action 'self' https://checkout.stripe.com;" in page.headers["content-security-policy"]
        refused = await pay(browser, "x")
        assert "form-action 'self' https://checkout.stripe.com;" in refused.headers["content-security-policy"]
        page = await alice.open(leading)
        assert "form-action 'self' https://checkout.stripe.com;" in page.headers["content-security-policy"]
        for path in ("/billing", "/home", OFFICE):
            assert "form-action 'self';" in (await alice.open(path)).headers["content-security-policy"]
    with demo():
        assert "form-action 'self';" in (await browser.open(PAY)).headers["content-security-policy"]
        assert "form-action 'self';" in (await alice.open(leading)).headers["content-security-policy"]


async def test_forms_that_lead_away_are_sent_by_the_browser_itself() -> None:
    await bill(80_00)
    with demo():
        page = await (await charlie()).open(PAY)
        for name in ("hx-post", "hx-boost", "hx-get"):
            assert not page.all(f"main form[{name}], main form [{name}]")


async def test_a_vendor_that_cannot_be_reached_charges_nothing_and_holds_nothing() -> None:
    await bill(80_00)
    browser = await charlie()
    with configured(payments=Payments.STRIPE, stripe=SWITCHED_OFF):
        await browser.open(PAY)
        page = await browser.press("Go on to the card page", how="balance")
    assert page.heading == "This payment did not go through"
    page.shows("The card service is not working right now. Nothing was charged.")
    (payment,) = await payments()
    assert (payment["state"], (await sums()).held) == (PaymentState.FAILED, 0)
    await balances()


async def test_while_the_vendor_gives_no_answer_nothing_is_said_to_be_unpaid() -> None:
    await bill(80_00)
    browser = await charlie()
    with demo():
        await at_processor(browser)
    (payment,) = await payments()
    await Payment.update({Payment.vendor: "stripe", Payment.vendor_session: "cs_test_1"}).where(
        Payment.id == payment["id"]
    )
    path = f"{PAYMENTS}/{payment['id']}"
    with configured(payments=Payments.STRIPE, stripe=SWITCHED_OFF):
        page = await browser.open(path)
        page.shows("The card service has not answered yet.", "Continue", "Do not pay")
        page.lacks("Nothing was charged")
        answer = await post(browser, f"{path}/cancellation")
    assert answer.status_code == 409
    assert "The card page could not be closed just now." in answer.text
    assert (await sums()).held == 80_00


async def test_what_another_vendor_has_is_not_given_up_while_nobody_can_ask_it() -> None:
    await bill(80_00)
    browser = await charlie()
    with demo():
        await at_processor(browser)
        (payment,) = await payments()
        await rows.change("update payment set vendor = 'stripe' where id = $1", payment["id"])
        path = f"{PAYMENTS}/{payment['id']}"
        (await browser.open(path)).lacks("Nothing was charged")
        assert (await post(browser, f"{path}/cancellation")).status_code == 409
    assert ((await payments())[0]["state"], (await sums()).held) == (PaymentState.OPEN, 80_00)


async def test_the_demo_processor_is_not_there_unless_it_is_set_up() -> None:
    await bill(80_00)
    browser = await charlie()
    with demo():
        await at_processor(browser)
        shown = browser.page
    assert shown is not None
    assert (await browser.send("GET", shown.path)).status_code == 404
    assert (await post(browser, shown.path, choice="approve")).status_code == 404
    assert (await sums()).held == 80_00


async def test_the_demo_processor_is_not_made_in_production() -> None:
    for changes in ({"environment": Environment.PRODUCTION, "payments": Payments.DEMO}, {}):
        with configured(**changes), pytest.raises(RuntimeError):
            make_vendor()
    with demo():
        assert not make_vendor().live


async def test_the_page_of_the_demo_processor_has_no_field_for_a_card() -> None:
    await bill(80_00)
    with demo():
        page = await at_processor(await charlie())
        fields = [field.get("type", "text") for field in page.all("main input, main textarea, main select")]
        assert fields == ["hidden"]
        assert page.title.startswith("DEMO")


async def test_the_page_of_the_demo_processor_speaks_as_the_portal_does() -> None:
    await bill(80_00)
    browser = await charlie()
    await rows.change("update portal_account set language = 'es'")
    with demo():
        await browser.open(PAY)
        page = await browser.press("Ir a la página de la tarjeta", how="balance")
        page.shows("DEMO - no se mueve dinero")
        page = await browser.press(str(page.find("#authenticate").get_text(strip=True)))
        page.shows("Su banco pregunta")
        for odd in ("xx", "", "en" * 500):
            (await browser.open(f"{page.path.partition('?')[0]}?language={odd}")).shows("DEMO")


async def test_what_the_demo_processor_has_decided_stays() -> None:
    await bill(80_00)
    browser = await charlie()
    with demo():
        page = await at_processor(browser)
        path = page.path
        assert (await post(browser, path, choice="confirm")).status_code == 409
        assert (await post(browser, path, choice="free money")).status_code == 422
        assert (await browser.send("GET", f"/demo-processor/{uuid4()}")).status_code == 404
        await browser.press("Decline")
        await browser.open(path)
        assert (await post(browser, path, choice="approve")).status_code == 409
        await rows.change("update demo_charge set state = 'open', expires_at = now()")
        assert (await post(browser, path, choice="approve")).status_code == 409
    assert (await sums()).owed == 80_00


async def test_what_the_demo_processor_tells_is_signed() -> None:
    await bill(80_00)
    browser = await charlie()
    with demo():
        await at_processor(browser)
        await rows.change("update demo_charge set state = 'succeeded'")
        (payment,) = await payments()
        charge = await charge_for(payment["id"])
        assert charge is not None
        body = event_of(charge)
        headers = {"content-type": "application/json"}
        calls = Browser()
        answer = await calls.send("POST", "/webhooks/payments", headers=headers, content=body)
        assert (answer.status_code, (await sums()).owed) == (400, 80_00)
        answer = await calls.send("POST", "/webhooks/payments", headers=signed(body), content=body + b" ")
        assert (answer.status_code, (await sums()).owed) == (400, 80_00)
        answer = await calls.send("POST", "/webhooks/payments", headers=signed(body), content=body)
        assert (answer.status_code, (await sums()).owed) == (200, 0)
        for nonsense in (b"", b"[]", b"{}", b"\xff", b'{"id": 1}'):
            sent = await calls.send("POST", "/webhooks/payments", headers=signed(nonsense), content=nonsense)
            assert sent.status_code == 400


GOOD_EVENT = {
    "id": "demo_evt_1", "type": "payment.succeeded", "payment": str(uuid4()), "intent": "demo_pi_1",
    "state": "succeeded", "cents": 500, "failure": "", "brand": "demo", "last4": "0000",
}  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ["demo_evt_1"]},
        {"id": {"a": 1}},
        {"id": "x" * 300},
        {"id": "evt\u0000"},
        {"id": None},
        {"intent": {"id": "demo_pi_1"}},
        {"intent": ["demo_pi_1"]},
        {"intent": "pi\ud800"},
        {"state": []},
        {"state": "voided?"},
        {"cents": 2**31},
        {"cents": -(2**40)},
        {"cents": 10**40},
        {"cents": 5.5},
        {"cents": True},
        {"cents": "500"},
        {"payment": 1},
        {"payment": ["x"]},
        {"payment": "not an id"},
    ],
)
async def test_what_is_signed_and_cannot_be_read_is_refused(wrong: dict[str, Any]) -> None:
    await refused(json.dumps(GOOD_EVENT | wrong).encode())


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"id":' * 50_000, b'{"cents":' + b"9" * 5000 + b"}"])
async def test_what_is_signed_and_nested_or_counted_too_far_is_refused(body: bytes) -> None:
    await refused(body)


@pytest.mark.parametrize("word", ["failure", "brand", "last4"])
async def test_a_word_that_cannot_be_kept_as_it_is_told_does_no_harm(word: str) -> None:
    await bill(80_00)
    browser = await charlie()
    with demo():
        await at_processor(browser)
        (payment,) = await payments()
        told = {"payment": str(payment["id"]), "cents": 80_00, word: "vi\u0000sa\ud800" * 40}
        body = json.dumps(GOOD_EVENT | told).encode()
        sent = await Browser().send("POST", "/webhooks/payments", headers=signed(body), content=body)
        assert (sent.status_code, (await sums()).owed) == (200, 0)


async def refused(body: bytes) -> None:
    """Tell something that is signed, and check that it is refused and nothing written."""
    with demo():
        before = await rows.digest()
        sent = await Browser().send("POST", "/webhooks/payments", headers=signed(body), content=body)
        assert sent.status_code == 400
        assert await rows.digest() == before


def test_a_configuration_that_takes_no_cards_is_the_usual_one() -> None:
    assert config.current().payments is Payments.NONE
