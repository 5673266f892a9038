"""Billing of the whole practice: which payments are listed and counted, what is to be seen to, and what is taken away."""

import csv
import io
from datetime import timedelta

import httpx
import pytest

from app.accounts.sessions import today
from app.demo import demo_id
from app.staff.rules import Action
from tests import people, rows
from tests.billing.desk.books import CASH, CHECK, OVERDUE, PART, PARTLY, chart, clerk, kept, payment, sent
from tests.billing.ledger.money import take
from tests.billing.vendors.events import begun, cards_by_stripe, succeeded, tell
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

PATH = "/staff/billing"
PARK = """
insert into vendor_event (id, vendor, event, kind, about, state, received_at)
values (gen_random_uuid(), 'stripe', 'evt_1', 'charge.refunded', 'pi_unknown', 'parked', now()) returning id
"""
MANY = """
insert into payment (id, client, number, way, purpose, amount_cents, state, begun_at, paid_at, ended_at)
select gen_random_uuid(), $1, 90000 + n, 'cash', 'balance', 100, 'succeeded', at, at, at
from (select n, now() - interval '3 years' - n / 2 * interval '1 minute' as at from generate_series(1, 50) n) found
"""
TRIED = """
insert into payment (id, client, number, way, purpose, amount_cents, state, vendor, begun_at, ended_at)
values (gen_random_uuid(), $1, 7007, 'card', 'balance', 500, 'cancelled', 'demo', now(), now()) returning id
"""
OURS = """
insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete)
values (gen_random_uuid(), $1, 'Billing', true, true, true, true)
"""


def table(answer: httpx.Response) -> list[list[str]]:
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def receipts(browser: Browser, query: str = "") -> list[str]:
    page = await browser.open(f"{PATH}?{query}")
    return [str(link["href"]).rpartition("/")[2] for link in page.all("#payment-rows h3 a")]


async def test_payments_are_listed_newest_first_and_narrowed_by_what_they_are() -> None:
    nora = await people.nora()
    everything = await receipts(nora)
    assert len(everything) == 5
    assert (everything[0], everything[-1]) == (str(PART), str(CASH))
    assert await receipts(nora, "where=office") == [str(CHECK), str(CASH)]
    assert await receipts(nora, "shown=refunded") == [str(CHECK)]
    for query in ("shown=under_way", "shown=not_finished", "shown=voided", "shown=disputed", "where=let_off"):
        assert await receipts(nora, query) == []
    assert len(await receipts(nora, "shown=nonsense&where=nonsense")) == 5
    made = (await payment(CHECK))["paid_at"].date()
    days = f"since={made - timedelta(days=1)}&until={made + timedelta(days=1)}"
    assert await receipts(nora, days) == [str(CHECK)]
    page = await nora.open(f"{PATH}?since=2026-11-02&until=2026-11-01", status=422)
    page.shows("The last day is before the first one.")
    await nora.open(f"{PATH}?since=soon", status=422)


async def test_a_long_list_is_read_a_page_at_a_time() -> None:
    await rows.change(MANY, people.client_id("bob"))
    nora = await people.nora()
    seen = await receipts(nora, "where=office")
    while nora.page and nora.page.all("#older"):
        page = await nora.follow("Show older")
        seen += [str(link["href"]).rpartition("/")[2] for link in page.all("#payment-rows h3 a")]
    assert len(seen) == len(set(seen)) == 52


async def test_what_the_demo_processor_took_is_shown_and_counted_only_where_asked_for() -> None:
    nora = await people.nora()
    page = await nora.open(PATH)
    assert len(page.all("#payment-rows .tag.new")) == 3
    sums = [each.get_text() for each in page.all("dl.sums dd")]
    assert sums == ["$0.00", "$85.00", "$10.00", "$75.00"]
    page = await nora.open(f"{PATH}?demo=yes")
    sums = [each.get_text() for each in page.all("dl.sums dd")]
    assert sums == ["$95.00", "$85.00", "$10.00", "$170.00"]


