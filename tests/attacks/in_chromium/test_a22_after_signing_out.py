"""Row A22 in a real browser: after signing out no page shows anything, by going back, in a second tab, or by a poll."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Invite

pytestmark = pytest.mark.browser

DOOR = re.compile("/sign-in")

SIDES = [("bob", "/messages", "/sign-in", "Bob"), ("terry", "/staff", "/staff/sign-in", "Alice")]
side = pytest.mark.parametrize(("name", "path", "door", "secret"), SIDES, ids=["client", "staff"])


def look_again(tab: Page) -> None:
    """Come back to a tab that stood in the background."""
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@side
def test_a22_going_back_shows_the_door(invite: Invite, name: str, path: str, door: str, secret: str) -> None:
    person = invite(name)
    person.open(path)
    assert secret in person.page.content()
    person.press("Sign out", within="header")
    person.page.go_back()
    person.page.wait_for_url(DOOR)
    assert secret not in person.page.content()
    person.noticed.forget()


@side
def test_a22_a_second_tab_leaves_when_it_is_looked_at(
    invite: Invite, name: str, path: str, door: str, secret: str
) -> None:
    person = invite(name)
    person.open(path)
    tab = person.context.new_page()
    tab.goto(path)
    assert secret in tab.content()
    look_again(tab)
    expect(tab.get_by_role("main")).to_be_visible()
    person.press("Sign out", within="header")
    look_again(tab)
    tab.wait_for_url(DOOR)
    assert secret not in tab.content()
    person.noticed.forget()


def test_a22_what_a_page_asks_by_itself_leads_to_the_door(invite: Invite) -> None:
    terry = invite("terry")
    terry.open("/staff")
    tab = terry.context.new_page()
    tab.clock.install()
    tab.goto("/staff")
    terry.press("Sign out", within="header")
    tab.clock.fast_forward(5 * 60 * 1000)
    tab.wait_for_url(DOOR)
    terry.noticed.forget()
