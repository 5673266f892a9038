"""What a client owes as staff read it: the sums, statements, and each of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.billing.desk.words import (
    CAUSES,
    WAYS,
    stands,
)
from app.billing.rules import (
    Cause,
    StatementState,
    Way,
)
from app.web.cursor import Cursor, write_cursor

A_PAGE = 20
MOST_OPEN = 60
MOST_LISTED = 100
"""Of what belongs to one statement or payment."""

SUMS = "select owed_cents, held_cents, credit_cents from billing_account where id = $1"
OPEN = f"""
select * from statement where client = $1 and owed_cents > 0 order by due_on, number limit {MOST_OPEN + 1}
"""
STATEMENTS = f"""
select * from statement
where client = $1 and ($2::date is null or (issued_on, id) < ($2, $3::uuid))
order by issued_on desc, id desc limit {A_PAGE + 1}
"""
STATEMENT = "select * from statement where id = $1 and client = $2"
LINES = "select * from statement_line where statement = $1 order by position"
PAID_BY = f"""
select payment.id, payment.number, payment.way, allocation.cents, allocation.cause, allocation.at
from allocation join payment on payment.id = allocation.payment
where allocation.statement = $1 order by allocation.at desc, allocation.id limit {MOST_LISTED}
"""


@dataclass(frozen=True, slots=True)
class Balance:
    owed_cents: int = 0
    held_cents: int = 0
    """Of payments that are under way."""
    credit_cents: int = 0

    @property
    def payable_cents(self) -> int:
        """What can be paid now."""
        return self.owed_cents - self.held_cents


@dataclass(frozen=True, slots=True)
class StatementRow:
    id: UUID
    number: int
    issued_on: date
    due_on: date
    state: StatementState
    words: str
    look: str
    total_cents: int
    paid_cents: int
    owed_cents: int
    note: str
    imported: bool
    external_id: str
    posted_at: datetime
    posted_by: str
    voided_at: datetime | None
    voided_by: str
    void_reason: str

    @property
    def stands(self) -> bool:
        return self.state is StatementState.POSTED


@dataclass(frozen=True, slots=True)
class LineRow:
    service_on: date | None
    words: str
    charge_cents: int
    insurance_cents: int
    adjusted_cents: int
    yours_cents: int


@dataclass(frozen=True, slots=True)
class PaidRow:
    """Money of a payment that was put to a statement, or taken from it."""

    payment_id: UUID
    number: int
    way: str
    cents: int
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Statements:
    rows: tuple[StatementRow, ...]
    older: str | None


async def balance_of(client_id: UUID) -> Balance:
    row = await db.row(SUMS, client_id)
    return Balance() if row is None else Balance(row["owed_cents"], row["held_cents"], row["credit_cents"])


async def open_statements(client_id: UUID) -> tuple[StatementRow, ...]:
    """Give what is owed, the first due first; one more than is shown."""
    return tuple(statement_row(row) for row in await db.rows(OPEN, client_id))


async def statements_of(client_id: UUID, *, before: Cursor | None = None) -> Statements:
    """Give every statement, the newest first, a page at a time."""
    at, statement_id = before or (None, None)
    found = await db.rows(STATEMENTS, client_id, at.date() if at else None, statement_id)
    shown = found[:A_PAGE]
    last = shown[-1] if len(found) > A_PAGE else None
    older = write_cursor(datetime.combine(last["issued_on"], time(), UTC), last["id"]) if last else None
    return Statements(tuple(statement_row(row) for row in shown), older)


async def statement_of(client_id: UUID, statement_id: UUID) -> StatementRow | None:
    row = await db.row(STATEMENT, statement_id, client_id)
    return None if row is None else statement_row(row)


async def lines_of(statement_id: UUID) -> tuple[LineRow, ...]:
    return tuple(
        LineRow(
            service_on=row["service_on"],
            words=row["words"],
            charge_cents=row["charge_cents"],
            insurance_cents=row["insurance_cents"],
            adjusted_cents=row["adjusted_cents"],
            yours_cents=row["yours_cents"],
        )
        for row in await db.rows(LINES, statement_id)
    )


async def paid_by(statement_id: UUID) -> tuple[PaidRow, ...]:
    """Give which money was put to a statement or taken from it, the newest first."""
    return tuple(
        PaidRow(
            payment_id=row["id"],
            number=row["number"],
            way=str(WAYS[Way(row["way"])]),
            cents=row["cents"],
            words=str(CAUSES[Cause(row["cause"])]),
            at=row["at"],
        )
        for row in await db.rows(PAID_BY, statement_id)
    )


def statement_row(row: db.Record) -> StatementRow:
    state = StatementState(row["state"])
    words, look = stands(
        state, owed_cents=row["owed_cents"], paid_cents=row["paid_cents"], due_on=row["due_on"], today=today()
    )
    return StatementRow(
        id=row["id"],
        number=row["number"],
        issued_on=row["issued_on"],
        due_on=row["due_on"],
        state=state,
        words=str(words),
        look=look,
        total_cents=row["total_cents"],
        paid_cents=row["paid_cents"],
        owed_cents=row["owed_cents"],
        note=row["note"],
        imported=bool(row["source"]),
        external_id=row["external_id"],
        posted_at=row["posted_at"],
        posted_by=row["posted_by_name"],
        voided_at=row["voided_at"],
        voided_by=row["voided_by_name"],
        void_reason=row["void_reason"],
    )
