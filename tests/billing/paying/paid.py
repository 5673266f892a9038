"""Payments by card that tests make, with the demo processor."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

import httpx

from app import config, db
from app.billing.ledger.moving import Sums, hold
from app.config import Payments
from tests import people, rows
from tests.billing.ledger.money import CHARLIE
from tests.environment import configured
from tests.page import FORM, Browser, Page

PAY = "/billing/pay"
PAYMENTS = "/billing/payments"


@contextmanager
def demo() -> Iterator[None]:
    """Let the demo processor take cards while a block runs."""
    with configured(payments=Payments.DEMO):
        yield


async def charlie() -> Browser:
    """Charlie, reading English."""
    await rows.change("update portal_account set language = null")
    return await people.charlie()


async def post(browser: Browser, path: str, **fields: str) -> httpx.Response:
    """Send a form by hand, with the token of the page that is shown."""
    content = urlencode({"_csrf": browser.token, **fields}).encode()
    return await browser.send("POST", path, headers={"content-type": FORM}, content=content)


async def pay(browser: Browser, amount: str, *, once: UUID | None = None, **more: str) -> httpx.Response:
    """Send the form of paying with another amount."""
    if browser.page is None:
        await browser.open(PAY)
    return await post(browser, PAYMENTS, once=str(once or uuid4()), how="other", amount=amount, **more)


async def at_processor(browser: Browser, amount: str = "") -> Page:
    """Go through the form, as people do, to the demo processor's page: the whole balance unless an amount is named."""
    await browser.open(PAY)
    if amount:
        return await browser.press("Go on to the card page", how="other", amount=amount)
    return await browser.press("Go on to the card page", how="balance")


async def payments(client: UUID = CHARLIE) -> list[db.Record]:
    """Give a client's payments by card, the oldest first."""
    found = await db.rows(
        "select * from payment where client = $1 and vendor <> '' order by begun_at, number", client
    )
    return list(found)


async def sums(client: UUID = CHARLIE) -> Sums:
    async with db.transaction():
        return await hold(client)


def path_in(answer: httpx.Response) -> str:
    """Give where an answer leads, within the portal."""
    location = answer.headers["location"]
    return urlsplit(location).path if location.startswith(config.current().public_url) else str(location)
