"""All payments of the practice as a list, what came in, and what somebody should look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentStaff, today
from app.billing.desk.listing import A_PAGE
from app.billing.desk.payments import PAYMENT_COLUMNS, PAYMENT_JOINED, PaymentRow, Payments, paged
from app.billing.desk.rules import Choice, Shown, Where
from app.clients.names import full_name
from app.staff.service import OPEN_CHARTS
from app.web.cursor import Cursor
from app.web.language import Phrase, _l
from app.web.templates import midnight

MOST_TO_SEE_TO = 30
A_DAY = timedelta(days=1)

SHOWN: dict[Shown, str] = {
    Shown.MONEY: "payment.state in ('succeeded', 'open', 'processing')",
    Shown.ALL: "true",
    Shown.PAID: "payment.state = 'succeeded'",
    Shown.UNDER_WAY: "payment.state in ('open', 'processing')",
    Shown.NOT_FINISHED: "payment.state in ('failed', 'cancelled')",
    Shown.VOIDED: "payment.state = 'voided'",
    Shown.REFUNDED: "payment.refunded_cents > 0",
    Shown.DISPUTED: "payment.dispute_state <> ''",
}
WHERE: dict[Where, str] = {
    Where.ANY: "true",
    Where.PORTAL: "payment.way = 'card'",
    Where.OFFICE: "payment.way in ('cash', 'check', 'terminal')",
    Where.LET_OFF: "payment.way = 'credit'",
}
IN_OPEN_CHARTS = f"($1 or {{client}} in {OPEN_CHARTS.format(staff='$2', today='$3')})"
BETWEEN = "($4::timestamptz is null or {at} >= $4) and ($5::timestamptz is null or {at} < $5)"
NAMED = "client.number as client_number, client.first_name, client.preferred_name, client.last_name"
LIST = f"""
select {PAYMENT_COLUMNS}, {NAMED} from {PAYMENT_JOINED} join client on client.id = payment.client
where {IN_OPEN_CHARTS.format(client="payment.client")} and {BETWEEN.format(at="payment.begun_at")}
  and ($6::timestamptz is null or (payment.begun_at, payment.id) < ($6, $7::uuid)) and {{shown}} and {{where}}
order by payment.begun_at desc, payment.id desc limit {A_PAGE + 1}
"""
CAME_IN = f"""
select
  coalesce(sum(amount_cents) filter (where way = 'card'), 0) as portal_cents,
  coalesce(sum(amount_cents) filter (where way in ('cash', 'check', 'terminal')), 0) as office_cents,
  coalesce((select sum(refund.amount_cents) from refund join payment on payment.id = refund.payment
    where refund.state <> 'failed' and (payment.live or $6) and {{where}}
      and {IN_OPEN_CHARTS.format(client="refund.client")} and {BETWEEN.format(at="refund.asked_at")}), 0) as back_cents
from payment
where state = 'succeeded' and way <> 'credit' and (live or $6) and {{where}}
  and {IN_OPEN_CHARTS.format(client="payment.client")} and {BETWEEN.format(at="payment.paid_at")}
"""
SEE_TO = f"""
select * from (
  select 'dispute' as what, payment.id, payment.client, payment.number, payment.amount_cents, payment.begun_at as at
  from payment where dispute_state = 'open'
  union all
  select 'refund', payment.id, payment.client, payment.number, refund.amount_cents, refund.asked_at
  from refund join payment on payment.id = refund.payment
  where refund.state = 'failed' and refund.asked_at > $4
) found join (select id as client_id, {NAMED} from client) named on named.client_id = found.client
where {IN_OPEN_CHARTS.format(client="found.client")} order by at desc, id limit {MOST_TO_SEE_TO}
"""
PARKED = f"""
select event.id, event.kind, event.about, event.event, event.received_at, event.told_cents, payment.id as payment,
  payment.client, payment.number, payment.amount_cents, {NAMED}
from vendor_event event left join payment on payment.id = event.payment and {IN_OPEN_CHARTS.format(client="payment.client")}
  left join client on client.id = payment.client
