"""Appointments from a file: looked through first, every bad row named, then taken in, each row once."""

import asyncio
import base64
import csv
import io
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest

from app.activity.actor import Actor
from app.appointments.importing import service
from app.appointments.importing.command import import_appointments
from app.demo import demo_id
from app.web.sheet import BadSheet
from tests import people, rows
from tests.appointments import kept
from tests.appointments.kept import TERRY, book, sent, told

rolled_back = pytest.mark.usefixtures("rolled_back")
PATH = "/staff/appointments/import"
BY = Actor.system("test")
HEADER = ("appointment id", "client number", "starts", "minutes", "clinician", "location", "telehealth link", "copay", "status")  # fmt: skip
GOOD = ("A1", "1001", "2099-06-01 14:30", "45", "terry@example.org", "Main office", "", "25", "booked")
AT = datetime(2099, 6, 1, 19, 30, tzinfo=UTC)


def a_file(*lines: tuple[str, ...], header: tuple[str, ...] = HEADER) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([header, *lines])
    return out.getvalue().encode()


def but(**cells: str) -> tuple[str, ...]:
    """Give the good row with other cells."""
    return tuple(cells.get(name.replace(" ", "_"), cell) for name, cell in zip(HEADER, GOOD, strict=True))


async def take_in(*lines: tuple[str, ...], **options: Any) -> service.Done:
    return await service.take_in(by=BY, content=a_file(*lines), **options)


@pytest.fixture
async def none(rolled_back: None) -> None:
    """No client has an appointment."""
    await kept.clear()


@pytest.mark.usefixtures("none")
async def test_a_file_is_looked_through_shown_and_only_then_taken_in() -> None:
    nora = await people.nora()
    await nora.open("/staff/appointments")
    page = await nora.follow("Take in a file")
    page.shows("2026-12-03 14:30 or 12/3/2026 2:30 PM", "at most 5,000 rows and 0.7 MB")
    content = a_file(GOOD, but(appointment_id="A2", client_number="9999", copay="much"))
    page = await nora.press("See what it would do", files=[("march.csv", content)])
    page.shows("march.csv", "1 row is left out", "Jun 1, 2099, 2:30 PM CDT")
    [problem] = page.all("#examined .problem")
    assert [cell.get_text() for cell in problem.find_all(["b", "span"])] == [
        "Row 3",
        "copay",
        "“much”",
        "Type an amount in dollars, such as 25 or 25.50.",
    ]
    assert not await kept.all_of()
    page = await nora.press("Take in the good rows")
    page.shows("Taken in: 1 added, 0 changed, 0 cancelled. 1 row was left out.")
    [row] = await kept.all_of()
    assert row["starts_at"] == AT
    assert (row["minutes"], row["copay_cents"], row["clinician"]) == (45, 2500, TERRY)
    assert (row["source"], row["external_id"]) == ("csv", "A1")
    assert len(await told()) == 1
    assert await rows.value("select count(*) from audit_event where kind = 'appointments_imported'") == 1


@pytest.mark.usefixtures("none")
async def test_the_same_again_does_nothing_and_what_differs_is_moved_changed_and_cancelled() -> None:
    second, third = but(appointment_id="A2"), but(appointment_id="A3", client_number="1002")
    assert (await take_in(GOOD, second, third)).plan.added == 3
    before = await rows.digest()
    again = await take_in(GOOD, second, third)
    assert again.before is not None
    done = (await take_in(GOOD, second, third, ("",) * 9, ("",) * 9)).plan  # other bytes, the same rows
    assert (done.added, done.changed, done.cancelled, done.unchanged) == (0, 0, 0, 3)
    assert len(await told()) == 3
    moved, changed = but(starts="6/2/2099 2:30 pm"), but(appointment_id="A2", minutes="60")
    done = (await take_in(moved, changed, (*third[:-1], "canceled"))).plan
    assert (done.added, done.changed, done.cancelled) == (0, 2, 1)
    assert [await kept.recorded(f"appointment_{kind}") for kind in ("moved", "changed", "cancelled")] == [
        1,
        1,
        1,
    ]
    assert [news["needed"] for news in await told()][3:] == [True, False, True]
    assert before != await rows.digest()


@pytest.mark.usefixtures("none")
async def test_a_file_that_was_undone_by_another_can_be_taken_in_again() -> None:
    moved = but(starts="2099-06-02 14:30")
    for lines, changed in (((GOOD,), 0), ((moved,), 1), ((GOOD,), 1)):
        assert (await take_in(*lines)).plan.changed == changed
    [row] = await kept.all_of()
    assert row["starts_at"] == AT


