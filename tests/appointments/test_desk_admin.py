"""Appointments in Piccolo Admin, by client number and local time, and what of them is to be mended."""

from datetime import UTC, datetime

import pytest

from app.appointments.panel import PANEL
from tests import people, rows
from tests.admin.desk import desk_of
from tests.appointments import kept
from tests.appointments.kept import MAIN, ask, book, told
from tests.office.mends import mends_of

rolled_back = pytest.mark.usefixtures("rolled_back")
WHICH = {"client_number": 1001, "starts_on": "2099-06-01", "starts_at": "2:30 PM"}


@pytest.fixture
async def none(rolled_back: None) -> None:
    """No client has an appointment."""
    await kept.clear()


@pytest.mark.usefixtures("none")
async def test_one_is_added_moved_and_cancelled_by_forms() -> None:
    nora = await desk_of("nora")
    added = {
        **WHICH,
        "clinician": "terry tran",
        "location": "MAIN OFFICE",
        "copay": "25",
        "telehealth_link": "",
    }
    for _ in range(2):
        answer = await nora.take("add-an-appointment", **added)
        assert answer.status_code == 200, answer.text
    [row] = await kept.all_of()
    assert (row["starts_at"], row["minutes"], row["copay_cents"]) == (kept.FAR, 50, 2500)
    assert (row["clinician"], row["location"]) == (kept.TERRY, kept.MAIN)
    answer = await nora.take("move-an-appointment", **WHICH, new_day="2099-06-02", new_time="09:00")
    assert answer.status_code == 200, answer.text
    answer = await nora.take("cancel-an-appointment", **WHICH)
    assert "has no appointment at this day and time" in answer.text
    answer = await nora.take(
        "cancel-an-appointment", **WHICH | {"starts_on": "2099-06-02", "starts_at": "9:00"}
    )
    assert answer.status_code == 200, answer.text
    assert [row["state"] for row in await kept.all_of()] == ["cancelled"]
    assert len(await told()) == 3
    assert [await kept.recorded(f"appointment_{kind}") for kind in ("booked", "moved", "cancelled")] == [
        1
    ] * 3


@pytest.mark.usefixtures("none")
async def test_what_cannot_be_is_said_and_nothing_is_done() -> None:
    nora = await desk_of("nora")
    await book("bob")
    for typed, says in (
        ({"starts_at": "noon"}, "Type the time like this"),
        ({"starts_on": "2020-06-01"}, "This moment is over"),
        ({"starts_on": "2099-03-08", "starts_at": "2:30 AM"}, "the clocks go forward"),
        ({"starts_on": "2099-11-01", "starts_at": "1:30 AM"}, "comes twice"),
        ({"location": "Nowhere"}, "no office location"),
        ({"clinician": "Nobody"}, "one of the clinicians"),
        ({"clinician": "Terry Tran"}, "has another appointment then"),
    ):
        answer = await nora.take("add-an-appointment", **WHICH | typed)
        assert answer.status_code >= 400, typed
        assert says in answer.text, answer.text
    assert not await kept.all_of()
    answer = await nora.take("add-an-appointment", **WHICH, clinician="Terry Tran", add_anyway=True)
    assert answer.status_code == 200, answer.text
    await book()
    assert "several appointments" in (await nora.take("cancel-an-appointment", **WHICH)).text


@pytest.mark.usefixtures("none")
async def test_tables_are_read_by_client_admins_alone_and_changed_by_nobody() -> None:
    appointment = await book()
    await ask("move", appointment)
    nora, terry, dana = await desk_of("nora"), await desk_of("terry"), await desk_of("dana")
    for table in ("appointments", "appointment_requests"):
        [row] = await nora.rows(table)
        assert (await nora.change(table, row["id"], state="cancelled")).status_code in (403, 405)
        assert (await nora.delete(table, row["id"])).status_code in (403, 405)
        assert (await terry.get(f"/api/tables/{table}/")).status_code == 403
    assert (await dana.take("cancel-an-appointment", **WHICH)).status_code >= 400
    assert (await dana.take("add-an-appointment", **WHICH)).status_code >= 400
    assert [row["state"] for row in await kept.all_of()] == ["booked"]


@pytest.mark.usefixtures("none")
async def test_what_nobody_answers_and_who_works_here_no_more_is_among_the_things_to_mend() -> None:
    await rows.change("update task_type set for_appointments = false")
    await book()
    [unanswered] = await mends_of(PANEL)
    assert "Clients cannot ask for, move or cancel appointments here" in unanswered.sentence
    await rows.change("update task_type set for_appointments = true where label = 'Appointment'")
    assert not await mends_of(PANEL)
    await rows.change("update staff_member set active = false where id = $1", people.staff_id("terry"))
    [left] = await mends_of(PANEL)
    assert "1 appointment ahead is with Terry Tran, LCSW, who does not work here any more." in left.sentence
    assert left.path.endswith("?day=2099-06-01")


@pytest.mark.usefixtures("restored")
async def test_a_location_keeps_its_zone_while_clients_are_expected_there() -> None:
    await kept.clear()
    nora = await desk_of("nora")
    for client in ("alice", "bob"):
        await book(client)
    await book(location_id=None)
    await book(starts_at=datetime(2020, 6, 1, 19, 30, tzinfo=UTC))
    answer = await nora.change("office_locations", MAIN, zone="America/Phoenix")
    assert answer.status_code == 409, answer.text
    assert (await nora.change("office_locations", MAIN, zone="Mars/Base")).status_code == 409
    assert "2 appointments to come are booked at this location" in answer.text
    assert await rows.value("select zone from office_location where id = $1", MAIN) == ""
    answer = await nora.change("office_locations", MAIN, zone="America/Chicago", city="Evanston")
    assert answer.status_code == 200, answer.text  # the practice's own zone: no clock changes
    await rows.change("update appointment set state = 'cancelled'")
    answer = await nora.change("office_locations", MAIN, zone="America/Phoenix")
    assert answer.status_code == 200, answer.text
    assert (await nora.add("office_locations", name="North", zone="America/Denver")).status_code == 201
