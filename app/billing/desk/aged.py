"""Aged balances: what each client owes today, by how long it has been due, and their credit."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentStaff, today
from app.billing.desk.rules import AGES, LAST_DAYS, Age
from app.clients.names import full_name
from app.staff.service import OPEN_CHARTS
from app.web.cursor import Cursor, write_cursor

A_PAGE = 50
MOST_EXPORTED = 20_000


def _bands() -> str:
    """Give the sums of the ages in SQL, $3 being today."""
    late, over, bands = "($3::date - statement.due_on)", "true", []
    for last, age in (*LAST_DAYS, (None, Age.LONGER)):
        within = "true" if last is None else f"{late} <= {last}"
        sums = f"sum(statement.owed_cents) filter (where {over} and {within})"
        bands.append(f"coalesce({sums}, 0)::bigint as {age.value}")
        over = f"{late} > {last}"
    return ", ".join(bands)


NEVER = date(9999, 1, 1)
"""Where somebody who owes nothing stands in the order: last."""
SINCE = f"coalesce(oldest_on, '{NEVER}'::date)"
IN_OPEN_CHARTS = f"($1 or {{client}} in {OPEN_CHARTS.format(staff='$2', today='$3')})"
# Summed up by client before anything is joined: what is owed by its own index, credit by that of who has any.
EACH_CLIENT = f"""
(select coalesce(owing.client, account.id) as id, {", ".join(f"coalesce({age.value}, 0) as {age.value}" for age in Age)},
   coalesce(owed_cents, 0) as owed_cents, oldest_on, coalesce(account.credit_cents, 0) as credit_cents
 from (select statement.client, {_bands()}, sum(statement.owed_cents)::bigint as owed_cents, min(statement.due_on) as oldest_on
   from statement where statement.owed_cents > 0 and {IN_OPEN_CHARTS.format(client="statement.client")}
   group by statement.client) owing
 full join (select id, credit_cents from billing_account
   where credit_cents > 0 and {IN_OPEN_CHARTS.format(client="id")}) account on account.id = owing.client)
"""
BY_CLIENT = f"""
select each_client.*, client.number, client.first_name, client.preferred_name, client.last_name
from (select * from {EACH_CLIENT} each_client
  where $4::date is null or ({SINCE}, id) > ($4, $5::uuid) order by {SINCE}, id limit $6) each_client
join client on client.id = each_client.id order by {SINCE}, each_client.id
"""
IN_ALL = f"""
select {", ".join(f"coalesce(sum({age.value}), 0)::bigint as {age.value}" for age in Age)},
  coalesce(sum(owed_cents), 0)::bigint as owed_cents, coalesce(sum(credit_cents), 0)::bigint as credit_cents,
  count(*) as clients
from {EACH_CLIENT} each_client
"""


@dataclass(frozen=True, slots=True)
class AgedRow:
    client_id: UUID
    client_name: str
    client_number: int
    bands: tuple[int, ...]
    """Cents by age, in the order of the ages."""
    owed_cents: int
    credit_cents: int
    oldest_on: date | None
    """None: nothing is owed."""


@dataclass(frozen=True, slots=True)
class Aged:
    on: date
    ages: tuple[str, ...]
    rows: tuple[AgedRow, ...]
    more: str | None
    bands: tuple[int, ...]
    owed_cents: int
    credit_cents: int
    clients: int


async def aged_balances(staff: CurrentStaff, *, after: Cursor | None = None) -> Aged:
    """Give what is owed, and credit, in the charts open to a staff member, a page at a time (two statements).

    The longest due stands first; who has only credit, last.
    """
    found = await _by_client(staff, after=after, most=A_PAGE + 1)
    shown = found[:A_PAGE]
    row = await db.row(IN_ALL, staff.permissions.client_admin, staff.staff_id, today())
    assert row is not None, "a sum has a row"  # noqa: S101  # an aggregate always gives one
    last = shown[-1] if len(found) > A_PAGE else None
    return Aged(
        on=today(),
        ages=tuple(str(AGES[age]) for age in Age),
        rows=shown,
        more=write_cursor(datetime.combine(last.oldest_on or NEVER, time(), UTC), last.client_id)
        if last
        else None,
        bands=_cents(row),
        owed_cents=row["owed_cents"],
        credit_cents=row["credit_cents"],
        clients=row["clients"],
    )


async def every_balance(staff: CurrentStaff) -> tuple[AgedRow, ...]:
    """Give all of them, to be taken away."""
    return await _by_client(staff, after=None, most=MOST_EXPORTED)


async def _by_client(staff: CurrentStaff, *, after: Cursor | None, most: int) -> tuple[AgedRow, ...]:
    at, client_id = after or (None, None)
    values: tuple[Any, ...] = (staff.permissions.client_admin, staff.staff_id, today())
    found = await db.rows(BY_CLIENT, *values, at.date() if at else None, client_id, most)
    return tuple(
        AgedRow(
            client_id=row["id"],
            client_name=full_name(
                first_name=row["first_name"], preferred_name=row["preferred_name"], last_name=row["last_name"]
            ),
            client_number=row["number"],
            bands=_cents(row),
            owed_cents=row["owed_cents"],
            credit_cents=row["credit_cents"],
            oldest_on=row["oldest_on"],
        )
        for row in found
    )


def _cents(row: db.Record) -> tuple[int, ...]:
    return tuple(row[age.value] for age in Age)
