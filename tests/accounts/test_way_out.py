"""Whoever is signed in can always sign out, and a browser keeps one session a side."""

import pytest

from tests import people, rows
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

SESSIONS = "select count(*) from portal_session where account = $1"


async def test_somebody_who_may_open_nothing_can_sign_out() -> None:
    stan = await people.stan()
    page = await stan.open("/staff", status=403)
    assert [link["href"] for link in page.all("#error a")] == []
    page = await stan.press("Sign out")
    assert page.path == "/staff/sign-in"


async def test_a_page_that_is_not_there_lets_a_client_home_or_out() -> None:
    alice = await people.alice()
    alice.discreet = True  # nobody asks who is signed in where there is no page
    page = await alice.open("/nowhere", status=404)
    alice.discreet = False
    assert [link["href"] for link in page.all("#error a")] == ["/home"]
    page = await alice.press("Sign out")
    assert page.path == "/sign-in"


async def test_choosing_a_password_can_be_left_by_signing_out() -> None:
    alice = await people.alice()
    await alice.open("/password/change")
    page = await alice.press("Sign out")
    assert page.path == "/sign-in"


async def test_signing_in_again_ends_the_session_this_browser_had() -> None:
    browser = Browser()
    await browser.sign_in("alice")
    old = dict(browser.cookies)
    await browser.send("POST", "/sign-out", content=b"")
    browser.cookies = {}
    await browser.open("/sign-in")
    browser.cookies |= {"portal": old["portal"]}
    await browser.press("Sign in", username="alice", password="demo-alice-portal-1")
    assert await rows.value(SESSIONS, people.account_id("alice")) == 1


async def test_staff_who_are_signed_in_are_not_asked_again() -> None:
    terry = await people.terry()
    page = await terry.open("/staff/sign-in")
    assert page.path == "/staff"
