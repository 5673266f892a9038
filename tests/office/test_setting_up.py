"""First run: with the key from the log somebody names the practice, becomes its administrator, and goes on."""

import asyncio
from typing import Any
from urllib.parse import urlencode

import pytest

from app import config
from app.config import Environment
from app.office.setup.keys import offer_key
from app.staff.rules import PermissionRule
from tests import people, rows
from tests.accounts.links.mailbox import mailbox
from tests.environment import configured
from tests.hashing import IN_EARNEST, hashing
from tests.office.unstaffed import ADA, PASSWORD, key_from_the_log, named, nobody_works_here
from tests.page import FORM, Browser

NOTHING_HERE = "/nothing-here"
OLDER = "update setup_key set made_at = made_at - interval '25 hours'"

SECOND_STEP = """
insert into authenticator_app (id, staff, secret, made_at, active_at)
select gen_random_uuid(), id, '', now(), now() from staff_member
"""


async def go_on_to_the_first_client(ada: Browser) -> None:
    """Send a test e-mail, which does not go at first, and add a client."""
    (await ada.open("/staff/mend")).shows(
        "The first administrator has no second step yet.",
        "Nobody has tried yet whether e-mails arrive.",
        "There is no client yet.",
    )
    with mailbox() as inbox:
        inbox.unknown.add("ada@example.org")
        await ada.open("/staff/setup")
        (await ada.press("Send a test e-mail", status=422)).shows("The e-mail did not go", "check", "Error:")
        inbox.unknown.clear()
        page = await ada.press("Send a test e-mail")
    assert [letter.recipients for letter in inbox.letters] == [["ada@example.org"]]
    page.shows("The test e-mail went out to ada@example.org.", "A test e-mail went out on")
    await ada.follow("New client")
    await ada.press("Add client", first_name="Ruth", last_name="Ames")
    await ada.open("/staff/setup")
    await ada.follow("Set up a second step")
    assert (await ada.follow("Setting up")).path == "/staff/setup"
    mend = await ada.open("/staff/mend")
    mend.shows("The first administrator has no second step yet.")
    mend.lacks("whether e-mails arrive", "There is no client yet")
    await rows.change(SECOND_STEP)
    assert not (await ada.open("/staff/mend")).all("#mend-setup")
    assert not (await ada.open("/staff/account/security")).all("main a[href='/staff/setup']")
    signed_in = await Browser().sign_in("ada", PASSWORD, path="/staff/sign-in")
    assert signed_in.path == "/staff/sign-in/second-step"


@pytest.mark.usefixtures("rolled_back")
async def test_a_practice_is_set_up_from_the_address_in_the_log_to_its_first_client() -> None:
    await nobody_works_here()
    ada, address = Browser(), await key_from_the_log()
    page = await ada.open(address)
    assert (page.path, page.heading) == ("/setup", "Set up the practice")
    page.shows("In a crisis? Call or text 988 at any hour.")
    page.lacks("or call")
    typed: dict[str, Any] = {
        "practice_name": "Hilltop Behavioral Health",
        "crisis_text": "Dr. Lee answers at night.",
    }
    refused = await ada.press("Save and go on", status=422, practice_phone="soon", **typed)
    assert (refused.value("practice_name"), refused.value("practice_phone")) == (
        typed["practice_name"],
        "soon",
    )
    assert await rows.value("select count(*) from system_setting") == 0
    page = await ada.press("Save and go on", practice_phone="312 555 0188")
    page.shows("The first administrator", "Hilltop Behavioral Health", "(312) 555-0188", typed["crisis_text"])
    back = await ada.open("/setup")
    assert (back.value("practice_acronym"), back.value("practice_name")) == ("hbh", typed["practice_name"])

    await ada.open("/setup/administrator")
    weak = await ada.press("Make my sign-in", status=422, **ADA | {"password": "hilltop hilltop hilltop"})
    assert (weak.value("first_name"), weak.value("username")) == ("Ada", "Ada")
    assert await rows.value("select count(*) from staff_member") == 0
    page = await ada.press("Make my sign-in", **ADA)
    assert (page.path, page.heading) == ("/staff/setup", "Setting up")
    assert await rows.value("select client_admin from profile where name = 'Administrator'")
    granted = """
    select count(*) from profile_rule where can_create and can_modify and can_view and can_delete
    and profile = (select profile from staff_member)
    """
    assert await rows.value(granted) == len(PermissionRule)
    assert await rows.value("select staff from audit_event where kind = 'practice_set_up'") == (
        await rows.value("select id from staff_member")
    )
    await Browser().open(address, status=404)
    await ada.open("/setup", status=404)
    await go_on_to_the_first_client(ada)


