"""The arq worker: its jobs, and the clock. Valkey only rings: what is to be done stands in the outbox and in `clock_run`.

arq's main loop ends with the first error of the connection, so a supervisor starts it again.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from arq import create_pool, cron
from arq.connections import ArqRedis, RedisSettings
from arq.typing import WorkerCoroutine
from arq.worker import Worker, func

from app import config
from app.accounts import jobs as accounts
from app.accounts import limits
from app.accounts.grants import jobs as grants
from app.accounts.grants.rules import ACTIVITY
from app.accounts.links import jobs as links
from app.accounts.second_step import jobs as second_step
from app.accounts.telling import jobs as telling
from app.accounts.texts import reports as texts
from app.activity import seals
from app.appointments import jobs as appointments
from app.billing import jobs as billing
from app.changes import jobs as changes
from app.documents import jobs as documents
from app.files import checking, sweeping
from app.files import jobs as files
from app.forms.assigning import jobs as assigning
from app.forms.reviewing import jobs as reviewing
from app.forms.safety import jobs as safety
from app.home.exporting import exported_by
from app.messages import jobs as messages
from app.notices import outbox, sent
from app.notices.clock import service as clock
from app.notices.clock.rules import Times
from app.notices.clock.service import Recurring
from app.notices.telling.service import News
from app.office.reports.counting import count_months
from app.panels import PANELS
from app.practice.settings import look_for_changes
from app.record import jobs as record
from app.record.desk import jobs as record_desk
from app.record.exporting import making
from app.record.exporting import service as exporting
from app.record.exporting.sources import Source, Sources, sources_of
from app.record.importing import jobs as importing
from app.record.importing import service as imports
from app.web.language import _l
from app.web.logs import log, log_fault

NEWS: News = {
    **messages.NEWS,
    **documents.NEWS,
    **assigning.NEWS,
    **appointments.NEWS,
    **billing.NEWS,
    **record_desk.NEWS,
}
"""Whether what a client is to be told of still waits, by the package that has it."""

EFFECTS: outbox.Effects = {
    **files.EFFECTS,
    **changes.EFFECTS,
    **documents.EFFECTS,
    **messages.EFFECTS,
    **assigning.EFFECTS,
    **reviewing.EFFECTS,
    **safety.EFFECTS,
    **second_step.EFFECTS,
    **links.EFFECTS,
    **accounts.EFFECTS,
    **grants.EFFECTS,
    **telling.effects(NEWS),
    **texts.EFFECTS,
    **billing.EFFECTS,
    **record.EFFECTS,
    **record_desk.EFFECTS,
}
"""What each kind of outbox row does, collected from the packages that write them."""

EVERY_SECOND = set(range(60))
EVERY_FIVE_SECONDS = set(range(0, 60, 5))
EVERY_FIFTEEN_SECONDS = set(range(3, 60, 15))
JOB_SECONDS = 45
"""Longest time of a job; below `clock.rules.HELD`, after which a run is begun again."""
IMPORTS_SECONDS = importing.AT_ONCE * importing.SECONDS
"""Longest time in which files of the EHR are seen to, each of which ends by itself."""
EXPORT_SECONDS = making.SECONDS + 60
"""Longest time in which exports are made, which end by themselves before."""
STOPPING_SECONDS = 2.5
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
RING_SECONDS = 0.5
RING, RUN = "sweep", "run"
LEAP = timedelta(minutes=2)
"""By how much the machine's clock must have been set before the fast work is planned anew."""

SOURCES: Sources = (*sources_of(PANELS), Source(ACTIVITY, _l("Activity"), exported_by(PANELS)))
"""What the export of a whole portal takes from."""
NAMED_PLACES = (exporting.NAMED_PLACES, imports.NAMED_PLACES)
"""By which tables, besides that of the files, places of the storage are named."""


async def sweep_storage() -> None:
    """Put storage and rows in agreement."""
    await sweeping.sweep(named_too=NAMED_PLACES)


async def bring_in() -> None:
    """See to the files of the EHR that wait, by the settings of now."""
    await look_for_changes()
    await importing.work_waiting()


async def make_exports() -> None:
    """Make the exports that wait, by the settings of now."""
    await look_for_changes()
    await making.make_waiting(SOURCES)


