"""On a phone what somebody came for begins high up, and the words of the header stay whole."""

import pytest
from playwright.sync_api import Locator

from tests.journeys.conftest import Invite
from tests.journeys.person import Look

pytestmark = pytest.mark.browser

MOST_OF_THE_SCREEN = 0.2
HEIGHT = 844
LINES = """element => {
  const words = document.createRange();
  words.selectNodeContents(element.lastChild);
  return new Set([...words.getClientRects()].map(line => Math.round(line.top))).size;
}"""
TOP = "element => element.getBoundingClientRect().top"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("who", "path"), [("alice", "/messages"), ("terry", "/staff"), ("nora", "/staff/settings")]
)
def test_the_header_takes_a_fifth_of_the_first_screen(
    invite: Invite, language: str, who: str, path: str
) -> None:
    person = invite(who, look=Look(language=language, width=390, height=HEIGHT))

    person.open(path)

    assert person.page.locator("main").evaluate(TOP) <= HEIGHT * MOST_OF_THE_SCREEN


@pytest.mark.parametrize(
    ("who", "path"), [("alice", "/messages"), ("terry", "/staff/messages"), ("nora", "/staff")]
)
def test_words_of_the_header_stay_whole_on_the_smallest_phone(invite: Invite, who: str, path: str) -> None:
    person = invite(who, look=Look(language="es", width=320))

    person.open(path)

    assert lines_of(person.button("Salir", within="header").locator("span")) == 1
    assert lines_of(person.page.locator(".who .name bdi, .staff .who .name")) == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_tabs_stand_in_one_line_on_the_smallest_phone(invite: Invite, language: str) -> None:
    alice = invite("alice", look=Look(language=language, width=320))

    alice.open("/messages")

    assert len({tab.evaluate(TOP) for tab in alice.page.locator(".tabs a").all()}) == 1


def lines_of(words: Locator) -> int:
    count: int = words.evaluate(LINES)
    return count
