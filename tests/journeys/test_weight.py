"""What a first visit costs on the wire, headers included."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.journeys.conftest import Invite
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

MOST_REQUESTS = 6
MOST_BYTES = 50_000
LATER_BYTES = 12_000
MOST_OF = {"Stylesheet": 8_000, "Script": 20_000}


@dataclass
class Wire:
    """What came over the wire since it was last emptied, by the kind of thing."""

    requests: Counter[str] = field(default_factory=Counter)
    bytes: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, str] = field(default_factory=dict)

    def watch(self, person: Person) -> None:
        devtools = person.context.new_cdp_session(person.page)
        devtools.on("Network.requestWillBeSent", self._on_request)
        devtools.on("Network.responseReceived", self._on_response)
        devtools.on("Network.loadingFinished", self._on_finished)
        devtools.send("Network.enable")

    def empty(self) -> None:
        self.requests.clear()
        self.bytes.clear()

    def _on_request(self, event: dict[str, Any]) -> None:
        if "redirectResponse" in event:
            self._count("Redirect", event["redirectResponse"]["encodedDataLength"])

    def _on_response(self, event: dict[str, Any]) -> None:
        self.kinds[event["requestId"]] = event["type"]

    def _on_finished(self, event: dict[str, Any]) -> None:
        self._count(self.kinds[event["requestId"]], event["encodedDataLength"])

    def _count(self, kind: str, size: float) -> None:
        if size:  # nothing came over the wire for what the browser had kept
            self.requests[kind] += 1
            self.bytes[kind] += int(size)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("", "/sign-in"),
        ("alice", "/home"),
        ("alice", "/messages"),
        ("alice", "/documents"),
        ("alice", "/documents/upload"),
        ("alice", "/insurance"),
        ("", "/staff/sign-in"),
        ("terry", "/staff"),
    ],
)
def test_a_first_visit_is_light(invite: Invite, who: str, path: str) -> None:
    person, wire = invite(who), Wire()
    wire.watch(person)

    person.open(path)

    assert wire.requests["Document"] == 1
    assert wire.requests.total() <= MOST_REQUESTS, wire.requests
    assert wire.bytes.total() <= MOST_BYTES, wire.bytes
    for kind, most in MOST_OF.items():
        assert 0 < wire.bytes[kind] <= most, wire.bytes


def test_what_comes_after_the_first_visit_is_lighter_still(invite: Invite) -> None:
    alice, wire = invite("alice"), Wire()
    wire.watch(alice)
    alice.open("/home")
    alice.page.wait_for_load_state("networkidle")  # the icon of the page comes last
    for path in ("/messages", "/messages/new", "/documents", "/documents/upload", "/activity", "/home"):
        wire.empty()
        alice.open(path)
        sheet = path in ("/messages", "/documents")  # of what is new on the way
        assert wire.requests == {"Document": 1, **({"Stylesheet": 1} if sheet else {})}
        assert wire.bytes.total() <= LATER_BYTES, wire.bytes


def test_an_interaction_is_one_request_and_what_its_answer_names(invite: Invite) -> None:
    alice, wire = invite("alice"), Wire()
    wire.watch(alice)
    alice.open("/messages")
    wire.empty()

    alice.press("Read", within="#thread-rows > :first-child .line:last-child")

    assert wire.requests.total() <= 2, wire.requests
    assert 0 < wire.bytes.total() <= LATER_BYTES, wire.bytes
