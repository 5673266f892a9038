"""A forgotten password: asked for by anybody, answered to the account's own mailbox, chosen by a link that works once."""

import pytest

from app.accounts.tables import PortalAccount
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
from tests.environment import configured
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_somebody_gets_in_again_by_a_link() -> None:
    browser = Browser()
    await browser.open("/sign-in?next=/messages")
    await browser.follow("Forgotten your password?")
    with mailbox() as inbox:
        page = await browser.press("E-mail me a link", username=" ALICE ")
        assert page.path == "/password/forgot/sent"
        (letter,) = await deliver(inbox)
        assert letter.recipients == ["alice@example.org"]
        assert letter.message["Subject"] == "Choose a new password"
        assert "alice" in letter.part("plain")
        (link,) = links_in(letter)
        page = await browser.open(link)
        assert (page.path, page.heading) == ("/password/choose", "Choose a password")
        assert page.value("username") == "alice"
        page = await browser.press("Save password", password=PASSWORD)
        assert page.path == "/messages"
        page.shows("Your password is set.")
        device, notice = sorted(await deliver(inbox), key=lambda letter: str(letter.message["Subject"]))
        assert device.message["Subject"] == "A new sign-in"
        assert notice.message["Subject"] == "Your password was changed"
        assert (notice.recipients, links_in(notice)) == (["alice@example.org"], [])
    assert (await Browser().sign_in("alice", PASSWORD)).path == "/home"


async def test_a_password_by_a_link_is_asked_what_every_password_is() -> None:
    with mailbox() as inbox:
        browser = Browser()
        await browser.open(await asked_link(inbox, "alice"))
    for password in ("short", "a trantastic alice walk", "demo-alice-portal-1"):
        page = await browser.press("Save password", password=password, status=422)
        assert page.all("#password-error")
    assert (await browser.press("Save password", password=PASSWORD)).path == "/home"


async def test_people_who_share_an_address_get_one_letter_that_names_each_login() -> None:
    await rows.change("update portal_account set email = 'alice@example.org' where username = 'gina'")
    with mailbox() as inbox:
        await forget(Browser(), "alice@example.org")
        (letter,) = await deliver(inbox)
    words = letter.part("plain")
    assert "alice" in words
    assert "gina" in words
    links = links_in(letter)
    for link, name in zip(links, ("alice", "gina"), strict=True):
        browser = Browser()
        page = await browser.open(link)
        assert page.value("username") == name


@pytest.mark.parametrize(
    "closed",
    [
        "active = false",
        "suspended_at = now()",
        "email = ''",
        "email = 'alice@example.org, mallory@evil.example'",
    ],
)
async def test_who_may_not_sign_in_gets_nothing_and_the_same_answer(closed: str) -> None:
    await rows.change(f"update portal_account set {closed} where username = 'alice'")
    with mailbox() as inbox:
        page = await forget(Browser(), "alice")
        page.shows("If we know you by what you typed")
        assert await deliver(inbox) == []
    assert await rows.value("select count(*) from sign_in_link") == 0


async def test_somebody_unknown_gets_the_same_answer_and_nobody_a_letter() -> None:
    with mailbox() as inbox:
        page = await forget(Browser(), "nobody-at-all")
        page.shows("If we know you by what you typed")
        assert await deliver(inbox) == []


async def test_staff_are_never_sent_a_link() -> None:
    with mailbox() as inbox:
        await forget(Browser(), "nora")
        await forget(Browser(), "nora@example.org")
        assert await deliver(inbox) == []


async def test_letters_are_in_the_language_of_the_account() -> None:
    with mailbox() as inbox:
        await forget(Browser(), "charlie")
        (letter,) = await deliver(inbox)
    assert letter.message["Content-Language"] == "es"
    assert letter.message["Subject"] == "Elegir una contraseña nueva"


async def test_a_name_is_asked_for_once_a_minute_and_five_times_a_day_whoever_it_is() -> None:
    for name in ("alice", "nobody-at-all"):
        for number in range(6):
            browser = Browser(address=f"10.0.{number}.9")
            await browser.open("/password/forgot")
            page = await browser.press("E-mail me a link", username=name, status=200 if number < 5 else 429)
            if number < 5:
                page = await _press(browser, name, 429)
            assert page.headers["retry-after"] if number == 5 else True
            await minutes_pass(2)


async def _press(browser: Browser, name: str, status: int):  # type: ignore[no-untyped-def]
    await browser.open("/password/forgot")
    return await browser.press("E-mail me a link", username=name, status=status)


async def test_an_address_asks_ten_times_an_hour_whoever_is_named() -> None:
    browser = Browser(address="203.0.113.9")
    for number in range(10):
        await forget(browser, f"name{number}")
    page = await _press(browser, "alice", 429)
    assert page.headers["retry-after"]
    await minutes_pass(61)
    assert (await forget(browser, "alice")).path == "/password/forgot/sent"


async def test_an_account_gets_five_letters_a_day_by_all_its_names() -> None:
    with mailbox() as inbox:
        came = 0
        for name in ("alice", "alice@example.org") * 3:
            await forget(Browser(address=f"10.1.{came}.1"), name)
            came += len(await deliver(inbox))
            await minutes_pass(2)
        assert came == 5


async def test_the_lock_after_a_hundred_failures_is_lifted_by_a_link() -> None:
    from app.accounts.limits import Side, name_hash

    tally = "insert into sign_in_tally (id, name_hash, in_a_row, failed_at) values (gen_random_uuid(), $1, 100, now())"
    for name in ("alice", "alice@example.org"):
        await rows.change(tally, name_hash(Side.CLIENT, name))
    stranger = Browser()
    await stranger.open("/sign-in")
    await stranger.press("Sign in", username="alice", password="demo-alice-portal-1", status=429)
    with mailbox() as inbox:
        browser = Browser()
        await browser.open(await asked_link(inbox, "alice"))
        await browser.press("Save password", password=PASSWORD)
    for name in ("alice", "alice@example.org"):
        assert (await Browser(address="10.9.9.9").sign_in(name, PASSWORD)).path == "/home"


async def test_help_on_the_sign_in_page_says_what_to_do_and_sends_them_again() -> None:
    browser = Browser()
    await browser.open("/sign-in")
    page = await browser.follow("I did not get my e-mails")
    page.shows("five minutes", "two e-mails", "spam", "(312) 555-0107", "Monday to Friday")
    with mailbox() as inbox:
        page = await browser.press("Send them again", username="alice")
        page.shows("If we know you by what you typed")
        assert len(await deliver(inbox)) == 1


async def test_without_e_mail_the_pages_say_to_call() -> None:
    with configured(mail_is_off=True):
        for path in ("/password/forgot", "/sign-in/help"):
            page = await Browser().open(path)
            page.shows("We cannot send e-mails at the moment")
            page.lacks("E-mail me a link", "Send them again")


async def test_asking_is_in_the_clients_activity_as_somebodys_act() -> None:
    with mailbox() as inbox:
        await asked_link(inbox, "alice")
    alice = await people.alice()
    page = await alice.open("/activity")
    page.shows("Asked for an e-mail to choose a password", "Somebody with your login")


async def test_a_typed_name_stands_nowhere_in_clear() -> None:
    await forget(Browser(), "a-name-nobody-has")
    for table in ("link_asking", "outbox_message"):
        stored = await rows.value(f"select coalesce(string_agg(t::text, ''), '') from {table} t")
        assert "a-name-nobody-has" not in stored
    assert await PortalAccount.count() == 4
