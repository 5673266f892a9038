"""What staff may do with an appointment as it stands. Pure: who may is decided elsewhere."""

from datetime import date, datetime, timedelta

from app.activity.refusals import StateForbids, Unfit
from app.appointments.rules import AppointmentState, AskingState
from app.web.language import _l

IS_CANCELLED = _l("This appointment is cancelled. Add a new one instead.")
IS_OVER = _l("This appointment is over. Add a new one instead.")
IS_SETTLED = _l("This was answered already.")
IS_DISCHARGED = _l(
    "This client is discharged by then. Choose an earlier day, or change the day of discharge."
)
MOMENT_IS_OVER = _l("This moment is over. Choose a later one.")
NO_MINUTES = _l("Type a whole number of minutes from 5 to 720.")
SHORTEST, LONGEST = 5, 720
"""Minutes of an appointment."""


def is_over(starts_at: datetime, minutes: int, *, now: datetime) -> bool:
    """Whether an appointment has ended."""
    return starts_at + timedelta(minutes=minutes) <= now


def check_stands(state: AppointmentState) -> None:
    """Raise StateForbids for an appointment that was cancelled."""
    if state is AppointmentState.CANCELLED:
        raise StateForbids(IS_CANCELLED)


def check_can_move(state: AppointmentState, starts_at: datetime, minutes: int, *, now: datetime) -> None:
    """Raise StateForbids for an appointment that is cancelled or over: another one is booked instead."""
    check_stands(state)
    if is_over(starts_at, minutes, now=now):
        raise StateForbids(IS_OVER)


def can_move(state: AppointmentState, starts_at: datetime, minutes: int, *, now: datetime) -> bool:
    """Whether an appointment stands and is still to come, or under way."""
    return state is AppointmentState.BOOKED and not is_over(starts_at, minutes, now=now)


def check_moment(starts_at: datetime, *, now: datetime) -> None:
    """Raise Unfit for a moment nobody can be expected at any more."""
    if starts_at <= now:
        raise Unfit("starts_on", MOMENT_IS_OVER)


def check_in_care(starts_on: date, *, discharged_on: date | None) -> None:
    """Raise Unfit for an appointment on or after the day on which the client is discharged."""
    if discharged_on is not None and discharged_on <= starts_on:
        raise Unfit("starts_on", IS_DISCHARGED)


def check_waits(state: AskingState) -> None:
    """Raise StateForbids for something asked that was answered or taken back."""
    if state is not AskingState.WAITING:
        raise StateForbids(IS_SETTLED)
