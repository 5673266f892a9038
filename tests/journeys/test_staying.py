"""Somebody is warned before the session runs out; what they typed waits for them when it has."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.person import Person
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

DOOR = re.compile("/sign-in")

AWAY = "update {}_session set last_seen_at = now() - $1::interval"
LEFT = "select extract(epoch from now() - last_seen_at) from portal_session order by last_seen_at limit 1"
TYPED = "Nothing of this may be lost."
SIDES = [("bob", "/messages/new", "portal", 15), ("terry", "/staff", "staff", 30)]
side = pytest.mark.parametrize(("name", "path", "table", "minutes"), SIDES, ids=["client", "staff"])


def come(invite: Invite, name: str, path: str) -> Person:
    """Give somebody at a page whose clock the test moves."""
    person = invite(name)
    person.page.clock.install()
    person.open(path)
    return person


def wait(person: Person, table: str, **away: float) -> None:
    """Let time go by for the page and, as far as its session is concerned, for the server."""
    distance = timedelta(**away)
    person.server.rows(AWAY.format(table), distance)
    expect(person.page.locator(".htmx-request")).to_have_count(
        0
    )  # or what is under way would run out of time
    person.page.clock.fast_forward(int(distance.total_seconds() * 1000))
    person.page.clock.run_for(2000)


@side
def test_two_minutes_before_they_are_asked_and_may_stay(
    invite: Invite, name: str, path: str, table: str, minutes: int
) -> None:
    person = come(invite, name, path)
    box = person.page.get_by_role("dialog", name="Are you still there?")
    wait(person, table, minutes=minutes - 3)
    expect(box).not_to_be_visible()
    wait(person, table, minutes=minutes - 1.9)  # the page's own clock is past the end by then
    expect(box).to_be_visible()
    expect(box.get_by_role("timer")).to_contain_text("1:")
    stay = person.page.get_by_role("button", name="Stay signed in")
    expect(stay).to_be_focused()
    person.check_sight()
    person.page.keyboard.press("Enter")
    expect(box).not_to_be_visible()
    assert person.path == path
    age = person.server.value(f"select min(now() - last_seen_at) from {table}_session")
    assert age < timedelta(minutes=1)


def test_whoever_works_in_another_tab_is_not_asked(invite: Invite) -> None:
    bob = come(invite, "bob", "/home")
    with bob.page.expect_response(lambda answer: answer.url.endswith("/session")):
        bob.page.clock.fast_forward(14 * 60 * 1000)
        bob.page.clock.run_for(2000)
    expect(bob.page.get_by_role("dialog")).not_to_be_visible()


@side
def test_when_it_is_over_the_page_is_left_and_says_why(
    invite: Invite, name: str, path: str, table: str, minutes: int
) -> None:
    person = come(invite, name, path)
    wait(person, table, minutes=minutes + 1)
    person.page.wait_for_url(DOOR)
    person.noticed.forget()
    person.shows("You were away for a while, so we signed you out")
    person.lacks("Messages are not watched", "Terry Tran, LCSW")


def test_what_was_being_typed_is_back_after_signing_in(invite: Invite, server: Server) -> None:
    sent = server.value("select count(*) from message")
    bob = come(invite, "bob", "/messages/new")
    server.rows(AWAY.format("portal"), timedelta(minutes=16))
    bob.page.get_by_label("Your message").evaluate(
        "(box, text) => { box.value = text; }", TYPED
    )  # by hand it would be saved as a draft first, two seconds later
    wait(bob, "portal", minutes=16)
    bob.page.wait_for_url(DOOR)
    bob.noticed.forget()
    assert bob.path == "/sign-in?next=/messages/new"
    bob.shows("What you typed is kept")
    bob.page.clock.resume()
    bob.fill_in("bob")
    bob.press("Sign in")
    assert bob.path == "/messages/new"
    bob.shows("You were signed out. What you typed is back.")
    assert bob.field("Your message").input_value() == TYPED
    assert server.value("select count(*) from message") == sent


def test_without_an_answer_the_page_is_covered_all_the_same(invite: Invite) -> None:
    bob = come(invite, "bob", "/messages")
    bob.context.set_offline(True)
    wait(bob, "portal", minutes=16)
    expect(bob.page.get_by_role("main")).not_to_be_visible()
    expect(bob.page.locator("header")).not_to_be_visible()
    bob.noticed.forget()
    bob.context.set_offline(False)
    bob.page.clock.run_for(12_000)
    bob.page.wait_for_url(DOOR)
    bob.noticed.forget()
