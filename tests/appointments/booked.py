"""Appointments that tests book by hand, and what becomes of asking about them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.appointments.demo import appointment_id
from app.appointments.tables import Appointment
from app.demo import demo_id
from tests import people, rows

PATH = "/appointments"
OFFICE, VIDEO, CANCELLED, LAST = (
    f"{PATH}/{appointment_id(key)}" for key in ("office", "video", "cancelled", "last")
)
BOBS = f"{PATH}/{appointment_id('office', 'bob')}"
MAIN = demo_id("location", "main")

ASKINGS = """
select asking.id, asking.asking, asking.state, asking.appointment, asking.thread, asking.settled_by_name
from appointment_asking asking where asking.client = $1 order by asking.asked_at desc
"""


async def book(client: str = "alice", *, starts_at: datetime | None = None, **columns: Any) -> UUID:
    """Book an appointment with Terry at the main office, in a week where no moment is given."""
    now = datetime.now(UTC)
    usual: dict[str, Any] = {"clinician": people.staff_id("terry"), "location": MAIN, "minutes": 50}
    row = Appointment(
        id=db.new_id(),
        client=people.client_id(client),
        starts_at=starts_at or now + timedelta(days=7),
        booked_at=now,
        placed_at=now,
        changed_at=columns.pop("changed_at", now),
        **usual | columns,
    )
    await Appointment.insert(row)
    return row.id


async def book_many(count: int) -> None:
    """Book so many to come, and as many that are over; the client asked about each."""
    for number in range(count):
        for days in (number + 90, -number - 90):
            await book(starts_at=datetime.now(UTC) + timedelta(days=days))
    await rows.change(
        "insert into appointment_asking (id, client, appointment, thread, asking, state, asked_at, asked_by_name)"
        " select gen_random_uuid(), appointment.client, appointment.id, thread.id, 'move', 'waiting', now(), 'Alice'"
        " from appointment cross join (select id from message_thread limit 1) thread where appointment.client = $1"
        " and appointment.starts_at > now() + interval '80 days'",
        people.client_id("alice"),
    )


async def clear(client: str = "alice") -> None:
    """Take every appointment of a client's away."""
    await rows.change("delete from appointment_asking where client = $1", people.client_id(client))
    await rows.change("delete from appointment where client = $1", people.client_id(client))


async def move_to(zone: str) -> None:
    """Say that the main office stands in another zone."""
    await rows.change("update office_location set zone = $1", zone)


async def asked(client: str = "alice") -> list[db.Record]:
    """Give what a client asked, newest first."""
    return list(await db.rows(ASKINGS, people.client_id(client)))


def plain(words: str) -> str:
    """Give words as they are typed: with usual spaces."""
    return words.replace("\u00a0", " ").replace("\u202f", " ")
