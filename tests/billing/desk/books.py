"""The books of clients as tests look at them, and staff with just these actions of the rule."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx

from app import db
from app.activity.actor import Actor
from app.billing.demo import payment_id, statement_id
from app.staff.rules import Action, PermissionRule
from tests import people, rows
from tests.admin.grants import give
from tests.page import FORM, Browser

OVERDUE, PARTLY = statement_id("overdue"), statement_id("partly")
CASH, CHECK, PART = payment_id("cash"), payment_id("check"), payment_id("part")
BY = Actor.system("test")
EVERYTHING = frozenset(Action)


def chart(*parts: object, client: str = "alice") -> str:
    """Give the address of a client's tab Billing, or of something within it."""
    return "/".join((f"/staff/clients/{people.client_id(client)}/billing", *map(str, parts)))


async def clerk(*actions: Action, client_admin: bool = True) -> Browser:
    """Give Stan, who works in billing, with just these actions of the rule."""
    await give("stan", {PermissionRule.BILLING: frozenset(actions)}, client_admin=client_admin)
    return await people.stan()


async def sums(client: str = "alice") -> tuple[int, int, int]:
    """Give what a client owes, what of it is held, and their credit."""
    row = await db.row("select * from billing_account where id = $1", people.client_id(client))
    return (0, 0, 0) if row is None else (row["owed_cents"], row["held_cents"], row["credit_cents"])


async def statement(which: UUID) -> db.Record:
    row = await db.row("select * from statement where id = $1", which)
    assert row is not None
    return row


async def payment(which: UUID) -> db.Record:
    row = await db.row("select * from payment where id = $1", which)
    assert row is not None
    return row


async def newest(table: str) -> db.Record:
    row = await db.row(f"select * from {table} order by number desc limit 1")
    assert row is not None
    return row


async def kept(kind: str) -> int:
    """Give how often the audit log has an act."""
    found: int = await rows.value("select count(*) from audit_event where kind = $1", kind)
    return found


async def sent(browser: Browser, path: str, fields: dict[str, Any]) -> httpx.Response:
    """Send a form by hand, with the token of the page that is shown."""
    if browser.page is None:
        await browser.open("/staff/clients")
    content = urlencode({"_csrf": browser.token, **fields}).encode()
    return await browser.send("POST", path, headers={"content-type": FORM}, content=content)
