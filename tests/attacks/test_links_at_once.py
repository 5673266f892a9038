"""Attack row A15, with real transactions side by side."""

import asyncio

import pytest

from app.notices import outbox
from app.worker import EFFECTS
from tests import people, rows
from tests.accounts.links.mailbox import PASSWORD, asked_link, mailbox
from tests.accounts.links.test_credentials import FORM, path, without_account
from tests.attacks.test_link_rows import choose
from tests.hashing import IN_EARNEST, hashing
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("restored")


async def test_a15_of_twenty_uses_of_one_link_one_wins() -> None:
    with mailbox() as inbox:
        link = await asked_link(inbox, "alice")
        browsers = [Browser(address=f"10.0.0.{number}") for number in range(20)]
        for browser in browsers:
            await browser.open(link)
        with hashing(IN_EARNEST):
            answers = await asyncio.gather(
                *(choose(browser, f"{PASSWORD} {number}") for number, browser in enumerate(browsers))
            )
        statuses = [answer.status_code for answer in answers]
        assert (statuses.count(303), statuses.count(400)) == (1, 19)
        winner = statuses.index(303)
        assert (await Browser().sign_in("alice", f"{PASSWORD} {winner}")).path == "/home"
        assert len({answer.headers["content-length"] for answer in answers if answer.status_code == 400}) >= 1
    used = "select count(*) from portal_session where account = $1"
    assert await rows.value(used, people.account_id("alice")) == 2


async def test_of_twenty_presses_at_once_one_sends() -> None:
    await without_account()
    nora = await people.nora()
    await nora.open(path())
    content = f"_csrf={nora.token}".encode()
    answers = await asyncio.gather(
        *(nora.send("POST", path(), headers=FORM, content=content) for _ in range(20))
    )
    assert {answer.status_code for answer in answers} == {303}
    assert await rows.value("select count(*) from sign_in_link") == 1
    assert await rows.value("select count(*) from outbox_message where done_at is null") == 2
    with mailbox() as inbox:
        await asyncio.gather(*(outbox.deliver_all(effects=EFFECTS) for _ in range(3)))
        assert len(inbox.letters) == 2
