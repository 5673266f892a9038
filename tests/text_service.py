"""A service of texts on this machine, which keeps what it is handed and answers as a test tells it to."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from app.addresses import TextGateway, TextService, Twilio
from tests.environment import configured

ACCOUNT, TOKEN = "AC0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef"
SENDER = "+13125550100"
SECRET = "a-secret-of-both-sides"


@dataclass
class Handed:
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}

    @property
    def told(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.body)
        return said


@dataclass
class TextPeer:
    """What has come in, and the answers to the next requests: a status and an object; None hangs up without one."""

    port: int = 0
    handed: list[Handed] = field(default_factory=list)
    answers: list[tuple[int, dict[str, Any]] | None] = field(default_factory=list)

    @property
    def twilio(self) -> Twilio:
        return Twilio(f"http://127.0.0.1:{self.port}", ACCOUNT, TOKEN, sender=SENDER)

    @property
    def gateway(self) -> TextGateway:
        return TextGateway(f"http://127.0.0.1:{self.port}/texts?of=portal", SECRET)


@contextmanager
def text_service() -> Iterator[TextPeer]:
    peer = TextPeer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(peer))
    peer.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def texting_by(service: TextService, **changes: Any) -> Iterator[None]:
    """Let the portal send its texts by this service."""
    with configured(text_service=service, texts_are_off=False, **changes):
        yield


def _handler(peer: TextPeer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # http.server's name
            self._take()

        def do_POST(self) -> None:
            self._take()

        def _take(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            peer.handed.append(Handed(self.path, headers, body))
            answer = peer.answers.pop(0) if peer.answers else (201, {"sid": f"SM{len(peer.handed)}"})
            if answer is None:
                self.close_connection = True
                return
            said = json.dumps(answer[1]).encode()
            self.send_response(answer[0])
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: Any) -> None:
            """Say nothing: the tests' output is theirs."""

    return Handler
