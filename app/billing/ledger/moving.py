"""Rows of money as they are held and moved: the account of a client first, then their payments and statements.

Whoever moves a client's money holds their account, so that each client's moves stand one after another, and no two
of them wait for each other. Everything here belongs in the transaction of the caller.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.activity.actor import Actor
from app.billing.ledger.rules import Allotted, Credit, Owing, Paid, Use, totals
from app.billing.rules import Cause, DisputeState, PaymentState, Step, Way
from app.billing.tables import PaymentStep

PORTAL = Actor.system("payments")
"""Who acts where the vendor told us, or a clock did."""

HELD = "select owed_cents, held_cents, credit_cents from billing_account where id = $1 for no key update"
OPEN_ACCOUNT = """
insert into billing_account (id, owed_cents, held_cents, credit_cents) values ($1, 0, 0, 0) on conflict do nothing
"""
CHANGE_SUMS = """
update billing_account set owed_cents = owed_cents + $2, held_cents = held_cents + $3, credit_cents = credit_cents + $4
where id = $1
"""
NUMBER = "select nextval('receipt_number')::integer as number"
WHOSE = "select client from payment where id = $1"
ONE_PAYMENT = "select * from payment where id = $1 for no key update"
OWING = """
select id, due_on, number, owed_cents, array(select service_on from statement_line
    where statement_line.statement = statement.id and service_on is not null) as days
from statement where client = $1 and owed_cents > 0
"""
CREDITS = """
select id, paid_at, number, usable_on, visit_on, amount_cents - allocated_cents - refunded_cents as cents from payment
where client = $1 and state = 'succeeded' and allocated_cents + refunded_cents < amount_cents
"""
ALLOTTED = """
select statement.id, statement.due_on, statement.number, sum(allocation.cents)::integer as cents,
  max(allocation.at) filter (where allocation.cents > 0) as at
from allocation join statement on statement.id = allocation.statement
where allocation.payment = $1 group by statement.id having sum(allocation.cents) > 0
"""
NOTE_MOVES = """
insert into allocation (id, client, payment, statement, refund, cents, cause, at)
select gen_random_uuid(), $1, move.payment, move.statement, $5::uuid, move.cents, $6::text, $7::timestamptz
from unnest($2::uuid[], $3::uuid[], $4::integer[]) as move (payment, statement, cents)
"""
MOVE_STATEMENTS = """
update statement set paid_cents = paid_cents + moved.cents, owed_cents = owed_cents - moved.cents,
  paid_off_at = case when owed_cents - moved.cents = 0 then $4::timestamptz end
from (select statement, sum(cents)::integer as cents
  from unnest($2::uuid[], $3::integer[]) as move (statement, cents) group by statement) moved
where statement.id = moved.statement and statement.client = $1 and statement.state = 'posted'
returning statement.id
"""
MOVE_PAYMENTS = """
update payment set allocated_cents = allocated_cents + moved.cents
from (select payment, sum(cents)::integer as cents
  from unnest($2::uuid[], $3::integer[]) as move (payment, cents) group by payment) moved
where payment.id = moved.payment and payment.client = $1
"""


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of a client's money."""

    owed: int
    held: int
    """For payments of the balance that are under way."""
    credit: int


async def hold(client_id: UUID) -> Sums:
    """Hold a client's money for the length of the transaction, and give its sums.

    Whoever also locks rows of payments or statements does this first: else two could wait for each other for ever.
    """
    row = await db.row(HELD, client_id)
    if row is None:
        await db.rows(OPEN_ACCOUNT, client_id)
        (row,) = await db.rows(HELD, client_id)
    return Sums(owed=row["owed_cents"], held=row["held_cents"], credit=row["credit_cents"])


async def hold_payment(payment_id: UUID) -> db.Record | None:
    """Hold the money of the client whose payment this is, and give the payment's row; None: there is none."""
    whose = await db.row(WHOSE, payment_id)
    if whose is None:
        return None
    await hold(whose["client"])
    return await db.row(ONE_PAYMENT, payment_id)


async def change_sums(client_id: UUID, *, owed: int = 0, held: int = 0, credit: int = 0) -> None:
    await db.rows(CHANGE_SUMS, client_id, owed, held, credit)


async def new_number() -> int:
    """Give the next number of a receipt; one that is never used leaves a gap."""
    (row,) = await db.rows(NUMBER)
    number: int = row["number"]
    return number


async def owing_of(client_id: UUID) -> list[Owing]:
    """Give the statements of which a client owes something."""
    found = await db.rows(OWING, client_id)
    return [
        Owing(row["id"], row["due_on"], row["number"], row["owed_cents"], frozenset(row["days"]))
        for row in found
    ]


async def credits_of(client_id: UUID) -> list[Credit]:
    """Give a client's money that is put to no statement, usable or not yet."""
    found = await db.rows(CREDITS, client_id)
    return [credit_row(row, row["cents"]) for row in found]


def credit_row(row: db.Record, cents: int) -> Credit:
    """Give so much of a payment's row as the credit that it is."""
    return Credit(row["id"], row["paid_at"], row["number"], cents, row["usable_on"], row["visit_on"])


async def allotted_of(payment_id: UUID) -> list[Allotted]:
    """Give where money of a payment stands."""
    found = await db.rows(ALLOTTED, payment_id)
    return [Allotted(row["id"], row["due_on"], row["number"], row["cents"], row["at"]) for row in found]


async def move(
    client_id: UUID,
    uses: Sequence[Use],
    *,
    cause: Cause,
    at: datetime,
    refund_id: UUID | None = None,
    payments: bool = True,
) -> int:
    """Put money of payments to statements, or take it from them; give how much it comes to.

    `payments`: what the payments have put to statements changes too; not where the caller has changed it already.
    """
    if not uses:
        return 0
    of_payments, of_statements = [use.payment for use in uses], [use.statement for use in uses]
    cents = [use.cents for use in uses]
    await db.rows(NOTE_MOVES, client_id, of_payments, of_statements, cents, refund_id, cause, at)
    await db.rows(MOVE_STATEMENTS, client_id, of_statements, cents, at)
    if payments:
        await db.rows(MOVE_PAYMENTS, client_id, of_payments, cents)
    moved = totals(uses)
    await change_sums(client_id, owed=-moved, credit=-moved)
    return moved


async def owed_now(client_id: UUID) -> int:
    """Give what a client owes, in the transaction that holds their money."""
    return (await hold(client_id)).owed


async def add_step(
    payment_id: UUID, step: Step, *, by: Actor, cents: int | None = None, remark: str = ""
) -> None:
    """Write a line of a payment's timeline; `remark` is for staff, and cut where it is too long."""
    row = PaymentStep(
        payment=payment_id, at=datetime.now(UTC), step=step, cents=cents, by_name=by.name, remark=remark[:300]
    )
    await PaymentStep.insert(row)


def paid_of(row: db.Record) -> Paid:
    """Give what of a payment's row the rules go by."""
    return Paid(
        way=Way(row["way"]),
        state=PaymentState(row["state"]),
        amount_cents=row["amount_cents"],
        refunded_cents=row["refunded_cents"],
        dispute=DisputeState(row["dispute_state"]),
        by_card_here=row["vendor"] != "",
    )
