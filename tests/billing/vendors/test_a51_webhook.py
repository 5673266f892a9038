"""The vendor tells what became of a payment: signed, it takes effect once; anything else changes nothing (A51)."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.billing.vendors.signing import sign
from app.web.frame import Portal
from tests import rows
from tests.billing.ledger import money
from tests.billing.vendors import events
from tests.billing.vendors.events import (
    begun,
    cards_by_stripe,
    charge,
    event,
    intent,
    kept,
    state_of,
    succeeded,
    tell,
)
from tests.page import Browser


@pytest.mark.usefixtures("rolled_back")
async def test_a_payment_that_came_in_is_settled() -> None:
    payment_id = await begun(30_00)
    with cards_by_stripe():
        answer = await tell(succeeded(payment_id))
    assert (answer.status_code, answer.content) == (200, b"")
    assert await state_of(payment_id) == "succeeded"
    assert await money.value("vendor_intent", payment_id) == f"pi_{payment_id.hex}"
    sums = await money.sums()
    assert (sums.owed, sums.held, sums.credit) == (70_00, 0, 0)
    assert await kept() == ["applied"]
    await money.balances()


@pytest.mark.parametrize(
    "forged",
    [
        {"signature": ""},
        {"secret": "whsec_of-somebody-else"},
        {"at": timedelta(seconds=-302)},
        {"at": timedelta(seconds=302)},
        {"signature": "t=1,v1=00"},
    ],
)
@pytest.mark.usefixtures("rolled_back")
async def test_what_is_not_signed_by_the_vendor_lately_is_refused(forged: dict[str, Any]) -> None:
    payment_id = await begun()
    before = await rows.digest()
    with cards_by_stripe():
        assert (await tell(succeeded(payment_id), **forged)).status_code == 400
    assert await rows.digest() == before


@pytest.mark.usefixtures("rolled_back")
async def test_a_body_with_one_byte_changed_is_refused() -> None:
    payment_id = await begun()
    body = succeeded(payment_id, cents=10_00)
    with cards_by_stripe():
        good = sign(events.SECRET, body, datetime.now(UTC))
        assert (await tell(body.replace(b"1000", b"3000"), signature=good)).status_code == 400
        assert (await tell(body + b" ", signature=good)).status_code == 400
    assert await state_of(payment_id) == "open"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'"evt_1"',
        b"\xff\xfe",
        b"[" * 5000,
        json.dumps({"id": "evt_1", "type": "payment_intent.succeeded"}).encode(),
        json.dumps({"id": 1, "type": "a", "data": {"object": {}}}).encode(),
        json.dumps({"id": "evt\u0000", "type": "a", "data": {"object": {}}}).encode(),
        json.dumps({"id": "e" * 300, "type": "a", "data": {"object": {}}}).encode(),
        event("payment_intent.succeeded", {"object": "payment_intent", "id": "pi_1"}),
        event("payment_intent.succeeded", intent(None, amount="3000")),
        event("payment_intent.succeeded", intent(None, amount=30.5)),
        event("payment_intent.succeeded", intent(None, amount=True)),
        event("payment_intent.succeeded", intent(None, amount=2**31)),
        event("payment_intent.succeeded", intent(None, amount=-(10**30))),
        event("payment_intent.succeeded", intent(None, id={"id": "pi_1"})),
        json.dumps({"id": ["evt_1"], "type": "a", "data": {"object": {}}}).encode(),
        event("payment_intent.succeeded", intent(None, latest_charge={"created": 10**30})),
        event("checkout.session.expired", {"object": "checkout.session", "id": "cs_1", "status": []}),
    ],
)
@pytest.mark.usefixtures("rolled_back")
async def test_what_is_signed_and_says_nothing_is_refused(body: bytes) -> None:
    before = await rows.digest()
    with cards_by_stripe():
        assert (await tell(body)).status_code == 400
    assert await rows.digest() == before


@pytest.mark.usefixtures("rolled_back")
async def test_the_webhook_is_closed_where_nobody_takes_cards() -> None:
    payment_id = await begun()
    assert (await tell(succeeded(payment_id))).status_code == 400
    assert await state_of(payment_id) == "open"


async def test_a_call_that_is_too_long_is_refused(portal: Portal) -> None:
    with cards_by_stripe():
        assert (await tell(b" " * 300_001)).status_code == 413


async def test_the_webhook_is_only_called_by_post(portal: Portal) -> None:
    assert (await Browser().send("GET", events.PATH)).status_code == 405


@pytest.mark.usefixtures("restored")
async def test_the_same_event_fifty_times_at_once_has_one_effect() -> None:
    payment_id = await begun(30_00)
    body = succeeded(payment_id)
    with cards_by_stripe():
        answers = await asyncio.gather(*(tell(body) for _ in range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert await kept() == ["applied"]
    assert (await money.steps(payment_id)).count("paid") == 1
    assert await rows.value("select count(*) from allocation where payment = $1", payment_id) == 1
    assert (await money.sums()).owed == 70_00
    await money.balances()


@pytest.mark.usefixtures("restored")
async def test_many_events_of_one_payment_at_once_have_one_effect() -> None:
    payment_id = await begun(30_00)
    with cards_by_stripe():
        answers = await asyncio.gather(*(tell(succeeded(payment_id)) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(await kept()) == ["applied", *["nothing"] * 19]
    assert (await money.sums()).owed == 70_00
    await money.balances()


@pytest.mark.usefixtures("rolled_back")
async def test_a_payment_that_we_do_not_know_is_parked() -> None:
    with cards_by_stripe():
        assert (await tell(succeeded(uuid4()))).status_code == 200
    assert await kept() == ["parked"]


@pytest.mark.usefixtures("rolled_back")
async def test_what_is_about_nothing_of_ours_is_left_alone() -> None:
    other = {"object": "customer", "id": "cus_1"}
    with cards_by_stripe():
        for body in (succeeded(None), event("customer.created", other), event("a.b", {"id": "x_1"})):
            assert (await tell(body)).status_code == 200
    assert await kept() == ["nothing"] * 3


@pytest.mark.parametrize("other", [{"cents": 29_99}, {"currency": "jpy"}, {"cents": 3_000_00}])
@pytest.mark.usefixtures("rolled_back")
async def test_another_amount_or_currency_settles_nothing(other: dict[str, Any]) -> None:
    payment_id = await begun(30_00)
    with cards_by_stripe():
        assert (await tell(succeeded(payment_id, **other))).status_code == 200
    assert (await state_of(payment_id), await kept()) == ("open", ["parked"])
    assert (await money.sums()).owed == 100_00


@pytest.mark.usefixtures("rolled_back")
async def test_money_of_another_kind_settles_nothing() -> None:
    payment_id = await begun(30_00)
    with cards_by_stripe():
        await tell(event("payment_intent.succeeded", intent(payment_id), livemode=True))
    assert (await state_of(payment_id), await kept()) == ("open", ["parked"])


@pytest.mark.usefixtures("rolled_back")
async def test_a_payment_of_another_vendor_or_of_the_desk_is_not_this_vendors() -> None:
    of_demo, of_desk = await begun(vendor="demo"), await money.take(10_00)
    with cards_by_stripe():
        for payment_id in (of_demo, of_desk):
            await tell(succeeded(payment_id))
    assert await kept() == ["parked", "parked"]
    assert await state_of(of_demo) == "open"


@pytest.mark.usefixtures("rolled_back")
async def test_a_declined_card_is_noted_and_the_client_may_still_pay() -> None:
    payment_id = await begun(30_00)
    error = {"code": "card_declined", "decline_code": "insufficient_funds"}
    failed = intent(payment_id, status="requires_payment_method", last_payment_error=error)
    with cards_by_stripe():
        await tell(event("payment_intent.payment_failed", failed))
        assert await state_of(payment_id) == "open"
        assert await money.value("failure", payment_id) == "insufficient_funds"
        await tell(succeeded(payment_id))
        await tell(event("payment_intent.payment_failed", failed))
    assert await state_of(payment_id) == "succeeded"
    assert await money.value("failure", payment_id) == ""


@pytest.mark.usefixtures("rolled_back")
async def test_a_page_that_ran_out_gives_back_what_was_held() -> None:
    payment_id = await begun(30_00, session="cs_ran_out")
    page = {"object": "checkout.session", "id": "cs_ran_out", "status": "expired", "payment_status": "unpaid"}
    money_of = {"amount_total": 30_00, "currency": "usd", "payment_intent": None, "metadata": {}}
    with cards_by_stripe():
        await tell(event("checkout.session.expired", page | money_of))
    assert await state_of(payment_id) == "cancelled"
    assert (await money.sums()).held == 0


@pytest.mark.usefixtures("rolled_back")
async def test_money_that_comes_after_the_page_ran_out_is_taken() -> None:
    payment_id = await begun(30_00)
    page = {"object": "checkout.session", "id": f"cs_{payment_id.hex}", "status": "expired"}
    with cards_by_stripe():
        await tell(event("checkout.session.expired", page | {"amount_total": 30_00, "currency": "usd"}))
        await tell(succeeded(payment_id))
    assert await state_of(payment_id) == "succeeded"
    assert (await money.sums()).owed == 70_00
    await money.balances()


@pytest.mark.usefixtures("rolled_back")
async def test_a_page_that_is_complete_and_not_paid_is_asked_about() -> None:
    payment_id = await begun(30_00)
    page = {"object": "checkout.session", "id": f"cs_{payment_id.hex}", "status": "complete"}
    with cards_by_stripe():
        await tell(event("checkout.session.completed", page | {"payment_status": "unpaid"}))
    assert (await state_of(payment_id), await kept()) == ("open", ["applied"])
    assert await rows.value("select count(*) from outbox_message where kind = 'billing.look_up'") == 1


@pytest.mark.usefixtures("rolled_back")
async def test_a_name_that_is_none_of_our_ids_names_nothing() -> None:
    payment_id = await begun(30_00)
    with cards_by_stripe():
        for name in ("1", "", "not-an-id", ["x"], {"a": 1}):
            other = intent(None, metadata={"portal_payment": name})
            assert (await tell(event("payment_intent.succeeded", other))).status_code == 200
    assert await kept() == ["nothing"] * 5
    assert await state_of(payment_id) == "open"


@pytest.mark.usefixtures("rolled_back")
async def test_a_refund_told_before_the_payment_is_asked_about_and_settles_nothing_by_itself() -> None:
    payment_id = await begun(30_00)
    refund = {"object": "refund", "id": "re_1", "amount": 5_00, "status": "succeeded", "metadata": {}}
    with cards_by_stripe():
        await tell(event("refund.created", refund | {"payment_intent": f"pi_{payment_id.hex}"}))
        assert await kept() == ["nothing"]
        await tell(event("charge.refunded", charge(payment_id, amount_refunded=5_00)))
        assert await state_of(payment_id) == "open"
        await tell(succeeded(payment_id))
    assert await state_of(payment_id) == "succeeded"
    assert await kept() == ["applied", "applied", "applied"]
    assert await rows.value("select count(*) from outbox_message where kind = 'billing.look_up'") == 3
