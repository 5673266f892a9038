"""Rows A27 and A28: what people type is shown as they typed it; and markup that gets into a page can do nothing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.conftest import Invite
from tests.journeys.person import Person
from tests.journeys.server import Server
from tests.journeys.visitor import Visitor, thread_of

pytestmark = pytest.mark.browser

TYPED = (
    '<button hx-post="/sign-out" hx-trigger="load">Sign out</button>',
    '<div hx-get="/home" hx-trigger="load" hx-nonce="{nonce}" hx-target="body">x</div>',
    "</textarea></bdi></div></article><script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    '<div data-hx-get="/home" data-hx-trigger="load">x</div>',
    '"><a href="javascript:alert(3)" autofocus onfocus=alert(4)>x</a>',
    "{{7*7}} ${7*7} {% include 'home/home.html' %}",
    "<style>*{display:none}</style><base href=//elsewhere.test>",
)
FENCE = "async () => { await fetch('/health/live'); }"
"""A request of our own, after which whatever would have been sent on loading has been sent."""

POLICY = re.compile(r"script-src 'nonce-([\w-]+)'")
FIRING = '<button id="injected" hx-post="/sign-out" hx-trigger="load" hx-target="#main" hx-swap="innerHTML"{}>x</button>'
PROCESS = """attributes => {
  const button = document.createElement('button');
  Object.entries(attributes).forEach(([name, value]) => button.setAttribute(name, value));
  button.textContent = 'x';
  document.querySelector('main').append(button);
  htmx.process(button);
}"""
SET_INNER_HTML = """html => {
  try { document.querySelector('main').innerHTML = html; } catch (fault) { return fault.name; }
  return 'it was set';
}"""


@pytest.mark.parametrize("subject", TYPED[:3])
def test_a27_what_people_type_is_shown_as_typed_and_does_nothing(
    invite: Invite, server: Server, subject: str
) -> None:
    bob, dana = invite("bob"), invite("dana")
    body = "\n".join(TYPED)
    writer = Visitor(server, "bob")
    thread = thread_of(writer.send(writer.fill("/messages/new", subject=subject, body=body)))

    for person, path in ((bob, "/messages"), (dana, "/staff")):
        open_inert(person, path)
        person.shows(subject)
    for person, path in ((bob, f"/messages/{thread}"), (dana, f"/staff/messages/{thread}")):
        open_inert(person, path)
        person.shows(subject, *TYPED)


def test_a27_what_was_typed_into_a_refused_form_stands_in_it_as_typed(invite: Invite) -> None:
    bob = invite("bob")
    bob.open("/messages/new")
    body = "\n".join(TYPED)
    bob.type("Your message", body)

    bob.press("Send message", status=422)

    assert bob.field("Your message").input_value() == body


def test_a28_markup_in_a_page_without_our_nonce_does_nothing_while_our_own_works(invite: Invite) -> None:
    bob = invite("bob")
    for nonce in ("", ' hx-nonce=""', ' hx-nonce="guessed"', ' hx-nonce:inherited="guessed"'):
        bob.page.route("**/messages/new", added_to("</main>", FIRING.format(nonce)))

        bob.page.goto("/messages/new")

        assert sent(bob) == ["GET /messages/new"]
        bob.noticed.expect("[hx-csp] blocked <button#injected>")
        bob.page.unroute_all()
    bob.press("Send message", status=422)
    assert sent(bob) == ["POST /messages/new"]


def test_a28_markup_in_a_fragment_does_nothing_either(invite: Invite) -> None:
    bob = invite("bob")
    bob.open("/messages/new")
    bob.noticed.requests.clear()
    bob.page.route("**/messages/new", added_to("</section>", FIRING.format(' hx-nonce="guessed"')))

    bob.button("Send message").click()

    expect(bob.page.locator("#new #injected")).to_be_visible()
    assert sent(bob) == ["POST /messages/new"]
    bob.noticed.expect("[hx-csp] blocked <button#injected>")


def test_a28_markup_with_our_nonce_would_fire_so_the_tests_above_can_fail(invite: Invite) -> None:
    bob = invite("bob")
    bob.page.route("**/messages/new", added_to("</main>", FIRING.format(' hx-nonce="{nonce}"')))

    bob.page.goto("/messages/new")

    assert "POST /sign-out" in sent(bob)


def test_a28_markup_in_what_people_typed_does_nothing_even_with_our_nonce(
    invite: Invite, server: Server
) -> None:
    thread = Visitor(server, "bob").write("Escaped by nobody")
    bob, dana = invite("bob"), invite("dana")
    for person, path in ((bob, f"/messages/{thread}"), (dana, f"/staff/messages/{thread}")):
        inside = FIRING.format(' hx-nonce="{nonce}"')
        person.page.route(f"**{path}", added_to("Could you refill my sertraline?", inside))

        person.page.goto(path)

        expect(person.page.locator(".said #injected")).to_be_visible()
        assert sent(person) == [f"GET {path}"]


def test_a27_scripts_and_handlers_in_a_page_do_not_run(invite: Invite) -> None:
    bob = invite("bob")
    inert = (
        "<script>alert(1)</script><img src=data:,x onerror=alert(2)><a href=javascript:alert(3) id=bad>x</a>"
    )
    bob.page.route("**/messages/new", added_to("</main>", inert))

    bob.page.goto("/messages/new")
    bob.page.locator("#bad").click()

    assert sent(bob) == ["GET /messages/new"]
    assert not any(complaint.startswith("dialog") for complaint in bob.noticed.complaints)
    bob.noticed.expect("Content Security Policy")


def test_a28_elements_made_by_a_script_need_our_nonce_too(invite: Invite) -> None:
    bob = invite("bob")
    bob.open("/messages/new")
    bob.noticed.requests.clear()

    bob.page.evaluate(PROCESS, {"hx-post": "/sign-out", "hx-trigger": "load", "hx-nonce": "guessed"})

    assert bob.page.evaluate(SET_INNER_HTML, "<b>x</b>") == "TypeError"
    assert sent(bob) == []
    bob.noticed.expect("[hx-csp] blocked <button>")
    bob.noticed.expect("TrustedHTML")
    bob.press("Send message", status=422)
    assert sent(bob) == ["POST /messages/new"]


def open_inert(person: Person, path: str) -> None:
    """Open a page, which must ask for nothing but itself."""
    person.noticed.requests.clear()
    person.open(path)
    assert sent(person) == [f"GET {path}"]


def sent(person: Person) -> list[str]:
    """Give what was sent since it was last asked, static files apart."""
    person.page.evaluate(FENCE)
    requests = [line for line in person.noticed.requests if " /static/" not in line]
    person.noticed.requests.clear()
    requests.remove("GET /health/live")
    return requests


def added_to(place: str, markup: str) -> Callable[[Route], None]:
    """Put markup before the first `place` of a page on its way to the browser, as if nothing had escaped it."""

    def answer(route: Route) -> None:
        response = route.fetch()
        found = POLICY.search(response.headers["content-security-policy"])
        assert found is not None
        added = markup.replace("{nonce}", found[1])
        route.fulfill(response=response, body=response.text().replace(place, added + place, 1))

    return answer
