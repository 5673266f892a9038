"""People with a second step, and what they type at it."""

import re
import time
from urllib.parse import urlencode

import httpx
import pyotp

from tests import people, rows
from tests.page import FORM, Browser
from tests.passkey import SoftPasskey, options_on

OWN = {"/sign-in": "/account/second-step", "/staff/sign-in": "/staff/account/security"}
SIDES = (("/sign-in", "alice"), ("/staff/sign-in", "nora"))


async def insider(door: str, name: str) -> Browser:
    return await (people.client(name) if door == "/sign-in" else people.staff(name))


async def add_passkey(door: str, name: str) -> SoftPasskey:
    """Let somebody add a passkey, as their phone would."""
    browser, passkey = await insider(door, name), SoftPasskey()
    page = await browser.open(f"{OWN[door]}/passkeys/new")
    answer = passkey.make(options_on(page))
    await send(browser, f"{OWN[door]}/passkeys", name="My phone", answer=answer)
    return passkey


async def add_app(door: str, name: str) -> pyotp.TOTP:
    """Let somebody set up an authenticator app; its first code is of the half minute before now."""
    browser = await insider(door, name)
    await browser.open(OWN[door])
    page = await browser.press("Set up an authenticator app")
    app = pyotp.TOTP(page.find(".key").get_text().replace(" ", ""))
    await browser.press("Finish", code=app.generate_otp(step() - 1))
    return app


async def add_codes(door: str, name: str) -> list[str]:
    """Let somebody keep recovery codes."""
    browser = await insider(door, name)
    page = await browser.open(f"{OWN[door]}/recovery-codes")
    codes = [item.get_text() for item in page.all(".codes li")]
    await browser.press("I have kept them")
    return codes


async def half_in(door: str, name: str, *, address: str = "127.0.0.1") -> Browser:
    """Give somebody whose password was right, before the second step."""
    browser = Browser(address=address)
    page = await browser.sign_in(name, path=door)
    assert page.heading == "One more step"
    return browser


async def send(browser: Browser, path: str, **fields: str) -> httpx.Response:
    """Send a form by hand, as the page it shows would."""
    content = urlencode({"_csrf": browser.token, **fields}).encode()
    return await browser.send("POST", path, headers={"content-type": FORM}, content=content)


def step() -> int:
    return int(time.time()) // 30


async def a_while_passes(minutes: int) -> None:
    await rows.change("update second_step_try set tried_at = tried_at - make_interval(mins => $1)", minutes)


async def proof_grows_old(minutes: int = 11) -> None:
    for table in ("portal_session", "staff_session"):
        await rows.change(
            f"update {table} set confirmed_at = confirmed_at - make_interval(mins => $1)", minutes
        )


def wrong_codes() -> list[str]:
    return [f"{number:06}" for number in range(20)]


def spaced(code: str) -> str:
    return re.sub(r"(...)", r"\1 ", code)
