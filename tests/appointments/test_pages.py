"""The client's appointments on their pages and on home."""

from datetime import UTC, datetime, timedelta

import pytest

from app.appointments.demo import appointment_id
from app.appointments.listing import MOST_UPCOMING, PAST_A_PAGE
from app.practice.settings import PRACTICE
from tests import checks, people, rows
from tests.accounts.grants.access import limit
from tests.appointments.booked import (
    BOBS,
    CANCELLED,
    LAST,
    OFFICE,
    PATH,
    VIDEO,
    book,
    book_many,
    clear,
    move_to,
    plain,
)
from tests.appointments.clocks import CHANGES
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")

ZONES = ("America/New_York", "America/Phoenix", "Pacific/Honolulu")
SOON = timedelta(hours=3)


async def test_the_next_one_stands_first_and_big_and_the_others_below() -> None:
    page = await (await people.alice()).open(PATH)
    assert page.heading == "Appointments"
    following = page.find(".next")
    assert "8:00 AM to 8:50 AM" in plain(checks.words(following))
    for words in ("Terry Tran, LCSW", "Main office", "(312) 555-0107", "Add to calendar"):
        assert words in checks.words(following)
    listed = [str(line["id"]).removeprefix("appointment-") for line in page.all(".date")]
    assert listed == [str(appointment_id(key)) for key in ("cancelled", "video", "later")]
    assert "Cancelled" in checks.words(page.find(f"#appointment-{appointment_id('cancelled')}"))


async def test_what_is_over_stands_behind_a_link_newest_first_a_page_at_a_time() -> None:
    alice = await people.alice()
    await alice.open(PATH)
    page = await alice.follow("Past appointments")
    listed = [str(line["id"]).removeprefix("appointment-") for line in page.all(".date")]
    assert listed == [str(appointment_id(key)) for key in ("last", "missed", "first")]
    start = datetime(2025, 3, 1, 15, tzinfo=UTC)
    for number in range(PAST_A_PAGE):
        await book(starts_at=start + timedelta(days=number))
    page = await alice.open(f"{PATH}/past")
    assert len(page.all(".date")) == PAST_A_PAGE
    await alice.follow("Show older", as_htmx=False)
    assert alice.page is not None
    assert len(alice.page.all(".date")) == 3
    alice.page.lacks("Show older")


async def test_who_has_none_reads_how_to_book_one() -> None:
    await rows.change("update portal_account set language = null")
    charlie = await people.charlie()
    page = await charlie.open(PATH)
    page.shows("No appointment is booked", f"Ask for one here, or call {PRACTICE.phone_display}.")
    page.lacks("Past appointments", "Other appointments")
    await charlie.follow("Ask for an appointment", within="main")
    (await charlie.open(f"{PATH}/past")).shows("Appointments that are over are kept here.")
    await rows.change("update task_type set for_appointments = false")
    page = await charlie.open(PATH)
    page.shows(f"To book one, call {PRACTICE.phone_display}.")
    assert page.find(".empty a")["href"] == f"tel:{PRACTICE.phone_e164}"
    assert (await charlie.send("GET", f"{PATH}/new")).status_code == 303


async def test_the_page_of_one_says_all_that_is_known() -> None:
    page = await (await people.alice()).open(OFFICE)
    page.shows(
        "Terry Tran, LCSW", "Main office", "1200 Example Avenue, Suite 4", "Chicago, IL 60601", "(312) 555-0107",
        "$25.00, to pay at your visit", "Ask for another time", "Ask to cancel", "You can ask here until",
    )  # fmt: skip
    address = "https://www.google.com/maps/search/?api=1&query=1200+Example+Avenue%2C+Suite+4%2C+Chicago%2C+IL+60601"
    assert page.find(".details a.plain")["href"] == address
    page.lacks("By video", "video.example.org", "Where you are")


async def test_a_location_without_phone_shows_the_practices() -> None:
    await rows.change("update office_location set phone = ''")
    alice = await people.alice()
    assert (await alice.open(OFFICE)).all(f".details a[href='tel:{PRACTICE.phone_e164}']")
    await rows.change("update office_location set phone = '+13125550188'")
    assert (await alice.open(OFFICE)).all(".details a[href='tel:+13125550188']")


async def test_what_is_not_settled_is_not_invented() -> None:
    bare = await book(clinician=None, location=None)
    page = await (await people.alice()).open(f"{PATH}/{bare}")
    page.shows("Your practice will tell you.")
    assert not page.all(".details a.plain")
    assert [checks.words(each) for each in page.all(".fact h2")] == ["Where", "Phone"]


async def test_the_link_of_a_video_visit_stands_there_from_a_day_before() -> None:
    alice, link = await people.alice(), "https://video.example.org/alice"
    page = await alice.open(VIDEO)
    page.shows("By video", "The link stands here from")
    assert link not in page.response.text
    await rows.change("update appointment set starts_at = $1", datetime.now(UTC) + timedelta(hours=23))
    page = await alice.open(VIDEO)
    assert str(page.find("section a.button[rel]")["href"]) == link
    for starts_at, state in ((timedelta(hours=-2), "booked"), (timedelta(hours=2), "cancelled")):
        await rows.change(
            "update appointment set starts_at = $1, state = $2", datetime.now(UTC) + starts_at, state
        )
        assert link not in (await alice.open(VIDEO)).response.text


