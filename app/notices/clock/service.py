"""The clock: recurring work is begun once for each moment it is due, whichever worker comes first.

Runs stand in a table, so nothing is lost when the worker, or what rings it, was away: the next look finds the last
moment that was missed, and one run catches up with all before it. A run that failed, or whose worker died, is begun
again until the next one is due; so whatever the clock does can be done twice.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.notices.clock.rules import HELD, Run, Times, can_begin, latest_due
from app.notices.tables import ClockRun
from app.web.logs import log_fault

KEPT = timedelta(days=30)
RUNS = """
select run.name, run.started_at, run.finished_at from clock_run run
join unnest($1::text[], $2::timestamptz[]) as due(name, at) on due.name = run.name and due.at = run.due_at
"""
BEGIN = """
insert into clock_run (id, name, due_at, started_at) values ($1, $2, $3, $4)
on conflict (name, due_at) do update set id = excluded.id, started_at = excluded.started_at
where clock_run.finished_at is null and clock_run.started_at not between $4 - $5::interval and $4 + $5::interval
returning id
"""


@dataclass(frozen=True, slots=True)
class Recurring:
    """Work that is done again and again: its name, the work, and when it is due."""

    name: str
    work: Callable[[], Awaitable[Any]]
    times: Times


@dataclass(frozen=True, slots=True)
class DueRun:
    """A run that nobody has begun."""

    name: str
    due_at: datetime


async def runs_due(works: Sequence[Recurring], *, now: datetime | None = None) -> list[DueRun]:
    """Give the runs that are to begin, at most one of each work (one statement)."""
    now = now or datetime.now(UTC)
    due = {work.name: latest_due(work.times, now=now) for work in works}
    found = await db.rows(RUNS, list(due), list(due.values()))
    begun = {row["name"]: Run(row["started_at"], row["finished_at"]) for row in found}
    return [DueRun(name, at) for name, at in due.items() if can_begin(begun.get(name), now=now)]


async def run(work: Recurring, *, due_at: datetime, now: datetime | None = None) -> bool:
    """Do a run and note that it is done; False where it was somebody else's, or failed and is begun again later."""
    run_id = await _begin(work.name, due_at, now or datetime.now(UTC))
    if run_id is None:
        return False
    try:
        await work.work()
    except Exception as fault:  # noqa: BLE001  # whatever it is, the run is begun again
        log_fault("recurring work failed", fault, job=work.name)
        return False
    await ClockRun.update({ClockRun.finished_at: datetime.now(UTC)}).where(ClockRun.id == run_id)
    return True


async def _begin(name: str, due_at: datetime, now: datetime) -> UUID | None:
    """Note that a run begins, and give its id; None where somebody else has begun it."""
    row = await db.row(BEGIN, db.new_id(), name, due_at, now, HELD)
    return row["id"] if row else None


async def last_begun() -> datetime | None:
    """Give when a run began last; None: none ever did."""
    (row,) = await db.rows("select max(started_at) as at from clock_run")
    at: datetime | None = row["at"]
    return at


async def remove_old() -> None:
    """Forget runs that no look asks for any more."""
    await ClockRun.delete().where(ClockRun.due_at < datetime.now(UTC) - KEPT)
