"""Statements from a file: rows of one id are one statement, looked through first, every bad row named, posted once."""

import asyncio
import csv
import io
from typing import Any

import pytest

from app.activity.actor import Actor
from app.billing.importing import service
from app.billing.importing.columns import STATEMENTS, What
from app.billing.importing.command import import_billing
from app.billing.importing.planning import Plan
from app.notices.tables import OutboxMessage
from app.notices.telling.service import TELL
from app.staff.rules import Action
from app.web.sheet import BadSheet
from tests import people, rows
from tests.appointments.kept import sent
from tests.billing.desk.books import EVERYTHING, clerk, kept, sums

rolled_back = pytest.mark.usefixtures("rolled_back")

PATH = "/staff/billing/import"
BY = Actor.system("test")
HEADER = tuple(column.name for column in STATEMENTS)
GOOD = (
    "S1",
    "1001",
    "2026-11-02",
    "12/2/2026",
    "",
    "2026-10-20",
    "Individual session",
    "165",
    "$120.00",
    "20",
)
SECOND = ("S1", "", "", "", "", "10/27/2026", "Group session", "90", "50", "")
COUNT = "select count(*) from statement where source = 'csv'"


def a_file(*lines: tuple[str, ...], header: tuple[str, ...] = HEADER) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([header, *lines])
    return out.getvalue().encode()


def but(row: tuple[str, ...] = GOOD, /, **cells: str) -> tuple[str, ...]:
    """Give the good row with other cells."""
    return tuple(cells.get(name.replace(" ", "_"), cell) for name, cell in zip(HEADER, row, strict=True))


async def take_in(*lines: tuple[str, ...], **options: Any) -> service.Done:
    return await service.take_in(by=BY, what=What.STATEMENTS, content=a_file(*lines), **options)


async def examine(*lines: tuple[str, ...]) -> Plan:
    return (await service.examine(What.STATEMENTS, a_file(*lines))).plan


async def told() -> int:
    found: int = await OutboxMessage.count().where(OutboxMessage.kind == TELL)
    return found


@rolled_back
async def test_a_file_is_looked_through_shown_and_only_then_taken_in() -> None:
    nora = await people.nora()
    await nora.open("/staff/billing")
    page = await nora.follow("Take in a file")
    page.shows("Rows with the same id are the lines of one statement", "at most 5,000 rows and 0.7 MB")
    second = but(SECOND, client_number="1001")
    content = a_file(GOOD, second, but(statement_id="S2", client_number="9999", charge="much"))
    before = await rows.digest()
    page = await nora.press("See what it would do", files=[("march.csv", content)])
    page.shows("march.csv", "1 row is left out", "$65.00", "2 lines", "Client 1001")
    [problem] = page.all("#examined .problem")
    assert [cell.get_text() for cell in problem.find_all(["b", "span"])] == [
        "Row 4",
        "charge",
        "“much”",
        "Type an amount in dollars, such as 25 or 25.50.",
    ]
    assert await rows.digest() == before
    page = await nora.press("Take in the good rows")
    page.shows("Taken in: 1 added, $65.00 in all. 1 row was left out.")
    assert await sums() == (190_00, 0, 0)
    assert await told() == 1
    assert await kept("billing_imported") == 1
    assert await kept("statement_posted") == 1
    assert await rows.value("select external_id from statement where source = 'csv'") == "S1"


@rolled_back
async def test_the_same_again_does_nothing() -> None:
    second = but(SECOND, client_number="1001")
    assert (await take_in(GOOD, second)).plan.added == 1
    assert (await take_in(GOOD, second)).before is not None
    done = (await take_in(GOOD, second, ("",) * 10)).plan  # other bytes, the same rows
    assert (done.added, done.unchanged, done.problems) == (0, 1, ())
    days_left_out = but(statement_date="", due_date="")
    assert (await take_in(days_left_out, second)).plan.unchanged == 1
    assert await rows.value(COUNT) == 1
    assert await told() == 1


@rolled_back
async def test_nobody_is_told_where_that_is_not_wanted() -> None:
    await take_in(GOOD, told=False)
    assert await told() == 0


