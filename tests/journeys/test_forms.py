"""Forms in a real browser: by keyboard, on a phone, without scripts, while the network is away, and lost by nothing."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from app.forms.demo import form_id
from app.forms.instruments.known import PHQ_CODES
from tests.forms.filling.made import EVERY_KIND, NEW_ASSIGNMENT, NEW_FORM, made
from tests.journeys.conftest import Invite
from tests.journeys.filled_forms import forget_forms, send_form
from tests.journeys.person import SCHEMES, Look, Person, Scheme
from tests.journeys.server import Server, eventually
from tests.journeys.test_every_page import picture
from tests.journeys.test_keyboard import press, reach
from tests.journeys.test_print import PAPER, PRESSED, WHITE
from tests.journeys.visitor import Visitor
from tests.people import client_id

pytestmark = pytest.mark.browser

FORM = form_id("phq-9", "bob")
PATH = f"/forms/{FORM}"
CONSENT = f"/forms/{form_id('consent-to-treatment')}"
PHONE = Look(width=390, height=844)
DOOR = re.compile("/sign-in")
AWAY = "update portal_session set last_seen_at = now() - $1::interval"
ANSWERED = "select coalesce(max(answered), 0) from form_response where assignment = $1"


@pytest.fixture(autouse=True)
def _anew(server: Server) -> None:
    """Let nobody find what an earlier test filled in."""
    forget_forms(server, "bob")


def name_of(number: int) -> str:
    return f"[name='a.phq-9/{PHQ_CODES[number]}']"


def answer(person: Person, number: int, choice: int = 1) -> None:
    """Choose an answer to a question as somebody at a mouse or a screen does."""
    person.page.locator(f"{name_of(number)}[value='{choice}']").check()


def is_saved(person: Person, count: int) -> None:
    """Wait until so many answers are saved, and the page says so."""
    eventually(
        lambda: person.server.value(ANSWERED, FORM) == count, within=10, otherwise=f"{count} are not saved"
    )
    left = "question left" if count == 9 else f"{10 - count} questions left"
    expect(person.page.locator("#saved")).to_contain_text(left)


def test_the_phq_9_is_filled_and_sent_on_a_phone_by_the_keyboard_alone(invite: Invite) -> None:
    bob = invite("bob", look=PHONE)
    bob.open("/forms")
    press(bob, bob.link("Patient Health Questionnaire (PHQ-9)", within="main"))
    for number in range(9):
        reach(bob, bob.page.locator(f"{name_of(number)}[value='0']"))
        bob.page.keyboard.press("ArrowDown")
        expect(bob.page.locator(f"{name_of(number)}[value='1']")).to_be_checked()
        expect(bob.page.locator(f"{name_of(number)}[value='1']")).to_be_focused()
        is_saved(bob, number + 1)
    expect(bob.page.locator("#help")).to_contain_text("988")
    expect(bob.page.locator(f"{name_of(8)}[value='1']")).to_be_focused()
    bob.check()
    press(bob, bob.button("Look over my answers"))
    bob.shows("Please look over your answers. Nothing is sent yet.", "Several days")
    press(bob, bob.button("Send my answers"))
    bob.shows("Thank you. Your answers are sent.", "Sent by Bob Baker")


def test_a_browser_that_dies_after_question_seven_loses_none_of_them(invite: Invite) -> None:
    bob = invite("bob")
    bob.open(PATH)
    for number in range(7):
        answer(bob, number)
    is_saved(bob, 7)
    bob.lacks("You also filled in this form elsewhere.")
    bob.context.close()

    again = invite("bob", look=PHONE)
    again.open("/forms")
    again.shows("7 of 10 answered")
    again.follow("Patient Health Questionnaire (PHQ-9)", within="main")
    expect(again.page.locator("main :checked")).to_have_count(7)
    again.shows("3 questions left")


def test_an_older_tab_undoes_nothing_and_leaving_it_sends_nothing(invite: Invite, server: Server) -> None:
    older, newer = invite("bob"), invite("bob", look=PHONE)
    older.open(PATH)
    newer.open(PATH)
    answer(older, 8, choice=0)
    is_saved(older, 1)
    answer(newer, 8, choice=3)
    expect(newer.page.locator("#help")).to_contain_text("988")
    answer(older, 1)
    is_saved(older, 2)
    expect(older.page.locator(f"{name_of(8)}[value='3']")).to_be_checked()
    newer.page.reload()
    expect(newer.page.locator("main :checked")).to_have_count(2)
    expect(newer.page.locator(f"{name_of(8)}[value='3']")).to_be_checked()
    newer.open("/forms")
    older.open("/forms")
    assert server.value("select count(*) from safety_event where client = $1", client_id("bob")) == 1


def test_a_session_that_ends_in_the_middle_loses_nothing(invite: Invite, server: Server) -> None:
    bob = invite("bob")
    bob.page.clock.install()
    bob.open(PATH)
    for number in range(3):
        answer(bob, number)
    is_saved(bob, 3)
    server.rows(AWAY, timedelta(minutes=16))
    bob.page.locator(f"{name_of(3)}[value='2']").dispatch_event("click")  # the page may be gone with it
    bob.page.wait_for_url(DOOR)
    bob.noticed.forget()
    bob.shows("What you typed is kept")
    bob.page.clock.resume()
    bob.fill_in("bob")
    bob.press("Sign in")
    assert bob.path == PATH
    bob.shows("You were signed out. What you typed is back.")
    expect(bob.page.locator("main :checked")).to_have_count(4)
    is_saved(bob, 4)
    bob.open(PATH)
    expect(bob.page.locator("main :checked")).to_have_count(4)


def test_what_is_typed_while_the_network_is_away_is_saved_when_it_is_back(invite: Invite) -> None:
    bob = invite("bob")
    bob.page.clock.install()
    bob.open(PATH)
    answer(bob, 0)
    is_saved(bob, 1)
    bob.context.set_offline(True)
    for number in range(1, 6):
        answer(bob, number)
        bob.page.clock.run_for(4000)
    expect(bob.page.locator("#away")).to_contain_text("There is no connection.")
    expect(bob.page.locator("#alert")).to_be_empty()
    assert bob.server.value(ANSWERED, FORM) == 1
    bob.context.set_offline(False)
    bob.page.clock.run_for(4000)
    is_saved(bob, 6)
    expect(bob.page.locator("#away")).to_be_hidden()
    bob.noticed.forget()
    bob.open(PATH)
    expect(bob.page.locator("main :checked")).to_have_count(6)


def test_going_on_while_the_network_is_away_leaves_the_page_where_it_is(invite: Invite) -> None:
    bob = invite("bob")
    bob.page.clock.install()
    bob.open(PATH)
    bob.context.set_offline(True)
    answer(bob, 0, choice=2)
    bob.button("Look over my answers").click()
    expect(bob.page.locator("#away")).to_contain_text("There is no connection.")
    assert bob.path == PATH
    bob.context.set_offline(False)
    bob.page.clock.run_for(4000)
    is_saved(bob, 1)
    bob.noticed.forget()


def test_questions_that_follow_come_and_go_and_the_keyboard_stays(invite: Invite) -> None:
    alice = invite("alice", look=PHONE)
    alice.open(CONSENT)
    who = alice.page.locator("[name='a.signer/signer.who']:not([type=hidden])")
    before = alice.page.locator("main input[type=text]").count()
    who.nth(1).focus()
    alice.page.keyboard.press("Space")
    expect(alice.page.locator("main input[type=text]")).to_have_count(before + 1)
    expect(who.nth(1)).to_be_focused()
    alice.check()
    who.nth(0).check()
    expect(alice.page.locator("main input[type=text]")).to_have_count(before)
    expect(who.nth(0)).to_be_focused()
    alice.server.rows("delete from form_response where assignment = $1", form_id("consent-to-treatment"))


@pytest.fixture
def every_kind(server: Server) -> Iterator[str]:
    """Let Alice have a form with every kind of question, for the length of a test."""
    examined, form, assignment = made(EVERY_KIND), uuid4(), uuid4()
    server.rows(NEW_FORM, form, examined.url, examined.definition)
    server.rows(NEW_ASSIGNMENT, assignment, client_id("alice"), form)
    yield f"/forms/{assignment}"
    server.rows("delete from form_response where assignment = $1", assignment)
    server.rows("delete from form_assignment where id = $1", assignment)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_kind_of_question_is_clear_on_every_screen(
    invite: Invite, every_kind: str, language: str
) -> None:
    alice = invite("alice", look=Look(language=language))
    alice.open(every_kind)
    alice.page.locator("[name='a.yes'][value='true']").check()
    expect(alice.page.locator("[name='a.more']")).to_be_visible()
    for width in (320, 390, 1280):
        alice.page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            alice.page.emulate_media(color_scheme=scheme)
            picture(alice, f"form-kinds-{language}-{scheme}-{width}")
            alice.check_sight()


def test_words_typed_while_the_network_is_away_for_twenty_seconds_are_saved(
    invite: Invite, every_kind: str
) -> None:
    alice = invite("alice", look=PHONE)
    alice.page.clock.install()
    alice.open(every_kind)
    line = alice.page.locator("[name='a.lines']")
    alice.context.set_offline(True)
    for word in ("This ", "is ", "kept ", "word ", "by word"):
        line.press_sequentially(word)
        alice.page.clock.run_for(4000)
    expect(alice.page.locator("#away")).to_contain_text("There is no connection.")
    expect(line).to_be_focused()
    alice.context.set_offline(False)
    alice.page.clock.run_for(4000)
    expect(alice.page.locator("#away")).to_be_hidden()
    expect(alice.page.locator("#saved")).to_contain_text("Saved")
    alice.noticed.forget()
    again = invite("alice")
    again.open(every_kind)
    expect(again.page.locator("[name='a.lines']")).to_have_value("This is kept word by word")


def test_without_scripts_it_is_filled_looked_over_and_sent(invite: Invite) -> None:
    bob = invite("bob", look=Look(scripts=False))
    bob.open(PATH)
    for number in range(9):
        answer(bob, number)
    bob.press("Look over my answers")
    bob.press("Send my answers")
    bob.shows("Thank you. Your answers are sent.")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_on_paper_a_sent_form_is_its_answers_and_nothing_to_press(
    invite: Invite, server: Server, scheme: Scheme
) -> None:
    send_form(Visitor(server, "bob"), PATH)
    bob = invite("bob", look=Look(scheme=scheme))
    bob.open(PATH)
    bob.page.emulate_media(media="print")
    bob.shows("Patient Health Questionnaire (PHQ-9)", "Sent by Bob Baker", "Several days", "Poor appetite")
    expect(bob.page.locator(PRESSED).filter(visible=True)).to_have_count(0)
    assert bob.page.locator("body").evaluate(PAPER) == WHITE
    bob.check_sight()


def test_two_browsers_that_send_at_once_send_once(invite: Invite, chromium: Browser) -> None:
    one, other = invite("bob"), invite("bob")
    one.open(PATH)
    for number in range(9):
        answer(one, number)
    is_saved(one, 9)
    for person in (one, other):
        person.open(f"{PATH}/review")
    one.press("Send my answers")
    other.press("Send my answers")
    other.shows("This form is sent already. Thank you.")
    assert one.server.value("select count(*) from form_response where assignment = $1", FORM) == 1
