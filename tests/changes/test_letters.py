"""The address on file is told when something that the client is reached by was changed."""

from collections.abc import Iterator

import pytest

from app.activity.actor import Actor
from app.changes.jobs import EFFECTS
from app.information.basic import BASIC
from app.information.panel import PANEL
from app.notices import outbox
from app.practice.service import set_settings
from app.web.frame import Portal
from tests import people, rows
from tests.environment import configured
from tests.information.contacts import DIEGO
from tests.information.contacts import PAGE as CONTACTS
from tests.insurance.policies import PRIMARY, correct
from tests.mail_server import Inbox, mail_server, sending_to
from tests.page import Browser, Page

pytestmark = pytest.mark.usefixtures("restored")

OLD, NEW = "alice@example.org", "alice@work.example"
LETTERS = "select count(*) from outbox_message where kind = 'changes.contact_changed'"
SAID = ("Alice", "Anderson", "Terry", "Counseling", "clinic", "therap", "phone", "address was", "555-0188")
TOLD = {
    "email": NEW,
    "phone": "312 555 0188",
    "home_phone": "312 555 0188",
    "work_phone": "312 555 0188",
    "address_line1": "9 Other Street",
}
NOT_TOLD = {"first_name": "Alicia", "middle_name": "May", "preferred_name": "Al", "pronouns": "LA29518-0"}


@pytest.fixture
def inbox(portal: Portal) -> Iterator[Inbox]:
    with mail_server() as inbox, sending_to(inbox):
        yield inbox


async def change(browser: Browser, *, path: str = "/information/basic/edit", **fields: str) -> Page:
    await browser.open(path)
    return await browser.press("Save", within="main", status=200, as_htmx=False, files=(), **fields)


async def delivered(inbox: Inbox) -> list[tuple[list[str], str]]:
    await outbox.deliver_all(effects=EFFECTS)
    return [(letter.recipients, letter.part("plain")) for letter in inbox.letters]


@pytest.mark.parametrize("field", TOLD)
async def test_each_way_to_reach_somebody_is_told_to_the_old_address(inbox: Inbox, field: str) -> None:
    await change(await people.alice(), **{field: TOLD[field]})
    ((recipients, words),) = await delivered(inbox)
    assert recipients == [OLD]
    assert "Something in your information was changed" in words
    assert "If it was not you, please call us." in words


@pytest.mark.parametrize("field", NOT_TOLD)
async def test_other_fields_are_not_told(inbox: Inbox, field: str) -> None:
    await change(await people.alice(), **{field: NOT_TOLD[field]})
    assert await delivered(inbox) == []


async def test_the_letter_names_nobody_no_field_and_no_value(inbox: Inbox) -> None:
    await change(await people.alice(), email=NEW, phone="312 555 0188")
    ((_, words),) = await delivered(inbox)
    letter = inbox.letters[0]
    for part in (*SAID, NEW):
        assert part not in words
        assert part not in letter.part("html")
        assert part not in str(letter.message["Subject"])


async def test_one_save_is_one_letter_and_the_next_goes_to_the_new_address(inbox: Inbox) -> None:
    alice = await people.alice()
    await change(alice, email=NEW, phone="312 555 0188", work_phone="312 555 0189")
    await change(alice, phone="312 555 0187")
    assert [recipients for recipients, _ in await delivered(inbox)] == [[OLD], [NEW]]


async def test_a_change_that_waits_for_review_is_told_as_well(inbox: Inbox) -> None:
    await set_settings(by=Actor.system("test"), values={"review_basic": "review"})
    await change(await people.alice(), email=NEW)
    assert [recipients for recipients, _ in await delivered(inbox)] == [[OLD]]


async def test_to_save_what_is_there_already_tells_nothing(inbox: Inbox) -> None:
    await change(await people.alice())
    assert await delivered(inbox) == []


async def test_a_refused_form_tells_nothing(inbox: Inbox) -> None:
    alice = await people.alice()
    await alice.open("/information/basic/edit")
    await alice.press("Save", within="main", status=422, email=NEW, phone="1")
    assert await delivered(inbox) == []


async def test_a_guardian_s_change_is_told_to_the_chart_s_address(inbox: Inbox) -> None:
    await rows.change("update client set email = 'max@home.example' where number = 1004")
    await change(await people.gina(), phone="312 555 0188")
    assert [recipients for recipients, _ in await delivered(inbox)] == [["max@home.example"]]


async def test_without_an_address_on_file_there_is_no_letter(inbox: Inbox) -> None:
    await rows.change("update client set email = ''")
    await change(await people.alice(), email=NEW)
    assert await delivered(inbox) == []


async def test_where_e_mail_is_off_nothing_waits_to_be_sent() -> None:
    with configured(mail_server=None, mail_is_off=True):
        await change(await people.alice(), email=NEW)
    assert await rows.value(LETTERS) == 0


async def test_the_letter_is_in_the_language_of_the_client(inbox: Inbox) -> None:
    await rows.change("update client set language = 'es' where number = 1001")
    await change(await people.alice(), email=NEW)
    await outbox.deliver_all(effects=EFFECTS)
    assert inbox.letters[0].message["Content-Language"] == "es"


async def test_messaging_preferences_and_details_are_not_told(inbox: Inbox) -> None:
    alice = await people.alice()
    await change(alice, path="/information/messaging/edit", quiet_from="22")
    await change(alice, path="/information/details/edit", marital_status="M")
    assert await delivered(inbox) == []


def test_what_is_told_are_fields_of_the_part() -> None:
    assert BASIC.told == {"email", "phone", "home_phone", "work_phone", "address"}
    for part in PANEL.parts:
        assert part.told <= {field.name for field in part.fields}


async def test_a_contact_that_is_added_changed_or_ended_is_told(inbox: Inbox) -> None:
    alice = await people.alice()
    await alice.open(f"{CONTACTS}/emergency-contact/new")
    await alice.press("Save", name="Sam Stone", phone="312 555 0177")
    await change(alice, path=f"{CONTACTS}/{DIEGO}", phone="312 555 0178")
    await alice.open(f"{CONTACTS}/{DIEGO}/ending")
    await alice.press("End this contact", within="main")
    assert [recipients for recipients, _ in await delivered(inbox)] == [[OLD]] * 3


async def test_an_insurance_that_is_corrected_is_told(inbox: Inbox) -> None:
    await correct(await people.alice(), PRIMARY, plan="Gold PPO")
    ((recipients, words),) = await delivered(inbox)
    assert recipients == [OLD]
    assert "Gold" not in words


async def test_what_waits_for_staff_is_told_when_it_is_sent(inbox: Inbox) -> None:
    await set_settings(by=Actor.system("test"), values={"review_contacts": "review"})
    await change(await people.alice(), path=f"{CONTACTS}/{DIEGO}", phone="312 555 0178")
    assert [recipients for recipients, _ in await delivered(inbox)] == [[OLD]]
