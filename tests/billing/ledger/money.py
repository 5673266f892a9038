"""Statements, payments and refunds that tests make, and the sums that come of them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.activity.actor import Actor, ActorKind
from app.billing.ledger import desk, refunds, statements
from app.billing.ledger.books import check_books
from app.billing.ledger.desk import DeskPayment
from app.billing.ledger.drafts import LineDraft, StatementDraft
from app.billing.ledger.moving import Sums, hold
from app.billing.ledger.rules import usable_from
from app.billing.ledger.service import new_number, reserve, settle
from app.billing.rules import PaymentState, Purpose, Way
from app.billing.tables import Payment
from tests import people, rows

NORA = Actor(kind=ActorKind.STAFF, name="Nora Novak", staff_id=people.staff_id("nora"))
CHARLIE = people.client_id("charlie")
"""Has no bills of his own in the demo practice: what tests count of him is theirs."""


def draft(cents: int | Sequence[int] = 100_00, *, due_in: int = 30, **more: Any) -> StatementDraft:
    """Write a statement that asks for so much, one line an amount."""
    amounts = (cents,) if isinstance(cents, int) else cents
    lines = tuple(LineDraft(today(), f"Session {number}", each) for number, each in enumerate(amounts, 1))
    issued_on = today() + timedelta(days=min(0, due_in))
    return StatementDraft(issued_on, today() + timedelta(days=due_in), lines, **more)


async def post(cents: int | Sequence[int] = 100_00, *, client: UUID = CHARLIE, **more: Any) -> UUID:
    """Post a statement; nobody is told."""
    return await statements.post(by=NORA, client_id=client, draft=draft(cents, **more), told=False)


async def take(
    cents: int,
    *,
    client: UUID = CHARLIE,
    way: Way = Way.CASH,
    on: date | None = None,
    statement: UUID | None = None,
    keep_rest: bool = False,
    once: UUID | None = None,
) -> UUID:
    """Take money at the desk."""
    payment = DeskPayment(way, cents, on or today(), statement_id=statement, keep_rest=keep_rest)
    return await desk.take(by=NORA, client_id=client, payment=payment, once=once)


async def begin(
    cents: int,
    *,
    client: UUID = CHARLIE,
    appointment: UUID | None = None,
    visit_on: date | None = None,
    statement: UUID | None = None,
) -> UUID | None:
    """Begin a payment by card, as the portal does; None where so much is not left to pay."""
    async with db.transaction():
        if appointment is None and not await reserve(client, cents):
            return None
        row = Payment(
            client=client,
            number=await new_number(),
            way=Way.CARD,
            purpose=Purpose.BALANCE if appointment is None else Purpose.COPAY,
            amount_cents=cents,
            state=PaymentState.OPEN,
            statement=statement,
            appointment=appointment,
            visit_on=visit_on,
            usable_on=usable_from(visit_on),
            vendor="demo",
            begun_at=datetime.now(UTC),
        )
        await Payment.insert(row)
    return row.id


async def pay(cents: int, **more: Any) -> UUID:
    """Pay by card in the portal, all the way."""
    payment_id = await begin(cents, **more)
    assert payment_id is not None
    await settled(payment_id)
    return payment_id


async def settled(payment_id: UUID) -> bool:
    async with db.transaction():
        return await settle(
            by=Actor.system("payments"), payment_id=payment_id, intent="demo_pi_1", brand="visa", last4="4242"
        )


async def refund(
    payment_id: UUID, cents: int, *, client: UUID = CHARLIE, once: UUID | None = None
) -> refunds.Asked:
    return await refunds.ask(
        by=NORA,
        client_id=client,
        payment_id=payment_id,
        cents=cents,
        reason="Sorry",
        once=once or db.new_id(),
    )


async def sums(client: UUID = CHARLIE) -> Sums:
    async with db.transaction():
        return await hold(client)


async def owed_of(statement_id: UUID) -> int:
    found: int = await rows.value("select owed_cents from statement where id = $1", statement_id)
    return found


async def value(column: str, payment_id: UUID) -> Any:
    """Give a column of a payment."""
    return await rows.value(f"select {column} from payment where id = $1", payment_id)


async def steps(payment_id: UUID) -> list[str]:
    found = await db.rows("select step from payment_step where payment = $1 order by at", payment_id)
    return [row["step"] for row in found]


async def allocations(statement_id: UUID) -> list[tuple[str, int]]:
    """Give why money was put to a statement or taken from it, and how much, in its order."""
    found = await db.rows(
        "select cause, cents from allocation where statement = $1 order by at", statement_id
    )
    return [(row["cause"], row["cents"]) for row in found]


async def balances() -> None:
    """Check that every sum is what it is the sum of."""
    assert await check_books() == []
