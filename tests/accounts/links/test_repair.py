"""Links that repair themselves: what happened is said, a new one comes by one press, and it lands where it was to."""

import pytest

from tests import people, rows
from tests.accounts.links.mailbox import (
    PASSWORD,
    asked_link,
    deliver,
    forget,
    links_in,
    mailbox,
    minutes_pass,
)
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

NEW = "E-mail me a new link"
FORGED = "/password/choose/" + "A" * 64


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ("update sign_in_link set ends_at = now() - interval '1 second'", "This link has ended"),
        ("update sign_in_link set superseded_at = now()", "There is a newer link"),
        ("update sign_in_link set used_at = now()", "You have used this link"),
    ],
)
async def test_a_link_that_is_over_says_why_and_sends_a_new_one(change: str, title: str) -> None:
    with mailbox() as inbox:
        await forget(Browser(), "alice", next="/messages/new")
        (letter,) = await deliver(inbox)
        await rows.change(change)
        browser = Browser()
        page = await browser.open(links_in(letter)[0], status=400)
        assert page.heading == title
        page = await browser.press(NEW)
        page.shows("an e-mail is on its way")
        (letter,) = await deliver(inbox)
        await browser.open(links_in(letter)[0])
        assert (await browser.press("Save password", password=PASSWORD)).path == "/messages/new"


async def test_a_used_link_of_an_active_account_offers_the_sign_in() -> None:
    with mailbox() as inbox:
        link = await asked_link(inbox, "alice")
        browser = Browser()
        await browser.open(link)
        await browser.press("Save password", password=PASSWORD)
    other = Browser()
    page = await other.open(link, status=400)
    page.shows("You have used this link", "your password is set")
    page = await other.follow("Sign in")
    assert page.path == "/sign-in"


@pytest.mark.parametrize("closed", ["active = false", "suspended_at = now()"])
async def test_a_link_of_a_closed_account_reads_like_a_forged_one_and_sends_nothing(closed: str) -> None:
    with mailbox() as inbox:
        link = await asked_link(inbox, "alice")
        await rows.change(f"update portal_account set {closed} where username = 'alice'")
        words: list[str] = []
        for path in (
            link,
            FORGED,
            "/password/choose/nonsense",
            link[:-1] + ("A" if link[-1] != "A" else "B"),
        ):
            browser = Browser(address=f"10.0.0.{len(words)}")
            page = await browser.open(path, status=400)
            words.append(page.words)
            page = await browser.press(NEW)
            words[-1] += page.words
        assert len(set(words)) == 1
        assert await deliver(inbox) == []


async def test_a_new_link_is_asked_for_once_a_minute() -> None:
    browser = Browser()
    await browser.open(FORGED, status=400)
    await browser.press(NEW)
    await browser.open(FORGED, status=400)
    page = await browser.press(NEW, status=429)
    page.shows("An e-mail was asked for a moment ago.")


async def test_an_invitation_that_ended_brings_both_letters_again_to_the_address_of_now() -> None:
    from tests.accounts.links.test_credentials import EMAIL, press, without_account

    await without_account()
    with mailbox() as inbox:
        await press(EMAIL)
        _, letter = await deliver(inbox)
        await minutes_pass(25 * 60)
        await rows.change("update client set email = 'carlos@example.org' where number = 1003")
        browser = Browser()
        await browser.open(links_in(letter)[0], status=400)
        await browser.press("Enviarme un enlace nuevo")
        letters = await deliver(inbox)
    assert [letter.recipients for letter in letters] == [["carlos@example.org"]] * 2


async def test_the_page_without_a_link_leads_to_asking_for_one() -> None:
    assert (await Browser().open("/password/choose")).path == "/password/forgot"


async def test_choosing_in_a_browser_where_somebody_else_is_signed_in_is_for_the_account_of_the_link() -> (
    None
):
    with mailbox() as inbox:
        link = await asked_link(inbox, "bob")
    alice = await people.alice()
    page = await alice.open(link)
    assert page.value("username") == "bob"
    page = await alice.press("Save password", password=PASSWORD)
    page.shows("Bob Baker")
    assert (
        await rows.value("select count(*) from portal_session where account = $1", people.account_id("alice"))
        == 0
    )
