"""Billing of the demo practice: Alice has paid often and owes for two statements, Bob and Max for one, Charlie nothing.

Rows as the ledger would have written them over the months, each sum worked out; the tests look through these books.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from app import db
from app.accounts.sessions import today
from app.billing.ledger.moving import new_number
from app.billing.ledger.rules import usable_from
from app.billing.rules import Cause, PaymentState, Purpose, RefundState, StatementState, Step, Way
from app.billing.tables import (
    Allocation,
    BillingAccount,
    DemoCharge,
    Payment,
    PaymentStep,
    Refund,
    Statement,
    StatementLine,
)
from app.practice.settings import zone_of

SPACE = UUID("8b7e2c40-51d6-4f0a-93a4-6c1f0e9d2b75")
OFFICE = "nora"
MORNING, AFTERNOON = time(9), time(15)
JUST_AFTER = time(9, 1)
"""When credit pays a statement that was posted in the morning."""
SESSION, GROUP = "Individual session, 50 minutes", "Group session, 90 minutes"


@dataclass(frozen=True)
class Line:
    words: str
    days_ago: int | None
    charge: int
    insurance: int = 0
    adjusted: int = 0

    @property
    def yours(self) -> int:
        return self.charge - self.insurance - self.adjusted


@dataclass(frozen=True)
class Bill:
    """A statement, and when it was issued and is due; negative: to come."""

    client: str
    key: str
    days_ago: int
    due_days_ago: int
    lines: tuple[Line, ...]
    note: str = ""

    @property
    def total(self) -> int:
        return sum(line.yours for line in self.lines)


@dataclass(frozen=True)
class Money:
    """A payment, and what of it was put to which statement when."""

    client: str
    key: str
    days_ago: int
    way: Way
    cents: int
    owed_after: int
    puts: tuple[tuple[str, int, int], ...]
    """Each a statement, cents, and how many days ago; later than the payment itself, it was credit before."""
    refunded: int = 0
    statement: str = ""
    memo: str = ""
    is_copay: bool = False
    last4: str = "4242"

    @property
    def is_by_card(self) -> bool:
        return self.way is Way.CARD


BILLS = (
    Bill("alice", "intake", 200, 170, (Line("First visit, 60 minutes", 204, 220_00, 170_00, 25_00),)),
    Bill(
        "alice",
        "spring",
        150,
        120,
        (Line(SESSION, 163, 165_00, 120_00, 20_00), Line(SESSION, 156, 165_00, 120_00, 20_00)),
    ),
    Bill("alice", "summer", 100, 70, (Line(SESSION, 104, 165_00, 120_00),)),
    Bill("alice", "first", 30, 0, (Line(SESSION, None, 165_00, 120_00, 20_00),)),
    Bill(
        "alice",
        "overdue",
        28,
        7,
        (Line(SESSION, 36, 165_00, 120_00), Line("Letter for your school", 32, 40_00)),
        note="Letters are not covered by insurance.",
    ),
    Bill(
        "alice",
        "partly",
        12,
        -18,
        (Line(SESSION, 20, 165_00, 120_00, 20_00), Line(GROUP, 16, 90_00, 50_00)),
    ),
    Bill("bob", "due", 6, -24, (Line(SESSION, 13, 165_00, 125_00),)),
    Bill("max", "due", 9, -21, (Line("Family session, 50 minutes", 15, 180_00, 115_00, 10_00),)),
)
PAYMENTS = (
    Money("alice", "cash", 195, Way.CASH, 25_00, 0, (("intake", 25_00, 195),)),
    Money("alice", "check", 140, Way.CHECK, 60_00, 0, (("spring", 50_00, 140),), 10_00, memo="Check 1182"),
    Money("alice", "card", 90, Way.CARD, 45_00, 0, (("summer", 45_00, 90),), statement="summer"),
    Money("alice", "copay", 41, Way.CARD, 25_00, 0, (("first", 25_00, 30),), is_copay=True),
    Money("alice", "part", 2, Way.CARD, 25_00, 125_00, (("partly", 25_00, 2),), statement="partly"),
)
REFUNDED_DAYS_AGO, REFUND_REASON = 138, "The check was for $10.00 more than the statement."
OWED = {"alice": 125_00, "bob": 40_00, "max": 55_00}
"""What each owes in the end."""
VISIT_DAYS_AGO = 36
"""About when the visit was that the copay is of, until it is named."""


def statement_id(key: str, client: str = "alice") -> UUID:
    """Give the id of a statement that a demo client has."""
    return uuid5(SPACE, f"statement:{client}:{key}")


def payment_id(key: str, client: str = "alice") -> UUID:
    """Give the id of a payment that a demo client made; a refund of it has the same key."""
    return uuid5(SPACE, f"payment:{client}:{key}")


def refund_id(key: str, client: str = "alice") -> UUID:
    return uuid5(SPACE, f"refund:{client}:{key}")


async def add_billing(practice: Any) -> None:
    """Add statements and payments; the numbers follow the days."""
    for client, owed in OWED.items():
        row = BillingAccount(id=practice.clients[client], owed_cents=owed)
        await BillingAccount.insert(row)
    bills = sorted(BILLS, key=lambda bill: -bill.days_ago)
    await Statement.insert(*[await _statement(practice, bill) for bill in bills])
    await StatementLine.insert(*(line for bill in bills for line in _lines(bill)))
    await Payment.insert(*[await _payment(practice, money) for money in PAYMENTS])
    await PaymentStep.insert(*(step for money in PAYMENTS for step in _steps(practice, money)))
    await Refund.insert(await _refund(practice))
    await Allocation.insert(*(put for money in PAYMENTS for put in _puts(practice, money)))
    await DemoCharge.insert(*(_charge(money) for money in PAYMENTS if money.is_by_card))


async def name_copay(appointment_id: UUID, on: date) -> None:
    """Say which visit the copay that Alice paid is of, and on which day that was."""
    columns: dict[Any, Any] = {
        Payment.appointment: appointment_id,
        Payment.visit_on: on,
        Payment.usable_on: usable_from(on),
    }
    await Payment.update(columns).where(Payment.id == payment_id("copay"))
    await StatementLine.update({StatementLine.service_on: on}).where(
        StatementLine.statement == statement_id("first")
    )


async def _statement(practice: Any, bill: Bill) -> Statement:
    (number,) = await db.rows("select nextval('statement_number')::integer as number")
    puts = [put for money in PAYMENTS for put in money.puts if money.client == bill.client]
    paid = sum(cents for key, cents, _ in puts if key == bill.key)
    last = min((days for key, _, days in puts if key == bill.key), default=0)
    return Statement(
        id=statement_id(bill.key, bill.client),
        client=practice.clients[bill.client],
        number=number["number"],
        issued_on=_day(bill.days_ago),
        due_on=_day(bill.due_days_ago),
        state=StatementState.POSTED.value,
        total_cents=bill.total,
        paid_cents=paid,
        owed_cents=bill.total - paid,
        note=bill.note,
        posted_at=_at(bill.days_ago, MORNING),
        posted_by_name=practice.names[OFFICE],
        paid_off_at=_at(last, AFTERNOON) if paid == bill.total else None,
    )


def _lines(bill: Bill) -> list[StatementLine]:
    return [
        StatementLine(
            id=uuid5(statement_id(bill.key, bill.client), str(position)),
            statement=statement_id(bill.key, bill.client),
            position=position,
            service_on=None if line.days_ago is None else _day(line.days_ago),
            words=line.words,
            charge_cents=line.charge,
            insurance_cents=line.insurance,
            adjusted_cents=line.adjusted,
            yours_cents=line.yours,
        )
        for position, line in enumerate(bill.lines, start=1)
    ]


async def _payment(practice: Any, money: Money) -> Payment:
    chosen, paid_at = payment_id(money.key, money.client), _at(money.days_ago, AFTERNOON)
    by_card, visit_on = money.is_by_card, _day(VISIT_DAYS_AGO) if money.is_copay else None
    return Payment(
        id=chosen,
        client=practice.clients[money.client],
        number=await new_number(),
        way=money.way.value,
        purpose=(Purpose.COPAY if money.is_copay else Purpose.BALANCE).value,
        amount_cents=money.cents,
        allocated_cents=sum(cents for _, cents, _ in money.puts),
        refunded_cents=money.refunded,
        state=PaymentState.SUCCEEDED.value,
        statement=statement_id(money.statement, money.client) if money.statement else None,
        visit_on=visit_on,
        usable_on=usable_from(visit_on),
        owed_after_cents=money.owed_after,
        vendor="demo" if by_card else "",
        live=not by_card,
        vendor_session=f"demo_cs_{chosen.hex}" if by_card else "",
        vendor_intent=f"demo_pi_{chosen.hex}" if by_card else "",
        card_brand="visa" if by_card else "",
        card_last4=money.last4 if by_card else "",
        account=practice.accounts[practice.writer_of[money.client]] if by_card else None,
        paid_by_name=practice.names[practice.writer_of[money.client] if by_card else OFFICE],
        memo=money.memo,
        begun_at=paid_at - timedelta(minutes=2) if by_card else paid_at,
        paid_at=paid_at,
        ended_at=paid_at,
    )


def _steps(practice: Any, money: Money) -> list[PaymentStep]:
    chosen, at, name = payment_id(money.key, money.client), _at(money.days_ago, AFTERNOON), practice.names
    if not money.is_by_card:
        steps = [_step(chosen, Step.ENTERED, at, money.cents, name[OFFICE])]
    else:
        payer, begun = name[practice.writer_of[money.client]], at - timedelta(minutes=2)
        steps = [
            _step(chosen, Step.BEGUN, begun, money.cents, payer),
            _step(chosen, Step.PAID, at, money.cents),
        ]
    if money.refunded:
        refunded_at = _at(REFUNDED_DAYS_AGO, MORNING)
        steps.append(
            _step(chosen, Step.REFUND_DONE, refunded_at, money.refunded, name[OFFICE], REFUND_REASON)
        )
    return steps


def _step(
    payment: UUID, step: Step, at: datetime, cents: int, by_name: str = "", remark: str = ""
) -> PaymentStep:
    return PaymentStep(
        id=uuid5(payment, step.value),
        payment=payment,
        at=at,
        step=step.value,
        cents=cents,
        by_name=by_name,
        remark=remark,
    )


async def _refund(practice: Any) -> Refund:
    """Give what was paid too much by check, and handed out at the desk."""
    at = _at(REFUNDED_DAYS_AGO, MORNING)
    return Refund(
        id=refund_id("check"),
        payment=payment_id("check"),
        client=practice.clients["alice"],
        number=await new_number(),
        amount_cents=10_00,
        reason=REFUND_REASON,
        state=RefundState.DONE.value,
        asked_by_name=practice.names[OFFICE],
        asked_at=at,
        done_at=at,
        owed_after_cents=0,
    )


def _puts(practice: Any, money: Money) -> list[Allocation]:
    return [
        Allocation(
            id=uuid5(payment_id(money.key, money.client), f"to {key}"),
            client=practice.clients[money.client],
            payment=payment_id(money.key, money.client),
            statement=statement_id(key, money.client),
            cents=cents,
            cause=(Cause.PAYMENT if days_ago == money.days_ago else Cause.CREDIT).value,
            at=_at(days_ago, AFTERNOON if days_ago == money.days_ago else JUST_AFTER),
        )
        for key, cents, days_ago in money.puts
    ]


def _charge(money: Money) -> DemoCharge:
    """Give what the demo processor would know of a payment by card."""
    chosen, at = payment_id(money.key, money.client), _at(money.days_ago, AFTERNOON)
    return DemoCharge(
        id=uuid5(chosen, "charge"),
        payment=chosen,
        session=f"demo_cs_{chosen.hex}",
        intent=f"demo_pi_{chosen.hex}",
        amount_cents=money.cents,
        state="succeeded",
        success_url="",
        cancel_url="",
        created_at=at,
        expires_at=at,
    )


def _day(days_ago: int) -> date:
    on: date = today() - timedelta(days=days_ago)
    return on


def _at(days_ago: int, at: time) -> datetime:
    return datetime.combine(_day(days_ago), at, zone_of("")).astimezone(UTC)
