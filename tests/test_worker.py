"""The worker, with a real Valkey: what a client writes reaches the staff by itself, and it comes back when it dies."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
import redis.asyncio as redis
from arq import create_pool
from arq.worker import Worker

from app import config, db, worker
from app.notices.clock.rules import Times
from app.notices.clock.service import Recurring
from app.worker import FAST, RECURRING, Bell, redis_settings, supervise
from tests import people, rows
from tests.environment import configured

pytestmark = [
    pytest.mark.usefixtures("restored"),
    pytest.mark.filterwarnings("ignore:Call to deprecated close"),  # arq closes redis by its older name
]

RECEIVERS = 2
"""Terry and Nora answer what Alice asks the front office."""

AT_MIDNIGHT = Times(minutes=(0,), hours=(0,))
FINISHED = "select count(*) from clock_run where name = 'counting' and finished_at is not null"
SOON = 15.0
"""Seconds; a busy machine is given time, an idle one needs a fraction of one."""


@asynccontextmanager
async def working() -> AsyncIterator[None]:
    stop = asyncio.Event()
    supervised = asyncio.create_task(supervise(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait({supervised})
        assert not supervised.cancelled(), "Stopping the worker cancelled who stopped it."
        supervised.result()


async def all_told() -> None:
    """Wait until both who answer have their alert, and nothing is left to do of what others wrote before."""
    async with asyncio.timeout(SOON):
        while await told() < RECEIVERS or await waiting():  # noqa: ASYNC110
            await asyncio.sleep(0.02)  # the database does not tell us


async def write() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    await alice.press("Send message", task_type="Appointment", subject="Hello", body="Could we?")


async def told() -> int:
    count: int = await rows.value("select count(*) from alert where kind = 'message'")
    return count


async def waiting() -> int:
    count: int = await rows.value("select count(*) from outbox_message where done_at is null")
    return count


async def test_a_message_alerts_the_staff_by_itself() -> None:
    async with working():
        await write()
        await all_told()
    assert await told() == RECEIVERS


async def test_what_was_written_while_no_worker_ran_is_done_when_one_starts() -> None:
    await write()
    assert await told() == 0
    async with working():
        await all_told()


async def test_a_bell_that_nobody_hears_fails_no_one() -> None:
    with configured(redis_url="unix:///nowhere/valkey.sock"):
        bell = Bell()
        await bell.ring()
        await bell.close()


async def test_a_worker_that_lost_its_valkey_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "FIRST_PAUSE", 0.05)
    died = asyncio.Event()
    monkeypatch.setattr(worker, "log_fault", lambda *_: died.set())
    with configured(redis_url="unix:///nowhere/valkey.sock"):
        away = working()
        await away.__aenter__()
        await died.wait()
    await write()
    await all_told()
    await away.__aexit__(None, None, None)


async def test_a_job_cut_off_by_the_stop_is_done_by_the_next_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "STOPPING_SECONDS", 0.1)
    await write()
    async with db.apart() as connection, connection.transaction():
        await connection.execute("lock table alert in exclusive mode")
        async with working():
            await blocked()
    assert await told() == 0
    async with working():
        await all_told()


async def blocked() -> None:
    """Wait until somebody waits for a lock."""
    waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
    async with asyncio.timeout(SOON):
        while not await rows.value(waiting):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_a_job_that_was_only_just_taken_does_not_end_who_stops_the_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_worker = worker.make_worker

    def make_worker_with_a_job() -> Worker:
        made = make_worker()
        made.tasks["taken"] = asyncio.create_task(asyncio.Event().wait())
        return made

    monkeypatch.setattr(worker, "STOPPING_SECONDS", 0.1)
    monkeypatch.setattr(worker, "make_worker", make_worker_with_a_job)
    await write()
    async with working():
        await all_told()


async def test_two_workers_tell_everybody_once() -> None:
    async with working(), working():
        await write()
        await all_told()
    assert await told() == RECEIVERS


def test_everything_that_happens_by_itself_is_declared_once() -> None:
    fast, recurring = {each.name: each for each in FAST}, {each.name: each for each in RECURRING}
    assert len(fast | recurring) == len(FAST) + len(RECURRING)
    assert len(fast["outbox"].second) == 12  # type: ignore[arg-type]  # a set of seconds
    assert recurring["sessions"].times == Times(minutes=(17,))
    assert all(each.max_tries == 1 and each.keep_result_s == 0 for each in FAST)
    assert all(each.hour is None and each.minute is None for each in FAST), "At least every minute."


async def test_recurring_work_is_done_once_by_two_workers_though_valkey_forgets_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, ends = asyncio.Queue[str](), asyncio.Event()

    async def count() -> None:
        begun.put_nowait("begun")
        await ends.wait()

    monkeypatch.setattr(worker, "RECURRING", (Recurring("counting", count, AT_MIDNIGHT),))
    async with working(), working():
        async with asyncio.timeout(SOON):
            await begun.get()
        async with redis.Redis.from_url(config.current().redis_url or "") as client:
            await client.flushall()
        bell = Unheard()
        await worker.look_at_clock({"redis": bell})
        assert bell.rung == []
        ends.set()
        async with asyncio.timeout(SOON):
            while not await rows.value(FINISHED):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    assert begun.empty()
    assert await rows.value("select count(*) from clock_run where name = 'counting'") == 1


async def test_what_rings_for_a_run_in_vain_rings_again() -> None:
    """Valkey may lose the job: for as long as nobody has begun it, every look rings."""
    bell = Unheard()
    for _ in range(2):
        await worker.look_at_clock({"redis": bell})
    names = [each.name for each in RECURRING]
    assert [name for name, _ in bell.rung] == names + names
    for name, due_at in bell.rung[: len(names)]:
        await worker.run_recurring({}, name, due_at)
    bell.rung.clear()
    await worker.look_at_clock({"redis": bell})
    assert bell.rung == []


class Unheard:
    """A bell nobody hears."""

    def __init__(self) -> None:
        self.rung: list[tuple[str, str]] = []

    async def enqueue_job(self, _function: str, name: str, due_at: str, *, _job_id: str) -> None:
        self.rung.append((name, due_at))


@pytest.mark.parametrize("leap", [timedelta(hours=3), timedelta(days=-30)])
async def test_fast_work_goes_on_at_once_when_the_clock_is_set(leap: timedelta) -> None:
    made, now = worker.make_worker(), datetime.now(UTC)
    made._pool = await create_pool(redis_settings(), job_serializer=msgspec.msgpack.encode)
    for moment in (now, now + timedelta(seconds=1), now + leap, now + leap + timedelta(seconds=1)):
        await made.run_cron(moment, 0.5)
    rung = await made.pool.zrange("arq:queue", 0, -1)
    await made.pool.flushdb()
    await made.close()
    planned = {int(job.rpartition(b":")[2]) for job in rung if job.startswith(b"seals:")}
    assert max(planned) >= (now + max(leap, timedelta())).timestamp() * 1000
    assert any(abs(at / 1000 - (now + leap).timestamp()) < 2 for at in planned)


async def test_nothing_of_the_message_passes_through_valkey() -> None:
    await write()
    async with redis.Redis.from_url(config.current().redis_url or "") as client:
        keys = [key async for key in client.scan_iter("*")]
        values = [await client.dump(key) for key in keys]
    assert b"Could we" not in b"".join([*keys, *(value or b"" for value in values)])
    assert redis_settings().unix_socket_path
