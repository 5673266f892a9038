"""The page of payments, and statements as their clients read them."""

from datetime import timedelta
from uuid import UUID

import pytest

from app import db
from app.accounts.sessions import today
from app.billing.demo import statement_id
from app.billing.ledger import statements as ledger
from app.billing.ledger.drafts import LineDraft, StatementDraft
from app.billing.reading.statements import MOST_OPEN, SETTLED_A_PAGE
from app.config import Payments
from app.practice.settings import PRACTICE
from app.web.templates import day_short
from tests import checks, people, rows
from tests.accounts.grants.access import limit
from tests.billing.ledger.money import CHARLIE, NORA, begin, pay, post, refund, take
from tests.environment import configured
from tests.page import Page

pytestmark = pytest.mark.usefixtures("rolled_back")

PATH = "/billing"
OVERDUE, PARTLY = (f"{PATH}/statements/{statement_id(key)}" for key in ("overdue", "partly"))
BOBS = f"{PATH}/statements/{statement_id('due', 'bob')}"
VIEWS = "select count(*) from audit_event where kind = $1 and object_id = $2 and client = $3"


@pytest.fixture(autouse=True)
async def _in_english(rolled_back: None) -> None:
    await rows.change("update portal_account set language = null")


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def listed(page: Page) -> list[str]:
    """Give the ids of the statements that a page lists, in their order."""
    return [str(each["id"]).removeprefix("statement-") for each in page.all(".bill, .kept")]


async def test_what_is_owed_stands_first_and_when_it_was_due() -> None:
    page = await (await people.alice()).open(PATH)
    assert page.heading == "Payments"
    balance = plain(checks.words(page.find(".balance")))
    due_on = plain(day_short(today() - timedelta(days=7)))
    assert balance.startswith(f"You owe $125.00 Overdue It was due by {due_on}.")
    assert [checks.words(each) for each in page.all(".tabs a")] == ["Statements", "History"]


async def test_open_statements_come_in_the_order_they_are_due_and_paid_ones_are_folded() -> None:
    page = await (await people.alice()).open(PATH)
    keys = ("overdue", "partly", "first", "summer", "spring", "intake")
    assert listed(page) == [str(statement_id(key)) for key in keys]
    assert [str(each["id"]) for each in page.all(".earlier .kept")] == [
        f"statement-{statement_id(key)}" for key in keys[2:]
    ]
    assert not page.find(".earlier").has_attr("open")


async def test_each_line_says_in_words_how_it_comes_about() -> None:
    page = await (await people.alice()).open(PATH)
    first, second = page.all(".bill")
    assert "Overdue" in checks.words(first)
    assert "Charge $165.00, insurance paid $120.00 $45.00" in checks.words(first)
    assert "Letter for your school" in checks.words(first)
    words = plain(checks.words(second))
    assert "Partly paid Due by" in words
    assert "Charge $165.00, insurance paid $120.00, adjusted $20.00 $25.00" in words
    assert "Paid so far \u2212$25.00" in words


async def test_a_statement_of_many_lines_is_shortened_in_the_list() -> None:
    statement = await post([10_00] * 5)
    page = await (await people.charlie()).open(PATH)
    page.shows("Session 3", "and 2 more lines")
    page.lacks("Session 4")
    (await (await people.charlie()).open(f"{PATH}/statements/{statement}")).shows("Session 5")


async def test_who_owes_nothing_reads_so() -> None:
    charlie = await people.charlie()
    page = await charlie.open(PATH)
    page.shows("You owe nothing", "When your practice sends you a statement, it stands here.")
    page.lacks("How to pay", "Open statements", "$")


async def test_without_a_vendor_the_page_says_how_to_pay_and_offers_no_card() -> None:
    page = await (await people.alice()).open(PATH)
    page.shows("How to pay", PRACTICE.how_to_pay, PRACTICE.phone_display, PRACTICE.billing_address)
    assert not page.all("a[href*='/pay']")
    statement = await (await people.alice()).open(OVERDUE)
    assert not statement.all("a[href*='/pay']")


