"""Sessions: each ends on its own, at once, and for good."""

from datetime import date, timedelta

import pytest

from app.accounts.jobs import remove_ended_sessions
from app.accounts.sessions import today
from app.activity.actor import Actor
from app.practice.service import set_settings
from tests import people, rows
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

SEEN = "update {}_session set last_seen_at = now() - make_interval(secs => $1)"
ENDS = "update {}_session set ends_at = now() + make_interval(secs => $1)"
COUNT = "select count(*) from {}_session"
SIDES = [("portal", people.alice, "/home", 15), ("staff", people.nora, "/staff", 30)]
side = pytest.mark.parametrize(("table", "person", "path", "minutes"), SIDES, ids=["client", "staff"])


async def is_let_in(browser: Browser, path: str) -> bool:
    answer = await browser.send("GET", path)
    if answer.status_code == 200:
        return True
    assert answer.status_code == 303
    assert "sign-in" in answer.headers["location"]
    return False


@side
async def test_a_session_lasts_while_it_is_used(
    table: str, person: people.Person, path: str, minutes: int
) -> None:
    browser = await person()
    await rows.change(SEEN.format(table), minutes * 60.0 - 30)
    assert await is_let_in(browser, path)
    age = await rows.value(f"select now() - last_seen_at from {table}_session")
    assert age < timedelta(seconds=5)


@side
async def test_a_session_ends_after_its_time_without_use(
    table: str, person: people.Person, path: str, minutes: int
) -> None:
    browser = await person()
    await rows.change(SEEN.format(table), minutes * 60.0)
    assert not await is_let_in(browser, path)


@side
async def test_a_session_ends_at_its_absolute_end_however_much_it_is_used(
    table: str, person: people.Person, path: str, minutes: int
) -> None:
    browser = await person()
    lasts = await rows.value(f"select ends_at - created_at from {table}_session")
    assert lasts == timedelta(hours=12)
    await rows.change(ENDS.format(table), -1.0)
    assert not await is_let_in(browser, path)


@side
async def test_a_session_once_seen_over_stays_over_though_the_clock_goes_back(
    table: str, person: people.Person, path: str, minutes: int
) -> None:
    browser = await person()
    await rows.change(SEEN.format(table), minutes * 60.0 + 1)
    assert not await is_let_in(browser, path)
    await rows.change(SEEN.format(table), 0.0)
    assert not await is_let_in(browser, path)
    assert await rows.value(COUNT.format(table)) == 0


@side
async def test_using_a_session_is_noted_once_a_minute(
    table: str, person: people.Person, path: str, minutes: int
) -> None:
    browser = await person()
    await rows.change(SEEN.format(table), 50.0)
    before = await rows.value(f"select last_seen_at from {table}_session")
    await browser.open(path)
    assert await rows.value(f"select last_seen_at from {table}_session") == before


async def test_a_page_that_asks_by_itself_does_not_keep_a_session_open() -> None:
    nora = await people.nora()
    await rows.change(SEEN.format("staff"), 600.0)
    before = await rows.value("select last_seen_at from staff_session")
    await nora.open("/staff/alerts", as_htmx=True)
    assert await rows.value("select last_seen_at from staff_session") == before


@pytest.mark.parametrize(("setting", "person", "path", "table"), [
    ("session_idle_minutes", people.alice, "/home", "portal"),
    ("staff_idle_minutes", people.nora, "/staff", "staff"),
])  # fmt: skip
async def test_the_time_without_use_is_a_setting(
    setting: str, person: people.Person, path: str, table: str
) -> None:
    await set_settings(by=Actor.system("test"), values={setting: "5"})
    browser = await person()
    await rows.change(SEEN.format(table), 301.0)
    assert not await is_let_in(browser, path)


@pytest.mark.parametrize("table", ["portal", "staff"])
async def test_the_clock_removes_what_ended_and_nothing_else(table: str) -> None:
    await (people.alice() if table == "portal" else people.nora())
    await remove_ended_sessions()
    assert await rows.value(COUNT.format(table)) == 1
    await rows.change(ENDS.format(table), -1.0)
    await remove_ended_sessions()
    assert await rows.value(COUNT.format(table)) == 0


CLOSED = {
    "inactive": "update portal_account set active = false where username = 'alice'",
    "suspended": "update portal_account set suspended_at = now() where username = 'alice'",
}
NOT_OPEN = {
    "revoked": "update chart_grant set revoked_at = now() where account = $1",
    "ended yesterday": "update chart_grant set ends_on = $2::date - 1 where account = $1",
    "not yet begun": "update chart_grant set starts_on = $2::date + 1 where account = $1",
}


@pytest.mark.parametrize("how", CLOSED)
async def test_an_account_that_is_closed_is_out_of_all_its_browsers_at_the_next_request(how: str) -> None:
    browsers = [await people.alice() for _ in range(3)]
    await rows.change(CLOSED[how])
    for browser in browsers:
        assert not await is_let_in(browser, "/home")
        answer = await browser.send("GET", "/messages", headers={"hx-request": "true"})
        assert answer.status_code == 401


@pytest.mark.parametrize("how", NOT_OPEN)
async def test_a_grant_that_ended_closes_that_chart_at_the_next_request(how: str) -> None:
    gina = await people.gina()
    await gina.open("/messages")
    statement = NOT_OPEN[how]
    await rows.change(statement, people.account_id("gina"), *([today()] if "$2" in statement else []))
    for path in ("/home", "/messages", "/messages/new", "/activity"):
        page = await gina.open(path, status=403)
        page.shows("No chart is open to your sign-in")
        page.lacks("Max")


@pytest.mark.parametrize(("starts", "ends"), [(0, None), (-5, 0), (0, 0), (-5, 5)])
async def test_a_grant_holds_on_its_first_and_on_its_last_day(starts: int, ends: int | None) -> None:
    def on(days: int | None) -> date | None:
        return None if days is None else today() + timedelta(days=days)

    gina = await people.gina()
    await rows.change(
        "update chart_grant set starts_on = $2, ends_on = $3 where account = $1",
        people.account_id("gina"), on(starts), on(ends),
    )  # fmt: skip
    (await gina.open("/home")).shows("Max Grant")


@pytest.mark.parametrize(
    "change",
    [
        "update staff_member set active = false where first_name = 'Nora'",
        "update staff_sign_in set active = false where username = 'nora'",
    ],
)
async def test_a_staff_member_who_left_is_out_at_the_next_request(change: str) -> None:
    nora = await people.nora()
    await rows.change(change)
    assert not await is_let_in(nora, "/staff")


async def test_a_rule_that_is_taken_away_is_gone_at_the_next_request() -> None:
    terry = await people.terry()
    await terry.open("/staff")
    await rows.change(
        "update profile_rule set can_view = false where profile = (select profile from staff_member where first_name = 'Terry')"
    )
    await terry.open("/staff", status=403)


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "' or 1=1 --", "\x00"])
async def test_a_token_nobody_was_given_opens_nothing(token: str) -> None:
    browser = Browser(headers={"cookie": f"portal={token}; staff={token}"})
    assert not await is_let_in(browser, "/home")
    assert not await is_let_in(browser, "/staff")


async def test_alice_has_one_chart_and_a_session_of_another_chart_opens_none() -> None:
    alice = await people.alice()
    await rows.change("update portal_session set chart = $1", people.client_id("bob"))
    page = await alice.open("/home", status=403)
    page.lacks("Bob", "Baker")
