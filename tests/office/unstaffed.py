"""A portal as it is before anybody works there, and somebody who read its log."""

from typing import Any

from app.office.setup.keys import offer_key
from app.practice.settings import load_settings
from tests import rows
from tests.page import Browser, Page

EMPTIED = (
    "staff_session",
    "staff_sign_in",
    "staff_member",
    "profile_rule",
    "profile",
    "system_setting",
    "setup_key",
    "client",
)
PASSWORD = "quartz lantern meadow fourteen"
ADA: dict[str, Any] = {
    "first_name": "Ada",
    "last_name": "Moreno",
    "email": "ada@example.org",
    "username": "Ada",
    "password": PASSWORD,
}


async def nobody_works_here() -> None:
    """Take everybody who works there out, with the clients and the settings; what they left behind stays."""
    gone = "; ".join(f"delete from {table}" for table in EMPTIED)
    await rows.change(
        "do $$ begin set local session_replication_role = replica; "
        f"{gone}; set local session_replication_role = origin; end $$"
    )
    await load_settings()


async def key_from_the_log() -> str:
    """Give the path that `serve` logs."""
    return (await offer_key()).removeprefix("http://localhost:8000")


async def named(browser: Browser) -> Page:
    """Follow the address from the log, and say what the practice is called."""
    await browser.open(await key_from_the_log())
    return await browser.press("Save and go on", practice_name="Hilltop Behavioral Health")
