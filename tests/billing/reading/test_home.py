"""Billing on home and in the navigation."""

from datetime import timedelta

import pytest

from app.accounts.sessions import today
from app.web.templates import day_short
from tests import checks, people, rows
from tests.billing.ledger.money import post, take
from tests.billing.reading.test_statements import plain

pytestmark = pytest.mark.usefixtures("rolled_back")
TILE, BADGE = "#tile-billing", "#navigation [href='/billing'] .badge"


async def tile() -> str:
    await rows.change("update portal_account set language = null")
    return plain(checks.words((await (await people.charlie()).open("/home")).find(TILE)))


async def test_the_green_panel_tells_the_balance_and_when_it_is_due() -> None:
    await post(40_00, due_in=9)
    await post(60_00, due_in=5)
    due_on = plain(day_short(today() + timedelta(days=5)))
    assert await tile() == f"Billing You owe $100.00 Due by {due_on} View Payment Options"


async def test_what_is_overdue_is_told_from_the_day_after() -> None:
    await post(40_00, due_in=0)
    assert "Overdue" not in await tile()
    await post(40_00, due_in=-1)
    assert "Overdue" in await tile()


async def test_who_owes_nothing_is_led_to_the_same_page() -> None:
    assert await tile() == "Billing You owe nothing View Payment Options"
    assert (await (await people.charlie()).open("/home")).all(f"{TILE} a.button.soft")
    await take(15_00, keep_rest=True)
    assert "You have $15.00 of credit." in await tile()
    charlie = await people.charlie()
    await charlie.open("/home")
    assert (await charlie.follow("View Payment Options")).heading == "Payments"


async def test_the_navigation_counts_open_statements() -> None:
    charlie = await people.charlie()
    assert not (await charlie.open("/home")).all(BADGE)
    await post(40_00)
    await post(60_00)
    assert checks.words((await charlie.open("/home")).find(BADGE)).startswith("2")
