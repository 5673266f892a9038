"""Attack row A11, with real transactions side by side."""

import asyncio

import pytest

from app.accounts.passwords import hash_password
from tests import people, rows
from tests.attacks.test_sign_in_rows import attempt, from_elsewhere, right
from tests.hashing import IN_EARNEST, hashing

pytestmark = pytest.mark.usefixtures("restored")


async def test_a11_of_many_tries_at_once_no_more_get_through() -> None:
    with hashing(IN_EARNEST):
        hashed = await hash_password(right("alice"))
    secret = "update account_secret set password_hash = $2 where account = $1"
    await rows.change(secret, people.account_id("alice"), hashed)
    browsers = [from_elsewhere(number) for number in range(40)]
    for browser in browsers:
        await browser.open("/sign-in")
    answers = await asyncio.gather(*(attempt(browser, "/sign-in", "alice") for browser in browsers))
    statuses = [answer.status_code for answer in answers]
    assert (statuses.count(422), statuses.count(429)) == (10, 30)
