"""The rules alone: what is put where, what is taken back from where, and which buttons are offered."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from app.billing.ledger.rules import (
    KEPT_FOR,
    Allotted,
    Credit,
    Move,
    Owing,
    Paid,
    Use,
    allocate,
    can_refund,
    can_settle,
    can_void_payment,
    put_in,
    take_back,
    usable_from,
    use_credit,
)
from app.billing.rules import DisputeState, PaymentState, Way

ON, AT = date(2026, 12, 1), datetime(2026, 12, 1, tzinfo=UTC)
A, B, C = (UUID(int=number) for number in (1, 2, 3))
OWED = (Owing(A, ON + timedelta(days=2), 1, 10), Owing(B, ON, 3, 10), Owing(C, ON, 2, 10))


def test_money_goes_to_what_is_due_first_and_then_by_number() -> None:
    assert allocate(25, OWED) == (Move(C, 10), Move(B, 10), Move(A, 5))
    assert allocate(25, OWED, (A,)) == (Move(A, 10), Move(C, 10), Move(B, 5))
    assert allocate(5, OWED, (B, A)) == (Move(B, 5),)
    assert allocate(99, OWED) == (Move(C, 10), Move(B, 10), Move(A, 10))
    assert allocate(0, OWED) == ()
    assert allocate(10, ()) == ()


def test_what_was_put_somewhere_last_is_taken_back_first_and_credit_before_it() -> None:
    put = (
        Allotted(A, ON, 1, 10, AT),
        Allotted(B, ON, 2, 10, AT + timedelta(days=1)),
        Allotted(C, ON, 3, 10, AT),
    )
    assert take_back(4, 5, put) == ()
    assert take_back(12, 5, put) == (Move(B, -7),)
    assert take_back(35, 5, put) == (Move(B, -10), Move(C, -10), Move(A, -10))
    with pytest.raises(ValueError, match="1 cents more"):
        take_back(36, 5, put)


def test_credit_is_used_from_the_oldest_payment_and_not_before_its_day() -> None:
    older, newer = Credit(A, AT, 2, 12), Credit(B, AT + timedelta(days=1), 1, 12)
    waiting = Credit(C, AT - timedelta(days=9), 3, 12, usable_on=ON + timedelta(days=1))
    assert use_credit([newer, waiting, older], OWED, ON) == (
        Use(A, C, 10),
        Use(A, B, 2),
        Use(B, B, 8),
        Use(B, A, 4),
    )
    assert use_credit([waiting], OWED, ON) == ()
    assert use_credit([waiting], OWED, ON + timedelta(days=1)) == (Use(C, C, 10), Use(C, B, 2))


def test_a_copay_only_pays_statements_of_its_visits_day_until_it_is_usable() -> None:
    of_day = [replace(OWED[0], days=frozenset({ON})), *OWED[1:]]
    copay = Credit(A, AT, 2, 15, usable_on=ON + timedelta(days=60), visit_on=ON)
    other = Credit(B, AT - timedelta(days=1), 1, 15)
    own = OWED[0].statement
    assert use_credit([copay], of_day, ON) == (Use(A, own, 10),)
    assert use_credit([other, copay], of_day, ON)[0] == Use(A, own, 10)
    assert put_in(15, of_day, ON, credit=copay) == (Move(own, 10),)
    assert put_in(15, of_day, ON + timedelta(days=60), credit=copay)[0] == Move(own, 10)
    assert put_in(15, OWED, ON, credit=copay) == ()
    assert usable_from(ON) == ON + KEPT_FOR


PAID = Paid(Way.CASH, PaymentState.SUCCEEDED, 10, 0)
CARD = Paid(Way.CARD, PaymentState.SUCCEEDED, 10, 0, by_card_here=True)


@pytest.mark.parametrize(
    ("paid", "refundable", "voidable"),
    [
        (PAID, True, True),
        (CARD, True, False),
        (Paid(Way.CASH, PaymentState.SUCCEEDED, 10, 9), True, False),
        (Paid(Way.CASH, PaymentState.SUCCEEDED, 10, 10), False, False),
        (Paid(Way.CREDIT, PaymentState.SUCCEEDED, 10, 0), False, True),
        (Paid(Way.CASH, PaymentState.VOIDED, 10, 0), False, False),
        (Paid(Way.CARD, PaymentState.OPEN, 10, 0, by_card_here=True), False, False),
        (Paid(Way.CARD, PaymentState.SUCCEEDED, 10, 0, DisputeState.OPEN, by_card_here=True), False, False),
        (Paid(Way.CARD, PaymentState.SUCCEEDED, 10, 0, DisputeState.WON, by_card_here=True), True, False),
    ],
)
def test_only_what_can_be_done_is_offered(paid: Paid, *, refundable: bool, voidable: bool) -> None:
    assert (can_refund(paid), can_void_payment(paid)) == (refundable, voidable)


def test_money_is_taken_in_until_it_is_there_and_not_again() -> None:
    assert {state for state in PaymentState if can_settle(state)} == set(PaymentState) - {
        PaymentState.SUCCEEDED,
        PaymentState.VOIDED,
    }
