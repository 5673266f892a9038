"""Attack rows A48 to A50: forms of paying sent twice, side by side, and with amounts that are none."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from app.billing.paying.keys import remove_old
from app.billing.rules import PaymentState
from tests import people, rows
from tests.appointments.booked import PATH, book
from tests.billing.ledger.money import balances, sums
from tests.billing.ledger.money import post as bill
from tests.billing.paying.paid import PAY, PAYMENTS, charlie, demo, pay, payments, post
from tests.page import Browser, Page

AT_ONCE = 20


@pytest.fixture(autouse=True)
def with_demo_processor() -> Iterator[None]:
    with demo():
        yield


@pytest.fixture
async def payer(restored: None) -> Browser:
    """Somebody who owes $100.00, at the page of paying."""
    await bill(100_00)
    browser = await charlie()
    await browser.open(PAY)
    return browser


async def charges() -> int:
    """Count what the vendor was ever asked to charge, but for the payments of the demo practice."""
    return int(
        await rows.value(
            "select count(*) from demo_charge join payment on payment.id = demo_charge.payment"
            " where payment.client = $1",
            people.client_id("charlie"),
        )
    )


def answers(sent: list[httpx.Response]) -> set[tuple[int, str]]:
    return {(answer.status_code, answer.headers.get("location", "")) for answer in sent}


async def test_a48_one_form_sent_many_times_at_once_pays_once(payer: Browser) -> None:
    key = uuid4()
    sent = await asyncio.gather(*(pay(payer, "100", once=key) for _ in range(AT_ONCE)))
    (payment,) = await payments()
    assert answers(sent) == {(303, payment["vendor_page"])}
    assert (await charges(), (await sums()).held) == (1, 100_00)
    assert payment["state"] == PaymentState.OPEN


async def test_a48_one_copay_sent_many_times_at_once_is_paid_once(payer: Browser) -> None:
    visit = await book("charlie", copay_cents=25_00)
    fields = {"once": str(uuid4()), "cents": "2500"}
    sent = await asyncio.gather(*(post(payer, f"{PATH}/{visit}/copay", **fields) for _ in range(AT_ONCE)))
    (payment,) = await payments()
    assert answers(sent) == {(303, payment["vendor_page"])}
    assert await charges() == 1


async def test_a48_the_same_form_with_another_amount_is_refused(payer: Browser) -> None:
    key = uuid4()
    assert (await pay(payer, "40", once=key)).status_code == 303
    for changed in ({"amount": "41"}, {"amount": "40", "how": "balance", "balance": "4000"}):
        answer = await post(payer, PAYMENTS, **{"once": str(key), "how": "other"} | changed)
        assert answer.status_code == 409
        assert "This page was used for another payment already." in answer.text
    assert len(await payments()) == 1


async def test_a48_the_same_form_sent_a_day_later_begins_nothing(payer: Browser) -> None:
    key = uuid4()
    first = await pay(payer, "40", once=key)
    await grow_older(timedelta(hours=23))
    await remove_old()
    assert answers([await pay(payer, "40", once=key)]) == answers([first])
    assert len(await payments()) == 1
    await grow_older(timedelta(hours=25))
    await remove_old()
    assert await rows.value("select count(*) from payment_key where client = $1", charlies()) == 0


async def test_a48_the_same_form_leads_to_its_payment_once_that_has_ended(payer: Browser) -> None:
    key = uuid4()
    first = await pay(payer, "40", once=key)
    await payer.open(first.headers["location"])
    await payer.press("Approve")
    again = await pay(payer, "40", once=key)
    assert (again.status_code, again.headers["location"]) == (
        303,
        f"{PAYMENTS}/{(await payments())[0]['id']}",
    )
    assert await charges() == 1


async def test_a48_one_key_in_two_charts_is_two_forms(payer: Browser) -> None:
    key, bob = uuid4(), await people.bob()
    await bob.open(PAY)
    assert (await pay(payer, "40", once=key)).status_code == 303
    assert (await pay(bob, "5", once=key)).status_code == 303
    assert len(await payments()) == 1


async def test_a48_a_form_whose_request_died_is_finished_by_the_next(payer: Browser) -> None:
    key = uuid4()
    first = await pay(payer, "40", once=key)
    await rows.change("update payment_key set answer = '' where client = $1", charlies())
    await rows.change(
        "update payment set vendor_session = '', vendor_page = '' where client = $1", charlies()
    )
    assert answers([await pay(payer, "40", once=key)]) == answers([first])
    assert (await charges(), len(await payments())) == (1, 1)


async def test_a49_of_many_payments_of_one_balance_one_is_accepted(payer: Browser) -> None:
    sent = await asyncio.gather(*(pay(payer, "100") for _ in range(AT_ONCE)))
    statuses = sorted(answer.status_code for answer in sent)
    assert statuses == [303] + [409] * (AT_ONCE - 1)
    (payment,) = await payments()
    assert (payment["amount_cents"], (await sums()).held, await charges()) == (100_00, 100_00, 1)


async def test_a49_of_many_parts_no_more_are_accepted_than_is_owed(payer: Browser) -> None:
    sent = await asyncio.gather(*(pay(payer, "30") for _ in range(8)))
    assert sorted(answer.status_code for answer in sent) == [303] * 3 + [422] * 5
    assert ((await sums()).held, await charges()) == (90_00, 3)
    for payment in await payments():
        await payer.open(payment["vendor_page"])
        await payer.press("Approve")
    assert ((await sums()).owed, (await sums()).held, (await sums()).credit) == (10_00, 0, 0)
    await balances()


BAD = (
    "", " ", "0", "0.00", "-1", "-100", "+5", "0.5", "0.99", "0.001", "10.999", "1,00", "1,0000", "1e2", "1e9", "NaN",
    "nan", "Infinity", "∞", "ten", "5 USD", "USD 5", "€5", "¥500", "£5", "5€", "100.01", "101", "50000.01", "999999999",
    "9" * 30, "9" * 4000, "١٠", "１０", "0x10", "5;6", "5 5", "5.5.5", "..", "$", "$$5", "5%", "null", "[5]", "\u202e5",
)  # fmt: skip


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize("amount", BAD, ids=lambda amount: repr(amount)[:16])
async def test_a50_an_amount_that_is_none_is_refused_with_a_sentence(amount: str) -> None:
    browser = await owing()
    answer = await pay(browser, amount)
    assert answer.status_code == 422
    page = await shown(browser, amount)
    assert page.find("#amount-error").get_text(strip=True)
    assert page.find("main .input").get("value", "") == amount[:40] or len(amount) > 40
    assert (await payments(), await charges(), (await sums()).held) == ([], 0, 0)


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize(
    ("amount", "cents"), [("1", 1_00), ("$99.99", 99_99), ("100.00", 100_00), ("1.5", 1_50)]
)
async def test_a50_an_amount_is_whole_cents_of_dollars(amount: str, cents: int) -> None:
    browser = await owing()
    assert (await pay(browser, amount, currency="jpy", cents="1")).status_code == 303
    (payment,) = await payments()
    assert payment["amount_cents"] == cents


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize("cents", ["", "0", "-10000", "1", "9999", "10001", "1e4", "100.00", "9" * 40, "١"])
async def test_a50_what_the_page_named_cannot_be_made_another_amount(cents: str) -> None:
    browser = await owing()
    for how, field in (("balance", "balance"), ("statement", "stated")):
        answer = await post(browser, PAYMENTS, once=str(uuid4()), how=how, **{field: cents})
        assert answer.status_code == 422 or (how, cents) == ("statement", "9999")
    assert all(payment["amount_cents"] == 99_99 for payment in await payments())


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize("key", ["", "x", "0", "null", "00000000"])
async def test_a50_a_form_without_a_key_pays_nothing(key: str) -> None:
    browser = await owing()
    assert (await post(browser, PAYMENTS, once=key, how="balance", balance="10000")).status_code == 422
    assert await payments() == []


async def owing() -> Browser:
    await bill(100_00)
    browser = await charlie()
    await browser.open(PAY)
    return browser


async def shown(browser: Browser, amount: str) -> Page:
    """Send it by the page's own form, and give the page that comes back."""
    await browser.open(PAY)
    return await browser.press("Go on to the card page", how="other", amount=amount, status=422)


async def grow_older(by: timedelta) -> None:
    await rows.change(
        "update payment_key set made_at = made_at - $1::interval where client = $2", by, charlies()
    )


def charlies() -> UUID:
    return people.client_id("charlie")
