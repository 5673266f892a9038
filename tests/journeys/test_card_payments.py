"""Paying by card with a stand-in for Stripe: in a browser, all the way; and whatever is killed meanwhile, once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from playwright.sync_api import Browser, expect

from app.billing.vendors.signing import sign
from tests.billing.vendors.events import KEY, SECRET
from tests.billing.vendors.stand_in import SUCCESS, StandIn, stripe_stand_in
from tests.journeys.person import Look, Person
from tests.journeys.server import Server, eventually, running
from tests.journeys.visitor import Visitor

PAY, PAYMENTS, WEBHOOK = "/billing/pay", "/billing/payments", "/webhooks/payments"
LAST = "select {} from payment where vendor = 'stripe' order by begun_at desc limit 1"
OWED = "select owed_cents from billing_account where id = (select client from payment where id = $1)"
REPLAYS = 50


@pytest.fixture(scope="module")
def peer() -> Iterator[StandIn]:
    with stripe_stand_in() as peer:
        yield peer


@pytest.fixture(scope="module")
def till(peer: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    environment = {
        "PAYMENTS": "stripe",
        "STRIPE_SECRET_KEY": KEY,
        "STRIPE_WEBHOOK_SECRET": SECRET,
        "STRIPE_URL": peer.origin,
    }
    with running(tmp_path_factory.mktemp("till"), **environment) as server:
        yield server


@pytest.fixture
def portal(till: Server, peer: StandIn) -> Iterator[Server]:
    """A portal that takes cards; its vendor tells at once what happens there."""
    till.start_again_if_needed()
    till.rows("update payment set begun_at = begun_at - interval '1 hour' where vendor = 'stripe'")
    peer.tells = f"{till.url}{WEBHOOK}"
    peer.told.clear()
    till.excuse()
    yield till
    assert till.faults() == []


@pytest.fixture
def alice(portal: Server, chromium: Browser) -> Iterator[Person]:
    person = Person(chromium, portal, Look())
    person.come_signed_in("alice")
    yield person
    person.context.close()


@pytest.fixture
def nora(portal: Server, chromium: Browser) -> Iterator[Person]:
    person = Person(chromium, portal, Look())
    person.come_signed_in("nora")
    yield person
    person.context.close()


def go_to_the_card_page(person: Person, amount: str) -> None:
    """Choose an amount, and be sent to the vendor's page, which is not ours to check."""
    person.open(PAY)
    person.choose("Another amount")
    person.type("Amount in dollars", amount)
    with person.page.expect_navigation(url="**/pay/cs_test_*"):
        person.button("Go on to the card page").click()
    assert person.page.locator("h1").inner_text().startswith(f"Payment to Sunrise Counseling: ${amount}")


def on_the_card_page(person: Person, words: str) -> None:
    with person.page.expect_navigation():
        person.page.get_by_role("button", name=words).click()


def is_back(person: Person, *, says: str) -> None:
    """Wait until the portal says how the payment stands, and check that page; what was noticed elsewhere is not ours."""
    assert person.page.url.startswith(f"{person.server.url}{PAYMENTS}/")
    expect(person.page.locator("#payment")).to_contain_text(
        says
    )  # asked about a moment ago, it asks again by itself
    person.noticed.forget()
    person.check()


@pytest.mark.browser
def test_alice_pays_a_part_and_sees_it_at_once(alice: Person, peer: StandIn, portal: Server) -> None:
    peer.tells = ""  # what Stripe tells is late: coming back is enough
    before = portal.value("select owed_cents from billing_account order by owed_cents desc limit 1")
    go_to_the_card_page(alice, "20.00")
    on_the_card_page(alice, "A card that works")
    is_back(alice, says="You paid $20.00")
    alice.shows("4242")
    payment = portal.value(LAST.format("id"))
    assert portal.value(OWED, payment) == before - 20_00
    alice.follow("See the receipt", within="main")
    alice.shows("$20.00", "4242")
    alice.open("/billing/history")
    alice.shows("$20.00")
    late = peer.heard("payment_intent.succeeded")
    answers = {tell(portal, *late).status_code for _ in range(2)}
    assert answers == {200}
    assert portal.value(OWED, payment) == before - 20_00


@pytest.mark.browser
def test_alices_card_is_declined_and_she_pays_with_another(alice: Person, portal: Server) -> None:
    go_to_the_card_page(alice, "5.00")
    on_the_card_page(alice, "A card that is declined")
    assert alice.page.get_by_role("status").inner_text() == "Your card was declined."
    with alice.page.expect_navigation():
        alice.page.get_by_role("link", name="Back").click()
    is_back(alice, says="Your bank declined the card. Nothing was charged.")
    with alice.page.expect_navigation(url="**/pay/cs_test_*"):
        alice.link("Continue", within="main").click()
    on_the_card_page(alice, "A card that works")
    is_back(alice, says="You paid $5.00")


@pytest.mark.browser
def test_alices_bank_asks_whether_it_is_her(alice: Person) -> None:
    go_to_the_card_page(alice, "6.00")
    on_the_card_page(alice, "A card to be confirmed")
    on_the_card_page(alice, "It is me")
    is_back(alice, says="You paid $6.00")


@pytest.mark.browser
def test_alice_does_not_confirm_and_does_not_pay(alice: Person, portal: Server) -> None:
    go_to_the_card_page(alice, "7.00")
    on_the_card_page(alice, "A card to be confirmed")
    on_the_card_page(alice, "It is not me")
    with alice.page.expect_navigation():
        alice.page.get_by_role("link", name="Back").click()
    is_back(alice, says="it was not confirmed. Nothing was charged.")
    alice.press("Do not pay")
    alice.shows("Nothing was charged.")
    assert portal.value("select sum(held_cents) from billing_account") == 0


