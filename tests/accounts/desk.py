"""Acts of staff at the Client Portal tab, in a line each."""

from typing import Any
from urllib.parse import urlencode

import httpx

from tests import people
from tests.page import FORM, Browser, Page


def tab_of(client: str) -> str:
    return f"/staff/clients/{people.client_id(client)}/portal"


async def open_tab(staff: Browser, client: str, *, account: str = "") -> Page:
    return await staff.open(tab_of(client) + (f"?account={people.account_id(account)}" if account else ""))


async def send(staff: Browser, path: str, **fields: Any) -> httpx.Response:
    """Send a form by hand, with the token of the page that is open."""
    if staff.page is None:
        await staff.open("/staff/clients")
    content = urlencode({"_csrf": staff.token, **fields}).encode()
    return await staff.send("POST", path, headers={"content-type": FORM}, content=content)


def password_on(page: Page) -> str:
    return page.find(".once").get_text(strip=True)
