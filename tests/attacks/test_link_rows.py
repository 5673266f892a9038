"""Attack rows about links in e-mails: A14 to A16, the reset part of A09, and A35."""

import re
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from app.accounts.links.tables import SignInLink
from app.practice.settings import load_settings
from app.web.frame import Portal
from tests import people, rows
from tests.accounts.links.mailbox import (
    LINK,
    PASSWORD,
    asked_link,
    deliver,
    forget,
    links_in,
    mailbox,
    minutes_pass,
)
from tests.accounts.links.test_credentials import EMAIL, RESET, press, without_account
from tests.mail_server import Received
from tests.notices.test_mail import TELLING
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

HEADERS = {
    "from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type", "content-language"
}  # fmt: skip
ENCODED = "=?utf-8?q?x=0D=0AReply-To:e@evil.example=0D=0AX:?="
"""A header as mail programs read it out of a line that has none."""


async def ask(browser: Browser, name: str, **headers: str) -> httpx.Response:
    await browser.open("/password/forgot")
    content = urlencode({"_csrf": browser.token, "username": name}).encode()
    sent = {"content-type": FORM} | headers
    return await browser.send("POST", "/password/forgot", headers=sent, content=content)


async def choose(browser: Browser, password: str = PASSWORD) -> httpx.Response:
    content = urlencode({"_csrf": browser.token, "password": password}).encode()
    return await browser.send("POST", "/password/choose", headers={"content-type": FORM}, content=content)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "portal:80@evil"},
        {"x-forwarded-host": "evil.example"},
        {"forwarded": "host=evil.example"},
        {"x-original-url": "http://evil.example/"},
        {"origin": "http://localhost:8000", "x-host": "evil.example"},
    ],
)
async def test_a14_a_link_leads_to_the_portal_whatever_host_was_named(headers: dict[str, str]) -> None:
    with mailbox() as inbox:
        answer = await ask(Browser(), "alice", **headers)
        assert answer.status_code in (303, 400)
        for letter in await deliver(inbox):
            text = letter.part("plain") + letter.part("html")
            assert "evil" not in text
            assert set(re.findall(r"https?://[^/\s\"<]+", text)) == {"http://localhost:8000"}
        assert len(inbox.letters) == 1


async def test_a14_two_hosts_or_a_whole_address_change_nothing(portal: Portal) -> None:
    browser = Browser()
    await browser.open("/password/forgot")
    content = urlencode({"_csrf": browser.token, "username": "alice"}).encode()
    headers = [
        ("host", "localhost:8000"),
        ("host", "evil.example"),
        ("cookie", f"form={browser.cookies['form']}"),
        ("sec-fetch-site", "same-origin"),
        ("content-type", FORM),
    ]
    app: Any = portal
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:
        answer = await client.post(
            "http://evil.example/password/forgot", headers=httpx.Headers(headers), content=content
        )
    assert answer.status_code in (303, 400)
    assert answer.headers.get("location", "/").startswith("/")
    with mailbox() as inbox:
        for letter in await deliver(inbox):
            assert "evil" not in letter.part("plain") + letter.part("html")
        assert len(inbox.letters) == 1


async def test_a15_a_link_works_once_and_then_says_so() -> None:
    with mailbox() as inbox:
        link = await asked_link(inbox, "alice")
    first, second = Browser(), Browser()
    await first.open(link)
    await second.open(link)
    assert (await choose(first)).status_code == 303
    answer = await choose(second, "another grey otter walks")
    assert answer.status_code == 400
    assert "You have used this link" in answer.text
    await second.open(link, status=400)
    assert (await Browser().sign_in("alice", PASSWORD)).path == "/home"


async def test_a15_a_link_ends_after_fifteen_minutes() -> None:
    with mailbox() as inbox:
        link = await asked_link(inbox, "alice")
    browser = Browser()
    await browser.open(link)
    await minutes_pass(14)
    await browser.open(link)
    await minutes_pass(2)
    assert (await choose(browser)).status_code == 400
    await browser.open(link, status=400)