RECURRING = (
    Recurring("sessions", accounts.remove_ended_sessions, Times(minutes=(17,))),
    Recurring("drafts", accounts.remove_old_drafts, Times(minutes=(37,))),
    Recurring("second step tries", second_step.remove_old, Times(minutes=(37,))),
    Recurring("links", links.tidy_up, Times(minutes=(37,))),
    Recurring("file sweep", sweep_storage, Times(minutes=(47,))),
    Recurring("forms", assigning.give_due, Times(minutes=(3, 18, 33, 48))),
    Recurring("appointment reminders", appointments.remind_due, Times(minutes=tuple(range(0, 60, 5)))),
    Recurring("payment keys", billing.forget_keys, Times(minutes=(37,))),
    Recurring("payments under way", billing.reconcile_under_way, Times(minutes=tuple(range(1, 60, 5)))),
    Recurring("payments lately", billing.reconcile_lately_paid, Times(minutes=(11, 31, 51), hours=(8, 9))),
    Recurring("ripe credit", billing.use_ripe_credit, Times(minutes=(7,))),
    Recurring("books", billing.look_through_books, Times(minutes=(41,), hours=(9,))),
    Recurring("old copies of records", record.remove_old_copies, Times(minutes=(37,))),
    Recurring("form reminders", assigning.remind_due, Times(minutes=(5,))),
    Recurring("record reminders", record_desk.remind_due, Times(minutes=(9,))),
    Recurring("reports", count_months, Times(minutes=(23,))),
    Recurring("sent mails", sent.remove_old, Times(minutes=(27,))),
    Recurring("old record files", importing.set_old_aside, Times(minutes=(53,))),
    Recurring("old exports", making.remove_over, Times(minutes=(52,))),
    Recurring("audit head", seals.log_head, Times(minutes=(0,))),
    Recurring("clock runs", clock.remove_old, Times(minutes=(57,), hours=(8,))),
)
"""All work that is done again and again, and when (UTC); what is done every minute or oftener stands in FAST."""


def job(work: Callable[[], Awaitable[Any]]) -> WorkerCoroutine:
    """Make a job of arq's from work that needs no arguments."""

    async def run_job(_context: dict[Any, Any]) -> None:
        await work()

    run_job.__qualname__ = work.__qualname__
    return run_job  # type: ignore[return-value]  # arq would hand on arguments; there are none


async def sweep_outbox() -> None:
    """Do every outbox row that is due, by the settings of now."""
    await look_for_changes()
    await outbox.deliver_all(effects=EFFECTS)


SWEEP = job(sweep_outbox)


async def look_at_clock(context: dict[Any, Any]) -> None:
    """Ring for every run that is due and that nobody has begun; a bell that is lost is rung at the next look."""
    pool: ArqRedis = context["redis"]
    for due in await clock.runs_due(RECURRING):
        at = due.due_at.isoformat()
        await pool.enqueue_job(RUN, due.name, at, _job_id=f"{due.name} {at}")


async def run_recurring(_context: dict[Any, Any], name: str, due_at: str) -> None:
    """Do a run of recurring work, unless another worker has begun it."""
    for work in RECURRING:
        if work.name == name:
            await look_for_changes()
            await clock.run(work, due_at=datetime.fromisoformat(due_at))


FAST = (
    cron(SWEEP, name="outbox", second=EVERY_FIVE_SECONDS, run_at_startup=True, keep_result=0, max_tries=1),
    cron(
        look_at_clock,  # type: ignore[arg-type]  # arq would hand on arguments; there are none
        name="clock",
        second=EVERY_FIFTEEN_SECONDS,
        run_at_startup=True,
        keep_result=0,
        max_tries=1,
    ),
    cron(job(limits.look_after_tries), name="sign-in tries", second=30, keep_result=0, max_tries=1),
    cron(job(checking.check_waiting), name="waiting files", second={10, 40}, keep_result=0, max_tries=1),
    cron(job(safety.escalate_all), name="safety", second=EVERY_FIFTEEN_SECONDS, keep_result=0, max_tries=1),
    cron(
        job(bring_in),
        name="record files",
        second=EVERY_FIVE_SECONDS,
        timeout=IMPORTS_SECONDS,
        keep_result=0,
        max_tries=1,
    ),
    cron(
        job(make_exports),
        name="exports",
        second=EVERY_FIVE_SECONDS,
        timeout=EXPORT_SECONDS,
        keep_result=0,
        max_tries=1,
    ),
    cron(job(seals.seal_all), name="seals", second=EVERY_SECOND, keep_result=0, max_tries=1),
)
"""What is done so often that one missed run does not matter, the look at the clock among it."""


