"""What the clock and the outbox do about money: staff are told, credit becomes usable, the books are looked through."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.billing.ledger.books import look_through
from app.billing.ledger.disputes import DISPUTED
from app.billing.ledger.service import PAID, use_credit_of
from app.notices.alerts import raise_alerts
from app.notices.outbox import Effects
from app.notices.preferences import Notice
from app.notices.tables import AlertKind
from app.notices.telling.service import News
from app.staff.rules import PermissionRule
from app.staff.service import holders

__all__ = ["EFFECTS", "NEWS", "look_through", "use_ripe_credit"]

AT_ONCE = 100
OF_PAYMENT = "select client from payment where id = $1"
STILL_OWED = "select id from statement where id = any($1) and owed_cents > 0"
RIPE = """
select account.id from billing_account account
where account.credit_cents > 0 and account.owed_cents > 0 and account.id > $1
  and exists (select from payment where payment.client = account.id and state = 'succeeded'
    and allocated_cents + refunded_cents < amount_cents and (usable_on is null or usable_on <= $2))
order by account.id limit $3
"""
FIRST = UUID(int=0)


async def tell_of_payment(event: UUID, payload: dict[str, Any]) -> None:
    """Alert those who look after billing, and may open the chart, to a payment that was made in the portal."""
    await _tell(event, UUID(payload["payment"]), AlertKind.PAYMENT)


async def tell_of_dispute(event: UUID, payload: dict[str, Any]) -> None:
    """Alert the same to a payment that a bank asks back."""
    await _tell(event, UUID(payload["payment"]), AlertKind.DISPUTE)


async def _tell(event: UUID, payment_id: UUID, kind: AlertKind) -> None:
    (row,) = await db.rows(OF_PAYMENT, payment_id)
    told = await holders(client_id=row["client"], rule=PermissionRule.BILLING, today=today())
    await raise_alerts(event=event, kind=kind, client_id=row["client"], object_id=payment_id, recipients=told)


async def use_ripe_credit() -> int:
    """Put credit that has become usable, as copays do some weeks after the visit, to what is owed; give whose, by number."""
    used, last = 0, FIRST
    while found := await db.rows(RIPE, last, today(), AT_ONCE):
        for row in found:
            async with db.transaction():
                used += await use_credit_of(row["id"]) > 0
        last = found[-1]["id"]
    return used


async def still_owed(statements: Collection[UUID]) -> set[UUID]:
    """Give which of these statements a client still owes something of."""
    return {row["id"] for row in await db.rows(STILL_OWED, list(statements))}


NEWS: News = {Notice.BILL: still_owed}
EFFECTS: Effects = {PAID: tell_of_payment, DISPUTED: tell_of_dispute}
