"""Who is told of answers that show danger: the first person at once, the second when nobody has acknowledged in time.

Once each, however often this runs and whatever dies in between: who was told and that they were is one transaction.
"""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.activity.kinds import Kind
from app.forms.safety.persons import Persons, persons_of
from app.forms.safety.service import BY, NOTICED, record
from app.forms.tables import SafetyEvent
from app.notices.alerts import raise_alerts, told_of_event
from app.notices.outbox import Effects
from app.notices.tables import AlertKind

MOST_AT_ONCE = 100
NOT_SEEN_TO = "acknowledged_at is null and escalated_at is null"
DUE = f"""
select id from safety_event where {NOT_SEEN_TO} and escalates_at <= $1 order by escalates_at, id limit {MOST_AT_ONCE}
"""
CLAIM = f"""
select id, client, response from safety_event
where id = $1 and {NOT_SEEN_TO} and escalates_at <= $2 for update skip locked
"""
HOLD = """
select id, client, response, acknowledged_at from safety_event where id = $1 for update
"""


async def tell(_row: UUID, payload: dict[str, Any]) -> None:
    """Tell the client's clinicians, or the first person; at once the second where none of them can be told."""
    (event,) = await db.rows(HOLD, UUID(payload["event"]))
    if event["acknowledged_at"] is not None:
        return
    persons = await persons_of(event["client"])
    if not persons.first:
        await _escalate(event, persons)
        return
    await _raise(event, persons.first, Kind.SAFETY_TOLD)
    await SafetyEvent.update({SafetyEvent.told: persons.first[0]}).where(SafetyEvent.id == event["id"])


async def escalate_all() -> int:
    """Tell the second person of what nobody has acknowledged in time; give of how many answers."""
    now = datetime.now(UTC)
    return sum([await _escalate_one(row["id"], now) for row in await db.rows(DUE, now)])


async def _escalate_one(event_id: UUID, now: datetime) -> bool:
    async with db.transaction():
        event = await db.row(CLAIM, event_id, now)
        return event is not None and await _escalate(event, await persons_of(event["client"]))


async def _escalate(event: db.Record, persons: Persons) -> bool:
    """Tell the second person, or the Client Admins where that one cannot be told or knows already.

    Give False, and try again, for as long as nobody at all can be told.
    """
    able = {*persons.first, *persons.second, *persons.admins}
    if not able:
        return False
    told = await told_of_event(event["id"], client_id=event["client"])
    second = [person for person in persons.second if person not in told]
    admins = [person for person in persons.admins if person not in told]
    await _raise(event, second or admins, Kind.SAFETY_ESCALATED)
    await SafetyEvent.update(
        {
            SafetyEvent.escalated_at: datetime.now(UTC),
            SafetyEvent.escalated_to: next(iter(second or admins), None),
        }
    ).where(SafetyEvent.id == event["id"])
    return True


async def _raise(event: db.Record, recipients: Collection[UUID], kind: Kind) -> None:
    await raise_alerts(
        event=event["id"],
        kind=AlertKind.FORM_SAFETY,
        client_id=event["client"],
        object_id=event["response"],
        recipients=recipients,
    )
    told = {"told": [str(person) for person in recipients]}
    await record(BY, kind, event["id"], event["client"], detail=told)


EFFECTS: Effects = {NOTICED: tell}
