"""Small things that help at the second step, on the phone, and in the list of devices."""

import pytest

from tests import people, rows
from tests.accounts.desk import open_tab
from tests.page import Browser
from tests.second_steps import add_app, add_codes, half_in

pytestmark = pytest.mark.usefixtures("rolled_back")

WORD = "blue heron"
HALF = "Password typed, second step not done"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


async def test_a_recovery_code_typed_into_the_box_of_the_app_is_taken_for_what_it_is() -> None:
    await add_app("/sign-in", "bob")
    first, *_ = await add_codes("/sign-in", "bob")
    bob = await half_in("/sign-in", "bob")
    assert (await bob.press("Go on", code=first)).path == "/home"
    again = await half_in("/sign-in", "bob")
    await again.press("Go on", code=first, status=422)


async def test_who_typed_only_the_password_is_shown_as_half_way_in() -> None:
    await add_app("/sign-in", "bob")
    bob = await people.bob()
    (await bob.open("/account")).lacks(HALF)
    await half_in("/sign-in", "bob")
    (await bob.open("/account")).shows(HALF)
    (await open_tab(await people.nora(), "bob")).shows(HALF)


async def test_a_new_passkey_has_a_name_already_and_cannot_go_without() -> None:
    alice = Browser(headers={"user-agent": CHROME})
    await alice.sign_in("alice")
    page = await alice.open("/account/second-step/passkeys/new")
    assert page.value("name") == "Chrome on Windows"
    assert page.find("[name=name]").has_attr("required")


async def test_of_a_browser_that_nobody_knows_a_new_passkey_gets_no_name() -> None:
    alice = Browser(headers={"user-agent": "Lynx"})
    await alice.sign_in("alice")
    page = await alice.open("/account/second-step/passkeys/new")
    assert page.value("name") == ""


async def test_a_right_safe_word_costs_no_try() -> None:
    nora = await people.nora()
    await open_tab(nora, "alice")
    await nora.press("Save safe word", safe_word=WORD)
    for _ in range(6):
        (await nora.press("Check", said=WORD)).shows("Yes, that is the safe word.")
    page = await nora.press("Check", said="red robin", status=422)
    page.shows("Tries left today: 4.")


async def test_what_is_said_at_the_door_is_true_for_a_closed_portal_too() -> None:
    await rows.change("update portal_account set suspended_at = now() where username = 'alice'")
    closed, unknown = Browser(), Browser()
    for browser, name in ((closed, "alice"), (unknown, "nobody-at-all")):
        await browser.open("/sign-in")
        page = await browser.press("Sign in", username=name, password="demo-alice-portal-1", status=422)
        page.shows("do not go together", "your practice can see why")
