"""Alerts: staff are told that something happened in a chart, once each, and mark it read.

What comes in again and again makes one alert grow, for as long as nobody has seen to it.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids
from app.notices import alert_mail
from app.notices.alert_meanings import GROWING, MEANINGS
from app.notices.tables import Alert, AlertKind
from app.web.language import _l

HAS_GROWN = _l("More has come in since. Please look again.")
NOT_ACKNOWLEDGED = _l("Acknowledge it first, where it stands above all others.")
HOLD = "select id from client where id = $1 for no key update"
TOLD = "select recipient from alert where client = $1 and (event = $2 or $2 = any(grown_by))"
OPEN = """
select id, recipient from alert
where client = $1 and kind = $2 and object_id = $3 and recipient = any($4)
  and read_at is null and acknowledged_at is null and done_at is null
order by id for no key update
"""
GROW = "update alert set grown_by = grown_by || $2::uuid, raised_at = $3 where id = any($1)"


async def raise_alerts(
    *, event: UUID, kind: AlertKind, client_id: UUID, object_id: UUID, recipients: Iterable[UUID]
) -> None:
    """Tell each recipient of the event once, however often this runs: by an open alert that grows, or a new one."""
    async with db.transaction():
        await db.row(HOLD, client_id)
        to_tell = set(recipients) - await told_of_event(event, client_id=client_id)
        by_mail = await alert_mail.hold(to_tell)
        now = datetime.now(UTC)
        grown = await _grown(event, kind, client_id, object_id, to_tell, now) if kind in GROWING else set()
        for recipient in sorted(to_tell - grown):
            alert = Alert(
                event=event,
                recipient=recipient,
                kind=kind,
                client=client_id,
                object_id=object_id,
                raised_at=now,
            )
            await Alert.insert(alert).on_conflict(target=(Alert.event, Alert.recipient), action="DO NOTHING")
        await alert_mail.plan(by_mail, now=now, is_urgent=kind is AlertKind.FORM_SAFETY)


async def _grown(
    event: UUID,
    kind: AlertKind,
    client_id: UUID,
    object_id: UUID,
    recipients: Collection[UUID],
    now: datetime,
) -> set[UUID]:
    """Count the event in the open alerts there are; give whose they are."""
    found = await db.rows(OPEN, client_id, kind, object_id, list(recipients))
    open_of = {row["recipient"]: row["id"] for row in found}
    await db.rows(GROW, list(open_of.values()), event, now)
    return set(open_of)


async def mark_alert(*, staff_id: UUID, by: Actor, alert_id: UUID, read: bool, seen: int = 0) -> None:
    """Mark one of a staff member's own alerts read or unread; raises NotFound for anybody else's.

    `seen` is of how many events the reader was told, 0 where that does not count: raises StateForbids where the
    alert has grown since.
    """
    async with db.transaction():
        alert = (await _of_own(staff_id=staff_id, by=by, alert_id=alert_id, seen=seen))[0]
        await Alert.update({Alert.read_at: datetime.now(UTC) if read else None}).where(Alert.id == alert_id)
        await _record(by, Kind.ALERT_READ if read else Kind.ALERT_UNREAD, alert_id, alert)


async def acknowledge_alert(*, staff_id: UUID, by: Actor, alert_id: UUID, seen: int = 0) -> None:
    """Say that a staff member looks after what their alert tells of, for all who were told of it to see.

    Who said so first stays. Raises NotFound for anybody else's alert, StateForbids as `mark_alert` does, and for one
    that is acknowledged elsewhere.
    """
    now = datetime.now(UTC)
    async with db.transaction():
        alerts = await _of_own(staff_id=staff_id, by=by, alert_id=alert_id, seen=seen)
        _check_acknowledged(alerts[0])
        covered = _covered(alerts, "acknowledged_at")
        await Alert.update({Alert.acknowledged_at: now, Alert.acknowledged_by: staff_id}).where(
            Alert.id.is_in(covered) & Alert.acknowledged_at.is_null()
        )
        await Alert.update({Alert.read_at: now}).where((Alert.id == alert_id) & Alert.read_at.is_null())
        await _record(by, Kind.ALERT_ACKNOWLEDGED, alert_id, alerts[0])


async def finish_alert(*, staff_id: UUID, by: Actor, alert_id: UUID, seen: int = 0) -> None:
    """Mark what an alert tells of as done, and read, for all who were told of it.

    An alert that tells of more stays as it is. Raises NotFound, and StateForbids as `acknowledge_alert` does.
    """
    now = datetime.now(UTC)
    async with db.transaction():
        alerts = await _of_own(staff_id=staff_id, by=by, alert_id=alert_id, seen=seen)
        _check_acknowledged(alerts[0])
        covered = Alert.id.is_in(_covered(alerts, "done_at"))
        await Alert.update({Alert.done_at: now, Alert.done_by: staff_id}).where(
            covered & Alert.done_at.is_null()
        )
        await Alert.update({Alert.read_at: now}).where(covered & Alert.read_at.is_null())
        await _record(by, Kind.ALERT_DONE, alert_id, alerts[0])


SAME_OBJECT = """
select id, client, kind, event || grown_by as events, acknowledged_at, done_at from alert
where (client, kind, object_id) = (select client, kind, object_id from alert where id = $1 and recipient = $2)
order by id for no key update
"""


async def _of_own(*, staff_id: UUID, by: Actor, alert_id: UUID, seen: int) -> list[db.Record]:
    """Give a staff member's own alert and behind it all others about the same, held, always in the same order."""
    held = await db.rows(SAME_OBJECT, alert_id, staff_id)
    if not held:
        raise NotFound(by=by, object_kind="alert", object_id=alert_id)
    alerts = sorted(held, key=lambda alert: alert["id"] != alert_id)
    if seen and len(alerts[0]["events"]) != seen:
        raise StateForbids(HAS_GROWN)
    return alerts


