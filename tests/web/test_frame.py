"""Around every request: one name for the portal, a time limit for bodies, a line in the log."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
import structlog

from app.web import frame
from app.web.frame import Portal
from tests import people
from tests.environment import configured
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("portal")


@contextmanager
def logged() -> Iterator[list[dict[str, Any]]]:
    """Collect the lines of the log, read, once the block has ended."""
    written, lines = StringIO(), list[dict[str, Any]]()
    before = structlog.get_config()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(written))
    try:
        yield lines
    finally:
        structlog.configure(**before)
        lines += [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "portal.local", "localhost", "localhost:8001", "evil.example", ""]
)
async def test_a_page_asked_for_by_another_name_is_sent_to_the_public_one(host: str) -> None:
    answer = await Browser().send("GET", "/sign-in?next=/messages", headers={"host": host})
    assert answer.status_code == 307
    assert answer.headers["location"] == "http://localhost:8000/sign-in?next=/messages"


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "/%0d%0aset-cookie:a=b"])
async def test_that_never_leads_to_another_site(path: str) -> None:
    answer = await Browser().send("GET", path, headers={"host": "127.0.0.1:8000"})
    assert answer.headers["location"].startswith("http://localhost:8000/")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
async def test_machines_may_use_any_name(path: str) -> None:
    answer = await Browser().send("GET", path, headers={"host": "10.0.0.7"})
    assert (answer.status_code, answer.text) == (200, "ok")


async def test_a_forwarded_name_changes_nothing() -> None:
    headers = {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
    answer = await Browser(headers=headers).send("GET", "/sign-in")
    assert answer.status_code == 200
    assert "evil.example" not in answer.text


async def answer_to(portal: Portal, receive: Any, **headers: str) -> list[dict[str, Any]]:
    """Send a form whose body arrives as `receive` lets it, past httpx, which only sends whole ones."""
    browser = await people.nobody()
    await browser.open("/sign-in")
    sent: list[dict[str, Any]] = []
    names = {
        "host": "localhost:8000",
        "content-type": FORM,
        "sec-fetch-site": "same-origin",
        "cookie": f"form={browser.cookies['form']}",
    } | headers
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/sign-in", "raw_path": b"/sign-in", "query_string": b"", "root_path": "", "server": ("localhost", 8000),
        "headers": [(name.encode(), value.encode()) for name, value in names.items()], "client": ("127.0.0.1", 1),
    }  # fmt: skip

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await portal(scope, receive, send)  # type: ignore[arg-type]  # a scope as a server makes it
    return sent


def never_ending(first: bytes) -> Any:
    """Give a body that begins and then stays away."""
    pieces = iter([{"type": "http.request", "body": first, "more_body": True}])

    async def receive() -> dict[str, Any]:
        for piece in pieces:
            return piece
        await asyncio.Event().wait()
        raise AssertionError

    return receive


@pytest.mark.parametrize("first", [b"", b"username=alice"])
async def test_a_body_that_stays_away_is_answered_in_time(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, first: bytes
) -> None:
    monkeypatch.setattr(frame, "BODY_SECONDS", 0.1)
    async with asyncio.timeout(2):
        start, body = await answer_to(portal, never_ending(first))
    assert start["status"] == 408
    assert dict(start["headers"])[b"cache-control"] == b"no-store"
    assert b"too slow" in body["body"]


async def test_a_body_that_arrives_in_pieces_in_time_is_read(portal: Portal) -> None:
    async def pieces() -> AsyncIterator[dict[str, Any]]:
        yield {"type": "http.request", "body": b"username=alice&pass", "more_body": True}
        yield {"type": "http.request", "body": b"word=", "more_body": False}

    arriving = pieces()
    start, _ = await answer_to(portal, arriving.__anext__)
    assert start["status"] == 403  # it was read whole: what is missing is the token


async def test_a_request_is_one_line_of_the_log_with_the_name_of_its_route() -> None:
    browser = Browser(cookies={"portal": "canary-cookie"})
    with logged() as lines:
        answer = await browser.send("GET", "/sign-in?next=/canary-path&q=canary-query")
    assert len(lines) == 1
    line = lines[0]
    assert (line["event"], line["route"], line["method"], line["status"]) == (
        "request",
        "accounts.sign_in",
        "GET",
        200,
    )
    assert line["request_id"] == answer.headers["x-request-id"]
    assert line["milliseconds"] >= 0
    assert set(line) == {
        "event",
        "route",
        "path",
        "method",
        "status",
        "request_id",
        "milliseconds",
        "level",
        "timestamp",
    }


@pytest.mark.parametrize(
    "path", ["/canary-nowhere", "/messages/canary", "/sign-in?canary=1", "/home/tiles/canary"]
)
async def test_the_log_holds_no_path_no_query_and_no_cookie(path: str) -> None:
    browser = Browser(
        cookies={"portal": "canary-portal"}, headers={"referer": "http://localhost:8000/canary"}
    )
    with logged() as lines:
        await browser.send("GET", path)
    assert "canary" not in json.dumps(lines)


async def test_a_fault_is_logged_by_its_kind_and_place_never_by_its_message() -> None:
    from app.web.logs import log_fault

    with logged() as lines:
        try:
            int("canary: what somebody typed")
        except ValueError as fault:
            log_fault("fault", fault, body="canary", request_id="r1")
    assert lines[0]["error"] == "ValueError"
    assert lines[0]["where"].startswith("tests.web.test_frame:")
    assert "canary" not in json.dumps(lines)


async def test_everything_is_said_to_browsers_over_https_too() -> None:
    with configured(public_url="https://portal.practice.org"):
        visitor = Browser()
        answer = await visitor.send("GET", "/sign-in")
        assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
        assert set(visitor.cookies) == {"__Host-form"}
    assert "strict-transport-security" not in (await Browser().send("GET", "/sign-in")).headers


async def test_two_answers_share_no_nonce_no_token_and_no_request_id() -> None:
    visitor = Browser()
    first, second = [await visitor.send("GET", "/sign-in") for _ in range(2)]
    for name in ("content-security-policy", "x-request-id"):
        assert first.headers[name] != second.headers[name]
    assert first.text != second.text
