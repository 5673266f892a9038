"""How money is put to statements, taken back and refunded. Pure: no clock, no rows; all money is whole cents (US dollars).

The rules that decide here are those that the tests drive through ten thousand random sequences.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from app.activity.refusals import StateForbids, Unfit
from app.billing.rules import (
    LEAST_BY_CARD_CENTS,
    LEAST_PAID_CENTS,
    MOST_PAID_CENTS,
    UNDER_WAY,
    DisputeState,
    PaymentState,
    RefundState,
    StatementState,
    Way,
)
from app.web.language import Phrase, _l, gettext
from app.web.templates import money

KEPT_FOR = timedelta(days=60)
"""How long after its visit a copay waits for that visit's statement: an insurer answers within a month or so, and the
practice bills after it. What is left of it then pays any statement, so that it never lies beside a debt for good."""

NOTHING_OWED = _l("Nothing is owed at the moment.")
TOO_LITTLE_FOR_CARDS = _l(
    "This is too little to pay by card. You can pay it with your next bill, or at the office."
)
UNDER_WAY_ALREADY = _l(
    "A payment of this is under way already. Finish it or take it back first, or wait a few minutes."
)
NO_AMOUNT = _l("Type an amount of more than $0.00.")
NOT_PAID = _l("This payment did not go through, so nothing of it can be given back.")
IS_VOIDED = _l("This payment was taken out: it was entered by mistake.")
WAS_LET_OFF = _l("No money came in with this credit, so none can be given back. Void it instead.")
IS_DISPUTED = _l("The client’s bank asks for this payment back. Answer the bank first, at your card vendor.")
ALL_GIVEN_BACK = _l("All of this payment was given back already.")
BY_CARD = _l("This payment was made by card in the portal. It can be refunded, but not taken out.")
HAS_REFUNDS = _l("Some of this payment was refunded, so it cannot be taken out any more.")
STATEMENT_IS_VOID = _l("This statement was taken back, so nothing is paid for it any more.")
IS_VOID = _l("This statement was taken back already.")
NO_REASON = _l("Say why. The client reads it.")
TO_COME = _l("This day is still to come. Please check the date.")


@dataclass(frozen=True, slots=True)
class Owing:
    """A statement of which something is owed."""

    statement: UUID
    due_on: date
    number: int
    owed_cents: int
    days: frozenset[date] = frozenset()
    """The service days of its lines."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Money of a payment that is put to no statement, and the day from which it may be; None: at once.

    Before it, a copay only pays statements of the day of its visit.
    """

    payment: UUID
    paid_at: datetime
    number: int
    cents: int
    usable_on: date | None = None
    visit_on: date | None = None


@dataclass(frozen=True, slots=True)
class Allotted:
    """What of a payment stands at a statement, and when the newest of it was put there."""

    statement: UUID
    due_on: date
    number: int
    cents: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """Cents put to a statement; below zero: taken from it."""

    statement: UUID
    cents: int


@dataclass(frozen=True, slots=True)
class Use:
    """Cents of a payment put to a statement, or taken from it."""

    payment: UUID
    statement: UUID
    cents: int


def in_turn(owing: Iterable[Owing], first: Sequence[UUID] = ()) -> list[Owing]:
    """Give statements as they are paid: those named first, then what is due first, then by number."""
    turns = {statement: turn for turn, statement in enumerate(first)}
    return sorted(owing, key=lambda each: (turns.get(each.statement, len(turns)), each.due_on, each.number))


def allocate(cents: int, owing: Iterable[Owing], first: Sequence[UUID] = ()) -> tuple[Move, ...]:
    """Put money to statements: to those named `first`, then to what is due first. What is over is credit."""
    moves = []
    for each in in_turn(owing, first):
        put = min(cents, each.owed_cents)
        if put > 0:
            moves.append(Move(each.statement, put))
            cents -= put
    return tuple(moves)


def take_back(cents: int, credit_cents: int, allotted: Iterable[Allotted]) -> tuple[Move, ...]:
    """Take money of a payment back: what of it is credit goes first, then what was put to a statement last.

    Gives what the statements lose, below zero each. Raises ValueError where the payment holds less.
    """
    missing = max(0, cents - credit_cents)
    moves = []
    for each in sorted(allotted, key=lambda one: (one.at, one.due_on, one.number), reverse=True):
        taken = min(missing, each.cents)
        if taken > 0:
            moves.append(Move(each.statement, -taken))
            missing -= taken
    if missing:
        raise ValueError(f"{missing} cents more were to be taken back than there are.")
    return tuple(moves)


def is_usable(usable_on: date | None, on: date) -> bool:
    """Whether credit may be put to any statement on a day."""
    return usable_on is None or usable_on <= on


def usable_from(visit_on: date | None) -> date | None:
    """Give the day from which the copay of a visit pays any statement; None: it is of no visit."""
    return None if visit_on is None else visit_on + KEPT_FOR


def of_visit(visit_on: date | None, owing: Iterable[Owing]) -> list[Owing]:
    """Give the statements that ask for something of a visit's day, in their turn."""
    return [] if visit_on is None else [each for each in in_turn(owing) if visit_on in each.days]


def put_in(
    cents: int, owing: Sequence[Owing], on: date, *, credit: Credit, first: Sequence[UUID] = ()
) -> tuple[Move, ...]:
    """Put money of one payment to statements: to those named `first`, those of its visit, then what is due first."""
    own = of_visit(credit.visit_on, owing)
    turns = (*first, *(each.statement for each in own))
    return allocate(cents, owing if is_usable(credit.usable_on, on) else own, turns)


