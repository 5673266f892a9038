"""What waits longer than it should, of every package, for the staff who see to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentStaff, today
from app.activity.refusals import NotFound
from app.changes.late import LATE as CHANGES
from app.clients.names import full_name
from app.practice.settings import setting
from app.staff.rules import Action, PermissionRule, may
from app.staff.service import in_open_charts
from app.web.cursor import Cursor, write_cursor
from app.web.language import Phrase, _l
from app.web.logs import log_fault
from app.web.panel import Gravity, Late, Panels

LATE_PATH = "/staff/late"
MOST_COUNTED = 100
A_PAGE, A_FEW = 50, 5
NOT_LOOKED_AT = _l("We could not look at all that is late just now. Please open this page again.")
# The first condition names every parameter, so that PostgreSQL knows their types whatever the kind asks.
OF_A_KIND = """
select '{name}' as kind, oldest.id, oldest.client, oldest.since + interval '{after} hours' as since,
  (select count(*) from (select from ({statement}) found where {charts} limit {counted}) counted) as waiting
from (
  select found.id, found.client, found.since from ({statement}) found
  where $1::uuid is not null and $2::date is not null and $3::timestamptz is not null and $4::text is not null
    and {charts} and ($5::timestamptz is null or (found.since, found.id) > ($5 - interval '{after} hours', $6::uuid))
  order by found.since, found.id limit {most}
) oldest
"""
WITH_CLIENTS = """
select late.*, client.number, client.first_name, client.preferred_name, client.last_name
from ({kinds}) late join client on client.id = late.client order by late.since, late.id
"""


@dataclass(frozen=True, slots=True)
class LateLine:
    """One thing that waits."""

    path: str
    client_id: UUID
    client_name: str
    client_number: int
    since: datetime


@dataclass(frozen=True, slots=True)
class LateKind:
    """The things of one kind that wait, the longest waiting first; `count` is at most 100."""

    name: str
    words: Phrase
    count: int
    lines: tuple[LateLine, ...]
    is_urgent: bool
    older: str | None = None
    """The cursor behind the last of these; None: there are no more."""

    @property
    def first(self) -> LateLine:
        return self.lines[0]

    @property
    def shown(self) -> str:
        """How many they are, as badges show it."""
        return "99+" if self.count >= MOST_COUNTED else str(self.count)

    @property
    def path(self) -> str:
        """Where to look at them: the thing itself where it is the only one."""
        return self.first.path if self.count == 1 else self.whole

    @property
    def whole(self) -> str:
        """The page that lists all of them."""
        return f"{LATE_PATH}?kind={self.name}"


@dataclass(frozen=True, slots=True)
class WhatIsLate:
    kinds: tuple[LateKind, ...]
    wrong: Phrase | None = None
    """Said where not all of it could be looked at."""


async def what_is_late(staff: CurrentStaff, *, panels: Panels, most: int = 1) -> WhatIsLate:
    """Give of each kind how many things wait too long in the charts open to the member, and which `most` wait longest.

    One statement; when it fails, each kind is looked at by itself, and only the broken one is left out.
    """
    kinds = _kinds_for(staff, panels)
    try:
        return WhatIsLate(await _late_of(staff, kinds, most=most))
    except db.UNREACHABLE:
        raise
    except Exception as fault:  # noqa: BLE001  # what is broken must not take the inbox with it
        log_fault("what is late failed together", fault)
    found = list[LateKind]()
    for kind in kinds:
        try:
            found += await _late_of(staff, [kind], most=most)
        except db.UNREACHABLE:
            raise
        except Exception as fault:  # noqa: BLE001  # whatever it is, the others still show theirs
            log_fault("what is late failed", fault, kind=kind.name)
    return WhatIsLate(tuple(found), NOT_LOOKED_AT)


async def late_of_kind(
    staff: CurrentStaff, name: str, *, panels: Panels, behind: Cursor | None = None
) -> LateKind | None:
    """Give the things of one kind that wait too long, a page at a time; None where nothing does.

    Raises NotFound for a kind that is not shown to the member.
    """
    kind = next((each for each in _kinds_for(staff, panels) if each.name == name), None)
    if kind is None:
        raise NotFound(by=staff.actor, object_kind="late")
    return next(iter(await _late_of(staff, [kind], most=A_PAGE, behind=behind)), None)


def _kinds_for(staff: CurrentStaff, panels: Panels) -> list[Late]:
    """Give the kinds that a rule of the member's shows, the gravest first."""
    every = (*(late for panel in panels for late in panel.late), *CHANGES)
    return [
        late
        for late in sorted(every, key=lambda each: each.gravity)
        if any(may(staff.permissions, PermissionRule(rule), Action.VIEW) for rule in late.rules)
    ]


async def _late_of(
    staff: CurrentStaff, kinds: Sequence[Late], *, most: int, behind: Cursor | None = None
) -> tuple[LateKind, ...]:
    if not kinds:
        return ()
    statement = WITH_CLIENTS.format(kinds=" union all ".join(_statement(staff, kind, most) for kind in kinds))
    at, last = behind or (None, None)
    now, zone = datetime.now(UTC), setting("practice_zone")
    found = await db.rows_anew(statement, staff.staff_id, today(), now, zone, at, last)
    rows = {kind.name: [row for row in found if row["kind"] == kind.name] for kind in kinds}
    return tuple(_kind(kind, rows[kind.name], most) for kind in kinds if rows[kind.name])


def _statement(staff: CurrentStaff, late: Late, most: int) -> str:
    """Say in SQL which of a kind are late, one more than are shown; $1 is the member, and so on as Late names them."""
    return OF_A_KIND.format(
        name=late.name,
        statement=late.statement.format(today="$2::date", now="$3::timestamptz", zone="$4::text"),
        charts=in_open_charts(staff.permissions, client="found.client"),
        counted=MOST_COUNTED,
        after=late.after_hours,
        most=most + 1,
    )


def _kind(late: Late, rows: Sequence[db.Record], most: int) -> LateKind:
    shown = rows[:most]
    more = write_cursor(shown[-1]["since"], shown[-1]["id"]) if len(rows) > most else None
    return LateKind(
        name=late.name,
        words=late.words,
        count=rows[0]["waiting"],
        lines=tuple(_line(late, row) for row in shown),
        is_urgent=late.gravity is Gravity.URGENT,
        older=more,
    )


def _line(late: Late, row: db.Record) -> LateLine:
    return LateLine(
        path=late.path.format(id=row["id"], client=row["client"]),
        client_id=row["client"],
        client_name=full_name(
            first_name=row["first_name"], preferred_name=row["preferred_name"], last_name=row["last_name"]
        ),
        client_number=row["number"],
        since=row["since"],
    )
