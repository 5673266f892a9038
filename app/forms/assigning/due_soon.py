"""Reminding clients of forms that are due soon, by the clock: once for each of the days the practice set."""

from datetime import UTC, datetime
from uuid import uuid5

from app import db
from app.forms.assigning.rules import is_reminding_hour, was_reminded_lately
from app.forms.tables import FormAssignment
from app.notices.preferences import Notice
from app.notices.telling.service import tell_client
from app.practice.settings import setting
from app.practice.values import numbers_of
from app.web.templates import local

MOST_AT_ONCE = 200
DUE = """
select assignment.id, assignment.client, assignment.due_on, assignment.reminded_at, assignment.due_on - nearest.days as day
from form_assignment assignment join client on client.id = assignment.client
cross join lateral (select min(days) as days from unnest($2::int[]) days where days >= assignment.due_on - $1) nearest
where assignment.completed_at is null and assignment.taken_back_at is null
  and assignment.due_on between $1 and $1 + $3::int
  and assignment.reminded_for is distinct from assignment.due_on - nearest.days
  and (assignment.assigned_at at time zone $4)::date < assignment.due_on - nearest.days
  and (client.discharged_on is null or client.discharged_on > $1)
order by assignment.due_on, assignment.id limit $5 for update of assignment skip locked
"""


async def remind_due(*, now: datetime | None = None) -> int:
    """Remind clients of the open forms that are due soon, by day; give of how many.

    Of several reminders that were missed only the nearest comes, and none of a day before the form was given.
    """
    days, reminded, at = numbers_of(setting("form_reminders")), 0, now or datetime.now(UTC)
    if not days or not is_reminding_hour(local(at).hour):
        return 0
    while count := await _remind_some(days, at):
        reminded += count
    return reminded


async def _remind_some(days: tuple[int, ...], now: datetime) -> int:
    today, zone = local(now).date(), setting("practice_zone")
    async with db.transaction():
        due = await db.rows(DUE, today, list(days), max(days), zone, MOST_AT_ONCE)
        for row in due:
            await _remind(row, now)
    return len(due)


async def _remind(row: db.Record, now: datetime) -> None:
    """Note that the reminder of this day is done, and tell the client unless a staff member has just done so."""
    await FormAssignment.update({FormAssignment.reminded_for: row["day"]}).where(
        FormAssignment.id == row["id"]
    )
    if was_reminded_lately(row["reminded_at"], now=now):
        return
    await tell_client(
        client_id=row["client"],
        notice=Notice.FORM,
        object_id=row["id"],
        path=f"/forms/{row['id']}",
        event=uuid5(row["id"], f"due on {row['due_on']}, reminded for {row['day']}"),
    )
