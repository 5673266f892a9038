"""Forms of paying that were sent, by the key each carried: what is sent again has the same answer."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.activity.refusals import StateForbids
from app.billing.paying.rules import ANOTHER_BODY, KEPT, Ask
from app.billing.rules import PaymentState
from app.billing.tables import PaymentKey

LOOKS, PAUSE = 60, 0.1
"""How often, and with what pause in seconds, an answer is looked for that somebody else is at."""

TAKE = """
insert into payment_key (id, client, key, request_hash, answer, made_at) values ($1, $2, $3, $4, '', $5)
on conflict (client, key) do nothing returning id
"""
TAKEN = "select request_hash, payment from payment_key where client = $1 and key = $2"
ANSWER = """
select payment_key.answer, payment.state, payment.id from payment_key join payment on payment.id = payment_key.payment
where payment_key.client = $1 and payment_key.key = $2
"""


async def take(client_id: UUID, ask: Ask) -> UUID | None:
    """Take a form's key, in the transaction under way; give the payment of the same form sent before, if there is one.

    Of many at once one takes it, and the others wait for what becomes of that. Raises StateForbids for another form.
    """
    values = (db.new_id(), client_id, ask.key, ask.request_hash, datetime.now(UTC))
    if await db.row(TAKE, *values) is not None:
        return None
    row = await db.row(TAKEN, client_id, ask.key)
    if row is None or row["request_hash"] != ask.request_hash:
        raise StateForbids(ANOTHER_BODY)
    payment_id: UUID = row["payment"]
    return payment_id


async def belongs_to(client_id: UUID, key: UUID, payment_id: UUID) -> None:
    """Write down which payment a form began, in the transaction that took its key."""
    await PaymentKey.update({PaymentKey.payment: payment_id}).where(
        (PaymentKey.client == client_id) & (PaymentKey.key == key)
    )


async def answer(client_id: UUID, key: UUID, leads_to: str) -> None:
    """Write down where a form leads."""
    await PaymentKey.update({PaymentKey.answer: leads_to}).where(
        (PaymentKey.client == client_id) & (PaymentKey.key == key)
    )


async def answer_of(client_id: UUID, key: UUID, *, otherwise: str) -> str | None:
    """Give where a form led that was sent before: `otherwise` once its payment has ended.

    Waits while somebody else is at it, up to six seconds; None: whoever that was has given up.
    """
    for _ in range(LOOKS):
        row = await db.row(ANSWER, client_id, key)
        if row is None:
            return None
        if row["state"] != PaymentState.OPEN:
            return otherwise
        if row["answer"]:
            return str(row["answer"])
        await asyncio.sleep(PAUSE)
    return None


async def remove_old() -> None:
    """Forget the forms that were sent more than KEPT ago."""
    await PaymentKey.delete().where(PaymentKey.made_at < datetime.now(UTC) - KEPT)
