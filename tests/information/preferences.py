"""Messaging Preferences as tests open, save and look at them."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from app.clients.details import phone_columns
from app.notices.preferences import Preferences, preferences_of
from tests import people, rows
from tests.page import FORM, Browser, Page

PATH = "/information/messaging"
EDIT = f"{PATH}/edit"
WITHDRAWAL = f"{PATH}/texts/withdrawal"
AGREE = "I agree to text messages."
STOP = "Stop text messages"
Fields = Iterable[tuple[str, str]]


async def save(
    browser: Browser, *, as_htmx: bool = False, status: int = 200, label: str = "Save", **fields: str
) -> Page:
    """Open the form, fill it and save it."""
    await browser.open(EDIT)
    return await browser.press(label, within="main", as_htmx=as_htmx, status=status, files=(), **fields)


async def agree(browser: Browser, name: str = "alice", *, as_htmx: bool = False, label: str = "Save") -> Page:
    """Choose text messages and agree to them."""
    number = (await preferences(name)).phone
    return await save(browser, as_htmx=as_htmx, label=label, channel="text", texts=number)


async def post(browser: Browser, fields: Fields, *, path: str = PATH) -> int:
    """Send a form as somebody makes it up; give the status of its answer."""
    await browser.open(EDIT)
    content = urlencode([("_csrf", browser.token), *fields]).encode()
    answer = await browser.send("POST", path, headers={"content-type": FORM}, content=content)
    return answer.status_code


async def preferences(name: str = "alice") -> Preferences:
    return await preferences_of(people.client_id(name))


async def consents(name: str = "alice") -> int:
    """Count what somebody ever agreed to, in force or not."""
    count: int = await rows.value(
        "select count(*) from text_consent where client = $1", people.client_id(name)
    )
    return count


async def audited(kind: str, name: str = "alice") -> int:
    found: int = await rows.value(
        "select count(*) from audit_event where kind = $1 and client = $2", kind, people.client_id(name)
    )
    return found


async def set_phone(name: str, number: str) -> None:
    """Let another mobile phone stand in the chart, or none."""
    columns: dict[str, Any] = phone_columns(people.client_id(name), number)
    await rows.change(
        "update client set phone = $1, phone_hash = $2 where id = $3",
        columns["phone"],
        columns["phone_hash"],
        people.client_id(name),
    )
