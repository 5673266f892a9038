"""Nora gives Max a form and takes it back: by the button, a double click and Enter, with and without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from app.demo import demo_id
from tests.journeys.conftest import Invite
from tests.journeys.person import Look, Person

pytestmark = pytest.mark.browser

CHART = f"/staff/clients/{demo_id('client', 'max')}"
TAB, LISTS = f"{CHART}/portal", f"{CHART}/portal/forms"
LEFT, RIGHT = "[aria-labelledby=unassigned-title]", "[aria-labelledby=assigned-title]"
GAD = "Generalized Anxiety Disorder Scale (GAD-7)"
HIS = ["Patient Registration"]
LOOKS = pytest.mark.parametrize(
    "look",
    [Look(), Look(width=390), Look(width=390, scheme="dark"), Look(scripts=False)],
    ids=["with scripts", "on a phone", "in the dark", "without scripts"],
)


@pytest.fixture
def nora(invite: Invite) -> Iterator[Person]:
    """Give Nora at Max's tab, whose forms are the same before and after."""
    person = invite("nora")
    person.open(TAB)
    yield person
    person.open(LISTS)
    for title in titles(person, RIGHT):
        if title not in HIS:
            person.press(f"Take back {title}", within=RIGHT)


def row(person: Person, side: str, words: str = GAD) -> Locator:
    return person.page.locator(f"{side} li", has_text=words)


def titles(person: Person, side: str) -> list[str]:
    return person.page.locator(f"{side} .box > li .called").all_inner_texts()


def press_twice(row: Locator) -> None:
    """Press a row twice where nothing is to be pressed: on its words."""
    row.locator(".called").dblclick()


@LOOKS
def test_a_button_moves_a_form_both_ways_and_the_client_sees_it(invite: Invite, look: Look) -> None:
    nora = invite("nora", look=look)
    nora.open(TAB)
    nora.press(f"Assign {GAD}", within=LEFT)
    assert titles(nora, RIGHT) == [GAD, *HIS]
    assert GAD not in titles(nora, LEFT)
    nora.shows(f"{GAD} is assigned.")
    gina = invite("gina")
    gina.open("/forms")
    gina.shows(GAD)
    nora.press(f"Take back {GAD}", within=RIGHT)
    assert titles(nora, RIGHT) == HIS
    assert GAD in titles(nora, LEFT)
    gina.open("/forms")
    assert not gina.page.locator("main a", has_text=GAD).count()


def test_a_double_click_moves_a_form_both_ways(nora: Person) -> None:
    nora.act_on(nora.button(f"Assign {GAD}", within=LEFT), lambda _: press_twice(row(nora, LEFT)))
    assert titles(nora, RIGHT) == [GAD, *HIS]
    nora.act_on(nora.button(f"Take back {GAD}", within=RIGHT), lambda _: press_twice(row(nora, RIGHT)))
    assert titles(nora, RIGHT) == HIS


def test_a_double_click_on_a_button_moves_that_form_only(nora: Person) -> None:
    before = titles(nora, LEFT)
    nora.act_on(nora.button(f"Assign {before[0]}", within=LEFT), Locator.dblclick)
    nora.page.wait_for_timeout(0)
    assert titles(nora, RIGHT) == sorted([before[0], *HIS])
    assert titles(nora, LEFT) == before[1:]


def test_enter_moves_a_form_and_the_keyboard_stays_in_its_list(nora: Person) -> None:
    before = titles(nora, LEFT)
    nora.button(f"Assign {before[0]}", within=LEFT).focus()
    nora.page.keyboard.press("ArrowDown")
    second = nora.button(f"Assign {before[1]}", within=LEFT)
    expect(second).to_be_focused()
    nora.act_on(second, lambda _: nora.page.keyboard.press("Enter"))
    assert titles(nora, RIGHT) == sorted([before[1], *HIS])
    expect(nora.button(f"Assign {before[2]}", within=LEFT)).to_be_focused()
    expect(nora.page.locator("#live")).to_contain_text(f"{before[1]} is assigned.")
    nora.page.keyboard.press("ArrowUp")
    expect(nora.button(f"Assign {before[0]}", within=LEFT)).to_be_focused()
    back = nora.button(f"Take back {before[1]}", within=RIGHT)
    back.focus()
    nora.act_on(back, lambda _: nora.page.keyboard.press("Enter"))
    assert titles(nora, LEFT) == before
    expect(nora.button(f"Take back {HIS[0]}", within=RIGHT)).to_be_focused()
    expect(nora.page.locator("#live")).to_contain_text(f"{before[1]} is taken back.")


def test_typing_finds_a_form_while_it_is_typed(nora: Person) -> None:
    field = nora.field("Find a form")
    field.press_sequentially("anxiety")
    expect(nora.page.locator(f"{LEFT} .box > li")).to_have_count(1)
    expect(field).to_be_focused()
    assert field.input_value() == "anxiety"
    nora.check()
    nora.press(f"Assign {GAD}", within=LEFT)
    nora.shows(f"{GAD} is assigned.")
    assert nora.field("Find a form").input_value() == "anxiety"


def test_required_and_due_date_are_changed_in_place(nora: Person) -> None:
    nora.press(f"Assign {GAD}", within=LEFT)
    nora.page.locator(f"{RIGHT} summary", has_text="Required, due date").first.click()
    nora.check()
    nora.page.get_by_label(f"Must it be filled in? {GAD}").select_option("Optional")
    nora.page.get_by_label(f"Due on {GAD}").fill("2030-01-15")
    nora.press(f"Update {GAD}", within=RIGHT)
    nora.shows("Optional, due Jan", f"{GAD} is changed.")
