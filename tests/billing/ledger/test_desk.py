"""Money taken at the desk: at most what is owed, on a day that was, once; and taken out where it was a mistake."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app import db
from app.accounts.sessions import today
from app.activity.refusals import NotFound, StateForbids, Unfit
from app.billing.ledger import desk, statements
from app.billing.ledger.desk import DeskPayment
from app.billing.ledger.moving import Sums
from app.billing.rules import MOST_PAID_CENTS, Way
from app.practice.settings import zone_of
from tests import people, rows
from tests.billing.ledger.money import (
    CHARLIE,
    NORA,
    allocations,
    balances,
    begin,
    owed_of,
    pay,
    post,
    refund,
    steps,
    sums,
    take,
    value,
)
from tests.messages.acts import recorded

pytestmark = pytest.mark.usefixtures("rolled_back")


async def taken(payment: DeskPayment, **more: Any) -> Any:
    return await desk.take(by=NORA, client_id=CHARLIE, payment=payment, **more)


async def void(payment_id: Any, reason: str = "Typed twice") -> None:
    await desk.void_payment(by=NORA, client_id=CHARLIE, payment_id=payment_id, reason=reason)


@pytest.mark.parametrize("way", [Way.CASH, Way.CHECK, Way.TERMINAL])
async def test_it_lowers_what_is_owed_and_stands_there_as_what_it_was(way: Way) -> None:
    statement = await post(80_00)
    payment = await taken(DeskPayment(way, 30_00, today(), memo="Check 12"))
    assert await owed_of(statement) == 50_00
    row = await db.row("select * from payment where id = $1", payment)
    assert row is not None
    assert (row["way"], row["memo"], row["paid_by_name"], row["vendor"]) == (
        way,
        "Check 12",
        "Nora Novak",
        "",
    )
    assert (row["owed_after_cents"], row["state"], row["live"]) == (50_00, "succeeded", True)
    assert await steps(payment) == ["entered"]
    assert (await recorded("payment_entered", "charlie"), await recorded("credit_given", "charlie")) == (1, 0)
    await balances()


async def test_what_somebody_is_let_off_is_written_down_as_that() -> None:
    await post(80_00)
    await take(30_00, way=Way.CREDIT)
    assert (await recorded("payment_entered", "charlie"), await recorded("credit_given", "charlie")) == (0, 1)
    assert (await sums()).owed == 50_00


async def test_today_counts_as_now_and_an_earlier_day_as_its_noon_at_the_practice() -> None:
    await post(80_00)
    now, before = await take(10_00), await take(10_00, on=today() - timedelta(days=2))
    assert await rows.value("select paid_at = begun_at from payment where id = $1", now) is True
    noon = datetime.combine(today() - timedelta(days=2), desk.NOON, zone_of(""))
    assert await value("paid_at", before) == noon


async def test_a_day_to_come_is_refused() -> None:
    await post(80_00)
    with pytest.raises(Unfit) as refusal:
        await take(10_00, on=today() + timedelta(days=1))
    assert refusal.value.field == "received_on"
    assert (await sums()).owed == 80_00


@pytest.mark.parametrize("cents", [0, -1, -80_00, 80_01, MOST_PAID_CENTS + 1])
async def test_nothing_too_much_and_more_than_is_owed_are_refused(cents: int) -> None:
    await post(80_00)
    before = await rows.digest()
    with pytest.raises(Unfit) as refusal:
        await take(cents)
    assert refusal.value.field == "amount"
    assert await rows.digest() == before


async def test_more_than_is_owed_is_kept_as_credit_where_somebody_says_so_but_never_too_much() -> None:
    await post(80_00)
    await take(100_00, keep_rest=True)
    assert await sums() == Sums(owed=0, held=0, credit=20_00)
    for cents in (0, MOST_PAID_CENTS + 1):
        with pytest.raises(Unfit):
            await take(cents, keep_rest=True)
    await balances()


async def test_what_somebody_pays_by_card_just_now_is_not_taken_twice() -> None:
    await post(80_00)
    await begin(50_00)
    with pytest.raises(Unfit) as refusal:
        await take(30_01)
    assert "$30.00" in str(refusal.value)
    await take(30_00)


async def test_it_pays_the_statement_it_is_for_first() -> None:
    sooner, chosen = await post(50_00, due_in=3), await post(50_00)
    await take(60_00, statement=chosen)
    assert (await owed_of(chosen), await owed_of(sooner)) == (0, 40_00)


async def test_it_is_for_no_statement_of_somebody_else_nor_one_that_was_taken_back() -> None:
    gone = await post(50_00)
    await statements.void(by=NORA, client_id=CHARLIE, statement_id=gone, reason="Wrong")
    bobs = await post(50_00, client=people.client_id("bob"))
    await post(50_00)
    for statement in (bobs, db.new_id()):
        with pytest.raises(NotFound):
            await take(10_00, statement=statement)
    with pytest.raises(Unfit) as refusal:
        await take(10_00, statement=gone)
    assert refusal.value.field == "statement"


@pytest.mark.parametrize("memo", ["x" * 201, "F41.1"])
async def test_a_memo_says_little_and_no_diagnosis(memo: str) -> None:
    await post(50_00)
    with pytest.raises(Unfit) as refusal:
        await taken(DeskPayment(Way.CASH, 10_00, today(), memo=memo))
    assert refusal.value.field == "memo"


async def test_a_form_that_is_sent_twice_takes_money_once_also_when_nothing_is_owed_any_more() -> None:
    await post(50_00)
    once = db.new_id()
    assert await take(50_00, once=once) == once
    before = await rows.digest()
    assert await take(50_00, once=once) == once
    assert await rows.digest() == before


async def test_the_id_of_anothers_payment_is_not_found() -> None:
    bobs = await take(10_00, client=people.client_id("bob"))
    await post(50_00)
    with pytest.raises(NotFound):
        await take(10_00, once=bobs)


async def test_what_was_imported_before_is_refused() -> None:
    await post(50_00)
    payment = DeskPayment(Way.CASH, 10_00, today())
    await taken(payment, source="csv", external_id="P-1")
    with pytest.raises(StateForbids, match="taken in already"):
        await taken(payment, source="csv", external_id="P-1")
    assert (await sums()).owed == 40_00


async def test_one_that_was_a_mistake_is_taken_out_and_its_statements_are_owed_again() -> None:
    statement = await post(50_00)
    payment = await take(70_00, keep_rest=True)
    await void(payment)
    assert await allocations(statement) == [("payment", 50_00), ("void", -50_00)]
    assert (await value("state", payment), await sums()) == ("voided", Sums(owed=50_00, held=0, credit=0))
    assert await rows.value("select paid_off_at from statement where id = $1", statement) is None
    assert await steps(payment) == ["entered", "voided"]
    assert await rows.value("select remark from payment_step where step = 'voided'") == "Typed twice"
    assert await recorded("payment_voided", "charlie") == 1
    await balances()


async def test_other_credit_pays_what_is_owed_again() -> None:
    await post(50_00)
    mistake = await take(50_00)
    await take(20_00, keep_rest=True)
    await void(mistake)
    assert await sums() == Sums(owed=30_00, held=0, credit=0)
    await balances()


async def test_neither_a_card_payment_nor_one_that_was_refunded_or_taken_out_is_taken_out() -> None:
    await post(100_00)
    card, refunded, gone = await pay(10_00), await take(10_00), await take(10_00)
    await refund(refunded, 1_00)
    await void(gone)
    before = await rows.digest()
    for payment, why in ((card, "by card"), (refunded, "refunded"), (gone, "taken out")):
        with pytest.raises(StateForbids, match=why):
            await void(payment)
    assert await rows.digest() == before


@pytest.mark.parametrize("reason", ["", "x" * 301, "F41.1"])
async def test_a_reason_is_needed(reason: str) -> None:
    await post(100_00)
    payment = await take(10_00)
    with pytest.raises(Unfit) as refusal:
        await void(payment, reason)
    assert refusal.value.field == "reason"


async def test_anothers_payment_is_not_found() -> None:
    bobs = await take(10_00, client=people.client_id("bob"))
    for payment in (bobs, db.new_id()):
        with pytest.raises(NotFound):
            await void(payment)
    assert await value("state", bobs) == "succeeded"
