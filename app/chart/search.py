"""The clients whose charts are open to a staff member: all of them, or those somebody looks for."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app import db
from app.accounts.charts import CLINICIANS
from app.accounts.portal_tab.accounts import ways_in
from app.accounts.portal_tab.page import Standing, standing_of
from app.accounts.sessions import CurrentStaff, today
from app.chart.rules import Wanted, prefix, splits
from app.clients import details
from app.clients.names import full_name
from app.staff.service import OPEN_CHARTS

CLIENTS_A_PAGE = 20
LARGEST_CURSOR = 2**31 - 1
MOST_RECENT = 10
MOST_LOOKED_BACK = 500
"""Of the pages of charts that somebody opened last."""

EVERYBODY = "true"
BY_NUMBER = "client.number = $4"
BY_PHONE = "client.phone_hash = $4"
BY_BIRTH_DATE = "client.birth_date_hash = $4"
# Found apart, each by its own index, and only then put in order.
BY_NAME = """client.id in (
  select id from client where lower(first_name) like $4 union all select id from client where lower(last_name) like $4
  union all select id from client where lower(preferred_name) like $4)"""
BY_EMAIL = "lower(client.email) = lower($4) and client.email <> ''"
BOTH_NAMES = """
  select id from client where lower(last_name) like ${last} and (lower(first_name) like ${first} or lower(preferred_name) like ${first})"""
RECENT = f"""
with seen as (
  select client, max(at) as at from (
    select client, at from audit_event where staff = $1 and kind = 'chart_seen' order by at desc limit $4) newest
  group by client)
select client.id, client.number, client.first_name, client.preferred_name, client.last_name
from seen join client on client.id = seen.client
where ($3 or client.id in {OPEN_CHARTS.format(staff="$1", today="$2")})
order by seen.at desc limit $5
"""
CLIENTS = """
select client.id, client.number, client.first_name, client.preferred_name, client.last_name,
  {clinicians} as clinicians
from client
where {charts} and {found} and ($3::int is null or client.number < $3)
  and $1::uuid is not null and $2::date is not null
order by client.number desc limit {most}
"""


@dataclass(frozen=True, slots=True)
class ClientLine:
    id: UUID
    number: int
    name: str
    clinicians: str
    status: str
    look: str


@dataclass(frozen=True, slots=True)
class ClientList:
    clients: tuple[ClientLine, ...]
    older: str | None


async def clients_of(staff: CurrentStaff, wanted: Wanted, *, before: int | None = None) -> ClientList:
    """Give the clients somebody looks for among those open to them, the newest first, a page at a time."""
    found, values = _selection(wanted)
    statement = CLIENTS.format(
        clinicians=CLINICIANS.format(today="$2"),
        charts="true" if staff.permissions.client_admin else _open_charts(),
        found=found,
        most=CLIENTS_A_PAGE + 1,
    )
    rows = await db.rows(statement, staff.staff_id, today(), before, *values)
    shown = rows[:CLIENTS_A_PAGE]
    ways = await ways_in(row["id"] for row in shown)
    more = len(rows) > CLIENTS_A_PAGE
    lines = tuple(_line(row, standing_of(ways[row["id"]])) for row in shown)
    return ClientList(lines, str(shown[-1]["number"]) if more else None)


@dataclass(frozen=True, slots=True)
class RecentClient:
    id: UUID
    number: int
    name: str


async def recent_clients(staff: CurrentStaff) -> tuple[RecentClient, ...]:
    """Give the clients whose charts the staff member opened last, as far as these are still open to them."""
    found = await db.rows(
        RECENT, staff.staff_id, today(), staff.permissions.client_admin, MOST_LOOKED_BACK, MOST_RECENT
    )
    return tuple(RecentClient(row["id"], row["number"], _name(row)) for row in found)


def read_before(text: str) -> int | None:
    """Read where a list goes on; None, its beginning, for anything else."""
    return (
        int(text)
        if text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= LARGEST_CURSOR
        else None
    )


def _selection(wanted: Wanted) -> tuple[str, tuple[Any, ...]]:
    if wanted.number is not None:
        return BY_NUMBER, (wanted.number,)
    if wanted.phone:
        return BY_PHONE, (details.hash_of_phone(wanted.phone),)
    if wanted.born_on is not None:
        return BY_BIRTH_DATE, (details.hash_of_birth_date(wanted.born_on),)
    if wanted.email:
        return BY_EMAIL, (wanted.email,)
    if not wanted.name:
        return EVERYBODY, ()
    pairs = splits(wanted.name)
    return _by_both(pairs) if pairs else (BY_NAME, (prefix(wanted.name.strip(", ")),))


def _by_both(pairs: tuple[tuple[str, str], ...]) -> tuple[str, tuple[Any, ...]]:
    """Select by first and last name, in whichever way the words may be both; the first value is $4."""
    selects = (BOTH_NAMES.format(first=4 + 2 * at, last=5 + 2 * at) for at in range(len(pairs)))
    return f"client.id in ({' union all '.join(selects)})", tuple(
        prefix(each) for pair in pairs for each in pair
    )


def _open_charts() -> str:
    return f"client.id = any(array{OPEN_CHARTS.format(staff='$1', today='$2')})"


def _line(row: db.Record, status: Standing) -> ClientLine:
    return ClientLine(
        id=row["id"],
        number=row["number"],
        name=_name(row),
        clinicians=row["clinicians"] or "",
        status=str(status.words),
        look=status.look,
    )


def _name(row: db.Record) -> str:
    return full_name(
        first_name=row["first_name"], preferred_name=row["preferred_name"], last_name=row["last_name"]
    )