def redis_settings() -> RedisSettings:
    url = config.current().redis_url
    if url is None:
        raise config.Unfit(["REDIS_URL is not set, and no embedded Valkey was started beside us."])
    settings = RedisSettings.from_dsn(url)
    settings.conn_retries = 1
    settings.conn_timeout = 1
    return settings


class ClockWorker(Worker):
    """A worker that goes on when the machine's clock is set: arq alone waits until it shows the old time again."""

    async def run_cron(self, n: datetime, delay: float, num_windows: int = 2) -> None:
        for fast in self.cron_jobs:
            if fast.next_run is not None and abs(fast.next_run - n) > LEAP:
                fast.next_run = n
        await super().run_cron(n, delay, num_windows)


def make_worker() -> Worker:
    return ClockWorker(
        functions=[
            func(SWEEP, name=RING, keep_result=0, timeout=JOB_SECONDS, max_tries=1),
            func(run_recurring, name=RUN, keep_result=0, timeout=JOB_SECONDS, max_tries=1),  # type: ignore[arg-type]  # arq takes any arguments
        ],
        cron_jobs=[replace(fast) for fast in FAST],  # each worker plans for itself
        timezone=UTC,
        redis_settings=redis_settings(),
        handle_signals=False,
        max_jobs=4,
        poll_delay=0.2,
        job_timeout=JOB_SECONDS,
        health_check_interval=60,
        log_results=False,
        job_serializer=msgspec.msgpack.encode,
        job_deserializer=msgspec.msgpack.decode,
    )


class Bell:
    """Rings the worker through Valkey, gives up after half a second, and never fails its caller."""

    def __init__(self) -> None:
        self._pool: ArqRedis | None = None
        self._opening = asyncio.Lock()

    async def ring(self) -> None:
        try:
            async with asyncio.timeout(RING_SECONDS):
                await (await self._opened()).enqueue_job(RING)
        except Exception as fault:  # noqa: BLE001  # whatever it is: the clock will find the row
            log_fault("bell could not ring", fault)

    async def _opened(self) -> ArqRedis:
        """Give the one pool of connections, however many ring at once."""
        async with self._opening:
            if self._pool is None:
                self._pool = await create_pool(
                    redis_settings(),
                    job_serializer=msgspec.msgpack.encode,
                    job_deserializer=msgspec.msgpack.decode,
                )
            return self._pool

    async def close(self) -> None:
        if self._pool is not None:
            with suppress(Exception):
                await self._pool.aclose()


async def supervise(stop: asyncio.Event) -> None:
    """Keep a worker running until `stop` is set, starting it again with a growing pause when it dies."""
    pause = FIRST_PAUSE
    while not stop.is_set():
        began = asyncio.get_running_loop().time()
        fault = await _work_until(stop)
        if fault is None:
            continue
        log_fault("worker died", fault)
        if asyncio.get_running_loop().time() - began > LONGEST_PAUSE:
            pause = FIRST_PAUSE
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
        pause = min(pause * 2, LONGEST_PAUSE)


async def _work_until(stop: asyncio.Event) -> BaseException | None:
    """Run one worker until it dies or `stop` is set; give what it died of."""
    worker = make_worker()
    working = asyncio.create_task(worker.async_run())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    worker.allow_pick_jobs = False
    if worker.tasks:  # also where Valkey went away: what a job is at needs none
        await asyncio.wait(worker.tasks.values(), timeout=STOPPING_SECONDS)
    stopping.cancel()
    working.cancel()
    fault = (await asyncio.gather(working, return_exceptions=True))[0]
    await _cut_off(worker)
    with suppress(Exception):
        async with asyncio.timeout(2):
            await worker.close()
    with suppress(Exception):  # arq leaves its connections open where Valkey does not answer
        await worker.pool.aclose()
    return None if fault is None or isinstance(fault, asyncio.CancelledError) else fault


async def _cut_off(worker: Worker) -> None:
    """End the jobs that still run: left to arq's closing, their cancellation would end us and keep its connection."""
    jobs = list(worker.tasks.values())
    worker.tasks.clear()
    for job_task in jobs:
        job_task.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)


async def run() -> None:
    """Run the worker as a process of its own, until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    log("worker started")
    await supervise(stop)
