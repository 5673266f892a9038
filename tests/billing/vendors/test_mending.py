"""What the card company told that does not agree, and what it does not answer, stands among the things to mend."""

from datetime import timedelta

import pytest

from tests import people, rows
from tests.billing.ledger import money
from tests.billing.vendors.events import begun, cards_by_stripe, succeeded, tell

pytestmark = pytest.mark.usefixtures("rolled_back")
PARKED = "The card company told of 1 thing that does not agree with the books here."
SEVERAL = "The card company told of 2 things that do not agree with the books here."
WAITS = "1 refund has waited for the card company for more than an hour."
LEFT = "1 payment under way was begun with a card company that is not set up here any more."

STUCK = "1 refund was asked of a card company that is not set up here any more."


async def test_what_does_not_agree_is_to_be_looked_at_until_somebody_has_seen_it() -> None:
    nora = await people.nora()
    (await nora.open("/staff/mend")).lacks("card company")
    payment_id = await begun(30_00)
    with cards_by_stripe():
        await tell(succeeded(payment_id, cents=31_00))
        (await nora.open("/staff/mend")).shows(PARKED)
        await tell(succeeded(payment_id, cents=32_00))
        (await nora.open("/staff/mend")).shows(SEVERAL)
        await rows.change("update vendor_event set seen_at = now()")
        (await nora.open("/staff/mend")).lacks("card company")


async def test_a_refund_that_waits_for_long_is_told_of() -> None:
    nora, payment_id = await people.nora(), await begun(30_00)
    await money.settled(payment_id)
    asked = await money.refund(payment_id, 5_00)
    with cards_by_stripe():
        (await nora.open("/staff/mend")).lacks("card company")
    await rows.change(
        "update refund set asked_at = asked_at - $2::interval where id = $1",
        asked.refund_id,
        timedelta(minutes=61),
    )
    with cards_by_stripe():
        page = await nora.open("/staff/mend")
        page.shows(WAITS)
        page.lacks(STUCK)


async def test_a_refund_whose_card_company_is_not_set_up_any_more_is_told_of_at_once() -> None:
    nora, payment_id = await people.nora(), await begun(30_00)
    await money.settled(payment_id)
    await money.refund(payment_id, 5_00)
    page = await nora.open("/staff/mend")
    page.shows(STUCK)
    page.lacks(WAITS)
    with cards_by_stripe():
        (await nora.open("/staff/mend")).lacks("card company")


async def test_a_payment_whose_card_company_is_not_set_up_any_more_is_told_of() -> None:
    nora, payment_id = await people.nora(), await begun(30_00)
    await rows.change("update payment set begun_at = now() - interval '2 hours' where id = $1", payment_id)
    (await nora.open("/staff/mend")).shows(LEFT)
    with cards_by_stripe():
        (await nora.open("/staff/mend")).lacks("card company")
