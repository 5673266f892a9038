"""A thread on paper is the conversation, dark on white, and nothing that can only be pressed."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.person import SCHEMES, Look, Scheme
from tests.journeys.practice import THREAD

pytestmark = pytest.mark.browser

PRESSED = "nav, form, button, textarea, .back, .skip, .crisis, .button"
PAPER = "element => getComputedStyle(element).backgroundColor"
WHITE = "rgb(255, 255, 255)"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("who", "path"), [("alice", THREAD), ("terry", f"/staff{THREAD}")])
def test_a_thread_on_paper_is_the_conversation_and_nothing_to_press(
    invite: Invite, scheme: Scheme, who: str, path: str
) -> None:
    person = invite(who, look=Look(scheme=scheme))
    person.open(path)
    said = person.page.locator(".said").all_inner_texts()

    person.page.emulate_media(media="print")

    assert len(said) > 1
    person.shows(*(" ".join(words.split()) for words in said), "A heavy week", "Terry Tran", "Alice Anderson")
    expect(person.page.locator(PRESSED).filter(visible=True)).to_have_count(0)
    assert person.page.locator("body").evaluate(PAPER) == WHITE
    person.check_sight()
