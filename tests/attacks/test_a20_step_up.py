"""Row A20: what is sensitive asks for a proof of the last ten minutes; the old e-mail is told, other sessions end."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import httpx
import pytest

from app.accounts.sessions import CONFIRMED_FOR
from app.web.frame import Portal
from app.web.security import Audience
from tests import people, rows
from tests.page import FORM, Browser
from tests.routes import UNUSED

pytestmark = pytest.mark.usefixtures("rolled_back")

OLDER = "update {}_session set confirmed_at = now() - make_interval(secs => $1)"
OUTBOX = "select count(*) from outbox_message where kind = $1"
TEN_MINUTES = CONFIRMED_FOR.total_seconds()


def sensitive(portal: Portal) -> dict[tuple[str, str], tuple[Audience, str]]:
    """Give the routes that ask for a proof, and where each leads back to."""
    return {
        (method, route.path): (Audience(handler.opt["audience"]), handler.opt["confirmed"])
        for route in portal.litestar.routes
        for handler in getattr(route, "route_handlers", ())
        for method in handler.http_methods
        if "confirmed" in handler.opt and method != "OPTIONS"
    }


def address_of(path: str) -> str:
    return re.sub(r"\{[^}]+:uuid\}", str(UNUSED), path)


async def send(browser: Browser, method: str, path: str, **fields: str) -> httpx.Response:
    path = address_of(path)
    if method == "GET":
        return await browser.send("GET", path)
    content = urlencode({"_csrf": browser.token, **fields}).encode()
    return await browser.send(method, path, headers={"content-type": FORM}, content=content)


def test_a20_the_sign_in_e_mail_is_among_what_asks(portal: Portal) -> None:
    assert {("GET", "/account/email"), ("POST", "/account/email")} <= set(sensitive(portal))


async def test_a20_each_sends_whoever_proved_it_too_long_ago_to_prove_it_again(portal: Portal) -> None:
    assert timedelta(minutes=10) == CONFIRMED_FOR
    for (method, path), (audience, back) in sensitive(portal).items():
        side = "staff" if audience is Audience.STAFF else "portal"
        browser = await (people.nora() if side == "staff" else people.alice())
        await browser.open("/staff" if side == "staff" else "/home")
        await rows.change(OLDER.format(side), TEN_MINUTES + 1)
        before = await rows.digest()
        answer = await send(
            browser, method, path, email="eve@evil.example", password="green window seven hills"
        )
        door = "/staff/confirm" if side == "staff" else "/confirm"
        way_on = address_of(path) if method == "GET" else back
        assert (answer.status_code, answer.headers.get("location")) == (303, f"{door}?next={way_on}"), (
            method,
            path,
        )
        assert await rows.digest() == before, (method, path)


async def test_a20_using_the_session_is_no_proof() -> None:
    alice = await people.alice()
    await rows.change(OLDER.format("portal"), TEN_MINUTES + 1)
    for _ in range(3):
        await alice.open("/home")
    answer = await alice.send("GET", "/account/email")
    assert answer.headers["location"] == "/confirm?next=/account/email"


async def test_a20_with_a_fresh_proof_it_is_changed_the_old_e_mail_told_and_other_sessions_ended() -> None:
    await rows.change("update portal_account set email = 'old@home.example' where username = 'alice'")
    here, there, bob = await people.alice(), await people.alice(), await people.bob()
    await here.open("/account/email")
    await rows.change(OLDER.format("portal"), TEN_MINUTES - 30)
    answer = await send(here, "POST", "/account/email", email="new@home.example")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    email = "select email from portal_account where username = 'alice'"
    assert await rows.value(email) == "new@home.example"
    assert await rows.value(OUTBOX, "accounts.email_left") == 1
    assert (await there.send("GET", "/home")).status_code == 303
    for browser in (here, bob):
        await browser.open("/home")
