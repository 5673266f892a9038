"""What the state of task types and threads allows, and what follows from it. Pure: who may is decided elsewhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.activity.refusals import StateForbids
from app.web.language import _l, gettext

NOT_OFFERED = _l("This kind of message is not answered at the moment. Please choose another.")
CLOSED = _l("This conversation is closed. Open it again first.")
HALF_DAY_HOURS, DAY_HOURS = 12, 24
SATURDAY = 5


class ThreadStatus(StrEnum):
    """How a thread stands for its client."""

    SENT = "sent"
    ANSWERED = "answered"
    FROM_PRACTICE = "from_practice"
    CLOSED = "closed"


class StepKind(StrEnum):
    """What is done with a thread beside writing in it."""

    ASSIGNED = "assigned"
    CLOSED = "closed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Since when a client waits for an answer, and when that becomes soon late, and late; None: no time was told."""

    since: datetime
    soon_late_at: datetime | None
    late_at: datetime | None


def status_of(*, closed: bool, last_from_client: bool, answered: bool) -> ThreadStatus:
    """Say how a thread stands. One that the practice began is not called answered before the client asked."""
    if closed:
        return ThreadStatus.CLOSED
    if last_from_client:
        return ThreadStatus.SENT
    return ThreadStatus.ANSWERED if answered else ThreadStatus.FROM_PRACTICE


def waiting_from(asked_at: datetime, *, usual_working_days: int | None) -> Waiting:
    """Say when an answer is soon late (half of the usual time) and late, for something asked at `asked_at`.

    `asked_at` is in the practice's zone, whose weekends do not count.
    """
    if usual_working_days is None:
        return Waiting(asked_at, None, None)
    return Waiting(
        asked_at,
        _after_working_hours(asked_at, hours=usual_working_days * HALF_DAY_HOURS),
        _after_working_hours(asked_at, hours=usual_working_days * DAY_HOURS),
    )


def _after_working_hours(start: datetime, *, hours: int) -> datetime:
    """Give the moment so many hours later, by the clock on the wall, Saturdays and Sundays left out."""
    zone, here = start.tzinfo, start.replace(tzinfo=None)
    left = timedelta(hours=hours)
    while True:
        midnight = here.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        if here.weekday() < SATURDAY:
            if here + left <= midnight:
                return (here + left).replace(tzinfo=zone)
            left -= midnight - here
        here = midnight


def can_send(*, active: bool, answering: bool) -> bool:
    """Whether clients can send a message of this type: it is in use, and somebody of its group answers."""
    return active and answering


def check_can_send(*, active: bool, answering: bool) -> None:
    if not can_send(active=active, answering=answering):
        raise StateForbids(NOT_OFFERED)


def can_send_to_client(*, has_group: bool) -> bool:
    """Whether staff can send in this task type; without a user group its messages would reach nobody back."""
    return has_group


def check_can_send_to_client(*, has_group: bool, label: str) -> None:
    """Source: "verify the appropriate user group is assigned to the corresponding Task Types"."""
    if not can_send_to_client(has_group=has_group):
        sentence = gettext("“%(label)s” has no user group. Give it one under Task Types, then send again.")
        raise StateForbids(sentence % {"label": label})


def can_answer(*, closed: bool) -> bool:
    """Whether staff can write in the thread or give it to somebody; the client's own reply opens it again."""
    return not closed


def check_can_answer(*, closed: bool) -> None:
    if not can_answer(closed=closed):
        raise StateForbids(CLOSED)
