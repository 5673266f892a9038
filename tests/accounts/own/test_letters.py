"""What somebody is told by e-mail: a sign-in on a new device, and that their sign-in e-mail was changed."""

from collections.abc import Iterator

import pytest

from app.accounts.jobs import EFFECTS
from app.notices import outbox
from app.web.frame import Portal
from tests import people, rows
from tests.environment import configured
from tests.mail_server import Inbox, mail_server, sending_to
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("restored")

PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0.0.0 Mobile Safari/537.36"
OLD, NEW = "alice@home.example", "alice@work.example"
SAID = ("Counseling", "Terry", "Tran", "clinic", "therap")


@pytest.fixture
def inbox(portal: Portal) -> Iterator[Inbox]:
    with mail_server() as inbox, sending_to(inbox):
        yield inbox


@pytest.fixture(autouse=True)
async def addressed(restored: None) -> None:
    await rows.change(
        "update portal_account set email = $1, last_sign_in_at = now() where username = 'alice'", OLD
    )
    await rows.change("delete from outbox_message")


async def signs_in(browser: Browser | None = None) -> Browser:
    alice = browser or Browser(headers={"user-agent": PHONE})
    await alice.sign_in("alice")
    return alice


async def delivered(inbox: Inbox) -> list[tuple[list[str], str]]:
    await outbox.deliver_all(effects=EFFECTS)
    return [(letter.recipients, letter.part("plain")) for letter in inbox.letters]


async def test_a_sign_in_on_a_new_device_is_told_by_e_mail(inbox: Inbox) -> None:
    await signs_in()
    ((recipients, words),) = await delivered(inbox)
    assert recipients == [OLD]
    for part in ("A new sign-in", "Chrome on Android", "If it was not you", "/password/forgot"):
        assert part in words
    assert "127.0.0" not in words
    for part in SAID:
        assert part not in words


async def nora_signs_in(browser: Browser | None = None) -> Browser:
    nora = browser or Browser(headers={"user-agent": PHONE})
    await nora.sign_in("nora", path="/staff/sign-in")
    return nora


@pytest.mark.parametrize(
    ("of_sign_in", "of_member", "told"),
    [
        ("nora@desk.example", "nora@home.example", ["nora@desk.example"]),
        ("nora", "nora@home.example", ["nora@home.example"]),
        ("", "", []),
    ],
)
async def test_staff_are_told_of_a_new_device_likewise(
    inbox: Inbox, of_sign_in: str, of_member: str, told: list[str]
) -> None:
    await rows.change(
        "update staff_sign_in set email = $1, last_login = now() where username = 'nora'", of_sign_in
    )
    await rows.change("update staff_member set email = $1 where id = $2", of_member, people.staff_id("nora"))
    await nora_signs_in()
    letters = await delivered(inbox)
    assert [recipients for recipients, _ in letters] == [[address] for address in told]
    for _, words in letters:
        for part in ("A new sign-in", "Chrome on Android", "If it was not you", "/staff/password/change"):
            assert part in words
    assert await rows.value("select count(*) from audit_event where kind = 'staff_new_device_used'") == 1


async def test_staff_are_told_nothing_of_the_first_sign_in_nor_of_a_known_device(inbox: Inbox) -> None:
    nora = await nora_signs_in()
    await nora.press("Sign out")
    await nora_signs_in(nora)
    assert await delivered(inbox) == []
    await nora_signs_in()
    assert len(await delivered(inbox)) == 1


async def test_it_stands_in_the_activity_too(inbox: Inbox) -> None:
    alice = await signs_in()
    (await alice.open("/activity")).shows("Used a new phone, computer or browser to sign in")


async def test_a_known_device_is_told_nothing_about(inbox: Inbox) -> None:
    alice = await signs_in()
    await alice.open("/home")
    await alice.press("Sign out")
    await signs_in(alice)
    assert len(await delivered(inbox)) == 1


async def test_nor_is_the_very_first_sign_in(inbox: Inbox) -> None:
    await rows.change("update portal_account set last_sign_in_at = null where username = 'alice'")
    await signs_in()
    assert await delivered(inbox) == []


async def test_nor_a_wrong_password(inbox: Inbox) -> None:
    await Browser().open("/sign-in")
    stranger = Browser()
    await stranger.open("/sign-in")
    await stranger.press("Sign in", username="alice", password="wrong", status=422)
    assert await delivered(inbox) == []


async def test_without_an_e_mail_there_is_no_letter(inbox: Inbox) -> None:
    await rows.change("update portal_account set email = '' where username = 'alice'")
    await signs_in()
    assert await delivered(inbox) == []


async def test_where_e_mail_is_off_nothing_waits_to_be_sent() -> None:
    with configured(mail_server=None, mail_is_off=True):
        await signs_in()
    assert await rows.value("select count(*) from outbox_message") == 0


async def test_the_letter_is_in_the_language_of_the_account(inbox: Inbox) -> None:
    await rows.change("update portal_account set language = 'es' where username = 'alice'")
    await signs_in()
    await outbox.deliver_all(effects=EFFECTS)
    assert inbox.letters[0].message["Content-Language"] == "es"


async def change(alice: Browser, address: str, *, status: int = 200) -> None:
    await alice.open("/account/email")
    await alice.press("Save e-mail", email=address, status=status)


async def test_both_addresses_are_told_of_a_changed_e_mail(inbox: Inbox) -> None:
    alice = await people.alice()
    await change(alice, NEW)
    letters = {to[0]: words for to, words in await delivered(inbox)}
    assert set(letters) == {OLD, NEW}
    assert "was changed" in letters[OLD]
    assert NEW not in letters[OLD]
    assert "come to this address from now on" in letters[NEW]
    (await alice.open("/account")).shows(NEW)
    (await alice.open("/activity")).shows("Changed the e-mail of the sign-in")


async def test_other_sessions_end_and_this_one_goes_on(inbox: Inbox) -> None:
    here, there = await people.alice(), await people.alice()
    await change(here, NEW)
    assert (await there.send("GET", "/home")).status_code == 303
    await here.open("/home")


@pytest.mark.parametrize("address", ["", "alice", "a@b@c", "alice@home.example\r\nBcc: eve@x.example"])
async def test_what_is_no_address_is_refused_and_nothing_changes(inbox: Inbox, address: str) -> None:
    alice = await people.alice()
    await change(alice, address, status=422)
    assert await rows.value("select email from portal_account where username = 'alice'") == OLD
    assert await delivered(inbox) == []


async def test_the_same_address_again_changes_and_tells_nothing(inbox: Inbox) -> None:
    there = await people.alice()
    await change(await people.alice(), OLD)
    await there.open("/home")
    assert await delivered(inbox) == []
