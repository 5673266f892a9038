"""Staff have a door of their own; clients are not behind it, nor staff behind theirs."""

from urllib.parse import quote, urlencode

import pytest

from app.accounts.staff_service import create_administrator
from app.accounts.tables import StaffSignIn
from app.activity.kinds import Kind
from app.activity.refusals import StateForbids
from tests import people, rows
from tests.answers import answer_to, plain
from tests.attacks import ELSEWHERE
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

DOOR = "/staff/sign-in"
COUNT = "select (select count(*) from staff_session) + (select count(*) from portal_session)"
PASSWORD = "seven plain words make a password"


@pytest.mark.parametrize("name", ["nora", "terry", "dana"])
async def test_staff_sign_in_to_their_inbox(name: str) -> None:
    page = await Browser().sign_in(name, path=DOOR)
    assert (page.path, page.heading) == ("/staff", "Inbox")
    assert await rows.value("select kind from audit_event order by at desc limit 1") == Kind.STAFF_SIGNED_IN


async def test_stan_signs_in_and_is_told_what_is_missing() -> None:
    browser = Browser()
    await browser.open(DOOR)
    page = await browser.press("Sign in", username="stan", password="demo-stan-portal-1", status=403)
    page.shows("Client Portal Can Send Messages to Client", "Ask an administrator of the practice to add")


async def test_a_client_is_not_behind_the_staffs_door_nor_staff_behind_the_clients() -> None:
    before = await rows.value(COUNT)
    for path, name in ((DOOR, "alice"), ("/sign-in", "nora")):
        browser = Browser()
        await browser.open(path)
        page = await browser.press("Sign in", username=name, password=f"demo-{name}-portal-1", status=422)
        page.shows("do not go together")
    assert await rows.value(COUNT) == before


async def test_wrong_unknown_and_closed_get_the_same_answer() -> None:
    wrong = plain(await answer_to("nora", "wrong", DOOR))
    assert wrong[0] == 422
    assert plain(await answer_to("nobody", "wrong", DOOR)) == wrong
    await rows.change("update staff_member set active = false where first_name = 'Dana'")
    await rows.change("update staff_sign_in set active = false where username = 'terry'")
    for name in ("dana", "terry"):
        assert plain(await answer_to(name, f"demo-{name}-portal-1", DOOR)) == wrong


@pytest.mark.parametrize("where", [path for path in ELSEWHERE if path])
async def test_the_way_on_never_leads_elsewhere(where: str) -> None:
    browser = Browser()
    await browser.open(f"{DOOR}?next={quote(where)}")
    body = {"_csrf": browser.token, "username": "nora", "password": "demo-nora-portal-1", "next": where}
    answer = await browser.send(
        "POST", DOOR, headers={"content-type": FORM}, content=urlencode(body).encode()
    )
    assert answer.status_code == 422 or answer.headers["location"] in ("/staff", where.strip())
    assert answer.headers.get("location", "/staff") in ("/staff", "/home")


async def test_a_link_followed_before_signing_in_is_shown_after_it() -> None:
    thread = await rows.value("select id from message_thread where client = $1", people.client_id("alice"))
    browser = Browser()
    await browser.open(f"/staff/messages/{thread}")
    page = await browser.press("Sign in", username="terry", password="demo-terry-portal-1")
    assert page.path == f"/staff/messages/{thread}"


async def test_staff_sessions_have_an_id_of_their_own_that_the_database_does_not_hold() -> None:
    browser = Browser(cookies={"staff": "ATTACKER"})
    await browser.sign_in("nora", path=DOOR)
    token = browser.cookies["staff"]
    assert token != "ATTACKER"
    assert token not in await rows.value("select string_agg(s::text, ' ') from staff_session s")


async def test_the_stock_sign_in_of_the_user_table_opens_nothing() -> None:
    assert await StaffSignIn.login("nora", "demo-nora-portal-1") is None
    assert (
        await rows.value("select left(password, 9) from staff_sign_in where username = 'nora'") == "$argon2id"
    )


async def test_an_administrator_made_from_the_command_line_signs_in_and_sees_everything() -> None:
    await create_administrator(username="Zoe", first_name="Zoë", last_name="Young", password=PASSWORD)
    zoe = Browser()
    (await zoe.sign_in("zoe", PASSWORD, path=DOOR)).shows("Zoë Young")
    (await zoe.open("/staff?show=all")).shows("Alice Anderson", "Bob Baker")


@pytest.mark.parametrize(
    ("username", "password"), [("zoe", "short"), ("zoe", "young has a long password"), ("NORA", PASSWORD)]
)
async def test_an_administrator_with_a_weak_password_or_a_taken_name_is_refused(
    username: str, password: str
) -> None:
    with pytest.raises(StateForbids):
        await create_administrator(username=username, first_name="Zoe", last_name="Young", password=password)
    assert not await StaffSignIn.exists().where(StaffSignIn.username == "zoe")