@rolled_back
@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"statement_id": ""}, "statement id", "an id of its own"),
        ({"client_number": "alice"}, "client number", "Type the client's number"),
        ({"client_number": "9999"}, "client number", "no client of this number"),
        ({"statement_date": "soon"}, "statement date", "Write it like this"),
        ({"due_date": "2026-11-01"}, "due date", "before the day of the statement"),
        ({"statement_date": "2099-06-01", "due_date": "2099-07-01"}, "statement date", "still to come"),
        ({"service_date": "2099-06-01"}, "service date", "still to come"),
        ({"service_date": "2026-02-30"}, "service date", "Write it like this"),
        ({"description": ""}, "description", "Say what this line is for"),
        ({"description": "Session, F41.1"}, "description", "code of a diagnosis"),
        ({"note": "F41.1"}, "note", "code of a diagnosis"),
        ({"charge": ""}, "charge", "Type the charge"),
        ({"charge": "-3"}, "charge", "an amount in dollars"),
        ({"insurance_paid": "166"}, "insurance paid", "insurance paid is more than the charge"),
        ({"statement_id": "HELD"}, "statement id", "with something else in it"),
        ({"statement_id": "HELD", "client_number": "1002"}, "statement id", "another client's"),
        ({"statement_id": "GONE"}, "statement id", "voided here"),
    ],
)
async def test_each_bad_cell_is_named_with_its_row_its_column_and_the_reason(
    cells: dict[str, str], column: str, says: str
) -> None:
    await take_in(but(statement_id="HELD", charge="100", insurance_paid="0"), but(statement_id="GONE"))
    await rows.change("update statement set state = 'void', owed_cents = 0 where external_id = 'GONE'")
    found = await examine(but(statement_id="B1"), but(**({"statement_id": "B2"} | cells)))
    [problem] = found.problems
    assert (problem.row, problem.column) == (3, column)
    assert says in problem.sentence
    assert found.added == 1


@rolled_back
async def test_a_statement_of_which_a_row_is_bad_is_left_out_whole_and_every_row_is_named() -> None:
    lines = (GOOD, but(charge="x"), but(description="M54.5"), but(statement_id="S2"))
    found = await examine(*lines)
    assert [(each.row, each.column) for each in found.problems] == [
        (2, "statement id"),
        (3, "charge"),
        (4, "statement id"),
    ]
    assert "Row 3 of the same statement is not right." in found.problems[0].sentence
    assert [each.external_id for each in found.planned] == ["S2"]
    found = await examine(GOOD, but(description="M54.5"), GOOD)
    assert [(each.row, each.column) for each in found.problems] == [
        (2, "statement id"),
        (3, "description"),
        (4, "statement id"),
    ]


@rolled_back
async def test_rows_of_one_statement_say_the_same_of_it() -> None:
    for cells, column in (
        ({"client_number": "1002"}, "client number"),
        ({"due_date": "2026-12-24"}, "due date"),
        ({"note": "Other"}, "note"),
    ):
        found = await examine(GOOD, but(**cells))
        assert [(each.row, each.column) for each in found.problems] == [(2, "statement id"), (3, column)]
        assert "Row 2 says something else of the same statement." in found.problems[1].sentence


@rolled_back
async def test_a_statement_has_at_most_forty_lines() -> None:
    assert (await examine(*[GOOD] * 40)).added == 1
    found = await examine(*[GOOD] * 41)
    assert found.rows_left_out == 41
    assert any("at most 40 lines" in problem.sentence for problem in found.problems)


@rolled_back
async def test_days_that_are_not_said_are_the_usual_ones() -> None:
    header = ("id", "client", "what for", "fee")
    done = await service.take_in(
        by=BY, what=What.STATEMENTS, content=a_file(("S9", "1002", "Letter", "40"), header=header)
    )
    assert done.plan.added == 1
    assert await rows.value("select due_on - issued_on from statement where external_id = 'S9'") == 30