async def test_with_a_vendor_pay_stands_beside_the_balance_and_on_each_open_statement() -> None:
    with configured(payments=Payments.DEMO):
        alice = await people.alice()
        page = await alice.open(PATH)
        assert checks.words(page.find("a[href='/billing/pay']")) == "Pay"
        page.shows("Other ways to pay", PRACTICE.how_to_pay)
        statement = await alice.open(OVERDUE)
        assert statement.all(f"a[href='/billing/pay?statement={statement_id('overdue')}']")
        paid = await alice.open(f"{PATH}/statements/{statement_id('summer')}")
        assert not paid.all("a[href*='/billing/pay']")
        assert not (await (await people.charlie()).open(PATH)).all("a[href*='/billing/pay']")


async def test_what_is_too_little_for_a_card_is_paid_otherwise() -> None:
    await post(49)
    with configured(payments=Payments.DEMO):
        page = await (await people.charlie()).open(PATH)
        page.shows("This is too little to pay by card.", PRACTICE.how_to_pay)
        assert not page.all("a[href='/billing/pay']")


async def test_what_is_being_paid_already_is_not_offered_again() -> None:
    await post(100_00)
    payment = await begin(100_00)
    with configured(payments=Payments.DEMO):
        page = await (await people.charlie()).open(PATH)
        page.shows("You began to pay $100.00, and have not finished.")
        assert page.find(".under-way a")["href"] == f"{PATH}/payments/{payment}"
        assert not page.all("a[href='/billing/pay']")
        await rows.change("update payment set state = 'processing' where id = $1", payment)
        page = await (await people.charlie()).open(f"{PATH}/history")
        page.shows("Your payment of $100.00 is with your bank.")


async def test_credit_is_said_in_words_apart_from_what_was_paid_ahead() -> None:
    await take(20_00, keep_rest=True)
    await pay(25_00, appointment=db.new_id(), visit_on=today() + timedelta(days=3))
    page = await (await people.charlie()).open(PATH)
    page.shows(
        "You have $20.00 of credit. It goes toward your next statement.",
        "You have paid $25.00 ahead, as a copay. It is kept for your visit.",
    )


async def test_a_statement_says_all_that_is_known_of_it() -> None:
    page = await (await people.alice()).open(PARTLY)
    assert page.heading.startswith("Statement 10")
    words = plain(page.words)
    for expected in (
        PRACTICE.name,
        PRACTICE.billing_address,
        f"Tax id: {PRACTICE.tax_id}",
        "Client Alice Anderson",
        "Charge $165.00 Insurance paid \u2212$120.00 Adjusted \u2212$20.00 Your part $25.00",
        "Total $65.00 Paid so far \u2212$25.00 Left to pay $40.00",
        "Paid for this statement Visa ending in 4242",
    ):
        assert expected in words
    (await (await people.alice()).open(OVERDUE)).shows("Letters are not covered by insurance.")


async def test_a_statement_stands_as_it_is_paid() -> None:
    statement = await post(50_00, due_in=0)
    charlie = await people.charlie()
    path = f"{PATH}/statements/{statement}"
    (await charlie.open(path)).shows("Due by")
    payment = await take(20_00)
    (await charlie.open(path)).shows("Partly paid", "Left to pay $30.00", "Paid at the office")
    await take(30_00)
    page = await charlie.open(path)
    page.shows("Paid in full", "Left to pay $0.00")
    page.lacks("Partly paid", "Overdue")
    await refund(payment, 5_00)
    page = await charlie.open(path)
    page.shows("Partly paid", "Left to pay $5.00")


async def test_one_that_insurance_paid_whole_asks_for_nothing() -> None:
    line = LineDraft(today(), "Session", 100_00, insurance_cents=100_00)
    draft = StatementDraft(today(), today(), (line,))
    statement = await ledger.post(by=NORA, client_id=CHARLIE, draft=draft, told=False)
    page = await (await people.charlie()).open(f"{PATH}/statements/{statement}")
    page.shows("Nothing to pay", "Your part $0.00")


