"""A request that the app makes of itself: another route's answer, whole, as the browser never sees it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar.types import Message

from app.web.request import Request

PASSED = frozenset({b"host", b"accept", b"accept-language", b"user-agent"})
"""The headers of the outer request that the inner one has: no cookie, nothing of htmx, no range and no condition."""
LARGEST = 40_000_000
"""Bytes of an answer that is held whole."""
COPIED = ("type", "asgi", "http_version", "server", "client", "scheme", "root_path", "extensions")


class TooLarge(Exception):
    """The answer is larger than what is held."""


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    headers: Mapping[str, str]
    """By their names in small letters."""
    body: bytes
    state: Mapping[str, Any]
    """What was noted beside the request."""


async def answer_inside(request: Request, path: str, *, state: Mapping[str, Any]) -> Answered:
    """Give the answer of the app to a GET of `path`, with the query of `request` and a state of its own.

    Raises TooLarge.
    """
    outer: Mapping[str, Any] = request.scope
    scope: Any = {
        **{name: outer[name] for name in COPIED if name in outer},
        "method": "GET",
        "path": path,
        "raw_path": quote(path).encode(),
        "query_string": outer["query_string"],
        "headers": [(name, value) for name, value in outer["headers"] if name.lower() in PASSED],
        "state": {"request_id": outer["state"]["request_id"], **state},
    }
    taking = _Taking()
    await request.app(scope, taking.give, taking.take)
    if taking.is_too_large:
        raise TooLarge
    return Answered(taking.status, taking.headers, bytes(taking.body), scope["state"])


class _Taking:
    """Who asks without a body, holds what the app sends, and goes once it is whole, as servers tell the app."""

    def __init__(self) -> None:
        self.status, self.headers, self.body = 0, dict[str, str](), bytearray()
        self.is_too_large, self.asked, self.whole = False, False, asyncio.Event()

    async def give(self) -> Any:
        if self.asked:
            await self.whole.wait()
            return {"type": "http.disconnect"}
        self.asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            named = ((name.decode("latin-1").lower(), value) for name, value in message["headers"])
            self.headers = {name: value.decode("latin-1") for name, value in named}
        elif message["type"] == "http.response.body":
            part = message.get("body", b"")
            self.is_too_large = self.is_too_large or len(self.body) + len(part) > LARGEST
            if not self.is_too_large:
                self.body += part
            if not message.get("more_body", False):
                self.whole.set()
