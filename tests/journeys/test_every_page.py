"""Every page in light and dark, English and Spanish, on two phones and a desk: axe finds no fault, nothing is cut off.

With SCREENSHOTS naming a folder, a picture of each is put there.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.person import SCHEMES, Look, Person
from tests.journeys.practice import THREAD
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

Meet = Callable[[str, str], Person]

WIDTHS = (320, 390, 1280)
FULL, REPLY, NEW = ".button.full", "#send", "#send-new"
NOWHERE = "/messages/00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Place:
    """A page and who sees it; `sends` is the button that sends its form as it comes, which is answered with what is missing."""

    name: str
    path: str
    who: str = ""
    status: int = 200
    sends: str = ""
    languages: tuple[str, ...] = ("en", "es")


PLACES = (
    Place("sign-in", "/sign-in"),
    Place("sign-in-errors", "/sign-in", sends=FULL),
    Place("staff-sign-in", "/staff/sign-in"),
    Place("no-such-page", "/nowhere", status=404),
    Place("home", "/home", who="alice"),
    Place("threads", "/messages", who="alice"),
    Place("thread", THREAD, who="alice"),
    Place("thread-errors", THREAD, who="alice", sends=REPLY),
    Place("new", "/messages/new", who="alice"),
    Place("new-errors", "/messages/new", who="alice", sends=NEW),
    Place("activity", "/activity", who="alice"),
    Place("password-change", "/password/change", who="alice"),
    Place("password-change-errors", "/password/change", who="alice", sends=FULL),
    Place("not-yours", NOWHERE, who="alice", status=404),
    Place("home-empty", "/home", who="charlie", languages=("es",)),
    Place("threads-empty", "/messages", who="charlie", languages=("es",)),
    Place("home-guardian", "/home", who="gina", languages=("en",)),
    Place("staff-inbox", "/staff", who="terry"),
    Place("staff-inbox-all", "/staff", who="nora"),
    Place("staff-thread", f"/staff{THREAD}", who="terry"),
    Place("staff-thread-errors", f"/staff{THREAD}", who="terry", sends=REPLY),
    Place("staff-password-change", "/staff/password/change", who="terry"),
    Place("staff-not-allowed", "/staff", who="stan", status=403),
)
EVERY = [(place, language) for place in PLACES for language in place.languages]


@pytest.mark.parametrize(
    ("place", "language"), EVERY, ids=[f"{place.name}, {language}" for place, language in EVERY]
)
def test_a_page_is_whole_and_clear(meet: Meet, place: Place, language: str) -> None:
    person = meet(place.who, language)
    person.open(place.path, status=place.status)
    if place.sends:
        person.act_on(person.page.locator(place.sends), Locator.click, status=422)
        expect(person.page.locator(".error-summary")).to_be_visible()
    assert person.page.locator("html").get_attribute("lang") == language

    for scheme in SCHEMES:
        for width in WIDTHS:
            person.page.emulate_media(color_scheme=scheme)
            person.page.set_viewport_size({"width": width, "height": 900})
            picture(person, f"{place.name}-{language}-{scheme}-{width}")
            person.check_sight()


@pytest.fixture(scope="module")
def acquainted(chromium: Browser, server: Server) -> Iterator[Meet]:
    """Know each person in each language for the length of this file, since a new browser takes its time."""
    known: dict[tuple[str, str], Person] = {}

    def meet(who: str, language: str) -> Person:
        if (who, language) not in known:
            known[who, language] = Person(chromium, server, Look(language=language))
            if who:
                known[who, language].come_signed_in(who)
        return known[who, language]

    yield meet
    for person in known.values():
        person.context.close()


@pytest.fixture
def meet(acquainted: Meet, server: Server) -> Iterator[Meet]:
    """Meet somebody whose browser has forgotten what other tests made it complain of."""
    server.excuse()

    def anew(who: str, language: str) -> Person:
        person = acquainted(who, language)
        person.noticed.forget()
        return person

    yield anew
    assert server.faults() == []


def picture(person: Person, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        person.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
