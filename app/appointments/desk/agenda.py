"""The agenda: who is expected on a day, by the clocks of where, and what clients ask."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from babel.dates import format_date

from app import db
from app.accounts.charts import check_rule
from app.accounts.sessions import CurrentStaff, today
from app.appointments.desk.listing import (
    ASKINGS,
    COLUMNS,
    JOINED,
    AppointmentLine,
    AskingLine,
    appointment_line,
    asking_line,
)
from app.appointments.desk.service import RULE
from app.clients.names import full_name
from app.practice.settings import zone_of
from app.staff.rules import Action
from app.staff.service import OPEN_CHARTS
from app.web.language import FORMATS, current_language

MOST_A_DAY = 300
MOST_ASKED = 20
A_DAY = timedelta(days=1)
DAYS = 7

BETWEEN = "appointment.starts_at >= $3 and appointment.starts_at < $4"
OF_DAY = f"""
select {COLUMNS}, client.number, client.first_name, client.preferred_name, client.last_name
from appointment {JOINED} join client on client.id = appointment.client
where {{charts}} and {BETWEEN} and $1::uuid is not null and $2::date is not null
order by appointment.starts_at, client.last_name, appointment.id limit $5
"""
OF_WEEK = f"""
select appointment.starts_at, coalesce(location.zone, '') as location_zone
from appointment left join office_location location on location.id = appointment.location
where {{charts}} and {BETWEEN} and appointment.state = 'booked'
  and $1::uuid is not null and $2::date is not null
"""
OF_CLIENTS = f"""
{ASKINGS} where {{charts}} and asking.state = 'waiting' and $1::uuid is not null and $2::date is not null
order by asking.asked_at, asking.id limit {MOST_ASKED + 1}
"""


class Whose(StrEnum):
    """Whose appointments a Client Admin looks at; others see those of the charts that are open to them."""

    ALL = "all"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class Expected:
    """A client who is expected."""

    client_name: str
    client_number: int
    appointment: AppointmentLine


@dataclass(frozen=True, slots=True)
class Asks:
    """A client who asks something."""

    client_name: str
    asking: AskingLine


@dataclass(frozen=True, slots=True)
class DayLink:
    on: date
    weekday: str
    number: str
    count: int
    chosen: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    on: date
    whose: Whose
    days: tuple[DayLink, ...]
    expected: tuple[Expected, ...]
    more: bool
    """Whether there are more than are shown."""
    asks: tuple[Asks, ...]
    more_ask: bool

    @property
    def week_before(self) -> date:
        return self.on - DAYS * A_DAY

    @property
    def week_after(self) -> date:
        return self.on + DAYS * A_DAY


async def agenda_of(staff: CurrentStaff, *, on: date, whose: Whose) -> Agenda:
    """Give a day of the charts open to a staff member, its week and what waits (three statements); raises NotAllowed."""
    check_rule(staff, RULE, Action.VIEW)
    first = _first_of_week(on)
    expected, more = await _expected(staff, on, whose)
    counts = await _counts(staff, first, whose)
    found = await db.rows(_of(staff, OF_CLIENTS, whose, client="asking.client"), staff.staff_id, today())
    return Agenda(
        on=on,
        whose=whose,
        days=tuple(_link(first + number * A_DAY, counts, on) for number in range(DAYS)),
        expected=expected,
        more=more,
        asks=tuple(Asks(_name(row), asking_line(row)) for row in found[:MOST_ASKED]),
        more_ask=len(found) > MOST_ASKED,
    )


async def _expected(staff: CurrentStaff, on: date, whose: Whose) -> tuple[tuple[Expected, ...], bool]:
    begins, ends = _about(on, on)
    statement = _of(staff, OF_DAY, whose)
    found = await db.rows(statement, staff.staff_id, today(), begins, ends, 3 * MOST_A_DAY)
    now = datetime.now(UTC)
    that_day = [row for row in found if _day_of(row) == on]
    shown = tuple(
        Expected(_name(row), row["number"], appointment_line(row, now=now)) for row in that_day[:MOST_A_DAY]
    )
    return shown, len(that_day) > MOST_A_DAY or len(found) == 3 * MOST_A_DAY


async def _counts(staff: CurrentStaff, first: date, whose: Whose) -> Counter[date]:
    begins, ends = _about(first, first + (DAYS - 1) * A_DAY)
    found = await db.rows(_of(staff, OF_WEEK, whose), staff.staff_id, today(), begins, ends)
    return Counter(_day_of(row) for row in found)


def _about(first: date, last: date) -> tuple[datetime, datetime]:
    """Give a stretch of time that holds these days in every zone: each row then says which day it is there."""
    return (
        datetime.combine(first - A_DAY, time(), UTC),
        datetime.combine(last + 2 * A_DAY, time(), UTC),
    )


def _day_of(row: db.Record) -> date:
    at: datetime = row["starts_at"]
    return at.astimezone(zone_of(row["location_zone"])).date()


def _of(staff: CurrentStaff, statement: str, whose: Whose, *, client: str = "appointment.client") -> str:
    """Narrow to the charts open to the member, or those that are their own to look after."""
    if staff.permissions.client_admin and whose is Whose.ALL:
        return statement.format(charts="true")
    return statement.format(charts=f"{client} = any(array{OPEN_CHARTS.format(staff='$1', today='$2')})")


def _first_of_week(on: date) -> date:
    first: int = FORMATS[current_language()].first_week_day
    return on - ((on.weekday() - first) % DAYS) * A_DAY


def _link(on: date, counts: Counter[date], chosen: date) -> DayLink:
    locale = FORMATS[current_language()]
    return DayLink(
        on=on,
        weekday=format_date(on, "EEE", locale=locale),
        number=format_date(on, "d", locale=locale),
        count=counts[on],
        chosen=on == chosen,
        is_today=on == today(),
    )


def _name(row: db.Record) -> str:
    return full_name(
        first_name=row["first_name"], preferred_name=row["preferred_name"], last_name=row["last_name"]
    )
