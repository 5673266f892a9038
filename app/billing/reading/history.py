"""The history of a client's money, newest first: each row says by how much it changed what is owed, and to what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart
from app.billing.reading.account import PATH
from app.billing.reading.wording import means, payment_title, receipt_name, statement_name
from app.billing.rules import DisputeState, PaymentState, Purpose, RefundKind, RefundState, Way
from app.web.cursor import Cursor, write_cursor
from app.web.language import gettext
from app.web.templates import local, money

A_PAGE = 20
NEWEST = (datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))

# What is owed changes by a statement sent or taken back, and by money put to one or taken from it; each of those is
# part of a row. A row stands where it took effect: a payment that is entered later counts from then on.
ENTRIES = """
with moved as materialized (
  select id, payment, statement, refund, cause, cents, at from allocation where client = $1),
entry as (
  select 'sent' as what, id, posted_at as at, total_cents as cents, total_cents as owes
  from statement where client = $1
  union all
  select 'taken_back', statement.id, voided_at, -total_cents, -total_cents - coalesce(sum(moved.cents), 0)
  from statement left join moved on moved.statement = statement.id and cause = 'void' and moved.at = voided_at
  where client = $1 and voided_at is not null group by statement.id
  union all
  select 'payment', payment.id, case vendor when '' then begun_at else ended_at end, -amount_cents,
    -coalesce(sum(moved.cents), 0)
  from payment left join moved on moved.payment = payment.id and cause = 'payment'
  where client = $1 and paid_at is not null group by payment.id
  union all
  select 'taken_out', payment.id, ended_at, amount_cents, -coalesce(sum(moved.cents), 0)
  from payment left join moved on moved.payment = payment.id and cause = 'void' and moved.at = ended_at
  where client = $1 and state = 'voided' group by payment.id
  union all
  select kind, refund.id, asked_at, amount_cents, -coalesce(sum(moved.cents), 0)
  from refund left join moved on moved.refund = refund.id and cause = 'refund'
  where client = $1 group by refund.id
  union all
  select 'not_made', refund.id, moved.at, -amount_cents, -sum(moved.cents)
  from refund join moved on moved.refund = refund.id and cause = 'refund_failed'
  where client = $1 group by refund.id, moved.at
  union all
  select 'credit', id, at, -cents, -cents from moved where cause = 'credit'),
shown as (
  select * from (
    select *, sum(owes) over (order by at, id rows unbounded preceding) as owed_then from entry) entry
  where (at, id) < ($2, $3::uuid) order by at desc, id desc limit $4)
select what, shown.id, shown.at, shown.cents, owes, owed_then::bigint as owed_then,
  coalesce(case what when 'payment' then paid_at end, shown.at) as on, statement.id as statement,
  statement.number as statement_number, payment.id as payment, payment.number as payment_number, payment.state, way,
  purpose, card_brand, card_last4, dispute_state, coalesce(live, true) as live, memo,
  refund.number as refund_number, refund.state as refund_state, refund.reason
from shown
left join refund on refund.id = shown.id and what in ('refund', 'dispute', 'not_made')
left join moved on moved.id = shown.id and what = 'credit'
left join payment on payment.id = coalesce(refund.payment, moved.payment, shown.id)
left join statement on statement.id = coalesce(moved.statement, shown.id)
order by shown.at desc, shown.id desc
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the history: what is below zero made less of what is owed."""

    anchor: str
    icon: str
    title: str
    said: tuple[str, ...] = ()
    """What more is said of it, in our own words."""
    typed: str = ""
    """What the practice wrote about it; "" for nothing."""
    tag: tuple[str, str] = ("", "")
    """How it stands and how that looks; both "" where there is nothing to say."""
    on: date
    cents: int
    owes: int
    """How much of that changed what is owed: credit had, or has, the rest."""
    owed_then: int
    path: str
    link: str = ""
    """What the page at `path` is called, where the title does not say so."""
    live: bool = True
    is_quiet: bool = False
    """Whether no money came or went by it."""

    @property
    def figure(self) -> str:
        """By how much it changed what is owed, in words that tell more from less."""
        return f"+{money(self.cents)}" if self.cents > 0 else str(money(self.cents))

    @property
    def credit(self) -> str:
        """Say what of it credit had, or has; "" where it is all of what is owed."""
        rest = self.owes - self.cents
        if rest == 0:
            return ""
        amount = {"amount": money(abs(rest))}
        if rest > 0:
            return gettext("%(amount)s kept as credit") % amount
        return gettext("%(amount)s taken from credit") % amount


@dataclass(frozen=True, slots=True)
class History:
    entries: tuple[Entry, ...]
    older: str | None
    """The cursor of the next page, if there is one."""


async def history_of(chart: CurrentChart, *, before: Cursor | None = None) -> History:
    """Give the history of a chart, a page at a time."""
    found = await db.rows(ENTRIES, chart.client_id, *(before or NEWEST), A_PAGE + 1)
    shown = found[:A_PAGE]
    older = write_cursor(shown[-1]["at"], shown[-1]["id"]) if len(found) > A_PAGE else None
    return History(tuple(map(_entry, shown)), older)


async def whole_history(client_id: UUID) -> tuple[Entry, ...]:
    """Give all of a client's history."""
    return tuple(map(_entry, await db.rows(ENTRIES, client_id, *NEWEST, None)))


