"""Attack row A11, with real transactions side by side."""

import asyncio

import pytest

from tests.attacks.test_sign_in_rows import attempt, from_elsewhere

pytestmark = pytest.mark.usefixtures("restored")


async def test_a11_of_many_tries_at_once_no_more_get_through() -> None:
    browsers = [from_elsewhere(number) for number in range(40)]
    for browser in browsers:
        await browser.open("/sign-in")
    answers = await asyncio.gather(*(attempt(browser, "/sign-in", "alice") for browser in browsers))
    statuses = [answer.status_code for answer in answers]
    assert (statuses.count(422), statuses.count(429)) == (10, 30)
