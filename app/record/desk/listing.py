"""Requests about the record as staff read them: the queue of the practice, those of a chart, and one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from textwrap import shorten
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentStaff, today
from app.clients.names import full_name
from app.record.asking.words import Wanted
from app.record.asking.words import opened as opened_words
from app.record.desk.rules import Shown, can_end, due
from app.record.desk.words import ASKS, DUES, KINDS, stands
from app.record.reading.wording import span_words
from app.record.rules import RequestKind, RequestState
from app.record.tables import RecordRequest
from app.staff.service import OPEN_CHARTS
from app.web.cursor import Cursor, write_cursor
from app.web.templates import day_short

A_PAGE = 50
MOST_OF_LINE = 90
"""Letters of what is asked, in a list."""
MOST_OF_CHART = 50
IN_OPEN_CHARTS = f"($1 or request.client in {OPEN_CHARTS.format(staff='$2', today='$3')})"
NAMED = "client.number, client.first_name, client.preferred_name, client.last_name"
IN_FORCE = "request.kind = 'restriction' and request.state = 'accepted' and request.ended_at is null"
QUEUE = f"""
select request.*, {NAMED} from record_request request join client on client.id = request.client
where {IN_OPEN_CHARTS} and {{which}} and ($4 = '' or request.kind = $4)
  and ($5::timestamptz is null or {{beyond}}) order by {{order}} limit {A_PAGE + 1}
"""
OF_CHART = f"""
select request.*, '' as first_name, '' as preferred_name, '' as last_name, 0 as number from record_request request
where request.client = $1
order by (request.state = 'waiting') desc, ({IN_FORCE}) desc, request.asked_at desc, request.id limit {MOST_OF_CHART}
"""
ONE = f"""
select request.*, {NAMED}, (select copy.id from record_copy copy where copy.request = request.id) as copy
from record_request request join client on client.id = request.client
where request.client = $1 and request.id = $2
"""
HOW_MANY = f"""
select count(*) filter (where request.state = 'waiting') as waiting,
  count(*) filter (where request.state = 'waiting' and request.due_on < $3) as late
