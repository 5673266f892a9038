"""Copies that clients have of their record."""

from uuid import UUID

from app.activity.actor import Actor
from app.practice.service import set_settings
from tests import people, rows
from tests.accounts.grants.access import open_to
from tests.page import Browser

NEWEST = "select id from record_copy order by made_at desc, id desc limit 1"


async def have_copy(browser: Browser, *, from_on: str = "", until_on: str = "") -> UUID:
    """Request the record on its page, of all days or of some; give the copy."""
    await browser.open("/record")
    if from_on or until_on:
        await browser.press("Request these days", from_on=from_on, until_on=until_on)
    else:
        await browser.press("Request my record")
    copy: UUID = await rows.value(NEWEST)
    return copy


async def representative(client: str = "alice") -> Browser:
    """Give Gina, acting for somebody in their open chart."""
    await open_to("gina", client)
    gina = await people.gina()
    await gina.open("/account/chart")
    await gina.press("Open")
    return gina


async def set_to(**values: str) -> None:
    """Give settings these values."""
    await set_settings(by=Actor.system("test"), values=values)
