"""Billing in Piccolo Admin: forms that find clients, statements and payments by number, and tables that are only read."""

import pytest

from app.staff.rules import Action, PermissionRule
from tests import rows
from tests.admin.desk import Desk, desk_of
from tests.admin.grants import give
from tests.billing.desk.books import CASH, CHECK, EVERYTHING, PARTLY, kept, newest, payment, statement, sums

pytestmark = pytest.mark.usefixtures("rolled_back")

STATEMENT = {
    "client_number": 1001,
    "issued_on": "2026-11-02",
    "due_on": "2099-01-31",
    "words_1": "Individual session",
    "charge_1": "165.00",
    "insurance_1": "120",
    "adjusted_1": "20",
    "words_3": "Letter",
    "charge_3": "$40",
}
PAYMENT = {
    "client_number": 1001,
    "way": "Check",
    "amount": "85",
    "received_on": "2026-11-02",
    "memo": "Check 9",
}


async def refused(desk: Desk, form: str, says: str, **fields: object) -> None:
    answer = await desk.take(form, **fields)
    assert answer.status_code >= 400, answer.text
    assert says in answer.text, answer.text


async def test_a_statement_of_up_to_three_lines_is_posted_once_a_day() -> None:
    nora = await desk_of("nora")
    answer = await nora.take("post-a-statement", **STATEMENT)
    assert answer.status_code == 200, answer.text
    assert "The client is told." in answer.text
    made = await newest("statement")
    assert (made["total_cents"], made["due_on"].isoformat()) == (65_00, "2099-01-31")
    assert await rows.value("select count(*) from statement_line where statement = $1", made["id"]) == 2
    await refused(nora, "post-a-statement", "posted today already", **STATEMENT)
    answer = await nora.take("post-a-statement", **STATEMENT, note="The second of two", tell_nobody=True)
    assert "is not told" in answer.text
    assert await kept("statement_posted") == 2


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"client_number": 9999}, "nothing of that number here"),
        ({"words_1": ""}, "Line 1 has an amount and no words"),
        ({"charge_3": None}, "Line 3 has an amount and no words, or words and no charge"),
        ({"charge_1": "-5"}, "an amount in dollars"),
        ({"adjusted_1": "50"}, "more than the charge"),
        ({"words_1": "F41.1"}, "code of a diagnosis"),
        ({"due_on": "2026-11-01"}, "before the day of the statement"),
    ],
)
async def test_a_statement_that_cannot_be_posted_is_said(typed: dict[str, object], says: str) -> None:
    nora, before = await desk_of("nora"), await rows.digest()
    answer = await nora.take("post-a-statement", **STATEMENT | typed)
    assert answer.status_code >= 400
    assert says.casefold() in answer.text.casefold(), answer.text
    assert await rows.digest() == before


async def test_a_payment_is_recorded_refunded_and_voided_by_its_receipt_number() -> None:
    nora = await desk_of("nora")
    answer = await nora.take("record-a-payment-at-the-desk", **PAYMENT)
    assert answer.status_code == 200, answer.text
    made = await newest("payment")
    assert (made["way"], made["amount_cents"], await sums()) == ("check", 85_00, (40_00, 0, 0))
    await refused(nora, "record-a-payment-at-the-desk", "entered today already", **PAYMENT)
    await refused(nora, "record-a-payment-at-the-desk", "more than is owed", **PAYMENT | {"memo": "again"})
    answer = await nora.take(
        "record-a-payment-at-the-desk", **PAYMENT | {"memo": "again"}, keep_the_rest=True
    )
    assert answer.status_code == 200, answer.text
    assert await sums() == (0, 0, 45_00)
    receipt = {"receipt_number": made["number"], "reason": "Paid twice"}
    answer = await nora.take("refund-a-payment", **receipt, amount="80")
    assert "Hand the money out now" in answer.text
    await refused(nora, "refund-a-payment", "refunded today already", **receipt, amount="80")
    await refused(nora, "refund-a-payment", "At most $5.00", **receipt, amount="6")
    await refused(nora, "void-a-payment", "was refunded", **receipt)
    cash = (await payment(CASH))["number"]
    answer = await nora.take("void-a-payment", receipt_number=cash, reason="Was Bob's")
    assert answer.status_code == 200, answer.text
    assert (await payment(CASH))["state"] == "voided"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"way": "card"}, "Type cash, check, terminal or credit"),
        ({"amount": "0"}, "more than $0.00"),
        ({"amount": "1e3"}, "an amount in dollars"),
        ({"received_on": "2099-01-01"}, "still to come"),
    ],
)
async def test_a_payment_that_cannot_be_is_said(typed: dict[str, str], says: str) -> None:
    nora, before = await desk_of("nora"), await rows.digest()
    await refused(nora, "record-a-payment-at-the-desk", says, **PAYMENT | typed)
    assert await rows.digest() == before


