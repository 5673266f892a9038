"""A stand-in for Stripe on this machine: localstripe for intents, refunds and signed events, and before it the Checkout
pages that localstripe lacks. What is asked of it is held against Stripe's published schema first.

What localstripe does otherwise than Stripe is put right here: calls with the same key are answered alike, no more is
refunded than was charged, and a charge says whether it is disputed.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

import httpx

from tests.billing.vendors.events import KEY, SECRET
from tests.billing.vendors.stripe_schema import (
    CREATE_REFUND,
    CREATE_SESSION,
    EXPIRE_SESSION,
    Fields,
    NotTaken,
    decoded,
)
from tests.commands import free_port

SUCCESS, DECLINED, CONFIRM = "4242424242424242", "4000000000000341", "4000002500003155"
CARDS = {SUCCESS: "A card that works", DECLINED: "A card that is declined", CONFIRM: "A card to be confirmed"}
START_SECONDS = 20
HEARD_SECONDS = 15
AUTHORIZED = {"authorization": f"Bearer {KEY}"}


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    kind: str = "application/json"
    location: str = ""


class HangUp(Exception):
    """The line breaks before the answer arrives."""


@dataclass
class StandIn:
    """What has been asked, the pages there are, and what goes wrong with the next call."""

    behind: str
    port: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of each call of the portal's."""
    sent: list[dict[str, Any]] = field(default_factory=list)
    """What each call of the portal's carried, as its schema reads it."""
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    disputes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The dispute of a payment intent."""
    told: list[tuple[bytes, str]] = field(default_factory=list)
    """The events that localstripe told, with their signatures."""
    endpoints: list[dict[str, Any]] | None = None
    """The webhooks that are set up there; None: the key may not see them."""
    tells: str = ""
    """Where they are told on at once; "": they are only kept, as if they were on their way."""
    breaks: list[str] = field(default_factory=list)
    """What happens to the next calls: "before" nothing was done, "after" everything but the answer, or a status."""
    answered: dict[str, tuple[str, Answer]] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def forward(self, method: str, path: str, body: str = "") -> httpx.Response:
        headers = AUTHORIZED | {"content-type": "application/x-www-form-urlencoded"}
        return httpx.request(method, self.behind + path, content=body, headers=headers, timeout=10)

    def call(self, method: str, path: str, **fields: str) -> dict[str, Any]:
        """Do something at localstripe, as the pages do."""
        answer = self.forward(method, path, urlencode(fields))
        said: dict[str, Any] = answer.json()
        return said

    def heard(self, kind: str) -> tuple[bytes, str]:
        """Wait for an event of localstripe's, which sends each a second later, and give it."""
        deadline = time.monotonic() + HEARD_SECONDS
        while True:
            for body, signature in list(self.told):
                if json.loads(body)["type"] == kind:
                    return body, signature
            assert time.monotonic() < deadline, f"localstripe did not tell of {kind}"
            time.sleep(0.05)

    def pay(self, session: str, number: str = SUCCESS) -> str:
        """Pay on a page with a card, as somebody would; give how it went: paid, declined or confirm."""
        page = self.pages[session]
        card = {"number": number, "exp_month": "12", "exp_year": "2099", "cvc": "123"}
        of_card = {f"card[{name}]": value for name, value in card.items()}
        method = self.call("POST", "/v1/payment_methods", type="card", **of_card)
        metadata = page["payment_intent_data"]["metadata"]
        wanted = {"amount": str(page["amount_total"]), "currency": page["currency"]} | {
            f"metadata[{name}]": value for name, value in metadata.items()
        }
        intent = self.call("POST", "/v1/payment_intents", payment_method=method["id"], **wanted)
        page["payment_intent"] = intent["id"]
        confirmed = self.call("POST", f"/v1/payment_intents/{intent['id']}/confirm")
        return self._end(page, confirmed)

    def confirm(self, session: str, *, success: bool) -> str:
        """Answer the bank's question on a page, or fail to."""
        page = self.pages[session]
        intent = self.call("GET", f"/v1/payment_intents/{page['payment_intent']}")
        answer = {"client_secret": intent["client_secret"], "success": str(success).lower()}
        return self._end(
            page, self.call("POST", f"/v1/payment_intents/{intent['id']}/_authenticate", **answer)
        )

    @staticmethod
    def _end(page: dict[str, Any], intent: dict[str, Any]) -> str:
        if intent.get("status") == "succeeded":
            page.update(status="complete", payment_status="paid")
            return "paid"
        return "confirm" if intent.get("status") == "requires_action" else "declined"

    def refund_there(self, session: str, cents: int) -> str:
        """Give money back at the vendor's own pages; give the vendor's id of it."""
        intent = self.pages[session]["payment_intent"]
        made = self.call("POST", "/v1/refunds", payment_intent=intent, amount=str(cents))
        found: str = made["id"]
        return found

    def dispute(self, session: str, *, cents: int, status: str = "needs_response") -> str:
        """Let the cardholder's bank ask a payment back, or decide."""
        intent = self.pages[session]["payment_intent"]
        said = {"object": "dispute", "id": f"dp_{intent}", "amount": cents, "status": status, "created": 1}
        self.disputes[intent] = said | {"payment_intent": intent}
        return f"dp_{intent}"