def use_credit(given: Iterable[Credit], owing: Iterable[Owing], on: date) -> tuple[Use, ...]:
    """Put credit to what is owed on a day: the oldest payment first, to what is due first.

    Copays go to the statements of their visit's day before anything else does; then what is usable goes to any.
    """
    turns, oldest = in_turn(owing), sorted(given, key=lambda each: (each.paid_at, each.number))
    left = {each.statement: each.owed_cents for each in turns}
    rest = {each.payment: each.cents for each in oldest}
    may_pay = [(each, of_visit(each.visit_on, turns)) for each in oldest]
    may_pay += [(each, turns) for each in oldest if is_usable(each.usable_on, on)]
    uses = []
    for credit, among in may_pay:
        open_now = [replace(each, owed_cents=left[each.statement]) for each in among]
        for move in allocate(rest[credit.payment], open_now):
            left[move.statement] -= move.cents
            rest[credit.payment] -= move.cents
            uses.append(Use(credit.payment, move.statement, move.cents))
    return tuple(uses)


def free_to_pay(*, owed: int, held: int) -> int:
    """Give what can be paid now: what is owed, less what payments under way are to pay."""
    return max(0, owed - held)


def check_amount(cents: int, *, owed: int, held: int) -> None:
    """Raise Unfit("amount") for what cannot be paid by card now; `held` is what payments under way are to pay.

    A dollar up to what is owed; less than a dollar only in full, and from 50 cents, the least of the card vendor.
    """
    why_not = _why_not_paid(cents, free=free_to_pay(owed=owed, held=held), owed=owed)
    if why_not is not None:
        raise Unfit("amount", why_not)


def can_pay(*, owed: int, held: int) -> bool:
    """Whether anything can be paid by card now."""
    return free_to_pay(owed=owed, held=held) >= LEAST_BY_CARD_CENTS


def _why_not_paid(cents: int, *, free: int, owed: int) -> Phrase | str | None:
    if free == 0:
        return UNDER_WAY_ALREADY if owed > 0 else NOTHING_OWED
    if free < LEAST_BY_CARD_CENTS:
        return TOO_LITTLE_FOR_CARDS
    if cents > min(free, MOST_PAID_CENTS):
        return gettext("Type an amount of at most %(most)s.") % {"most": money(min(free, MOST_PAID_CENTS))}
    if free < LEAST_PAID_CENTS and cents != free:
        return gettext("So little is paid in full. Please pay %(amount)s.") % {"amount": money(free)}
    if cents < LEAST_PAID_CENTS and cents != free:
        return gettext("Type an amount of at least %(least)s.") % {"least": money(LEAST_PAID_CENTS)}
    return None


@dataclass(frozen=True, slots=True)
class Paid:
    """What of a payment the rules of giving back go by."""

    way: Way
    state: PaymentState
    amount_cents: int
    refunded_cents: int
    dispute: DisputeState = DisputeState.NONE
    by_card_here: bool = False
    """Whether a card vendor has it."""

    @property
    def rest_cents(self) -> int:
        """What can still be given back."""
        return self.amount_cents - self.refunded_cents


def can_refund(paid: Paid) -> bool:
    """Whether anything of a payment can be given back now."""
    return _why_not_refunded(paid) is None


def check_can_refund(paid: Paid, cents: int) -> None:
    """Raise StateForbids for a payment of which nothing is given back, Unfit("amount") for too much or nothing."""
    why_not = _why_not_refunded(paid)
    if why_not is not None:
        raise StateForbids(why_not)
    if cents <= 0:
        raise Unfit("amount", NO_AMOUNT)
    if cents > paid.rest_cents:
        words = gettext("At most %(most)s of this payment can be given back.")
        raise Unfit("amount", words % {"most": money(paid.rest_cents)})


def _why_not_refunded(paid: Paid) -> Phrase | None:
    if paid.state is PaymentState.VOIDED:
        return IS_VOIDED
    if paid.state is not PaymentState.SUCCEEDED:
        return NOT_PAID
    if paid.way is Way.CREDIT:
        return WAS_LET_OFF
    if paid.dispute is DisputeState.OPEN:
        return IS_DISPUTED
    return None if paid.rest_cents > 0 else ALL_GIVEN_BACK


def can_void_payment(paid: Paid) -> bool:
    """Whether a payment can be taken out as entered by mistake."""
    return _why_not_voided(paid) is None


def check_can_void_payment(paid: Paid) -> None:
    """Raise StateForbids for what was paid by card, is taken out already, or was refunded."""
    why_not = _why_not_voided(paid)
    if why_not is not None:
        raise StateForbids(why_not)


def _why_not_voided(paid: Paid) -> Phrase | None:
    if paid.by_card_here:
        return BY_CARD
    if paid.state is PaymentState.VOIDED:
        return IS_VOIDED
    return HAS_REFUNDS if paid.refunded_cents else None


def can_settle(state: PaymentState) -> bool:
    """Whether money that came in is written down: also after we had given it up, since the vendor has it."""
    return state in UNDER_WAY or state in (PaymentState.FAILED, PaymentState.CANCELLED)


def next_refund_state(now: RefundState, told: RefundState) -> RefundState | None:
    """Give what a refund becomes when the vendor tells of it; None: nothing new. Failed is final, done may yet fail."""
    if now is RefundState.FAILED or told in (now, RefundState.ASKED):
        return None
    if now is RefundState.DONE and told is RefundState.PENDING:
        return None
    return told


def check_can_void_statement(state: StatementState) -> None:
    if state is StatementState.VOID:
        raise StateForbids(IS_VOID)


def check_pays_for(state: StatementState) -> None:
    """Raise Unfit("statement") for a statement that nothing is paid for any more."""
    if state is StatementState.VOID:
        raise Unfit("statement", STATEMENT_IS_VOID)


def totals(moves: Collection[Move] | Collection[Use]) -> int:
    """Give what these moves come to."""
    return sum(move.cents for move in moves)
