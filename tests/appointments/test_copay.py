"""Paying the copay of a visit before it, and what becomes of it when the visit is moved or cancelled."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.activity.actor import Actor
from app.appointments import service
from app.appointments.service import visit_of
from app.billing.rules import PaymentState, Purpose
from tests import checks, people, rows
from tests.accounts.grants.access import limit
from tests.appointments import kept
from tests.appointments.booked import PATH, book, clear
from tests.billing.ledger.money import balances
from tests.billing.ledger.money import post as bill
from tests.billing.paying.paid import charlie, demo, payments, post, sums

pytestmark = pytest.mark.usefixtures("rolled_back")

SYSTEM = Actor.system("test")
CHARLIE = people.client_id("charlie")


@pytest.fixture(autouse=True)
def with_demo_processor() -> Iterator[None]:
    with demo():
        yield


async def visit(cents: int | None = 25_00, **columns: Any) -> UUID:
    return await book("charlie", copay_cents=cents, **columns)


async def paid(appointment: UUID) -> None:
    """Pay a copay, all the way."""
    browser = await charlie()
    await browser.open(f"{PATH}/{appointment}/copay")
    await browser.press("Go on to the card page")
    (await browser.press("Approve")).shows("Thank you. You paid $25.00.")


async def visit_on(appointment: UUID) -> object:
    return await rows.value("select visit_on from payment where appointment = $1", appointment)


async def test_a_copay_is_paid_from_home_and_stands_as_paid_everywhere() -> None:
    appointment = await visit()
    browser = await charlie()
    await browser.open("/home")
    await browser.follow("Pay copay", within="#tile-appointments")
    assert browser.page is not None
    browser.page.shows("$25.00", "If the visit is cancelled, what you paid stays with your practice")
    await browser.press("Go on to the card page")
    page = await browser.press("Approve")
    page.shows("Thank you. You paid $25.00.", "This is your copay. It is kept for your visit.")
    (await browser.follow("Back to the appointment")).shows("Copay paid", "$25.00")
    for path in ("/home", PATH, f"{PATH}/{appointment}"):
        page = await browser.open(path)
        page.shows("Copay paid")
        page.lacks("Pay copay")
    (await browser.open("/billing/history")).shows("Copay paid", "$25.00")
    assert await rows.value("select visit_on > now() from payment where appointment = $1", appointment)
    assert ((await sums()).owed, (await sums()).credit) == (0, 25_00)
    await balances()


async def test_each_visit_of_the_list_has_its_own_copay() -> None:
    first, second = await visit(), await visit(starts_at=datetime.now(UTC) + timedelta(days=14))
    await paid(second)
    page = await (await charlie()).open(PATH)
    links = [str(link["href"]) for link in page.all("main a[href$='/copay']")]
    assert links == [f"{PATH}/{first}/copay"]
    assert "Copay paid" in checks.words(page.find(f"#appointment-{second}"))


@pytest.mark.parametrize("cents", [None, 0, 99])
async def test_less_than_a_dollar_is_no_copay_to_pay_by_card(cents: int | None) -> None:
    appointment = await visit(cents)
    browser = await charlie()
    for path in ("/home", PATH, f"{PATH}/{appointment}"):
        (await browser.open(path)).lacks("Pay copay")
    assert (await browser.open(f"{PATH}/{appointment}/copay")).path == f"{PATH}/{appointment}"
    answer = await post(browser, f"{PATH}/{appointment}/copay", once=str(uuid4()), cents=str(cents or 0))
    assert answer.status_code == 422
    assert await payments() == []


@pytest.mark.parametrize("how", ["over", "cancelled"])
async def test_nothing_is_paid_for_a_visit_that_is_not_to_come(how: str) -> None:
    appointment = await visit()
    browser = await charlie()
    await browser.open(f"{PATH}/{appointment}/copay")
    if how == "over":
        await rows.change(
            "update appointment set starts_at = now() - interval '3 days' where id = $1", appointment
        )
    else:
        await service.cancel(by=SYSTEM, client_id=CHARLIE, appointment_id=appointment)
    answer = await post(browser, f"{PATH}/{appointment}/copay", once=str(uuid4()), cents="2500")
    assert answer.status_code == 409
    page = await browser.open(f"{PATH}/{appointment}/copay")
    assert page.path == f"{PATH}/{appointment}"
    page.lacks("Pay copay")
    assert await payments() == []


async def test_a_copay_is_paid_once() -> None:
    appointment = await visit()
    browser = await charlie()
    await browser.open(f"{PATH}/{appointment}/copay")
    path = f"{PATH}/{appointment}/copay"
    assert (await post(browser, path, once=str(uuid4()), cents="2500")).status_code == 303
    answer = await post(browser, path, once=str(uuid4()), cents="2500")
    assert answer.status_code == 409
    assert "A payment of this copay is under way." in answer.text
    page = await browser.open(path)
    assert page.path.startswith("/billing/payments/")
    (await browser.open(f"{PATH}/{appointment}")).shows("Finish paying the copay")
    await browser.open((await payments())[0]["vendor_page"])
    await browser.press("Approve")
    answer = await post(browser, path, once=str(uuid4()), cents="2500")
    assert answer.status_code == 409
    assert "This copay is paid already." in answer.text
    assert len(await payments()) == 1


async def test_the_copay_that_was_shown_is_the_one_that_is_paid() -> None:
    appointment = await visit()
    browser = await charlie()
    await browser.open(f"{PATH}/{appointment}/copay")
    await rows.change("update appointment set copay_cents = 4000 where id = $1", appointment)
    page = await browser.press("Go on to the card page", status=422)
    page.shows("has changed since you opened this page", "$40.00")
    for cents in ("-2500", "1", "4000.5", "x", "", "9" * 40):
        answer = await post(browser, f"{PATH}/{appointment}/copay", once=str(uuid4()), cents=cents)
        assert answer.status_code == 422
    assert (await post(browser, f"{PATH}/{appointment}/copay", once="x", cents="4000")).status_code == 422
    assert await payments() == []


async def test_another_charts_visit_is_not_found_and_needs_the_bills_too() -> None:
    appointment = await visit()
    alice = await people.alice()
    await alice.open("/home")
    assert (await alice.send("GET", f"{PATH}/{appointment}/copay")).status_code == 404
    answer = await post(alice, f"{PATH}/{appointment}/copay", once=str(uuid4()), cents="2500")
    assert answer.status_code == 404
    await clear("max")
    of_max = await book("max", copay_cents=25_00)
    await limit("gina", "max", "appointments")
    gina = await people.gina()
    for path in ("/home", PATH, f"{PATH}/{of_max}"):
        (await gina.open(path)).lacks("Pay copay")
    assert (await gina.send("GET", f"{PATH}/{of_max}/copay")).status_code == 404
    answer = await post(gina, f"{PATH}/{of_max}/copay", once=str(uuid4()), cents="2500")
    assert answer.status_code == 404
    assert await payments() == []


async def test_a_cancelled_visits_copay_pays_what_is_owed_and_the_rest_stays_as_credit() -> None:
    appointment = await visit()
    await paid(appointment)
    await bill(10_00)
    assert ((await sums()).owed, (await sums()).credit) == (10_00, 25_00)
    await service.cancel(by=SYSTEM, client_id=CHARLIE, appointment_id=appointment)
    assert ((await sums()).owed, (await sums()).credit) == (0, 15_00)
    await bill(20_00)
    assert ((await sums()).owed, (await sums()).credit) == (5_00, 0)
    await balances()


async def test_a_moved_visits_copay_is_kept_for_the_new_day() -> None:
    appointment = await visit()
    await paid(appointment)
    await rows.change("update office_location set zone = 'Pacific/Honolulu'")
    new = datetime(2099, 6, 2, 3, 30, tzinfo=UTC)  # still the first where the visit is
    moved = visit_of(await kept.one(appointment))
    moved = service.Visit(new, moved.minutes, moved.clinician_id, moved.location_id, copay_cents=25_00)
    await service.place(by=SYSTEM, client_id=CHARLIE, appointment_id=appointment, visit=moved)
    assert str(await visit_on(appointment)) == "2099-06-01"
    await bill(10_00)
    assert (await sums()).owed == 10_00
    (await (await charlie()).open(f"{PATH}/{appointment}")).shows("Copay paid")


async def test_one_that_was_partly_given_back_says_how_much_of_it_is_paid() -> None:
    appointment = await visit()
    await paid(appointment)
    await rows.change("update payment set refunded_cents = 1000 where appointment = $1", appointment)
    browser = await charlie()
    page = await browser.open(f"{PATH}/{appointment}")
    page.shows("$25.00", "$15.00 paid")
    for path in (PATH, "/home"):
        (await browser.open(path)).shows("Copay $25.00, $15.00 paid")
    for path in (f"{PATH}/{appointment}", PATH, "/home"):
        (await browser.open(path)).lacks("Copay paid", "Pay copay")
    await rows.change("update portal_account set language = 'es'")
    (await browser.open(PATH)).shows("Copago de $25.00, $15.00 pagados")


async def test_what_was_given_back_can_be_paid_again() -> None:
    appointment = await visit()
    await paid(appointment)
    await rows.change("update payment set refunded_cents = amount_cents where appointment = $1", appointment)
    page = await (await charlie()).open(f"{PATH}/{appointment}")
    page.shows("Pay copay")
    page.lacks("Copay paid")


async def test_a_copay_holds_nothing_of_what_is_owed() -> None:
    await bill(80_00)
    appointment = await visit()
    browser = await charlie()
    await browser.open(f"{PATH}/{appointment}/copay")
    await browser.press("Go on to the card page")
    assert (await sums()).held == 0
    (payment,) = await payments()
    assert (payment["purpose"], payment["state"]) == (Purpose.COPAY, PaymentState.OPEN)
    await browser.press("Decline")
    await browser.follow("Try again")
    assert browser.page is not None
    assert browser.page.heading == "Pay copay"


async def test_after_a_discharge_a_copay_can_still_be_paid() -> None:
    appointment = await visit()
    await rows.change("update client set discharged_on = current_date - 2 where id = $1", CHARLIE)
    await paid(appointment)
