"""What a page may cost in statements, whatever the number of rows."""

from uuid import NAMESPACE_URL, uuid5

import pytest

from app.billing.demo import payment_id, refund_id, statement_id
from app.documents.demo import document_id
from app.forms.demo import form_id
from app.information.demo import demo_request
from app.practice import settings
from tests import people, rows
from tests.appointments.booked import OFFICE, book_many
from tests.appointments.booked import PATH as APPOINTMENTS
from tests.billing.reading.many import bill_many
from tests.information.contacts import DIEGO, add_many
from tests.information.contacts import PAGE as CONTACTS
from tests.insurance.policies import PRIMARY, add_many_policies
from tests.messages.threads import JAM, PHARMACY, add_message, add_thread, thread_id
from tests.page import Browser
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")

HOME, CLIENT, STAFF = 3, 4, 8
BILLING = "/billing"
CHARTS_APPOINTMENTS = f"/staff/clients/{people.client_id('alice')}/appointments"
CHARTS_BILLING = f"/staff/clients/{people.client_id('alice')}/billing"
CHARTS_RECORD = f"/staff/clients/{people.client_id('alice')}/record"
PHQ_9 = uuid5(NAMESPACE_URL, "urn:client-portal:form:phq-9|1.0.0")
PAGES = [
    (people.alice, "/home", HOME),
    (people.alice, "/messages", CLIENT),
    (people.alice, "/messages/new", CLIENT),
    (people.alice, f"/messages/{thread_id(JAM)}", CLIENT),
    (people.alice, "/documents", CLIENT),
    (people.alice, "/documents/upload", CLIENT),
    (people.alice, f"/documents/{document_id('Consent to telehealth')}", CLIENT),
    (people.alice, f"/documents/{document_id('Letter for your employer')}/file", CLIENT),
    (people.alice, f"/documents/{document_id('Letter for your employer')}/pages/1", CLIENT),
    (people.alice, "/forms", CLIENT),
    (people.alice, f"/forms/{form_id('phq-9')}", CLIENT),
    (people.alice, f"/forms/{form_id('gad-7')}", CLIENT),
    (people.alice, f"/forms/{form_id('gad-7')}/review", CLIENT),
    (people.alice, f"/forms/{form_id('consent-to-treatment')}", CLIENT),
    (people.alice, "/information/messaging", CLIENT),
    (people.bob, "/information/messaging", CLIENT),
    (people.alice, "/information/messaging/edit", CLIENT),
    (people.alice, "/activity", CLIENT),
    (people.alice, "/activity?kind=messages&since=2026-01-01&until=2099-01-01", CLIENT),
    (people.alice, "/activity.csv", CLIENT),
    (people.alice, CONTACTS, CLIENT),
    (people.alice, f"{CONTACTS}/emergency-contact/new", CLIENT),
    (people.alice, f"{CONTACTS}/{DIEGO}", CLIENT),
    (people.alice, f"{CONTACTS}/{DIEGO}/ending", CLIENT),
    (people.alice, "/insurance", CLIENT),
    (people.charlie, "/insurance", CLIENT),
    (people.alice, "/insurance/new", CLIENT),
    (people.alice, f"/insurance/{PRIMARY}", CLIENT),
    (people.alice, f"/insurance/{PRIMARY}/ending", CLIENT),
    (people.alice, f"/insurance/{PRIMARY}/cards/front", CLIENT),
    (people.alice, APPOINTMENTS, CLIENT),
    (people.charlie, APPOINTMENTS, CLIENT),
    (people.alice, f"{APPOINTMENTS}/past", CLIENT),
    (people.alice, f"{APPOINTMENTS}/new", CLIENT),
    (people.alice, OFFICE, CLIENT),
    (people.alice, f"{OFFICE}/move", CLIENT),
    (people.alice, f"{OFFICE}/cancellation", CLIENT),
    (people.alice, f"{OFFICE}/calendar", CLIENT),
    (people.alice, BILLING, CLIENT),
    (people.charlie, BILLING, CLIENT),
    (people.alice, f"{BILLING}/history", CLIENT),
    (people.alice, f"{BILLING}/statements/{statement_id('partly')}", CLIENT),
    (people.alice, f"{BILLING}/statements/{statement_id('partly')}/pdf", CLIENT),
    (people.alice, f"{BILLING}/receipts/{payment_id('check')}", CLIENT),
    (people.alice, f"{BILLING}/receipts/{refund_id('check')}", CLIENT),
    (people.alice, f"{BILLING}/receipts/{payment_id('check')}/pdf", CLIENT),
    (people.alice, "/record", CLIENT),
    (people.alice, "/record/everything", CLIENT),
    (people.alice, "/record/amendment", CLIENT),
    (people.alice, "/record/restriction", CLIENT),
    (people.alice, "/password/change", CLIENT),
    (people.gina, "/account/chart", CLIENT),
    (people.gina, "/account/access", CLIENT),
    (people.nora, f"/staff/clients/{people.client_id('max')}/access", STAFF),
    (people.nora, "/staff", STAFF),
    (people.terry, "/staff", STAFF),
    (people.nora, "/staff?alerts=waiting&kind=message&whose=own", STAFF),
    (people.nora, "/staff/alerts/all?alerts=unread", STAFF),
    (people.nora, "/staff/late", STAFF),
    (people.terry, "/staff/late?kind=messages", STAFF),
    (people.terry, f"/staff/messages/{thread_id(JAM)}", STAFF),
    (people.nora, "/staff/clients", STAFF),
    (people.terry, "/staff/clients", STAFF),
    (people.nora, "/staff/clients/new", STAFF),
    (people.nora, f"/staff/clients/{people.client_id('max')}", STAFF),
    (people.nora, f"/staff/clients/{people.client_id('alice')}/messages", STAFF),
    (people.terry, f"/staff/clients/{people.client_id('alice')}/activity?kind=messages", STAFF),
    (people.nora, f"/staff/clients/{people.client_id('alice')}/as-client/home", STAFF),
    (people.nora, f"/staff/clients/{people.client_id('alice')}/as-client/messages/{thread_id(JAM)}", STAFF),
    (people.nora, f"/staff/clients/{people.client_id('alice')}/as-client/documents", STAFF),
    (people.nora, f"/staff/clients/{people.client_id('alice')}/portal", STAFF),
    (people.nora, f"/staff/clients/{people.client_id('alice')}/portal/sheet", STAFF),
    (people.nora, f"/staff/clients/{people.client_id('alice')}/documents", STAFF),
    (people.nora, f"/staff/clients/{people.client_id('alice')}/changes", STAFF),
    (people.nora, f"/staff/clients/{people.client_id('alice')}/changes/{demo_request()}", STAFF),
    (people.nora, f"/staff/clients/{people.client_id('alice')}/scores", STAFF),
    (people.terry, f"/staff/clients/{people.client_id('alice')}/forms", STAFF),
    (people.nora, f"/staff/clients/{people.client_id('alice')}/forms/entry/{form_id('phq-9')}", STAFF),
    (people.nora, "/staff/forms/safety", STAFF),
    (people.nora, "/staff/mend", STAFF),
    (people.nora, "/staff/settings", STAFF),
    (people.nora, "/staff/settings?find=password", STAFF),
    (people.nora, "/staff/settings/logo", STAFF),
    (people.nora, "/staff/setup", STAFF),
    (people.nora, "/staff/appointments", STAFF),
    (people.nora, "/staff/appointments/import", STAFF),
    (people.nora, CHARTS_APPOINTMENTS, STAFF),
    (people.nora, "/staff/billing", STAFF),
    (people.nora, "/staff/billing?shown=paid&where=office&since=2026-01-01&until=2099-01-01", STAFF),
    (people.nora, "/staff/billing/aged", STAFF),
    (people.nora, "/staff/billing/payments.csv?demo=yes", STAFF),
    (people.nora, "/staff/billing/aged.csv", STAFF),
    (people.nora, "/staff/billing/import", STAFF),
    (people.nora, "/staff/record", STAFF),
    (people.nora, "/staff/record?shown=answered&kind=record", STAFF),
    (people.nora, CHARTS_RECORD, STAFF),
    (people.nora, f"{CHARTS_RECORD}/sections/problem", STAFF),
    (people.nora, f"{CHARTS_RECORD}/imports", STAFF),
    (people.nora, CHARTS_BILLING, STAFF),
    (people.nora, f"{CHARTS_BILLING}/statements", STAFF),
    (people.nora, f"{CHARTS_BILLING}/statements/new", STAFF),
    (people.nora, f"{CHARTS_BILLING}/statements/{statement_id('partly')}", STAFF),
    (people.nora, f"{CHARTS_BILLING}/statements/{statement_id('partly')}/voiding", STAFF),
    (people.nora, f"{CHARTS_BILLING}/payments/new", STAFF),
    (people.nora, f"{CHARTS_BILLING}/payments/{payment_id('part')}", STAFF),
    (people.nora, f"{CHARTS_BILLING}/payments/{payment_id('cash')}/refund", STAFF),
    (people.nora, f"{CHARTS_BILLING}/payments/{payment_id('cash')}/voiding", STAFF),
    (people.nora, f"{CHARTS_APPOINTMENTS}/new", STAFF),
    (people.nora, f"/staff/clients/{people.client_id('alice')}/portal/forms", STAFF),
    (
        people.nora,
        f"/staff/clients/{people.client_id('alice')}/portal/forms/{form_id('gad-7')}/taking-back",
        STAFF,
    ),
    (people.nora, "/staff/forms", STAFF),
    (people.nora, "/staff/forms/new", STAFF),
    (people.nora, "/staff/forms/packets", STAFF),
    (people.nora, f"/staff/forms/{PHQ_9}", STAFF),
    (people.nora, f"/staff/forms/{PHQ_9}/preview", STAFF),
    (people.nora, f"/staff/forms/{PHQ_9}/definition", STAFF),
    (people.nora, f"/staff/forms/{PHQ_9}/several?whom=everybody", STAFF),
    (people.terry, f"/staff/clients/{people.client_id('alice')}/forms", STAFF),
    (people.nora, f"/staff/clients/{people.client_id('alice')}/forms/entry/{form_id('phq-9')}", STAFF),
    (people.nora, "/staff/forms/safety", STAFF),
    (people.nora, "/staff/mend", STAFF),
    (people.nora, "/staff/quarantine", STAFF),
    (people.nora, "/staff/password/change", STAFF),
    (people.nora, f"/staff/clients/{people.client_id('max')}/portal/credentials", STAFF),
    (people.nora, "/staff/clients/invitations", STAFF),
    (people.nobody, "/sign-in", 1),
    (people.nobody, "/password/forgot", 1),
    (people.nobody, "/sign-in/help", 1),
    (people.nobody, "/password/forgot/sent", 1),
    (people.nobody, "/password/choose", 1),
    (people.nobody, "/shared-record", 1),
    (people.nobody, "/staff/sign-in", 1),
    (people.nobody, "/setup", 1),
    (people.nobody, "/development/outbox", 2),
    (people.nobody, "/home", 1),
    (people.nobody, "/nothing-here", 0),
]
page = pytest.mark.parametrize(
    ("person", "path", "most"), PAGES, ids=lambda value: str(value) if isinstance(value, str) else ""
)


