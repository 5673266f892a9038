"""Money taken at the desk, and taken out again where it was entered by mistake. Who may is decided before."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids, Unfit
from app.billing.ledger.drafts import LONGEST_MEMO, LONGEST_REASON, check_words
from app.billing.ledger.moving import add_step, allotted_of, change_sums, hold, move, paid_of
from app.billing.ledger.rules import (
    NO_REASON,
    TO_COME,
    Use,
    check_can_void_payment,
    check_pays_for,
)
from app.billing.ledger.service import OBJECT, take_in, use_credit_of
from app.billing.ledger.taking import check_same, check_taken
from app.billing.rules import Cause, PaymentState, Purpose, StatementState, Step, Way
from app.billing.tables import Payment, Statement
from app.practice.settings import zone_of
from app.web.language import _l
from app.web.templates import local

TAKEN_IN = _l("A payment of this number was taken in already.")
NOON = time(12)

ENTER = """
insert into payment (id, client, number, way, purpose, amount_cents, state, statement, vendor, live, paid_by_name, memo,
  source, external_id, begun_at, paid_at, ended_at)
values ($1, $2, nextval('receipt_number')::integer, $3, $4, $5, $6, $7, '', true, $8, $9, $10, $11, $12, $13, $12)
on conflict do nothing returning *
"""
ONE = "select * from payment where id = $1 and client = $2 for no key update"


@dataclass(frozen=True, slots=True)
class DeskPayment:
    """What somebody paid at the office, or is let off."""

    way: Way
    amount_cents: int
    received_on: date
    memo: str = ""
    """The client reads it."""
    statement_id: UUID | None = None
    """Which it pays first; None: what is due first."""
    keep_rest: bool = False
    """Whether what is more than owed is kept as credit; else it is refused."""


async def take(
    *,
    by: Actor,
    client_id: UUID,
    payment: DeskPayment,
    source: str = "",
    external_id: str = "",
    once: UUID | None = None,
) -> UUID:
    """Enter a payment, once for an id that is given, put it to what is owed, and give its id.

    Raises Unfit ("amount", "received_on", "statement", "memo"), NotFound for a statement of somebody else's,
    SentOtherwise for an id under which something else was entered, and StateForbids for what `source` calls
    `external_id` and was entered before.
    """
    check_words("memo", payment.memo, most=LONGEST_MEMO)
    now, chosen = datetime.now(UTC), once or db.new_id()
    paid_at = moment_of(payment.received_on, now=now)
    async with db.transaction():
        sums = await hold(client_id)
        if once is not None and await _is_entered(by, client_id, once, payment):
            return once
        await _check_statement(by, client_id, payment.statement_id)
        check_taken(
            payment.amount_cents,
            way=payment.way,
            owed=sums.owed,
            held=sums.held,
            keep_rest=payment.keep_rest,
        )
        values = (
            chosen,
            client_id,
            *_entered(payment),
            by.name,
            payment.memo,
            source,
            external_id,
            now,
            paid_at,
        )
        row = await db.row(ENTER, *values)
        if row is None:
            raise StateForbids(TAKEN_IN)
        await take_in(row, at=now)
        await add_step(chosen, Step.ENTERED, by=by, cents=payment.amount_cents)
        kind = Kind.CREDIT_GIVEN if payment.way is Way.CREDIT else Kind.PAYMENT_ENTERED
        detail = {"cents": payment.amount_cents, "way": payment.way.value}
        await _record(by, kind, chosen, client_id, detail)
    return chosen


def _entered(payment: DeskPayment) -> tuple[Any, ...]:
    """Give what is written of a payment that was taken, in the order of ENTER."""
    state = PaymentState.SUCCEEDED
    return (payment.way, Purpose.BALANCE, payment.amount_cents, state, payment.statement_id)


async def void_payment(*, by: Actor, client_id: UUID, payment_id: UUID, reason: str) -> None:
    """Take a payment of the desk out: it was entered by mistake, and what it paid is owed again.

    Raises Unfit("reason"), NotFound, and StateForbids for one by card, one that was taken out, or was refunded.
    """
    check_words("reason", reason, most=LONGEST_REASON, missing=NO_REASON)
    now = datetime.now(UTC)
    async with db.transaction():
        await hold(client_id)
        row = await db.row(ONE, payment_id, client_id)
        if row is None:
            raise NotFound(by=by, object_kind=OBJECT, object_id=payment_id, client_id=client_id)
        check_can_void_payment(paid_of(row))
        put = [Use(payment_id, each.statement, -each.cents) for each in await allotted_of(payment_id)]
        await move(client_id, put, cause=Cause.VOID, at=now)
        columns: dict[Any, Any] = {Payment.state: PaymentState.VOIDED, Payment.ended_at: now}
        await Payment.update(columns).where(Payment.id == payment_id)
        await change_sums(client_id, credit=-row["amount_cents"])
        await use_credit_of(client_id)
        await add_step(payment_id, Step.VOIDED, by=by, cents=row["amount_cents"], remark=reason)
        detail = {"cents": row["amount_cents"], "reason": reason}
        await _record(by, Kind.PAYMENT_VOIDED, payment_id, client_id, detail)


def moment_of(received_on: date, *, now: datetime) -> datetime:
    """Give when a payment of a day counts as made: today's now, an earlier one's at noon in the practice's zone.

    Raises Unfit("received_on") for a day to come.
    """
    if received_on > today():
        raise Unfit("received_on", TO_COME)
    if received_on == today():
        return now
    return datetime.combine(received_on, NOON, zone_of(""))


async def _is_entered(by: Actor, client_id: UUID, payment_id: UUID, sent: DeskPayment) -> bool:
    """Whether this form was sent before; raises SentOtherwise, and NotFound for the id of another client's payment."""
    kept = await Payment.select().where(Payment.id == payment_id).first()
    if kept is not None and kept["client"] != client_id:
        raise NotFound(by=by, object_kind=OBJECT, object_id=payment_id, client_id=client_id)
    if kept is None:
        return False
    was = DeskPayment(
        way=Way(kept["way"]),
        amount_cents=kept["amount_cents"],
        received_on=local(kept["paid_at"]).date(),
        memo=kept["memo"],
        statement_id=kept["statement"],
        keep_rest=sent.keep_rest,  # is not kept: what it led to is
    )
    check_same(was, sent)
    return True


async def _check_statement(by: Actor, client_id: UUID, statement_id: UUID | None) -> None:
    """Raise NotFound for a statement that is not the client's, Unfit("statement") for one that was taken back."""
    if statement_id is None:
        return
    kept = (
        await Statement.select(Statement.client, Statement.state).where(Statement.id == statement_id).first()
    )
    if kept is None or kept["client"] != client_id:
        raise NotFound(by=by, object_kind="statement", object_id=statement_id, client_id=client_id)
    check_pays_for(StatementState(kept["state"]))


async def _record(by: Actor, kind: Kind, payment_id: UUID, client_id: UUID, detail: dict[str, Any]) -> None:
    await activity.record(
        by=by, kind=kind, object_kind=OBJECT, object_id=payment_id, client_id=client_id, detail=detail
    )
