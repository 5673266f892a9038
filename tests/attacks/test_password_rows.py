"""Row A19: a password that is soon guessed is refused with the reason, and a good one is taken whole."""

import pytest

from app.accounts.passwords import is_password
from app.accounts.rules import HOLDS_A_NAME, HOLDS_THE_PRACTICE, NOT_READABLE, TOO_LONG, TOO_PLAIN
from app.accounts.strength import COMMON, FEW_WORDS, KEYBOARD, REPEATS, ROWS, weakness_of
from app.web.language import Phrase
from tests import people, rows
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

CURRENT = "demo-alice-portal-1"
HASH = "select password_hash from account_secret where account = $1"
TOO_SHORT = "at least 15 characters"
LONG_WORDS = "grey otters walk at nine over the quiet lake while seven lanterns glow and two owls call out "


@pytest.fixture
async def alice() -> Browser:
    """Give Alice's browser, with the address her links go to on file, where passwords are chosen."""
    await rows.change(
        "update portal_account set email = 'ally.wonder@zebrapost.example' where username = 'alice'"
    )
    browser = await people.alice()
    await browser.open("/password/change")
    return browser


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("kT9wQ2z", TOO_SHORT),
        ("grey otter at 9", None),
        ("grey otter at ", TOO_SHORT),
        ("a" * 15, TOO_PLAIN),
        ("iloveyou12345678", COMMON),
        ("P@$$w0rd12345678", COMMON),
        ("constantinople12", FEW_WORDS),
        ("zxcvbnm,./zxcvbn", KEYBOARD),
        ("passwordpassword", REPEATS),
        ("abcdefghijklmnop", ROWS),
        ("a rabbit hole for alice", HOLDS_A_NAME),
        ("my ANDERSON shelter", HOLDS_A_NAME),
        ("a white zebrapost rider", HOLDS_A_NAME),
        ("a wonderful rabbit hole", HOLDS_A_NAME),
        ("every sunrise is early", HOLDS_THE_PRACTICE),
        ("seven otters\x00 at nine", NOT_READABLE),
        ((LONG_WORDS * 2)[:129], TOO_LONG),
        ((LONG_WORDS * 3)[:200], TOO_LONG),
    ],
)
async def test_a19_what_is_soon_guessed_is_refused_with_the_reason(
    alice: Browser, password: str, reason: Phrase | str | None
) -> None:
    before = await rows.value(HASH, people.account_id("alice"))
    status = 200 if reason is None else 422
    page = await alice.press("Save password", current_password=CURRENT, password=password, status=status)
    after = await rows.value(HASH, people.account_id("alice"))
    assert (after == before) is (reason is not None)
    if reason is not None:
        page.shows(str(reason))
        assert (page.value("password"), page.value("current_password")) == ("", "")
        assert password not in page.response.text


@pytest.mark.parametrize(
    "password",
    [
        LONG_WORDS[:64],
        LONG_WORDS[:72],
        (LONG_WORDS * 2)[:127] + "!",
        "🦦 walks at nine 🌙",
        " leading and trailing ",
        "kein Großbuchstabe nötig",
        "all small letters here",
    ],
)
async def test_a19_what_is_good_is_taken_whole(alice: Browser, password: str) -> None:
    page = await alice.press("Save password", current_password=CURRENT, password=password)
    assert page.path == "/home"
    stored = await rows.value(HASH, people.account_id("alice"))
    assert not await is_password(password[:-1], stored)
    assert (await Browser().sign_in("alice", password)).path == "/home"


async def test_a19_an_accent_is_the_same_however_it_is_typed(alice: Browser) -> None:
    await alice.press("Save password", current_password=CURRENT, password="Zoe\u0308 walks at nine")
    assert (await Browser().sign_in("alice", "Zo\u00eb walks at nine")).path == "/home"
    other = Browser()
    await other.open("/sign-in")
    await other.press("Sign in", username="alice", password="Zoe walks at nine", status=422)


async def test_a19_staff_are_asked_the_same() -> None:
    terry = await people.terry()
    await terry.open("/staff/password/change")
    now = "demo-terry-portal-1"
    for password, reason in (("iloveyou12345678", COMMON), ("a trantastic otter walk", HOLDS_A_NAME)):
        page = await terry.press("Save password", current_password=now, password=password, status=422)
        page.shows(str(reason))
    page = await terry.press("Save password", current_password=now, password="grey otter walks at nine")
    assert page.path == "/staff"


def test_a19_nothing_of_the_lists_of_common_passwords_is_taken() -> None:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    listed = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= 8]
    for word in [*listed[::40], *(word for word in listed if len(word) >= 14)]:
        assert weakness_of(word), word
        assert weakness_of(word[::-1].upper()), word


async def test_a19_the_form_says_its_rule_before(alice: Browser) -> None:
    assert alice.page is not None
    hint = alice.page.find("#password-hint").get_text()
    assert "At least 15 characters." in hint
    assert "Leave out your name and that of the practice." in hint
    assert alice.page.find("#password")["aria-describedby"] == "password-hint"
    assert not alice.page.find("#password").has_attr("maxlength")