def _check_acknowledged(alert: db.Record) -> None:
    """Raise StateForbids for an alert that stands first until it is acknowledged where that is kept."""
    if MEANINGS[AlertKind(alert["kind"])].acknowledging and alert["acknowledged_at"] is None:
        raise StateForbids(NOT_ACKNOWLEDGED)


ACKNOWLEDGE = """
update alert set acknowledged_at = $5, acknowledged_by = $6
where client = $1 and kind = $2 and object_id = $3 and acknowledged_at is null and event || grown_by <@ $4
"""


async def acknowledge_events(
    *, kind: AlertKind, client_id: UUID, object_id: UUID, events: Collection[UUID], staff_id: UUID
) -> None:
    """Mark every alert about an object as acknowledged that tells of these events alone, whoever was told."""
    await db.row(ACKNOWLEDGE, client_id, kind, object_id, list(events), datetime.now(UTC), staff_id)


async def told_of_event(event: UUID, *, client_id: UUID) -> set[UUID]:
    """Give the staff who were told of an event in a chart."""
    return {row["recipient"] for row in await db.rows(TOLD, client_id, event)}


def _covered(alerts: list[db.Record], settled: str) -> list[UUID]:
    """Give the alerts of which every event is settled by the first one, or was before."""
    events = {event for alert in alerts if alert is alerts[0] or alert[settled] for event in alert["events"]}
    return [alert["id"] for alert in alerts if events.issuperset(alert["events"])]


async def _record(by: Actor, kind: Kind, alert_id: UUID, alert: db.Record) -> None:
    await activity.record(
        by=by, kind=kind, object_kind="alert", object_id=alert_id, client_id=alert["client"]
    )


async def mark_alerts_about(
    *, staff_id: UUID, object_id: UUID, kinds: Iterable[AlertKind] = tuple(AlertKind)
) -> None:
    """Mark a staff member's alerts about something as read, since they have just dealt with it.

    `kinds` says which, where an object has alerts of several: a chart is what uploads and requests are about.
    """
    await (
        Alert.update({Alert.read_at: datetime.now(UTC)})
        .where((Alert.recipient == staff_id) & (Alert.object_id == object_id) & Alert.read_at.is_null())
        .where(Alert.kind.is_in([kind.value for kind in kinds]))
    )
