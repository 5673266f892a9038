"""How money is put to statements, taken back and refunded. Pure: no clock, no rows; all money is whole cents (US dollars).

The rules that decide here are those that the tests drive through ten thousand random sequences.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.activity.refusals import StateForbids, Unfit
from app.billing.rules import (
    LEAST_BY_CARD_CENTS,
    LEAST_PAID_CENTS,
    MOST_PAID_CENTS,
    MOST_STATED_CENTS,
    UNDER_WAY,
    DisputeState,
    PaymentState,
    RefundState,
    StatementState,
    Way,
)
from app.web.language import Phrase, _l, gettext
from app.web.templates import money

MOST_LINES = 40
LONGEST_WORDS, LONGEST_NOTE, LONGEST_MEMO, LONGEST_REASON = 200, 500, 200, 300
DIAGNOSIS = re.compile(r"(?<![A-Z0-9])[A-Z][0-9][0-9A-Z]\.[0-9A-Z]{1,4}(?![A-Z0-9])", re.IGNORECASE)
"""A code of ICD-10-CM as it is written, such as F41.1."""

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
HAS_DIAGNOSIS = _l(
    "This looks like the code of a diagnosis, such as F41.1. Say what was done instead: clients hand bills to others."
)
NO_WORDS = _l("Say what this line is for.")
NO_REASON = _l("Say why. The client reads it.")
NO_LINES = _l("Add at least one line.")
TOO_MANY_LINES = _l("A statement has at most 40 lines. Please post two.")
DUE_TOO_EARLY = _l("It cannot be due before the day of the statement.")
NOT_BELOW_ZERO = _l("An amount cannot be below zero.")
INSURED_MORE = _l("What insurance paid is more than the charge.")
MORE_THAN_CHARGED = _l("Insurance and adjustment together are more than the charge.")
TO_COME = _l("This day is still to come. Please check the date.")


@dataclass(frozen=True, slots=True)
class Owing:
    """A statement of which something is owed."""

    statement: UUID
    due_on: date
    number: int
    owed_cents: int


@dataclass(frozen=True, slots=True)
class Credit:
    """Money of a payment that is put to no statement, and the day from which it may be; None: at once."""

    payment: UUID
    paid_at: datetime
    number: int
    cents: int
    usable_on: date | None = None


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
    """Whether credit may be put to statements on a day."""
    return usable_on is None or usable_on <= on


def use_credit(given: Iterable[Credit], owing: Iterable[Owing], on: date) -> tuple[Use, ...]:
    """Put credit that is usable on a day to what is owed: the oldest payment first, to what is due first."""
    usable = [each for each in given if is_usable(each.usable_on, on)]
    left = {each.statement: each.owed_cents for each in owing}
    turns = in_turn(owing)
    uses = []
    for credit in sorted(usable, key=lambda each: (each.paid_at, each.number)):
        open_now = [Owing(each.statement, each.due_on, each.number, left[each.statement]) for each in turns]
        for move in allocate(credit.cents, open_now):
            left[move.statement] -= move.cents
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


def check_words(field: str, words: str, *, most: int, missing: Phrase | None = None) -> None:
    """Raise Unfit(`field`) for words of a bill that name a diagnosis, are too long, or are missing.

    A bill says what was done: clients hand it to employers and tax offices (minimum necessary, 45 CFR 164.502(b)).
    """
    if missing is not None and not words.strip():
        raise Unfit(field, missing)
    if len(words) > most:
        raise Unfit(field, gettext("Use at most %(most)s characters.") % {"most": most})
    if DIAGNOSIS.search(unicodedata.normalize("NFKC", words)):
        raise Unfit(field, HAS_DIAGNOSIS)


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line of a statement as it is written."""

    service_on: date | None
    words: str
    charge_cents: int
    insurance_cents: int = 0
    adjusted_cents: int = 0

    @property
    def yours_cents(self) -> int:
        """What is left for the client."""
        return self.charge_cents - self.insurance_cents - self.adjusted_cents


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """A statement as it is written."""

    issued_on: date
    due_on: date
    lines: tuple[LineDraft, ...]
    note: str = ""

    @property
    def total_cents(self) -> int:
        return sum(line.yours_cents for line in self.lines)


def check_draft(draft: StatementDraft) -> None:
    """Raise Unfit for a statement that cannot be posted.

    The field is `due_on`, `note` or `lines`, or of line 1 `words_1`, `charge_1`, `insurance_1` or `adjusted_1`.
    """
    if draft.due_on < draft.issued_on:
        raise Unfit("due_on", DUE_TOO_EARLY)
    check_words("note", draft.note, most=LONGEST_NOTE)
    if not draft.lines:
        raise Unfit("lines", NO_LINES)
    if len(draft.lines) > MOST_LINES:
        raise Unfit("lines", TOO_MANY_LINES)
    for position, line in enumerate(draft.lines, start=1):
        _check_line(position, line)
    if draft.total_cents > MOST_STATED_CENTS:
        raise Unfit("lines", _at_most_stated())


def _check_line(position: int, line: LineDraft) -> None:
    check_words(f"words_{position}", line.words, most=LONGEST_WORDS, missing=NO_WORDS)
    amounts = {
        "charge": line.charge_cents,
        "insurance": line.insurance_cents,
        "adjusted": line.adjusted_cents,
    }
    for name, cents in amounts.items():
        if cents < 0:
            raise Unfit(f"{name}_{position}", NOT_BELOW_ZERO)
        if cents > MOST_STATED_CENTS:
            raise Unfit(f"{name}_{position}", _at_most_stated())
    if line.insurance_cents > line.charge_cents:
        raise Unfit(f"insurance_{position}", INSURED_MORE)
    if line.yours_cents < 0:
        raise Unfit(f"adjusted_{position}", MORE_THAN_CHARGED)


def _at_most_stated() -> str:
    return gettext("A statement asks for at most %(most)s.") % {"most": money(MOST_STATED_CENTS)}


def check_pays_for(state: StatementState) -> None:
    """Raise Unfit("statement") for a statement that nothing is paid for any more."""
    if state is StatementState.VOID:
        raise Unfit("statement", STATEMENT_IS_VOID)


def totals(moves: Collection[Move] | Collection[Use]) -> int:
    """Give what these moves come to."""
    return sum(move.cents for move in moves)