async def test_a15_a_newer_link_ends_the_older_and_a_used_one_ends_all() -> None:
    with mailbox() as inbox:
        old = await asked_link(inbox, "alice")
        await minutes_pass(2)
        new = await asked_link(inbox, "alice")
    browser = Browser()
    await browser.open(old, status=400)
    assert (await choose(browser)).status_code == 400
    await browser.open(new)
    assert (await choose(browser)).status_code == 303


async def test_a15_a_changed_password_ends_every_link_that_is_on_its_way() -> None:
    with mailbox() as inbox:
        link = await asked_link(inbox, "alice")
    alice = await people.alice()
    await alice.open("/password/change")
    await alice.press("Save password", current_password="demo-alice-portal-1", password=PASSWORD)
    await Browser().open(link, status=400)


async def test_a15_every_session_of_the_account_ends_and_nobody_elses() -> None:
    with mailbox() as inbox:
        link = await asked_link(inbox, "alice")
    old, other = await people.alice(), await people.bob()
    browser = Browser()
    await browser.open(link)
    assert (await choose(browser)).status_code == 303
    assert (await old.send("GET", "/home")).headers["location"] == "/sign-in"
    assert (await other.send("GET", "/home")).status_code == 200


async def test_a15_a_link_of_one_account_does_nothing_for_another() -> None:
    with mailbox() as inbox:
        link = await asked_link(inbox, "bob")
    alice = await people.alice()
    await alice.open(link)
    assert (await choose(alice)).status_code == 303
    assert (await Browser().sign_in("alice")).path == "/home"
    assert (await Browser().sign_in("bob", PASSWORD)).path == "/home"


async def test_a15_nothing_that_opens_an_account_stands_in_the_database() -> None:
    with mailbox() as inbox:
        link = await asked_link(inbox, "alice")
    token = link.rpartition("/")[2]
    row = await SignInLink.select().first()
    assert row is not None
    assert token not in str(row)
    for table in ("sign_in_link", "outbox_message", "link_asking", "portal_account", "audit_event"):
        stored = await rows.value(f"select coalesce(string_agg(t::text, ''), '') from {table} t")
        assert token not in stored
        assert token[22:] not in stored


async def test_a15_another_purpose_or_version_is_another_token() -> None:
    with mailbox() as inbox:
        link = await asked_link(inbox, "alice")
    for change in ("version = 2", "purpose = 'invitation'"):
        await rows.change(f"update sign_in_link set {change}")
        page = await Browser().open(link, status=400)
        page.shows("This link does not work")
        await rows.change("update sign_in_link set version = 1, purpose = 'reset'")
    await Browser().open(link)


async def test_a15_a_token_made_up_for_a_link_that_is_good_opens_nothing() -> None:
    with mailbox() as inbox:
        link = await asked_link(inbox, "alice")
    browser = Browser()
    await browser.open(link[:-8] + "AAAAAAAA", status=400)
    assert (await choose(browser)).status_code == 400
    await browser.open(link)


async def test_a16_following_a_link_swaps_the_token_and_uses_nothing_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with mailbox() as inbox:
        link = await asked_link(inbox, "alice")
    token = link.rpartition("/")[2]
    before = await rows.digest()
    capsys.readouterr()
    for method in ("GET", "HEAD", "GET"):
        answer = await Browser().send(method, link)
        assert answer.status_code == 303
        assert answer.headers["location"] == "/password/choose"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert token not in answer.text
    browser = Browser()
    await browser.send("GET", link)
    answer = await browser.send("GET", "/password/choose")
    assert answer.headers["referrer-policy"] == "same-origin", "No token stands in this address."
    assert token not in answer.text
    assert await rows.digest() == before
    log = capsys.readouterr().out
    assert '"path": "/password/choose/[redacted]"' in log
    assert token not in log
    assert token[:20] not in log
    await browser.open("/password/choose")
    assert (await choose(browser)).status_code == 303


async def test_a16_the_cookie_is_signed_and_short_lived() -> None:
    browser = Browser()
    answer = await browser.send("GET", "/password/choose/" + "A" * 64)
    assert "Max-Age=3600" in answer.headers["set-cookie"]
    browser.cookies["link"] = browser.cookies["link"][:-4] + "AAAA"
    assert (await browser.send("GET", "/password/choose")).headers["location"] == "/password/forgot"


