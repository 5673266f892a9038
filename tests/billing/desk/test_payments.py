"""Payments as staff take them at the desk, read them, give them back and take them out."""

from datetime import timedelta

import pytest

from app.accounts.sessions import today
from app.addresses import StripeAccount
from app.billing.vendors.refunds import REFUND_BY_CARD
from app.config import Payments
from app.notices.tables import OutboxMessage
from app.staff.rules import Action
from tests import people, rows
from tests.billing.desk.books import (
    CASH,
    CHECK,
    EVERYTHING,
    OVERDUE,
    PART,
    PARTLY,
    chart,
    clerk,
    kept,
    newest,
    payment,
    sent,
    statement,
    sums,
)
from tests.billing.paying.paid import demo
from tests.environment import configured

pytestmark = pytest.mark.usefixtures("rolled_back")

NEW = chart("payments", "new")
YESTERDAY, TOMORROW = ((today() + timedelta(days=days)).isoformat() for days in (-1, 1))


async def test_one_that_is_taken_at_the_desk_pays_what_is_due_first() -> None:
    nora = await people.nora()
    await nora.open(chart())
    page = await nora.follow("Take a payment")
    page.shows("Owed now: $125.00.")
    assert page.value("amount") == "125.00"
    page = await nora.press(
        "Enter the payment", way="check", amount="100", memo="Check 77", received_on=YESTERDAY
    )
    page.shows("The payment is entered.", "Check 77", "$100.00", "$85.00", "$15.00", "Entered at the desk")
    made = await newest("payment")
    assert (made["way"], made["paid_by_name"], made["allocated_cents"]) == ("check", "Nora Novak", 100_00)
    assert await sums() == (25_00, 0, 0)
    assert await kept("payment_entered") == 1


async def test_the_statement_that_is_chosen_is_paid_first_and_pressed_twice_it_is_entered_once() -> None:
    nora = await people.nora()
    await nora.open(chart("statements", PARTLY))
    page = await nora.follow("Take a payment")
    assert page.value("statement") == str(PARTLY)
    fields = {
        "way": "cash",
        "amount": "40",
        "received_on": YESTERDAY,
        "statement": PARTLY,
        "once": page.value("once"),
    }
    for _ in range(2):
        assert (await sent(nora, chart("payments"), fields)).status_code == 303
    assert (await statement(PARTLY))["owed_cents"] == 0
    assert await sums() == (85_00, 0, 0)


async def test_more_than_is_owed_needs_a_tick_and_becomes_credit() -> None:
    nora = await people.nora()
    await nora.open(NEW)
    page = await nora.press("Enter the payment", status=422, way="cash", amount="150")
    page.shows("more than is owed at the moment: $125.00")
    page = await nora.press("Enter the payment", way="cash", amount="150", keep_rest="yes")
    page.shows("Still credit", "$25.00")
    assert await sums() == (0, 0, 25_00)


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"way": ""}, "way", "Choose how it was paid"),
        ({"way": "card"}, "way", "choose from the list"),
        ({"amount": ""}, "amount", "Type the amount"),
        ({"amount": "0"}, "amount", "more than $0.00"),
        ({"amount": "-1"}, "amount", "an amount in dollars"),
        ({"amount": "1,00"}, "amount", "an amount in dollars"),
        ({"amount": "NaN"}, "amount", "an amount in dollars"),
        ({"amount": "¥5"}, "amount", "an amount in dollars"),
        ({"amount": "50000.01"}, "amount", "at most $50,000.00"),
        ({"received_on": TOMORROW}, "received_on", "still to come"),
        ({"received_on": ""}, "received_on", "Choose the day"),
        ({"statement": "nothing"}, "statement", "choose from the list"),
        ({"memo": "for F41.1"}, "memo", "code of a diagnosis"),
    ],
)
async def test_what_cannot_be_taken_is_said_at_its_field(
    typed: dict[str, str], field: str, says: str
) -> None:
    nora = await people.nora()
    await nora.open(NEW)
    before = await rows.digest()
    fields = {"way": "cash", "amount": "25", "received_on": YESTERDAY, "memo": "Kept"} | typed
    answer = await sent(nora, chart("payments"), fields)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert says in answer.text
    assert "Kept" in answer.text or "memo" in typed
    assert await rows.digest() == before


