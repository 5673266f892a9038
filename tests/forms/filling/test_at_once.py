"""The same form sent, begun and saved many times at the same moment, with real transactions side by side."""

import asyncio
from urllib.parse import urlencode

import httpx
import pytest

from tests import people, rows
from tests.forms.filling.filled import FILL, NAMES, PHQ, all_of, answers_of, fill_phq, given
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("restored")

TIMES = 20
RESPONSES = "select count(*) from form_response where assignment = $1"


async def at_once(browser: Browser, path: str, *each: dict[str, str]) -> list[httpx.Response]:
    bodies = [urlencode({"_csrf": browser.token} | fields).encode() for fields in each]
    return await asyncio.gather(
        *(browser.send("POST", path, headers={"content-type": FORM}, content=body) for body in bodies)
    )


async def test_twenty_submissions_make_one_response() -> None:
    alice = await people.alice()
    page = await fill_phq(alice)
    answers = await at_once(alice, f"{FILL}/submission", *[{"shown": page.value("shown")}] * TIMES)
    assert {(answer.status_code, answer.headers["location"]) for answer in answers} == {(303, FILL)}
    assert await rows.value(RESPONSES, PHQ) == 1
    assert await rows.value("select count(*) from form_score where instrument = 'phq-9'") == 1
    assert await rows.value("select count(*) from outbox_message where kind = 'form_completed'") == 1
    assert await rows.value("select count(*) from activity_entry where kind = 'form_sent'") == 1


async def test_twenty_first_answers_begin_one_response_and_none_is_lost() -> None:
    alice = await people.alice()
    await alice.open(FILL)
    each = [{name: "1", "page": "1", "revision": "0"} for name in NAMES]
    answers = await at_once(alice, f"{FILL}/answers", *each)
    assert {answer.status_code for answer in answers} == {303}
    assert await rows.value(RESPONSES, PHQ) == 1
    assert len(given((await answers_of(PHQ))["item"])) == len(NAMES)


async def test_twenty_corrections_begin_one_and_are_sent_once() -> None:
    alice = await people.alice()
    await fill_phq(alice)
    await alice.press("Send my answers")
    await at_once(alice, f"{FILL}/correction", *[{}] * TIMES)
    assert await rows.value(RESPONSES, PHQ) == 2
    await alice.open(FILL)
    page = await alice.press("Look over my answers", **all_of("2"))
    await at_once(alice, f"{FILL}/submission", *[{"shown": page.value("shown")}] * TIMES)
    assert await rows.value(f"{RESPONSES} and status = 'amended'", PHQ) == 1
    assert await rows.value("select count(*) from outbox_message where kind = 'form_completed'") == 2
