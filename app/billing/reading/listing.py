"""The statements of a chart, as its client reads them."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart, today
from app.billing.reading.rules import Standing, Sums, standing_of
from app.billing.rules import PaymentState, StatementState
from app.web.cursor import Cursor, write_cursor
from app.web.language import gettext
from app.web.templates import day_short

PATH = "/billing"
MOST_OPEN, SETTLED_A_PAGE, LINES_SHOWN = 60, 20, 3

LINES = """
(select json_agg(json_build_object('service_on', service_on, 'words', words, 'charge', charge_cents,
  'insurance', insurance_cents, 'adjusted', adjusted_cents, 'yours', yours_cents) order by position)
  from statement_line where statement_line.statement = statement.id) as lines
"""
STATEMENTS = """
select statement.id, statement.number, statement.issued_on, statement.due_on, statement.state, statement.total_cents,
  statement.paid_cents, statement.owed_cents, statement.note, statement.voided_at, statement.void_reason, {lines}
from statement
"""
"""In SQL: what `statement_view` reads."""
LISTED = f"""
({STATEMENTS.format(lines=LINES)} where statement.client = $1 and statement.owed_cents > 0
  order by statement.due_on, statement.number limit {MOST_OPEN + 1})
union all
({STATEMENTS.format(lines="null::json")} where statement.client = $1 and statement.owed_cents = 0
  and ($2::date is null or (statement.issued_on, statement.number)
    < ($2, (select number from statement where id = $3)))
  order by statement.issued_on desc, statement.number desc limit {SETTLED_A_PAGE + 1})
"""
ACCOUNT = """
select coalesce(account.owed_cents, 0) as owed, coalesce(account.held_cents, 0) as held,
  coalesce(account.credit_cents, 0) as credit,
  (select json_agg(json_build_object('id', id, 'cents', amount_cents, 'state', state) order by begun_at)
    from payment where client = $1 and state in ('open', 'processing')) as under_way
from (select) nothing left join billing_account account on account.id = $1
"""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A payment that the client has begun."""

    id: UUID
    cents: int
    waits_for_bank: bool

    @property
    def path(self) -> str:
        return f"{PATH}/payments/{self.id}"


@dataclass(frozen=True, slots=True)
class Account:
    """The sums of a client's money, in whole cents, and what is being paid."""

    owed: int
    held: int
    credit: int
    under_way: tuple[UnderWay, ...]

    @property
    def payable(self) -> int:
        """What is owed and not being paid already."""
        return self.owed - self.held


@dataclass(frozen=True, slots=True)
class LineView:
    """What a statement asks for one thing, in whole cents."""

    words: str
    on: date | None
    charge: int
    insurance: int
    adjusted: int
    yours: int


@dataclass(frozen=True, slots=True)
class StatementView:
    id: UUID
    number: int
    issued_on: date
    due_on: date
    sums: Sums
    standing: Standing
    note: str
    lines: tuple[LineView, ...]
    voided_at: datetime | None
    void_reason: str

    @property
    def path(self) -> str:
        return f"{PATH}/statements/{self.id}"

    @property
    def name(self) -> str:
        return name_of(self.number)

    @property
    def tag(self) -> tuple[str, str]:
        """How it stands in a word or two, and how that looks."""
        return {
            Standing.DUE: (gettext("Due %(date)s") % {"date": day_short(self.due_on)}, ""),
            Standing.OVERDUE: (gettext("Overdue"), "warn"),
            Standing.PAID: (gettext("Paid in full"), "ok"),
            Standing.NOTHING: (gettext("Nothing to pay"), "ok"),
            Standing.VOID: (gettext("Taken back"), ""),
        }[self.standing]

    @property
    def is_open(self) -> bool:
        return self.standing in (Standing.DUE, Standing.OVERDUE)

    @property
    def is_void(self) -> bool:
        return self.standing is Standing.VOID

    @property
    def first_lines(self) -> tuple[LineView, ...]:
        """What stands of it in a list."""
        return self.lines[:LINES_SHOWN]

    @property
    def further_lines(self) -> int:
        return len(self.lines) - len(self.first_lines)


@dataclass(frozen=True, slots=True)
class Statements:
    """The open ones, the first that is due at the top; then the others, newest first, a page at a time."""

    open: tuple[StatementView, ...]
    more_open: bool
    settled: tuple[StatementView, ...]
    older: str | None
    """The cursor of the next page, if there is one."""


def name_of(number: int) -> str:
    """Give what a statement is called."""
    return gettext("Statement %(number)s") % {"number": number}


async def account_of(chart: CurrentChart) -> Account:
    """Give the sums of a chart; all are zero where nothing was ever billed."""
    (row,) = await db.rows(ACCOUNT, chart.client_id)
    under_way = tuple(
        UnderWay(UUID(each["id"]), each["cents"], each["state"] == PaymentState.PROCESSING)
        for each in json.loads(row["under_way"] or "[]")
    )
    return Account(row["owed"], row["held"], row["credit"], under_way)


async def statements_of(chart: CurrentChart, *, before: Cursor | None = None) -> Statements:
    at, statement_id = before or (None, None)
    found = await db.rows(LISTED, chart.client_id, at.date() if at else None, statement_id)
    views = [statement_view(row) for row in found]
    still_open = tuple(view for view in views if view.is_open)
    settled = tuple(view for view in views if not view.is_open)
    shown = settled[:SETTLED_A_PAGE]
    older = write_cursor(_moment_of(shown[-1].issued_on), shown[-1].id) if len(settled) > len(shown) else None
    return Statements(still_open[:MOST_OPEN], len(still_open) > MOST_OPEN, shown, older)


def _moment_of(on: date) -> datetime:
    """Give the moment by which a cursor notes a day."""
    return datetime.combine(on, time(), UTC)


def statement_view(row: db.Record) -> StatementView:
    """Word a row of STATEMENTS."""
    sums = Sums(row["total_cents"], row["paid_cents"], row["owed_cents"])
    state = StatementState(row["state"])
    return StatementView(
        id=row["id"],
        number=row["number"],
        issued_on=row["issued_on"],
        due_on=row["due_on"],
        sums=sums,
        standing=standing_of(state, sums, due_on=row["due_on"], today=today()),
        note=row["note"],
        lines=tuple(_line(each) for each in json.loads(row["lines"] or "[]")),
        voided_at=row["voided_at"],
        void_reason=row["void_reason"],
    )


def _line(line: dict[str, Any]) -> LineView:
    on = date.fromisoformat(line["service_on"]) if line["service_on"] else None
    return LineView(line["words"], on, line["charge"], line["insurance"], line["adjusted"], line["yours"])
