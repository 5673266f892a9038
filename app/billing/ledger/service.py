"""A client's money: what is held for payments under way, what becomes of them, and credit that pays what is owed.

Every function belongs in the transaction of its caller, and holds the client's money first. Who may is decided
before; what the vendor says is compared before (`vendors`): what is settled here has come in.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.activity import service as activity
from app.activity.actor import Actor, ActorKind
from app.activity.kinds import Kind
from app.billing.ledger.moving import (
    PORTAL,
    Sums,
    add_step,
    change_sums,
    credit_row,
    credits_of,
    hold,
    hold_payment,
    move,
    new_number,
    owed_now,
    owing_of,
)
from app.billing.ledger.rules import Use, can_settle, put_in, use_credit
from app.billing.rules import EXPIRED, UNDER_WAY, Cause, PaymentState, Purpose, Step
from app.billing.tables import Payment
from app.notices import outbox

__all__ = [
    "PAID",
    "PORTAL",
    "Sums",
    "add_step",
    "end_payment",
    "hold",
    "mark_processing",
    "new_number",
    "reserve",
    "settle",
    "use_credit_of",
]

OBJECT = "payment"
PAID = "billing.paid"
"""The outbox kind of a payment that a client made in the portal."""

OWN = "select from chart_grant where account = $1 and client = $2 and kind = 'self' limit 1"
RESERVE = """
update billing_account set held_cents = held_cents + $2
where id = $1 and $2 > 0 and owed_cents - held_cents >= $2 returning id
"""


async def reserve(client_id: UUID, cents: int) -> bool:
    """Hold so much of what a client owes for a payment of the balance; False: so much is not left to pay.

    One conditional update decides, so of any number at once no more are accepted than is owed. Given back by
    `settle` or `end_payment`.
    """
    return await db.row(RESERVE, client_id, cents) is not None


async def mark_processing(payment_id: UUID) -> bool:
    """Note that a client has paid and the bank has not answered; False: it was noted, or the payment has ended."""
    row = await hold_payment(payment_id)
    if row is None or row["state"] != PaymentState.OPEN:
        return False
    await Payment.update({Payment.state: PaymentState.PROCESSING}).where(Payment.id == payment_id)
    await add_step(payment_id, Step.PROCESSING, by=PORTAL)
    return True


async def end_payment(
    *, by: Actor, payment_id: UUID, state: PaymentState, failure: str = "", remark: str = ""
) -> bool:
    """End a payment under way that brought no money: FAILED or CANCELLED; what was held for it is free again.

    `failure` is the vendor's word for why, EXPIRED where the time ran out. False: it had ended before.
    """
    row = await hold_payment(payment_id)
    if row is None or PaymentState(row["state"]) not in UNDER_WAY:
        return False
    await Payment.update(
        {
            Payment.state: state,
            Payment.failure: failure[:60],
            Payment.ended_at: datetime.now(UTC),
        }
    ).where(Payment.id == payment_id)
    await _give_back(row)
    await add_step(payment_id, _step_of(state, failure), by=by, cents=row["amount_cents"], remark=remark)
    kind = Kind.PAYMENT_FAILED if state is PaymentState.FAILED else Kind.PAYMENT_NOT_MADE
    await _record(by, kind, row, {"state": state.value, "failure": failure})
    return True


def _step_of(state: PaymentState, failure: str) -> Step:
    if state is PaymentState.FAILED:
        return Step.FAILED
    return Step.EXPIRED if failure == EXPIRED else Step.CANCELLED


async def settle(
    *,
    by: Actor,
    payment_id: UUID,
    intent: str = "",
    brand: str = "",
    last4: str = "",
    paid_at: datetime | None = None,
    remark: str = "",
) -> bool:
    """Write down that the money of a payment came in, and put it to what is owed; what is over is credit.

    Also of a payment that had been given up: the vendor has the money. False: it was written down before.
    """
    row = await hold_payment(payment_id)
    if row is None or not can_settle(PaymentState(row["state"])):
        return False
    now = datetime.now(UTC)
    if PaymentState(row["state"]) in UNDER_WAY:
        await _give_back(row)
    await Payment.update(
        {
            Payment.state: PaymentState.SUCCEEDED,
            Payment.failure: "",
            Payment.vendor_intent: intent or row["vendor_intent"],
            Payment.card_brand: brand[:40],
            Payment.card_last4: last4[:4],
            Payment.paid_at: paid_at or now,
            Payment.ended_at: now,
        }
    ).where(Payment.id == payment_id)
    await take_in(row, at=now)
    await add_step(payment_id, Step.PAID, by=by, cents=row["amount_cents"], remark=remark)
    await _record(by, Kind.PAYMENT_MADE, row, {"cents": row["amount_cents"]})
    await outbox.add(kind=PAID, payload={"payment": str(payment_id)})
    return True


async def take_in(row: db.Record, *, at: datetime) -> None:
    """Add the money of a payment that has just succeeded, and put it to what is owed, its own statement first."""
    client_id, cents = row["client"], row["amount_cents"]
    await change_sums(client_id, credit=cents)
    first = [row["statement"]] if row["statement"] else []
    await put(row, cents, cause=Cause.PAYMENT, at=at, first=first)
    owed = await owed_now(client_id)
    await Payment.update({Payment.owed_after_cents: owed}).where(Payment.id == row["id"])


async def put(
    row: db.Record,
    cents: int,
    *,
    cause: Cause,
    at: datetime,
    first: Sequence[UUID] = (),
    refund_id: UUID | None = None,
) -> None:
    """Put so much of a payment's credit to what it may pay today: to the statements named `first`, then to the others."""
    owing = await owing_of(row["client"])
    moves = put_in(cents, owing, today(), credit=credit_row(row, cents), first=first)
    uses = [Use(row["id"], each.statement, each.cents) for each in moves]
    await move(row["client"], uses, cause=cause, at=at, refund_id=refund_id)


async def use_credit_of(client_id: UUID) -> int:
    """Put a client's credit that is usable today to what is owed, the oldest first; give how much."""
    sums = await hold(client_id)
    if sums.credit == 0 or sums.owed == 0:
        return 0
    uses = use_credit(await credits_of(client_id), await owing_of(client_id), today())
    return await move(client_id, uses, cause=Cause.CREDIT, at=datetime.now(UTC))


async def _give_back(row: db.Record) -> None:
    """Free what was held for a payment of the balance; nothing was for a copay."""
    if row["purpose"] == Purpose.BALANCE:
        await change_sums(row["client"], held=-row["amount_cents"])


async def _record(by: Actor, kind: Kind, row: db.Record, detail: dict[str, object]) -> None:
    """Record it as the act of whoever pays, also where the vendor told us of it: `job` says that it did."""
    who = await _payer(row, by) if by.kind is ActorKind.SYSTEM and row["account"] else by
    await activity.record(
        by=who, kind=kind, object_kind=OBJECT, object_id=row["id"], client_id=row["client"], detail=detail
    )


async def _payer(row: db.Record, by: Actor) -> Actor:
    is_own = await db.row(OWN, row["account"], row["client"]) is not None
    kind = ActorKind.CLIENT if is_own else ActorKind.GUARDIAN
    return replace(by, kind=kind, name=row["paid_by_name"], account_id=row["account"])
