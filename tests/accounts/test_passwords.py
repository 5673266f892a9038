"""Choosing a password: which are good, what it ends, and that nobody comes past it."""

from urllib.parse import urlencode

import pytest

from app.accounts.password_change import SAME_AS_BEFORE, WRONG_CURRENT
from app.accounts.passwords import hash_password, is_password
from app.accounts.rules import (
    HOLDS_A_NAME,
    HOLDS_THE_PRACTICE,
    NOT_COMPOSED,
    NOT_READABLE,
    SHORTEST_WITH_SECOND_STEP,
    TOO_LONG,
    TOO_PLAIN,
    PasswordRule,
    fault_of_password,
    hint_of,
    normal_password,
    words_of,
)
from app.activity.kinds import Kind
from app.web.frame import Portal
from app.web.security import Audience
from tests import people, rows
from tests.hashing import IN_EARNEST, hashing
from tests.page import FORM, Browser
from tests.routes import routes_of

pytestmark = pytest.mark.usefixtures("rolled_back")

GOOD = "correct horse battery staple"
NAMES = ("alice", "Alice Anderson-Núñez", "ally.and77@zebrapost.example")
PRACTICE = ("Sunrise Counseling with Heart", "sc")
TOO_SHORT = "Please use at least 15 characters. Four or five unrelated words work well."
MUST_CHOOSE = {
    "portal": "update portal_account set must_change_password = true",
    "staff": "update staff_sign_in set must_change_password = true",
}
SIDES = [
    ("portal", people.alice, "/home", "/password/change", "demo-alice-portal-1", Kind.PASSWORD_CHANGED),
    (
        "staff",
        people.nora,
        "/staff",
        "/staff/password/change",
        "demo-nora-portal-1",
        Kind.STAFF_PASSWORD_CHANGED,
    ),
]
side = pytest.mark.parametrize(
    ("table", "person", "home", "path", "now", "kind"), SIDES, ids=["client", "staff"]
)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        (GOOD, None),
        ("пятнадцать букв", None),
        ("six words with spaces and é", None),
        ("👨‍👩‍👧‍👦🐢🐙🦑🦐🦞🦀🐡🐠🐟🐬🐳🐋", None),
        ("a b c d e f g h", None),
        ("a1b2c3d4e5f6g7" + "h", None),
        ("abcdefghijklmn", TOO_SHORT),
        ("", TOO_SHORT),
        ("ab" * 64, TOO_PLAIN),
        ("abcde" * 26, TOO_LONG),
        ("a\u0301\u0316" * 100_000, TOO_LONG),
        ("aaaaaaaaaaaaaaa", TOO_PLAIN),
        ("abababababababab", TOO_PLAIN),
        ("my name is ALICE you know", HOLDS_A_NAME),
        ("andersons-are-many-here", HOLDS_A_NAME),
        ("seven NUN\u0303EZ in a boat", HOLDS_A_NAME),
        ("seven nunez in a boat", HOLDS_A_NAME),
        ("ａｌｉｃｅ in a wide boat", HOLDS_A_NAME),
        ("a boat for ally and7 friends", HOLDS_A_NAME),
        ("a zebraPOST of stamps", HOLDS_A_NAME),
        ("a fine example of a boat", None),
        ("the first SUNRISE over a lake", HOLDS_THE_PRACTICE),
        ("walking with seven grey otters", None),
        ("seven scales of a grey fish", None),
        ("with a nul \x00 inside it", NOT_READABLE),
        ("with half an emoji \ud83d", NOT_READABLE),
    ],
)
def test_a_password_is_good_or_the_sentence_says_why_not(password: str, fault: object) -> None:
    said = fault_of_password(password, names=NAMES, practice=PRACTICE)
    assert said == fault


def test_with_a_second_step_eight_characters_are_enough() -> None:
    rule = PasswordRule(shortest=SHORTEST_WITH_SECOND_STEP)
    assert fault_of_password("kT9 wQ2z", names=(), rule=rule) is None
    for short in ("kT9 wQ2", "kT9 wQe\u0301"):
        said = fault_of_password(short, names=(), rule=rule)
        assert said == "Please use at least 8 characters. Four or five unrelated words work well."
    assert "At least 8 characters" in hint_of(rule)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("Grey otter walks at 9!", None),
        ("Écluse-à-neuf-heures-9", None),
        ("grey otter walks at 9!", NOT_COMPOSED),
        ("GREY OTTER WALKS AT 9!", NOT_COMPOSED),
        ("Grey otter walks at nine!", NOT_COMPOSED),
        ("Grey otter walks at 9", NOT_COMPOSED),
    ],
)
def test_a_practice_may_ask_for_four_kinds_of_characters(password: str, fault: object) -> None:
    assert fault_of_password(password, names=(), rule=PasswordRule(composed=True)) is fault


def test_names_and_addresses_are_taken_apart() -> None:
    assert words_of(("Zoë O'Neil", "z.oneil@mail.clinic.example", "Living with Grief")) == {
        "zoe", "o", "neil", "z", "oneil", "mail", "clinic", "living", "grief",
    }  # fmt: skip


def test_what_is_too_long_for_a_password_costs_no_time() -> None:
    """A row of accents takes NFC the square of its length: seconds for 60,000, before anybody has signed in."""
    typed = "a" + "\u0301\u0316" * 1000
    assert normal_password(typed) is typed


