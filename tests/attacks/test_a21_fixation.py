"""Row A21: nobody can give somebody else the session they will be signed in with."""

import pytest

from app.accounts.sessions import token_hash
from tests import people, rows
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

CHOSEN = "A" * 43
SIDES = [
    ("alice", "/sign-in", "/home", "portal", "select count(*) from portal_session where token_hash = $1"),
    (
        "nora",
        "/staff/sign-in",
        "/staff",
        "staff",
        "select count(*) from staff_session where token = encode($1, 'hex')",
    ),
]
side = pytest.mark.parametrize(("name", "door", "home", "cookie", "count"), SIDES, ids=["client", "staff"])


@side
async def test_a21_an_id_chosen_by_somebody_else_is_never_adopted(
    name: str, door: str, home: str, cookie: str, count: str
) -> None:
    browser = Browser(cookies={cookie: CHOSEN})
    await browser.sign_in(name, path=door)
    assert browser.cookies[cookie] != CHOSEN
    assert await rows.value(count, token_hash(CHOSEN)) == 0
    assert (await Browser(cookies={cookie: CHOSEN}).send("GET", home)).status_code == 303
    await browser.open(home)


@side
async def test_a21_the_page_before_signing_in_makes_no_session_of_it(
    name: str, door: str, home: str, cookie: str, count: str
) -> None:
    browser = Browser(cookies={cookie: CHOSEN})
    await browser.open(door)
    assert await rows.value(count, token_hash(CHOSEN)) == 0


@side
async def test_a21_a_genuine_session_of_the_attacker_does_not_become_the_victims(
    name: str, door: str, home: str, cookie: str, count: str
) -> None:
    """Bob's own good cookie, planted in Alice's browser: she leaves it, signs in, and it ends."""
    attacker = await (people.terry() if cookie == "staff" else people.bob())
    planted = attacker.cookies[cookie]
    victim = Browser(cookies={cookie: planted})
    await victim.open(home)
    content = f"_csrf={victim.token}&username={name}&password=demo-{name}-portal-1".encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await victim.send("POST", door, headers=headers, content=content)
    assert answer.status_code == 303
    assert victim.cookies[cookie] != planted
    assert await rows.value(count, token_hash(planted)) == 0
    assert (await attacker.send("GET", home)).status_code == 303


@side
async def test_a21_each_sign_in_has_an_id_of_its_own_and_none_outlives_signing_out(
    name: str, door: str, home: str, cookie: str, count: str
) -> None:
    browser, ids = Browser(), set[str]()
    for _ in range(3):
        await browser.sign_in(name, path=door)
        ids.add(browser.cookies[cookie])
        await browser.open(home)
        await browser.press("Sign out")
        assert cookie not in browser.cookies
    assert len(ids) == 3
    for each in ids:
        assert await rows.value(count, token_hash(each)) == 0
