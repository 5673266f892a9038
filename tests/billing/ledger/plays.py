"""Random sequences of what can happen to a client's money: read from bytes, which are quick to draw and to shrink.

A move names a method of the book and what it is given; what plays the same on the real ledger has the same methods.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.activity.refusals import StateForbids
from app.billing.ledger.rules import can_refund, next_refund_state
from app.billing.rules import UNDER_WAY, PaymentState, RefundState, Way
from tests.billing.ledger.book import Book, Money

LENGTH = 5
"""How many bytes tell of one move."""
MOST_CENTS = 200_00
DESK = (Way.CASH, Way.CHECK, Way.TERMINAL, Way.CREDIT)
DAYS = (1, 30, 61)
VISITS, DISPUTES = 3, 2
"""How many visits there are copays of, and how many disputes there can be of a payment."""


@dataclass(frozen=True)
class Draw:
    """What was drawn for a move."""

    which: int
    """Which of the statements, payments or refunds it is about, counted round and round."""
    cents: int
    more: int
    id: UUID
    """What it makes is called so, in the book and in the database."""

    def of(self, found: Mapping[UUID, Any], *, better: Collection[UUID] = ()) -> UUID:
        """Choose one, three times of four among those that something can become of."""
        among = list(better) if better and self.more % 4 else list(found)
        return among[self.which % len(among)]

    def amount(self, left: int) -> int:
        """Give an amount that is often all there is, often less, and now and then more."""
        if self.more % 4 == 0:
            return self.cents
        return left if self.more % 4 == 1 else 1 + self.cents % max(1, left)

    @property
    def visit(self) -> UUID:
        return UUID(int=100_000 + self.which % VISITS, version=4)

    @property
    def dispute(self) -> UUID:
        return UUID(int=200_000 + self.which * DISPUTES + self.more // 2 % DISPUTES, version=4)


@dataclass(frozen=True)
class Call:
    """A method, and what it is given."""

    name: str
    given: dict[str, Any]


def _cards(book: Book) -> dict[UUID, Money]:
    return {each.id: each for each in book.payments.values() if each.way is Way.CARD}


def _first(book: Book, draw: Draw) -> UUID | None:
    return draw.of(book.bills) if book.bills and draw.more % 3 == 0 else None


def _post(book: Book, draw: Draw) -> Call:
    due_on = book.today + timedelta(days=draw.more % 5)
    day = None if draw.which % 4 == 0 else book.today - timedelta(days=draw.which % 3)
    return Call("post", {"bill_id": draw.id, "cents": draw.cents, "due_on": due_on, "day": day})


def _void(book: Book, draw: Draw) -> Call | None:
    return Call("void", {"bill_id": draw.of(book.bills)}) if book.bills else None


def _begin(book: Book, draw: Draw) -> Call:
    cents, first = draw.amount(book.owed - book.held), _first(book, draw)
    return Call("begin", {"payment_id": draw.id, "cents": cents, "statement": first})


def _begin_copay(book: Book, draw: Draw) -> Call | None:
    if any(each.appointment == draw.visit and each.state in UNDER_WAY for each in book.payments.values()):
        return None  # the database allows one a visit
    on, cents = book.today + timedelta(days=draw.more % 5 - 2), 1 + draw.cents
    return Call("begin_copay", {"payment_id": draw.id, "cents": cents, "appointment": draw.visit, "on": on})


def _of_card(name: str, **given: Any) -> Callable[[Book, Draw], Call | None]:
    def call(book: Book, draw: Draw) -> Call | None:
        cards = _cards(book)
        under_way = [each.id for each in cards.values() if each.state in UNDER_WAY]
        return Call(name, {"payment_id": draw.of(cards, better=under_way), **given}) if cards else None

    return call


def _take(book: Book, draw: Draw) -> Call:
    given = {
        "payment_id": draw.id,
        "cents": draw.amount(book.owed - book.held),
        "way": DESK[draw.which % len(DESK)],
        "days_ago": draw.more % 3,
        "statement": _first(book, draw),
        "keep_rest": draw.more % 2 == 0,
    }
    return Call("take", given)


def _void_payment(book: Book, draw: Draw) -> Call | None:
    return Call("void_payment", {"payment_id": draw.of(book.payments)}) if book.payments else None


def _ask(book: Book, draw: Draw) -> Call | None:
    if not book.payments:
        return None
    better = [each.id for each in book.payments.values() if can_refund(each.as_paid)]
    money = book.payments[draw.of(book.payments, better=better)]
    cents = draw.amount(money.amount - money.refunded)
    return Call("ask", {"refund_id": draw.id, "payment_id": money.id, "cents": cents})


def _answer(told: RefundState) -> Callable[[Book, Draw], Call | None]:
    def call(book: Book, draw: Draw) -> Call | None:
        better = [
            each for each, given in book.refunds.items() if next_refund_state(given.state, told) is not None
        ]
        given = {"told": told}
        return (
            Call("answer", {"refund_id": draw.of(book.refunds, better=better), **given})
            if book.refunds
            else None
        )

    return call


def _adopt(book: Book, draw: Draw) -> Call | None:
    cards = _cards(book)
    if not cards:
        return None
    money = cards[draw.of(cards, better=[each.id for each in cards.values() if each.rest])]
    state = RefundState.PENDING if draw.more % 2 else RefundState.DONE
    cents = draw.amount(money.amount - money.refunded)
    return Call("adopt", {"refund_id": draw.id, "payment_id": money.id, "cents": cents, "state": state})


def _open_dispute(book: Book, draw: Draw) -> Call | None:
    cards = _cards(book)
    given = {"vendor_dispute": draw.dispute}
    return Call("open_dispute", {"payment_id": draw.of(cards), **given}) if cards else None


def _close_dispute(book: Book, draw: Draw) -> Call | None:
    cards = _cards(book)
    if not cards:
        return None
    money = cards[draw.of(cards)]
    given = {"vendor_dispute": draw.dispute, "cents": money.amount, "won": draw.more % 2 == 0}
    return Call("close_dispute", {"payment_id": money.id, **given})


def _free_copay(_book: Book, draw: Draw) -> Call:
    return Call("free_copay", {"appointment": draw.visit})


def _move_copay(book: Book, draw: Draw) -> Call:
    on = book.today + timedelta(days=draw.more % 6 - 1)
    return Call("move_copay", {"appointment": draw.visit, "on": on})


def _pass_days(_book: Book, draw: Draw) -> Call:
    return Call("pass_days", {"days": DAYS[draw.more % len(DAYS)]})


def _nothing(_book: Book, _draw: Draw) -> None:
    return None


SETTLE = _of_card("settle")
CALLS: tuple[Callable[[Book, Draw], Call | None], ...] = (
    _nothing,
    _post,
    SETTLE,
    _begin,
    _take,
    _ask,
    _begin_copay,
    _void,
    _of_card("process"),
    _of_card("end", state=PaymentState.FAILED),
    _of_card("end", state=PaymentState.CANCELLED),
    _void_payment,
    _answer(RefundState.PENDING),
    _answer(RefundState.DONE),
    _answer(RefundState.FAILED),
    _adopt,
    _open_dispute,
    _close_dispute,
    _free_copay,
    _move_copay,
    _pass_days,
    # what happens oftener than the rest, so that there is something that the rest can be about:
    _post,
    _post,
    _begin,
    _begin,
    SETTLE,
    SETTLE,
    _take,
    _ask,
    _ask,
    _ask,
    _begin_copay,
)


def calls(drawn: bytes, book: Book) -> Iterator[Call]:
    """Give the moves of a sequence, one after another, each by what the book holds when it is asked for."""
    for number in range(len(drawn) // LENGTH):
        what, which, much, little, more = drawn[number * LENGTH : (number + 1) * LENGTH]
        cents = (much * 256 + little) % MOST_CENTS
        draw = Draw(which, cents, more, UUID(int=number + 1, version=4))
        call = CALLS[what % len(CALLS)](book, draw)
        if call is not None:
            yield call


def play(book: Book, call: Call) -> bool:
    """Let a move happen; give whether it was accepted, and changed something."""
    try:
        return getattr(book, call.name)(**call.given) is not False
    except StateForbids:
        return False