def _entry(row: db.Record) -> Entry:
    return _WORDED.get(row["what"], _refund)(row)


def _sent(row: db.Record) -> Entry:
    return _of_statement(row, "sent", gettext("Statement %(number)s sent"))


def _taken_back(row: db.Record) -> Entry:
    return _of_statement(row, "taken-back", gettext("Statement %(number)s taken back"))


def _of_statement(row: db.Record, what: str, title: str) -> Entry:
    return Entry(
        anchor=f"{what}-{row['id']}",
        icon="file-text",
        title=title % {"number": row["statement_number"]},
        path=f"{PATH}/statements/{row['id']}",
        is_quiet=True,
        **_sums(row),
    )


def _sums(row: db.Record) -> dict[str, Any]:
    """Give what every row says: the day, and the amounts."""
    return {
        "on": local(row["on"]).date(),
        "cents": row["cents"],
        "owes": row["owes"],
        "owed_then": row["owed_then"],
        "live": row["live"],
    }


def _payment(row: db.Record) -> Entry:
    way, purpose = Way(row["way"]), Purpose(row["purpose"])
    voided, number = row["state"] == PaymentState.VOIDED, receipt_name(row["payment_number"])
    return Entry(
        anchor=f"entry-{row['id']}",
        icon="credit-card" if way is Way.CARD else "receipt-text",
        title=payment_title(way, purpose),
        said=tuple(filter(None, (means(way, row["card_brand"], row["card_last4"]), number))),
        typed=row["memo"],
        tag=(gettext("Taken out"), "") if voided else _disputed(DisputeState(row["dispute_state"])),
        path=f"{PATH}/receipts/{row['id']}",
        link=number,
        **_sums(row),
    )


def _disputed(state: DisputeState) -> tuple[str, str]:
    return (gettext("Your bank asks for it back"), "warn") if state is DisputeState.OPEN else ("", "")


def _taken_out(row: db.Record) -> Entry:
    number = receipt_name(row["payment_number"])
    return Entry(
        anchor=f"taken-out-{row['id']}",
        icon="reply",
        title=gettext("Payment taken out"),
        said=(number,),
        path=f"{PATH}/receipts/{row['id']}",
        link=number,
        is_quiet=True,
        **_sums(row),
    )


def _refund(row: db.Record) -> Entry:
    by_bank = row["what"] == RefundKind.DISPUTE
    return Entry(
        anchor=f"entry-{row['id']}",
        icon="reply",
        title=gettext("Taken back by your bank") if by_bank else gettext("Refund"),
        said=(gettext("Of receipt %(number)s") % {"number": row["payment_number"]},),
        typed=row["reason"],
        tag=refund_tag(RefundState(row["refund_state"])),
        path=f"{PATH}/receipts/{row['id']}",
        link=receipt_name(row["refund_number"]),
        **_sums(row),
    )


def _not_made(row: db.Record) -> Entry:
    number = receipt_name(row["refund_number"])
    return Entry(
        anchor=f"not-made-{row['id']}",
        icon="reply",
        title=gettext("Refund not made"),
        said=(number,),
        path=f"{PATH}/receipts/{row['id']}",
        link=number,
        is_quiet=True,
        **_sums(row),
    )


def refund_tag(state: RefundState) -> tuple[str, str]:
    """Say how a refund stands, and how that looks; both "" for one that is done."""
    if state is RefundState.DONE:
        return "", ""
    return (gettext("Not made"), "warn") if state is RefundState.FAILED else (gettext("On its way"), "")


def _credit(row: db.Record) -> Entry:
    return Entry(
        anchor=f"entry-{row['id']}",
        icon="check",
        title=gettext("Credit used"),
        said=(gettext("For statement %(number)s") % {"number": row["statement_number"]},),
        path=f"{PATH}/statements/{row['statement']}",
        link=statement_name(row["statement_number"]),
        **_sums(row),
    )


_WORDED: dict[str, Callable[[db.Record], Entry]] = {
    "sent": _sent,
    "taken_back": _taken_back,
    "payment": _payment,
    "taken_out": _taken_out,
    "not_made": _not_made,
    "credit": _credit,
}
"""By what an entry is; all else is a kind of refund."""