@contextmanager
def stripe_stand_in() -> Iterator[StandIn]:
    """Run a stand-in; localstripe tells its events to us, who keep them, and tell them on."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        command = [sys.executable, "-m", "localstripe.server", "--from-scratch", "--port", str(port)]
        with subprocess.Popen(
            command, env={"TMPDIR": folder}, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as behind:
            try:
                yield from _standing_in(StandIn(f"http://127.0.0.1:{port}"))
            finally:
                behind.kill()


def _standing_in(peer: StandIn) -> Iterator[StandIn]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(peer))
    server.daemon_threads = True
    peer.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        _wait_for(peer.behind)
        told = {"url": f"{peer.origin}/told", "secret": SECRET}
        httpx.post(f"{peer.behind}/_config/webhooks/portal", json=told).raise_for_status()
        yield peer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            httpx.get(f"{address}/v1/balance", headers=AUTHORIZED).raise_for_status()
        except httpx.HTTPError:
            assert time.monotonic() < deadline, "localstripe did not start"
            time.sleep(0.05)
        else:
            return


def _handler(peer: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # http.server's name
            self._take("GET")

        def do_POST(self) -> None:
            self._take("POST")

        def _take(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            try:
                answer = _answer(peer, method, self.path, body, dict(self.headers.items()))
            except HangUp:
                self.close_connection = True
                return
            self.send_response(answer.status)
            self.send_header("content-type", answer.kind)
            self.send_header("content-length", str(len(answer.body)))
            if answer.location:
                self.send_header("location", answer.location)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: Any) -> None:
            """Say nothing: the tests' output is theirs."""

    return Handler


def _answer(peer: StandIn, method: str, path: str, body: str, headers: dict[str, str]) -> Answer:
    if path == "/told":
        peer.told.append((body.encode(), headers["Stripe-Signature"]))
        if peer.tells:
            told = {"stripe-signature": headers["Stripe-Signature"]}
            httpx.post(peer.tells, content=body, headers=told, timeout=10)
        return Answer(200, b"")
    if path == "/favicon.ico":
        return Answer(204, b"")
    if path.startswith("/pay/"):
        return _paid_on(peer, method, path.removeprefix("/pay/"), body)
    peer.asked.append((method, path.partition("?")[0]))
    problem = peer.breaks.pop(0) if peer.breaks else ""
    if problem == "before":
        raise HangUp
    if problem.isdigit():
        return _error("api_error", "it is out of order", status=int(problem))
    answer = _once(peer, method, path, body, headers)
    if problem == "after":
        raise HangUp
    return answer


def _once(peer: StandIn, method: str, path: str, body: str, headers: dict[str, str]) -> Answer:
    """Answer a call; one with the same key as one before is answered as that was."""
    key = headers.get("Idempotency-Key", "") if method == "POST" else ""
    if key in peer.answered:
        before, answer = peer.answered[key]
        same = before == path + body
        return answer if same else _error("idempotency_error", "other parameters with the same key")
    answer = _do(peer, method, path, body)
    if key:
        peer.answered[key] = (path + body, answer)
    return answer


def _do(peer: StandIn, method: str, path: str, body: str) -> Answer:
    plain = urlsplit(path).path
    if (method, plain) == ("POST", "/v1/checkout/sessions"):
        return _checked(peer, CREATE_SESSION, body, lambda said: _new_page(peer, said))
    if plain.startswith("/v1/checkout/sessions/"):
        return _page(peer, method, plain.removeprefix("/v1/checkout/sessions/"), body)
    if (method, plain) == ("POST", "/v1/refunds"):
        return _checked(peer, CREATE_REFUND, body, lambda said: _refund(peer, said, body))
    if plain == "/v1/disputes":
        (intent,) = parse_qs(urlsplit(path).query)["payment_intent"]
        found = [peer.disputes[intent]] if intent in peer.disputes else []
        return _said({"object": "list", "data": found, "has_more": False, "url": "/v1/disputes"})
    if plain == "/v1/webhook_endpoints":
        if peer.endpoints is None:
            return _error("invalid_request_error", "This key may not", status=403)
        return _said({"object": "list", "data": peer.endpoints, "has_more": False, "url": plain})
    answer = peer.forward(method, path, body)
    if plain.startswith("/v1/payment_intents/"):
        return _said(_with_charge(peer, answer.json()), status=answer.status_code)
    return Answer(answer.status_code, answer.content)


