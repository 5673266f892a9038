"""Row A23: sessions run out by the clock, whatever is done to the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from app.accounts.jobs import remove_ended_sessions
from tests import people, rows
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

SIDES = [(people.alice, "/home", "portal", 15), (people.nora, "/staff", "staff", 30)]
side = pytest.mark.parametrize(("person", "home", "table", "minutes"), SIDES, ids=["client", "staff"])
COUNT = "select count(*) from {}_session"
NEW_YORK = ZoneInfo("America/New_York")
NIGHTS = {
    "spring": datetime(2027, 3, 14, 1, 55, tzinfo=NEW_YORK),
    "autumn, the first time": datetime(2026, 11, 1, 1, 55, tzinfo=NEW_YORK),
    "autumn, the second time": datetime(2026, 11, 1, 1, 55, tzinfo=NEW_YORK, fold=1),
}


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock of the process say another moment, in the zone of that moment, and go on from there."""
    with time_machine.travel(moment, tick=True):
        yield


def later(**distance: float) -> datetime:
    return datetime.now(UTC) + timedelta(**distance)


async def status(browser: Browser, path: str, *, htmx: bool = True) -> int:
    answer = await browser.send("GET", path, headers={"hx-request": "true"} if htmx else {})
    return answer.status_code


@side
async def test_a23_it_lasts_until_just_before_its_time_without_use_and_not_beyond(
    person: people.Person, home: str, table: str, minutes: int
) -> None:
    early, late = await person(), await person()
    with at(later(minutes=minutes - 1)):
        assert await status(early, home) == 200
    with at(later(minutes=minutes + 1)):
        assert await status(late, home) == 401
        assert await status(early, home) == 200, "it was used a minute before"


@side
async def test_a23_twelve_hours_are_the_longest_however_steadily_it_is_used(
    person: people.Person, home: str, table: str, minutes: int
) -> None:
    browser = await person()
    step = minutes - 1
    start = datetime.now(UTC)
    for number in range(1, 12 * 60 // step + 1):
        with at(start + timedelta(minutes=number * step)):
            assert await status(browser, f"{'/staff' if table == 'staff' else ''}/account") == 200, number
    with at(start + timedelta(hours=12, minutes=1)):  # used a few minutes ago
        assert await status(browser, home) == 401


@side
@pytest.mark.parametrize("gone", [{"minutes": 31}, {"hours": 13}])
async def test_a23_once_seen_over_it_stays_dead_when_the_clock_goes_back(
    person: people.Person, home: str, table: str, minutes: int, gone: dict[str, int]
) -> None:
    browser = await person()
    with at(later(**gone)):
        assert await status(browser, home) == 401
    assert await status(browser, home) == 401
    with at(later(days=-1)):
        assert await status(browser, home) == 401
    assert await rows.value(COUNT.format(table)) == 0


@side
async def test_a23_a_clock_that_goes_back_a_day_gives_no_day_as_a_present(
    person: people.Person, home: str, table: str, minutes: int
) -> None:
    browser = await person()
    with at(later(days=-1)):
        await status(browser, home)
    with at(later(minutes=minutes + 1)):
        assert await status(browser, home) == 401


@side
@pytest.mark.parametrize("night", NIGHTS)
async def test_a23_the_nights_the_clocks_change_are_like_any_other(
    person: people.Person, home: str, table: str, minutes: int, night: str
) -> None:
    evening = NIGHTS[night].astimezone(UTC)
    with at(evening.astimezone(NEW_YORK)):
        early, late = await person(), await person()
    with at((evening + timedelta(minutes=minutes - 1)).astimezone(NEW_YORK)):
        assert await status(early, home) == 200
    with at((evening + timedelta(minutes=minutes + 1)).astimezone(NEW_YORK)):
        assert await status(late, home) == 401


@side
async def test_a23_the_clock_of_the_worker_finds_the_same(
    person: people.Person, home: str, table: str, minutes: int
) -> None:
    await person()
    with at(later(hours=11)):
        await remove_ended_sessions()
    assert await rows.value(COUNT.format(table)) == 1
    with at(later(hours=13)):
        await remove_ended_sessions()
    assert await rows.value(COUNT.format(table)) == 0
