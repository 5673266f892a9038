"""A client writes to the practice and reads its answer; nobody else does."""

import re

import pytest

from tests.journeys.conftest import Invite
from tests.journeys.person import Look, Person
from tests.journeys.server import Server
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

LOOKS = pytest.mark.parametrize(
    "look", [Look(), Look(scripts=False)], ids=["with scripts", "without scripts"]
)

ALERT_SECONDS = 5
THREAD = re.compile(r"/messages/[0-9a-f-]{36}")


@LOOKS
def test_a_client_asks_for_a_refill_and_reads_the_answer(invite: Invite, look: Look) -> None:
    alice, terry = invite(look=look), invite(look=look)
    alice.sign_in("alice")
    terry.sign_in("terry")
    before = alice.unread

    thread = ask(alice, subject="Refill before Friday")
    find_alert(terry, thread)
    answer(terry, thread, "It is on its way.")
    see_unread(alice, thread, unread=before + 1)
    open_without_marking(alice, thread, unread=before + 1)
    mark_read(alice, thread, unread=before)
    mark_unread(alice, thread, unread=before + 1)
    answer(terry, thread, "It should be there by noon.")
    reply(alice, thread, "I have it. Thank you!", unread=before)

    alice.open("/home")
    alice.follow("View All Activity")
    newest = alice.page.locator(".entry .happened").first.inner_text()
    assert newest.split("\n")[0] == "Sent a message"
    assert "You" in newest


@LOOKS
def test_read_turns_into_mark_unread_beside_another_unread_message_too(
    invite: Invite, server: Server, look: Look
) -> None:
    thread = Visitor(server, "alice").write("Two answers")
    for words in ("The first answer.", "The second answer."):
        Visitor(server, "terry").answer(thread, words)
    alice = invite("alice", look=look)
    alice.open("/messages")
    line = f"#thread-{thread} .line:has-text('The first answer.')"

    alice.press("Read", within=line)

    assert alice.page.locator(line).count(), "The message left the list when it was read."
    assert alice.button("Mark unread", within=line).is_visible()


def test_nobody_else_opens_the_thread(invite: Invite, server: Server) -> None:
    thread = Visitor(server, "alice").write("Only for Terry")

    for name, path in (("bob", f"/messages/{thread}"), ("dana", f"/staff/messages/{thread}")):
        kept_out = invite(name)
        kept_out.open(path, status=404)
        kept_out.shows("We could not find that page")
        kept_out.lacks("Only for Terry")


def test_staff_without_the_rule_read_why_the_inbox_is_closed(invite: Invite) -> None:
    stan = invite()
    stan.open("/staff/sign-in")
    stan.fill_in("stan")
    stan.press("Sign in", status=403)
    stan.shows("Client Portal Can Send Messages to Client", "Ask an administrator")
    stan.press("Sign out")
    stan.shows("You are signed out.")


@LOOKS
def test_after_signing_out_nothing_private_is_left(invite: Invite, look: Look) -> None:
    alice = invite("alice", look=look)
    alice.open("/messages")
    private = alice.page.locator(".thread h2").first.inner_text()
    cookies = alice.cookies

    alice.press("Sign out", within="header")
    alice.shows("You are signed out.")
    alice.go_back()

    alice.lacks(private, "Alice")
    assert alice.path.startswith("/sign-in")
    thief = invite(look=look)
    thief.bring(cookies)
    thief.open("/messages")
    assert thief.path.startswith("/sign-in")


def ask(alice: Person, *, subject: str) -> str:
    """Send a first message; give the address of its thread."""
    alice.open("/home")
    alice.follow("View and Send Messages")
    alice.follow("Send New Message")
    alice.choose("Rx refill request")
    alice.type("Subject", subject)
    alice.type("Your message", "Could you refill my sertraline?\n\nThank you.")
    alice.press("Send message")
    alice.shows("Your message is sent.", subject, "Could you refill my sertraline?")
    assert THREAD.fullmatch(alice.path), alice.path
    return alice.path


def find_alert(terry: Person, thread: str) -> None:
    """Be told of it in time, and come to the thread from there."""
    alert = f"#alerts .unread:has(a[href='/staff{thread}'])"
    terry.reload_until(alert, within=ALERT_SECONDS)
    terry.follow("New message", within=alert)
    terry.shows("Alice Anderson", "1001", "Could you refill my sertraline?")
    assert terry.path == f"/staff{thread}"


def answer(terry: Person, thread: str, words: str) -> None:
    terry.open(f"/staff{thread}")
    terry.type("Your reply", words)
    terry.press("Send")
    terry.shows("Your answer is sent.", words)


def see_unread(alice: Person, thread: str, *, unread: int) -> None:
    alice.open("/home")
    assert alice.unread == unread
    alice.follow("Messages", within="nav")
    assert alice.page.locator("#thread-rows > li").first.get_attribute("id") == row(thread).removeprefix("#")
    assert "New" in alice.page.locator(row(thread)).inner_text()
    assert alice.button("Read", within=row(thread)).is_visible()


def open_without_marking(alice: Person, thread: str, *, unread: int) -> None:
    alice.page.locator(f"{row(thread)} a").click()
    alice.page.wait_for_url(f"**{thread}")
    alice.open(thread)
    assert alice.page.locator(".bubble.unread").count() == 1
    alice.open("/messages")
    assert alice.unread == unread
    assert alice.button("Read", within=row(thread)).is_visible()


def mark_read(alice: Person, thread: str, *, unread: int) -> None:
    """Mark it in the list, where *Read* turns into *Mark unread*; the thread says the same."""
    alice.press("Read", within=row(thread))
    assert alice.path == "/messages"
    assert alice.unread == unread
    assert alice.button("Mark unread", within=row(thread)).is_visible()
    assert not alice.button("Read", within=row(thread)).count()


def mark_unread(alice: Person, thread: str, *, unread: int) -> None:
    alice.open(thread)
    alice.press("Mark unread")
    assert alice.path == thread
    assert alice.unread == unread
    assert alice.button("Read").is_visible()


def reply(alice: Person, thread: str, words: str, *, unread: int) -> None:
    """Reply, which marks all messages of the practice before it."""
    alice.open(thread)
    assert alice.page.locator(".bubble.unread").count() == 2
    alice.type("Your reply", words)
    alice.press("Send")
    alice.shows("Your message is sent.", words)
    assert alice.unread == unread
    assert not alice.page.locator(".bubble.unread").count()


def row(thread: str) -> str:
    """Give the selector of a thread in the list."""
    return f"#thread-{thread.removeprefix('/messages/')}"


def test_what_somebody_types_outlives_the_other_buttons_of_a_thread(invite: Invite, server: Server) -> None:
    thread = Visitor(server, "alice").write("Typing beside it")
    terry = invite("terry")
    terry.open(f"/staff/messages/{thread}")
    terry.type("Your reply", "A reply under way")

    terry.press("Mark read")
    assert terry.field("Your reply").input_value() == "A reply under way"

    terry.page.locator("summary", has_text="Internal note").click()
    terry.type("Note for staff", "Only for us")
    terry.press("Save note")
    terry.shows("Only for us")
    assert terry.field("Your reply").input_value() == "A reply under way"

    terry.press("Send")
    assert terry.field("Your reply").input_value() == ""
