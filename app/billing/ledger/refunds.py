"""Money given back of a payment: asked for by staff, made at the vendor's own pages, or taken back by a bank.

A refund counts in the books from the moment it is written down, so no two together give back more than was paid; what
the vendor refuses is put back. Each belongs in its caller's transaction, or begins one. Who may is decided before.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, Unfit
from app.billing.ledger.disputes import dispute_closed, dispute_opened
from app.billing.ledger.drafts import LONGEST_REASON, check_words
from app.billing.ledger.giving_back import KNOWN, credit_of, done, write
from app.billing.ledger.moving import (
    PORTAL,
    add_step,
    allotted_of,
    change_sums,
    hold,
    hold_payment,
    paid_of,
)
from app.billing.ledger.rules import NO_REASON, check_can_refund, next_refund_state, take_back
from app.billing.ledger.service import put
from app.billing.ledger.taking import check_same
from app.billing.rules import Cause, RefundState, Step
from app.billing.tables import Payment, Refund

__all__ = [
    "Asked",
    "OwedAgain",
    "adopt_refund",
    "ask",
    "dispute_closed",
    "dispute_opened",
    "refund_answered",
    "would_owe_again",
]

OBJECT = "refund"

GIVE = "update payment set refunded_cents = refunded_cents - $2 where id = $1"
ONE_PAYMENT = "select * from payment where id = $1 and client = $2 for no key update"
WHOSE = "select payment from refund where id = $1"
ONE_REFUND = "select * from refund where id = $1 for no key update"
TAKEN_FROM = """
select statement, sum(cents) as cents from allocation where refund = $1 group by statement order by 2, statement
"""
NUMBERS = "select id, number from statement where id = any($1)"


@dataclass(frozen=True, slots=True)
class Asked:
    """A refund that was written down, and what its vendor needs to know to make it."""

    refund_id: UUID
    payment_id: UUID
    vendor: str
    """"" where it is handed out at the desk, and done."""
    intent: str
    cents: int
    state: RefundState


@dataclass(frozen=True, slots=True)
class OwedAgain:
    """A statement of which so much would be owed again."""

    statement_id: UUID
    number: int
    cents: int


async def ask(*, by: Actor, client_id: UUID, payment_id: UUID, cents: int, reason: str, once: UUID) -> Asked:
    """Write a refund down, once for the id `once`: at the desk it is done by that, a vendor is asked after it.

    Takes from the payment's free credit first, then from the statements it paid, the newest first; they are owed
    again. The client reads the reason. Raises Unfit ("amount", "reason"), NotFound and StateForbids.
    """
    check_words("reason", reason, most=LONGEST_REASON, missing=NO_REASON)
    async with db.transaction():
        await hold(client_id)
        row = await db.row(ONE_PAYMENT, payment_id, client_id)
        if row is None:
            raise NotFound(by=by, object_kind="payment", object_id=payment_id, client_id=client_id)
        kept = await _asked_before(by, row, once, cents=cents, reason=reason)
        if kept is not None:
            return kept
        check_can_refund(paid_of(row), cents)
        at_desk = row["vendor"] == ""
        state = RefundState.DONE if at_desk else RefundState.ASKED
        await write(row, once, cents, state=state, by=by, reason=reason)
        step, kind = (
            (Step.REFUND_DONE, Kind.REFUND_MADE) if at_desk else (Step.REFUND_ASKED, Kind.REFUND_ASKED)
        )
        await add_step(payment_id, step, by=by, cents=cents, remark=reason)
        await _record(
            by, kind, once, client_id, {"cents": cents, "payment": str(payment_id), "reason": reason}
        )
    return Asked(once, payment_id, row["vendor"], row["vendor_intent"], cents, state)


async def would_owe_again(
    *, by: Actor, client_id: UUID, payment_id: UUID, cents: int
) -> tuple[OwedAgain, ...]:
    """Say of which statements something would be owed again if so much of a payment were given back; nothing changes.

    Raises NotFound, Unfit("amount") and StateForbids.
    """
    row = await Payment.select().where((Payment.id == payment_id) & (Payment.client == client_id)).first()
    if row is None:
        raise NotFound(by=by, object_kind="payment", object_id=payment_id, client_id=client_id)
    check_can_refund(paid_of(row), cents)
    moves = take_back(cents, credit_of(row), await allotted_of(payment_id))
    found = await db.rows(NUMBERS, [each.statement for each in moves])
    numbers = {each["id"]: each["number"] for each in found}
    return tuple(OwedAgain(each.statement, numbers[each.statement], -each.cents) for each in moves)


async def refund_answered(
    refund_id: UUID, *, state: RefundState, vendor_refund: str = "", failure: str = "", by: Actor = PORTAL
) -> bool:
    """Write down what the vendor says of a refund: PENDING, DONE, or FAILED, which is put back. False: nothing new."""
    async with db.transaction():
        row = await _held(refund_id)
        if row is None:
            return False
        new = next_refund_state(RefundState(row["state"]), state)
        if new is None:
            await _name(row, vendor_refund)
            return False
        columns: dict[Any, Any] = {
            Refund.state: new,
            Refund.vendor_refund: row["vendor_refund"] or vendor_refund,
            Refund.failure: failure[:60] if new is RefundState.FAILED else "",
        }
        if new is RefundState.DONE:
            columns |= await done(row["client"])
        await Refund.update(columns).where(Refund.id == refund_id)
        if new is RefundState.DONE:
            await _tell_done(row, by)
        elif new is RefundState.FAILED:
            await _put_back(row, by, failure)
    return True


async def adopt_refund(
    payment_id: UUID, *, vendor_refund: str, cents: int, state: RefundState, by: Actor = PORTAL
) -> UUID | None:
    """Take a refund in that was made at the vendor's own pages, once for the vendor's id; give ours.

    One that is known is answered. None: there is no such payment, it failed there, or more would be given back than
    was paid, as while one of ours is still asked for: somebody looks again later.
    """
    async with db.transaction():
        row = await hold_payment(payment_id)
        known = await db.row(KNOWN, vendor_refund)
        if known is not None and known["payment"] == payment_id:
            await refund_answered(known["id"], state=state, by=by)
            ours: UUID = known["id"]
            return ours
        if row is None or known is not None or state is RefundState.FAILED:
            return None
        refund_id = db.new_id()
        try:
            await write(row, refund_id, cents, state=state, by=by, vendor_refund=vendor_refund)
        except Unfit:
            return None
        step = Step.REFUND_DONE if state is RefundState.DONE else Step.REFUND_ASKED
        await add_step(payment_id, step, by=by, cents=cents, remark=vendor_refund)
        kind = Kind.REFUND_MADE if state is RefundState.DONE else Kind.REFUND_ASKED
        await _record(by, kind, refund_id, row["client"], {"cents": cents, "payment": str(payment_id)})
    return refund_id


async def _put_back(row: db.Record, by: Actor, failure: str) -> None:
    """Undo a refund that the vendor refused: its money is the payment's again, and pays what it paid before."""
    client_id, cents, now = row["client"], row["amount_cents"], datetime.now(UTC)
    (payment,) = await db.rows(ONE_PAYMENT, row["payment"], client_id)
    await db.rows(GIVE, payment["id"], cents)
    await change_sums(client_id, credit=cents)
    before = [each["statement"] for each in await db.rows(TAKEN_FROM, row["id"])]
    await put(payment, cents, cause=Cause.REFUND_FAILED, at=now, first=before, refund_id=row["id"])
    await add_step(payment["id"], Step.REFUND_FAILED, by=by, cents=cents, remark=failure)
    detail = {"cents": cents, "payment": str(payment["id"]), "failure": failure}
    await _record(by, Kind.REFUND_NOT_MADE, row["id"], client_id, detail)


