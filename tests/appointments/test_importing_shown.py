"""What looking through a file of appointments tells: old and new, what overlaps; and what a file cancelled itself."""

from datetime import UTC, datetime

import pytest

from app.appointments import service as visits
from app.appointments.importing import service
from tests import people
from tests.appointments import kept
from tests.appointments.kept import book, told
from tests.appointments.test_importing import AT, BY, GOOD, PATH, a_file, but, take_in

pytestmark = pytest.mark.usefixtures("none")


@pytest.fixture
async def none(rolled_back: None) -> None:
    """No client has an appointment."""
    await kept.clear()


async def test_what_a_file_cancelled_a_later_one_books_again_and_the_client_is_told() -> None:
    await take_in(GOOD)
    await take_in(but(status="cancelled"))
    done = (await take_in(but(starts="2099-06-02 14:30"), told=False)).plan
    assert (done.added, done.changed, done.problems) == (0, 1, ())
    [row] = await kept.all_of()
    assert (row["state"], row["sequence"], row["cancelled_at"]) == ("booked", 2, None)
    assert row["starts_at"] == datetime(2099, 6, 2, 19, 30, tzinfo=UTC)
    assert row["placed_at"] > row["booked_at"]
    assert [news["needed"] for news in await told()] == [False, True, True]
    assert await kept.recorded("appointment_booked") == 2
    await take_in(but(status="cancelled", minutes="46"))
    assert [row["state"] for row in await kept.all_of()] == ["cancelled"]


async def test_what_was_cancelled_by_hand_stays_cancelled_whatever_a_file_says() -> None:
    await take_in(GOOD)
    [row] = await kept.all_of()
    await take_in(but(status="cancelled"))
    await take_in(GOOD)
    await visits.cancel(by=BY, client_id=row["client"], appointment_id=row["id"])
    [problem] = (await take_in(but(minutes="60"))).plan.problems
    assert "It was cancelled here by hand" in problem.sentence
    assert [row["state"] for row in await kept.all_of()] == ["cancelled"]


async def test_rows_in_which_a_clinician_has_two_appointments_at_once_say_so_and_are_taken_in() -> None:
    await book("bob", starts_at=AT)
    lines = (
        but(starts="2099-06-01 15:00"),
        but(appointment_id="A2", client_number="1002", starts="2099-06-03 10:00", minutes="90"),
        but(appointment_id="A3", starts="2099-06-03 11:00"),
        but(appointment_id="A4", starts="2099-06-03 11:45"),
        but(appointment_id="A5", starts="2099-06-03 11:45", clinician=""),
    )
    nora = await people.nora()
    await nora.open(PATH)
    page = await nora.press("See what it would do", files=[("a.csv", a_file(*lines))])
    words = [each.get_text() for each in page.all("#examined .remark")]
    assert [" ".join(each.split()).replace("\u202f", " ") for each in words] == [
        "The clinician has another appointment then: Jun 1, 2099, 2:30 PM CDT.",
        "The clinician has another appointment then: row 4.",
        "The clinician has another appointment then: row 3.",
    ]
    page.shows("In 3 rows the clinician has another appointment then")
    assert (await take_in(*lines)).plan.added == 5


async def test_an_appointment_that_a_file_moves_away_is_in_nobodys_way() -> None:
    await take_in(GOOD)
    found = await service.examine(
        a_file(but(starts="2099-06-02 14:30"), but(appointment_id="A2", client_number="1002"))
    )
    assert found.remarks == {}


async def test_the_old_time_stands_beside_the_new_and_what_else_changes_is_named() -> None:
    await take_in(GOOD, but(appointment_id="A2", starts="2099-06-05 09:00"))
    nora = await people.nora()
    await nora.open(PATH)
    moved = but(starts="2099-06-02 14:30", location="", telehealth_link="https://example.org/v")
    changed = but(appointment_id="A2", starts="2099-06-05 09:00", clinician="", copay="30", minutes="60")
    page = await nora.press("See what it would do", files=[("a.csv", a_file(moved, changed))])
    first, second = [
        " ".join(each.get_text(" ").split()).replace("\u202f", " ") for each in page.all("#examined .planned")
    ]
    assert "A1" in first
    assert "Jun 1, 2099, 2:30 PM CDT" in first
    assert "Jun 2, 2099, 2:30 PM CDT" in first
    assert "Also changed: location, telehealth link" in first
    assert "A2" in second
    assert "Changed: minutes, clinician, copay" in second
