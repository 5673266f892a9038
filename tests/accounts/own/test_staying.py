"""How long a session still lasts is said to the page; asking does not lengthen it, staying does."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

import httpx
import pytest

from tests import checks, people, rows
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

SIDES = [
    (people.alice, "portal", "/home", "/session", 15),
    (people.nora, "staff", "/staff", "/staff/session", 30),
]
side = pytest.mark.parametrize(("person", "table", "home", "path", "minutes"), SIDES, ids=["client", "staff"])
Person = Callable[[], Awaitable[Browser]]
SEEN = "update {}_session set last_seen_at = now() - make_interval(mins => $1)"
ENDS = "update {}_session set ends_at = now() + make_interval(mins => $1)"


async def left(browser: Browser, path: str) -> int:
    answer = await browser.send("GET", path)
    assert (answer.status_code, answer.content) == (204, b"")
    return int(answer.headers["x-session-seconds"])


async def stay(browser: Browser, path: str) -> httpx.Response:
    content = urlencode({"_csrf": browser.token}).encode()
    return await browser.send("POST", f"{path}/staying", headers={"content-type": FORM}, content=content)


@side
async def test_a_page_is_told_how_long_the_session_still_lasts(
    person: Person, table: str, home: str, path: str, minutes: int
) -> None:
    page = await (await person()).open(home)
    box = page.find("#staying")
    assert minutes * 60 - 5 <= int(str(box["data-seconds"])) <= minutes * 60
    assert box["data-ask"] == path


@side
async def test_asking_does_not_make_it_last_longer(
    person: Person, table: str, home: str, path: str, minutes: int
) -> None:
    browser = await person()
    await rows.change(SEEN.format(table), minutes - 3)
    for _ in range(3):
        assert 175 <= await left(browser, path) <= 180


@side
async def test_staying_makes_it_last_longer(
    person: Person, table: str, home: str, path: str, minutes: int
) -> None:
    browser = await person()
    await browser.open(home)
    await rows.change(SEEN.format(table), minutes - 1)
    answer = await stay(browser, path)
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert await left(browser, path) >= minutes * 60 - 5


@side
async def test_staying_does_not_move_the_absolute_end_and_that_is_said(
    person: Person, table: str, home: str, path: str, minutes: int
) -> None:
    browser = await person()
    await browser.open(home)
    await rows.change(ENDS.format(table), 1)
    await stay(browser, path)
    answer = await browser.send("GET", path)
    assert int(answer.headers["x-session-seconds"]) <= 60
    assert answer.headers["x-session-final"] == "true"


@side
async def test_using_any_page_counts_for_all_of_them(
    person: Person, table: str, home: str, path: str, minutes: int
) -> None:
    browser = await person()
    await rows.change(SEEN.format(table), minutes - 1)
    await browser.open(home)
    assert await left(browser, path) >= minutes * 60 - 5


@side
async def test_when_it_is_over_the_page_is_sent_to_the_door(
    person: Person, table: str, home: str, path: str, minutes: int
) -> None:
    browser = await person()
    await rows.change(SEEN.format(table), minutes)
    answer = await browser.send("GET", path, headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"].endswith("/sign-in")
    for _ in range(2):  # a poll and the page's own clock may both lead there, one right after the other
        (await browser.open(answer.headers["hx-redirect"])).shows("You were away for a while")


@side
async def test_without_scripts_one_reads_after_how_many_minutes_one_is_signed_out(
    person: Person, table: str, home: str, path: str, minutes: int
) -> None:
    page = await (await person()).open(home)
    words = checks.words(page.find("footer noscript"))
    assert words.startswith(f"After {minutes} minutes without use you are signed out")


async def test_nobody_reads_of_it_before_signing_in() -> None:
    assert not (await Browser().open("/sign-in")).all("footer noscript")
