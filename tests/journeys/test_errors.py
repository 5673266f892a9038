"""What goes wrong is said where it is seen, what was typed is kept, and nothing is done twice."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.person import Look, Person
from tests.journeys.practice import THREAD
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

LOOKS = pytest.mark.parametrize(
    "look", [Look(), Look(scripts=False)], ids=["with scripts", "without scripts"]
)
SUMMARY = ".error-summary"
BODY = "Could you refill my sertraline?\n\nThank you."


@LOOKS
def test_a_form_left_empty_says_what_is_missing_and_leads_there(invite: Invite, look: Look) -> None:
    alice = invite("alice", look=look)
    alice.open("/messages/new")

    alice.press("Send message", status=422)

    missing = {"Choose what your message is about.": "radio", "Write a short subject.": "text"}
    assert alice.page.title().startswith("Error: Messages")
    assert alice.page.locator(f"{SUMMARY} a").all_inner_texts() == [*missing, "Write your message."]
    expect(alice.page.locator(SUMMARY)).to_be_focused()
    for sentence, kind in missing.items():
        alice.link(sentence, within=SUMMARY).click()
        expect(alice.page.locator(f"input[type={kind}]:focus")).to_be_visible()


@LOOKS
@pytest.mark.parametrize(("who", "path"), [("alice", THREAD), ("terry", f"/staff{THREAD}")])
def test_an_empty_reply_leads_to_what_is_missing(invite: Invite, look: Look, who: str, path: str) -> None:
    person = invite(who, look=look)
    person.open(path)

    person.press("Send", status=422)

    expect(person.page.locator(SUMMARY)).to_be_focused()
    expect(person.page.locator(SUMMARY)).to_be_in_viewport()


@LOOKS
def test_what_was_typed_is_kept_when_a_form_is_refused(invite: Invite, look: Look) -> None:
    alice = invite("alice", look=look)
    alice.open("/messages/new")
    alice.choose("Records request")
    alice.type("Your message", BODY)

    alice.press("Send message", status=422)

    assert alice.path == "/messages/new"
    assert alice.field("Your message").input_value() == BODY
    assert alice.page.get_by_role("radio", name="Records request").is_checked()
    assert alice.page.locator(f"{SUMMARY} a").all_inner_texts() == ["Write a short subject."]
    alice.type("Subject", "My records")
    alice.press("Send message")
    alice.shows("Your message is sent.", "My records")
    assert not alice.page.title().startswith("Error:")


@LOOKS
def test_a_wrong_password_is_answered_without_saying_which_part_was_wrong(invite: Invite, look: Look) -> None:
    visitor = invite(look=look)
    visitor.open("/sign-in")
    visitor.type("Login", "alice")
    visitor.type("Password", "not-the-password")

    visitor.press("Sign in", status=422)

    assert visitor.page.title().startswith("Error: Sign in")
    assert visitor.field("Login").input_value() == "alice"
    assert visitor.field("Password").input_value() == ""
    visitor.shows("That login and password do not go together.")
    expect(visitor.page.locator(SUMMARY)).to_be_focused()


def test_without_a_connection_nothing_is_lost_and_it_is_sent_once_later(invite: Invite) -> None:
    alice = invite("alice")
    write(alice, subject="In the tunnel")

    alice.context.set_offline(True)
    send_in_vain(alice)
    check_kept(alice, subject="In the tunnel")
    alice.context.set_offline(False)

    send_once(alice, subject="In the tunnel")


def test_when_the_portal_dies_nothing_is_lost_and_it_is_sent_once_later(
    invite: Invite, server: Server
) -> None:
    alice = invite("alice")
    write(alice, subject="In the storm")

    server.kill()
    send_in_vain(alice)
    check_kept(alice, subject="In the storm")
    server.start()

    send_once(alice, subject="In the storm")


def test_while_the_database_is_away_nothing_is_lost_and_it_is_sent_once_later(
    invite: Invite, server: Server
) -> None:
    alice = invite("alice")
    write(alice, subject="In the dark")

    with server.without(server.postgres):
        alice.press("Send message", status=503)
        expect(alice.page.get_by_role("alert")).to_contain_text("Nothing was saved")
        check_kept(alice, subject="In the dark")

    send_once(alice, subject="In the dark")


def test_a_session_that_ended_leads_to_the_sign_in_page_as_a_page(invite: Invite, server: Server) -> None:
    alice = invite("alice")
    write(alice, subject="Too late")

    server.rows("delete from portal_session")
    send_signed_out(alice, status=401)


def test_signing_out_in_another_window_leads_to_the_sign_in_page_as_a_page(invite: Invite) -> None:
    alice = invite("alice")
    write(alice, subject="In two windows")

    sign_out_elsewhere(alice)
    send_signed_out(alice, status=401)


def test_signing_in_again_in_another_window_keeps_what_was_typed_in_sight(invite: Invite) -> None:
    alice = invite("alice")
    write(alice, subject="In two sessions")

    sign_out_elsewhere(alice)
    alice.come_signed_in("alice")
    alice.press("Send message", status=403)

    expect(alice.page.get_by_role("alert")).to_contain_text("Nothing was sent")
    check_kept(alice, subject="In two sessions")


def sign_out_elsewhere(alice: Person) -> None:
    other = alice.context.new_page()
    other.goto("/home")
    other.get_by_role("button", name="Sign out").click()
    other.wait_for_url("**/sign-in")


def send_signed_out(alice: Person, *, status: int) -> None:
    alice.button("Send message").click()
    alice.page.wait_for_url("**/sign-in*")
    alice.check(status=status)


def write(alice: Person, *, subject: str) -> None:
    """Fill the form, and wait for its draft, since keeping it would else be one more thing that fails."""
    alice.open("/messages/new")
    alice.choose("Records request")
    alice.type("Subject", subject)
    alice.type("Your message", BODY)
    expect(alice.page.locator("#draft")).to_contain_text("Draft saved")


def send_in_vain(alice: Person) -> None:
    """Press *Send message* and read that there was no answer; the keyboard stays where it was."""
    alice.button("Send message").click()
    expect(alice.page.get_by_role("alert")).to_contain_text("There was no answer")
    expect(alice.page.get_by_role("alert")).to_be_in_viewport()
    expect(alice.button("Send message")).to_be_focused()
    alice.noticed.expect("net::ERR_")
    alice.noticed.expect("htmx:error: Failed to fetch")
    alice.check()


def check_kept(alice: Person, *, subject: str) -> None:
    assert alice.path == "/messages/new"
    assert alice.field("Subject").input_value() == subject
    assert alice.field("Your message").input_value() == BODY
    assert alice.page.get_by_role("radio", name="Records request").is_checked()


def send_once(alice: Person, *, subject: str) -> None:
    alice.press("Send message")
    alice.shows("Your message is sent.", subject)
    expect(alice.page.locator("#alert")).to_be_hidden()
    alice.open("/messages")
    assert alice.page.locator("#thread-rows h2").all_inner_texts().count(subject) == 1
