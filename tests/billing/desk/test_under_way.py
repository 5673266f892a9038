"""The desk while a client is paying by card: it says so, leaves that money to them, and can end what is open."""

from uuid import UUID

import pytest

from app.billing.demo_processor.charges import charge_for, choose
from app.billing.demo_processor.rules import Choice
from app.billing.rules import PaymentState
from app.staff.rules import Action
from tests import people
from tests.billing.desk.books import EVERYTHING, chart, clerk, payment, sent, sums
from tests.billing.ledger.money import post as bill
from tests.billing.paying.paid import charlie, demo, pay, payments

pytestmark = pytest.mark.usefixtures("rolled_back")


async def begun() -> UUID:
    """Let Charlie, who owes $50, begin to pay $40 of it, and give the payment."""
    await bill(50_00)
    await pay(await charlie(), "40")
    found: UUID = (await payments())[0]["id"]
    return found


async def test_the_form_and_its_refusal_say_what_is_being_paid_until_when_and_lead_to_it() -> None:
    with demo():
        payment_id = await begun()
        nora = await people.nora()
        page = await nora.open(chart("payments", "new", client="charlie"))
        page.shows("A card payment of $40.00 is under way until ")
        assert page.value("amount") == "10.00"
        page = await nora.press("Enter the payment", status=422, way="cash", amount="11")
        page.shows("So $10.00 can be taken now.")
        page.lacks("more than is owed at the moment")
        number = (await payment(payment_id))["number"]
        page = await nora.follow(f"Payment {number}")
        page.shows("Not paid yet", f"Payment {number}")
        assert page.all("#end")


async def test_what_is_open_is_ended_from_its_page_and_its_money_is_free_again() -> None:
    with demo():
        payment_id = await begun()
        assert await sums("charlie") == (50_00, 40_00, 0)
        nora = await people.nora()
        await nora.open(chart("payments", payment_id, client="charlie"))
        page = await nora.press("End this payment")
        page.shows("The payment is ended. What was kept for it is free again.", "Left without paying")
        assert not page.all("#end")
        assert await sums("charlie") == (50_00, 0, 0)


async def test_what_was_paid_meanwhile_is_not_ended_and_says_so() -> None:
    with demo():
        payment_id = await begun()
        nora = await people.nora()
        await nora.open(chart("payments", payment_id, client="charlie"))
        charge = await charge_for(payment_id)
        assert charge is not None
        await choose(charge["id"], Choice.APPROVE)
        page = await nora.press("End this payment")
        page.shows("It was paid meanwhile, and stands here as paid.")
        assert (await payment(payment_id))["state"] == PaymentState.SUCCEEDED
        assert await sums("charlie") == (10_00, 0, 0)


async def test_where_nobody_answers_for_the_card_page_nothing_is_ended() -> None:
    with demo():
        payment_id = await begun()
    nora = await people.nora()
    await nora.open(chart("payments", payment_id, client="charlie"))
    page = await nora.press("End this payment", status=409)
    page.shows("The card company does not answer just now")
    assert await sums("charlie") == (50_00, 40_00, 0)
    (await nora.follow("Go to the payment")).shows("Not paid yet")


async def test_ending_needs_modify_and_the_chart_of_the_payment() -> None:
    with demo():
        payment_id = await begun()
        stan = await clerk(*EVERYTHING - {Action.MODIFY})
        path = chart("payments", payment_id, client="charlie")
        assert not (await stan.open(path)).all("#end")
        assert (await sent(stan, f"{path}/ending", {})).status_code == 403
        nora = await people.nora()
        assert (await sent(nora, chart("payments", payment_id, "ending"), {})).status_code == 404
        assert (await payment(payment_id))["state"] == PaymentState.OPEN
