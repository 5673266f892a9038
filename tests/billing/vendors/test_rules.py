"""What follows from what a vendor says: only forwards, and the same in whatever order it is heard."""

from dataclasses import replace
from itertools import permutations

import pytest

from app.billing.rules import PaymentState
from app.billing.vendors.outcome import Outcome
from app.billing.vendors.rules import Move, Standing, next_move

OPEN = Standing(state=PaymentState.OPEN, amount_cents=30_00, live=True)
PAID = Outcome(state=PaymentState.SUCCEEDED, amount_cents=30_00, intent="pi_1")
AFTER = {
    Move.PROCESS: PaymentState.PROCESSING,
    Move.SETTLE: PaymentState.SUCCEEDED,
    Move.FAIL: PaymentState.FAILED,
    Move.CANCEL: PaymentState.CANCELLED,
}
SAID = (
    replace(PAID, state=PaymentState.OPEN),
    replace(PAID, state=PaymentState.OPEN, failure="card_declined"),
    replace(PAID, state=PaymentState.PROCESSING),
    replace(PAID, state=PaymentState.CANCELLED),
    PAID,
)


def after(standing: Standing, outcome: Outcome) -> Standing:
    """Give how a payment stands after an outcome."""
    move = next_move(standing, outcome)
    if move is Move.NOTE:
        return replace(standing, failure=outcome.failure)
    return replace(standing, state=AFTER.get(move, standing.state))


def test_money_counts_in_whatever_order_it_is_heard_of() -> None:
    for order in permutations(SAID):
        standing = OPEN
        for outcome in (*order, *order):
            standing = after(standing, outcome)
        assert standing.state is PaymentState.SUCCEEDED, order


@pytest.mark.parametrize("state", [PaymentState.SUCCEEDED, PaymentState.FAILED, PaymentState.CANCELLED])
@pytest.mark.parametrize("said", SAID[:4])
def test_what_is_at_an_end_is_not_begun_again(state: PaymentState, said: Outcome) -> None:
    assert next_move(replace(OPEN, state=state), said) in (Move.NOTHING, Move.PARK)
    assert after(replace(OPEN, state=state), said).state is state


def test_money_of_a_payment_that_was_given_up_is_taken_all_the_same() -> None:
    assert next_move(replace(OPEN, state=PaymentState.CANCELLED), PAID) is Move.SETTLE
    assert next_move(replace(OPEN, state=PaymentState.FAILED), PAID) is Move.SETTLE


def test_a_declined_card_is_noted_once_and_is_not_the_end() -> None:
    declined = replace(PAID, state=PaymentState.OPEN, failure="card_declined")
    assert next_move(OPEN, declined) is Move.NOTE
    assert next_move(replace(OPEN, failure="card_declined"), declined) is Move.NOTHING
    assert next_move(replace(OPEN, state=PaymentState.PROCESSING), declined) is Move.NOTHING


def test_a_payment_that_ran_out_failed_where_a_card_was_declined_on_it() -> None:
    ran_out = replace(PAID, state=PaymentState.CANCELLED)
    assert next_move(OPEN, ran_out) is Move.CANCEL
    assert next_move(replace(OPEN, failure="card_declined"), ran_out) is Move.FAIL
    assert next_move(OPEN, replace(ran_out, failure="expired_card")) is Move.FAIL


@pytest.mark.parametrize(
    "other", [{"amount_cents": 29_99}, {"amount_cents": 30_01}, {"currency": "eur"}, {"live": False}]
)
@pytest.mark.parametrize("state", [PaymentState.SUCCEEDED, PaymentState.PROCESSING])
def test_money_that_was_not_agreed_settles_nothing(other: dict[str, object], state: PaymentState) -> None:
    said = replace(PAID, state=state, **other)  # type: ignore[arg-type]  # one field of its own type at a time
    for now in (OPEN, replace(OPEN, state=PaymentState.CANCELLED)):
        assert next_move(now, said) is Move.PARK


def test_the_same_payment_taken_twice_at_the_vendor_is_for_staff_to_see() -> None:
    paid = replace(OPEN, state=PaymentState.SUCCEEDED, intent="pi_1")
    assert next_move(paid, PAID) is Move.NOTHING
    assert next_move(paid, replace(PAID, intent="")) is Move.NOTHING
    assert next_move(paid, replace(PAID, intent="pi_2")) is Move.PARK
