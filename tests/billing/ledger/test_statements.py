"""Statements: what can be posted, once, and what becomes of the money when one is taken back."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app import db
from app.accounts.sessions import today
from app.activity.refusals import NotFound, StateForbids, Unfit
from app.billing.ledger import statements
from app.billing.ledger.drafts import LineDraft
from app.billing.ledger.jobs import still_owed
from app.billing.ledger.moving import Sums
from app.billing.rules import MOST_STATED_CENTS
from tests import people, rows
from tests.appointments.kept import told
from tests.billing.ledger.money import (
    CHARLIE,
    NORA,
    allocations,
    balances,
    draft,
    owed_of,
    pay,
    post,
    sums,
    take,
    value,
)
from tests.messages.acts import recorded

pytestmark = pytest.mark.usefixtures("rolled_back")

LINE = LineDraft(date(2026, 11, 3), "Session", 165_00, 120_00, 20_00)


async def posted(**more: Any) -> Any:
    given: dict[str, Any] = {"by": NORA, "client_id": CHARLIE, "draft": draft(50_00)} | more
    return await statements.post(**given)


async def test_nothing_is_owed_for_a_day_to_come() -> None:
    tomorrow = today() + timedelta(days=1)
    for wrong, field in (
        (replace(draft(), issued_on=tomorrow), "issued_on"),
        (replace(draft(), lines=(LINE, replace(LINE, service_on=tomorrow))), "service_on_2"),
    ):
        with pytest.raises(Unfit, match="still to come") as refused:
            await posted(draft=wrong)
        assert refused.value.field == field
    assert await sums() == Sums(0, 0, 0)


async def test_it_says_what_was_charged_what_insurance_paid_and_what_is_left() -> None:
    statement = await posted(
        draft=replace(draft(), lines=(LINE, LineDraft(None, "Letter", 40_00)), note="Hi")
    )
    row = await db.row("select * from statement where id = $1", statement)
    assert row is not None
    assert (row["total_cents"], row["paid_cents"], row["owed_cents"], row["note"]) == (65_00, 0, 65_00, "Hi")
    assert (row["state"], row["posted_by_name"], row["paid_off_at"]) == ("posted", "Nora Novak", None)
    lines = await db.rows("select * from statement_line where statement = $1 order by position", statement)
    assert [(each["words"], each["yours_cents"], each["service_on"]) for each in lines] == [
        ("Session", 25_00, date(2026, 11, 3)),
        ("Letter", 40_00, None),
    ]
    assert await sums() == Sums(owed=65_00, held=0, credit=0)
    assert await recorded("statement_posted", "charlie") == 1
    await balances()


async def test_numbers_go_up() -> None:
    first, second = await posted(), await posted()
    number = "select number from statement where id = $1"
    assert await rows.value(number, first) < await rows.value(number, second)


async def test_the_client_is_told_of_it_where_it_stands() -> None:
    statement = await posted()
    (notice,) = await told()
    assert (notice["notice"], notice["path"]) == ("bill", f"/billing/statements/{statement}")
    assert await still_owed([statement]) == {statement}
    await pay(50_00)
    assert await still_owed([statement]) == set()


@pytest.mark.parametrize("why", ["nothing is asked for", "credit has paid it", "nobody is to be told"])
async def test_the_client_is_not_told_of(why: str) -> None:
    if why == "credit has paid it":
        await take(50_00, keep_rest=True)
    await posted(
        draft=draft(0 if why == "nothing is asked for" else 50_00), told=why != "nobody is to be told"
    )
    assert await told() == []


async def test_one_that_asks_for_nothing_is_paid_at_once() -> None:
    statement = await posted(draft=draft([0, 0]))
    assert await rows.value("select paid_off_at = posted_at from statement where id = $1", statement) is True
    assert await sums() == Sums(owed=0, held=0, credit=0)
    await balances()


async def test_a_form_that_is_sent_twice_posts_once() -> None:
    once = db.new_id()
    assert await posted(once=once) == once
    before = await rows.digest()
    assert await posted(once=once) == once
    assert await rows.digest() == before


async def test_the_id_of_anothers_statement_is_not_found() -> None:
    bobs = await post(10_00, client=people.client_id("bob"))
    with pytest.raises(NotFound):
        await posted(once=bobs)


async def test_what_was_imported_before_is_refused() -> None:
    await posted(source="csv", external_id="S-1")
    with pytest.raises(StateForbids, match="taken in already"):
        await posted(source="csv", external_id="S-1")
    assert await sums() == Sums(owed=50_00, held=0, credit=0)


def line(**more: Any) -> Any:
    return replace(draft(), lines=(LINE, replace(LINE, **more)))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(draft(), due_on=today() - timedelta(days=1)), "due_on"),
        (replace(draft(), lines=()), "lines"),
        (replace(draft(), lines=(LINE,) * 41), "lines"),
        (replace(draft(), lines=(replace(LINE, charge_cents=MOST_STATED_CENTS),) * 2), "lines"),
        (replace(draft(), note="x" * 501), "note"),
        (replace(draft(), note="For F41.1"), "note"),
        (line(words=" "), "words_2"),
        (line(words="x" * 201), "words_2"),
        (line(words="Anxiety (f41.1)"), "words_2"),
        (line(words="Depression F32.A"), "words_2"),
        (line(words="Depression Ｆ３２.１"), "words_2"),
        (line(charge_cents=-1), "charge_2"),
        (line(insurance_cents=-1), "insurance_2"),
        (line(adjusted_cents=-1), "adjusted_2"),
        (line(charge_cents=MOST_STATED_CENTS + 1), "charge_2"),
        (line(insurance_cents=145_01), "adjusted_2"),
    ],
)
async def test_a_statement_that_is_not_right_is_refused_with_a_sentence_at_its_field(
    wrong: Any, field: str
) -> None:
    before = await rows.digest()
    with pytest.raises(Unfit) as refusal:
        await posted(draft=wrong)
    assert refusal.value.field == field
    assert str(refusal.value)
    assert await rows.digest() == before


@pytest.mark.parametrize(
    "words", ["Session on 11/3", "Room B12.5a5b5", "CPT 90834", "Version 1.5", "No. AF41.1"]
)
async def test_what_only_looks_a_little_like_a_diagnosis_is_fine(words: str) -> None:
    await posted(draft=line(words=words))


async def test_the_most_that_is_stated_can_be_owed_several_times() -> None:
    for _ in range(3):
        await posted(draft=draft([MOST_STATED_CENTS // 2] * 2))
    assert (await sums()).owed == 3 * MOST_STATED_CENTS
    for _ in range(25):
        await rows.change(
            "update billing_account set owed_cents = owed_cents + $2 where id = $1",
            CHARLIE,
            MOST_STATED_CENTS,
        )
    assert (await sums()).owed == 28 * MOST_STATED_CENTS


async def test_one_that_is_taken_back_is_not_owed_any_more_and_says_why() -> None:
    statement = await post(80_00)
    await statements.void(by=NORA, client_id=CHARLIE, statement_id=statement, reason="Wrong client")
    row = await db.row("select * from statement where id = $1", statement)
    assert row is not None
    assert (row["state"], row["owed_cents"], row["void_reason"]) == ("void", 0, "Wrong client")
    assert (row["voided_by_name"], row["voided_at"] is not None) == ("Nora Novak", True)
    assert await sums() == Sums(owed=0, held=0, credit=0)
    assert await recorded("statement_voided", "charlie") == 1
    await balances()


async def test_what_was_paid_for_it_pays_the_others_and_the_rest_is_credit() -> None:
    wrong = await post(80_00)
    payment = await pay(80_00)
    other = await post(30_00)
    await statements.void(by=NORA, client_id=CHARLIE, statement_id=wrong, reason="Wrong client")
    assert await owed_of(other) == 0
    assert await allocations(wrong) == [("payment", 80_00), ("void", -80_00)]
    assert await allocations(other) == [("credit", 30_00)]
    assert (await value("allocated_cents", payment), await sums()) == (30_00, Sums(0, 0, 50_00))
    assert await rows.value("select paid_off_at from statement where id = $1", wrong) is None
    await balances()


async def test_a_payment_under_way_for_one_that_is_taken_back_pays_the_others() -> None:
    wrong, other = await post(80_00, due_in=5), await post(30_00)
    payment = await pay(70_00, statement=wrong)
    await statements.void(by=NORA, client_id=CHARLIE, statement_id=wrong, reason="Wrong client")
    assert await owed_of(other) == 0
    assert (await sums()).credit == 40_00
    assert await value("state", payment) == "succeeded"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301, "Was F41.1"])
async def test_a_reason_the_client_can_read_is_needed(reason: str) -> None:
    statement = await post(80_00)
    with pytest.raises(Unfit) as refusal:
        await statements.void(by=NORA, client_id=CHARLIE, statement_id=statement, reason=reason)
    assert refusal.value.field == "reason"
    assert await owed_of(statement) == 80_00


async def test_one_is_taken_back_once() -> None:
    statement = await post(80_00)
    await statements.void(by=NORA, client_id=CHARLIE, statement_id=statement, reason="Wrong")
    with pytest.raises(StateForbids, match="taken back already"):
        await statements.void(by=NORA, client_id=CHARLIE, statement_id=statement, reason="Wrong")


async def test_anothers_statement_is_not_found() -> None:
    statement = await post(80_00, client=people.client_id("bob"))
    for statement_id in (statement, db.new_id()):
        with pytest.raises(NotFound):
            await statements.void(by=NORA, client_id=CHARLIE, statement_id=statement_id, reason="Wrong")
    assert await owed_of(statement) == 80_00