async def _tell_done(row: db.Record, by: Actor) -> None:
    await add_step(row["payment"], Step.REFUND_DONE, by=by, cents=row["amount_cents"])
    detail = {"cents": row["amount_cents"], "payment": str(row["payment"])}
    await _record(by, Kind.REFUND_MADE, row["id"], row["client"], detail)


async def _held(refund_id: UUID) -> db.Record | None:
    """Hold the money of the client whose refund this is, and give its row; None: there is none."""
    whose = await db.row(WHOSE, refund_id)
    if whose is None:
        return None
    await hold_payment(whose["payment"])
    return await db.row(ONE_REFUND, refund_id)


async def _name(row: db.Record, vendor_refund: str) -> None:
    """Keep what the vendor calls a refund, where that was not known yet."""
    if vendor_refund and not row["vendor_refund"]:
        await Refund.update({Refund.vendor_refund: vendor_refund}).where(Refund.id == row["id"])


async def _asked_before(
    by: Actor, payment: db.Record, once: UUID, *, cents: int, reason: str
) -> Asked | None:
    """Give what this form asked for when it was sent before.

    Raises SentOtherwise, and NotFound for the id of another's refund.
    """
    row = await db.row(ONE_REFUND, once)
    if row is None:
        return None
    if row["payment"] != payment["id"]:
        raise NotFound(by=by, object_kind=OBJECT, object_id=once, client_id=payment["client"])
    check_same((row["amount_cents"], row["reason"]), (cents, reason))
    state = RefundState(row["state"])
    return Asked(once, payment["id"], payment["vendor"], payment["vendor_intent"], row["amount_cents"], state)


async def _record(by: Actor, kind: Kind, refund_id: UUID, client_id: UUID, detail: dict[str, Any]) -> None:
    await activity.record(
        by=by, kind=kind, object_kind=OBJECT, object_id=refund_id, client_id=client_id, detail=detail
    )
