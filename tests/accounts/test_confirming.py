"""Showing again that it is them: the page says what it is for, and leads there, or back."""

import pytest

from app.accounts.second_step.reasons import reason_for
from app.web.frame import Portal
from tests import people, rows
from tests.attacks import ELSEWHERE, POLYGLOTS
from tests.attacks.test_a20_step_up import address_of, sensitive
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

ANYTHING = "What comes next can change who gets in."
SAID = {
    "/account/email": "You are about to change your sign-in e-mail.",
    "/account/safe-word": "You are about to choose a safe word.",
    "/password/change": "You are about to change your password.",
    "/account/second-step/recovery-codes": "You are about to make new recovery codes.",
    "/account/second-step/passkeys/new": "You are about to add a passkey.",
    "/account/second-step/authenticator": "You are about to set up an authenticator app.",
}
OF_STAFF = {
    "/staff/password/change": "You are about to change your password.",
    "/staff/account/security/passkeys/new": "You are about to add a passkey.",
}


async def long_signed_in(person: people.Person) -> Browser:
    browser = await person()
    await rows.change("update portal_session set confirmed_at = now() - interval '1 hour'")
    await rows.change("update staff_session set confirmed_at = now() - interval '1 hour'")
    return browser


@pytest.mark.parametrize("path", SAID)
async def test_the_page_says_what_it_is_for(path: str) -> None:
    page = await (await long_signed_in(people.alice)).open(path)
    assert page.heading == "Is it you?"
    page.shows(f"{SAID[path]} Please show that it is you")
    page.lacks(ANYTHING)


@pytest.mark.parametrize("path", OF_STAFF)
async def test_so_does_the_one_of_staff(path: str) -> None:
    page = await (await long_signed_in(people.nora)).open(path)
    page.shows(f"{OF_STAFF[path]} Please show that it is you")


async def test_it_says_so_in_spanish() -> None:
    page = await (await long_signed_in(people.charlie)).open("/account/email")
    page.shows("Va a cambiar", "Muestre que es usted")


async def test_it_says_so_again_after_a_wrong_password_and_then_leads_there() -> None:
    alice = await long_signed_in(people.alice)
    await alice.open("/account/email")
    (await alice.press("Go on", password="wrong", status=422)).shows(SAID["/account/email"])
    assert (await alice.press("Go on", password="demo-alice-portal-1")).path == "/account/email"


async def test_where_it_leads_is_unknown_nothing_is_made_up() -> None:
    alice = await long_signed_in(people.alice)
    for way in ("", "?next=/home", "?next=/account/email/more", "?next=https://evil.example/account/email"):
        (await alice.open(f"/confirm{way}")).shows(ANYTHING)


@pytest.mark.parametrize("address", [*ELSEWHERE, *POLYGLOTS, "/home", "/account/second-steps", "/password"])
def test_there_are_reasons_for_our_own_addresses_alone(address: str) -> None:
    assert reason_for(address) is None


def test_every_page_that_asks_for_a_proof_has_its_reason(portal: Portal) -> None:
    for (_method, path), (_audience, back) in sensitive(portal).items():
        assert reason_for(back), back
        assert reason_for(address_of(path)), path
