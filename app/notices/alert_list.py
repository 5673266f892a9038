"""A staff member's alerts as the inbox lists them: which of them, how many of each kind, and how each stands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from app import db
from app.clients.names import full_name
from app.db import IN_FORCE
from app.notices.alert_meanings import MEANINGS, AlertMeaning
from app.notices.tables import AlertKind
from app.staff.names import STAFF_NAME
from app.web.cursor import Cursor, write_cursor
from app.web.language import gettext

MOST_SHOWN = 50
MOST_COUNTED = 1000
MOST_OF_EACH = 100
MOST_PINNED = 200


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
UNREAD = "(alert.read_at is not null) < true"
"""As the indexes of lists have it, which begin with the unread."""
WAITING = "alert.acknowledged_at is null and alert.done_at is null"
LATE_AFTER_HOURS = 24


class AlertState(StrEnum):
    """Which alerts are listed, by what was done with them."""

    ALL = "all"
    UNREAD = "unread"
    WAITING = "waiting"
    """Nobody has acknowledged it, nor is done with it."""
    LATE = "late"
    """It waits for a day already, and its reader has not read it."""


HOLDS: Mapping[AlertState, str] = {
    AlertState.ALL: "true",
    AlertState.UNREAD: UNREAD,
    AlertState.WAITING: WAITING,
    AlertState.LATE: (
        f"{WAITING} and {UNREAD} and alert.raised_at < now() - interval '{LATE_AFTER_HOURS} hours'"
    ),
}
OWN_CLIENTS = f"""
own_client as materialized (select distinct assignment.client from client_assignment assignment
  where assignment.staff = $1 and {IN_FORCE.format(row="assignment", day="$3")})
"""
OF_OWN_CLIENTS = "alert.client in (select client from own_client)"


@dataclass(frozen=True, slots=True)
class AlertChoice:
    """Which of their alerts a staff member looks at."""

    state: AlertState = AlertState.ALL
    kind: AlertKind | None = None
    """None: every kind."""
    own_clients: bool = False
    """Whether only those of clients who are assigned to them, not all they were told of."""

    @property
    def holds(self) -> str:
        """Say it in SQL, where $1 is the staff member and $3 today. What stands above all others is left out."""
        kind = f"alert.kind = '{self.kind.value}'" if self.kind else "true"
        own = OF_OWN_CLIENTS if self.own_clients else "true"
        return f"alert.recipient = $1 and not ({PINNED}) and {kind} and {own} and {HOLDS[self.state]}"


EVERY = AlertChoice()
LISTED = f"""
chosen as (
  (select alert.*, true as pinned from alert where alert.recipient = $1 and {PINNED} and {{first}}
   order by alert.raised_at desc, alert.id limit {MOST_PINNED})
  union all
  (select alert.*, false as pinned from alert where {{holds}} and {{beyond}}
   order by (alert.read_at is not null), alert.raised_at desc, alert.id limit $2)
)
select counted.counts, alert.id, alert.kind, alert.client, alert.object_id, alert.raised_at, alert.read_at,
  alert.acknowledged_at, alert.done_at, alert.pinned, alert.event || alert.grown_by as events,
  {STAFF_NAME.format("looking")} as acknowledged_by, {STAFF_NAME.format("finisher")} as done_by,
  client.number, client.first_name, client.preferred_name, client.last_name, {CLINICIANS.format(today="$3")} as clinicians
