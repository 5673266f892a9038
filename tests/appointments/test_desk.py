"""The chart's tab Appointments: staff add, move, change and cancel, and answer what the client asks."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid5

import pytest

from app.demo import demo_id
from tests import people, rows
from tests.appointments import kept
from tests.appointments.kept import A_DAY, FAR, MAIN, TERRY, ask, book, chart, one, sent, told

rolled_back = pytest.mark.usefixtures("rolled_back")
WHEN: dict[str, Any] = {"starts_on": "2099-06-01", "starts_at_time": "14:30"}


@pytest.fixture
async def none(rolled_back: None) -> None:
    """No client has an appointment."""
    await kept.clear()


@pytest.mark.usefixtures("none")
async def test_an_appointment_is_booked_by_the_clocks_of_its_location_and_the_client_is_told() -> None:
    await rows.change("update office_location set zone = 'America/Phoenix'")
    terry = await people.terry()
    page = await terry.open(chart())
    page.shows("No appointments to come")
    page = await terry.open(f"{chart()}/new")
    assert page.value("clinician") == str(TERRY)
    assert page.value("location") == str(MAIN)
    fields: dict[str, Any] = {
        "minutes": "45",
        "copay": "$25",
        "telehealth_url": "https://video.example.org/room/7",
    }
    page = await terry.press("Book the appointment", **WHEN, **fields)
    page.shows("The appointment is booked.", "Monday, June 1, 2099", "2:30 PM to 3:15 PM MST", "Copay $25.00")
    [row] = await kept.all_of()
    assert row["starts_at"] == datetime(2099, 6, 1, 21, 30, tzinfo=UTC)
    assert (row["minutes"], row["copay_cents"], row["sequence"], row["source"]) == (45, 2500, 0, "")
    [news] = await told()
    assert news == {
        "client": str(people.client_id("alice")),
        "notice": "appointment",
        "object": str(row["id"]),
        "event": str(uuid5(row["id"], "0")),
        "path": f"/appointments/{row['id']}",
        "needed": False,
    }
    assert await kept.recorded("appointment_booked") == 1


@pytest.mark.usefixtures("none")
async def test_pressed_twice_one_appointment_is_booked() -> None:
    terry = await people.terry()
    page = await terry.open(f"{chart()}/new")
    once = page.value("once")
    await terry.press("Book the appointment", **WHEN)
    await terry.open(f"{chart()}/new")
    await terry.press("Book the appointment", once=once, **WHEN)
    assert len(await kept.all_of()) == len(await told()) == 1


@pytest.mark.usefixtures("none")
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"starts_on": ""}, "Choose the day."),
        ({"starts_at_time": "half past"}, "Type the time like this"),
        ({"starts_on": "2020-06-01"}, "This moment is over."),
        ({"starts_on": "2099-03-08", "starts_at_time": "02:30"}, "the clocks go forward"),
        ({"minutes": "4"}, "a whole number of minutes from 5 to 720"),
        ({"telehealth_url": "http://video.example/7"}, "It begins with https://"),
        ({"telehealth_url": "https://me:word@video.example/7"}, "It begins with https://"),
        ({"copay": "-5"}, "Type an amount in dollars"),
        ({"clinician": str(people.staff_id("stan"))}, "choose from the list"),
        ({"location": str(demo_id("location", "nowhere"))}, "choose from the list"),
    ],
)
async def test_what_cannot_be_booked_is_said_at_its_field_and_all_that_was_typed_stays(
    typed: dict[str, str], says: str
) -> None:
    terry = await people.terry()
    fields = {**WHEN, "minutes": "45", "copay": "25", **typed}
    page = await terry.open(f"{chart()}/new")
    data = fields | {name: page.value(name) for name in ("clinician", "location", "once")} | typed
    answer = await sent(terry, chart(), data)
    assert answer.status_code == 422
    words = answer.text
    assert says in words
    for name, value in fields.items():
        if name not in ("clinician", "location"):
            assert f'value="{value}"' in words, name
    assert not await kept.all_of()
    assert not await told()


@pytest.mark.usefixtures("none")
async def test_in_the_hour_that_comes_twice_the_form_asks_which_one_is_meant() -> None:
    terry = await people.terry()
    await terry.open(f"{chart()}/new")
    fields: dict[str, Any] = {"starts_on": "2099-11-01", "starts_at_time": "01:30"}
    page = await terry.press("Book the appointment", status=422, **fields)
    page.shows("comes twice", "1:30 AM CDT", "1:30 AM CST")
    await terry.press("Book the appointment", twice="later")
    [row] = await kept.all_of()
    assert row["starts_at"] == datetime(2099, 11, 1, 7, 30, tzinfo=UTC)
    page = await terry.open(f"{chart()}/{row['id']}/move")
    assert page.value("twice") == "later"
    await terry.press("Move the appointment", twice="earlier")
    assert (await one(row["id"]))["starts_at"] == datetime(2099, 11, 1, 6, 30, tzinfo=UTC)


@pytest.mark.usefixtures("none")
async def test_a_clinician_who_is_not_free_is_warned_of_and_not_refused() -> None:
    await book("bob", starts_at=FAR - timedelta(minutes=49))
    terry = await people.terry()
    await terry.open(f"{chart()}/new")
    page = await terry.press("Book the appointment", status=422, **WHEN)
    page.shows("Terry Tran has another appointment then: 1:41 PM to 2:31 PM CDT")
    page.lacks("Bob", "Baker")
    await terry.press("Book the appointment", anyway="yes")
    assert len(await kept.all_of()) == 1
    await terry.open(f"{chart()}/new")
    await terry.press("Book the appointment", starts_on="2099-06-01", starts_at_time="15:20")
    assert len(await kept.all_of()) == 2, "one that begins as another ends is beside nobody's"


@pytest.mark.usefixtures("none")
async def test_a_move_tells_the_client_and_begins_the_reminders_anew() -> None:
    appointment = await book()
    await rows.change("update appointment set placed_at = placed_at - interval '9 days'")
    before = await one(appointment)
    terry = await people.terry()
    await terry.open(f"{chart()}/{appointment}")
    page = await terry.follow("Move")
    page.shows("Until now: Monday, June 1, 2099, 2:30 PM to 3:20 PM CDT")
    page = await terry.press("Move the appointment", starts_on="2099-06-02", minutes="30")
    page.shows("The appointment is moved.", "Tuesday, June 2, 2099", "2:30 PM to 3:00 PM CDT")
    row = await one(appointment)
    assert (row["starts_at"], row["minutes"], row["sequence"]) == (FAR + A_DAY, 30, 1)
    assert row["placed_at"] > before["placed_at"] + 8 * A_DAY
    *_, news = await told()
    assert news["needed"] is True
    assert news["event"] == str(uuid5(appointment, "1"))
    assert await kept.recorded("appointment_moved") == 1
    await terry.open(f"{chart()}/{appointment}/move")
    await terry.press("Move the appointment")
    assert len(await told()) == 2, "nothing was moved the second time"


@pytest.mark.usefixtures("none")
async def test_a_change_is_told_but_a_copay_is_not_and_a_time_stays_what_clocks_there_show() -> None:
    appointment = await book()
    await rows.change(
        "insert into office_location (id, name, zone) values ($1, 'Phoenix', 'America/Phoenix')",
        demo_id("location", "phoenix"),
    )
    terry = await people.terry()
    await terry.open(f"{chart()}/{appointment}/changes")
    await terry.press("Save", copay="30")
    row = await one(appointment)
    assert (row["copay_cents"], row["sequence"], len(await told())) == (3000, 0, 1)
    await terry.open(f"{chart()}/{appointment}/changes")
    await terry.press("Save", clinician="", telehealth_url="https://video.example.org/7")
    row = await one(appointment)
    assert (row["clinician"], row["sequence"], row["starts_at"]) == (None, 1, FAR)
    assert (await told())[-1]["needed"] is False
    await terry.open(f"{chart()}/{appointment}/changes")
    page = await terry.press("Save", location=str(demo_id("location", "phoenix")))
    page.shows("2:30 PM to 3:20 PM MST")
    assert (await one(appointment))["starts_at"] == FAR + timedelta(hours=2)
    assert [await kept.recorded(f"appointment_{kind}") for kind in ("changed", "moved")] == [2, 1]


@pytest.mark.usefixtures("none")
async def test_a_cancelled_one_stays_to_be_seen_and_is_neither_moved_nor_changed() -> None:
    appointment = await book()
    terry = await people.terry()
    await terry.open(f"{chart()}/{appointment}")
    await terry.follow("Cancel the appointment")
    page = await terry.press("Cancel the appointment")
    page.shows("The appointment is cancelled. The client is told.", "Cancelled")
    row = await one(appointment)
    assert (row["state"], row["sequence"]) == ("cancelled", 1)
    assert row["cancelled_at"] is not None
    assert (await told())[-1]["needed"] is True
    for leaf in ("move", "changes", "cancellation"):
        await terry.open(f"{chart()}/{appointment}/{leaf}", status=409)
    form = {**WHEN, "minutes": "50"}
    assert (await sent(terry, f"{chart()}/{appointment}/move", form)).status_code == 422
    assert (await sent(terry, f"{chart()}/{appointment}/changes", form)).status_code == 422
    assert (await sent(terry, f"{chart()}/{appointment}/cancellation", {})).status_code == 409
    assert (await one(appointment))["changed_at"] == row["changed_at"]


@pytest.mark.usefixtures("none")
async def test_staff_read_when_the_portal_cannot_tell_the_client() -> None:
    appointment = await book()
    await rows.change("update client set email = '' where id = $1", people.client_id("alice"))
    await rows.change("update portal_account set email = '' where username = 'alice'")
    terry = await people.terry()
    await terry.open(f"{chart()}/{appointment}/cancellation")
    page = await terry.press("Cancel the appointment")
    page.shows("The appointment is cancelled. The portal cannot tell the client. Please call them.")
    page.lacks("The client is told")


@pytest.mark.usefixtures("none")
async def test_one_of_the_past_is_not_moved_but_changed_and_cancelled_without_a_word_to_the_client() -> None:
    appointment = await book(starts_at=datetime.now(UTC) - A_DAY)
    terry = await people.terry()
    page = await terry.open(chart())
    page.shows("Past")
    await terry.open(f"{chart()}/{appointment}/move", status=409)
    form = {**WHEN, "minutes": "50"}
    assert (await sent(terry, f"{chart()}/{appointment}/move", form)).status_code == 422
    await terry.open(f"{chart()}/{appointment}/changes")
    await terry.press("Save", copay="5", minutes="40")
    await terry.open(f"{chart()}/{appointment}/cancellation")
    page = await terry.press("Cancel the appointment")
    page.shows("The appointment is cancelled.")
    page.lacks("The client is told")
    assert not await told()


@pytest.mark.usefixtures("none")
async def test_nobody_is_expected_after_their_discharge() -> None:
    await rows.change("update client set discharged_on = '2099-06-01' where number = 1001")
    terry = await people.terry()
    await terry.open(f"{chart()}/new")
    page = await terry.press("Book the appointment", status=422, **WHEN)
    page.shows("This client is discharged by then.")
    await terry.press("Book the appointment", starts_on="2099-05-31")
    assert len(await kept.all_of()) == 1


@pytest.mark.usefixtures("none")
async def test_what_is_asked_is_answered_by_doing_it_and_by_leaving_it() -> None:
    first, second, third = [await book(starts_at=FAR + day * A_DAY) for day in range(3)]
    cancelling, moving, leaving = (
        await ask("cancel", first),
        await ask("move", second),
        await ask("cancel", third),
    )
    booking = await ask("book")
    terry = await people.terry()
    page = await terry.open(chart())
    page.shows("What the client asks", "Asks to cancel: Jun 1, 2099, 2:30 PM CDT", "Asks for an appointment")
    await terry.follow("Cancel it", within=f"#asking-{cancelling}")
    await terry.press("Cancel the appointment")
    await terry.open(chart())
    await terry.follow("Move it", within=f"#asking-{moving}")
    await terry.press("Move the appointment", starts_at_time="16:00")
    await terry.open(chart())
    await terry.follow("Book it", within=f"#asking-{booking}")
    await terry.press("Book the appointment", starts_on="2099-07-01", starts_at_time="09:00")
    page = await terry.open(chart())
    page = await terry.press("Leave it as it is", within=f"#asking-{leaving}")
    page.shows("The client sees that it was left as it was.")
    assert "/staff/messages/" in page.path
    for asking, state in ((cancelling, "done"), (moving, "done"), (booking, "done"), (leaving, "declined")):
        assert await kept.state_of(asking) == (state, "Terry Tran, LCSW")
    assert (await told())[-1]["path"] == "/appointments"
    assert await kept.recorded("asking_declined") == 1
    page = await terry.open(chart())
    page.lacks("What the client asks")
    refused = await sent(terry, f"{chart()}/askings/{leaving}/refusal", {})
    assert refused.status_code == 409
    page = await terry.open(f"{chart()}/{third}")
    page.shows("What the client asked", "Left as it was")


@pytest.mark.usefixtures("none")
async def test_moved_or_cancelled_without_its_link_what_was_asked_is_settled_too() -> None:
    appointment = await book()
    moving = await ask("move", appointment)
    terry = await people.terry()
    await terry.open(f"{chart()}/{appointment}/move")
    await terry.press("Move the appointment", starts_on="2099-06-03")
    assert (await kept.state_of(moving))[0] == "done"
    cancelling = await ask("cancel", appointment)
    await terry.open(f"{chart()}/{appointment}/move")
    await terry.press("Move the appointment", starts_on="2099-06-04")
    assert (await kept.state_of(cancelling))[0] == "waiting", "who asked to cancel is not answered by a move"
    await terry.open(f"{chart()}/{appointment}/cancellation")
    await terry.press("Cancel the appointment")
    assert (await kept.state_of(cancelling))[0] == "done"


@pytest.mark.usefixtures("restored")
async def test_another_charts_appointments_are_not_there_and_rules_bound_what_staff_do() -> None:
    await kept.clear()
    bobs, alices = await book("bob"), await book(starts_at=FAR + 9 * A_DAY)
    asking = await ask("move", bobs, client="bob")
    terry, dana, stan = await people.terry(), await people.dana(), await people.stan()
    for leaf in ("", "/move", "/changes", "/cancellation"):
        await terry.open(f"{chart()}/{bobs}{leaf}", status=404)
        await terry.open(f"{chart('bob')}/{bobs}{leaf}", status=404)
    assert (await sent(dana, f"{chart()}/{alices}/cancellation", {})).status_code == 404
    assert (await sent(terry, f"{chart()}/askings/{asking}/refusal", {})).status_code == 404
    form = {**WHEN, "minutes": "50", "once": str(bobs)}
    assert (await sent(terry, chart(), form)).status_code == 404, "its id is another client's appointment"
    moved = {"starts_on": "2099-06-20", "starts_at_time": "10:00", "minutes": "50", "asking": str(asking)}
    assert (await sent(terry, f"{chart()}/{alices}/move", moved)).status_code == 404
    assert (await one(alices))["sequence"] == 0
    await stan.open(chart(), status=403)
    await rows.change(
        "update profile_rule set can_modify = false, can_delete = false, can_create = false"
        " where rule = 'Appointments' and profile = $1",
        demo_id("profile", "Clinician"),
    )
    terry = await people.terry()
    page = await terry.open(f"{chart()}/{alices}")
    page.lacks("Move", "Cancel the appointment")
    assert not page.all("a[href$=changes]:not(.chart-tabs a)")
    (await terry.open(chart())).lacks("Add an appointment")
    for path in (
        f"{chart()}/{alices}/move",
        f"{chart()}/{alices}/changes",
        f"{chart()}/{alices}/cancellation",
        f"{chart()}/new",
    ):
        await terry.open(path, status=403)
        assert (await sent(terry, path.removesuffix("/new"), form)).status_code == 403, path
    assert [row["state"] for row in await kept.all_of()] == ["booked"]


@pytest.mark.usefixtures("none")
async def test_older_ones_stand_behind_more() -> None:
    now = datetime.now(UTC)
    for days in range(1, 23):
        await book(starts_at=now - days * A_DAY)
    terry = await people.terry()
    page = await terry.open(chart())
    assert len(page.all("#past > li.filed")) == 20
    page = await terry.follow("Older appointments", as_htmx=True)
    assert len(page.all("#past > li.filed")) + 20 >= 22
