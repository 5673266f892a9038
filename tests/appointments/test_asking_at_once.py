"""The same asking many times at the same moment, with real transactions side by side."""

import asyncio
from urllib.parse import urlencode

import pytest

from app import db
from tests import people, rows
from tests.appointments.booked import OFFICE, asked
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("restored")

TIMES = 8
THREADS = "select count(*) from message_thread"


async def send(browser: Browser, path: str, once: str) -> int:
    body = urlencode({"_csrf": browser.token, "once": once, "words": "Please"}).encode()
    answer = await browser.send("POST", path, headers={"content-type": FORM}, content=body)
    return answer.status_code


async def test_many_presses_of_one_form_ask_once() -> None:
    alice = await people.alice()
    page = await alice.open("/appointments/new")
    before = await rows.value(THREADS)
    answers = await asyncio.gather(
        *(send(alice, "/appointments/new", page.value("once")) for _ in range(TIMES))
    )
    assert set(answers) == {303}
    assert len(await asked()) == 1
    assert await rows.value(THREADS) == before + 1


async def test_of_many_forms_about_one_appointment_one_wins_and_leaves_one_thread() -> None:
    alice = await people.alice()
    await alice.open(f"{OFFICE}/move")
    before = await rows.value(THREADS)
    paths = [f"{OFFICE}/{leaf}" for leaf in ("move", "cancellation")] * (TIMES // 2)
    answers = await asyncio.gather(*(send(alice, path, str(db.new_id())) for path in paths))
    assert sorted(answers) == [303] + [422] * (TIMES - 1)
    assert len(await asked()) == 1
    assert await rows.value(THREADS) == before + 1


async def test_of_many_wishes_for_an_appointment_one_wins_and_leaves_one_thread() -> None:
    alice = await people.alice()
    await alice.open("/appointments/new")
    before = await rows.value(THREADS)
    answers = await asyncio.gather(
        *(send(alice, "/appointments/new", str(db.new_id())) for _ in range(TIMES))
    )
    assert sorted(answers) == [303] + [422] * (TIMES - 1)
    assert len(await asked()) == 1
    assert await rows.value(THREADS) == before + 1
