"""Asking Piccolo Admin something: a request made anew, in which nothing stands that the browser wrote unchecked."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from litestar.types import ASGIApp

from app import config
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import Refusal
from app.admin.addresses import MOUNT
from app.admin.answers import JSON, Answer

STAFF = "portal.staff"
"""Where the scope holds who is signed in."""
REFUSALS = "portal.refusals"
"""Where the scope collects what a form's use case refused."""
ITS_CSRF = "checked-by-the-guard"


@dataclass(slots=True, kw_only=True)
class Question:
    """What is asked of Piccolo Admin, and by whom."""

    staff: CurrentStaff
    token: str
    method: str
    path: str
    query: bytes = b""
    values: dict[str, Any] | None = None
    refusals: list[Refusal] = field(default_factory=list)

    async def ask(self, admin: ASGIApp) -> Answer:
        """Give its whole answer, without the cookies it would set."""
        heard: list[Any] = []

        async def hear(message: Any) -> None:
            heard.append(message)

        await admin(self._scope(), self._body(), hear)  # type: ignore[arg-type]  # a scope made by hand
        headers = {name.lower().decode(): value.decode("latin-1") for name, value in heard[0]["headers"]}
        body = b"".join(message.get("body", b"") for message in heard[1:])
        return Answer(heard[0]["status"], body, headers.get("content-type", JSON))

    def _scope(self) -> dict[str, Any]:
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": self.method,
            "scheme": "http",
            "path": MOUNT + self.path,
            "raw_path": (MOUNT + self.path).encode(),
            "root_path": MOUNT,
            "query_string": self.query,
            "headers": self._headers(),
            "client": None,
            "server": None,
            "state": {},
            STAFF: self.staff,
            REFUSALS: self.refusals,
        }

    def _headers(self) -> list[tuple[bytes, bytes]]:
        """Give its session cookie under the name it knows; its own check of forms is met, ours was before."""
        headers = {
            "host": urlsplit(config.current().public_url).netloc,
            "cookie": f"id={self.token}; csrftoken={ITS_CSRF}",
            "x-csrftoken": ITS_CSRF,
            "content-type": JSON,
        }
        return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]

    def _body(self) -> Any:
        sent = json.dumps(self.values).encode() if self.values is not None else b""
        messages = [{"type": "http.request", "body": sent, "more_body": False}]

        async def receive() -> Any:
            if messages:
                return messages.pop()
            return await asyncio.Event().wait()  # nobody hangs up: the answer is kept for us

        return receive
