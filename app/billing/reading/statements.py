"""The statements of a chart, as its client reads them."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart, today
from app.activity.refusals import NotFound
from app.billing.reading.account import PATH
from app.billing.reading.rules import Standing, Sums, standing_of
from app.billing.reading.wording import card_words, payment_title, receipt_name, statement_name
from app.billing.rules import Purpose, StatementState, Way
from app.web.cursor import Cursor, write_cursor
from app.web.language import gettext, ngettext
from app.web.templates import day_short, local, money

MOST_OPEN, SETTLED_A_PAGE, LINES_SHOWN = 60, 20, 3

LINES = """
(select json_agg(json_build_object('service_on', service_on, 'words', words, 'charge', charge_cents,
  'insurance', insurance_cents, 'adjusted', adjusted_cents, 'yours', yours_cents) order by position)
  from statement_line where statement_line.statement = statement.id)
"""
PAYMENTS = """
(select json_agg(json_build_object('id', payment.id, 'number', payment.number, 'way', payment.way,
    'purpose', payment.purpose, 'brand', payment.card_brand, 'last4', payment.card_last4, 'live', payment.live,
    'paid_at', payment.paid_at, 'cents', put.cents) order by payment.paid_at, payment.number)
  from (select payment, sum(cents) as cents from allocation where allocation.statement = statement.id
    group by payment having sum(cents) > 0) put
  join payment on payment.id = put.payment)
"""
STATEMENTS = """
select statement.id, statement.number, statement.issued_on, statement.due_on, statement.state, statement.total_cents,
  statement.paid_cents, statement.owed_cents, statement.note, statement.voided_at, statement.void_reason,
  {lines} as lines, {payments} as payments
from statement
"""
"""In SQL: what `statement_view` reads."""
OPEN = STATEMENTS.format(lines=LINES, payments="null::json")
SETTLED = STATEMENTS.format(lines="null::json", payments="null::json")
LISTED = f"""
({OPEN} where statement.client = $1 and statement.owed_cents > 0
  order by statement.due_on, statement.number limit {MOST_OPEN + 1})
union all
({SETTLED} where statement.client = $1 and statement.owed_cents = 0
  and ($2::date is null or (statement.issued_on, statement.number)
    < ($2, (select number from statement where id = $3)))
  order by statement.issued_on desc, statement.number desc limit {SETTLED_A_PAGE + 1})
