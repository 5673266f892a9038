"""Alerts: staff are told that something happened in a chart, once each, and mark it read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotFound
from app.clients.names import full_name
from app.notices.tables import Alert, AlertKind
from app.staff.names import STAFF_NAME
from app.web.language import Phrase, _l

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class AlertMeaning:
    """How an alert reads, and where it leads."""

    words: Phrase
    path: str


MEANINGS: dict[AlertKind, AlertMeaning] = {
    AlertKind.MESSAGE: AlertMeaning(_l("New message"), "/staff/messages/{object_id}"),
    AlertKind.MESSAGE_ASSIGNED: AlertMeaning(_l("Passed on to you to answer"), "/staff/messages/{object_id}"),
}


async def raise_alerts(
    *, event: UUID, kind: AlertKind, client_id: UUID, object_id: UUID, recipients: Iterable[UUID]
) -> None:
    """Tell each recipient of the event once, however often this runs."""
    now = datetime.now(UTC)
    for recipient in sorted(set(recipients)):
        alert = Alert(
            event=event,
            recipient=recipient,
            kind=kind,
            client=client_id,
            object_id=object_id,
            raised_at=now,
        )
        await Alert.insert(alert).on_conflict(target=(Alert.event, Alert.recipient), action="DO NOTHING")


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert as the inbox shows it."""

    id: UUID
    words: str
    client_name: str
    client_number: int
    at: datetime
    path: str
    read: bool
    acknowledged_by: str
    """Who has said that they look after it; empty until somebody does."""
    acknowledged_at: datetime | None
    done_by: str
    """Who is done with it, for everybody that was told; empty until somebody is."""
    done_at: datetime | None
    object_id: UUID
    about: str = ""
    """What it is about, in somebody's own words, from the package that has the object: none where the reader may not open it."""
    topic: str = ""
    """What kind of thing that is, in the practice's words."""


NEWEST = f"""
select alert.id, alert.kind, alert.object_id, alert.raised_at, alert.read_at, alert.acknowledged_at, alert.done_at,
  {STAFF_NAME.format("looking")} as acknowledged_by, {STAFF_NAME.format("finisher")} as done_by,
  client.number, client.first_name, client.preferred_name, client.last_name
from alert join client on client.id = alert.client
left join staff_member looking on looking.id = alert.acknowledged_by
left join staff_member finisher on finisher.id = alert.done_by
where alert.recipient = $1
order by (alert.read_at is not null), alert.raised_at desc, alert.id limit $2
"""


async def alerts_of(staff_id: UUID) -> tuple[AlertLine, ...]:
    """Give a staff member's alerts, unread first, newest first within each."""
    return tuple(
        AlertLine(
            id=row["id"],
            words=str(MEANINGS[AlertKind(row["kind"])].words),
            client_name=full_name(
                first_name=row["first_name"],
                preferred_name=row["preferred_name"],
                last_name=row["last_name"],
            ),
            client_number=row["number"],
            at=row["raised_at"],
            path=MEANINGS[AlertKind(row["kind"])].path.format(object_id=row["object_id"]),
            read=row["read_at"] is not None,
            acknowledged_by=row["acknowledged_by"] or "",
            acknowledged_at=row["acknowledged_at"],
            done_by=row["done_by"] or "",
            done_at=row["done_at"],
            object_id=row["object_id"],
        )
        for row in await db.rows(NEWEST, staff_id, MOST_SHOWN)
    )


async def mark_alert(*, staff_id: UUID, by: Actor, alert_id: UUID, read: bool) -> None:
    """Mark one of a staff member's own alerts read or unread; raises NotFound for anybody else's."""
    async with db.transaction():
        changed = (
            await Alert.update({Alert.read_at: datetime.now(UTC) if read else None})
            .where((Alert.id == alert_id) & (Alert.recipient == staff_id))
            .returning(Alert.client)
        )
        if not changed:
            raise NotFound(by=by, object_kind="alert", object_id=alert_id)
        await activity.record(
            by=by,
            kind=Kind.ALERT_READ if read else Kind.ALERT_UNREAD,
            object_kind="alert",
            object_id=alert_id,
            client_id=changed[0]["client"],
        )


async def acknowledge_alert(*, staff_id: UUID, by: Actor, alert_id: UUID) -> None:
    """Say that a staff member looks after what their alert tells of, for all who were told of it to see.

    Who said so first stays. Raises NotFound for anybody else's alert.
    """
    now = datetime.now(UTC)
    async with db.transaction():
        alert = await _own_alert(staff_id=staff_id, by=by, alert_id=alert_id)
        await Alert.update({Alert.acknowledged_at: now, Alert.acknowledged_by: staff_id}).where(
            (Alert.event == alert["event"]) & Alert.acknowledged_at.is_null()
        )
        await Alert.update({Alert.read_at: now}).where((Alert.id == alert_id) & Alert.read_at.is_null())
        await _record(by, Kind.ALERT_ACKNOWLEDGED, alert_id, alert)


async def finish_alert(*, staff_id: UUID, by: Actor, alert_id: UUID) -> None:
    """Mark what an alert tells of as done, and read, for all who were told of it; raises NotFound."""
    now = datetime.now(UTC)
    async with db.transaction():
        alert = await _own_alert(staff_id=staff_id, by=by, alert_id=alert_id)
        of_event = Alert.event == alert["event"]
        await Alert.update({Alert.done_at: now, Alert.done_by: staff_id}).where(
            of_event & Alert.done_at.is_null()
        )
        await Alert.update({Alert.read_at: now}).where(of_event & Alert.read_at.is_null())
        await _record(by, Kind.ALERT_DONE, alert_id, alert)


OF_EVENT = """
select id, event, client, recipient from alert
where event = (select event from alert where id = $1 and recipient = $2) order by id for no key update
"""


async def _own_alert(*, staff_id: UUID, by: Actor, alert_id: UUID) -> db.Record:
    """Give a staff member's own alert, and hold all alerts of its event, always in the same order."""
    held = await db.rows(OF_EVENT, alert_id, staff_id)
    if not held:
        raise NotFound(by=by, object_kind="alert", object_id=alert_id)
    return next(alert for alert in held if alert["id"] == alert_id)


async def _record(by: Actor, kind: Kind, alert_id: UUID, alert: db.Record) -> None:
    await activity.record(
        by=by, kind=kind, object_kind="alert", object_id=alert_id, client_id=alert["client"]
    )


async def mark_alerts_about(*, staff_id: UUID, object_id: UUID) -> None:
    """Mark a staff member's alerts about something as read, since they have just dealt with it."""
    await Alert.update({Alert.read_at: datetime.now(UTC)}).where(
        (Alert.recipient == staff_id) & (Alert.object_id == object_id) & Alert.read_at.is_null()
    )
