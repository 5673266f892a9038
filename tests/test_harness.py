"""The harness itself: what it promises to the other tests."""

import socket

import pytest

from app.accounts.tables import PortalSession
from tests import people, rows
from tests.network import LeftThisMachine
from tests.page import Browser
from tests.statements import counted


@pytest.mark.usefixtures("rolled_back")
async def test_alice_opens_her_home_page() -> None:
    alice = await people.alice()
    page = await alice.open("/home")
    page.shows("Alice", "View and Send Messages", "View All Activity")


async def test_what_a_test_changed_is_undone(portal: object) -> None:
    before = await PortalSession.count()
    async with rows.rolled_back():
        await people.alice()
        assert await PortalSession.count() == before + 1
    assert await PortalSession.count() == before


async def test_what_a_test_committed_is_put_back(portal: object) -> None:
    before = await PortalSession.count()
    async with rows.restored():
        await people.alice()
        assert await PortalSession.count() == before + 1
    assert await PortalSession.count() == before


@pytest.mark.usefixtures("rolled_back")
async def test_statements_of_a_request_are_counted() -> None:
    alice = await people.alice()
    async with counted() as sql:
        await alice.open("/home")
    assert 1 <= sql.count <= 3, str(sql)


@pytest.mark.usefixtures("portal")
async def test_a_form_is_sent_as_a_browser_sends_it() -> None:
    visitor = Browser()
    await visitor.open("/sign-in")
    page = await visitor.press("Sign in", username="alice", password="", status=422)
    page.shows("Type your password.")


def test_no_other_machine_can_be_reached() -> None:
    with pytest.raises(LeftThisMachine), socket.socket() as connection:
        connection.connect(("192.0.2.1", 80))