"""
ONE = f"""
{STATEMENTS.format(lines=LINES, payments=PAYMENTS)} where statement.client = $1 and statement.id = $2
"""

EVERY = f"""
{STATEMENTS.format(lines=LINES, payments=PAYMENTS)} where statement.client = $1
order by statement.issued_on desc, statement.number desc
"""


@dataclass(frozen=True, slots=True)
class LineView:
    """What a statement asks for one thing, in whole cents."""

    words: str
    on: date | None
    charge: int
    insurance: int
    adjusted: int
    yours: int

    @property
    def less_insurance(self) -> int:
        return -self.insurance

    @property
    def less_adjusted(self) -> int:
        return -self.adjusted

    @property
    def made_of(self) -> str:
        """How its part of the client comes about, in words; "" where it is the whole charge."""
        less = [
            gettext("insurance paid %(amount)s") % {"amount": money(self.insurance)}
            if self.insurance
            else "",
            gettext("adjusted %(amount)s") % {"amount": money(self.adjusted)} if self.adjusted else "",
        ]
        parts = [gettext("Charge %(amount)s") % {"amount": money(self.charge)}, *filter(None, less)]
        return ", ".join(parts) if len(parts) > 1 else ""


@dataclass(frozen=True, slots=True)
class PaymentView:
    """Money that was put to a statement."""

    title: str
    on: date
    cents: int
    receipt: str
    path: str
    live: bool


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
    payments: tuple[PaymentView, ...]
    voided_at: datetime | None
    void_reason: str

    @property
    def path(self) -> str:
        return f"{PATH}/statements/{self.id}"

    @property
    def name(self) -> str:
        return statement_name(self.number)

    @property
    def tag(self) -> tuple[str, str]:
        """How it stands in a word or two, and how that looks."""
        return {
            Standing.DUE: (gettext("Due by %(date)s") % {"date": day_short(self.due_on)}, ""),
            Standing.OVERDUE: (gettext("Overdue"), "warn"),
            Standing.PAID: (gettext("Paid in full"), "ok"),
            Standing.NOTHING: (gettext("Nothing to pay"), "ok"),
            Standing.VOID: (gettext("Taken back"), ""),
        }[self.standing]

    @property
    def less_paid(self) -> int:
        return -self.sums.paid

    @property
    def is_open(self) -> bool:
        return self.standing in (Standing.DUE, Standing.OVERDUE)

    @property
    def is_due(self) -> bool:
        return self.standing is Standing.DUE

    @property
    def is_overdue(self) -> bool:
        return self.standing is Standing.OVERDUE

    @property
    def is_void(self) -> bool:
        return self.standing is Standing.VOID

    @property
    def first_lines(self) -> tuple[LineView, ...]:
        """What stands of it in a list."""
        return self.lines[:LINES_SHOWN]

    @property
    def further(self) -> str:
        """How many lines more it has than stand in a list, in words; "" for none."""
        count = len(self.lines) - len(self.first_lines)
        return (
            ngettext("and %(num)s more line", "and %(num)s more lines", count) % {"num": count}
            if count
            else ""
        )


@dataclass(frozen=True, slots=True)
class Statements:
    """The open ones, the first that is due at the top; then the others, newest first, a page at a time."""

    open: tuple[StatementView, ...]
    more_open: bool
    settled: tuple[StatementView, ...]
    older: str | None
    """The cursor of the next page, if there is one."""
    leafing: bool
    """Whether these are not the newest of the others."""


async def statements_of(chart: CurrentChart, *, before: Cursor | None = None) -> Statements:
    at, statement_id = before or (None, None)
    found = await db.rows(LISTED, chart.client_id, at.date() if at else None, statement_id)
    views = [statement_view(row) for row in found]
    still_open = tuple(view for view in views if view.is_open)
    settled = tuple(view for view in views if not view.is_open)
    shown = settled[:SETTLED_A_PAGE]
    older = write_cursor(_noted(shown[-1].issued_on), shown[-1].id) if len(settled) > len(shown) else None
    more_open = len(still_open) > MOST_OPEN
    return Statements(still_open[:MOST_OPEN], more_open, shown, older, leafing=before is not None)


def _noted(on: date) -> datetime:
    """Give the moment by which a cursor notes a day."""
    return datetime.combine(on, time(), UTC)


async def every_statement(client_id: UUID) -> tuple[StatementView, ...]:
    """Give all statements of a client with all they say, the newest first."""
    return tuple(statement_view(row) for row in await db.rows(EVERY, client_id))


async def statement_of(chart: CurrentChart, statement_id: UUID) -> StatementView:
    """Give a statement of the chart; raises NotFound."""
    row = await db.row(ONE, chart.client_id, statement_id)
    if row is None:
        raise NotFound(
            by=chart.actor, object_kind="statement", object_id=statement_id, client_id=chart.client_id
        )
    return statement_view(row)


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
        payments=tuple(_payment(each) for each in json.loads(row["payments"] or "[]")),
        voided_at=row["voided_at"],
        void_reason=row["void_reason"],
    )


def _line(line: dict[str, Any]) -> LineView:
    on = date.fromisoformat(line["service_on"]) if line["service_on"] else None
    return LineView(line["words"], on, line["charge"], line["insurance"], line["adjusted"], line["yours"])


def _payment(found: dict[str, Any]) -> PaymentView:
    way, purpose = Way(found["way"]), Purpose(found["purpose"])
    by_card = way is Way.CARD and purpose is Purpose.BALANCE
    return PaymentView(
        title=card_words(found["brand"], found["last4"]) if by_card else payment_title(way, purpose),
        on=local(datetime.fromisoformat(found["paid_at"])).date(),
        cents=found["cents"],
        receipt=receipt_name(found["number"]),
        path=f"{PATH}/receipts/{found['id']}",
        live=found["live"],
    )
