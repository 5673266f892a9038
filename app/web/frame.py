"""Around every request: its id, its time limit, the headers of its answer, and its line in the log."""

import asyncio
import re
import time
from contextlib import suppress
from functools import lru_cache
from secrets import token_urlsafe
from typing import Any

from litestar import Litestar
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from app import config
from app.web.headers import with_security
from app.web.language import Language, preferred, speak
from app.web.logs import log
from app.web.request import KNOWN

BODY_SECONDS = 30
"""How long a body may take to arrive, unless its route gives those who are known longer (`body_seconds`)."""
MOST_LEFT, MOST_LEFT_OF_STRANGERS = 200_000_000, 70_000_000
"""Bytes that are still taken, and thrown away, of an upload that was answered before it had arrived."""
LANGUAGE = "language"


class BodyTooSlow(Exception):
    """The body did not arrive in time."""


class Portal:
    """The application as the server runs it; `litestar` is the app inside."""

    def __init__(self, litestar: Litestar) -> None:
        self.litestar = litestar

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            await _Exchange(self.litestar, scope, receive, send).run()
        else:
            await self.litestar(scope, receive, send)


class _Exchange:
    """One request and its answer."""

    def __init__(self, app: ASGIApp, scope: HTTPScope, receive: Receive, send: Send) -> None:
        self.app, self.receive, self.send = app, receive, send
        self.scope: HTTPScope = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        self.status = 0
        self.arrived = False
        self.bodiless = scope["method"] == "HEAD"
        self.started = time.perf_counter()
        self.headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        self.scope["state"] = {"request_id": token_urlsafe(9)}

    async def run(self) -> None:
        elsewhere = self._elsewhere()
        if elsewhere:
            await self._redirect(elsewhere)
            return
        speak(self._language())
        try:
            await self.app(self.scope, self._timely_receive, self._noted_send)
        finally:
            self._log()

    def _elsewhere(self) -> str | None:
        """Give the address under PUBLIC_URL when a GET came by another name (passkeys and cookies need one)."""
        public = config.current().public_url
        host = self.headers.get("host", "")
        public_host = public.partition("://")[2]
        if self.scope["method"] != "GET" or host == public_host or self._is_machine():
            return None
        query = self.scope["query_string"].decode("latin-1")
        return public + self.scope["raw_path"].decode("latin-1") + (f"?{query}" if query else "")

    def _is_machine(self) -> bool:
        return self.scope["path"].startswith(("/health/", "/static/", "/metrics", "/webhooks/"))

    async def _redirect(self, address: str) -> None:
        headers = [(b"location", address.encode("latin-1")), (b"content-length", b"0")]
        await self._noted_send({"type": "http.response.start", "status": 307, "headers": headers})
        await self.send({"type": "http.response.body", "body": b"", "more_body": False})

    def _language(self) -> Language:
        chosen = self._cookies().get(_language_cookie())
        if chosen in {language.value for language in Language}:
            return Language(chosen)
        return preferred(self.headers.get("accept-language", ""))

    def _cookies(self) -> dict[str, str]:
        pairs = (part.strip().partition("=") for part in self.headers.get("cookie", "").split(";"))
        return {name: value for name, _, value in pairs}

    async def _timely_receive(self) -> Any:
        remaining = self._body_seconds() - (time.perf_counter() - self.started)
        if self.status:
            return await self.receive()
        try:
            message = await asyncio.wait_for(self.receive(), max(remaining, 0.01))
        except TimeoutError:
            raise BodyTooSlow from None
        self.arrived = not message.get("more_body", False)
        return message

    async def _let_arrive(self) -> None:
        """Throw away what still comes of an upload that is refused: a browser that is cut off shows no answer."""
        left = MOST_LEFT if self._is_known() else MOST_LEFT_OF_STRANGERS
        with suppress(BodyTooSlow):
            while not self.arrived and left > 0:
                left -= len((await self._timely_receive()).get("body", b""))

    def _body_seconds(self) -> int:
        return int(self._opt().get("body_seconds", BODY_SECONDS)) if self._is_known() else BODY_SECONDS

    def _is_known(self) -> bool:
        return KNOWN in self.scope["state"]

    def _opt(self) -> dict[str, Any]:
        return getattr(self.scope.get("route_handler"), "opt", None) or {}

    async def _noted_send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if "body_seconds" in self._opt():
                await self._let_arrive()
            self.status = message["status"]
            message["headers"] = with_security(self.scope, list(message.get("headers", [])))
        elif message["type"] == "http.response.body" and self.bodiless:
            message["body"] = b""
        await self.send(message)

    def _log(self) -> None:
        handler = self.scope.get("route_handler")
        log(
            "request",
            request_id=self.scope["state"]["request_id"],
            route=getattr(handler, "name", None) or "none",
            path=shown_path(self.scope.get("path_template", "")),
            method=self.scope["method"],
            status=self.status,
            milliseconds=round((time.perf_counter() - self.started) * 1000, 1),
        )


@lru_cache(maxsize=512)
def shown_path(template: str) -> str:
    """Give the address of a route as the log may show it: what somebody wrote into it, a token too, is left out."""
    return re.sub(r"\{\w+(?::\w+)?\}", "[redacted]", template)


def _language_cookie() -> str:
    return f"__Host-{LANGUAGE}" if config.current().is_secure else LANGUAGE
