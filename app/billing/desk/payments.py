"""The payments of a client as staff read them: each with what it pays, what was given back, and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app import db
from app.billing.desk.listing import A_PAGE, MOST_LISTED
from app.billing.desk.words import (
    DISPUTES,
    NO_MONEY,
    PAYMENTS,
    PURPOSES,
    REFUND_KINDS,
    REFUNDS,
    STEPS,
    TRIES,
    WAYS,
)
from app.billing.rules import DisputeState, PaymentState, Purpose, RefundKind, RefundState, Step, Way
from app.web.cursor import Cursor, write_cursor
from app.web.language import gettext

PAYMENT_COLUMNS = "payment.*, statement.number as statement_number"
PAYMENT_JOINED = "payment left join statement on statement.id = payment.statement"
PAYMENTS_OF = f"""
select {PAYMENT_COLUMNS} from {PAYMENT_JOINED}
where payment.client = $1 and ($2::timestamptz is null or (payment.begun_at, payment.id) < ($2, $3::uuid))
order by payment.begun_at desc, payment.id desc limit {A_PAGE + 1}
"""
PAYMENT = f"select {PAYMENT_COLUMNS} from {PAYMENT_JOINED} where payment.id = $1 and payment.client = $2"
UNDER_WAY_OF = f"""
select {PAYMENT_COLUMNS} from {PAYMENT_JOINED}
where payment.client = $1 and payment.purpose = 'balance' and payment.state in ('open', 'processing')
order by payment.begun_at desc, payment.id desc limit {MOST_LISTED}
"""
HAPPENED = f"select * from payment_step where payment = $1 order by at, id limit {MOST_LISTED}"
PUT_TO = """
select statement.id, statement.number, sum(allocation.cents) as cents,
  max(allocation.at) filter (where allocation.cents > 0) as at
from allocation join statement on statement.id = allocation.statement
where allocation.payment = $1 group by statement.id having sum(allocation.cents) > 0 order by at desc, statement.number desc
"""
REFUNDS_OF = f"select * from refund where payment = $1 order by asked_at desc, id limit {MOST_LISTED}"


@dataclass(frozen=True, slots=True)
class PaymentRow:
    id: UUID
    number: int
    called: str
    """"Receipt 5007"; a try that brought no money is no receipt, but a payment."""
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
    vendor: str
    """"" where it was not taken by card in the portal."""
    live: bool
    no_money: str
    """That no money moved, and who took the payment; "" for one that is live."""
    card: str
    """Brand and last four; "" for none."""
    reference: str
    """What the vendor calls it."""
    memo: str
    by: str
    visit_on: date | None
    usable_on: date | None
    dispute: DisputeState
    dispute_words: str
    dispute_look: str
    external_id: str
    at: datetime
    """When it was paid; before, when it was begun."""
    begun_at: datetime
    expires_at: datetime | None
    """Until when it can be paid; None: it has no such time."""

    @property
    def credit_cents(self) -> int:
        """What of it is neither put to a statement nor given back."""
        return self.refundable_cents - self.allocated_cents if self.is_money else 0

    @property
    def refundable_cents(self) -> int:
        return self.amount_cents - self.refunded_cents

    @property
    def is_open(self) -> bool:
        """Whether the client was sent to the card page and has not paid: then it can be ended."""
        return self.state is PaymentState.OPEN

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
class Payments:
    rows: tuple[PaymentRow, ...]
    older: str | None


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


async def under_way_of(client_id: UUID) -> tuple[PaymentRow, ...]:
    """Give the card payments of the balance that were begun and have not ended, the newest first."""
    return tuple(payment_row(row) for row in await db.rows(UNDER_WAY_OF, client_id))


def called(number: int, state: PaymentState) -> str:
    """Give how a payment is called by its number."""
    words = gettext("Payment %(number)s") if state in TRIES else gettext("Receipt %(number)s")
    return words % {"number": number}


def payment_row(row: db.Record) -> PaymentRow:
    """Word a row that brings PAYMENT_COLUMNS along."""
    state, way, dispute = PaymentState(row["state"]), Way(row["way"]), DisputeState(row["dispute_state"])
    words, look = PAYMENTS[state]
    dispute_words, dispute_look = DISPUTES[dispute]
    return PaymentRow(
        id=row["id"],
        number=row["number"],
        called=called(row["number"], state),
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
        vendor=row["vendor"],
        live=row["live"],
        no_money="" if row["live"] else str(NO_MONEY.get(row["vendor"], "")),
        card=" ".join(filter(None, (row["card_brand"].capitalize(), row["card_last4"]))),
        reference=row["vendor_intent"],
        memo=row["memo"],
        by=row["paid_by_name"],
        visit_on=row["visit_on"],
        usable_on=row["usable_on"],
        dispute=dispute,
        dispute_words=str(dispute_words),
        dispute_look=dispute_look,
        external_id=row["external_id"],
        at=row["paid_at"] or row["begun_at"],
        begun_at=row["begun_at"],
        expires_at=row["expires_at"],
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
