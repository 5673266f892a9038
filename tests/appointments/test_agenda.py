"""The staff's agenda: a day at a time, by the clocks of each location, of the charts that are open."""

from datetime import UTC, datetime, timedelta

import pytest

from app.demo import demo_id
from tests import people, rows
from tests.appointments import kept
from tests.appointments.kept import FAR, ask, book
from tests.page import Browser, Page

pytestmark = pytest.mark.usefixtures("rolled_back")
PATH = "/staff/appointments"


async def day(browser: Browser, on: str, query: str = "") -> Page:
    return await browser.open(f"{PATH}?day={on}{query}")


async def test_a_day_shows_who_is_expected_in_the_order_of_time_and_cancelled_ones_as_such() -> None:
    await kept.clear()
    later = await book("bob", starts_at=FAR + timedelta(hours=1))
    await book("alice", location_id=None, telehealth_url="https://video.example.org/7")
    await book("charlie", starts_at=FAR + timedelta(days=1))
    await rows.change("update appointment set state = 'cancelled' where id = $1", later)
    nora = await people.nora()
    page = await day(nora, "2099-06-01")
    page.shows("Monday, June 1, 2099", "2:30 PM to 3:20 PM CDT", "Terry Tran, LCSW", "Online", "Cancelled")
    assert [each.get_text() for each in page.all(".expected h3")] == ["Alice Anderson", "Bob Baker"]
    assert [each.get_text(" ", strip=True) for each in page.all(".week .busy")] == [
        "Mon 1 1 appointment", "Tue 2 1 appointment",
    ]  # fmt: skip
    page = await nora.follow("Alice Anderson")
    page.shows("Link to the video visit")
    (await day(nora, "2099-06-03")).shows("Nobody is expected")


async def test_a_day_is_that_of_the_location() -> None:
    await kept.clear()
    await rows.change("update office_location set zone = 'Pacific/Honolulu'")
    await book(starts_at=datetime(2099, 6, 2, 7, 30, tzinfo=UTC))  # 9:30 PM of the first, there
    nora = await people.nora()
    (await day(nora, "2099-06-01")).shows("9:30 PM to 10:20 PM HST")
    (await day(nora, "2099-06-02")).shows("Nobody is expected")


async def test_others_see_the_charts_that_are_open_to_them_and_a_client_admin_chooses() -> None:
    await kept.clear()
    await book("alice")
    await book("bob")
    await ask("book", client="alice")
    await ask("cancel", await book("bob", starts_at=FAR + timedelta(days=3)), client="bob")
    terry, dana, nora, stan = (
        await people.terry(),
        await people.dana(),
        await people.nora(),
        await people.stan(),
    )
    page = await day(terry, "2099-06-01")
    page.shows("Alice Anderson", "What clients ask", "Asks for an appointment")
    page.lacks("Baker", "All clients", "Take in a file")
    page = await day(dana, "2099-06-01", "&whose=all")
    page.shows("Bob Baker", "Asks to cancel: Jun 4, 2099, 2:30 PM CDT")
    page.lacks("Anderson")
    page = await day(nora, "2099-06-01")
    page.shows("Alice Anderson", "Bob Baker", "Take in a file")
    page = await nora.follow("My clients")
    page.lacks("Anderson", "Baker")
    await rows.change(
        "insert into client_assignment (id, client, staff, starts_on) values ($1, $2, $3, '2026-01-01')",
        demo_id("assignment", "test"), people.client_id("bob"), people.staff_id("nora"),
    )  # fmt: skip
    page = await day(nora, "2099-06-01", "&whose=mine")
    page.shows("Bob Baker")
    page.lacks("Anderson")
    await stan.open(PATH, status=403)


@pytest.mark.parametrize(
    "asked", ["", "?day=tomorrow", "?day=0001-01-01", "?day=9999-12-31", "?day=2026-02-30&whose=x"]
)
async def test_any_other_day_is_today(asked: str) -> None:
    nora = await people.nora()
    (await nora.open(f"{PATH}{asked}")).shows("(today)")
    assert nora.page is not None
    await nora.follow("A week later")
    await nora.follow("Today")
    page = await nora.press("Go", day="12/31/2199")
    assert page.value("day") == "2199-12-31"