def test_a_password_of_128_characters_is_taken_whole() -> None:
    assert fault_of_password(("abcdefgh" * 16)[:128], names=()) is None
    assert fault_of_password("e\u0301abcd" * 25 + "&*!", names=()) is None


def test_short_names_are_part_of_too_many_words_to_be_refused() -> None:
    assert fault_of_password("an anchor on the sand", names=("An", "Li")) is None


async def test_a_password_is_the_same_from_every_keyboard() -> None:
    with hashing(IN_EARNEST):
        stored = await hash_password("Zoe\u0308 and fifteen more")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await is_password("Zo\u00eb and fifteen more", stored)
    assert not await is_password("Zoe and fifteen more", stored)


@pytest.mark.parametrize("stored", [None, "", "no hash", "$argon2id$broken"])
async def test_nothing_is_the_password_of_nobody(stored: str | None) -> None:
    assert not await is_password("a password nobody has", stored)


async def test_every_character_of_a_long_password_counts() -> None:
    stored = await hash_password("a" * 127 + "b")
    assert not await is_password("a" * 127 + "c", stored)


@side
async def test_a_password_is_changed_and_the_new_one_signs_in(
    table: str, person: people.Person, home: str, path: str, now: str, kind: Kind
) -> None:
    browser = await person()
    await browser.open(path)
    page = await browser.press("Save password", current_password=now, password=GOOD)
    assert page.path == home
    page.shows("Your new password is set.")
    assert await rows.value("select kind from audit_event order by at desc limit 1") == kind
    door = "/sign-in" if table == "portal" else "/staff/sign-in"
    name = now.split("-")[1]
    assert (await Browser().sign_in(name, GOOD, path=door)).path == home


@side
async def test_a_changed_password_ends_all_other_sessions_and_renews_this_one(
    table: str, person: people.Person, home: str, path: str, now: str, kind: Kind
) -> None:
    here, there = await person(), await person()
    before = dict(here.cookies)
    await here.open(path)
    await here.press("Save password", current_password=now, password=GOOD)
    assert "sign-in" in (await there.open(home)).path
    assert "sign-in" in (await Browser(cookies=before).open(home)).path
    await here.open(home)
    assert await rows.value(f"select count(*) from {table}_session") == 1


@side
async def test_the_password_of_now_is_asked_for(
    table: str, person: people.Person, home: str, path: str, now: str, kind: Kind
) -> None:
    browser = await person()
    await browser.open(path)
    page = await browser.press("Save password", current_password="wrong", password=GOOD, status=422)
    page.shows(str(WRONG_CURRENT))
    page = await browser.press("Save password", current_password="", password=GOOD, status=422)
    page.shows(str(WRONG_CURRENT))
    assert await rows.value(f"select count(*) from {table}_session") == 1


@side
@pytest.mark.parametrize(
    ("password", "sentence"),
    [("short", "at least 15 characters"), ("", "Choose a password."), ("same", str(SAME_AS_BEFORE))],
)
async def test_a_password_that_is_not_good_is_refused_and_not_given_back(
    table: str,
    person: people.Person,
    home: str,
    path: str,
    now: str,
    kind: Kind,
    password: str,
    sentence: str,
) -> None:
    browser = await person()
    await browser.open(path)
    chosen = "demo-" if password == "same" else password
    if password == "same":
        hashed = await hash_password("one that is long enough")
        await rows.change("update account_secret set password_hash = $1", hashed)
        await rows.change("update staff_sign_in set password = $1", hashed)
        now = chosen = "one that is long enough"
    page = await browser.press("Save password", current_password=now, password=chosen, status=422)
    page.shows(sentence)
    assert page.value("password") == ""
    assert page.value("current_password") == ""


@side
async def test_whoever_must_choose_a_password_comes_nowhere_else_first(
    portal: Portal, table: str, person: people.Person, home: str, path: str, now: str, kind: Kind
) -> None:
    browser = await person()
    await rows.change(MUST_CHOOSE[table])
    audience = Audience.CLIENT if table == "portal" else Audience.STAFF
    for route in routes_of(portal, audience=audience):
        if "password/change" in route.path or "sign-out" in route.path or "/session" in route.path:
            continue
        page = await browser.open(path)
        body = urlencode({"_csrf": browser.token}).encode() if route.method == "POST" else b""
        answer = await browser.send(
            route.method, route.address(), headers={"content-type": FORM}, content=body
        )
        assert (answer.status_code, answer.headers["location"]) == (303, path), route
        assert not page.all("[name=current_password]")


@side
async def test_whoever_has_chosen_goes_on_without_naming_the_old_one(
    table: str, person: people.Person, home: str, path: str, now: str, kind: Kind
) -> None:
    browser = await person()
    await rows.change(MUST_CHOOSE[table])
    page = await browser.open(home)
    assert page.heading == "Choose a password"
    page = await browser.press("Save password", password=GOOD)
    assert page.path == home
    await browser.open(home)


async def test_whoever_must_choose_a_password_may_sign_out() -> None:
    alice = await people.alice()
    await rows.change(MUST_CHOOSE["portal"])
    await alice.open("/home")
    body = urlencode({"_csrf": alice.token}).encode()
    answer = await alice.send("POST", "/sign-out", headers={"content-type": FORM}, content=body)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
