"""The worker, with a real Valkey: what a client writes reaches the staff by itself, and it comes back when it dies."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import redis.asyncio as redis
from arq.worker import Worker

from app import config, db, worker
from app.worker import CLOCK, Bell, redis_settings, supervise
from tests import people, rows
from tests.environment import configured

pytestmark = [
    pytest.mark.usefixtures("restored"),
    pytest.mark.filterwarnings("ignore:Call to deprecated close"),  # arq closes redis by its older name
]

RECEIVERS = 2
"""Terry and Nora answer what Alice asks the front office."""

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


async def test_the_clock_sweeps_every_few_seconds_and_removes_sessions_every_hour() -> None:
    names = {each.name: each for each in CLOCK}
    assert set(names) >= {"outbox", "sessions"}
    assert len(names["outbox"].second) == 12  # type: ignore[arg-type]  # a set of seconds
    assert names["sessions"].hour is None
    assert all(each.max_tries == 1 and each.keep_result_s == 0 for each in CLOCK)


async def test_nothing_of_the_message_passes_through_valkey() -> None:
    await write()
    async with redis.Redis.from_url(config.current().redis_url or "") as client:
        keys = [key async for key in client.scan_iter("*")]
        values = [await client.dump(key) for key in keys]
    assert b"Could we" not in b"".join([*keys, *(value or b"" for value in values)])
    assert redis_settings().unix_socket_path
