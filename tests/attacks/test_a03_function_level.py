"""A03: a client on the staff's side, with their session and with their password."""

import pytest

from app.accounts.tables import StaffSession
from tests import people
from tests.admin.desk import ADMIN, Desk, desk_of
from tests.attacks.admin_addresses import everything
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.mark.parametrize("name", ["staff", "id", "__Host-staff", "portal"])
async def test_a_clients_session_opens_no_address_of_the_admin(name: str) -> None:
    alice = await people.alice()
    desk = Desk(Browser(cookies={name: alice.cookies["portal"]}))
    for method, path in await everything():
        answer = await desk.ask(method, path, {})
        expected = 303 if path == "/" else 401
        assert answer.status_code == expected, f"{method} {path} answered {answer.status_code}"


async def test_a_clients_password_opens_no_staff_session() -> None:
    before = await StaffSession.count()
    visitor = Browser()
    await visitor.open("/staff/sign-in")
    await visitor.press("Sign in", username="alice", password="demo-alice-portal-1", status=422)
    answer = await Desk(visitor).ask(
        "POST", "/public/login/", {"username": "alice", "password": "demo-alice-portal-1"}
    )
    assert answer.status_code == 401
    assert await StaffSession.count() == before


async def test_a_staff_member_is_let_in() -> None:
    nora = await desk_of("nora")
    for method, path in await everything():
        if method == "GET":
            assert (await nora.ask(method, path)).status_code in (200, 404), path
    visitor = Browser()
    await visitor.open("/staff/sign-in")
    await visitor.press("Sign in", username="nora", password="demo-nora-portal-1")
    assert (await visitor.send("GET", f"{ADMIN}/")).status_code == 200
