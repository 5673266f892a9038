"""An appointment as a file that calendars take in (RFC 5545).

Calendars travel to phones, employers and families: the file says when, and nothing of with whom, where or why.
Taken in again after a change it replaces what it said before, by its UID and its SEQUENCE.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from app import config, db
from app.accounts.sessions import CurrentChart
from app.activity import service as activity
from app.activity.kinds import Kind
from app.appointments.listing import appointment_row
from app.appointments.rules import AppointmentState, Facts
from app.web.language import gettext

MEDIA_TYPE = "text/calendar"
PRODUCT = "-//Client portal//Appointments//EN"
STATUSES: dict[AppointmentState, str] = {
    AppointmentState.BOOKED: "CONFIRMED",
    AppointmentState.CANCELLED: "CANCELLED",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """An appointment as a calendar keeps it; `sequence` and `changed_at` are of its last change."""

    id: UUID
    facts: Facts
    sequence: int
    changed_at: datetime


async def take_to_calendar(*, chart: CurrentChart, appointment_id: UUID) -> bytes:
    """Give an appointment of the chart as a calendar file, and write down that it was taken away; raises NotFound."""
    row = await appointment_row(chart, appointment_id)
    facts = Facts(AppointmentState(row["state"]), row["starts_at"], row["minutes"])
    async with db.transaction():
        await activity.record(
            by=chart.actor,
            kind=Kind.CALENDAR_DOWNLOADED,
            object_kind="appointment",
            object_id=appointment_id,
            client_id=chart.client_id,
        )
    return calendar_of([Kept(appointment_id, facts, row["sequence"], row["changed_at"])])


def calendar_of(appointments: Sequence[Kept]) -> bytes:
    """Write an event for each, its moments in UTC, so that no calendar needs to know our zones."""
    from icalendar import Calendar  # most processes never make one

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for appointment in appointments:
        calendar.add_component(_event(appointment))
    return bytes(calendar.to_ical())


def _event(appointment: Kept) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{appointment.id}@{urlsplit(config.current().public_url).hostname}")
    event.add("dtstamp", appointment.changed_at)
    event.add("dtstart", appointment.facts.starts_at)
    event.add("dtend", appointment.facts.ends_at)
    event.add("sequence", appointment.sequence)
    event.add("status", STATUSES[appointment.facts.state])
    event.add("summary", gettext("Appointment"))
    event.add("class", "PRIVATE")
    return event