@pytest.mark.usefixtures("none")
@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"appointment_id": ""}, "appointment id", "an id of its own"),
        ({"client_number": "alice"}, "client number", "Type the client's number"),
        ({"client_number": "9999"}, "client number", "no client of this number"),
        ({"client_number": "1002", "appointment_id": "HELD"}, "appointment id", "another client's"),
        ({"starts": "soon"}, "starts", "Write it like this"),
        ({"starts": ""}, "starts", "Write when it starts"),
        ({"starts": "2099-02-30 10:00"}, "starts", "Write it like this"),
        ({"starts": "2099-06-01 25:00"}, "starts", "Write it like this"),
        ({"starts": "2099-03-08 02:30"}, "starts", "the clocks go forward"),
        ({"starts": "2099-11-01 01:30"}, "starts", "2099-11-01 01:30-05:00"),
        ({"starts": "2099-06-01 10:00+99:00"}, "starts", "Write it like this"),
        ({"minutes": "0"}, "minutes", "from 5 to 720"),
        ({"clinician": "Somebody Else"}, "clinician", "Nobody of this name"),
        ({"location": "Nowhere"}, "location", "no office location"),
        ({"telehealth_link": "javascript:alert(1)"}, "telehealth link", "begins with https://"),
        ({"copay": "-3"}, "copay", "an amount in dollars"),
        ({"status": "perhaps"}, "status", "booked or cancelled"),
        ({"appointment_id": "GONE"}, "status", "It was cancelled here"),
        ({"starts": "2099-07-01 10:00"}, "starts", "discharged by then"),
    ],
)
async def test_each_bad_cell_is_named_with_its_row_its_column_and_the_reason(
    cells: dict[str, str], column: str, says: str
) -> None:
    await rows.change("update client set discharged_on = '2099-06-15' where number = 1001")
    await book(source="csv", external_id="HELD")
    gone = await book(source="csv", external_id="GONE")
    await rows.change("update appointment set state = 'cancelled' where id = $1", gone)
    found = (await service.examine(a_file(but(appointment_id="B1"), but(**cells)))).plan
    [problem] = found.problems
    assert (problem.row, problem.column) == (3, column)
    assert says in problem.sentence
    assert found.added == 1


@pytest.mark.usefixtures("none")
async def test_an_id_twice_in_a_file_is_named_and_a_name_that_two_have() -> None:
    await rows.change(
        "update staff_member set first_name = 'Terry', last_name = 'Tran' where email = 'dana@example.org'"
    )
    found = (await service.examine(a_file(GOOD, GOOD, but(appointment_id="A2", clinician="Terry Tran")))).plan
    assert [(each.row, each.column) for each in found.problems] == [(3, "appointment id"), (4, "clinician")]
    assert "Row 2 has the same id" in found.problems[0].sentence
    assert "Write the e-mail address" in found.problems[1].sentence


@pytest.mark.usefixtures("none")
@pytest.mark.parametrize(
    ("starts", "at"),
    [
        ("2099-06-01T14:30:00", AT),
        ("6/1/2099 2:30 PM", AT),
        ("06/01/2099, 2:30pm", AT),
        ("2099-06-01 15:30-04:00", AT),
        ("2099-06-01T19:30:00.000Z", AT),
        ("2099-11-01 01:30 -06:00", datetime(2099, 11, 1, 7, 30, tzinfo=UTC)),
    ],
)
async def test_moments_are_read_as_programs_write_them(starts: str, at: datetime) -> None:
    assert (await take_in(but(starts=starts))).plan.added == 1
    assert [row["starts_at"] for row in await kept.all_of()] == [at]


@pytest.mark.usefixtures("none")
async def test_the_clocks_of_the_location_count_and_a_column_that_is_not_there_changes_nothing() -> None:
    await rows.change("update office_location set zone = 'America/Phoenix'")
    await take_in(GOOD)
    header = ("Client", "ID", "Date", "Time")
    moved = a_file(("1001", "A1", "6/2/2099", "9:00 AM"), header=header)
    assert (await service.take_in(by=BY, content=moved)).plan.changed == 1
    [row] = await kept.all_of()
    assert row["starts_at"] == datetime(2099, 6, 2, 16, 0, tzinfo=UTC)
    assert (row["minutes"], row["copay_cents"], row["clinician"], row["location"]) == (
        45,
        2500,
        TERRY,
        kept.MAIN,
    )