def test_what_stripe_tells_settles_a_payment_whose_client_never_came_back(
    portal: Server, peer: StandIn
) -> None:
    begun(portal, peer, "4.00")
    eventually(lambda: state(portal) == "succeeded", within=15, otherwise="The event did not settle it")
    eventually(
        lambda: portal.value(LAST.format("card_last4")) == "4242",
        within=15,
        otherwise="Which card it was did not come after",
    )


def test_an_event_fifty_times_forged_or_old_has_one_effect_or_none(portal: Server, peer: StandIn) -> None:
    peer.tells = ""
    begun(portal, peer, "3.00")
    body, _ = peer.heard("payment_intent.succeeded")
    now = datetime.now(UTC)
    forged = (
        (body, sign("whsec_of-somebody-else", body, now)),
        (body.replace(b"300", b"301", 1), sign(SECRET, body, now)),
        (body, sign(SECRET, body, now - timedelta(minutes=5, seconds=2))),
        (body, sign(SECRET, body, now + timedelta(minutes=6))),
        (body, ""),
    )
    assert [tell(portal, *each).status_code for each in forged] == [400] * len(forged)
    assert state(portal) == "open"
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: tell(portal, body, sign(SECRET, body, now)), range(REPLAYS)))
    assert {answer.status_code for answer in answers} == {200}
    check_paid_once(portal)


def test_a_payment_is_settled_once_though_the_portal_was_killed_before_it_heard(
    portal: Server, peer: StandIn
) -> None:
    peer.tells = ""
    begun(portal, peer, "8.00")
    peer.heard("payment_intent.succeeded")
    portal.kill()
    portal.start()
    assert state(portal) == "open"
    portal.rows("update payment set begun_at = begun_at - interval '5 minutes' where state = 'open'")
    portal.rows("delete from clock_run where name = 'payments under way'")
    eventually(lambda: state(portal) == "succeeded", within=40, otherwise="Nobody asked about it")
    tell(portal, *peer.heard("payment_intent.succeeded"))
    check_paid_once(portal)


def test_a_payment_whose_portal_is_killed_amid_the_event_is_settled_once(
    portal: Server, peer: StandIn
) -> None:
    peer.tells = ""
    begun(portal, peer, "9.00")
    event = peer.heard("payment_intent.succeeded")
    with ThreadPoolExecutor(1) as other, portal.holding("allocation"):
        answer = other.submit(tell, portal, *event)
        waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
        eventually(lambda: portal.value(waiting), within=5, otherwise="The event never came to the database")
        portal.kill()
        assert isinstance(answer.exception(), httpx.TransportError)
    portal.start()
    assert state(portal) == "open"
    assert tell(portal, *event).status_code == 200  # Stripe tells again what was not answered
    check_paid_once(portal)


@pytest.mark.browser
def test_nora_refunds_a_part_and_it_is_made_at_stripe_once(
    nora: Person, portal: Server, peer: StandIn
) -> None:
    begun(portal, peer, "5.50")
    eventually(lambda: state(portal) == "succeeded", within=15, otherwise="The event did not settle it")
    payment, client, intent = portal.rows(LAST.format("id, client, vendor_intent"))[0]
    page = f"/staff/clients/{client}/billing/payments/{payment}"
    before = portal.value(OWED, payment)
    nora.open(page)
    nora.follow("Refund", within="main")
    nora.type("Amount in dollars", "2.00")
    nora.type("Reason", "The visit was shorter")
    nora.press("Refund")
    refunded = "select state from refund where payment = $1"
    eventually(
        lambda: portal.value(refunded, payment) == "done", within=15, otherwise="Stripe was not asked for it"
    )
    nora.open(page)
    nora.shows("The visit was shorter", "$2.00", "Refund made")
    assert [each["amount"] for each in peer.call("GET", f"/v1/refunds?payment_intent={intent}")["data"]] == [
        2_00
    ]
    assert portal.value(OWED, payment) == before + 2_00


def begun(portal: Server, peer: StandIn, amount: str) -> None:
    """Pay on the vendor's page, and never come back."""
    bob = Visitor(portal, "bob")
    form = bob.fill(PAY, to=PAYMENTS, how="other", amount=amount)
    answer = bob.send(form)
    assert answer.status_code == 303, answer.text
    session = answer.headers["location"].rpartition("/")[2]
    assert peer.pay(session, SUCCESS) == "paid"


def tell(portal: Server, body: bytes, signature: str) -> httpx.Response:
    headers = {"stripe-signature": signature, "content-type": "application/json"}
    return httpx.post(f"{portal.url}{WEBHOOK}", content=body, headers=headers, trust_env=False, timeout=15)


def state(portal: Server) -> str:
    found: str = portal.value(LAST.format("state"))
    return found


def check_paid_once(portal: Server) -> None:
    """Check that the last payment came in once, and that all sums are what they are sums of."""
    assert state(portal) == "succeeded"
    payment = portal.value(LAST.format("id"))
    paid = "select count(*) from payment_step where payment = $1 and step = 'paid'"
    assert portal.value(paid, payment) == 1
    put = "select sum(cents) = (select amount_cents from payment where id = $1) from allocation where payment = $1"
    assert portal.value(put, payment)
    owed = "select bool_and(owed_cents = (select coalesce(sum(owed_cents), 0) from statement where client = account.id))"
    assert portal.value(f"{owed} from billing_account account")
