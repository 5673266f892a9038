"""The real ledger, with the methods of the book that the tests play the same moves on."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.activity.actor import Actor
from app.billing.ledger import copays, desk, refunds, statements
from app.billing.ledger.desk import DeskPayment
from app.billing.ledger.drafts import LineDraft, StatementDraft
from app.billing.ledger.jobs import use_ripe_credit
from app.billing.ledger.rules import usable_from
from app.billing.ledger.service import end_payment, mark_processing, new_number, reserve, settle
from app.billing.rules import PaymentState, Purpose, RefundState, Way
from app.billing.tables import Payment
from tests import rows
from tests.billing.ledger.money import CHARLIE, NORA

PORTAL = Actor.system("payments")
OURS = "select id from refund where id = $1 or vendor_refund = $1::text"


class Kept:
    """Charlie's money in the database."""

    async def post(self, bill_id: UUID, cents: int, due_on: date, day: date | None) -> None:
        draft = StatementDraft(today(), due_on, (LineDraft(day, "Session", cents),))
        await statements.post(by=NORA, client_id=CHARLIE, draft=draft, told=False, once=bill_id)

    async def void(self, bill_id: UUID) -> None:
        await statements.void(by=NORA, client_id=CHARLIE, statement_id=bill_id, reason="A mistake")

    async def begin(self, payment_id: UUID, cents: int, *, statement: UUID | None = None) -> bool:
        async with db.transaction():
            if not await reserve(CHARLIE, cents):
                return False
            await Payment.insert(await self._payment(payment_id, cents, Purpose.BALANCE, statement=statement))
        return True

    async def begin_copay(self, payment_id: UUID, cents: int, *, appointment: UUID, on: date) -> None:
        row = await self._payment(payment_id, cents, Purpose.COPAY, appointment=appointment, on=on)
        await Payment.insert(row)

    async def process(self, payment_id: UUID) -> bool:
        async with db.transaction():
            return await mark_processing(payment_id)

    async def end(self, payment_id: UUID, state: PaymentState) -> bool:
        async with db.transaction():
            return await end_payment(by=PORTAL, payment_id=payment_id, state=state)

    async def settle(self, payment_id: UUID) -> bool:
        async with db.transaction():
            return await settle(by=PORTAL, payment_id=payment_id)

    async def take(
        self,
        payment_id: UUID,
        cents: int,
        *,
        way: Way,
        days_ago: int = 0,
        statement: UUID | None = None,
        keep_rest: bool = False,
    ) -> None:
        received_on = today() - timedelta(days=days_ago)
        payment = DeskPayment(way, cents, received_on, statement_id=statement, keep_rest=keep_rest)
        await desk.take(by=NORA, client_id=CHARLIE, payment=payment, once=payment_id)

    async def void_payment(self, payment_id: UUID) -> None:
        await desk.void_payment(by=NORA, client_id=CHARLIE, payment_id=payment_id, reason="A mistake")

    async def ask(self, refund_id: UUID, payment_id: UUID, cents: int) -> None:
        await refunds.ask(
            by=NORA, client_id=CHARLIE, payment_id=payment_id, cents=cents, reason="Sorry", once=refund_id
        )

    async def adopt(self, refund_id: UUID, payment_id: UUID, cents: int, state: RefundState) -> bool:
        adopted = await refunds.adopt_refund(
            payment_id, vendor_refund=str(refund_id), cents=cents, state=state
        )
        return adopted is not None

    async def answer(self, refund_id: UUID, told: RefundState) -> bool:
        return await refunds.refund_answered(await rows.value(OURS, refund_id), state=told)

    async def open_dispute(self, payment_id: UUID, vendor_dispute: UUID) -> bool:
        return await refunds.dispute_opened(payment_id, vendor_dispute=str(vendor_dispute), cents=1)

    async def close_dispute(self, payment_id: UUID, vendor_dispute: UUID, cents: int, *, won: bool) -> bool:
        return await refunds.dispute_closed(
            payment_id, vendor_dispute=str(vendor_dispute), cents=cents, won=won
        )

    async def free_copay(self, appointment: UUID) -> None:
        await copays.free_copay(by=NORA, client_id=CHARLIE, appointment_id=appointment)

    async def move_copay(self, appointment: UUID, on: date) -> None:
        await copays.move_copay(CHARLIE, appointment, on)

    async def pass_days(self, days: int) -> None:
        await rows.change(
            "update payment set usable_on = usable_on - $2::integer where client = $1", CHARLIE, days
        )
        await use_ripe_credit()

    async def _payment(
        self,
        payment_id: UUID,
        cents: int,
        purpose: Purpose,
        *,
        statement: UUID | None = None,
        appointment: UUID | None = None,
        on: date | None = None,
    ) -> Payment:
        return Payment(
            id=payment_id,
            client=CHARLIE,
            number=await new_number(),
            way=Way.CARD,
            purpose=purpose,
            amount_cents=cents,
            state=PaymentState.OPEN,
            statement=statement,
            appointment=appointment,
            visit_on=on,
            usable_on=usable_from(on),
            vendor="demo",
            begun_at=datetime.now(UTC),
        )
