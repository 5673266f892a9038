"""Answers of the admin: held whole before anything is sent, so that a change can still be taken back."""

import json
from dataclasses import dataclass, field
from typing import Any

from litestar.types import Send

from app.web.language import Phrase

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)
"""Piccolo Admin sets styles on its own elements; scripts come from files alone."""
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes = b""
    media_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()

    async def send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self._raw_headers()})
        await send({"type": "http.response.body", "body": self.body, "more_body": False})

    def _raw_headers(self) -> list[tuple[bytes, bytes]]:
        headers = {
            "content-type": self.media_type,
            "content-length": str(len(self.body)),
            "content-security-policy": CONTENT_SECURITY_POLICY,
            **self.headers,
        }
        if self.status == 204:
            del headers["content-type"], headers["content-length"]
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        return raw + [(b"set-cookie", cookie.encode("latin-1")) for cookie in self.cookies]


class Declined(Exception):
    """The admin will not do this; `sentence` is what its reader is told."""

    def __init__(self, status: int, sentence: Phrase | str) -> None:
        super().__init__(status)
        self.status = status
        self.sentence = sentence


def json_answer(value: Any, *, status: int = 200, **headers: str) -> Answer:
    return Answer(status, json.dumps(value).encode(), headers=headers)


def sentence_answer(status: int, sentence: Phrase | str, **headers: str) -> Answer:
    """Say one sentence, as a JSON string: Piccolo Admin shows a string as it is, and an object with its braces."""
    return json_answer(str(sentence), status=status, **headers)


def redirect(address: str, *, status: int = 303) -> Answer:
    return Answer(status, headers={"location": address})
