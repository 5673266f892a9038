"""Appointments of the demo practice: what Alice, Bob and Max have before them, and what is over."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from app.accounts.sessions import today
from app.appointments.rules import AppointmentState
from app.appointments.tables import Appointment
from app.appointments.times import read_moment
from app.billing.demo import name_copay
from app.practice.settings import zone_of
from app.practice.tables import OfficeLocation

SPACE = UUID("4f6a2c1d-7b90-4e35-a1c8-2d9e5b7f0c63")
TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3
SOONEST = 3
"""So many days are left before the first: long enough to ask to move it."""


@dataclass(frozen=True)
class Story:
    """An appointment on a weekday at a time of the office's, `weeks` from the first one to come; negative: before."""

    client: str
    key: str
    weeks: int
    weekday: int
    at: time
    video: bool = False
    copay_cents: int | None = None
    cancelled: bool = False


STORIES = (
    Story("alice", "office", 0, TUESDAY, time(8), copay_cents=2500),
    Story("alice", "video", 2, TUESDAY, time(8), video=True, copay_cents=2500),
    Story("alice", "later", 4, TUESDAY, time(8), copay_cents=2500),
    Story("alice", "cancelled", 1, THURSDAY, time(12), cancelled=True),
    Story("alice", "last", -2, TUESDAY, time(8), copay_cents=2500),
    Story("alice", "missed", -4, TUESDAY, time(8), cancelled=True),
    Story("alice", "first", -6, TUESDAY, time(8), copay_cents=2500),
    Story("bob", "video", 0, WEDNESDAY, time(15), video=True),
    Story("bob", "office", 1, WEDNESDAY, time(15), copay_cents=4000),
    Story("bob", "last", -2, WEDNESDAY, time(15), copay_cents=4000),
    Story("max", "office", 0, THURSDAY, time(16, 15), copay_cents=0),
    Story("max", "last", -2, THURSDAY, time(16, 15), copay_cents=0),
)
BOOKED_BEFORE = timedelta(days=60)


def appointment_id(key: str, client: str = "alice") -> UUID:
    """Give the id of an appointment that a demo client has."""
    return uuid5(SPACE, f"{client}:{key}")


async def add_appointments(practice: Any) -> None:
    """Add everybody's appointments to the demo practice; Charlie has none yet."""
    office = (await OfficeLocation.select(OfficeLocation.id))[0]["id"]
    await Appointment.insert(*(_appointment(practice, story, office) for story in STORIES))
    paid_ahead = next(story for story in STORIES if (story.client, story.key) == ("alice", "first"))
    await name_copay(appointment_id("first"), _day_of(paid_ahead))


def _appointment(practice: Any, story: Story, office: UUID) -> Appointment:
    starts_at = read_moment(_day_of(story), story.at, zone_of(""))
    booked_at = min(datetime.now(UTC), starts_at) - BOOKED_BEFORE
    changed_at = booked_at + timedelta(days=10) if story.cancelled else booked_at
    return Appointment(
        id=appointment_id(story.key, story.client),
        client=practice.clients[story.client],
        clinician=practice.staff[practice.clinician_of[story.client]],
        location=None if story.video else office,
        starts_at=starts_at,
        telehealth_url=f"https://video.example.org/{story.client}" if story.video else "",
        copay_cents=story.copay_cents,
        state=(AppointmentState.CANCELLED if story.cancelled else AppointmentState.BOOKED).value,
        sequence=int(story.cancelled),
        booked_at=booked_at,
        placed_at=booked_at,
        changed_at=changed_at,
        cancelled_at=changed_at if story.cancelled else None,
    )


def _day_of(story: Story) -> date:
    """Give the first such weekday that is some days ahead, and go so many weeks on."""
    soonest: date = today() + timedelta(days=SOONEST)
    first = soonest + timedelta(days=(story.weekday - soonest.weekday()) % 7)
    return first + timedelta(weeks=story.weeks)
