"""Alerts: staff are told that something happened in a chart, once each, and mark it read.

What comes in again and again makes one alert grow, for as long as nobody has seen to it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from app import db
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids
from app.clients.names import full_name
from app.db import IN_FORCE
from app.notices import alert_mail
from app.notices.alert_meanings import GROWING, MEANINGS, AlertMeaning
from app.notices.tables import Alert, AlertKind
from app.staff.names import STAFF_NAME
from app.web.cursor import Cursor, write_cursor
from app.web.language import _l, gettext

MOST_SHOWN = 50
MOST_COUNTED = 1000
MOST_PINNED = 200
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


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert as the inbox shows it."""

    id: UUID
    words: str
    client_name: str
    client_number: int
    at: datetime
    path: str
    """Where it leads; empty for whom the chart is not open to."""
    read: bool
    acknowledged_by: str
    """Who has said that they look after it; empty until somebody does."""
    acknowledged_at: datetime | None
    done_by: str
    """Who is done with it, for everybody that was told; empty until somebody is."""
    done_at: datetime | None
    client_id: UUID
    object_id: UUID
    count: int
    """Of how many events it tells."""
    clinicians: str
    """Who is assigned to the client: said in place of the name to whom the chart is not open."""
    events: tuple[UUID, ...] = ()
    """What it tells of, where that is acknowledged by itself."""
    acknowledging: str = ""
    """Where that is done, for as long as nobody has."""
    about: str = ""
    """What it is about, in somebody's own words, from the package that has the object: none where the reader may not open it."""
    topic: str = ""
    """What kind of thing that is, in the practice's words."""


CLINICIANS = f"""
(select string_agg({STAFF_NAME.format("member")}, '; ' order by member.last_name, member.first_name)
 from client_assignment assignment join staff_member member on member.id = assignment.staff and member.active
 where assignment.client = client.id and {IN_FORCE.format(row="assignment", day="{today}")})
"""
PINNED = "alert.kind = 'form_safety' and alert.acknowledged_at is null"
"""What stands above all others, read or not, until somebody says that they see to it."""
NEWEST = f"""
with chosen as (
  (select alert.*, true as pinned from alert where alert.recipient = $1 and {PINNED} and {{first}}
   order by alert.raised_at desc, alert.id limit {MOST_PINNED})
  union all
  (select alert.*, false as pinned from alert where alert.recipient = $1 and not ({PINNED}) and {{beyond}}
   order by (alert.read_at is not null), alert.raised_at desc, alert.id limit $2)
)
select alert.id, alert.kind, alert.client, alert.object_id, alert.raised_at, alert.read_at, alert.acknowledged_at, alert.done_at,
  alert.pinned, alert.event || alert.grown_by as events,
  {STAFF_NAME.format("looking")} as acknowledged_by, {STAFF_NAME.format("finisher")} as done_by,
  client.number, client.first_name, client.preferred_name, client.last_name, {CLINICIANS.format(today="$3")} as clinicians
from chosen alert join client on client.id = alert.client
left join staff_member looking on looking.id = alert.acknowledged_by
left join staff_member finisher on finisher.id = alert.done_by
order by alert.pinned desc, (alert.read_at is not null and not alert.pinned), alert.raised_at desc, alert.id
"""
BEYOND = """
(alert.read_at is not null) >= $4
and ((alert.read_at is not null) > $4 or alert.raised_at < $5 or (alert.raised_at = $5 and alert.id > $6))
"""
COUNTED = "select count(*) from (select 1 from alert where recipient = $1 limit $2) counted"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list of alerts goes on: behind one that is read or not, by its moment and id."""

    read: bool
    cursor: Cursor


@dataclass(frozen=True, slots=True)
class Alerts:
    """Some alerts of a staff member."""

    lines: tuple[AlertLine, ...]
    older: str | None
    """The cursor behind the last of them; None: there are no more."""
    total: int
    """How many there are in all, counted up to MOST_COUNTED + 1, and only where there are more than these."""
    pinned: tuple[AlertLine, ...] = ()
    """Those that stand above the first of them."""

    @property
    def older_query(self) -> str:
        """What stands in an address before the cursor."""
        return f"read={int(self.lines[-1].read)}&" if self.lines else ""

    @property
    def in_all(self) -> str:
        """Word how many there are where there are more than these; else empty."""
        if not self.total:
            return ""
        if self.total > MOST_COUNTED:
            return gettext("%(shown)s of more than %(most)s alerts") % {
                "shown": len(self.pinned) + len(self.lines),
                "most": MOST_COUNTED,
            }
        shown = len(self.pinned) + len(self.lines)
        return gettext("%(shown)s of %(total)s alerts") % {"shown": shown, "total": self.total}


async def alerts_of(staff_id: UUID, *, today: date, behind: Place | None = None) -> Alerts:
    """Give a staff member's alerts, unread first, newest first within each; the first of them, or those behind."""
    place = (behind.read, *behind.cursor) if behind else ()
    statement = NEWEST.format(first="false" if behind else "true", beyond=BEYOND if behind else "true")
    found = await db.rows(statement, staff_id, MOST_SHOWN + 1, today, *place)
    pinned = tuple(_line(row) for row in found if row["pinned"])
    others = [row for row in found if not row["pinned"]]
    lines = tuple(_line(row) for row in others[:MOST_SHOWN])
    if len(others) <= MOST_SHOWN:
        return Alerts(lines, None, 0, pinned)
    (counted,) = await db.rows(COUNTED, staff_id, MOST_COUNTED + 1)
    return Alerts(lines, write_cursor(lines[-1].at, lines[-1].id), counted["count"], pinned)


def _line(row: db.Record) -> AlertLine:
    meaning, count = MEANINGS[AlertKind(row["kind"])], len(row["events"])
    ids = {"object_id": row["object_id"], "client_id": row["client"]}
    return AlertLine(
        id=row["id"],
        words=_words(meaning, count),
        client_name=full_name(
            first_name=row["first_name"], preferred_name=row["preferred_name"], last_name=row["last_name"]
        ),
        client_number=row["number"],
        at=row["raised_at"],
        path=meaning.path.format(**ids),
        read=row["read_at"] is not None,
        acknowledged_by=row["acknowledged_by"] or "",
        acknowledged_at=row["acknowledged_at"],
        done_by=row["done_by"] or "",
        done_at=row["done_at"],
        client_id=row["client"],
        object_id=row["object_id"],
        count=count,
        clinicians=row["clinicians"] or "",
        events=tuple(row["events"]) if row["pinned"] else (),
        acknowledging=meaning.acknowledging.format(**ids) if row["pinned"] else "",
    )


def _words(meaning: AlertMeaning, count: int) -> str:
    if count == 1:
        return str(meaning.words)
    return str(meaning.several) % {"what": meaning.words, "count": count}


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