async def test_a09_the_answer_is_the_same_for_every_name() -> None:
    await rows.change("update portal_account set suspended_at = now() where username = 'bob'")
    await rows.change("update portal_account set active = false where username = 'gina'")
    for path, label in (("/password/forgot", "E-mail me a link"), ("/sign-in/help", "Send them again")):
        seen = set()
        for number, name in enumerate(("alice", "bob", "gina", "nobody", "alice@example.org", "n" * 200)):
            browser = Browser(address=f"10.{len(label)}.{number}.1")
            await browser.open(path)
            content = urlencode({"_csrf": browser.token, "username": name}).encode()
            answer = await browser.send("POST", path, headers={"content-type": FORM}, content=content)
            kept = sorted(n for n in answer.headers if n not in ("x-request-id", "content-security-policy"))
            seen.add((answer.status_code, answer.headers["location"], answer.content, tuple(kept)))
            await minutes_pass(2)
        assert len(seen) == 1
        assert next(iter(seen))[:2] == (303, "/password/forgot/sent")


async def test_a35_a_letter_has_exactly_its_headers_one_recipient_and_tells_nobody_anything() -> None:
    await without_account()
    with mailbox() as inbox:
        await press(EMAIL)
        await press(RESET, name="alice")
        await forget(Browser(), "bob")
        for letter in await deliver(inbox):
            if links_in(letter) and "bob" in letter.recipients[0]:
                browser = Browser()
                await browser.open(links_in(letter)[0])
                await choose(browser)
        await deliver(inbox)
    assert len(inbox.letters) == 6
    for letter in inbox.letters:
        assert {name.lower() for name in letter.message.keys()} == HEADERS  # noqa: SIM118  # a header may stand twice
        assert len(letter.message.keys()) == len(HEADERS)
        assert len(letter.recipients) == 1
        assert letter.message["To"] == letter.recipients[0]
        found = TELLING.search(said_in(letter))
        assert not found, f"A letter says {found}."


def said_in(letter: Received) -> str:
    """Give what a letter says to people: not the ids, boundaries and secrets in it, which may hold any digits."""
    headers = [str(letter.message[name]) for name in ("From", "To", "Subject")]
    return LINK.sub("", "\n".join([*headers, letter.part("plain"), letter.part("html")]))


@pytest.mark.parametrize(
    "address",
    [
        "charlie@example.org\r\nBcc: x@evil.example",
        "Bob <bob@evil.example>",
        "=?utf-8?q?charlie=40example.org?=",
        "charlie@example.org, x@evil.example",
        "charlie@example.org x@evil.example",
    ],
)
async def test_a35_an_address_that_is_not_one_is_refused_before_anything_is_sent(address: str) -> None:
    await without_account()
    await rows.change("update client set email = $1 where number = 1003", address)
    with mailbox() as inbox:
        page = await press(EMAIL, status=422)
        page.shows("cannot be sent to")
        assert await deliver(inbox) == []


async def test_a35_a_name_cannot_add_to_a_letter() -> None:
    await without_account()
    name = "a\r\nBcc: x@evil.example"
    await rows.change("update client set first_name = $1, preferred_name = $1 where number = 1003", name)
    with mailbox() as inbox:
        await press(EMAIL)
        for letter in await deliver(inbox):
            assert letter.recipients == ["charlie@example.org"]
            assert "evil" not in str(letter.message) + letter.part("plain")


async def test_a35_the_practices_name_cannot_add_to_a_letter_however_it_is_encoded() -> None:
    await without_account()
    nora = await people.nora()
    await nora.open("/staff/settings/mail_name")
    page = await nora.press("Save", mail_name=ENCODED, status=422)
    page.shows("Leave out “=?”")
    await rows.change("update system_setting set value = $1 where name = 'mail_name'", ENCODED)
    await load_settings()
    with mailbox() as inbox:
        await press(EMAIL)
        delivered = await deliver(inbox)
    assert delivered
    for letter in delivered:
        assert sorted(name.lower() for name in letter.message.keys()) == sorted(HEADERS)  # noqa: SIM118
        assert letter.recipients == ["charlie@example.org"]
        assert "evil" not in str(letter.message)