async def cost(browser: Browser, path: str, *, as_htmx: bool = False) -> int:
    async with counted() as sql:
        headers = {"hx-request": "true", "hx-request-type": "partial"} if as_htmx else {}
        await browser.send("GET", path, headers=headers)
    return sql.count


@page
async def test_a_page_stays_within_its_budget(person: people.Person, path: str, most: int) -> None:
    browser = await person()
    async with counted() as sql:
        answer = await browser.send("GET", path)
    assert answer.status_code in (200, 303, 404), f"{path} answered {answer.status_code}"
    assert sql.count <= most, f"{path} costs {sql.count} statements, {most} at most:\n{sql}"


@page
async def test_a_page_costs_the_same_with_many_rows(
    person: people.Person, path: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LOOK_SECONDS", 0.0)  # else it is the clock that decides who asks for them
    browser = await person()
    before = await cost(browser, path)
    for number in range(60):
        await add_message(thread_id(JAM), "alice", f"number {number}", minutes_ago=number)
        await add_thread("alice", f"Thread {number}", minutes_ago=number + 100)
    await add_many(60)
    await add_many_policies(60)
    await book_many(20)
    if BILLING in path or path == "/home":
        await bill_many(20)
    assert await cost(browser, path) == before


@page
async def test_a_fragment_costs_no_more_than_its_page(person: people.Person, path: str, most: int) -> None:
    browser = await person()
    assert await cost(browser, path, as_htmx=True) <= most


async def test_an_interaction_is_one_post_and_one_get_of_twelve_kilobytes_together() -> None:
    for number in range(60):
        await add_message(thread_id(PHARMACY), "alice", "word " * 60, minutes_ago=number)
    alice = await people.alice()
    await alice.open(f"/messages/{thread_id(PHARMACY)}")
    fragment = await alice.press("Send", as_htmx=True, body="Thank you")
    size = int(fragment.response.headers["content-length"])
    assert size <= 12_000, f"{size} bytes"


async def test_sending_a_message_costs_the_same_in_a_long_thread() -> None:
    alice = await people.alice()
    costs = []
    for _ in range(2):
        page = await alice.open(f"/messages/{thread_id(JAM)}")
        body = f"_csrf={alice.token}&once={page.value('once')}&body=Hello".encode()
        headers = {"content-type": "application/x-www-form-urlencoded"}
        async with counted() as sql:
            await alice.send("POST", f"/messages/{thread_id(JAM)}/replies", headers=headers, content=body)
        costs.append(sql.count)
        for number in range(60):
            await add_message(thread_id(JAM), "alice", f"number {number}", minutes_ago=number)
    assert costs[0] == costs[1]
    assert await rows.value("select count(*) from outbox_message") == 2