@pytest.mark.usefixtures("none")
async def test_past_ones_are_kept_and_nobody_is_told_of_them_nor_of_new_ones_where_that_is_not_wanted() -> (
    None
):
    past = but(appointment_id="A0", starts="2020-06-01 14:30")
    done = (await take_in(past, GOOD, told=False)).plan
    assert done.added == 2
    assert not await told()
    await take_in(past, (*GOOD[:-1], "cancelled"), told=False)
    assert len(await told()) == 1


@pytest.mark.usefixtures("restored")
async def test_only_a_client_admin_with_the_whole_rule_takes_a_file_in() -> None:
    await kept.clear()
    terry = await people.terry()
    await terry.open(PATH, status=403)
    await terry.open(f"{PATH}/example", status=403)
    for path in (PATH, f"{PATH}/confirmation"):
        assert (await sent(terry, path, {"sheet": ""})).status_code == 403
    await rows.change(
        "update profile_rule set can_delete = false where rule = 'Appointments' and profile = $1",
        demo_id("profile", "Administrator"),
    )
    nora = await people.nora()
    (await nora.open("/staff/appointments")).lacks("Take in a file")
    await nora.open(PATH, status=403)


@pytest.mark.usefixtures("none")
async def test_a_file_that_is_none_is_refused_at_its_field() -> None:
    nora = await people.nora()
    for content, says in (
        (b"%PDF-\xff", "CSV file in UTF-8"),
        (b"name\nx\n", "columns are missing"),
        (b"a" * 700_001, "larger than 0.7 MB"),
        (b"a" * 2_000_000, "larger than 0.7 MB"),
    ):
        await nora.open(PATH)
        page = await nora.press("See what it would do", status=422, files=[("a.csv", content)])
        page.shows(says)
    await nora.open(PATH)
    (await nora.press("See what it would do", status=422)).shows("Choose a file.")
    too_large = base64.urlsafe_b64encode(zlib.compress(b"a" * 700_001)).decode()
    for sheet in ("", "nonsense", "eJw=", "=" * 9, "ünlesbar", too_large):
        answer = await sent(nora, f"{PATH}/confirmation", {"sheet": sheet})
        assert answer.status_code == 422, sheet
        assert "did not come back as it was shown" in answer.text
    with pytest.raises(BadSheet):
        await service.examine(a_file(*(but(appointment_id=str(number)) for number in range(5_001))))


@pytest.mark.usefixtures("none")
async def test_the_example_can_be_taken_in_as_it_is_but_for_its_clinician() -> None:
    nora = await people.nora()
    example = await nora.send("GET", f"{PATH}/example")
    assert "attachment" in example.headers["content-disposition"]
    found = (await service.examine(example.content)).plan
    assert [problem.column for problem in found.problems] == ["clinician"]


@pytest.mark.usefixtures("none")
async def test_the_command_says_what_it_would_do_and_what_it_did() -> None:
    content = a_file(GOOD, but(appointment_id="A2", status="perhaps"))
    good, lines = await import_appointments(content, dry_run=True, told=True)
    assert not good
    assert lines == [
        "row 3, status: Write booked or cancelled. ('perhaps')",
        "It would be: 1 added, 0 changed, 0 cancelled, 0 as they are, 1 left out.",
    ]
    assert not await kept.all_of()
    assert await import_appointments(a_file(GOOD), dry_run=False, told=False) == (
        True,
        ["1 added, 0 changed, 0 cancelled, 0 as they are."],
    )
    good, lines = await import_appointments(a_file(GOOD), dry_run=False, told=True)
    assert good
    assert "nothing is to be done" in lines[0]
    assert await import_appointments(b"", dry_run=False, told=True) == (
        False,
        ["There is nothing in this file."],
    )


@pytest.mark.usefixtures("restored")
async def test_taken_in_twice_at_the_same_moment_each_appointment_is_added_once() -> None:
    await kept.clear()
    lines = [
        but(appointment_id=f"A{number}", starts=f"2099-06-{number % 28 + 1:02} 14:30")
        for number in range(120)
    ]
    done = await asyncio.gather(*(take_in(*lines) for _ in range(3)))
    assert sum(each.plan.added for each in done) == len(await kept.all_of()) == 120


@pytest.mark.usefixtures("none")
async def test_a_file_that_changes_nothing_has_no_button() -> None:
    nora = await people.nora()
    await take_in(GOOD)
    for content, says in (
        (a_file(GOOD), "This very file was taken in on"),
        (a_file(GOOD) + b"\n", "Everything stands here as the file says."),
        (a_file(but(status="perhaps")), "1 row is left out"),
    ):
        await nora.open(PATH)
        page = await nora.press("See what it would do", files=[("a.csv", content)])
        page.shows(says)
        page.lacks("Take it in", "Take in the good rows")
