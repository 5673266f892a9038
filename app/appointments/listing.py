"""The appointments of a chart, as the client's pages show them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart
from app.activity.refusals import NotFound
from app.appointments.times import worded_short
from app.appointments.views import APPOINTMENTS, AppointmentView, view_of
from app.practice.settings import zone_of
from app.web.cursor import Cursor, write_cursor

MOST_UPCOMING, PAST_A_PAGE = 60, 20
LONGEST = timedelta(days=1)
"""No appointment lasts longer: what began before that is over."""
ENDS_AT = "appointment.starts_at + make_interval(mins => appointment.minutes)"

UPCOMING = f"""
{APPOINTMENTS} where appointment.client = $1 and appointment.starts_at > $3 and {ENDS_AT} > $2
order by appointment.starts_at, appointment.id limit {MOST_UPCOMING + 1}
"""
PAST = f"""
{APPOINTMENTS} where appointment.client = $1 and {ENDS_AT} <= $2
  and ($3::timestamptz is null or (appointment.starts_at, appointment.id) < ($3, $4::uuid))
order by appointment.starts_at desc, appointment.id desc limit {PAST_A_PAGE + 1}
"""
ONE = f"{APPOINTMENTS} where appointment.client = $1 and appointment.id = $2"
NAMED = """
select appointment.id, appointment.starts_at, location.zone
from appointment left join office_location location on location.id = appointment.location
where appointment.client = $1 and appointment.id = any($2)
"""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What is to come: the next one that stands, then all others, cancelled ones too, in their order."""

    next: AppointmentView | None
    others: tuple[AppointmentView, ...]
    more: bool
    """Whether there are later ones than are shown."""


@dataclass(frozen=True, slots=True)
class Past:
    appointments: tuple[AppointmentView, ...]
    older: str | None
    """The cursor of the next page, if there is one."""


async def upcoming_of(chart: CurrentChart) -> Upcoming:
    now = datetime.now(UTC)
    found = await db.rows(UPCOMING, chart.client_id, now, now - LONGEST)
    views = [view_of(row, now=now) for row in found[:MOST_UPCOMING]]
    first = next((view for view in views if view.upcoming), None)
    others = tuple(view for view in views if view is not first)
    return Upcoming(first, others, more=len(found) > MOST_UPCOMING)


async def past_of(chart: CurrentChart, *, before: Cursor | None = None) -> Past:
    """Give what is over, newest first, a page at a time."""
    now = datetime.now(UTC)
    at, appointment_id = before or (None, None)
    found = await db.rows(PAST, chart.client_id, now, at, appointment_id)
    views = tuple(view_of(row, now=now) for row in found[:PAST_A_PAGE])
    older = write_cursor(views[-1].facts.starts_at, views[-1].id) if len(found) > PAST_A_PAGE else None
    return Past(views, older)


async def appointment_row(chart: CurrentChart, appointment_id: UUID) -> db.Record:
    """Give an appointment of the chart; raises NotFound."""
    row = await db.row(ONE, chart.client_id, appointment_id)
    if row is None:
        raise NotFound(
            by=chart.actor, object_kind="appointment", object_id=appointment_id, client_id=chart.client_id
        )
    return row


async def names_of(client_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Give what each of these appointments is called in the log of the chart: its day and time."""
    found = await db.rows(NAMED, client_id, list(ids))
    return {row["id"]: worded_short(row["starts_at"], zone_of(row["zone"] or "")) for row in found}