async def test_no_more_is_let_off_than_is_owed_whatever_is_ticked() -> None:
    nora = await people.nora()
    await nora.open(NEW)
    before = await rows.digest()
    page = await nora.press("Enter the payment", status=422, way="credit", amount="125.01", keep_rest="yes")
    page.shows("No more can be let off than is owed at the moment: $125.00.")
    assert await rows.digest() == before


async def test_a_statement_of_another_client_is_not_there() -> None:
    nora = await people.nora()
    await nora.open(NEW)
    fields = {"way": "cash", "amount": "10", "received_on": YESTERDAY, "statement": PARTLY}
    assert (await sent(nora, chart("payments", client="bob"), fields)).status_code == 404
    assert await sums("bob") == (40_00, 0, 0)


async def test_a_refund_says_what_is_owed_again_and_is_handed_out_at_the_desk() -> None:
    nora = await people.nora()
    await nora.open(chart("payments", CHECK))
    page = await nora.follow("Refund")
    page.shows("At most $50.00 can be given back", "$50.00 of statement 1002, which is owed again")
    page.shows("You hand the money out at the desk.")
    assert page.value("amount") == "50.00"
    page = await nora.press("Refund", within="main form", status=422)
    page.shows("Type the reason. The client reads it.")
    page = await nora.press("Refund", within="main form", amount="20", reason="Paid twice")
    page.shows(
        "Hand the money out now.", "Paid twice", "$30.00 given back".replace("$30.00 given back", "$30.00")
    )
    assert (await payment(CHECK))["refunded_cents"] == 30_00
    assert await sums() == (145_00, 0, 0)
    assert await kept("refund_made") == 1


async def test_no_more_is_given_back_than_is_left() -> None:
    nora = await people.nora()
    await nora.open(chart("payments", CHECK, "refund"))
    page = await nora.press("Refund", within="main form", status=422, amount="50.01", reason="Too much")
    page.shows("At most $50.00 of this payment can be given back.")
    await nora.press("Refund", within="main form", amount="50", reason="All of it")
    (await nora.open(chart("payments", CHECK))).lacks("Entered by mistake")
    assert not nora.page or not [
        link for link in nora.page.all("main a") if link.get_text(strip=True) == "Refund"
    ]
    page = await nora.open(chart("payments", CHECK, "refund"), status=409)
    page.shows("given back already")
    (await nora.follow("Go to the payment")).shows("What happened")


async def test_a_refund_pressed_twice_is_made_once() -> None:
    nora = await people.nora()
    page = await nora.open(chart("payments", CHECK, "refund"))
    fields = {"amount": "10", "reason": "Twice", "once": page.value("once")}
    for _ in range(2):
        assert (await sent(nora, chart("payments", CHECK, "refund"), fields)).status_code == 303
    assert (await payment(CHECK))["refunded_cents"] == 20_00


async def test_what_came_by_card_is_asked_of_the_card_company() -> None:
    nora = await people.nora()
    with demo():
        page = await nora.open(chart("payments", PART, "refund"))
        page.shows("The money goes back to the card.")
        page = await nora.press("Refund", within="main form", reason="Cancelled in time")
    page.shows("the card company is asked for it", "Asked for", "Refund asked for")
    assert await OutboxMessage.count().where(OutboxMessage.kind == REFUND_BY_CARD) == 1
    (await nora.open(chart("payments", PART, "voiding"), status=409)).shows(
        "It can be refunded, but not taken out."
    )


async def test_what_came_by_card_is_not_given_back_while_its_card_company_is_not_set_up() -> None:
    nora = await people.nora()
    with demo():
        (await nora.open(chart("payments", PART))).shows("Refund")
        page = await nora.open(chart("payments", PART, "refund"))
        fields = {"once": page.value("once"), "amount": "5", "reason": "Cancelled in time"}
    for switched in (Payments.NONE, Payments.STRIPE):
        with configured(
            payments=switched, stripe=StripeAccount("sk_test_x", "whsec_x", "http://127.0.0.1:9")
        ):
            page = await nora.open(chart("payments", PART))
            assert not page.all(f"a[href$='{PART}/refund']")
            page = await nora.open(chart("payments", PART, "refund"), status=409)
            page.shows("Cards are not taken at the moment, so this cannot go back to the card.")
            before = await rows.digest()
            answer = await sent(nora, chart("payments", PART, "refund"), fields)
            assert "set PAYMENTS again" in answer.text
            assert (await payment(PART))["refunded_cents"] == 0
            assert await rows.digest() == before
            (await nora.open(chart("payments", CASH, "refund"))).shows("Refund")


