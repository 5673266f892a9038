"""What clients change and staff decide, in a line each, and what became of it."""

from typing import Any
from urllib.parse import urlencode

from bs4 import Tag

from app.activity.actor import Actor
from app.changes.listing import ChangeLine, changes_of
from app.information.basic import read_both
from app.information.details import read_details
from app.notices import outbox
from app.panels import PANELS
from app.practice.service import set_settings
from app.worker import EFFECTS
from tests import people, rows
from tests.page import FORM, Browser, Page

BASIC, IDENTITY, DETAILS = "/information/basic", "/information/basic/identity", "/information/details"
EDIT = {BASIC: f"{BASIC}/edit", IDENTITY: IDENTITY, DETAILS: f"{DETAILS}/edit"}
PARTS = tuple(part.name for panel in PANELS for part in panel.parts)
OLD_PHONE, PHONE, OTHER_PHONE = "+13125550111", "+13125550199", "+13125550155"


async def set_to(**values: str) -> None:
    await set_settings(by=Actor.system("test"), values=values)


async def review_first(section: str = "basic") -> None:
    await set_to(**{f"review_{section}": "review"})


async def editing(name: str = "alice", *, path: str = BASIC) -> Browser:
    """Open a form, as in a tab of its own."""
    browser = await people.client(name)
    await browser.open(EDIT[path])
    return browser


async def save(name: str = "alice", *, path: str = BASIC, **typed: str) -> Page:
    """Change what a form holds and save it."""
    browser = await editing(name, path=path)
    fields: Any = typed
    return await browser.press("Save", **fields)


async def save_two() -> None:
    """Have Alice change her preferred name and her phone."""
    await save(preferred_name="Ali", phone=PHONE)


def fields_of(page: Page) -> dict[str, str]:
    """Give what the form of a page would send, but for its token; of several boxes that are ticked the last."""
    return fields_in(page.find("main form:has(#save)"))


def fields_in(form: Tag) -> dict[str, str]:
    inputs = form.select("input[name]:not([name=_csrf], [type=checkbox]:not([checked]))")
    typed = {str(field["name"]): str(field.get("value", "")) for field in inputs}
    for choices in form.select("select"):
        chosen = choices.select_one("option[selected]") or choices.select_one("option")
        typed[str(choices["name"])] = str(chosen["value"]) if chosen else ""
    return typed


async def post(browser: Browser, path: str, fields: dict[str, str]) -> int:
    """Post a form that the page may not show; give the status."""
    content = urlencode({"_csrf": browser.token, **fields}).encode()
    return (await browser.send("POST", path, headers={"content-type": FORM}, content=content)).status_code


async def lines(name: str = "alice") -> list[ChangeLine]:
    """Give everything that was ever changed, newest first."""
    return list(await changes_of(people.client_id(name), PARTS))


async def said(name: str = "alice") -> list[tuple[str, str, str, str]]:
    """Give the same as field, old, new and standing."""
    return [(line.field, line.old, line.new, line.standing.value) for line in await lines(name)]


async def held(field: str, name: str = "alice") -> str:
    """Give what the chart holds."""
    client_id = people.client_id(name)
    basic, identity = await read_both(client_id) or ({}, {})
    return {**basic, **identity, **(await read_details(client_id, client_id) or {})}.get(field, "")


async def line_of(field: str) -> ChangeLine:
    """Give the newest change of a field of Alice's."""
    return next(line for line in await lines() if line.field == field)


def tab(name: str = "alice") -> str:
    return f"/staff/clients/{people.client_id(name)}/changes"


async def request_page() -> str:
    """Give the address of Alice's newest save."""
    newest = await rows.value("select id from change_request where client = $1 order by sent_at desc, id desc limit 1", people.client_id("alice"))  # fmt: skip
    return f"{tab()}/{newest}"


async def reviewing(name: str = "nora", page: str = "") -> Browser:
    """Open Alice's newest save as staff."""
    browser = await people.staff(name)
    await browser.open(page or await request_page())
    return browser


async def verdicts(**chosen: str) -> dict[str, str]:
    """Name what is decided about Alice's fields as the form does: `phone="accept"`, `phone_kept=...`, `phone_reason=...`."""
    sent = {}
    for name, value in chosen.items():
        field, kind = _split(name)
        sent[f"{kind}_{(await line_of(field)).id.hex}"] = value
    return sent


def _split(name: str) -> tuple[str, str]:
    for kind in ("kept", "reason"):
        if name.endswith(f"_{kind}"):
            return name.removesuffix(f"_{kind}"), kind
    return name, "verdict"


async def decide(browser: Browser, *, status: int = 200, **chosen: str) -> Page:
    sent: Any = await verdicts(**chosen)
    return await browser.press("Save decisions", status=status, **sent)


async def deliver() -> int:
    """Do what waits in the outbox, as the worker does."""
    return await outbox.deliver_all(effects=EFFECTS)


async def recorded(kind: str, table: str = "audit_event") -> int:
    count: int = await rows.value(
        f"select count(*) from {table} where kind = $1 and client = $2", kind, people.client_id("alice")
    )
    return count
