"""The clock: each run is begun once, what was missed is caught up with once, and what failed or died is begun again."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from app import db
from app.checks import Level, last_recurring_work
from app.notices.clock import service as clock
from app.notices.clock.rules import HELD, Run, Times, can_begin, latest_due
from app.notices.clock.service import DueRun, Recurring
from tests import rows

HOURLY = Times(minutes=(17,))
AT_NIGHT = Times(minutes=(57,), hours=(8,))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}+00:00")


class Work:
    """Counts how often it was done, and fails as often as it is told to."""

    def __init__(self, times: Times = HOURLY, *, fails: int = 0) -> None:
        self.done = 0
        self.fails = fails
        self.recurring = Recurring("counting", self.do, times)

    async def do(self) -> None:
        await asyncio.sleep(0)  # lets another worker come between
        if self.fails:
            self.fails -= 1
            raise RuntimeError
        self.done += 1

    async def look(self, now: datetime) -> list[DueRun]:
        """Look at the clock as the worker does, and do what is due."""
        due = await clock.runs_due([self.recurring], now=now)
        for each in due:
            await clock.run(self.recurring, due_at=each.due_at, now=now)
        return due


@pytest.mark.parametrize(
    ("times", "now", "due"),
    [
        (HOURLY, "30T10:17:00", "30T10:17:00"),
        (HOURLY, "30T10:16:59", "30T09:17:00"),
        (HOURLY, "30T00:05:00", "29T23:17:00"),
        (Times(minutes=(3, 18, 33, 48)), "30T10:47:00", "30T10:33:00"),
        (AT_NIGHT, "30T08:56:00", "29T08:57:00"),
        (AT_NIGHT, "30T23:00:00", "30T08:57:00"),
    ],
)
def test_the_last_moment_at_which_work_was_due(times: Times, now: str, due: str) -> None:
    assert latest_due(times, now=at(now)) == at(due)


def test_a_run_is_left_to_whoever_began_it_until_they_must_have_died() -> None:
    began = at("30T10:17:00")
    assert can_begin(None, now=began)
    assert not can_begin(Run(began, None), now=began + HELD)
    assert can_begin(Run(began, None), now=began + HELD + timedelta(seconds=1))
    assert can_begin(Run(began, None), now=began - timedelta(hours=1)), "Its start lies ahead."
    assert not can_begin(Run(began, began), now=began + timedelta(days=1))


@pytest.mark.usefixtures("rolled_back")
async def test_work_is_done_once_for_each_moment_it_is_due() -> None:
    work = Work()
    assert await work.look(at("30T10:17:03")) == [DueRun("counting", at("30T10:17:00"))]
    for later in ("30T10:17:18", "30T10:40:00", "30T11:16:59"):
        assert await work.look(at(later)) == []
    await work.look(at("30T11:17:05"))
    assert work.done == 2


@pytest.mark.usefixtures("rolled_back")
async def test_missed_runs_are_caught_up_with_once_however_many_they_were() -> None:
    work = Work()
    await work.look(at("20T10:18:00"))
    await work.look(at("30T06:02:00"))
    await work.look(at("30T06:02:15"))
    assert work.done == 2
    assert await rows.value("select max(due_at) from clock_run where name = 'counting'") == at("30T05:17:00")


@pytest.mark.usefixtures("rolled_back")
async def test_a_clock_that_is_set_back_or_ahead_neither_repeats_nor_stops_the_work() -> None:
    work = Work()
    await work.look(at("10T10:18:00"))
    for again in ("10T09:30:00", "10T10:18:00", "10T10:59:00"):
        await work.look(at(again))
    assert work.done == 2, "At half past nine it caught up with 9:17, and with nothing twice."
    await work.look(at("29T10:18:00"))  # it leapt
    await work.look(at("10T11:18:00"))  # and was set right
    assert work.done == 4
    await work.look(at("10T12:18:00"))
    assert work.done == 5


@pytest.mark.usefixtures("restored")
async def test_of_several_workers_that_look_at_once_one_begins_the_run() -> None:
    work, now = Work(), at("30T10:17:03")
    due = await asyncio.gather(*(clock.runs_due([work.recurring], now=now) for _ in range(4)))
    assert all(due)
    begun = await asyncio.gather(*(clock.run(work.recurring, due_at=each[0].due_at, now=now) for each in due))
    assert sorted(begun) == [False, False, False, True]
    assert work.done == 1


@pytest.mark.usefixtures("rolled_back")
async def test_a_run_whose_worker_died_is_begun_again_by_one_other() -> None:
    work, began = Work(), at("30T10:17:03")
    await rows.change(
        "insert into clock_run (id, name, due_at, started_at) values ($1, 'counting', $2, $3)",
        db.new_id(),
        at("30T10:17:00"),
        began,
    )
    assert await work.look(began + timedelta(seconds=60)) == []
    assert not await clock.run(work.recurring, due_at=at("30T10:17:00"), now=began + timedelta(seconds=60))
    later = began + HELD + timedelta(seconds=15)
    await work.look(later)
    assert not await clock.run(work.recurring, due_at=at("30T10:17:00"), now=later)
    assert work.done == 1


@pytest.mark.usefixtures("rolled_back")
async def test_a_run_that_failed_is_begun_again_and_fails_no_other_work() -> None:
    work = Work(fails=1)
    await work.look(at("30T10:17:03"))
    await work.look(at("30T10:18:00"))
    assert work.done == 0
    await work.look(at("30T10:19:30"))
    assert work.done == 1
    assert await work.look(at("30T10:30:00")) == []


@pytest.mark.usefixtures("rolled_back")
async def test_runs_are_forgotten_after_a_month() -> None:
    for days in (29, 31):
        await rows.change(
            "insert into clock_run (id, name, due_at, started_at) values ($1, 'counting', $2, $2)",
            db.new_id(),
            datetime.now(UTC) - timedelta(days=days),
        )
    await clock.remove_old()
    assert await rows.value("select count(*) from clock_run") == 1


@pytest.mark.usefixtures("rolled_back")
async def test_check_says_when_nothing_is_done_by_itself_any_more() -> None:
    assert (await last_recurring_work()).level is Level.WARN
    await clock.run(Work().recurring, due_at=datetime.now(UTC))
    assert (await last_recurring_work()).level is Level.OK
    await rows.change("update clock_run set started_at = now() - interval '2 hours'")
    stands_still = await last_recurring_work()
    assert (stands_still.level, "for 2:00:0" in stands_still.says) == (Level.FAIL, True)
