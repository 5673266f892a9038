"""Contacts as tests add them, look them up, and find them in a page or the chart."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from app.activity.actor import Actor
from app.information.contacts import KeptContact, contacts_of
from app.information.demo import contact_id
from app.information.tables import Contact
from app.practice.service import set_settings
from tests import checks, people, rows
from tests.page import FORM, Browser, Page

PAGE = "/information/contacts"
NEW = f"{PAGE}/emergency-contact/new"
DIEGO, RUTH = contact_id("alice", "Diego"), contact_id("alice", "Ruth")
WANDA = contact_id("bob", "Wanda")
BLOCKS = ("emergency-contact", "legal-guardian", "physician", "responsible-party")


async def setting(**values: str) -> None:
    await set_settings(by=Actor.system("test"), values=values)


async def in_review() -> None:
    await setting(review_contacts="review")


async def at(path: str, name: str = "alice") -> Browser:
    """Give a client's browser at a page."""
    browser = await people.client(name)
    await browser.open(path)
    return browser


async def kept(name: str = "alice") -> list[KeptContact]:
    """Give the contacts of a chart that still stand."""
    return [each for each in await contacts_of(people.client_id(name)) if each.ended_on is None]


async def named(name: str, of: str = "alice") -> list[KeptContact]:
    return [each for each in await kept(of) if each.texts["name"] == name]


async def names(name: str = "alice") -> list[str]:
    return [each.texts["name"] for each in await kept(name)]


def block(page: Page, slug: str) -> str:
    """Give all that a block says."""
    return checks.words(page.find(f"section[aria-labelledby={slug}]"))


async def send(browser: Browser, path: str, **fields: str) -> int:
    """Send a form by hand, with fields that the page may not have; give the status."""
    content = urlencode({"_csrf": browser.token, **fields}).encode()
    return (await browser.send("POST", path, headers={"content-type": FORM}, content=content)).status_code


async def change(contact: UUID, **values: Any) -> None:
    """Change columns of a contact by hand, as staff would have."""
    columns = {getattr(Contact, name): value for name, value in values.items()}
    await Contact.update(columns).where(Contact.id == contact)


async def add_many(count: int) -> None:
    """Add so many contacts to Alice's chart."""
    await rows.change(
        "insert into contact (id, client, role, name, phone, added_at)"
        " select gen_random_uuid(), $1, 'emergency_contact', 'Number ' || number, '+13125550161', now()"
        " from generate_series(1, $2) number",
        people.client_id("alice"),
        count,
    )
