"""What the pages of paying show: what can be paid, what is under way, and how one payment stands."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart
from app.activity.refusals import NotFound
from app.billing.ledger.rules import can_pay, free_to_pay
from app.billing.paying.service import path_of
from app.billing.reading.wording import card_words
from app.billing.rules import PaymentState, Purpose
from app.practice.settings import is_switched_off

PAYABLE = """
select coalesce(account.owed_cents, 0) as owed, coalesce(account.held_cents, 0) as held,
  (select json_build_array(number, owed_cents) from statement
    where statement.client = chart.id and statement.id = $2 and owed_cents > 0) as statement,
  (select json_agg(json_build_array(id, amount_cents, state, begun_at) order by begun_at desc) from (
    select id, amount_cents, state, begun_at from payment where payment.client = chart.id and purpose = 'balance'
      and state in ('open', 'processing') order by begun_at desc limit 10) under_way) as under_way
from (select $1::uuid as id) chart left join billing_account account on account.id = chart.id
"""
ONE = """
select payment.*, statement.number as statement_number, coalesce(account.owed_cents, 0) as owed
from payment left join statement on statement.id = payment.statement
left join billing_account account on account.id = payment.client
where payment.client = $1 and payment.id = $2
"""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A payment that was begun and has not ended."""

    id: UUID
    cents: int
    begun_at: datetime
    waits: bool
    """Whether the client has paid, and the bank has not answered."""

    @property
    def path(self) -> str:
        return path_of(self.id)


@dataclass(frozen=True, slots=True)
class Stated:
    """The statement that the client came from."""

    id: UUID
    number: int
    owed_cents: int


@dataclass(frozen=True, slots=True)
class Payable:
    """What a client can pay by card now."""

    owed_cents: int
    free_cents: int
    """What is owed, less what payments under way are to pay."""
    open: bool
    """Whether anything can be paid now."""
    statement: Stated | None
    under_way: Sequence[UnderWay]


@dataclass(frozen=True, slots=True)
class PaymentView:
    """How a payment stands, as its page says it."""

    id: UUID
    state: PaymentState
    cents: int
    purpose: Purpose
    statement_id: UUID | None
    statement_number: int | None
    appointment_id: UUID | None
    failure: str
    live: bool
    vendor: str
    vendor_session: str
    vendor_intent: str
    vendor_page: str
    brand: str
    last4: str
    begun_at: datetime
    expires_at: datetime | None
    paid_at: datetime | None
    owed_cents: int
    """What the client owes now."""

    @property
    def path(self) -> str:
        return path_of(self.id)

    @property
    def card(self) -> str:
        """By which card it was paid; "" where the vendor has not said so."""
        return card_words(self.brand, self.last4) if self.brand else ""

    @property
    def again(self) -> str:
        """Give the page where the same can be paid once more; "" where the practice does not show it."""
        if self.appointment_id is not None:
            return "" if is_switched_off("appointments") else f"/appointments/{self.appointment_id}/copay"
        return f"/billing/pay?statement={self.statement_id}" if self.statement_id else "/billing/pay"


async def payable_of(chart: CurrentChart, statement_id: UUID | None = None) -> Payable:
    """Give what can be paid now; a statement that is not of the chart, or paid, is left out."""
    (row,) = await db.rows(PAYABLE, chart.client_id, statement_id)
    owed, held = row["owed"], row["held"]
    free = free_to_pay(owed=owed, held=held)
    return Payable(
        owed_cents=owed,
        free_cents=free,
        open=can_pay(owed=owed, held=held),
        statement=_stated(row, statement_id, free),
        under_way=[_under_way(each) for each in json.loads(row["under_way"] or "[]")],
    )


def _stated(row: db.Record, statement_id: UUID | None, free: int) -> Stated | None:
    if statement_id is None or row["statement"] is None:
        return None
    number, owed = json.loads(row["statement"])
    return Stated(statement_id, number, min(owed, free))


def _under_way(each: tuple[str, int, str, str]) -> UnderWay:
    payment_id, cents, state, begun_at = each
    return UnderWay(
        UUID(payment_id),
        cents,
        datetime.fromisoformat(begun_at),
        waits=state == PaymentState.PROCESSING,
    )


async def payment_of(chart: CurrentChart, payment_id: UUID) -> PaymentView:
    """Give a payment of the chart that was begun by card in the portal; raises NotFound."""
    row = await db.row(ONE, chart.client_id, payment_id)
    if row is None or not row["vendor"]:
        raise NotFound(by=chart.actor, object_kind="payment", object_id=payment_id, client_id=chart.client_id)
    return PaymentView(
        id=row["id"],
        state=PaymentState(row["state"]),
        cents=row["amount_cents"],
        purpose=Purpose(row["purpose"]),
        statement_id=row["statement"],
        statement_number=row["statement_number"],
        appointment_id=row["appointment"],
        failure=row["failure"],
        live=row["live"],
        vendor=row["vendor"],
        vendor_session=row["vendor_session"],
        vendor_intent=row["vendor_intent"],
        vendor_page=row["vendor_page"],
        brand=row["card_brand"],
        last4=row["card_last4"],
        begun_at=row["begun_at"],
        expires_at=row["expires_at"],
        paid_at=row["paid_at"],
        owed_cents=row["owed"],
    )