async def test_a_statement_is_voided_by_its_number() -> None:
    nora = await desk_of("nora")
    number = (await statement(PARTLY))["number"]
    answer = await nora.take("void-a-statement", statement_number=number, reason="Twice")
    assert answer.status_code == 200, answer.text
    assert (await statement(PARTLY))["void_reason"] == "Twice"
    await refused(nora, "void-a-statement", "taken back already", statement_number=number, reason="Twice")
    await refused(
        nora, "void-a-statement", "nothing of that number here", statement_number=99, reason="Twice"
    )


async def test_a_number_of_a_chart_that_is_not_open_says_no_more_than_one_that_nobody_has() -> None:
    await give("stan", {PermissionRule.BILLING: EVERYTHING})
    stan = await desk_of("stan")
    number = (await payment(CHECK))["number"]
    answers = [
        (await stan.take("refund-a-payment", receipt_number=each, amount="1", reason="Mine")).text
        for each in (number, 99)
    ]
    assert answers[0] == answers[1]
    assert (await payment(CHECK))["refunded_cents"] == 10_00


async def test_tables_are_read_by_client_admins_alone_and_changed_by_nobody() -> None:
    nora = await desk_of("nora")
    await give("stan", {PermissionRule.BILLING: frozenset({Action.VIEW})})
    stan = await desk_of("stan")
    await rows.change(
        "insert into vendor_event (id, vendor, event, kind, state, received_at)"
        " values (gen_random_uuid(), 'stripe', 'evt_1', 'x', 'parked', now())"
    )
    for table in ("statements", "statement_lines", "payments", "refunds", "allocations", "vendor_events"):
        row = (await nora.rows(table))[0]
        assert (await nora.change(table, row["id"], number=1)).status_code in (403, 405)
        assert (await nora.delete(table, row["id"])).status_code in (403, 405)
        assert (await stan.get(f"/api/tables/{table}/")).status_code == 403, table
        assert (await stan.get(f"/api/tables/{table}/{row['id']}/")).status_code == 403, table
    assert await kept("admin_rows_listed") == 6
    listed = (await nora.rows("payments"))[0]
    assert not {"vendor_session", "vendor_page", "account"} & listed.keys()


@pytest.mark.parametrize(
    ("form", "amounts"),
    [
        ("record-a-payment-at-the-desk", ["amount"]),
        ("refund-a-payment", ["amount"]),
        ("post-a-statement", ["charge_1", "insurance_1", "adjusted_1", "charge_2", "charge_3"]),
        ("add-an-appointment", ["copay"]),
    ],
)
async def test_amounts_are_asked_for_as_text_so_that_cents_can_be_typed(
    form: str, amounts: list[str]
) -> None:
    nora = await desk_of("nora")
    answer = await nora.get(f"/api/forms/{form}/schema/")
    assert answer.status_code == 200, answer.text
    fields = answer.json()["properties"]
    assert {fields[name].get("type") for name in amounts} == {"string"}


async def test_cents_that_are_typed_are_kept() -> None:
    nora = await desk_of("nora")
    answer = await nora.take("record-a-payment-at-the-desk", **PAYMENT | {"amount": "10.55"})
    assert answer.status_code == 200, answer.text
    made = await newest("payment")
    assert made["amount_cents"] == 10_55
    receipt = {"receipt_number": made["number"], "reason": "Part of it"}
    await nora.take("refund-a-payment", **receipt, amount="1.50")
    assert (await payment(made["id"]))["refunded_cents"] == 1_50
    answer = await nora.take("post-a-statement", **STATEMENT | {"charge_3": "10.55"})
    assert answer.status_code == 200, answer.text
    assert (await newest("statement"))["total_cents"] == 35_55
