"""Row A24: whatever ends somebody's sessions ends all of them at their very next request, polls and fragments too."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

import pytest

from tests import people, rows
from tests.messages.threads import JAM, thread_id
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

WAYS = [
    ("GET", "/home", {}),
    ("GET", "/messages", {"hx-request": "true", "hx-request-type": "partial"}),
    ("GET", "/session", {"hx-request": "true"}),
    ("POST", f"/messages/{thread_id(JAM)}/replies", {"hx-request": "true"}),
    ("POST", "/session/staying", {}),
]
STAFF_WAYS = [
    ("GET", "/staff", {}),
    ("GET", "/staff/alerts", {"hx-request": "true", "hx-request-type": "partial"}),
    ("GET", "/staff/session", {"hx-request": "true"}),
    ("POST", "/staff/session/staying", {}),
]
SUSPENDED = "update portal_account set suspended_at = now() where username = 'alice'"
INACTIVE = "update portal_account set active = false where username = 'alice'"
NEW = "green window over seven hills"
End = Callable[[Browser], Awaitable[object]]


async def suspended(_alice: Browser) -> None:
    await rows.change(SUSPENDED)


async def inactive(_alice: Browser) -> None:
    await rows.change(INACTIVE)


async def password_changed(alice: Browser) -> None:
    await alice.open("/password/change")
    await alice.press("Save password", current_password="demo-alice-portal-1", password=NEW)


async def signed_out_everywhere(alice: Browser) -> None:
    await alice.open("/account")
    await alice.press("Sign out everywhere")


async def is_out(browser: Browser, method: str, path: str, headers: dict[str, str]) -> bool:
    content = urlencode({"_csrf": browser.token, "body": "x"}).encode() if method == "POST" else b""
    answer = await browser.send(method, path, headers={"content-type": FORM} | headers, content=content)
    door = answer.headers.get("location", answer.headers.get("hx-redirect", ""))
    return answer.status_code in (303, 401) and "sign-in" in door


@pytest.mark.parametrize("end", [suspended, inactive, password_changed, signed_out_everywhere])
@pytest.mark.parametrize(("method", "path", "headers"), WAYS)
async def test_a24_all_other_sessions_of_a_client_end_at_their_next_request(
    end: End, method: str, path: str, headers: dict[str, str]
) -> None:
    acting, bob, *others = await people.alice(), await people.bob(), *[await people.alice() for _ in range(3)]
    for browser in (*others, bob):
        await browser.open("/home")
        assert not await is_out(browser, "GET", "/session", {})
    before = await rows.value("select count(*) from message")
    await end(acting)
    for browser in others:
        assert await is_out(browser, method, path, headers)
    assert await rows.value("select count(*) from message") == before
    assert await rows.value("select count(*) from draft") == 0
    await bob.open("/home")


async def test_a24_signing_out_ends_this_session_alone() -> None:
    here, there = await people.alice(), await people.alice()
    await here.open("/home")
    old = Browser(cookies=dict(here.cookies), page=here.page)
    await here.press("Sign out")
    for method, path, headers in WAYS:
        assert await is_out(old, method, path, headers)
    await there.open("/home")


@pytest.mark.parametrize("change", [
    "update staff_member set active = false where first_name = 'Nora'",
    "update staff_sign_in set active = false where username = 'nora'",
])  # fmt: skip
@pytest.mark.parametrize(("method", "path", "headers"), STAFF_WAYS)
async def test_a24_so_do_those_of_a_staff_member_who_left(
    change: str, method: str, path: str, headers: dict[str, str]
) -> None:
    noras, terry = [await people.nora() for _ in range(3)], await people.terry()
    for browser in noras:
        await browser.open("/staff")
        assert not await is_out(browser, "GET", "/staff/session", {})
    await rows.change(change)
    for browser in noras:
        assert await is_out(browser, method, path, headers)
    await terry.open("/staff")


async def test_a24_a_staff_members_new_password_ends_the_others_and_not_this_one() -> None:
    here, there = await people.nora(), await people.nora()
    await there.open("/staff")
    await here.open("/staff/password/change")
    await here.press("Save password", current_password="demo-nora-portal-1", password=NEW)
    for method, path, headers in STAFF_WAYS:
        assert await is_out(there, method, path, headers)
    await here.open("/staff")