from counted left join chosen alert on true left join client on client.id = alert.client
left join staff_member looking on looking.id = alert.acknowledged_by
left join staff_member finisher on finisher.id = alert.done_by
order by alert.pinned desc, (alert.read_at is not null and not alert.pinned), alert.raised_at desc, alert.id
"""
BEYOND = """
(alert.read_at is not null) >= $4
and ((alert.read_at is not null) > $4 or alert.raised_at < $5 or (alert.raised_at = $5 and alert.id > $6))
"""
COUNT = "(select count(*) from (select from alert where {holds} limit {most}) counted)"


@dataclass(frozen=True, slots=True)
class AlertCounts:
    """How many alerts each choice would list that differs from the present one in one way; at most MOST_OF_EACH."""

    states: Mapping[AlertState, int] = field(default_factory=dict)
    kinds: Mapping[AlertKind, int] = field(default_factory=dict)
    every_kind: int = 0
    own: int = 0
    told: int = 0
    """Of all that were told, and not of own clients alone."""


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
    """How many there are in all, these among them, counted no further than MOST_COUNTED; 0 where these are all."""
    pinned: tuple[AlertLine, ...] = ()
    """Those that stand above the first of them."""
    counts: AlertCounts = AlertCounts()

    @property
    def several(self) -> bool:
        """Whether there are more than one that may be dealt with together."""
        return len(self.lines) > 1

    @property
    def older_query(self) -> str:
        """What stands in an address before the cursor."""
        return f"read={int(self.lines[-1].read)}&" if self.lines else ""

    @property
    def in_all(self) -> str:
        """Word how many there are where there are more than these; else empty."""
        if not self.total:
            return ""
        shown = len(self.pinned) + len(self.lines)
        if self.total > MOST_COUNTED:
            return gettext("%(shown)s of more than %(most)s alerts") % {"shown": shown, "most": MOST_COUNTED}
        return gettext("%(shown)s of %(total)s alerts") % {"shown": shown, "total": self.total}


async def alerts_of(
    staff_id: UUID, *, today: date, chosen: AlertChoice = EVERY, behind: Place | None = None
) -> Alerts:
    """Give those alerts of a staff member, unread first, newest first within each; the first of them, or those behind.

    How many there are of each is counted with the first of them, in the same statement.
    """
    place = (behind.read, *behind.cursor) if behind else ()
    counts = "select null::json as counts" if behind else _counts(chosen)
    listed = LISTED.format(
        first="false" if behind else "true", holds=chosen.holds, beyond=BEYOND if behind else "true"
    )
    found = await db.rows(
        f"with {OWN_CLIENTS}, counted as ({counts}), {listed}", staff_id, MOST_SHOWN + 1, today, *place
    )
    counted = json.loads(found[0]["counts"] or "{}")
    alerts = [row for row in found if row["id"] is not None]
    pinned = tuple(_line(row) for row in alerts if row["pinned"])
    others = [row for row in alerts if not row["pinned"]]
    lines = tuple(_line(row) for row in others[:MOST_SHOWN])
    more = len(others) > MOST_SHOWN
    return Alerts(
        lines,
        write_cursor(lines[-1].at, lines[-1].id) if more else None,
        counted.get("total", 0) + len(pinned) if more else 0,
        pinned,
        _counted(counted),
    )


def _counts(chosen: AlertChoice) -> str:
    """Count in one expression of JSON what each filter of the list would show beside the other ones chosen."""
    states = {state.value: replace(chosen, state=state) for state in AlertState}
    kinds = {kind.value: replace(chosen, kind=kind) for kind in AlertKind}
    others = {
        "every_kind": replace(chosen, kind=None),
        "own": replace(chosen, own_clients=True),
        "told": replace(chosen, own_clients=False),
    }
    total = COUNT.format(holds=chosen.holds, most=MOST_COUNTED + 1)
    return (
        f"select json_build_object('states', {_count_each(states)}, 'kinds', {_count_each(kinds)},"
        f" 'others', {_count_each(others)}, 'total', {total}) as counts"
    )


def _count_each(choices: Mapping[str, AlertChoice]) -> str:
    counts = (
        f"'{name}', {COUNT.format(holds=choice.holds, most=MOST_OF_EACH)}" for name, choice in choices.items()
    )
    return f"json_build_object({', '.join(counts)})"


def _counted(counts: Mapping[str, Any]) -> AlertCounts:
    if not counts:
        return AlertCounts()
    return AlertCounts(
        {AlertState(state): count for state, count in counts["states"].items()},
        {AlertKind(kind): count for kind, count in counts["kinds"].items()},
        **counts["others"],
    )


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
