"""Files sent by somebody who may not send any: they are answered by what the headers tell, and nothing is kept."""

import asyncio
import tempfile
import tracemalloc
from typing import Any

import pytest

from app.web import frame
from app.web.frame import Portal
from tests import people, rows
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

LINE = "the-line-between"
HEAD = f'--{LINE}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7'.encode()
PIECE = bytes(1_000_000)
PIECES = 20
UPLOAD, STAFF_UPLOAD = "/documents/upload", "/staff/clients/{}/documents"


class Body:
    """A body of 20 MB, made piece by piece as it is asked for; one that `stays_away` never gets further than its head."""

    def __init__(self, *, stays_away: bool = False) -> None:
        self.left = PIECES + 1
        self.stays_away = stays_away

    async def receive(self) -> dict[str, Any]:
        self.left -= 1
        if self.stays_away and self.left < PIECES:
            await asyncio.Event().wait()
        return {
            "type": "http.request",
            "body": HEAD if self.left == PIECES else PIECE,
            "more_body": self.left > 0,
        }


async def answer_to(portal: Portal, browser: Browser, path: str, body: Body) -> dict[str, Any]:
    """Send a body as it comes, past httpx, which has the whole of it first; give the beginning of the answer."""
    names = {
        "host": "localhost:8000",
        "content-type": f"multipart/form-data; boundary={LINE}",
        "sec-fetch-site": "same-origin",
        "x-portal-csrf": browser.token,
        "cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items()),
    }
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "server": ("localhost", 8000),
        "headers": [(name.encode(), value.encode()) for name, value in names.items()], "client": ("127.0.0.1", 1),
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await portal(scope, body.receive, send)  # type: ignore[arg-type]  # a scope as a server makes it
    return sent[0]


async def nobody() -> Browser:
    browser = await people.nobody()
    await browser.open("/sign-in")
    return browser


async def with_a_made_up_session() -> Browser:
    browser = await nobody()
    browser.cookies |= {"portal": "made-up", "staff": "made-up"}
    return browser


async def of_a_session_that_is_gone() -> Browser:
    alice = await people.alice()
    await alice.open(UPLOAD)
    await rows.change("delete from portal_session")
    return alice


async def of_a_session_that_ran_out() -> Browser:
    alice = await people.alice()
    await alice.open(UPLOAD)
    await rows.change("update portal_session set last_seen_at = now() - interval '5 hours'")
    return alice


async def before_the_second_step() -> Browser:
    alice = await people.alice()
    await alice.open(UPLOAD)
    await rows.change("update portal_session set second_step_due = true")
    return alice


async def before_a_password_was_chosen() -> Browser:
    alice = await people.alice()
    await alice.open(UPLOAD)
    await rows.change("update portal_account set must_change_password = true")
    return alice


async def staff_before_the_second_step() -> Browser:
    terry = await people.terry()
    await terry.open("/staff")
    await rows.change("update staff_session set second_step_due = true")
    return terry


UNINVITED = {
    "nobody": (nobody, UPLOAD, "/sign-in"),
    "a made-up session": (with_a_made_up_session, UPLOAD, "/sign-in"),
    "a session that is gone": (of_a_session_that_is_gone, UPLOAD, "/sign-in"),
    "a session that ran out": (of_a_session_that_ran_out, UPLOAD, "/sign-in"),
    "half a sign-in": (before_the_second_step, UPLOAD, "/sign-in/second-step"),
    "a temporary password": (before_a_password_was_chosen, UPLOAD, "/password/change"),
    "nobody, to staff's door": (nobody, STAFF_UPLOAD, "/staff/sign-in"),
    "a made-up session of staff": (with_a_made_up_session, STAFF_UPLOAD, "/staff/sign-in"),
    "half a sign-in of staff": (staff_before_the_second_step, STAFF_UPLOAD, "/staff/sign-in/second-step"),
}


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave no folder where a body could be put while it comes."""
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("who", UNINVITED)
async def test_20_megabytes_are_answered_and_kept_nowhere_when_they_come_from(
    who: str, portal: Portal
) -> None:
    made, path, door = UNINVITED[who]
    browser, path = await made(), path.format(people.client_id("alice"))
    tracemalloc.start()
    try:
        answer = await answer_to(portal, browser, path, Body())
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (answer["status"], dict(answer["headers"])[b"location"].decode()) == (303, door)
    assert most < 2_000_000


@pytest.mark.usefixtures("nowhere")
async def test_those_of_somebody_signed_in_are_put_down_as_they_come(portal: Portal) -> None:
    alice = await people.alice()
    await alice.open(UPLOAD)
    assert (await answer_to(portal, alice, UPLOAD, Body()))["status"] == 503


@pytest.mark.parametrize("who", ["nobody", "a made-up session", "half a sign-in"])
async def test_a_stranger_is_not_given_the_time_that_an_upload_may_take(
    who: str, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, path, door = UNINVITED[who]
    monkeypatch.setattr(frame, "BODY_SECONDS", 0.1)
    browser = await made()
    async with asyncio.timeout(2):
        answer = await answer_to(portal, browser, path, Body(stays_away=True))
    assert (answer["status"], dict(answer["headers"])[b"location"].decode()) == (303, door)


async def test_an_upload_of_a_session_that_ran_out_may_end_so_that_its_answer_is_seen(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "MOST_LEFT_OF_STRANGERS", 0)
    body = Body()
    await answer_to(portal, await of_a_session_that_ran_out(), UPLOAD, body)
    assert body.left == 0
    body = Body()
    await answer_to(portal, await with_a_made_up_session(), UPLOAD, body)
    assert body.left == PIECES + 1