def _checked(peer: StandIn, schema: Fields, body: str, then: Callable[[dict[str, Any]], Answer]) -> Answer:
    try:
        said = schema.read(decoded(body), "")
    except NotTaken as problem:
        return _error("invalid_request_error", str(problem), param=problem.param)
    peer.sent.append(said)
    return then(said)


def _new_page(peer: StandIn, said: dict[str, Any]) -> Answer:
    session = f"cs_test_{uuid4().hex}"
    (line,) = said["line_items"]
    peer.pages[session] = said | {
        "id": session,
        "object": "checkout.session",
        "amount_total": line["quantity"] * line["price_data"]["unit_amount"],
        "currency": line["price_data"]["currency"],
        "livemode": False,
        "payment_intent": None,
        "payment_status": "unpaid",
        "status": "open",
        "url": f"{peer.origin}/pay/{session}",
    }
    return _said(peer.pages[session])


def _page(peer: StandIn, method: str, rest: str, body: str) -> Answer:
    session, _, what = rest.partition("/")
    if session not in peer.pages:
        return _error("invalid_request_error", "No such session", status=404, code="resource_missing")
    if method == "POST" and what == "expire":
        return _checked(peer, EXPIRE_SESSION, body, lambda _: _expire(peer.pages[session]))
    page = dict(peer.pages[session])
    if page["payment_intent"] is not None:
        wanted = urlencode([("expand[]", "latest_charge"), ("expand[]", "payment_method")])
        intent = peer.forward("GET", f"/v1/payment_intents/{page['payment_intent']}?{wanted}")
        page["payment_intent"] = _with_charge(peer, intent.json())
    return _said(page)


def _expire(page: dict[str, Any]) -> Answer:
    if page["status"] != "open":
        return _error("invalid_request_error", "Only open sessions can be expired")
    page.update(status="expired", url=None)
    return _said(page)


def _with_charge(peer: StandIn, intent: dict[str, Any]) -> dict[str, Any]:
    if isinstance(intent.get("latest_charge"), dict):
        intent["latest_charge"]["disputed"] = intent["id"] in peer.disputes
    return intent


def _refund(peer: StandIn, said: dict[str, Any], body: str) -> Answer:
    intent = peer.call("GET", f"/v1/payment_intents/{said['payment_intent']}")
    left = intent["amount"] - intent["latest_charge"]["amount_refunded"]
    if said.get("amount", left) > left:
        return _error("invalid_request_error", "more than is left", code="charge_already_refunded")
    answer = peer.forward("POST", "/v1/refunds", body)
    return Answer(answer.status_code, answer.content)


def _said(said: dict[str, Any], *, status: int = 200) -> Answer:
    return Answer(status, json.dumps(said).encode())


def _error(kind: str, message: str, *, status: int = 400, **more: str) -> Answer:
    return _said({"error": {"type": kind, "message": message} | more}, status=status)


FRAME = """<!doctype html><html lang="en"><title>Stand-in for Stripe</title>
<h1>{words}: ${amount}</h1><p role="status">{says}</p><form method="post">{buttons}</form><a href="{back}">Back</a></html>"""


def _paid_on(peer: StandIn, method: str, session: str, body: str) -> Answer:
    """Show the page where the client pays, and do what is pressed on it."""
    page = peer.pages[session]
    if page["status"] == "expired":
        return Answer(410, b"This page has expired.", "text/html")
    went = ""
    if method == "POST" and page["status"] == "open":
        ((name, (value,)),) = parse_qs(body).items()
        went = peer.pay(session, value) if name == "card" else peer.confirm(session, success=value == "yes")
    if page["status"] == "complete":
        return Answer(303, b"", "text/html", location=page["success_url"])
    return Answer(200, _shown(page, went).encode(), "text/html; charset=utf-8")


def _shown(page: dict[str, Any], went: str) -> str:
    says = {"declined": "Your card was declined.", "confirm": "Your bank asks whether this is you."}.get(
        went, ""
    )
    choices = (
        [("answer", "yes", "It is me"), ("answer", "no", "It is not me")]
        if went == "confirm"
        else [("card", number, words) for number, words in CARDS.items()]
    )
    return FRAME.format(
        words=escape(page["line_items"][0]["price_data"]["product_data"]["name"]),
        amount=f"{page['amount_total'] / 100:.2f}",
        says=says,
        buttons="".join(
            f'<button name="{n}" value="{v}">{escape(words)}</button>' for n, v, words in choices
        ),
        back=escape(page["cancel_url"]),
    )