@pytest.mark.parametrize(
    "address", ["http://video.example.org/alice", "javascript:alert(1)", "//video.example.org"]
)
async def test_a_link_that_is_not_secure_is_never_shown(address: str) -> None:
    appointment = await book(starts_at=datetime.now(UTC) + SOON, telehealth_url=address)
    for path in (PATH, f"{PATH}/{appointment}"):
        page = await (await people.alice()).open(path)
        assert address not in page.response.text
        page.lacks("Join the video visit")


async def test_a_cancelled_one_says_that_nobody_needs_to_come_and_asks_nothing() -> None:
    page = await (await people.alice()).open(CANCELLED)
    page.shows("This appointment is cancelled. You do not need to come.", "Update your calendar")
    page.lacks("Ask to cancel", "Ask for another time", "please call")
    page = await (await people.alice()).open(LAST)
    page.shows("This appointment is over.", "$25.00")
    page.lacks("Add to calendar", "to pay at your visit")


async def test_times_are_those_of_the_place_through_every_change_of_the_clocks() -> None:
    await clear()
    alice, ids = await people.alice(), {}
    for utc, *worded in CHANGES:
        ids[await book(starts_at=utc, minutes=1)] = worded
    for number, zone in enumerate(ZONES):
        await move_to(zone)
        for appointment, worded in ids.items():
            page = await alice.open(f"{PATH}/{appointment}")
            day, _, time = worded[number].rpartition(", ")
            assert page.heading == day
            assert plain(checks.words(page.find("p.when"))).startswith(time.rpartition(" ")[0])
        listed = plain((await alice.open(f"{PATH}/past")).words)
        upcoming = plain((await alice.open(PATH)).words)
        for worded in ids.values():
            assert worded[number].rpartition(", ")[0] in listed + upcoming


async def test_the_clients_own_clocks_are_told_only_where_they_differ() -> None:
    await rows.change("update messaging_preference set zone = 'Pacific/Honolulu'")
    await rows.change("update appointment set starts_at = '2037-03-16T02:00:00Z'")
    alice = await people.alice()
    plainly = plain((await alice.open(OFFICE)).words)
    assert "Where you are: 4:00 PM to 4:50 PM HST" in plainly
    assert "9:00 PM to 9:50 PM CDT" in plainly
    assert "Where you are: 4:00 PM" in plain((await alice.open(PATH)).words)
    await rows.change("update appointment set starts_at = '2037-03-16T06:00:00Z'")
    told = "Where you are: Sunday, March 15, 2037, 8:00 PM to 8:50 PM HST"
    for path in (OFFICE, PATH):
        assert told in plain((await alice.open(path)).words)
    await rows.change("update messaging_preference set zone = 'America/Winnipeg'")
    for path in (OFFICE, PATH):
        (await alice.open(path)).lacks("Where you are")


async def test_what_goes_on_now_is_the_next_one_and_what_has_ended_is_not() -> None:
    now = datetime.now(UTC)
    running = await book(starts_at=now - timedelta(minutes=20))
    page = await (await people.alice()).open(PATH)
    assert page.find("#next-day a")["href"] == f"{PATH}/{running}"
    page.shows("Today")
    await rows.change("update appointment set minutes = 19 where id = $1", running)
    page = await (await people.alice()).open(PATH)
    assert page.find("#next-day a")["href"] == OFFICE


async def test_a_standing_appointment_for_years_costs_no_more() -> None:
    alice = await people.alice()
    async with counted() as few:
        await alice.open(PATH)
    for number in range(MOST_UPCOMING):
        await book(starts_at=datetime.now(UTC) + timedelta(weeks=number + 3))
    async with counted() as many:
        page = await alice.open(PATH)
    assert many.count == few.count
    page.shows("There are more. They stand here as their time comes nearer.")
    await book_many(30)
    assert (await alice.open(PATH)).all(".asked")


async def test_home_tells_the_next_one() -> None:
    page = await (await people.alice()).open("/home")
    tile = page.find("#tile-appointments")
    for words in ("8:00 AM to 8:50 AM", "Main office", "(312) 555-0107", "View appointments"):
        assert words in plain(checks.words(tile))
    assert page.all(".tile")[-1] is tile
    await clear()
    page = await (await people.alice()).open("/home")
    assert "No appointment is booked" in checks.words(page.find("#tile-appointments"))


async def test_home_and_navigation_count_what_is_within_a_day() -> None:
    alice = await people.alice()
    badge = "#navigation [href='/appointments'] .badge"
    assert not (await alice.open("/home")).all(badge)
    await book(
        starts_at=datetime.now(UTC) + SOON, location=None, telehealth_url="https://video.example.org/alice"
    )
    page = await alice.open("/home")
    assert checks.words(page.find(badge)).startswith("1")
    assert "By video" in checks.words(page.find("#tile-appointments"))
    (await alice.open(PATH)).shows("Join the video visit")


async def test_another_charts_appointment_is_the_same_404_as_none() -> None:
    alice = await people.alice()
    for path in (
        BOBS,
        f"{BOBS}/calendar",
        f"{BOBS}/move",
        f"{BOBS}/cancellation",
        f"{PATH}/{people.client_id('bob')}",
    ):
        assert (await alice.send("GET", path)).status_code == 404
    gina = await people.gina()
    (await gina.open(PATH)).shows("Dana Diaz, PhD")
    await limit("gina", "max", "messages")
    assert (await gina.send("GET", PATH)).status_code == 404
    (await gina.open("/home")).lacks("Appointments")
