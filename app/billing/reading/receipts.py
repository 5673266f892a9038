"""Receipts of a chart: of payments, and of what was given back."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart
from app.activity.refusals import NotFound
from app.billing.reading.account import PATH
from app.billing.reading.wording import (
    DEMO_MARK,
    given_back_to,
    means,
    payment_title,
    receipt_name,
    statement_name,
)
from app.billing.rules import DisputeState, PaymentState, Purpose, RefundKind, RefundState, Way
from app.web.language import gettext
from app.web.templates import day_short, local, money

RECEIPT = """
select payment.id, payment.number, payment.way, payment.purpose, payment.amount_cents, payment.state, payment.card_brand,
  payment.card_last4, payment.dispute_state, payment.live, payment.memo, payment.paid_at, payment.paid_by_name,
  payment.owed_after_cents, payment.visit_on, payment.freed_at, refund.id as refund_id, refund.number as refund_number, refund.kind as refund_kind,
  refund.state as refund_state, refund.amount_cents as refund_cents, refund.reason, refund.asked_at, refund.done_at,
  refund.owed_after_cents as refund_owed_after,
  (select json_agg(json_build_object('id', statement.id, 'number', statement.number, 'cents', put.cents)
      order by statement.number)
    from (select statement, sum(cents) as cents from allocation
      where allocation.payment = payment.id and cause not in ('refund', 'refund_failed')
      group by statement having sum(cents) > 0) put
    join statement on statement.id = put.statement) as put_to,
  (select json_agg(json_build_object('id', other.id, 'number', other.number, 'cents', other.amount_cents,
      'at', other.asked_at, 'kind', other.kind) order by other.asked_at, other.number)
    from refund other where other.payment = payment.id and other.state <> 'failed') as refunds
from payment left join refund on refund.id = $2 and refund.client = $1
where payment.client = $1 and payment.paid_at is not null and payment.state in ('succeeded', 'voided')
  and payment.id = coalesce((select payment from refund where id = $2 and client = $1), $2)
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an amount: what it was for, and where that is shown ("" for nowhere)."""

    words: str
    cents: int
    path: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt says; amounts are whole cents."""

    id: UUID
    number: int
    title: str
    """What money it is about, in a few words."""
    cents: int
    at: datetime
    how: str
    """By what it was paid, or to where it was given back; "" where no money moved."""
    payer: str
    """Who paid in the portal, where that was not the client; else ""."""
    typed: str
    """What the practice wrote about it."""
    parts: tuple[Part, ...]
    given_back: tuple[Part, ...] = ()
    of: Part | None = None
    """Of a refund: the payment that was given back."""
    owed_after: int | None
    note: str
    """What should be known before it is handed in anywhere; "" for nothing."""
    counts: bool
    """Whether the money came, or was given back: else this proves nothing."""
    live: bool

    @property
    def path(self) -> str:
        return f"{PATH}/receipts/{self.id}"

    @property
    def name(self) -> str:
        return receipt_name(self.number)

    @property
    def mark(self) -> str:
        """What it is marked with where it is none; "" where it is."""
        return "" if self.live else str(DEMO_MARK)

    @property
    def is_refund(self) -> bool:
        return self.of is not None

    @property
    def refunded(self) -> str:
        """How much of it was given back, in words; "" for nothing."""
        if not self.given_back:
            return ""
        given = sum(part.cents for part in self.given_back)
        return gettext("Refunded %(part)s of %(whole)s") % {"part": money(given), "whole": money(self.cents)}


async def receipt_of(chart: CurrentChart, receipt_id: UUID) -> Receipt:
    """Give the receipt of a payment that came in, or of a refund; raises NotFound."""
    receipt = await receipt_in(chart.client_id, receipt_id, client=chart.client_name)
    if receipt is None:
        raise NotFound(by=chart.actor, object_kind="receipt", object_id=receipt_id, client_id=chart.client_id)
    return receipt


