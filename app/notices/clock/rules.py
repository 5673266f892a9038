"""When recurring work is due, and whether a run of it may begin. Pure: the moment is handed in."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EVERY_HOUR = tuple(range(24))
HELD = timedelta(minutes=2)
"""How long a run is left to whoever began it; longer than a job of the worker may last."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The moments at which work is due, in UTC: at these minutes of these hours, every day."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...] = EVERY_HOUR


@dataclass(frozen=True, slots=True)
class Run:
    """How far a run came."""

    started_at: datetime
    finished_at: datetime | None
    """None: it is under way, it failed, or its worker died."""


def latest_due(times: Times, *, now: datetime) -> datetime:
    """Give the last moment at which work was due: whatever was missed before it is caught up with by that one run."""
    return max(moment for day in (now - DAY, now) for moment in _moments(times, day) if moment <= now)


def can_begin(run: Run | None, *, now: datetime) -> bool:
    """Whether a run may begin: nobody has begun it, or whoever did must have failed or died.

    A start that lies ahead was noted before the clock was set back: it holds for as long as one that lies behind.
    """
    if run is None:
        return True
    return run.finished_at is None and abs(now - run.started_at) > HELD


def _moments(times: Times, day: datetime) -> list[datetime]:
    midnight = day.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return [
        midnight + timedelta(hours=hour, minutes=minute) for hour in times.hours for minute in times.minutes
    ]
