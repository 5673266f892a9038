"""Payments at the desk from a file: measured row by row at what is owed, every bad row named, entered once."""

import asyncio
from typing import Any

import pytest

from app.billing.importing import service
from app.billing.importing.columns import PAYMENTS, What
from app.billing.importing.planning import Plan
from tests import people, rows
from tests.billing.desk.books import BY, PARTLY, kept, sent, statement, sums
from tests.billing.importing.test_statements import a_file as any_file

rolled_back = pytest.mark.usefixtures("rolled_back")

PATH = "/staff/billing/import?what=payments"
HEADER = tuple(column.name for column in PAYMENTS)
GOOD = ("P1", "1001", "$25.00", "Check", "11/20/2026", "", "Check 77", "")


def a_file(*lines: tuple[str, ...]) -> bytes:
    return any_file(*lines, header=HEADER)


def but(**cells: str) -> tuple[str, ...]:
    return tuple(cells.get(name.replace(" ", "_"), cell) for name, cell in zip(HEADER, GOOD, strict=True))


async def take_in(*lines: tuple[str, ...], **options: Any) -> Plan:
    return (await service.take_in(by=BY, what=What.PAYMENTS, content=a_file(*lines), **options)).plan


async def examine(*lines: tuple[str, ...]) -> Plan:
    return (await service.examine(What.PAYMENTS, a_file(*lines))).plan


@rolled_back
async def test_payments_lower_what_is_owed_and_are_entered_once() -> None:
    nora = await people.nora()
    await nora.open(PATH)
    content = a_file(GOOD, but(payment_id="P2", way="credit card", amount="10", note=""))
    page = await nora.press("See what it would do", files=[("week.csv", content)])
    page.shows("Payments added", "$35.00", "Check, Nov 20, 2026", "Card, at the office")
    page.lacks("Tell clients")
    page = await nora.press("Take it in")
    page.shows("Taken in: 2 added, $35.00 in all.")
    assert await sums() == (90_00, 0, 0)
    assert await kept("payment_entered") == 2
    page = await nora.open("/staff/billing?where=office")
    page.shows("$25.00", "$10.00")
    done = await take_in(GOOD, but(payment_id="P2", way="card", amount="10.00"), ("",) * 8)
    assert (done.added, done.unchanged) == (0, 2)
    assert await sums() == (90_00, 0, 0)


@rolled_back
async def test_each_row_is_measured_at_what_those_above_it_left() -> None:
    lines = [but(payment_id=f"P{number}", amount="60") for number in range(3)]
    found = await examine(*lines)
    assert [(each.row, each.column) for each in found.problems] == [(4, "amount")]
    assert "more than is owed at the moment: $5.00" in found.problems[0].sentence
    assert "Write yes in the column “keep rest”" in found.problems[0].sentence
    assert "Tick" not in found.problems[0].sentence
    done = await take_in(*lines[:2], but(payment_id="P9", amount="60", keep_rest="Yes"))
    assert (done.added, done.problems) == (3, ())
    assert await sums() == (0, 0, 55_00)


@rolled_back
async def test_the_statement_of_a_file_is_paid_first() -> None:
    await rows.change("update statement set source = 'csv', external_id = 'S1' where id = $1", PARTLY)
    await take_in(but(statement_id="S1"))
    assert (await statement(PARTLY))["owed_cents"] == 15_00


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"payment_id": ""}, "payment id", "an id of its own"),
        ({"payment_id": "P1"}, "payment id", "Row 2 has the same id"),
        ({"payment_id": "HELD", "amount": "2"}, "payment id", "with something else in it"),
        ({"client_number": "9999"}, "client number", "no client of this number"),
        ({"amount": "0"}, "amount", "more than $0.00"),
        ({"amount": "10.999"}, "amount", "an amount in dollars"),
        ({"amount": "50000.01"}, "amount", "at most $50,000.00"),
        ({"amount": "101"}, "amount", "more than is owed"),
        ({"way": "bitcoin"}, "way", "cash, check, terminal or credit"),
        ({"received_on": ""}, "received on", "Choose the day"),
        ({"received_on": "2099-01-01"}, "received on", "still to come"),
        ({"statement_id": "NONE"}, "statement id", "No statement of this client"),
        ({"statement_id": "BOBS"}, "statement id", "No statement of this client"),
        ({"statement_id": "GONE"}, "statement id", "nothing is paid for it any more"),
        ({"note": "F41.1"}, "note", "code of a diagnosis"),
        ({"keep_rest": "perhaps"}, "keep rest", "yes or no"),
    ],
)
@rolled_back
async def test_each_bad_cell_is_named_with_its_row_its_column_and_the_reason(
    cells: dict[str, str], column: str, says: str
) -> None:
    await take_in(but(payment_id="HELD", amount="1"))
    await rows.change(
        "update statement set source = 'csv', external_id = 'BOBS' where client = $1", people.client_id("bob")
    )
    await rows.change(
        "insert into statement (id, client, number, issued_on, due_on, state, total_cents, paid_cents, owed_cents,"
        " note, source, external_id, posted_at, posted_by_name, voided_by_name, void_reason)"
        " select gen_random_uuid(), $1, 90001, current_date, current_date, 'void', 1, 0, 0, '', 'csv', 'GONE', now(),"
        " '', '', ''",
        people.client_id("alice"),
    )
    await rows.change(
        "insert into statement_line (id, statement, position, words, charge_cents, insurance_cents, adjusted_cents,"
        " yours_cents) select gen_random_uuid(), id, 1, 'x', 1, 0, 0, 1 from statement where external_id = 'GONE'"
    )
    found = await examine(GOOD, but(**({"payment_id": "P2"} | cells)))
    [problem] = found.problems
    assert (problem.row, problem.column) == (3, column)
    assert says in problem.sentence
    assert found.added == 1


@pytest.mark.usefixtures("restored")
async def test_two_files_at_the_same_moment_pay_no_more_than_is_owed_and_the_rest_is_named() -> None:
    files = [
        (but(payment_id=f"{name}1", amount="100"), but(payment_id=f"{name}2", amount="5")) for name in "AB"
    ]
    done = await asyncio.gather(*(take_in(*lines) for lines in files))
    assert sorted(each.added for each in done) == [1, 2]
    [problem] = [problem for each in done for problem in each.problems]
    assert problem.row == 2
    assert "more than is owed at the moment" in problem.sentence
    assert await sums() == (15_00, 0, 0)


@rolled_back
async def test_a_file_confirmed_twice_says_when_it_was_taken_in() -> None:
    nora = await people.nora()
    await nora.open(PATH)
    page = await nora.press("See what it would do", files=[("week.csv", a_file(GOOD))])
    fields = {"what": "payments", "sheet": page.value("sheet")}
    first, second = [await sent(nora, "/staff/billing/import/confirmation", fields) for _ in range(2)]
    assert (first.status_code, second.status_code) == (303, 303)
    (await nora.open("/staff/billing")).shows("This very file was taken in on ", "Nothing is to be done.")
    assert await sums() == (100_00, 0, 0)