async def receipt_in(client_id: UUID, receipt_id: UUID, *, client: str) -> Receipt | None:
    """Give a receipt of a client likewise, who is called `client`; None: there is no such receipt."""
    row = await db.row(RECEIPT, client_id, receipt_id)
    if row is None:
        return None
    return _of_payment(row, client) if row["refund_id"] is None else _of_refund(row)


def _of_payment(row: db.Record, client: str) -> Receipt:
    way, purpose = Way(row["way"]), Purpose(row["purpose"])
    counts = row["state"] == PaymentState.SUCCEEDED
    return Receipt(
        id=row["id"],
        number=row["number"],
        title=payment_title(way, purpose),
        cents=row["amount_cents"],
        at=row["paid_at"],
        how=means(way, row["card_brand"], row["card_last4"]),
        payer=row["paid_by_name"] if way is Way.CARD and row["paid_by_name"] != client else "",
        typed=row["memo"],
        parts=_parts(row, purpose) if counts else (),
        given_back=tuple(_given_back(each) for each in json.loads(row["refunds"] or "[]")),
        owed_after=row["owed_after_cents"] if counts else None,
        note=_note_of_payment(row),
        counts=counts,
        live=row["live"],
    )


def _note_of_payment(row: db.Record) -> str:
    if row["state"] == PaymentState.VOIDED:
        return gettext("Your practice took this payment out: it was entered by mistake.")
    if row["dispute_state"] == DisputeState.OPEN:
        return gettext("Your bank asks for this payment back. Your practice sees to it.")
    return ""


def _parts(row: db.Record, purpose: Purpose) -> tuple[Part, ...]:
    """Say what a payment was for: statements, and what is over."""
    put = [
        Part(statement_name(each["number"]), each["cents"], f"{PATH}/statements/{each['id']}")
        for each in json.loads(row["put_to"] or "[]")
    ]
    over = row["amount_cents"] - sum(part.cents for part in put)
    return (*put, Part(_kept(row, purpose), over, "")) if over else tuple(put)


def _kept(row: db.Record, purpose: Purpose) -> str:
    """Say what money is for that no statement was paid by."""
    if purpose is not Purpose.COPAY or row["freed_at"] is not None:
        return gettext("Credit for what comes")
    return gettext("Copay for your visit on %(date)s") % {"date": day_short(row["visit_on"])}


def _given_back(refund: dict[str, Any]) -> Part:
    by_bank = refund["kind"] == RefundKind.DISPUTE
    return Part(
        words=gettext("Taken back by your bank") if by_bank else gettext("Refund"),
        cents=refund["cents"],
        path=f"{PATH}/receipts/{refund['id']}",
        on=local(datetime.fromisoformat(refund["at"])).date(),
    )


def _of_refund(row: db.Record) -> Receipt:
    state, by_bank = RefundState(row["refund_state"]), row["refund_kind"] == RefundKind.DISPUTE
    return Receipt(
        id=row["refund_id"],
        number=row["refund_number"],
        title=gettext("Taken back by your bank") if by_bank else gettext("Refund"),
        cents=row["refund_cents"],
        at=row["done_at"] or row["asked_at"],
        how=given_back_to(Way(row["way"]), row["card_brand"], row["card_last4"]),
        payer="",
        typed=row["reason"],
        parts=(),
        of=Part(receipt_name(row["number"]), row["amount_cents"], f"{PATH}/receipts/{row['id']}"),
        owed_after=row["refund_owed_after"] if state is RefundState.DONE else None,
        note=_note_of_refund(state),
        counts=state is not RefundState.FAILED,
        live=row["live"],
    )


def _note_of_refund(state: RefundState) -> str:
    if state is RefundState.FAILED:
        return gettext("This refund could not be made. Please call your practice.")
    if state is RefundState.DONE:
        return ""
    return gettext("This refund is on its way. It can take some days until your bank shows it.")
