"""The same form sent many times at the same moment, with real transactions side by side."""

import asyncio
from urllib.parse import urlencode

import httpx
import pytest

from tests import people, rows
from tests.messages.threads import PHARMACY, messages_in, task_type_id, thread_id
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("restored")

THREADS = "select count(*) from message_thread where client = $1"
TIMES = 20


async def send_at_once(browser: Browser, path: str, **fields: str) -> list[httpx.Response]:
    body = urlencode({"_csrf": browser.token} | fields).encode()
    headers = {"content-type": FORM}
    return await asyncio.gather(
        *(browser.send("POST", path, headers=headers, content=body) for _ in range(TIMES))
    )


async def test_twenty_presses_make_one_thread_and_one_message() -> None:
    alice = await people.alice()
    page = await alice.open("/messages/new")
    before = await rows.value(THREADS, people.client_id("alice"))
    once, about = page.value("once"), str(task_type_id("appointment"))
    answers = await send_at_once(
        alice, "/messages/new", once=once, task_type=about, subject="Later", body="Could we?"
    )
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert await rows.value(THREADS, people.client_id("alice")) == before + 1
    assert await rows.value("select count(*) from message where id = $1::uuid", once) == 1
    assert await rows.value("select count(*) from outbox_message") == 1


async def test_twenty_presses_make_one_reply() -> None:
    alice = await people.alice()
    path = f"/messages/{thread_id(PHARMACY)}"
    page = await alice.open(path)
    before = await messages_in(thread_id(PHARMACY))
    answers = await send_at_once(alice, f"{path}/replies", once=page.value("once"), body="Only once")
    assert {(answer.status_code, answer.headers["location"]) for answer in answers} == {(303, path)}
    assert await messages_in(thread_id(PHARMACY)) == before + 1
    assert await rows.value("select count(*) from outbox_message") == 1


async def test_twenty_presses_make_one_answer_of_the_staff() -> None:
    terry = await people.terry()
    path = f"/staff/messages/{thread_id(PHARMACY)}"
    page = await terry.open(path)
    before = await messages_in(thread_id(PHARMACY))
    once = page.value("once", within="#reply")
    answers = await send_at_once(terry, f"{path}/replies", once=once, body="Only once")
    assert {answer.status_code for answer in answers} == {303}
    assert await messages_in(thread_id(PHARMACY)) == before + 1


async def test_a_browser_that_signs_out_while_it_asks_is_out_afterwards() -> None:
    alice = await people.alice()
    await alice.open("/home")
    kept = dict(alice.cookies)
    body = urlencode({"_csrf": alice.token}).encode()
    asking = [Browser(cookies=dict(kept)).send("GET", "/messages") for _ in range(TIMES)]
    await asyncio.gather(
        alice.send("POST", "/sign-out", headers={"content-type": FORM}, content=body), *asking
    )
    answer = await Browser(cookies=kept).send("GET", "/home")
    assert answer.status_code == 303
    assert await rows.value("select count(*) from portal_session") == 0
