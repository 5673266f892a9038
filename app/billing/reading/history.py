"""The history of a client's money: payments, refunds and credit that was used, newest first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart
from app.billing.reading.account import PATH
from app.billing.reading.wording import means, payment_title, receipt_name, statement_name
from app.billing.rules import DisputeState, PaymentState, Purpose, RefundKind, RefundState, Way
from app.web.cursor import Cursor, write_cursor
from app.web.language import gettext
from app.web.templates import local

A_PAGE = 20
NEWEST = (datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))

# What was owed once credit was used is kept nowhere: it is what had been asked for by then, less what had been paid.
OWED_BY_THEN = """
(select coalesce(sum(total_cents), 0) from statement where client = $1 and posted_at <= found.at
  and (voided_at is null or voided_at > found.at))
- (select coalesce(sum(cents), 0) from allocation where client = $1 and allocation.at <= found.at)
"""
ENTRIES = f"""
with found as (
  (select 'payment' as what, id, paid_at as at, number, amount_cents as cents, owed_after_cents, state, way, purpose,
     card_brand, card_last4, dispute_state, live, memo as words, 0 as about
   from payment where client = $1 and paid_at is not null and (paid_at, id) < ($2, $3::uuid)
   order by paid_at desc, id desc limit {A_PAGE + 1})
  union all
  (select refund.kind, refund.id, refund.asked_at, refund.number, refund.amount_cents, refund.owed_after_cents,
     refund.state, payment.way, payment.purpose, payment.card_brand, payment.card_last4, '', payment.live,
     refund.reason, payment.number
   from refund join payment on payment.id = refund.payment
   where refund.client = $1 and (refund.asked_at, refund.id) < ($2, $3::uuid)
   order by refund.asked_at desc, refund.id desc limit {A_PAGE + 1})
  union all
  (select 'credit', allocation.id, allocation.at, statement.number, allocation.cents, null, '', '', '', '', '', '',
     payment.live, statement.id::text, payment.number
   from allocation join payment on payment.id = allocation.payment
   join statement on statement.id = allocation.statement
   where allocation.client = $1 and allocation.cause = 'credit' and (allocation.at, allocation.id) < ($2, $3::uuid)
   order by allocation.at desc, allocation.id desc limit {A_PAGE + 1})
  order by at desc, id desc limit {A_PAGE + 1})
select found.*, case when what = 'credit' then {OWED_BY_THEN} else owed_after_cents end as owed_then
from found order by at desc, id desc
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history; what was given back is below zero."""

    id: UUID
    icon: str
    title: str
    said: tuple[str, ...]
    """What more is said of it, in our own words."""
    typed: str
    """What the practice wrote about it; "" for nothing."""
    tag: tuple[str, str]
    """How it stands and how that looks; both "" where there is nothing to say."""
    on: date
    cents: int
    counts: bool
    """Whether it is part of the sums: not where it was taken out, or did not come about."""
    owed_then: int | None
    """What was owed after it; None where that is not known, or not settled yet."""
    path: str
    link: str
    """What the page at `path` is called."""
    live: bool


@dataclass(frozen=True, slots=True)
class History:
    entries: tuple[Entry, ...]
    older: str | None
    """The cursor of the next page, if there is one."""


async def history_of(chart: CurrentChart, *, before: Cursor | None = None) -> History:
    """Give the history of a chart, a page at a time."""
    found = await db.rows(ENTRIES, chart.client_id, *(before or NEWEST))
    shown = found[:A_PAGE]
    older = write_cursor(shown[-1]["at"], shown[-1]["id"]) if len(found) > A_PAGE else None
    return History(tuple(_WORDED.get(row["what"], _refund)(row) for row in shown), older)


def _payment(row: db.Record) -> Entry:
    way, purpose = Way(row["way"]), Purpose(row["purpose"])
    voided = row["state"] == PaymentState.VOIDED
    return Entry(
        id=row["id"],
        icon="credit-card" if way is Way.CARD else "receipt-text",
        title=payment_title(way, purpose),
        said=tuple(
            filter(None, (means(way, row["card_brand"], row["card_last4"]), receipt_name(row["number"])))
        ),
        typed=row["words"],
        tag=(gettext("Taken out"), "") if voided else _disputed(DisputeState(row["dispute_state"])),
        on=_day_of(row),
        cents=row["cents"],
        counts=not voided,
        owed_then=None if voided else row["owed_then"],
        path=f"{PATH}/receipts/{row['id']}",
        link=receipt_name(row["number"]),
        live=row["live"],
    )


def _disputed(state: DisputeState) -> tuple[str, str]:
    return (gettext("Your bank asks for it back"), "warn") if state is DisputeState.OPEN else ("", "")


def _refund(row: db.Record) -> Entry:
    state, by_bank = RefundState(row["state"]), row["what"] == RefundKind.DISPUTE
    done = state is RefundState.DONE
    return Entry(
        id=row["id"],
        icon="reply",
        title=gettext("Taken back by your bank") if by_bank else gettext("Refund"),
        said=(gettext("Of receipt %(number)s") % {"number": row["about"]},),
        typed=row["words"],
        tag=refund_tag(state),
        on=_day_of(row),
        cents=-row["cents"],
        counts=state is not RefundState.FAILED,
        owed_then=row["owed_then"] if done else None,
        path=f"{PATH}/receipts/{row['id']}",
        link=receipt_name(row["number"]),
        live=row["live"],
    )


def refund_tag(state: RefundState) -> tuple[str, str]:
    """Say how a refund stands, and how that looks; both "" for one that is done."""
    if state is RefundState.DONE:
        return "", ""
    return (gettext("Not made"), "warn") if state is RefundState.FAILED else (gettext("On its way"), "")


def _credit(row: db.Record) -> Entry:
    statement = statement_name(row["number"])
    return Entry(
        id=row["id"],
        icon="check",
        title=gettext("Credit used"),
        said=(gettext("For statement %(number)s") % {"number": row["number"]},),
        typed="",
        tag=("", ""),
        on=_day_of(row),
        cents=row["cents"],
        counts=True,
        owed_then=row["owed_then"],
        path=f"{PATH}/statements/{row['words']}",
        link=statement,
        live=row["live"],
    )


def _day_of(row: db.Record) -> date:
    return local(row["at"]).date()


_WORDED: dict[str, Callable[[db.Record], Entry]] = {"payment": _payment, "credit": _credit}
"""By what an entry is; all else is a kind of refund."""