where event.state = 'parked' and event.seen_at is null order by event.received_at, event.id limit {MOST_TO_SEE_TO}
"""
WHAT: dict[str, Phrase] = {
    "dispute": _l("The cardholder’s bank asks for this payment back. Answer it at the card company."),
    "refund": _l("A refund of this payment failed: the client does not have the money."),
}
OTHERWISE = _l(
    "What the card company told of this payment does not agree with it. Nothing was changed by it: compare it with the"
    " card company’s own pages."
)
SEEN_AFTER = timedelta(days=30)
"""For so long a refund that failed stands among what is to be seen to."""


@dataclass(frozen=True, slots=True)
class ListedPayment:
    client_id: UUID
    client_name: str
    client_number: int
    payment: PaymentRow


@dataclass(frozen=True, slots=True)
class Listed:
    rows: tuple[ListedPayment, ...]
    older: str | None


@dataclass(frozen=True, slots=True)
class CameIn:
    """Money in and out, without what was let off."""

    portal_cents: int
    office_cents: int
    back_cents: int

    @property
    def total_cents(self) -> int:
        return self.portal_cents + self.office_cents - self.back_cents


@dataclass(frozen=True, slots=True)
class ToSeeTo:
    client_id: UUID
    client_name: str
    payment_id: UUID
    number: int
    amount_cents: int
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Parked:
    """Something the card company told that does not agree with a payment, or is of none that is known here."""

    id: UUID
    kind: str
    about: str
    event: str
    received_at: datetime
    of: ToSeeTo | None
    """The payment that it is of; None: of none, or of a chart that is not open."""
    told_cents: int | None
    """The amount it says, where that is another than the payment's."""


async def payments(staff: CurrentStaff, choice: Choice, *, before: Cursor | None = None) -> Listed:
    """Give payments of the charts open to a staff member, the newest first, a page at a time."""
    statement = LIST.format(shown=SHOWN[choice.shown], where=WHERE[choice.where])
    found = await db.rows(statement, *_of(staff), *days_of(choice), *(before or (None, None)))
    page: Payments = paged(found)
    rows = (_listed(row, payment) for row, payment in zip(found, page.rows, strict=False))
    return Listed(tuple(rows), page.older)


async def came_in(staff: CurrentStaff, choice: Choice) -> CameIn:
    """Sum up what came in and was given back on the days chosen; of the demo processor only where that is chosen."""
    statement = CAME_IN.format(where=WHERE[choice.where])
    row = await db.row(statement, *_of(staff), *days_of(choice), choice.demo)
    assert row is not None, "a sum has a row"  # noqa: S101  # an aggregate always gives one
    return CameIn(int(row["portal_cents"]), int(row["office_cents"]), int(row["back_cents"]))


async def to_see_to(staff: CurrentStaff, *, now: datetime) -> tuple[ToSeeTo, ...]:
    """Give disputes that are open, and refunds that failed of late."""
    return tuple(
        ToSeeTo(
            client_id=row["client"],
            client_name=_name(row),
            payment_id=row["id"],
            number=row["number"],
            amount_cents=row["amount_cents"],
            words=str(WHAT[row["what"]]),
            at=row["at"],
        )
        for row in await db.rows(SEE_TO, *_of(staff), now - SEEN_AFTER)
    )


async def parked(staff: CurrentStaff) -> tuple[Parked, ...]:
    """Give what was told and does not agree with the books: often of no chart, so Client Admins see to it."""
    if not staff.permissions.client_admin:
        return ()
    return tuple(_parked(row) for row in await db.rows(PARKED, *_of(staff)))


def _parked(row: db.Record) -> Parked:
    of = None if row["payment"] is None else _told_of(row)
    told = row["told_cents"]
    differs = of is not None and told != of.amount_cents
    return Parked(
        row["id"], row["kind"], row["about"], row["event"], row["received_at"], of, told if differs else None
    )


def _told_of(row: db.Record) -> ToSeeTo:
    return ToSeeTo(
        client_id=row["client"],
        client_name=_name(row),
        payment_id=row["payment"],
        number=row["number"],
        amount_cents=row["amount_cents"],
        words=str(OTHERWISE),
        at=row["received_at"],
    )


def days_of(choice: Choice) -> Sequence[datetime | None]:
    """Give the moments between which the chosen days lie."""
    since = midnight(choice.since) if choice.since else None
    return since, midnight(choice.until + A_DAY) if choice.until else None


def _of(staff: CurrentStaff) -> tuple[Any, ...]:
    return staff.permissions.client_admin, staff.staff_id, today()


def _listed(row: db.Record, payment: PaymentRow) -> ListedPayment:
    return ListedPayment(row["client"], _name(row), row["client_number"], payment)


def _name(row: db.Record) -> str:
    return full_name(
        first_name=row["first_name"], preferred_name=row["preferred_name"], last_name=row["last_name"]
    )
