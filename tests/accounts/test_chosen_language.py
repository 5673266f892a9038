"""A chosen language stays with the person, and the way back stays with us."""

from urllib.parse import urlencode

import pytest

from app.activity.kinds import Kind
from tests import people, rows
from tests.attacks import ELSEWHERE
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_a_language_chosen_when_signed_in_is_kept_on_every_device() -> None:
    here, there = await people.alice(), await people.alice()
    await here.open("/messages")
    page = await here.press("Español")
    assert page.path == "/messages"
    assert page.find("html")["lang"] == "es"
    assert (await there.open("/home")).find("html")["lang"] == "es"
    assert await rows.value("select language from portal_account where username = 'alice'") == "es"
    assert await rows.value("select kind from audit_event order by at desc limit 1") == Kind.LANGUAGE_CHANGED


async def test_choosing_the_language_of_now_changes_nothing() -> None:
    charlie = await people.charlie()
    await charlie.open("/home")
    before = await rows.value("select count(*) from audit_event")
    await charlie.press("Español")
    assert await rows.value("select count(*) from audit_event") == before


async def test_the_language_of_the_account_counts_more_than_the_browsers() -> None:
    charlie = await people.charlie()
    charlie.language = "en-US"
    assert (await charlie.open("/home")).find("html")["lang"] == "es"


async def test_a_guardians_choice_is_theirs_alone() -> None:
    gina = await people.gina()
    await gina.open("/home")
    await gina.press("Español")
    languages = "select count(*) from portal_account where language = 'es' and username <> 'charlie'"
    assert await rows.value(languages) == 1


@pytest.mark.parametrize(
    "person", [people.nobody, people.alice, people.nora], ids=["nobody", "alice", "nora"]
)
async def test_the_buttons_work_for_everybody_and_on_errors(person: people.Person) -> None:
    browser = await person()
    browser.discreet = person is people.alice  # nobody asks who is signed in where there is no page
    await browser.open("/nothing-here", status=404)
    browser.discreet = False
    await browser.press("Español")
    assert browser.page is not None
    assert browser.page.find("html")["lang"] == "es"


@pytest.mark.parametrize("where", ELSEWHERE)
async def test_the_way_back_never_leads_elsewhere(where: str) -> None:
    visitor = Browser()
    await visitor.open("/sign-in")
    body = urlencode({"_csrf": visitor.token, "language": "es", "back": where}).encode()
    answer = await visitor.send("POST", "/language", headers={"content-type": FORM}, content=body)
    assert answer.status_code == 303
    assert answer.headers["location"] in ("/", where.strip())
    assert answer.headers["location"] in ("/", "/home")


@pytest.mark.parametrize("language", ["fr", "", "EN", "../es", "\x00"])
async def test_a_language_we_do_not_speak_is_english(language: str) -> None:
    visitor = Browser(language="es")
    await visitor.open("/sign-in")
    body = urlencode({"_csrf": visitor.token, "language": language, "back": "/sign-in"}).encode()
    answer = await visitor.send("POST", "/language", headers={"content-type": FORM}, content=body)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert visitor.cookies["language"] == "en"
