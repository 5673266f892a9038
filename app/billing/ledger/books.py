"""Looking through the books: every sum that is kept is counted anew, each night; what differs is to be mended."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.billing.rules import Sum
from app.billing.tables import BooksFault
from app.web.language import Phrase, _l, gettext
from app.web.logs import log
from app.web.panel import Mend, Mending
from app.web.templates import money

MOST_FOUND = 100
MOST_NAMED = 20
WORDS: dict[Sum, Phrase] = {
    Sum.OWED: _l("what is owed"),
    Sum.HELD: _l("what is held for payments under way"),
    Sum.CREDIT: _l("the credit on account"),
    Sum.TOTAL: _l("the total of a statement"),
    Sum.PAID: _l("what was paid of a statement"),
    Sum.ALLOCATED: _l("what a payment has paid"),
    Sum.REFUNDED: _l("what was refunded of a payment"),
}
FOUND = f"""
select coalesce(json_agg(found), '[]') from (
select client.id, client.number, fault.what, fault.said_cents, fault.counted_cents from books_fault fault
join client on client.id = fault.client order by client.number, fault.what, fault.id limit {MOST_NAMED}) found
"""

OF_ACCOUNT = """
select coalesce(account.id, counted.client) as client, coalesce(account.{sum}, 0) as said,
  coalesce(counted.cents, 0) as counted
from billing_account account full join ({counted} group by client) counted on counted.client = account.id
where coalesce(account.{sum}, 0) <> coalesce(counted.cents, 0)
"""
OWED = "select client, sum(owed_cents) as cents from statement where owed_cents > 0"
HELD = """
select client, sum(amount_cents) as cents from payment
where state in ('open', 'processing') and purpose = 'balance'
"""
CREDIT = """
select client, sum(amount_cents - allocated_cents - refunded_cents) as cents from payment where state = 'succeeded'
"""
LOOKS: dict[Sum, str] = {
    Sum.OWED: OF_ACCOUNT.format(sum="owed_cents", counted=OWED),
    Sum.HELD: OF_ACCOUNT.format(sum="held_cents", counted=HELD),
    Sum.CREDIT: OF_ACCOUNT.format(sum="credit_cents", counted=CREDIT),
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


def _mends(row: Any) -> list[Mend]:
    """Say which sums the last look through the books found wrong."""
    return [_mend(fault) for fault in row]


MENDING = Mending(statement=FOUND, mends=_mends)


def _mend(row: Any) -> Mend:
    sentence = gettext(
        "The books of client %(number)s do not add up: %(what)s says %(said)s, but counted anew it is %(counted)s."
        " Take no money from this client until somebody has looked into it."
    )
    told = {
        "number": row["number"],
        "what": WORDS[Sum(row["what"])],
        "said": money(row["said_cents"]),
        "counted": money(row["counted_cents"]),
    }
    path = f"/staff/clients/{row['id']}/billing"
    return Mend(sentence=sentence % told, path=path, label=gettext("Look at their billing"))