@rolled_back
async def test_only_a_client_admin_with_create_takes_a_file_in() -> None:
    for actions, client_admin in ((EVERYTHING - {Action.CREATE}, True), (EVERYTHING, False)):
        async with rows.undone():
            stan = await clerk(*actions, client_admin=client_admin)
            (await stan.open("/staff/billing")).lacks("Take in a file")
            await stan.open(PATH, status=403)
            await stan.open(f"{PATH}/example", status=403)
            for path in (PATH, f"{PATH}/confirmation"):
                assert (await sent(stan, path, {"sheet": ""})).status_code == 403
    stan = await clerk(Action.VIEW, Action.CREATE)
    await stan.open(PATH)


@rolled_back
async def test_a_file_that_is_none_is_refused_at_its_field() -> None:
    nora = await people.nora()
    for content, says in (
        (b"%PDF-\xff", "CSV file in UTF-8"),
        (b"name\nx\n", "columns are missing"),
        (b"a" * 700_001, "larger than 0.7 MB"),
    ):
        await nora.open(PATH)
        page = await nora.press("See what it would do", status=422, files=[("a.csv", content)])
        page.shows(says)
    await nora.open(PATH)
    (await nora.press("See what it would do", status=422)).shows("Choose a file.")
    for sheet in ("", "nonsense"):
        answer = await sent(nora, f"{PATH}/confirmation", {"sheet": sheet})
        assert answer.status_code == 422
        assert "did not come back as it was shown" in answer.text
    with pytest.raises(BadSheet):
        await examine(*(but(statement_id=str(number)) for number in range(5_001)))


@rolled_back
async def test_a_file_that_changes_nothing_has_no_button() -> None:
    nora = await people.nora()
    await take_in(GOOD)
    for content, says in (
        (a_file(GOOD), "This very file was taken in on"),
        (a_file(GOOD) + b"\n", "Everything stands here as the file says."),
        (a_file(but(charge="x")), "1 row is left out"),
    ):
        await nora.open(PATH)
        page = await nora.press("See what it would do", files=[("a.csv", content)])
        page.shows(says)
        page.lacks("Take it in", "Take in the good rows")


@rolled_back
@pytest.mark.parametrize("what", What)
async def test_the_example_can_be_taken_in_as_it_is(what: What) -> None:
    nora = await people.nora()
    page = await nora.open(f"{PATH}?what={what}")
    assert page.value("what") == what
    example = await nora.send("GET", f"{PATH}/example?what={what}")
    assert f"{what}.csv" in example.headers["content-disposition"]
    found = (await service.examine(what, example.content)).plan
    assert (found.added, found.problems) == (1, ())


@rolled_back
async def test_the_command_says_what_it_would_do_and_what_it_did() -> None:
    content = a_file(GOOD, but(statement_id="S2", charge="x"))
    good, lines = await import_billing("statements", content, dry_run=True, told=True)
    assert not good
    assert lines == [
        "row 3, charge: Type an amount in dollars, such as 25 or 25.50. ('x')",
        "It would be: 1 added ($25.00), 0 as they are, 1 rows left out.",
    ]
    assert await rows.value(COUNT) == 0
    assert await import_billing("statements", a_file(GOOD), dry_run=False, told=False) == (
        True,
        ["1 added ($25.00), 0 as they are."],
    )
    good, lines = await import_billing("statements", a_file(GOOD), dry_run=False, told=True)
    assert good
    assert "nothing is to be done" in lines[0]
    assert await import_billing("payments", b"", dry_run=False, told=True) == (
        False,
        ["There is nothing in this file."],
    )


@pytest.mark.usefixtures("restored")
async def test_taken_in_three_times_at_the_same_moment_each_statement_is_posted_once() -> None:
    lines = [
        but(statement_id=f"S{number}", charge="10", insurance_paid="", adjusted="") for number in range(30)
    ]
    done = await asyncio.gather(*(take_in(*lines) for _ in range(3)))
    assert sum(each.plan.added for each in done) == await rows.value(COUNT) == 30
    assert not any(each.plan.problems for each in done)
    assert await sums() == (125_00 + 300_00, 0, 0)
