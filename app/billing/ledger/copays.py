"""Copays that are paid before a visit: credit that is kept for the statement of the visit, and only later pays others.

Billing knows no appointments: it is handed the id of one, and its day. Each belongs in the caller's transaction.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.billing.ledger.moving import add_step, hold
from app.billing.ledger.rules import usable_from
from app.billing.ledger.service import use_credit_of
from app.billing.rules import PaymentState, Step

STATES = """
select appointment,
  coalesce(sum(amount_cents - refunded_cents) filter (where state = 'succeeded'), 0)::integer as paid_cents,
  bool_or(state in ('open', 'processing')) as under_way,
  (array_agg(id order by state in ('open', 'processing') desc, begun_at desc))[1] as payment
from payment where appointment = any($1) and purpose = 'copay' and freed_at is null
  and state in ('open', 'processing', 'succeeded')
group by appointment
"""
FREE = """
update payment set usable_on = least(usable_on, $3), freed_at = $4
where appointment = $2 and client = $1 and freed_at is null returning id, state, amount_cents - refunded_cents as cents
"""
MOVE = """
update payment set visit_on = $3, usable_on = $4
where appointment = $2 and client = $1 and freed_at is null returning id
"""


@dataclass(frozen=True, slots=True)
class CopayState:
    """What was paid of a visit's copay, less what was given back."""

    paid_cents: int = 0
    under_way: bool = False
    """Whether somebody is at the card page with it, or the bank has not answered."""
    payment_id: UUID | None = None
    """The payment under way, else the newest that was made; None: there is none."""


NO_COPAY = CopayState()


async def copay_states(appointment_ids: Collection[UUID]) -> dict[UUID, CopayState]:
    """Give how the copays of these visits stand, by visit; one of which nothing was paid or begun is left out."""
    found = await db.rows(STATES, list(appointment_ids))
    return {
        row["appointment"]: CopayState(row["paid_cents"], row["under_way"], row["payment"]) for row in found
    }


async def free_copay(*, by: Actor, client_id: UUID, appointment_id: UUID) -> None:
    """Make the prepaid copay of a visit that is cancelled plain credit: it pays at once what is owed."""
    now = datetime.now(UTC)
    async with db.transaction():
        await hold(client_id)
        for row in await db.rows(FREE, client_id, appointment_id, today(), now):
            if row["state"] == PaymentState.SUCCEEDED:
                await add_step(row["id"], Step.FREED, by=by, cents=row["cents"])
                await activity.record(
                    by=by,
                    kind=Kind.COPAY_FREED,
                    object_kind="payment",
                    object_id=row["id"],
                    client_id=client_id,
                    detail={"appointment": str(appointment_id), "cents": row["cents"]},
                )
        await use_credit_of(client_id)


async def move_copay(client_id: UUID, appointment_id: UUID, on: date) -> None:
    """Keep the prepaid copay of a visit that is moved for its new day; what it has paid by now stays paid."""
    async with db.transaction():
        await hold(client_id)
        if await db.rows(MOVE, client_id, appointment_id, on, usable_from(on)):
            await use_credit_of(client_id)
