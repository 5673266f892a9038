"""Settings -661 and -678: off, and what they do where a practice turns them on."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.password_change import OUT_OF_DATE
from app.accounts.rules import NOT_COMPOSED
from app.activity.actor import Actor
from app.practice.service import set_settings
from tests import people, rows, statements

pytestmark = pytest.mark.usefixtures("rolled_back")

PLAIN = "grey otter walks at nine"
COMPOSED = "Grey otter walks at 9!"
CURRENT = "demo-alice-portal-1"


async def practice_sets(name: str, value: str) -> None:
    await set_settings(by=Actor.system("test"), values={name: value})


async def passwords_are_of(moment: datetime) -> None:
    await rows.change("update account_secret set changed_at = $1", moment)


async def test_no_password_grows_too_old_by_default() -> None:
    await passwords_are_of(datetime(1990, 1, 1, tzinfo=UTC))
    assert (await (await people.alice()).open("/home")).path == "/home"


async def test_an_old_password_is_changed_at_the_next_request() -> None:
    alice, terry = await people.alice(), await people.terry()
    await alice.open("/home")
    await passwords_are_of(datetime.now(UTC) - timedelta(days=90))
    await practice_sets("client_password_expiration", "90")
    page = await alice.open("/messages")
    assert page.path == "/password/change"
    page.shows(str(OUT_OF_DATE))
    page = await alice.press("Save password", current_password=CURRENT, password=PLAIN)
    assert page.path == "/home"
    assert (await terry.open("/staff")).path == "/staff"


async def test_whoever_stands_before_an_open_browser_does_not_choose_the_next_password() -> None:
    alice = await people.alice()
    await passwords_are_of(datetime.now(UTC) - timedelta(days=90))
    await practice_sets("client_password_expiration", "90")
    await alice.open("/home")
    page = await alice.press("Save password", current_password="a guess", password=PLAIN, status=422)
    page.shows("That is not your current password.")


async def test_a_password_is_good_until_its_last_day_is_over() -> None:
    alice = await people.alice()
    await practice_sets("client_password_expiration", "90")
    await passwords_are_of(datetime.now(UTC) - timedelta(days=90) + timedelta(minutes=5))
    assert (await alice.open("/home")).path == "/home"


async def test_a_fragment_leads_there_too() -> None:
    alice = await people.alice()
    await practice_sets("client_password_expiration", "1")
    await passwords_are_of(datetime.now(UTC) - timedelta(days=2))
    answer = await alice.send("GET", "/messages", headers={"hx-request": "true"})
    assert answer.headers["hx-redirect"] == "/password/change"


async def test_looking_at_the_age_costs_no_statement() -> None:
    alice = await people.alice()
    await alice.open("/home")
    async with statements.counted() as before:
        await alice.open("/home")
    await practice_sets("client_password_expiration", "3650")
    await alice.open("/home")
    async with statements.counted() as after:
        await alice.open("/home")
    assert after.count == before.count


async def test_by_default_a_password_needs_no_kinds_of_characters() -> None:
    alice = await people.alice()
    page = await alice.open("/password/change")
    page.lacks("a capital letter")
    assert (await alice.press("Save password", current_password=CURRENT, password=PLAIN)).path == "/home"


async def test_kinds_of_characters_are_asked_for_where_the_practice_says_so() -> None:
    await practice_sets("client_password_validation", "on")
    alice = await people.alice()
    page = await alice.open("/password/change")
    page.shows("It needs a capital letter, a small letter, a digit and a sign such as ! or -.")
    page = await alice.press("Save password", current_password=CURRENT, password=PLAIN, status=422)
    page.shows(str(NOT_COMPOSED))
    assert (await alice.press("Save password", current_password=CURRENT, password=COMPOSED)).path == "/home"


async def test_staff_are_never_asked_for_kinds_of_characters() -> None:
    await practice_sets("client_password_validation", "on")
    nora = await people.nora()
    page = await nora.open("/staff/password/change")
    page.lacks("a capital letter")
    page = await nora.press("Save password", current_password="demo-nora-portal-1", password=PLAIN)
    assert page.path == "/staff"


async def test_the_page_of_settings_says_why_they_are_off() -> None:
    page = await (await people.nora()).open("/staff/settings")
    for name, number in (("client_password_validation", "-661"), ("client_password_expiration", "-678")):
        line = page.find(f"#setting-{name}").get_text(" ")
        assert number in line
        assert "NIST SP 800-63B-4" in line


async def test_a_switch_is_turned_on_by_its_word() -> None:
    nora = await people.nora()
    page = await nora.open("/staff/settings/client_password_validation")
    assert page.value("client_password_validation") == "off"
    page = await nora.press("Save", client_password_validation="on")
    assert "On" in page.all("#setting-client_password_validation dd")[0].get_text()
    (await (await people.alice()).open("/password/change")).shows("It needs a capital letter")
