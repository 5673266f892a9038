"""Requests about the record as clients leave them, and staff with just these actions of the rule."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import httpx

from app import db
from app.accounts.sessions import today
from app.notices import outbox
from app.record.asking.service import RECORD_ASKED
from app.record.asking.words import Wanted, sealed
from app.record.rules import RequestKind
from app.record.tables import RecordRequest
from app.staff.rules import Action, PermissionRule
from app.worker import EFFECTS
from tests import people, rows
from tests.admin.grants import give
from tests.page import FORM, Browser

QUEUE = "/staff/record"
WORDS = "The dose is 20 mg, not 50 mg."


def tab(*parts: object, client: str = "alice") -> str:
    """Give the address of a chart's tab Record, or of something within it."""
    return "/".join((f"/staff/clients/{people.client_id(client)}/record", *map(str, parts)))


def page_of(request_id: UUID, client: str = "alice") -> str:
    return tab("requests", request_id, client=client)


async def ask(
    kind: RequestKind = RequestKind.AMENDMENT,
    *,
    client: str = "alice",
    account: str = "",
    about: UUID | None = None,
    days: int = 30,
    words: str = WORDS,
    whom: str = "",
) -> UUID:
    """Have somebody ask: what is due in `days` from today was asked 30 days before that."""
    row = RecordRequest(
        id=uuid4(),
        client=people.client_id(client),
        kind=kind,
        account=people.account_id(account or client),
        by_self=not account,
        asked_by_name=account or client,
        asked_at=datetime.now(UTC) - timedelta(days=30 - days),
        about=about,
        due_on=today() + timedelta(days=days),
    )
    if kind is not RequestKind.RECORD:
        row.words = sealed(Wanted(words, whom), row=row.id)
    await RecordRequest.insert(row)
    return row.id


async def told(request_id: UUID, client: str = "alice") -> int:
    """Do what the worker does about a request; give how much that was."""
    await outbox.add(
        kind=RECORD_ASKED, payload={"request": str(request_id), "client": str(people.client_id(client))}
    )
    return await outbox.deliver_all(effects=EFFECTS)


async def request(request_id: UUID) -> db.Record:
    row = await db.row("select * from record_request where id = $1", request_id)
    assert row is not None
    return row


async def officer(*actions: Action, client_admin: bool = False, name: str = "terry") -> Browser:
    """Give Terry, who may open the chart of Alice, just these actions of the rule."""
    await give(name, {PermissionRule.RECORD: frozenset(actions)}, client_admin=client_admin)
    return await people.staff(name)


async def happened(kind: str, client: str = "alice") -> int:
    """Give how often the client's own log has an act."""
    statement = "select count(*) from activity_entry where client = $1 and kind = $2"
    found: int = await rows.value(statement, people.client_id(client), kind)
    return found


async def sent(browser: Browser, path: str, **fields: Any) -> httpx.Response:
    """Send a form by hand, with the token of the page that is shown."""
    if browser.page is None:
        await browser.open("/staff/clients")
    content = urlencode({"_csrf": browser.token, **fields}).encode()
    return await browser.send("POST", path, headers={"content-type": FORM}, content=content)