async def test_one_that_was_entered_by_mistake_is_taken_out() -> None:
    nora = await people.nora()
    await nora.open(chart("payments", CASH))
    page = await nora.follow("Entered by mistake")
    page.shows("$25.00 of statement 1001")
    (await nora.press("Take it out", status=422)).shows("Type the reason")
    page = await nora.press("Take it out", reason="Was Bob's")
    page.shows("The payment is taken out.", "Taken out")
    assert (await payment(CASH))["state"] == "voided"
    assert await sums() == (150_00, 0, 0)
    assert await kept("payment_voided") == 1
    answer = await sent(nora, chart("payments", CASH, "voiding"), {"reason": "Again"})
    assert answer.status_code == 409


async def test_one_that_was_let_off_is_taken_out_and_never_given_back() -> None:
    nora = await people.nora()
    await nora.open(NEW)
    page = await nora.press("Enter the payment", way="credit", amount="85", memo="Courtesy")
    page.shows("Let off by the practice")
    assert (await statement(OVERDUE))["owed_cents"] == 0
    made = await newest("payment")
    assert not [link for link in page.all("main a") if link.get_text(strip=True) == "Refund"]
    (await nora.open(chart("payments", made["id"], "refund"), status=409)).shows("No money came in")
    await nora.open(chart("payments", made["id"], "voiding"))
    await nora.press("Take it out", reason="Too much")
    assert await sums() == (125_00, 0, 0)


@pytest.mark.parametrize("missing", [Action.MODIFY, Action.DELETE])
async def test_giving_back_and_taking_out_each_need_their_action(missing: Action) -> None:
    stan = await clerk(*EVERYTHING - {missing})
    page = await stan.open(chart("payments", CASH))
    links = [link.get_text(strip=True) for link in page.all("main a")]
    paths = {Action.MODIFY: ("refund", "Refund"), Action.DELETE: ("voiding", "Entered by mistake")}
    for action, (leaf, label) in paths.items():
        assert (label in links) == (action is not missing)
        status = 403 if action is missing else 200
        assert (await stan.send("GET", chart("payments", CASH, leaf))).status_code == status
        status = 403 if action is missing else 422
        assert (await sent(stan, chart("payments", CASH, leaf), {})).status_code == status


async def test_a_payment_of_another_client_is_not_there() -> None:
    nora = await people.nora()
    for path in ("", "/refund", "/voiding"):
        await nora.open(f"{chart('payments', CASH, client='bob')}{path}", status=404)
    for leaf in ("refund", "voiding"):
        answer = await sent(
            nora, chart("payments", CASH, leaf, client="bob"), {"amount": "1", "reason": "Mine"}
        )
        assert answer.status_code == 404
    assert (await payment(CASH))["state"] == "succeeded"


async def test_opening_the_tab_is_kept_and_a_client_without_money_has_an_empty_one() -> None:
    nora = await people.nora()
    page = await nora.open(chart(client="charlie"))
    page.shows("Nothing is owed", "No payments yet", "$0.00")
    assert await kept("chart_seen") == 1


async def test_a_payment_that_moved_no_money_says_who_took_it() -> None:
    demo, stripe = "The demo processor took this payment", "Stripe took this payment in its test mode"
    nora = await people.nora()
    page = await nora.open(chart("payments", PART))
    page.shows(f"{demo}: no money moved.")
    await rows.change("update payment set vendor = 'stripe' where id = $1", PART)
    page = await nora.open(chart("payments", PART))
    page.shows(f"{stripe}: no money moved.")
    page.lacks("demo processor")
    await rows.change("update payment set live = true where id = $1", PART)
    (await nora.open(chart("payments", PART))).lacks("no money moved", stripe)
    (await nora.open(chart("payments", CHECK))).lacks("no money moved")
