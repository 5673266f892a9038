"""What staff may do with a form of a chart, and when one that repeats comes again."""

from calendar import monthrange
from datetime import date, datetime, timedelta

from app.activity.refusals import StateForbids, Unfit
from app.forms.rules import IS_TAKEN_BACK, NO_REASON, Every, Facts
from app.web.language import _l

IS_RETIRED = _l("This form is no longer offered. Please choose another one.")
IS_ASSIGNED = _l("The client has this form already.")
IS_SENT = _l("The client has sent this form. It stays as it was sent.")
PAST_DAY = _l("This day is over. Please choose today or a later day.")
ENDS_BEFORE = _l("This day is before the first one. Please choose a later day.")
REMINDED_TODAY = _l("The client was reminded of this form less than a day ago.")
NOBODY_REACHED = _l("Nobody can be told for this client: look at Client Portal who opens the chart.")
NOT_WANTED = _l("The client does not want to be told of forms.")
NO_SUCH_FORM = _l("There is no form of this title here. Look it up under Forms, or on the tab Client Portal.")
NO_SUCH_PACKET = _l("There is no packet of this name. Look it up under Forms.")
SEVERAL_FORMS = _l("There are several of this name. Please use the tab Client Portal.")
NO_PACKET = _l("This packet is not in use.")
EMPTY_PACKET = _l("No form of this packet is offered any more.")
NO_FORMS = _l("Choose at least one form.")
NO_CLINICIAN = _l("Choose whose clients.")
NO_NAME = _l("Give the packet a name.")
REPEATS = _l("This form comes again and again already. End that first.")
NOBODY_LEFT = _l("All of these clients have the form already.")
IS_DISCHARGED = _l("This client is discharged, so nothing new is assigned.")
LONGEST_EVERY = 365
DAYS_OF: dict[Every, int] = {Every.DAYS: 1, Every.WEEKS: 7, Every.MONTHS: 0}
REMINDED_WITHIN = timedelta(days=1)
REMINDING_HOURS = range(9, 20)
"""The hours of the practice's day in which the clock reminds: nobody is woken by it."""


def check_can_take_back(form: Facts, *, answered: bool, reason: str) -> None:
    """Raise StateForbids for one that was taken back before, Unfit for one with answers and no reason."""
    if form.taken_back_at is not None:
        raise StateForbids(IS_TAKEN_BACK)
    if answered and not reason:
        raise Unfit("reason", NO_REASON)


def check_can_change(form: Facts) -> None:
    """Raise StateForbids where nothing is asked of the client any more."""
    if form.taken_back_at is not None:
        raise StateForbids(IS_TAKEN_BACK)
    if form.completed_at is not None:
        raise StateForbids(IS_SENT)


def check_can_remind(form: Facts, *, reminded_at: datetime | None, now: datetime) -> None:
    """Raise StateForbids where nothing is asked any more, or somebody was reminded less than a day ago."""
    check_can_change(form)
    if was_reminded_lately(reminded_at, now=now):
        raise StateForbids(REMINDED_TODAY)


def was_reminded_lately(reminded_at: datetime | None, *, now: datetime) -> bool:
    """Whether staff reminded somebody less than a day ago."""
    return reminded_at is not None and now - reminded_at < REMINDED_WITHIN


def is_reminding_hour(hour: int) -> bool:
    """Whether the clock reminds at this hour of the practice's day; what was due before it waits for it."""
    return hour in REMINDING_HOURS


def check_due_on(due_on: date | None, *, today: date, before: date | None = None) -> None:
    """Raise Unfit for a day that is over, unless it is the one that stood there before."""
    if due_on is not None and due_on < today and due_on != before:
        raise Unfit("due_on", PAST_DAY)


def check_series(*, first_on: date, until_on: date | None, today: date) -> None:
    """Raise Unfit for a form that would begin to repeat in the past, or end before it begins."""
    if first_on < today:
        raise Unfit("first_on", PAST_DAY)
    if until_on is not None and until_on < first_on:
        raise Unfit("until_on", ENDS_BEFORE)


def next_after(on: date, *, every: int, unit: Every, today: date) -> date:
    """Give the first day after today on which a form comes again that came on `on`: what was missed is not made up for."""
    while on <= today:
        on = _months_later(on, every) if unit is Every.MONTHS else on + timedelta(days=every * DAYS_OF[unit])
    return on


def _months_later(on: date, months: int) -> date:
    """Give the same day some months later; the last day of a month stays the last."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    is_last = on.day == monthrange(on.year, on.month)[1]
    return date(year, month + 1, last if is_last else min(on.day, last))
