"""The columns of a file of appointments, and how each cell is read."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

from app.activity.refusals import Unfit
from app.appointments.desk.rules import LONGEST, NO_MINUTES, SHORTEST
from app.appointments.times import HappensTwice, NoSuchTime, clock_time, read_moment
from app.web.forms import Form, cleaned, text
from app.web.language import _l, gettext
from app.web.readers.links import https_link
from app.web.readers.numbers import money
from app.web.readers.sheets import LONGEST_CELL, client_number_cell, day_cell, read_day
from app.web.sheet import Column

COLUMNS = (
    Column("appointment id", also=("id", "appointment", "external id"), needed=True),
    Column("client number", also=("client", "client no", "client id", "chart number"), needed=True),
    Column("starts", also=("start", "starts at", "date and time", "date time")),
    Column("date", also=("day", "start date", "appointment date")),
    Column("time", also=("start time", "appointment time")),
    Column("minutes", also=("length", "duration", "duration minutes")),
    Column("clinician", also=("clinician email", "clinician e mail", "clinician name", "provider", "staff")),
    Column("location", also=("location name", "office", "office location")),
    Column("telehealth link", also=("telehealth", "telehealth url", "video link", "link")),
    Column("copay", also=("co pay", "copay amount")),
    Column("status", also=("state",)),
)
NAMES = {column.field: column.name for column in COLUMNS}

STARTS = re.compile(
    r"(?P<day>[0-9/-]{8,10})(?:[ ,]+|T)(?P<time>[0-9]{1,2}(?:[:.][0-9]{2})?)(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r"(?P<half> ?[ap]\.? ?m\.?)?(?: ?(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2}))?",
    re.IGNORECASE,
)
SECONDS = re.compile(r"(?<=[:.][0-9]{2}):[0-9]{2}")
NO_ID = _l("Every appointment needs an id of its own.")
NO_MOMENT = _l("Write it like this: 2026-12-03 14:30, or 12/3/2026 2:30 PM.")
NO_STATUS = _l("Write booked or cancelled.")


class Status(StrEnum):
    BOOKED = "booked"
    CANCELLED = "cancelled"


STATUSES: dict[str, Status] = {
    **dict.fromkeys(("", "booked", "scheduled", "confirmed", "active", "completed", "kept"), Status.BOOKED),
    **dict.fromkeys(("cancelled", "canceled", "no show", "deleted"), Status.CANCELLED),
}


@dataclass(frozen=True, slots=True)
class TypedMoment:
    """A moment as a file tells it: by the clocks of the location, or of the zone that is this far from UTC."""

    on: date
    at: time
    offset: timedelta | None = None

    def moment(self, zone: ZoneInfo) -> datetime:
        """Give the UTC moment; raises Unfit for one that does not exist, or exists twice."""
        if self.offset is not None:
            return datetime.combine(self.on, self.at, timezone(self.offset)).astimezone(UTC)
        try:
            return read_moment(self.on, self.at, zone, field="starts", choice="starts")
        except HappensTwice:
            words = gettext("The clocks go back then, and this time comes twice. Add which one: %(example)s.")
            example = datetime.combine(self.on, self.at, zone)
            raise Unfit("starts", words % {"example": example.isoformat(" ", "minutes")}) from None
        except NoSuchTime as why:
            raise Unfit("starts", why.sentence) from None


def _time(raw: Any) -> time | None:
    read: time | None = clock_time().func(SECONDS.sub("", cleaned(raw, most=LONGEST_CELL)))  # type: ignore[call-arg]  # it takes the value alone
    return read


def _starts(raw: Any) -> TypedMoment | None:
    typed = cleaned(raw, most=LONGEST_CELL)
    if not typed:
        return None
    found = STARTS.fullmatch(typed)
    if found is None:
        raise ValueError(NO_MOMENT)
    try:
        on, at = read_day(found["day"]), _time(found["time"] + (found["half"] or ""))
    except ValueError:
        raise ValueError(NO_MOMENT) from None
    if on is None or at is None:
        raise ValueError(NO_MOMENT)
    return TypedMoment(on, at, _offset(found["offset"]))


def _offset(typed: str | None) -> timedelta | None:
    if not typed:
        return None
    if typed.upper() == "Z":
        return timedelta()
    hours, minutes = int(typed[1:3]), int(typed[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError(NO_MOMENT)
    return timedelta(hours=hours, minutes=minutes) * (-1 if typed[0] == "-" else 1)


def _minutes(raw: Any) -> int | None:
    typed = cleaned(raw, most=LONGEST_CELL)
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and SHORTEST <= int(typed) <= LONGEST):
        raise ValueError(NO_MINUTES)
    return int(typed)


def _status(raw: Any) -> Status:
    typed = re.sub(r"[\s_-]+", " ", cleaned(raw, most=LONGEST_CELL)).casefold()
    if typed not in STATUSES:
        raise ValueError(NO_STATUS)
    return STATUSES[typed]


class AppointmentRow(Form):
    """A row of which every cell is good by itself."""

    appointment_id: Annotated[str, text(most=100, missing=NO_ID)]
    client_number: Annotated[int, client_number_cell()]
    starts: Annotated[TypedMoment | None, BeforeValidator(_starts)]
    date: Annotated[Any, day_cell()]
    time: Annotated[Any, BeforeValidator(_time)]
    minutes: Annotated[int | None, BeforeValidator(_minutes)]
    clinician: Annotated[str, text(most=254)]
    location: Annotated[str, text(most=100)]
    telehealth_link: Annotated[str, https_link()]
    copay: Annotated[int | None, money(most_cents=99_999_00)]
    status: Annotated[Status, BeforeValidator(_status)]

    @property
    def typed_moment(self) -> TypedMoment | None:
        """Give when it begins, by whichever columns the file tells that."""
        if self.starts is not None:
            return self.starts
        return TypedMoment(self.date, self.time) if self.date is not None and self.time is not None else None
