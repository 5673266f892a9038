"""The ledger without a database: the same rules over plain values, and all that must hold of them after every move.

Random sequences are played on it by the thousand, and some of them through the real ledger beside it, which must agree.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from app.activity.refusals import StateForbids, Unfit
from app.billing.ledger import rules
from app.billing.ledger.rules import Allotted, Credit, Owing, Use
from app.billing.ledger.taking import check_taken
from app.billing.rules import UNDER_WAY, DisputeState, PaymentState, Purpose, RefundState, StatementState, Way

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
SUCCEEDED = PaymentState.SUCCEEDED


@dataclass
class Bill:
    id: UUID
    number: int
    due_on: date
    total: int
    day: date | None = None
    paid: int = 0
    state: StatementState = StatementState.POSTED

    @property
    def owed(self) -> int:
        return self.total - self.paid if self.state is StatementState.POSTED else 0


@dataclass
class Money:
    id: UUID
    number: int
    amount: int
    state: PaymentState
    way: Way = Way.CARD
    purpose: Purpose = Purpose.BALANCE
    statement: UUID | None = None
    appointment: UUID | None = None
    visit_on: date | None = None
    usable_on: date | None = None
    freed: bool = False
    paid_at: datetime = EPOCH
    allocated: int = 0
    refunded: int = 0
    dispute: DisputeState = DisputeState.NONE
    vendor_dispute: UUID | None = None

    @property
    def rest(self) -> int:
        return self.amount - self.allocated - self.refunded

    @property
    def credit(self) -> Credit:
        return Credit(self.id, self.paid_at, self.number, self.rest, self.usable_on, self.visit_on)

    @property
    def as_paid(self) -> rules.Paid:
        by_card = self.way is Way.CARD
        return rules.Paid(self.way, self.state, self.amount, self.refunded, self.dispute, by_card)


@dataclass
class Given:
    """A refund."""

    payment: UUID
    cents: int
    state: RefundState
    taken: dict[UUID, int] = field(default_factory=dict)


@dataclass
class Book:
    """One client's money."""

    today: date
    bills: dict[UUID, Bill] = field(default_factory=dict)
    payments: dict[UUID, Money] = field(default_factory=dict)
    refunds: dict[UUID, Given] = field(default_factory=dict)
    allocations: list[tuple[UUID, UUID, int, datetime]] = field(default_factory=list)
    """Each a payment, a statement, cents, and when."""
    ticks: int = 0

    # What the sums are, each kept nowhere but counted here.

    @property
    def owed(self) -> int:
        return sum(bill.owed for bill in self.bills.values())

    @property
    def held(self) -> int:
        return sum(
            each.amount
            for each in self.payments.values()
            if each.purpose is Purpose.BALANCE and each.state in UNDER_WAY
        )

    @property
    def credit(self) -> int:
        return sum(each.rest for each in self.payments.values() if each.state is SUCCEEDED)

    # What can happen.

    def post(self, bill_id: UUID, cents: int, due_on: date, day: date | None) -> None:
        self.bills[bill_id] = Bill(bill_id, len(self.bills), due_on, cents, day)
        self._use_credit()

    def void(self, bill_id: UUID) -> None:
        bill = self.bills[bill_id]
        rules.check_can_void_statement(bill.state)
        self._move([Use(payment, bill_id, -cents) for payment, cents in self._at(bill_id).items()])
        bill.state = StatementState.VOID
        self._use_credit()

    def begin(self, payment_id: UUID, cents: int, *, statement: UUID | None = None) -> bool:
        if not 0 < cents <= self.owed - self.held:
            return False
        self._add(Money(payment_id, 0, cents, PaymentState.OPEN, statement=statement))
        return True

    def begin_copay(self, payment_id: UUID, cents: int, *, appointment: UUID, on: date) -> None:
        money = Money(payment_id, 0, cents, PaymentState.OPEN, purpose=Purpose.COPAY)
        money.appointment, money.visit_on, money.usable_on = appointment, on, rules.usable_from(on)
        self._add(money)

    def process(self, payment_id: UUID) -> bool:
        money = self.payments[payment_id]
        if money.state is not PaymentState.OPEN:
            return False
        money.state = PaymentState.PROCESSING
        return True

    def end(self, payment_id: UUID, state: PaymentState) -> bool:
        money = self.payments[payment_id]
        if money.state not in UNDER_WAY:
            return False
        money.state = state
        return True

    def settle(self, payment_id: UUID) -> bool:
        money = self.payments[payment_id]
        if not rules.can_settle(money.state):
            return False
        money.state, money.paid_at = SUCCEEDED, self._tick()
        self._take_in(money)
        return True

    def take(
        self,
        payment_id: UUID,
        cents: int,
        *,
        way: Way,
        days_ago: int = 0,
        statement: UUID | None = None,
        keep_rest: bool = False,
    ) -> None:
        paid_at = EPOCH - timedelta(days=days_ago) if days_ago else self._tick()
        money = Money(payment_id, 0, cents, SUCCEEDED, way=way, statement=statement, paid_at=paid_at)
        check_taken(money.amount, way=money.way, owed=self.owed, held=self.held, keep_rest=keep_rest)
        if money.statement is not None:
            rules.check_pays_for(self.bills[money.statement].state)
        self._add(money)
        self._take_in(money)

    def void_payment(self, payment_id: UUID) -> None:
        money = self.payments[payment_id]
        rules.check_can_void_payment(money.as_paid)
        self._move([Use(payment_id, each.statement, -each.cents) for each in self._allotted(payment_id)])
        money.state = PaymentState.VOIDED
        self._use_credit()

    def ask(self, refund_id: UUID, payment_id: UUID, cents: int) -> None:
        money = self.payments[payment_id]
        rules.check_can_refund(money.as_paid, cents)
        state = RefundState.ASKED if money.way is Way.CARD else RefundState.DONE
        assert self.give_back(refund_id, payment_id, cents, state)

    def adopt(self, refund_id: UUID, payment_id: UUID, cents: int, state: RefundState) -> bool:
        return self.give_back(refund_id, payment_id, cents, state)

    def give_back(self, refund_id: UUID, payment_id: UUID, cents: int, state: RefundState) -> bool:
        money = self.payments[payment_id]
        if money.state is not SUCCEEDED or not 0 < cents <= money.amount - money.refunded:
            return False
        moves = rules.take_back(cents, money.rest, self._allotted(payment_id))
        taken = {each.statement: -each.cents for each in moves}
        self.refunds[refund_id] = Given(payment_id, cents, state, taken)
        self._move([Use(payment_id, each.statement, each.cents) for each in moves])
        money.refunded += cents
        self._use_credit()
        return True

    def answer(self, refund_id: UUID, told: RefundState) -> bool:
        given = self.refunds[refund_id]
        state = rules.next_refund_state(given.state, told)
        if state is None:
            return False
        given.state = state
        if state is RefundState.FAILED:
            money = self.payments[given.payment]
            money.refunded -= given.cents
            before = sorted(given.taken, key=lambda each: (-given.taken[each], each))
            self._put(money, given.cents, before)
        return True

    def open_dispute(self, payment_id: UUID, vendor_dispute: UUID) -> bool:
        money = self.payments[payment_id]
        if money.vendor_dispute == vendor_dispute:
            return False
        money.dispute, money.vendor_dispute = DisputeState.OPEN, vendor_dispute
        return True

    def close_dispute(self, payment_id: UUID, vendor_dispute: UUID, cents: int, *, won: bool) -> bool:
        money = self.payments[payment_id]
        decided = money.dispute in (DisputeState.WON, DisputeState.LOST)
        if decided and money.vendor_dispute == vendor_dispute:
            return False
        money.dispute = DisputeState.WON if won else DisputeState.LOST
        money.vendor_dispute = vendor_dispute
        if not won and vendor_dispute not in self.refunds:
            taken = min(cents, money.amount - money.refunded)
            self.give_back(vendor_dispute, payment_id, taken, RefundState.DONE)
        return True

    def free_copay(self, appointment: UUID) -> None:
        for money in self._copays(appointment):
            money.freed = True
            money.usable_on = min(money.usable_on or self.today, self.today)
        self._use_credit()

    def move_copay(self, appointment: UUID, on: date) -> None:
        for money in self._copays(appointment):
            money.visit_on, money.usable_on = on, rules.usable_from(on)
        self._use_credit()

    def pass_days(self, days: int) -> None:
        """Let the day be nearer from which a copay pays any statement; then the clock uses what has become usable."""
        for money in self.payments.values():
            if money.usable_on is not None:
                money.usable_on -= timedelta(days=days)
        self._use_credit()

    # What must hold after each of them.

    def check(self) -> None:
        at_bill: dict[UUID, int] = defaultdict(int)
        of_payment: dict[UUID, int] = defaultdict(int)
        for payment, bill, cents, _ in self.allocations:
            at_bill[bill] += cents
            of_payment[payment] += cents
        back: dict[UUID, int] = defaultdict(int)
        for given in self.refunds.values():
            back[given.payment] += given.cents * (given.state is not RefundState.FAILED)
        for each in self.bills.values():
            assert each.paid == at_bill[each.id]
            assert 0 <= each.paid <= each.total
            assert each.paid == 0 or each.state is StatementState.POSTED
        for money in self.payments.values():
            assert money.allocated == of_payment[money.id] >= 0
            assert money.refunded == back[money.id]
            assert money.rest >= 0
            assert money.state is SUCCEEDED or money.allocated + money.refunded == 0
        came_in = sum(
            each.amount - each.refunded for each in self.payments.values() if each.state is SUCCEEDED
        )
        assert came_in == sum(bill.paid for bill in self.bills.values()) + self.credit
        for credit in self._credits():
            may_pay = [bill for bill in self.bills.values() if bill.owed and self._may_pay(credit, bill)]
            assert not may_pay, "Credit lies beside a debt that it could pay."

    # How it is done.

    def _tick(self) -> datetime:
        self.ticks += 1
        return EPOCH + timedelta(seconds=self.ticks)

    def _add(self, money: Money) -> None:
        money.number = len(self.payments)
        self.payments[money.id] = money

    def _copays(self, appointment: UUID) -> list[Money]:
        return [each for each in self.payments.values() if each.appointment == appointment and not each.freed]

    def _may_pay(self, credit: Credit, bill: Bill) -> bool:
        is_own = credit.visit_on is not None and credit.visit_on == bill.day
        return is_own or credit.usable_on is None or credit.usable_on <= self.today

    def _take_in(self, money: Money) -> None:
        self._put(money, money.amount, [money.statement] if money.statement else [])

    def _put(self, money: Money, cents: int, first: list[UUID]) -> None:
        moves = rules.put_in(cents, self._owing(), self.today, credit=money.credit, first=first)
        uses = [Use(money.id, each.statement, each.cents) for each in moves]
        assert all(self._may_pay(money.credit, self.bills[each.statement]) for each in uses)
        self._move(uses)

    def _use_credit(self) -> None:
        uses = rules.use_credit(self._credits(), self._owing(), self.today)
        for use in uses:
            credit, bill = self.payments[use.payment].credit, self.bills[use.statement]
            assert self._may_pay(credit, bill), "A copay pays what it is not kept for."
        self._move(uses)

    def _owing(self) -> list[Owing]:
        return [
            Owing(each.id, each.due_on, each.number, each.owed, frozenset({each.day} if each.day else ()))
            for each in self.bills.values()
            if each.owed
        ]

    def _credits(self) -> list[Credit]:
        return [each.credit for each in self.payments.values() if each.state is SUCCEEDED and each.rest]

    def _at(self, bill_id: UUID) -> dict[UUID, int]:
        found: dict[UUID, int] = defaultdict(int)
        for payment, bill, cents, _ in self.allocations:
            if bill == bill_id:
                found[payment] += cents
        return {payment: cents for payment, cents in found.items() if cents}

    def _allotted(self, payment_id: UUID) -> list[Allotted]:
        cents_at: dict[UUID, int] = defaultdict(int)
        newest: dict[UUID, datetime] = {}
        for payment, bill, cents, at in self.allocations:
            if payment == payment_id:
                cents_at[bill] += cents
                newest[bill] = at if cents > 0 else newest[bill]
        return [
            Allotted(bill, self.bills[bill].due_on, self.bills[bill].number, cents, newest[bill])
            for bill, cents in cents_at.items()
            if cents
        ]

    def _move(self, uses: list[Use] | tuple[Use, ...]) -> None:
        at = self._tick()
        for use in uses:
            self.bills[use.statement].paid += use.cents
            self.payments[use.payment].allocated += use.cents
            self.allocations.append((use.payment, use.statement, use.cents, at))


REFUSED = (StateForbids, Unfit)
