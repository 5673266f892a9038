"""Row A27: whatever is typed into any field of any form runs nowhere, adds nothing to a page and asks for nothing."""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag

from tests.attacks.everywhere import LEAVES, LINKS, LONGEST, TYPED, filled
from tests.attacks.scripts import SCRIPTS
from tests.journeys.conftest import Invite
from tests.journeys.person import Person
from tests.journeys.server import Server
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

CLIENT = "bob"
PEOPLE = (CLIENT, "dana", "nora")
ADDED = "() => [...document.querySelectorAll('.canary')].map(element => element.outerHTML)"
LED_TO = (
    f"() => [...document.querySelectorAll(`{LINKS}`)].map(link => link.getAttribute('href').split('#')[0])"
)
LOADED = "async () => { await fetch('/health/live'); }"
EACH_KIND = 2


def start_of(name: str) -> str:
    return "/home" if name == CLIENT else "/staff"


def kind_of(path: str) -> str:
    return re.sub(r"[0-9a-f-]{32,}|\?.*", "*", path.partition("#")[0])


class Way:
    """A walk along the links of the portal, to some pages of each kind."""

    def __init__(self, start: str) -> None:
        self._waiting, self._seen, self._of_kind = [start], set[str](), dict[str, int]()

    def add(self, links: list[str]) -> None:
        self._waiting += [link for link in links if not link.startswith(("/static/", "/staff/admin"))]

    def __iter__(self) -> Iterator[str]:
        while self._waiting:
            path = self._waiting.pop(0)
            if path not in self._seen and self._of_kind.get(kind_of(path), 0) < EACH_KIND:
                self._seen.add(path)
                self._of_kind[kind_of(path)] = self._of_kind.get(kind_of(path), 0) + 1
                yield path


def scripts_in(form: Tag, first: int) -> dict[str, str]:
    """Fill a form with one script after the other, beginning with the first that is asked for."""
    fields = filled(form, SCRIPTS[first])
    for place, field in enumerate(form.select(TYPED)):
        longest = int(str(field.get("maxlength") or LONGEST))
        fields[str(field["name"])] = SCRIPTS[(first + place) % len(SCRIPTS)][:longest]
    return fields


def type_everywhere(writer: Visitor, start: str) -> set[str]:
    """Send every form until each script stood in one of its fields; give the kinds of forms there were."""
    way, sent = Way(start), set[str]()
    for path in way:
        document = BeautifulSoup(writer.get(path).text, "html.parser")
        way.add([str(link["href"]) for link in document.select(LINKS)])
        for form in document.select("form[method=post]"):
            kind = kind_of(str(form["action"]))
            if kind not in sent and kind not in LEAVES and form.select(TYPED):
                sent.add(kind)
                for first in range(0, len(SCRIPTS), len(form.select(TYPED))):
                    sending = scripts_in(form, first)
                    assert writer.http.post(str(form["action"]), data=sending).status_code < 500
    return sent


@pytest.fixture(scope="module")
def typed(server: Server) -> None:
    """Have everybody type every script everywhere."""
    server.start_again_if_needed()
    server.excuse()
    sent = {kind for name in PEOPLE for kind in type_everywhere(Visitor(server, name), start_of(name))}
    assert sent >= {"/messages/new", "/messages/*/replies", "/staff/messages/*/replies"}
    assert server.faults() == []


@pytest.mark.usefixtures("typed")
@pytest.mark.parametrize("reader", PEOPLE)
def test_a27_what_is_typed_anywhere_runs_nowhere(invite: Invite, reader: str) -> None:
    shown = look_everywhere(invite(reader), start_of(reader))
    assert shown, "the scripts are on no page: this test looked at nothing"


def look_everywhere(reader: Person, start: str) -> int:
    """Open page after page and check each; give on how many places a script is shown, as text."""
    way, shown = Way(start), 0
    for path in way:
        reader.noticed.requests.clear()
        reader.page.goto(path)
        reader.page.evaluate(LOADED)
        assert reader.page.evaluate(ADDED) == [], path
        assert not reader.noticed.complaints, (path, reader.noticed.complaints)
        asked = [
            line for line in reader.noticed.requests if " /static/" not in line and "/health/" not in line
        ]
        assert len(asked) <= 2, (path, asked)  # the page, and one more where it leads on by itself
        assert all(line.startswith("GET ") for line in asked), (path, asked)
        shown += reader.page.content().count("canary")
        way.add(reader.page.evaluate(LED_TO))
    return shown


def test_a27_a_script_without_our_nonce_would_be_noticed(invite: Invite) -> None:
    """The twin: what the test above looks for does show when nothing is escaped."""
    bob = invite("bob")
    bob.page.route("**/messages/new", lambda route: route.fulfill(
        content_type="text/html", body=f"<!doctype html><main>{SCRIPTS[0]}{SCRIPTS[2]}</main>",
    ))  # fmt: skip

    bob.page.goto("/messages/new")

    assert len(bob.page.evaluate(ADDED)) == 1
    bob.noticed.expect("dialog: canary")


def test_a33_nothing_is_left_in_the_browser(invite: Invite) -> None:
    bob = invite("bob")
    for path in ("/home", "/messages", "/messages/new", "/activity"):
        bob.open(path)
    kept = bob.page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length,"
        " (await indexedDB.databases()).length, (await navigator.serviceWorker.getRegistrations()).length]"
    )
    assert kept == [0, 0, 0, 0, 0]
