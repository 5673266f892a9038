"""Nora lets Charlie in, hands him his sheet, and shuts him out."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from tests.journeys.conftest import Invite
from tests.journeys.server import Server
from tests.people import client_id

pytestmark = pytest.mark.browser


ALL_OF_IT = """
select secret.password_hash, account.must_change_password from portal_account account
join account_secret secret on secret.account = account.id where account.username = 'charlie'
"""
PUT_BACK = """
with kept as (update account_secret set password_hash = $1
  where account = (select id from portal_account where username = 'charlie') returning 1)
update portal_account set must_change_password = $2 where username = 'charlie' returning (select count(*) from kept)
"""


@pytest.fixture(autouse=True)
def charlies_own_password(server: Server) -> Iterator[None]:
    """Let the others find Charlie's sign-in as it was."""
    (before,) = server.rows(ALL_OF_IT)
    yield
    server.rows(PUT_BACK, before["password_hash"], before["must_change_password"])


def test_nora_gives_charlie_a_password_and_a_sheet_and_suspends_him(invite: Invite) -> None:
    nora, charlie = invite("nora"), invite()
    nora.open("/staff/clients")
    nora.type("Find a client", "char")
    nora.press("Find")
    nora.follow("Charlie Castillo", within="#client-rows")
    nora.follow("Client Portal", within="main")
    nora.shows("Status", "Active")
    nora.press("Make one for me")
    password = nora.page.locator(".once").inner_text()
    nora.follow("Print sign-in sheet", within=".made")
    nora.shows(password, "charlie", nora.server.url)
    nora.page.emulate_media(media="print")
    assert not nora.page.locator(".top, .foot, .back, button").filter(visible=True).count()
    if folder := os.environ.get("SCREENSHOTS"):
        nora.page.screenshot(path=Path(folder) / "sign-in-sheet-print.png", full_page=True)
    assert nora.page.pdf().count(b"/Type /Page\n") == 1
    nora.page.emulate_media(media="screen")

    charlie.open("/sign-in")
    charlie.type("Login", "charlie")
    charlie.type("Password", password)
    charlie.press("Sign in")
    assert charlie.path == "/password/change"

    nora.open("/staff/clients")  # the sheet was in his language, and so were the words around it
    nora.follow("Charlie Castillo", within="#client-rows")
    nora.follow("Client Portal", within="main")
    assert password not in nora.page.content()
    nora.page.get_by_label("Suspended").check()
    nora.act_on(nora.page.locator("#save-login"), Locator.click)
    nora.shows("Suspended", "Nobody is signed in.")
    charlie.page.goto(f"{charlie.server.url}/home")
    assert charlie.path.startswith("/sign-in")

    nora.page.get_by_label("Suspended").uncheck()
    nora.act_on(nora.page.locator("#save-login"), Locator.click)


def test_nora_sees_the_portal_as_alice_does_and_comes_back(invite: Invite) -> None:
    nora = invite("nora")
    nora.open(f"/staff/clients/{client_id('alice')}")
    link = nora.page.get_by_role("link", exact=True, name="See as client")
    link.focus()
    nora.page.keyboard.press("Enter")
    nora.page.get_by_role("link", name="View and Send Messages").click()
    nora.page.get_by_role("link", name="A heavy week").click()
    nora.page.get_by_label("Your reply").wait_for()
    nora.shows("You see the portal of Alice Anderson as the client sees it.")
    nora.noticed.check(200)
    nora.check_sight()
    assert "/as-client/messages/" in nora.path
    assert not nora.page.evaluate(
        "'htmx' in window || [...document.forms].some(form => form.requestSubmit === null)"
    )
    assert not nora.page.locator("form[method=post] :is(button, input, textarea):enabled").count()
    nora.page.keyboard.press("Home")
    nora.page.get_by_role("link", name="Stop looking").click()
    nora.check()
    assert nora.path == f"/staff/clients/{client_id('alice')}/portal"
