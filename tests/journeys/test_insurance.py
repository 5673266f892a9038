"""Step: Update Insurance. What a form asks depends on what was chosen, with scripts and without; a card is photographed."""

import pytest
from playwright.sync_api import FilePayload, expect

from tests.documents.papers import picture
from tests.journeys.conftest import Invite
from tests.journeys.person import Look
from tests.journeys.server import Server
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

LOOKS = pytest.mark.parametrize(
    "look", [Look(width=390, height=844), Look(scripts=False)], ids=["phone", "without scripts"]
)


@LOOKS
def test_the_form_asks_only_what_is_needed(invite: Invite, look: Look) -> None:
    alice = invite("alice", look=look)
    alice.open("/home")
    alice.follow("Update Insurance")
    alice.follow("Add insurance")
    name, subscriber = alice.field("Name of the insurance company"), alice.field("Subscriber’s full name")
    expect(name).to_be_hidden()
    expect(subscriber).to_be_hidden()
    alice.page.locator("#payer_chosen").select_option("My insurance company is not on the list")
    expect(name).to_be_visible()
    alice.page.locator("#relationship").select_option("Child")
    expect(subscriber).to_be_visible()
    alice.page.locator("#relationship").select_option("Myself")
    expect(subscriber).to_be_hidden()


@LOOKS
def test_insurance_is_added_and_then_another_one_follows(invite: Invite, look: Look) -> None:
    gina = invite("gina", look=look)
    gina.open("/insurance")
    gina.follow("Add insurance")
    gina.page.locator("#payer_chosen").select_option("Prairie Care")
    gina.type("Member ID", "007-A")
    gina.page.locator("#relationship").select_option("Myself")
    gina.press("Save")
    gina.shows("Saved", "Prairie Care", "007-A")

    gina.page.get_by_role("link", name="Update Insurance").last.click()
    expect(gina.field("First day of the new insurance")).to_be_hidden()
    first_day = gina.page.locator("#starts_on")
    expect(first_day).to_be_visible()
    gina.choose("My insurance changed")
    expect(first_day).to_be_hidden()
    days = gina.page.locator("#changed_on, #changed_on_day, #changed_on_year")
    for place, typed in enumerate(("1", "1", "2027")):
        days.nth(place).fill(typed)
    gina.page.locator("#payer_chosen").select_option("Lakeside Mutual")
    gina.press("Save")
    gina.shows("Lakeside Mutual", "Begins on", "Until")


def test_a_photo_of_the_card_is_shown_once_it_was_checked(invite: Invite) -> None:
    bob = invite("bob", look=Look(width=390, height=844))
    bob.open("/insurance")
    bob.follow("Add a photo of the front")
    photo = FilePayload(name="card.png", mimeType="image/png", buffer=picture())
    bob.page.locator("#camera").set_input_files([photo])
    bob.press("Send")
    bob.shows("The photo was sent.")
    bob.reload_until(".card-sides img", within=20)


def test_the_note_of_a_closed_section_stands_apart_from_the_first_policy(
    invite: Invite, server: Server
) -> None:
    nora, setting = Visitor(server, "nora"), "/staff/settings/update_insurance"
    assert nora.send(nora.fill(setting, update_insurance="no")).status_code == 303
    try:
        alice = invite("alice")
        alice.open("/insurance")
        note, policy = (alice.page.locator(each).first.bounding_box() for each in ("main .note", ".policy"))
        assert note is not None
        assert policy is not None
        assert policy["y"] - (note["y"] + note["height"]) >= 16
    finally:
        assert nora.send(nora.fill(setting, update_insurance="yes")).status_code == 303
