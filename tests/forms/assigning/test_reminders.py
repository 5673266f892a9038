"""Reminding a client of a form: once a day, to whoever fills it in, in the one way that clients are told of things."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import people, rows
from tests.accounts.grants.access import limit
from tests.accounts.telling.told import letters, preferring, told
from tests.forms.assigning.given import answered, assigned, form, kinds, lists
from tests.page import Page

pytestmark = pytest.mark.usefixtures("rolled_back", "unassigned")

RIGHT = "[aria-labelledby=assigned-title]"


@pytest.fixture(autouse=True)
async def at_any_hour(unassigned: None) -> None:
    await preferring("alice")


async def press(name: str = "alice", *, status: int = 200) -> Page:
    nora = await people.nora()
    await nora.open(lists(name))
    return await nora.press("Remind Sleep diary", within=RIGHT, status=status)


async def test_a_reminder_goes_to_the_client_and_leads_to_the_form() -> None:
    assignment = await assigned(await form("Sleep diary"))
    page = await press()
    page.shows("The client is told once more that Sleep diary waits.", "Reminded")
    assert await kinds(assignment) == ["form_reminded"]
    (letter,) = await letters()
    assert letter["to"] == "alice@example.org"
    assert letter["subject"] == "A form is waiting for you"
    (notice,) = await told("alice")
    assert (notice["path"], notice["state"]) == (f"/forms/{assignment}", "sent")


async def test_of_a_form_somebody_is_reminded_once_a_day() -> None:
    assignment = await assigned(await form("Sleep diary"))
    await press()
    (await press(status=422)).shows("less than a day ago")
    await rows.change(
        "update form_assignment set reminded_at = $2 where id = $1",
        assignment,
        datetime.now(UTC) - timedelta(hours=25),
    )
    await press()
    assert len(await letters()) == 1, "Both are told of in one letter."
    assert [notice["state"] for notice in await told("alice")] == ["sent", "sent"]


async def test_what_was_sent_meanwhile_is_not_asked_for_any_more() -> None:
    assignment = await assigned(await form("Sleep diary"))
    await press()
    await answered(assignment, sent=True)
    assert await letters() == []
    assert [notice["state"] for notice in await told("alice")] == ["not_needed"]


async def test_a_guardian_is_reminded_for_a_client_without_a_login() -> None:
    await assigned(await form("Sleep diary"), "max")
    await press("max")
    assert [letter["to"] for letter in await letters()] == ["gina@example.org"]


async def test_who_may_not_open_forms_is_not_reminded() -> None:
    await assigned(await form("Sleep diary"), "max")
    await limit("gina", "max", "messages")
    (await press("max", status=422)).shows("Nobody can be told for this client")
    await limit("gina", "max", "forms")
    await press("max")


async def test_a_suspended_login_is_not_written_to() -> None:
    await assigned(await form("Sleep diary"))
    await rows.change(
        "update portal_account set suspended_at = now() where id = $1", people.account_id("alice")
    )
    (await press(status=422)).shows("Nobody can be told for this client")


async def test_who_wants_no_word_of_forms_gets_none() -> None:
    await preferring("alice", notices=["message"])
    await assigned(await form("Sleep diary"))
    (await press(status=422)).shows("does not want to be told of forms")