from record_request request where request.state = 'waiting' and {IN_OPEN_CHARTS}
"""


WHICH: Mapping[Shown, str] = {
    Shown.WAITING: "request.state = 'waiting'",
    Shown.IN_FORCE: IN_FORCE,
    Shown.ANSWERED: "request.answered_at is not null",
}
SOONEST = (
    "(request.due_on, request.id) > (($5::timestamptz at time zone 'UTC')::date, $6::uuid)",
    "request.due_on, request.id",
)
NEWEST = (
    "(request.answered_at, request.id) < ($5, $6::uuid)",
    "request.answered_at desc, request.id desc",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """A request as staff see it."""

    id: UUID
    client_id: UUID
    client_name: str
    """Empty where it stands in its own chart."""
    client_number: int
    kind: RequestKind
    state: RequestState
    asked_by: str
    by_self: bool
    account_id: UUID
    asked_at: datetime
    from_on: date | None
    until_on: date | None
    about_id: UUID | None
    asks: Wanted
    due_on: date
    answered_at: datetime | None
    answered_by: str
    answer: str
    disagreement: str
    ended_at: datetime | None
    copy_id: UUID | None = None
    """The copy that it was released as, if it was."""

    @property
    def title(self) -> str:
        return str(KINDS[self.kind])

    @property
    def span(self) -> str:
        """Of which days a copy is asked for; empty where no copy is."""
        return span_words(self.from_on, self.until_on) if self.kind is RequestKind.RECORD else ""

    @property
    def begins(self) -> str:
        """The first words of what is asked, or of which days a copy is: so that several of one client differ."""
        return shorten(self.asks.words, MOST_OF_LINE, placeholder="…") or self.span

    @property
    def asks_title(self) -> str:
        """What the words of the client are."""
        return str(ASKS[self.kind])

    @property
    def is_open(self) -> bool:
        return self.state.is_open

    @property
    def is_in_force(self) -> bool:
        return can_end(self.kind, self.state, ended=self.ended_at is not None)

    @property
    def words(self) -> str:
        return self._stands[0]

    @property
    def look(self) -> str:
        return self._stands[1]

    @property
    def _stands(self) -> tuple[str, str]:
        return stands(self.kind, self.state, ended=self.ended_at is not None)

    @property
    def due_words(self) -> str:
        return str(DUES[due(self.due_on, today=today())][0]) % {"day": day_short(self.due_on)}

    @property
    def due_look(self) -> str:
        return DUES[due(self.due_on, today=today())][1]


@dataclass(frozen=True, slots=True)
class Queue:
    rows: tuple[RequestRow, ...]
    more: str | None
    """Where the list goes on; None: nowhere."""
    waiting: int
    late: int


async def queue(
    staff: CurrentStaff, *, shown: Shown, kind: RequestKind | None = None, after: Cursor | None = None
) -> Queue:
    """Give requests of the charts open to a staff member, a page at a time (two statements).

    What waits stands in the order in which it is due, the longest overdue first; the rest, the newest answer first.
    """
    beyond, order = SOONEST if shown is Shown.WAITING else NEWEST
    statement = QUEUE.format(which=WHICH[shown], beyond=beyond, order=order)
    found = await db.rows(statement, *_of(staff), kind or "", *(after or (None, None)))
    rows = tuple(request_row(row) for row in found[:A_PAGE])
    counted = await db.row(HOW_MANY, *_of(staff))
    assert counted is not None, "a count has a row"  # noqa: S101  # an aggregate always gives one
    last = rows[-1] if len(found) > A_PAGE else None
    return Queue(rows, _cursor(last, shown) if last else None, counted["waiting"], counted["late"])


def _cursor(row: RequestRow, shown: Shown) -> str:
    if shown is Shown.WAITING or row.answered_at is None:
        return write_cursor(datetime.combine(row.due_on, time(), UTC), row.id)
    return write_cursor(row.answered_at, row.id)


def _of(staff: CurrentStaff) -> tuple[Any, ...]:
    return staff.permissions.client_admin, staff.staff_id, today()


async def requests_of(client_id: UUID) -> tuple[RequestRow, ...]:
    """Give the requests of a chart: what waits, restrictions in force, then the newest (one statement)."""
    return tuple(request_row(row) for row in await db.rows(OF_CHART, client_id))


async def request_of(client_id: UUID, request_id: UUID) -> RequestRow | None:
    """Give one request of a chart; None: it has no such request."""
    row = await db.row(ONE, client_id, request_id)
    return request_row(row, copy_id=row["copy"]) if row else None


def request_row(row: db.Record, *, copy_id: UUID | None = None) -> RequestRow:
    def opened(name: str) -> str:
        column = getattr(RecordRequest, name)
        return "" if row[name] is None else str(column.open(row[name], row=row["id"]))

    return RequestRow(
        id=row["id"],
        client_id=row["client"],
        client_name=full_name(
            first_name=row["first_name"], preferred_name=row["preferred_name"], last_name=row["last_name"]
        ),
        client_number=row["number"],
        kind=RequestKind(row["kind"]),
        state=RequestState(row["state"]),
        asked_by=row["asked_by_name"],
        by_self=row["by_self"],
        account_id=row["account"],
        asked_at=row["asked_at"],
        from_on=row["from_on"],
        until_on=row["until_on"],
        about_id=row["about"],
        asks=opened_words(row["words"], row=row["id"]),
        due_on=row["due_on"],
        answered_at=row["answered_at"],
        answered_by=row["answered_by_name"],
        answer=opened("answer"),
        disagreement=opened("disagreement"),
        ended_at=row["ended_at"],
        copy_id=copy_id,
    )
