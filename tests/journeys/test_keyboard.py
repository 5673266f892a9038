"""Everything can be done by the keyboard alone, which always shows where it is."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Invite
from tests.journeys.person import Person
from tests.journeys.server import Server
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

MOST_STEPS = 120
MORE_THAN_A_PAGE = 30
SHOWS_FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return 'nothing has the focus';
  const drawn = style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const ring = [getComputedStyle(element), getComputedStyle(element, '::after'),
    getComputedStyle(element.closest('label') ?? element)].some(drawn);
  const box = (element.closest('label') ?? element).getBoundingClientRect();
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  if (ring && seen) return '';
  return `${element.outerHTML.slice(0, 160)} has the focus and ${ring ? 'is out of sight' : 'does not show it'}`;
}"""


def test_a_client_signs_in_writes_and_reads_without_a_mouse(invite: Invite, server: Server) -> None:
    answered = Visitor(server, "alice").write("Answered")
    Visitor(server, "terry").answer(answered, "Here is my answer.")
    alice = invite()
    alice.open("/sign-in")
    skip_to_the_main_part(alice)
    reach(alice, alice.field("Login"))
    alice.page.keyboard.type("alice")
    reach(alice, alice.field("Password"))
    alice.page.keyboard.type("demo-alice-portal-1")
    press(alice, alice.button("Sign in"))

    press(alice, alice.link("View and Send Messages"))
    press(alice, alice.link("Send New Message"))
    write(alice)
    press(alice, alice.button("Send message"))
    expect(alice.page.locator("h1")).to_be_focused()
    expect(alice.page.get_by_role("status")).to_contain_text("Your message is sent.")

    press(alice, alice.link("All messages"))
    mark(alice, "Read", then="Mark unread", within=f"#thread-{answered}")
    mark(alice, "Mark unread", then="Read", within=f"#thread-{answered}")
    press(alice, alice.page.locator(f"#thread-{answered} a"))
    mark(alice, "Read", then="Mark unread", within="main")
    press(alice, alice.button("Sign out", within="header"))
    alice.shows("You are signed out.")


def test_a_refused_form_is_mended_without_a_mouse(invite: Invite) -> None:
    alice = invite("alice")
    alice.open("/messages/new")

    press(alice, alice.button("Send message"), status=422)

    expect(alice.page.locator(".error-summary")).to_be_focused()
    check_focus(alice)
    reach(alice, alice.link("Write a short subject.", within=".error-summary"))
    alice.page.keyboard.press("Enter")
    expect(alice.field("Subject")).to_be_focused()
    check_focus(alice)


def test_older_messages_and_activity_are_shown_without_losing_the_place(
    invite: Invite, server: Server
) -> None:
    writer = Visitor(server, "alice")
    for number in range(MORE_THAN_A_PAGE):
        writer.write(f"One of many, {number}")
    alice = invite("alice")

    for path, rows, label in (
        ("/messages", "#thread-rows > .thread", "Show older messages"),
        ("/activity", ".entry", "Show older"),
    ):
        alice.open(path)
        shown = alice.page.locator(rows).count()
        press(alice, alice.link(label))
        assert alice.page.locator(rows).count() > shown
        check_focus(alice)


def test_staff_mark_an_alert_and_answer_without_a_mouse(invite: Invite) -> None:
    alice, terry = invite("alice"), invite("terry")
    alice.open("/messages/new")
    write(alice)
    press(alice, alice.button("Send message"))
    terry.open("/staff")
    terry.reload_until("#alerts .unread", within=5)

    press(terry, terry.button("Mark read", within="#alerts .unread").first)
    press(terry, terry.page.locator("#thread-rows h3 a").first)
    reach(terry, terry.field("Your reply"))
    terry.page.keyboard.type("It is on its way.")
    press(terry, terry.button("Send"))
    terry.shows("Your answer is sent.")


def skip_to_the_main_part(alice: Person) -> None:
    alice.page.keyboard.press("Tab")
    skip = alice.link("Skip to the main part")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    alice.page.keyboard.press("Enter")
    expect(alice.page.locator("main")).to_be_focused()


def write(alice: Person) -> None:
    reach(alice, alice.page.get_by_role("radio").first)
    alice.page.keyboard.press("Space")
    alice.page.keyboard.press("ArrowDown")
    alice.page.keyboard.press("ArrowUp")
    reach(alice, alice.field("Subject"))
    alice.page.keyboard.type("By keyboard")
    reach(alice, alice.field("Your message"))
    alice.page.keyboard.type("I wrote this without a mouse.")


def mark(alice: Person, label: str, *, then: str, within: str) -> None:
    """Press the button `label`, whose words change while the keyboard stays on it."""
    button = alice.button(label, within=within)
    name = button.get_attribute("id")
    press(alice, button, key="Space")
    same = alice.page.locator(f"[id='{name}']")
    expect(same).to_be_focused()
    expect(same).to_have_text(re.compile(f"^{then}"))


def press(alice: Person, element: Locator, *, key: str = "Enter", status: int = 200) -> None:
    """Go to a link or button by Tab, and press it."""
    reach(alice, element)
    alice.act_on(element, lambda _: alice.page.keyboard.press(key), status=status)
    if alice.page.evaluate("document.activeElement !== document.body"):
        check_focus(alice)


def reach(alice: Person, element: Locator) -> None:
    """Press Tab until `element` has the focus, which must show at every step."""
    for _ in range(MOST_STEPS):
        alice.page.keyboard.press("Tab")
        if element.evaluate("element => element === document.activeElement"):
            check_focus(alice)
            return
        if alice.page.evaluate("document.activeElement !== document.body"):
            check_focus(alice)
    raise AssertionError(f"{alice.path}: {element} cannot be reached by Tab.")


def check_focus(alice: Person) -> None:
    fault = alice.page.evaluate(SHOWS_FOCUS)
    assert not fault, f"{alice.path}: {fault}"