@pytest.mark.usefixtures("rolled_back")
async def test_without_a_live_key_there_is_nothing_for_anybody() -> None:
    nowhere = await Browser().open(NOTHING_HERE, status=404)

    async def is_gone(path: str, browser: Browser | None = None) -> None:
        page = await (browser or Browser()).open(path, status=404)
        assert page.words == nowhere.words, path

    for path in ("/setup", "/setup/administrator", f"/setup/{'A' * 43}", "/setup/%C3%A4"):
        await is_gone(path)
    assert await offer_key() == ""  # while somebody works here
    await nobody_works_here()
    nowhere = await Browser().open(NOTHING_HERE, status=404)
    older = await key_from_the_log()
    reader = Browser()
    await reader.open(older)
    address = await key_from_the_log()
    await is_gone(older)
    await is_gone("/setup", reader)
    await Browser().open(address)
    await rows.change(OLDER)
    await is_gone(address)


@pytest.mark.usefixtures("rolled_back")
async def test_a_key_ends_with_the_first_person_who_works_here_however_they_came() -> None:
    await nobody_works_here()
    reader = Browser()
    await named(reader)
    await rows.change(
        "insert into staff_member (id, first_name, last_name, created_at) values (gen_random_uuid(), 'A', 'B', now())"
    )
    await reader.open("/setup/administrator", status=404)
    answer = await reader.send(
        "POST",
        "/setup/administrator",
        headers={"content-type": FORM},
        content=urlencode(ADA | {"_csrf": reader.token}).encode(),
    )
    assert answer.status_code in (403, 404)
    assert await rows.value("select count(*) from staff_sign_in") == 0


@pytest.mark.usefixtures("rolled_back")
async def test_keys_can_be_guessed_only_a_few_times_from_one_network() -> None:
    await nobody_works_here()
    address = await key_from_the_log()
    guesser = Browser(address="10.1.2.3")
    for number in range(12):
        await guesser.open(f"/setup/{number:043}", status=404)
    await guesser.open(address, status=404)
    assert (await Browser(address="10.9.9.9").open(address)).path == "/setup"


@pytest.mark.usefixtures("restored")
async def test_of_twenty_who_become_administrator_at_once_one_does() -> None:
    await nobody_works_here()
    first, address = Browser(), await key_from_the_log()
    await first.open(address)
    await first.press("Save and go on", practice_name="Hilltop Behavioral Health")
    browsers = [Browser(address=f"10.0.0.{number}") for number in range(20)]
    for browser in browsers:
        await browser.open(address)

    async def send(browser: Browser, number: int) -> int:
        typed = ADA | {"username": f"ada{number}", "email": f"ada{number}@example.org"}
        answer = await browser.send(
            "POST",
            "/setup/administrator",
            headers={"content-type": FORM},
            content=urlencode(typed | {"_csrf": browser.token}).encode(),
        )
        return answer.status_code

    with hashing(IN_EARNEST):
        statuses = await asyncio.gather(*(send(each, number) for number, each in enumerate(browsers)))
    assert sorted(statuses) == [303, *[404] * 19]
    assert await rows.value("select count(*) from staff_member") == 1
    assert await rows.value("select count(*) from profile where name = 'Administrator'") == 1


@pytest.mark.usefixtures("rolled_back")
async def test_in_production_the_second_step_comes_before_everything_else() -> None:
    await nobody_works_here()
    ada = Browser()
    await named(ada)
    await ada.press("Make my sign-in", **ADA)
    with configured(environment=Environment.PRODUCTION):
        page = await ada.open("/staff/setup")
        page.shows("Set up a second step")
        await ada.follow("Set up a second step")
        page = await ada.follow("Setting up")
        assert page.find("main .button:not(.soft, .plain)")["href"] == "/staff/account/security"
        headers = {"content-type": FORM}
        sent = await ada.send(
            "POST", "/staff/setup/mail", headers=headers, content=f"_csrf={ada.token}".encode()
        )
        assert (sent.status_code, sent.headers["location"]) == (303, "/staff/account/security")
        assert (await ada.open("/staff/clients/new")).path == "/staff/account/security"


@pytest.mark.usefixtures("rolled_back")
async def test_where_no_e_mail_is_sent_the_step_says_so_and_is_done() -> None:
    await nobody_works_here()
    ada = Browser()
    await named(ada)
    await ada.press("Make my sign-in", **ADA)
    with configured(mail_is_off=True):
        page = await ada.open("/staff/setup")
        page.shows("E-mail is switched off (SMTP_URL is none)")
        page.lacks("Send a test e-mail")
        (await ada.open("/staff/mend")).lacks("whether e-mails arrive")
    assert not config.current().mail_is_off


@pytest.mark.usefixtures("rolled_back")
async def test_only_who_may_change_settings_goes_on_and_a_practice_set_up_otherwise_is_not_asked() -> None:
    (await (await people.terry()).open("/staff/setup", status=403)).shows("does not open the system settings")
    nora = await people.nora()
    assert not (await nora.open("/staff/mend")).all("#mend-setup")
