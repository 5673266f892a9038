"""What the state of an appointment allows. Pure: who may is decided elsewhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.activity.refusals import StateForbids
from app.web.language import Phrase, _l

LINK_OPENS = timedelta(days=1)
"""So long before an appointment its client is shown the link of the video visit: one that was changed is not used."""
LINK_STAYS = timedelta(hours=1)
"""So long after its end, as visits run late."""

NOT_NOW = _l(
    "Your care here has ended, so nothing can be asked here any more. If you need something, please call the practice."
)
CANCELLED = _l("This appointment is cancelled already.")
OVER = _l("This appointment has begun, or is over.")
TOO_LATE = _l("It is too late to cancel or move this appointment here. Please call the practice.")
ASKED = _l("You asked about this appointment before. Take that back first, then ask anew.")
ASKED_FOR_ONE = _l(
    "You asked for an appointment already; your practice answers in your messages. Take that back first, then ask anew."
)
SETTLED = _l("Your practice has looked after this already, so it cannot be taken back here.")


class AppointmentState(StrEnum):
    BOOKED = "booked"
    CANCELLED = "cancelled"


class Asking(StrEnum):
    """What a client asks for."""

    BOOK = "book"
    CANCEL = "cancel"
    MOVE = "move"


class AskingState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Facts:
    """What of an appointment the rules go by."""

    state: AppointmentState
    starts_at: datetime
    minutes: int
    asked: bool = False
    """Whether something that its client asked about it still waits."""

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Notice:
    """Until how long before an appointment its client may ask about it here, and whether they may ask for anything."""

    hours: int
    may_ask: bool

    def ends_at(self, facts: Facts) -> datetime:
        return facts.starts_at - timedelta(hours=self.hours)


def is_over(facts: Facts, *, now: datetime) -> bool:
    return facts.ends_at <= now


def is_upcoming(facts: Facts, *, now: datetime) -> bool:
    """Whether the client is expected, or is there at the moment."""
    return facts.state is AppointmentState.BOOKED and not is_over(facts, now=now)


def shows_link(facts: Facts, *, now: datetime) -> bool:
    """Whether the link of a video visit is of use now."""
    opens, closes = facts.starts_at - LINK_OPENS, facts.ends_at + LINK_STAYS
    return facts.state is AppointmentState.BOOKED and opens <= now < closes


def can_ask(*, may_ask: bool, asked: bool) -> bool:
    """Whether a client can ask for an appointment: not once their care has ended, nor while another such wish waits."""
    return may_ask and not asked


def check_can_ask(*, may_ask: bool, asked: bool) -> None:
    if not can_ask(may_ask=may_ask, asked=asked):
        raise StateForbids(ASKED_FOR_ONE if may_ask else NOT_NOW)


def can_ask_about(facts: Facts, *, now: datetime, notice: Notice) -> bool:
    """Whether its client can ask to cancel or move an appointment: it is to come, and there is time enough."""
    return _why_not(facts, now=now, notice=notice) is None


def check_can_ask_about(facts: Facts, *, now: datetime, notice: Notice) -> None:
    why_not = _why_not(facts, now=now, notice=notice)
    if why_not is not None:
        raise StateForbids(why_not)


def _why_not(facts: Facts, *, now: datetime, notice: Notice) -> Phrase | None:
    if not notice.may_ask:
        return NOT_NOW
    if facts.state is AppointmentState.CANCELLED:
        return CANCELLED
    if facts.starts_at <= now:
        return OVER
    if facts.asked:
        return ASKED
    return TOO_LATE if now >= notice.ends_at(facts) else None


def can_withdraw(state: AskingState) -> bool:
    """Whether what a client asked can be taken back: nobody has looked after it yet."""
    return state is AskingState.WAITING


def check_can_withdraw(state: AskingState) -> None:
    if not can_withdraw(state):
        raise StateForbids(SETTLED)


def check_can_pay(facts: Facts, *, now: datetime) -> None:
    """Raise StateForbids for a visit whose copay is not paid any more: it is cancelled, or over."""
    if not is_upcoming(facts, now=now):
        raise StateForbids(CANCELLED if facts.state is AppointmentState.CANCELLED else OVER)
