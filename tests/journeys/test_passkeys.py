"""A passkey in a real browser: added, used instead of the password, and as a second step."""

from collections.abc import Iterator
from contextlib import contextmanager

import pyotp
import pytest

from tests.journeys.conftest import Invite
from tests.journeys.person import Person
from tests.journeys.practice import door_of

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@contextmanager
def holding_a_phone(person: Person) -> Iterator[str]:
    """Give somebody a virtual authenticator; its id."""
    devtools = person.context.new_cdp_session(person.page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield made["authenticatorId"]
    devtools.send("WebAuthn.disable")


def verified(person: Person, phone: str, *, by_its_owner: bool) -> None:
    devtools = person.context.new_cdp_session(person.page)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": phone, "isUserVerified": by_its_owner})


@pytest.mark.parametrize(
    ("name", "own", "home"),
    [("bob", "/account/second-step", "/home"), ("dana", "/staff/account/security", "/staff")],
)
def test_a_passkey_is_added_and_opens_the_door(invite: Invite, name: str, own: str, home: str) -> None:
    person = invite(name)
    with holding_a_phone(person):
        person.open(own)
        person.follow("Add a passkey", within="main")
        person.type("What do you call this device?", "My phone")
        person.press("Add a passkey")
        person.shows("Recovery codes", "Your passkey is added.")
        person.press("I have kept them")
        person.shows("My phone", "8 codes left")
        person.press("Sign out", within="header")
        person.press("Sign in with a passkey")
        assert person.path == home
        person.press("Sign out", within="header")
        person.open(door_of(name))
        person.fill_in(name)
        person.press("Sign in")
        assert person.path == f"{door_of(name)}/second-step"
        person.press("Use your passkey")
        assert person.path == home
        person.open(own)
        person.follow("Change")
        person.press("Remove this passkey")
        person.shows("The passkey is removed.")


def test_a_phone_that_is_not_unlocked_opens_nothing_and_the_page_says_so(invite: Invite) -> None:
    gina = invite("gina")
    with holding_a_phone(gina) as phone:
        gina.open("/account/second-step/passkeys/new")
        gina.type("What do you call this device?", "My phone")
        gina.press("Add a passkey")
        gina.press("I have kept them")
        gina.press("Sign out", within="header")
        verified(gina, phone, by_its_owner=False)
        gina.page.get_by_role("button", name="Sign in with a passkey").click()
        gina.page.get_by_text("The passkey was not used.").wait_for()
        gina.check()
        verified(gina, phone, by_its_owner=True)
        gina.press("Sign in with a passkey")
        gina.open("/account/second-step")
        gina.follow("Change")
        gina.press("Remove this passkey")


def test_an_app_is_set_up_from_the_key_on_the_page(invite: Invite) -> None:
    bob = invite("bob")
    bob.open("/account/second-step")
    bob.press("Set up an authenticator app")
    app = pyotp.TOTP(bob.page.locator(".key").inner_text().replace(" ", ""))
    bob.type("Code of the app", app.now())
    bob.press("Finish")
    bob.shows("Recovery codes")
    bob.open("/account/second-step")
    bob.press("Remove the app")
    bob.shows("The authenticator app is removed.")
