"""Looking through the books: every sum that is kept is counted anew, each night; what differs is to be mended."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.billing.rules import Sum
from app.billing.tables import BooksFault
from app.web.logs import log

MOST_FOUND = 100

LOOKS: dict[Sum, str] = {
    Sum.OWED: """
select account.id as client, account.owed_cents as said, coalesce(counted.cents, 0) as counted
from billing_account account left join (
  select client, sum(owed_cents) as cents from statement where owed_cents > 0 group by client) counted
  on counted.client = account.id
where account.owed_cents <> coalesce(counted.cents, 0)
""",
    Sum.HELD: """
select account.id as client, account.held_cents as said, coalesce(counted.cents, 0) as counted
from billing_account account left join (
  select client, sum(amount_cents) as cents from payment
  where state in ('open', 'processing') and purpose = 'balance' group by client) counted
  on counted.client = account.id
where account.held_cents <> coalesce(counted.cents, 0)
""",
    Sum.CREDIT: """
select account.id as client, account.credit_cents as said, coalesce(counted.cents, 0) as counted
from billing_account account left join (
  select client, sum(amount_cents - allocated_cents - refunded_cents) as cents from payment
  where state = 'succeeded' group by client) counted
  on counted.client = account.id
where account.credit_cents <> coalesce(counted.cents, 0)
""",
    Sum.TOTAL: """
select statement.client, statement.total_cents as said, coalesce(sum(line.yours_cents), 0) as counted
from statement left join statement_line line on line.statement = statement.id
group by statement.id having statement.total_cents <> coalesce(sum(line.yours_cents), 0)
""",
    Sum.PAID: """
select statement.client, statement.paid_cents as said, coalesce(sum(allocation.cents), 0) as counted
from statement left join allocation on allocation.statement = statement.id and allocation.client = statement.client
group by statement.id having statement.paid_cents <> coalesce(sum(allocation.cents), 0)
""",
    Sum.ALLOCATED: """
select payment.client, payment.allocated_cents as said, coalesce(sum(allocation.cents), 0) as counted
from payment left join allocation on allocation.payment = payment.id and allocation.client = payment.client
group by payment.id having payment.allocated_cents <> coalesce(sum(allocation.cents), 0)
""",
    Sum.REFUNDED: """
select payment.client, payment.refunded_cents as said, coalesce(sum(refund.amount_cents), 0) as counted
from payment left join refund on refund.payment = payment.id and refund.client = payment.client
  and refund.state <> 'failed'
group by payment.id having payment.refunded_cents <> coalesce(sum(refund.amount_cents), 0)
""",
}
"""For each sum the rows where it is not what it should be. Each is one statement, so it sees no half of a move."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A sum that differs from what it is the sum of."""

    client_id: UUID
    what: Sum
    said_cents: int
    counted_cents: int


async def check_books() -> list[Fault]:
    """Count every sum of money anew; give the first that differ, at most a hundred of a kind."""
    return [
        Fault(row["client"], what, int(row["said"]), int(row["counted"]))
        for what, look in LOOKS.items()
        for row in await db.rows(f"{look} limit {MOST_FOUND}")
    ]


async def look_through() -> int:
    """Check the books, and keep what is wrong with them for the page of things to mend; give how much that is."""
    faults = await check_books()
    now = datetime.now(UTC)
    async with db.transaction():
        await BooksFault.delete(force=True)
        for fault in faults:
            row = BooksFault(
                client=fault.client_id,
                what=fault.what,
                said_cents=fault.said_cents,
                counted_cents=fault.counted_cents,
                found_at=now,
            )
            await BooksFault.insert(row)
    log("books looked through", rows=len(faults))
    return len(faults)
