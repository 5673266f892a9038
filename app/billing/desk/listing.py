"""The money of one client as staff read it: sums, statements, payments, and each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.billing.desk.words import (
    CAUSES,
    DISPUTES,
    PAYMENTS,
    PURPOSES,
    REFUND_KINDS,
    REFUNDS,
    STEPS,
    WAYS,
    stands,
)
from app.billing.rules import (
    Cause,
    DisputeState,
    PaymentState,
    Purpose,
    RefundKind,
    RefundState,
    StatementState,
    Step,
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
PAYMENT_COLUMNS = "payment.*, statement.number as statement_number"
PAYMENT_JOINED = "payment left join statement on statement.id = payment.statement"
PAYMENTS_OF = f"""
select {PAYMENT_COLUMNS} from {PAYMENT_JOINED}
where payment.client = $1 and ($2::timestamptz is null or (payment.begun_at, payment.id) < ($2, $3::uuid))
order by payment.begun_at desc, payment.id desc limit {A_PAGE + 1}
"""
PAYMENT = f"select {PAYMENT_COLUMNS} from {PAYMENT_JOINED} where payment.id = $1 and payment.client = $2"
HAPPENED = f"select * from payment_step where payment = $1 order by at, id limit {MOST_LISTED}"
PUT_TO = """
select statement.id, statement.number, sum(allocation.cents) as cents,
  max(allocation.at) filter (where allocation.cents > 0) as at
from allocation join statement on statement.id = allocation.statement
where allocation.payment = $1 group by statement.id having sum(allocation.cents) > 0 order by at desc, statement.number desc
"""
REFUNDS_OF = f"select * from refund where payment = $1 order by asked_at desc, id limit {MOST_LISTED}"


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
class PaymentRow:
    id: UUID
    number: int
    way: Way
    way_words: str
    purpose_words: str
    statement_id: UUID | None
    statement_number: int | None
    amount_cents: int
    allocated_cents: int
    refunded_cents: int
    state: PaymentState
    words: str
    look: str
    failure: str
    live: bool
    card: str
    """Brand and last four; "" for none."""
    reference: str
    """What the vendor calls it."""
    memo: str
    by: str
    usable_on: date | None
    dispute: DisputeState
    dispute_words: str
    dispute_look: str
    external_id: str
    at: datetime
    """When it was paid; before, when it was begun."""
    begun_at: datetime

    @property
    def credit_cents(self) -> int:
        """What of it is neither put to a statement nor given back."""
        return self.refundable_cents - self.allocated_cents if self.is_money else 0

    @property
    def refundable_cents(self) -> int:
        return self.amount_cents - self.refunded_cents

    @property
    def is_money(self) -> bool:
        return self.state is PaymentState.SUCCEEDED


@dataclass(frozen=True, slots=True)
class StepRow:
    at: datetime
    words: str
    cents: int | None
    by: str
    remark: str


@dataclass(frozen=True, slots=True)
class PutTo:
    """A statement that a payment pays, with how much."""

    statement_id: UUID
    number: int
    cents: int


@dataclass(frozen=True, slots=True)
class RefundRow:
    number: int
    kind_words: str
    amount_cents: int
    words: str
    look: str
    reason: str
    failure: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Statements:
    rows: tuple[StatementRow, ...]
    older: str | None


@dataclass(frozen=True, slots=True)
class Payments:
    rows: tuple[PaymentRow, ...]
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


async def payments_of(client_id: UUID, *, before: Cursor | None = None) -> Payments:
    """Give payments and tries to pay, the newest first, a page at a time."""
    at, payment_id = before or (None, None)
    found = await db.rows(PAYMENTS_OF, client_id, at, payment_id)
    return paged(found)


def paged(found: Sequence[db.Record]) -> Payments:
    """Give as many payments as a page shows, of one more that were found."""
    shown = found[:A_PAGE]
    older = write_cursor(shown[-1]["begun_at"], shown[-1]["id"]) if len(found) > A_PAGE else None
    return Payments(tuple(payment_row(row) for row in shown), older)


async def payment_of(client_id: UUID, payment_id: UUID) -> PaymentRow | None:
    row = await db.row(PAYMENT, payment_id, client_id)
    return None if row is None else payment_row(row)


async def steps_of(payment_id: UUID) -> tuple[StepRow, ...]:
    """Give what happened to a payment, in its order."""
    return tuple(
        StepRow(row["at"], str(STEPS[Step(row["step"])]), row["cents"], row["by_name"], row["remark"])
        for row in await db.rows(HAPPENED, payment_id)
    )


async def put_to(payment_id: UUID) -> tuple[PutTo, ...]:
    """Give the statements that a payment pays, the last paid first: the order in which a refund takes from them."""
    return tuple(
        PutTo(row["id"], row["number"], int(row["cents"])) for row in await db.rows(PUT_TO, payment_id)
    )


async def refunds_of(payment_id: UUID) -> tuple[RefundRow, ...]:
    return tuple(_refund_row(row) for row in await db.rows(REFUNDS_OF, payment_id))


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


def payment_row(row: db.Record) -> PaymentRow:
    """Word a row that brings PAYMENT_COLUMNS along."""
    state, way, dispute = PaymentState(row["state"]), Way(row["way"]), DisputeState(row["dispute_state"])
    words, look = PAYMENTS[state]
    dispute_words, dispute_look = DISPUTES[dispute]
    return PaymentRow(
        id=row["id"],
        number=row["number"],
        way=way,
        way_words=str(WAYS[way]),
        purpose_words=str(PURPOSES[Purpose(row["purpose"])]),
        statement_id=row["statement"],
        statement_number=row["statement_number"],
        amount_cents=row["amount_cents"],
        allocated_cents=row["allocated_cents"],
        refunded_cents=row["refunded_cents"],
        state=state,
        words=str(words),
        look=look,
        failure=row["failure"],
        live=row["live"],
        card=" ".join(filter(None, (row["card_brand"].capitalize(), row["card_last4"]))),
        reference=row["vendor_intent"],
        memo=row["memo"],
        by=row["paid_by_name"],
        usable_on=row["usable_on"],
        dispute=dispute,
        dispute_words=str(dispute_words),
        dispute_look=dispute_look,
        external_id=row["external_id"],
        at=row["paid_at"] or row["begun_at"],
        begun_at=row["begun_at"],
    )


def _refund_row(row: db.Record) -> RefundRow:
    words, look = REFUNDS[RefundState(row["state"])]
    return RefundRow(
        number=row["number"],
        kind_words=str(REFUND_KINDS[RefundKind(row["kind"])]),
        amount_cents=row["amount_cents"],
        words=str(words),
        look=look,
        reason=row["reason"],
        failure=row["failure"],
        by=row["asked_by_name"],
        at=row["asked_at"],
    )
