"""Copays that are paid before a visit: kept for its day, free once it is cancelled, and moved with it."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from app import db
from app.accounts.sessions import today
from app.billing.ledger import statements
from app.billing.ledger.copays import NO_COPAY, CopayState, copay_states, free_copay, move_copay
from app.billing.ledger.drafts import LineDraft, StatementDraft
from app.billing.ledger.jobs import use_ripe_credit
from app.billing.ledger.moving import Sums
from tests import people
from tests.billing.ledger.money import (
    CHARLIE,
    NORA,
    allocations,
    balances,
    begin,
    owed_of,
    post,
    refund,
    settled,
    steps,
    sums,
    take,
    value,
)
from tests.messages.acts import recorded

pytestmark = pytest.mark.usefixtures("rolled_back")

VISIT = db.new_id()


def in_days(days: int) -> date:
    on: date = today() + timedelta(days=days)
    return on


async def paid(cents: int = 25_00, *, days: int = 7, visit: UUID = VISIT) -> UUID:
    """Pay the copay of a visit that is so many days ahead."""
    payment = await begin(cents, appointment=visit, visit_on=in_days(days))
    assert payment is not None
    await settled(payment)
    return payment


async def post_of_day(cents: int, *, day: int) -> UUID:
    """Post a statement that asks for something of a day so many days from now."""
    lines = (LineDraft(None, "Letter", 0), LineDraft(in_days(day), "Session", cents))
    draft = StatementDraft(today(), in_days(30), lines)
    return await statements.post(by=NORA, client_id=CHARLIE, draft=draft, told=False)


async def free(visit: UUID = VISIT) -> None:
    await free_copay(by=NORA, client_id=CHARLIE, appointment_id=visit)


async def state() -> CopayState:
    return (await copay_states([VISIT])).get(VISIT, NO_COPAY)


async def test_it_is_kept_for_its_visit_whatever_is_owed_before() -> None:
    statement = await post(80_00)
    payment = await paid()
    later = await post(10_00)
    assert (await owed_of(statement), await owed_of(later)) == (80_00, 10_00)
    assert (await sums(), await value("owed_after_cents", payment)) == (Sums(90_00, 0, 25_00), 80_00)
    await balances()


async def test_from_the_day_of_the_visit_it_still_waits_for_the_statement_of_that_visit() -> None:
    other = await post_of_day(80_00, day=-30)
    await paid(days=-1)
    assert (await owed_of(other), (await sums()).credit) == (80_00, 25_00)
    assert await use_ripe_credit() == 0
    own = await post_of_day(40_00, day=-1)
    assert (await owed_of(other), await owed_of(own)) == (80_00, 15_00)
    assert (await sums()).credit == 0
    await balances()


async def test_its_statement_is_paid_by_it_before_any_other_credit() -> None:
    await take(10_00, keep_rest=True)
    payment = await paid(days=-1)
    own = await post_of_day(30_00, day=-1)
    assert await value("allocated_cents", payment) == 25_00
    assert (await owed_of(own), (await sums()).credit) == (0, 5_00)


async def test_what_is_left_of_it_pays_other_statements_sixty_days_after_the_visit() -> None:
    other = await post_of_day(80_00, day=-90)
    await paid(days=-59)
    assert await use_ripe_credit() == 0
    assert await owed_of(other) == 80_00
    await paid(days=-60, visit=db.new_id())
    assert await owed_of(other) == 55_00
    await balances()


async def test_one_of_todays_visit_pays_at_once() -> None:
    statement = await post(80_00)
    await paid(days=0)
    assert await owed_of(statement) == 55_00


async def test_it_holds_nothing_of_what_is_owed() -> None:
    await post(80_00)
    await begin(25_00, appointment=VISIT, visit_on=in_days(3))
    assert (await sums()).held == 0
    await balances()


async def test_how_it_stands_is_told_by_visit() -> None:
    assert await copay_states([]) == {}
    assert await state() == NO_COPAY
    first = await begin(25_00, appointment=VISIT, visit_on=in_days(3))
    assert await state() == CopayState(0, under_way=True, payment_id=first)
    assert first is not None
    await settled(first)
    assert await state() == CopayState(25_00, under_way=False, payment_id=first)
    await refund(first, 10_00)
    assert await state() == CopayState(15_00, under_way=False, payment_id=first)
    second = await begin(10_00, appointment=VISIT, visit_on=in_days(3))
    assert await state() == CopayState(15_00, under_way=True, payment_id=second)


async def test_the_copay_of_a_visit_that_is_cancelled_pays_what_is_owed_and_the_rest_is_credit() -> None:
    statement = await post(10_00)
    payment = await paid()
    await free()
    assert (await owed_of(statement), await sums()) == (0, Sums(owed=0, held=0, credit=15_00))
    assert await allocations(statement) == [("credit", 10_00)]
    assert await state() == NO_COPAY
    assert (await steps(payment), await recorded("copay_freed", "charlie")) == (["paid", "freed"], 1)
    await free()
    assert (await steps(payment), await recorded("copay_freed", "charlie")) == (["paid", "freed"], 1)
    await balances()


async def test_one_that_comes_in_after_its_visit_was_cancelled_is_free_too() -> None:
    statement = await post(10_00)
    payment = await begin(25_00, appointment=VISIT, visit_on=in_days(3))
    assert payment is not None
    await free()
    assert await recorded("copay_freed", "charlie") == 0
    await settled(payment)
    assert (await owed_of(statement), await state()) == (0, NO_COPAY)
    assert (await sums()).credit == 15_00


async def test_freeing_makes_nothing_wait_that_was_usable_before() -> None:
    payment = await paid(days=-70)
    await free()
    assert await value("usable_on", payment) == in_days(-10)


async def test_it_moves_with_its_visit() -> None:
    statement = await post(80_00)
    payment = await paid(days=3)
    await move_copay(CHARLIE, VISIT, in_days(9))
    assert (await value("visit_on", payment), await value("usable_on", payment)) == (in_days(9), in_days(69))
    assert await owed_of(statement) == 80_00
    await move_copay(CHARLIE, VISIT, in_days(0))
    assert await owed_of(statement) == 55_00
    await move_copay(CHARLIE, VISIT, in_days(9))
    assert await owed_of(statement) == 55_00
    await move_copay(CHARLIE, db.new_id(), in_days(0))
    await balances()


async def test_only_the_copay_of_this_visit_and_client_is_freed_and_moved() -> None:
    payment = await paid(days=3)
    await free(db.new_id())
    await free_copay(by=NORA, client_id=people.client_id("bob"), appointment_id=VISIT)
    await move_copay(people.client_id("bob"), VISIT, in_days(9))
    assert await value("visit_on", payment) == in_days(3)
    assert await value("freed_at", payment) is None
