"""Twenty at the same moment, with real transactions side by side: one wins, nothing is lost, and the books balance."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app import db
from app.accounts.sessions import today
from app.activity.actor import Actor
from app.activity.refusals import StateForbids
from app.billing.ledger import copays, desk, refunds, statements
from app.billing.ledger.moving import Sums
from app.billing.ledger.service import end_payment
from app.billing.rules import PaymentState, RefundState
from tests import people, rows
from tests.billing.ledger.money import (
    CHARLIE,
    NORA,
    balances,
    begin,
    draft,
    owed_of,
    pay,
    post,
    refund,
    settled,
    sums,
    take,
    value,
)

pytestmark = pytest.mark.usefixtures("restored")

TIMES = 20
DRAFT = draft(50_00)
Act = Callable[[], Awaitable[Any]]


async def at_once(*acts: Act) -> list[Any]:
    """Let all of them happen at the same moment; give what each gave, None where it was refused."""

    async def one(act: Act) -> Any:
        try:
            return await act()
        except StateForbids:
            return None

    return await asyncio.gather(*(one(act) for act in acts))


def accepted(answers: list[Any]) -> int:
    return sum(answer is not None for answer in answers)


async def void(statement: UUID) -> bool:
    await statements.void(by=NORA, client_id=CHARLIE, statement_id=statement, reason="Wrong")
    return True


async def void_payment(payment: UUID) -> bool:
    await desk.void_payment(by=NORA, client_id=CHARLIE, payment_id=payment, reason="Typed twice")
    return True


async def ended(payment: UUID) -> bool:
    async with db.transaction():
        return await end_payment(
            by=Actor.system("payments"), payment_id=payment, state=PaymentState.CANCELLED
        )


@pytest.mark.parametrize(("cents", "winners"), [(100_00, 1), (50_01, 1), (30_00, 3), (5_00, TIMES)])
async def test_of_payments_of_one_balance_no_more_are_accepted_than_is_owed(cents: int, winners: int) -> None:
    await post(100_00)
    answers = await at_once(*[lambda: begin(cents)] * TIMES)
    assert accepted(answers) == winners
    assert await sums() == Sums(owed=100_00, held=winners * cents, credit=0)
    await balances()


@pytest.mark.parametrize(("cents", "winners"), [(100_00, 1), (30_00, 3)])
async def test_of_payments_at_the_desk_no_more_are_taken_than_is_owed(cents: int, winners: int) -> None:
    await post(100_00)
    answers = await at_once(*[lambda: take(cents)] * TIMES)
    assert accepted(answers) == winners
    assert (await sums()).owed == 100_00 - winners * cents
    await balances()


@pytest.mark.parametrize(("cents", "winners"), [(100_00, 1), (30_00, 3)])
async def test_of_refunds_of_one_payment_no_more_are_accepted_than_was_paid(cents: int, winners: int) -> None:
    await post(100_00)
    payment = await pay(100_00)
    answers = await at_once(*[lambda: refund(payment, cents)] * TIMES)
    assert accepted(answers) == winners
    assert (await value("refunded_cents", payment), (await sums()).owed) == (winners * cents, winners * cents)
    await balances()


async def test_refunds_of_ours_and_at_the_vendors_pages_and_a_bank_share_what_was_paid() -> None:
    await post(100_00)
    payment = await pay(100_00)

    async def adopt(number: int) -> UUID | None:
        return await refunds.adopt_refund(
            payment, vendor_refund=f"re_{number}", cents=40_00, state=RefundState.DONE
        )

    async def lose() -> bool:
        return await refunds.dispute_closed(payment, vendor_dispute="dp_1", cents=100_00, won=False)

    acts: list[Act] = [lambda: refund(payment, 40_00)] * 8
    acts += [lambda number=number: adopt(number) for number in range(8)]  # type: ignore[misc]  # bound as it is now
    await at_once(*acts, *[lose] * 4)
    assert await value("refunded_cents", payment) in (80_00, 100_00)
    assert (await sums()).owed == await value("refunded_cents", payment)
    await balances()


@pytest.mark.parametrize("what", ["statement", "payment", "refund"])
async def test_one_form_sent_twenty_times_has_one_effect_and_twenty_equal_answers(what: str) -> None:
    once = db.new_id()
    await post(100_00)
    payment = await pay(20_00)
    send: dict[str, Act] = {
        "statement": lambda: statements.post(by=NORA, client_id=CHARLIE, draft=DRAFT, once=once),
        "payment": lambda: take(80_00, once=once),
        "refund": lambda: refund(payment, 20_00, once=once),
    }
    answers = await at_once(*[send[what]] * TIMES)
    assert answers == [answers[0]] * TIMES
    assert answers[0] is not None
    assert await rows.value(f"select count(*) from {what} where id = $1", once) == 1
    assert (await sums()).owed == {"statement": 130_00, "payment": 0, "refund": 100_00}[what]
    await balances()


async def test_money_that_is_told_of_twenty_times_comes_in_once() -> None:
    statement = await post(100_00)
    payment = await begin(60_00)
    assert payment is not None
    answers = await at_once(*[lambda: settled(payment)] * TIMES)
    assert sum(answers) == 1
    assert (await owed_of(statement), await sums()) == (40_00, Sums(owed=40_00, held=0, credit=0))
    assert await rows.value("select count(*) from payment_step where payment = $1", payment) == 1
    await balances()


async def test_money_that_comes_in_while_the_payment_is_given_up_is_not_lost() -> None:
    statement = await post(100_00)
    payment = await begin(60_00)
    assert payment is not None
    await at_once(*[lambda: settled(payment), lambda: ended(payment)] * (TIMES // 2))
    assert (await value("state", payment), await owed_of(statement)) == ("succeeded", 40_00)
    assert (await sums()).held == 0
    await balances()


async def test_a_statement_is_taken_back_once_while_it_is_paid() -> None:
    statement, other = await post(100_00), await post(100_00, due_in=60)
    acts: list[Act] = [lambda: void(statement), lambda: take(10_00), lambda: begin(10_00)]
    answers = await at_once(*acts * 7)
    assert sum(answer is True for answer in answers) == 1
    assert await owed_of(statement) == 0
    assert await rows.value("select paid_cents from statement where id = $1", statement) == 0
    taken = await rows.value("select coalesce(sum(amount_cents), 0) from payment where state = 'succeeded'"
                             " and client = $1", CHARLIE)  # fmt: skip
    assert await owed_of(other) + min(taken, 100_00) == 100_00
    await balances()


async def test_a_payment_of_the_desk_is_either_taken_out_or_refunded() -> None:
    await post(100_00)
    payment = await take(100_00)
    answers = await at_once(*[lambda: void_payment(payment), lambda: refund(payment, 100_00)] * (TIMES // 2))
    assert accepted(answers) == 1
    assert (await sums()) == Sums(owed=100_00, held=0, credit=0)
    await balances()


async def test_the_first_statements_of_a_client_are_all_counted() -> None:
    await rows.change("delete from billing_account where id = $1", CHARLIE)
    await at_once(*[lambda: post(1_00)] * TIMES)
    assert (await sums()).owed == TIMES * 1_00
    await balances()


async def test_a_copay_is_freed_while_it_comes_in() -> None:
    statement, visit = await post(100_00), db.new_id()
    payment = await begin(25_00, appointment=visit, visit_on=today() + timedelta(days=5))
    assert payment is not None

    async def free() -> None:
        await copays.free_copay(by=NORA, client_id=CHARLIE, appointment_id=visit)

    await at_once(*[free, lambda: settled(payment)] * (TIMES // 2))
    assert (await owed_of(statement), await sums()) == (75_00, Sums(owed=75_00, held=0, credit=0))
    await balances()


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_happens_at_once_nobody_waits_for_ever_and_the_books_balance(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # an order, no secret
    bob = people.client_id("bob")
    bills = [await post(100_00) for _ in range(4)]
    paid = [await take(40_00), await pay(60_00), await pay(50_00, client=CHARLIE)]
    under_way = [await begin(20_00), await begin(20_00, appointment=db.new_id(), visit_on=today())]
    acts: list[Act] = [
        *[lambda each=each: void(each) for each in bills[:2]],
        *[lambda each=each: refund(each, 10_00) for each in paid] * 3,
        *[lambda each=each: settled(each) for each in under_way] * 3,
        *[lambda each=each: ended(each) for each in under_way] * 2,
        *[lambda: begin(30_00), lambda: take(30_00), lambda: post(25_00)] * 4,
        *[lambda: take(5_00, client=bob), lambda: post(5_00, client=bob)] * 3,
        lambda: void_payment(paid[0]),
        lambda: refunds.dispute_closed(paid[2], vendor_dispute="dp_1", cents=50_00, won=False),
    ]
    chance.shuffle(acts)
    await at_once(*acts)
    came_in = await rows.value(
        "select sum(amount_cents - refunded_cents) from payment where state = 'succeeded' and client = $1",
        CHARLIE,
    )
    paid_off = await rows.value("select sum(paid_cents) from statement where client = $1", CHARLIE)
    assert came_in == paid_off + (await sums()).credit
    await balances()
