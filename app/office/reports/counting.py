"""Counting the figures of the reports, a month at a time, by the clock.

A report over two years of a large practice would take seconds at each look; so the numbers of each month are counted
for the whole practice, for each staff member's charts, and for those of whom somebody supervises, and kept. A month
that is over is counted once more in the month after it, when what was under way has come to its end.
"""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app import db
from app.db import IN_FORCE
from app.office.reports.figures import MEDIANS, STANDINGS, Figure
from app.office.reports.sources import SOURCES, STANDING
from app.practice.settings import setting
from app.web.templates import local, midnight

MOST_MONTHS = 36
"""How far back the reports go."""
RUN_SECONDS = 30
"""After which the months that are left wait for the next run."""
COUNTED = "select distinct month from report_figure where staff is null"
FIRST = "select min(created_at) as at from client"
SUPERVISED = """
select member.id as staff, member.supervisor as boss from staff_member member where member.supervisor is not null
union select member.supervisor, member.supervisor from staff_member member where member.supervisor is not null
"""
SEAT = f"join client_assignment seat on seat.client = items.client and {IN_FORCE.format(row='seat', day='items.day')}"
COUNT = f"""
with items as materialized ({{source}}), scoped as (
  select distinct figure, item, minutes, null::uuid as staff, false as supervised from items
  union all
  select distinct figure, item, minutes, seat.staff, false from items {SEAT}
  union all
  select distinct figure, item, minutes, over.boss, true from items {SEAT}
    join ({SUPERVISED}) over on over.staff = seat.staff
)
insert into report_figure (id, month, staff, supervised, figure, amount, counted_at)
select md5(concat_ws(' ', $5::date, staff, supervised, figure))::uuid, $5::date, staff, supervised, figure,
  case when figure = any($6::text[]) then round(percentile_cont(0.5) within group (order by minutes)) else count(*) end, $4
from scoped group by staff, supervised, figure
on conflict (id) do update set amount = excluded.amount, counted_at = excluded.counted_at
"""
NONE = """
insert into report_figure (id, month, supervised, figure, amount, counted_at)
select md5(concat_ws(' ', $1::date, null::uuid, false, figure))::uuid, $1::date, false, figure, 0, $2
from unnest($3::text[]) figure on conflict (id) do nothing
"""
FORGET = "delete from report_figure where month = $1"
FORGET_OLD = "delete from report_figure where month < $1 or (month <> $2 and figure = any($3::text[]))"


async def count_months(*, now: datetime | None = None, seconds: float = RUN_SECONDS) -> list[date]:
    """Count the months that have not been, this one and the one before; give them, the newest first."""
    now, until = now or datetime.now(UTC), time.monotonic() + seconds
    counted = []
    for month in await _to_count(now):
        await _count(month, now=now, stands=month == _month_of(now))
        counted.append(month)
        if time.monotonic() > until:
            break
    return counted


async def _to_count(now: datetime) -> list[date]:
    (first,) = await db.rows(FIRST)
    newest = _month_of(now)
    oldest = _month_of(first["at"]) if first["at"] else newest
    months = [newest]
    while months[-1] > oldest and len(months) < MOST_MONTHS:
        months.append(month_before(months[-1]))
    done = {row["month"] for row in await db.rows(COUNTED)}
    return [month for place, month in enumerate(months) if place < 2 or month not in done]


async def _count(month: date, *, now: datetime, stands: bool) -> None:
    between = (midnight(month), midnight(month_after(month)), setting("practice_zone"), now)
    medians = [figure.value for figure in MEDIANS]
    sources = (*SOURCES, STANDING) if stands else SOURCES
    kept = [each.value for each in Figure if not each.is_median and (stands or not each.stands)]
    async with db.transaction():
        await db.row(FORGET, month)
        for source in sources:
            await db.row(COUNT.format(source=source), *between, month, medians)
        await db.row(NONE, month, now, kept)
        if stands:
            await db.row(FORGET_OLD, *_oldest_kept(month))


def _oldest_kept(newest: date) -> tuple[Any, ...]:
    oldest = newest
    for _ in range(MOST_MONTHS - 1):
        oldest = month_before(oldest)
    return oldest, newest, [figure.value for figure in STANDINGS]


def _month_of(at: datetime) -> date:
    return local(at).date().replace(day=1)


def month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def month_after(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)
