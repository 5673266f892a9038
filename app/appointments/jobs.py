"""What the clock does about appointments: clients are reminded, once for each reminder the practice has."""

from datetime import UTC, datetime
from uuid import uuid5

from app import db
from app.appointments.news import NEWS
from app.notices.preferences import Notice
from app.notices.telling.service import tell_client
from app.practice.settings import setting
from app.practice.values import numbers_of

__all__ = ["NEWS", "remind_due"]

AT_ONCE = 100

# Of the reminders of an appointment that are due, the last is sent, and none that was due before it had its moment.
CLAIM = """
with due as (
  select appointment.id, reminder.at from appointment
  cross join lateral (
    select max(appointment.starts_at - hours * interval '1 hour') as at from unnest($2::int[]) hours
    where appointment.starts_at - hours * interval '1 hour' <= $1
      and appointment.starts_at - hours * interval '1 hour' > appointment.placed_at) reminder
  where appointment.state = 'booked' and appointment.starts_at > $1
    and appointment.starts_at <= $1 + $3 * interval '1 hour'
    and reminder.at is not null and (appointment.reminded_for is null or appointment.reminded_for < reminder.at)
  order by appointment.starts_at, appointment.id limit $4 for no key update of appointment skip locked
)
update appointment set reminded_for = due.at from due where appointment.id = due.id
returning appointment.id, appointment.client, due.at
"""


async def remind_due() -> int:
    """Have the clients reminded whose appointments come near, each once for a moment; give how many."""
    hours = numbers_of(setting("appointment_reminders"))
    reminded = 0
    while hours:
        some = await _remind_some(hours)
        reminded += some
        if some < AT_ONCE:
            break
    return reminded


async def _remind_some(hours: tuple[int, ...]) -> int:
    async with db.transaction():
        due = await db.rows(CLAIM, datetime.now(UTC), list(hours), max(hours), AT_ONCE)
        for row in due:
            await tell_client(
                client_id=row["client"],
                notice=Notice.APPOINTMENT,
                object_id=row["id"],
                path=f"/appointments/{row['id']}",
                event=uuid5(row["id"], f"reminder {row['at'].isoformat()}"),
            )
    return len(due)