async def test_one_that_was_taken_back_says_why_and_that_nothing_is_owed() -> None:
    statement = await post(50_00)
    await ledger.void(by=NORA, client_id=CHARLIE, statement_id=statement, reason="It was another client's.")
    page = await (await people.charlie()).open(f"{PATH}/statements/{statement}")
    page.shows("Taken back", "You owe nothing for it.", "It was another client's.")
    page.lacks("Left to pay", "Due by", "Overdue")
    listing = await (await people.charlie()).open(PATH)
    listing.shows("You owe nothing")
    assert listing.all(".kept .gone")


async def test_what_was_typed_is_shown_as_it_is() -> None:
    hostile = "<script>alert(1)</script> {{ 7 * 7 }} <b>x</b>"
    draft = StatementDraft(today(), today(), (LineDraft(today(), hostile, 50_00),), note=hostile)
    statement = await ledger.post(by=NORA, client_id=CHARLIE, draft=draft, told=False)
    for path in (PATH, f"{PATH}/statements/{statement}"):
        (await (await people.charlie()).open(path)).shows(hostile)


async def test_paid_statements_are_shown_a_page_at_a_time() -> None:
    for _ in range(SETTLED_A_PAGE + 2):
        await post(10_00)
    await take((SETTLED_A_PAGE + 2) * 10_00)
    charlie = await people.charlie()
    first = listed(await charlie.open(PATH))
    older = await charlie.follow("Show older")
    assert older.find(".earlier").has_attr("open")
    assert len(first) == SETTLED_A_PAGE
    assert len(listed(older)) == 2
    assert not set(first) & set(listed(older))
    assert not older.all(".older")
    assert listed(await charlie.open(f"{PATH}?before=nonsense")) == first


async def test_of_very_many_open_statements_the_first_that_are_due_stand_there() -> None:
    for _ in range(MOST_OPEN + 1):
        await post(1_00)
    page = await (await people.charlie()).open(PATH)
    assert len(listed(page)) == MOST_OPEN
    page.shows("There are more. They stand here once these are paid.", f"${MOST_OPEN + 1}.00")


async def test_looking_at_a_statement_is_noted_once_an_hour_and_each_download() -> None:
    alice, client = await people.alice(), people.client_id("alice")
    for _ in range(3):
        await alice.open(OVERDUE)
    assert await rows.value(VIEWS, "statement_viewed", statement_id("overdue"), client) == 1
    for _ in range(2):
        assert (await alice.send("GET", f"{OVERDUE}/pdf")).status_code == 200
    assert await rows.value(VIEWS, "statement_downloaded", statement_id("overdue"), client) == 2
    log = await alice.open("/activity")
    log.shows("Looked at a statement: Statement 10", "Downloaded a statement: Statement 10")


@pytest.mark.parametrize("leaf", ["", "/pdf"])
async def test_another_charts_statement_is_the_same_404_as_none(leaf: str) -> None:
    alice = await people.alice()
    for path in (BOBS, f"{PATH}/statements/{UUID(int=0)}"):
        assert (await alice.send("GET", f"{path}{leaf}")).status_code == 404
    assert await rows.value(VIEWS, "access_denied", statement_id("due", "bob"), people.client_id("alice"))
    assert not await rows.value(
        "select count(*) from audit_event where kind like 'statement_%ed' and client = $1",
        people.client_id("alice"),
    )


async def test_a_guardian_reads_the_bills_of_their_child_where_that_is_open_to_them() -> None:
    gina = await people.gina()
    (await gina.open(PATH)).shows("You owe", "$55.00", "Family session")
    await limit("gina", "max", "messages")
    for path in (PATH, f"{PATH}/history", f"{PATH}/statements/{statement_id('due', 'max')}"):
        assert (await gina.send("GET", path)).status_code == 404
    (await gina.open("/home")).lacks("Billing")