async def test_only_charts_that_are_open_are_listed_counted_and_seen_to() -> None:
    await rows.change(OURS, demo_id("profile", "Clinician"))
    await rows.change("update payment set dispute_state = 'open' where id = $1", PART)
    await rows.change(PARK)
    terry, dana = await people.terry(), await people.dana()
    assert len(await receipts(terry)) == 5
    page = await terry.open(PATH)
    page.shows("asks for this payment back")
    page.lacks("nobody here knows", "Download", "Take in a file")
    page = await dana.open(PATH)
    page.lacks("Alice", "asks for this payment back", "$85.00")
    page = await dana.open(f"{PATH}/aged")
    page.shows("Bob Baker", "Max Grant", "$95.00")
    page.lacks("Alice", "$125.00")


async def test_disputes_failed_refunds_and_what_nobody_knows_are_to_be_seen_to() -> None:
    await rows.change("update payment set dispute_state = 'open' where id = $1", PART)
    await rows.change("update refund set state = 'failed', asked_at = now() where payment = $1", CHECK)
    event = await rows.value(PARK)
    nora = await people.nora()
    page = await nora.open(PATH)
    page.shows("To be seen to", "asks for this payment back", "A refund of this payment failed", "pi_unknown")
    page = await nora.press("I looked at it", within=f"#event-{event}")
    page.shows("It is marked as seen.")
    page.lacks("pi_unknown")
    assert await kept("vendor_event_seen") == 1
    assert (await sent(nora, f"{PATH}/events/{event}/seen", {})).status_code == 404
    page = await nora.open(chart("payments", PART))
    page.shows("Disputed")


@pytest.mark.parametrize(("cents", "told"), [(5_01, "$5.01"), (-5_00, "−$5.00")])
async def test_another_amount_than_was_agreed_is_told_with_the_payment_and_both_amounts(
    cents: int, told: str
) -> None:
    payment_id = await begun(5_00)
    with cards_by_stripe():
        await tell(succeeded(payment_id, cents=cents))
    assert await rows.value("select told_cents from vendor_event") == cents
    nora = await people.nora()
    page = await nora.open(PATH)
    page.shows("does not agree with it", f"Told: {told}. Expected: $5.00.", "Charlie")
    page.lacks("nobody here knows")
    assert page.all(f".filed.unread a[href='{chart('payments', payment_id, client='charlie')}']")


async def test_only_a_client_admin_with_modify_marks_what_nobody_knows() -> None:
    event = await rows.value(PARK)
    for actions, client_admin in (((Action.VIEW,), True), ((Action.VIEW, Action.MODIFY), False)):
        async with rows.undone():
            stan = await clerk(*actions, client_admin=client_admin)
            page = await stan.open(PATH)
            page.lacks("I looked at it")
            assert (await sent(stan, f"{PATH}/events/{event}/seen", {})).status_code == 403
    assert await rows.value("select seen_at from vendor_event where id = $1", event) is None


async def test_balances_are_aged_by_the_days_they_are_past_due() -> None:
    for days, which in ((90, OVERDUE), (91, PARTLY)):
        await rows.change(
            "update statement set due_on = $2, issued_on = $2 where id = $1",
            which,
            today() - timedelta(days=days),
        )
    nora = await people.nora()
    page = await nora.open(f"{PATH}/aged")
    alice = page.all("#aged tbody tr")[0]
    cells = [cell.get_text() for cell in alice.select("td")]
    assert cells == ["$125.00", "$0.00", "$0.00", "$0.00", "$85.00", "$40.00", "$0.00"]
    total = [cell.get_text() for cell in page.all("#aged tfoot td")]
    assert total == ["$220.00", "$95.00", "$0.00", "$0.00", "$85.00", "$40.00", "$0.00"]
    page.shows("3 clients in all")


async def test_many_balances_are_read_a_page_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.billing.desk.aged.A_PAGE", 1)
    nora = await people.nora()
    page, seen = await nora.open(f"{PATH}/aged"), []
    for _ in range(3):
        [name] = page.all("#aged tbody a")
        seen.append(name.get_text())
        page.shows("$220.00")
        if page.all("#aged a[href*=before]"):
            page = await nora.follow("Show more")
    assert sorted(seen) == ["Alice Anderson", "Bob Baker", "Max Grant"]
    assert not page.all("#aged a[href*=before]")


