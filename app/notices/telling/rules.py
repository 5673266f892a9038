"""Whether a client is told of something, by what, and when: by what they chose and how they can be reached."""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from app.notices.preferences import Choices, Notice
from app.web.language import Phrase, _l

GAP = timedelta(minutes=30)
"""After something went out, what else there is to tell waits so long, and goes out as one."""
GIVEN_UP_AFTER = timedelta(days=3)

AREAS: Mapping[Notice, str] = {
    Notice.MESSAGE: "messages",
    Notice.DOCUMENT: "documents",
    Notice.FORM: "forms",
    Notice.APPOINTMENT: "appointments",
    Notice.BILL: "billing",
    Notice.RECORD: "record",
}
"""The area of a chart that each notice is about: who may not open it is not told."""


class Fault(StrEnum):
    """Why nobody was told, where no other machine said why."""

    NO_LOGIN = "no_login"
    NO_ADDRESS = "no_address"
    MAIL_IS_OFF = "mail_is_off"
    TOO_LATE = "too_late"
    TEXT_FAILED = "text_failed"


FAULTS: Mapping[str, Phrase] = {
    Fault.NO_LOGIN: _l("Nobody has a login that opens this."),
    Fault.NO_ADDRESS: _l("There is no e-mail address on file that can be written to."),
    Fault.MAIL_IS_OFF: _l("This portal sends no e-mail."),
    Fault.TOO_LATE: _l("It could not be sent for three days."),
    Fault.TEXT_FAILED: _l("The text message did not arrive."),
}


def is_wanted(notice: Notice, choices: Choices, *, needed: bool) -> bool:
    """Whether somebody is to hear of this kind of thing."""
    return needed or notice in choices.notices


def is_quiet(hour: int, *, since: int | None, until: int | None) -> bool:
    """Whether an hour of the day is among those in which somebody wants to be left alone, over midnight too."""
    if since is None or until is None:
        return False
    return since <= hour < until if since < until else hour >= since or hour < until


def end_of_quiet(at: datetime, choices: Choices, zone: tzinfo) -> datetime | None:
    """Give the moment from which somebody may be told again; None: it is not quiet at `at`.

    An hour that a clock put forward leaves out ends with the moment of the change; of an hour that comes twice, the
    first counts.
    """
    here = at.astimezone(zone)
    if choices.quiet_until is None or not is_quiet(
        here.hour, since=choices.quiet_from, until=choices.quiet_until
    ):
        return None
    ends = here.replace(hour=choices.quiet_until, minute=0, second=0, microsecond=0, fold=0)
    if choices.quiet_until <= here.hour:
        ends = (ends.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=zone)
    return ends.astimezone(at.tzinfo)


def due_at(now: datetime, *, choices: Choices, zone: tzinfo, last: datetime | None) -> datetime:
    """Give when somebody is told: at once, but never soon after the last time, nor in their quiet hours."""
    soonest = now if last is None else max(now, last + GAP)
    return end_of_quiet(soonest, choices, zone) or soonest


def is_too_late(due: datetime, *, now: datetime) -> bool:
    """Whether something has been tried for so long that it is given up."""
    return now - due > GIVEN_UP_AFTER