async def test_with_nothing_owed_the_page_says_so() -> None:
    await rows.change("update statement set paid_cents = total_cents, owed_cents = 0")
    (await (await people.nora()).open(f"{PATH}/aged")).shows("Nobody owes anything")


async def test_payments_are_taken_away_as_a_table_in_which_nothing_is_run() -> None:
    await rows.change("update payment set memo = '=HYPERLINK(1)', paid_by_name = '+1' where id = $1", CHECK)
    await rows.change("update refund set reason = '@SUM(A1)' where payment = $1", CHECK)
    nora = await people.nora()
    found = table(await nora.send("GET", f"{PATH}/payments.csv"))
    assert found[0][:3] == ["Date", "Receipt number", "What it is"]
    assert [row[2] for row in found[1:]] == ["Payment", "Payment", "Refund"]
    cash, check, back = found[1:]
    assert (cash[3], cash[4], cash[7], cash[8]) == ("1001", "Alice Anderson", "25.00", "")
    assert (check[12], check[13]) == ("'=HYPERLINK(1)", "'+1")
    assert (back[7], back[8], back[9], back[12]) == ("", "10.00", check[1], "'@SUM(A1)")
    assert await kept("billing_exported") == 1
    assert len(table(await nora.send("GET", f"{PATH}/payments.csv?demo=yes"))) == 7
    made = (await payment(CHECK))["paid_at"].date()
    days = f"since={made}&until={made}"
    assert len(table(await nora.send("GET", f"{PATH}/payments.csv?{days}"))) == 2


async def test_balances_are_taken_away_as_a_table() -> None:
    nora = await people.nora()
    found = table(await nora.send("GET", f"{PATH}/aged.csv"))
    assert len(found) == 4
    assert found[1][:2] == ["1001", "Alice Anderson"]
    assert found[1][7] == "125.00"
    assert await kept("billing_exported") == 1


@pytest.mark.parametrize("leaf", ["payments.csv", "aged.csv"])
async def test_only_a_client_admin_with_view_takes_tables_away(leaf: str) -> None:
    for actions, client_admin in (((Action.VIEW,), False), ((Action.CREATE, Action.MODIFY), True)):
        async with rows.undone():
            stan = await clerk(*actions, client_admin=client_admin)
            assert (await stan.send("GET", f"{PATH}/{leaf}")).status_code == 403
    assert await kept("billing_exported") == 0
    stan = await clerk(Action.VIEW)
    assert (await stan.send("GET", f"{PATH}/{leaf}")).status_code == 200


async def test_who_has_only_credit_stands_last_among_the_aged_balances_and_credit_has_its_sum() -> None:
    await take(12_50, keep_rest=True)
    nora = await people.nora()
    page = await nora.open(f"{PATH}/aged")
    last = [cell.get_text() for cell in page.all("#aged tbody tr")[-1].select("th a, td")]
    assert last[0].startswith("Charlie")
    assert (last[1], last[-1]) == ("$0.00", "$12.50")
    assert page.all("#aged tfoot td")[-1].get_text() == "$12.50"
    rows_taken = table(await nora.send("GET", f"{PATH}/aged.csv"))
    assert [rows_taken[-1][0], *rows_taken[-1][-3:]] == ["1003", "0.00", "12.50", ""]


async def test_tries_that_brought_no_money_are_no_receipts_and_listed_where_asked_for() -> None:
    tried = await rows.value(TRIED, people.client_id("alice"))
    number = (await payment(tried))["number"]
    nora = await people.nora()
    assert str(tried) not in await receipts(nora)
    assert await receipts(nora, "shown=not_finished") == [str(tried)]
    assert nora.page is not None
    nora.page.shows(f"Payment {number}")
    assert str(tried) in await receipts(nora, "shown=all")
    for path in (chart(), chart("payments", tried)):
        page = await nora.open(path)
        page.shows(f"Payment {number}")
        page.lacks(f"Receipt {number}")
