"""Alerts: acknowledged for all who were told to see, and done for all."""

import asyncio
from typing import Any
from urllib.parse import urlencode

import pytest

from tests import people, rows
from tests.messages import acts
from tests.page import FORM, Browser
from tests.statements import counted

rolled_back = pytest.mark.usefixtures("rolled_back")


async def told() -> tuple[Browser, Browser, str]:
    """Have Nora and Terry told of one question of Alice's."""
    thread = await acts.write(await people.alice(), about="Appointment")
    await acts.deliver()
    assert await acts.told(thread) == {"Nora", "Terry"}
    return await people.nora(), await people.terry(), thread


@rolled_back
@pytest.mark.parametrize("as_htmx", [False, True])
async def test_who_acknowledges_is_seen_by_all_who_were_told(*, as_htmx: bool) -> None:
    nora, terry, _ = await told()
    await nora.open("/staff")
    await nora.press("Acknowledge", within="#alerts", as_htmx=as_htmx)

    for browser in (nora, terry):
        page = await browser.open("/staff")
        page.shows("Acknowledged by Nora Novak")
        assert not [button for button in page.all(".alert button") if "Acknowledge" in button.get_text()]
    assert len((await terry.open("/staff")).all(".alert.unread")) == 1, "Reading is everybody's own."
    assert len((await nora.open("/staff")).all(".alert.unread")) == 0
    assert await acts.recorded("alert_acknowledged", "alice") == 1


@rolled_back
async def test_the_first_who_acknowledges_stays() -> None:
    nora, terry, _ = await told()
    await nora.open("/staff")
    await terry.open("/staff")
    await nora.press("Acknowledge", within="#alerts")
    page = await terry.press("Acknowledge", within="#alerts")
    page.shows("Acknowledged by Nora Novak")
    page.lacks("Acknowledged by Terry")


@rolled_back
@pytest.mark.parametrize("as_htmx", [False, True])
async def test_done_for_all_is_read_and_done_for_all(*, as_htmx: bool) -> None:
    nora, terry, _ = await told()
    await terry.open("/staff")
    await terry.press("Done for all", within="#alerts", as_htmx=as_htmx)

    for browser in (nora, terry):
        page = await browser.open("/staff")
        page.shows("Done for all: Terry Tran, LCSW")
        assert not page.all(".alert.unread")
        assert [button.get_text(strip=True)[:11] for button in page.all(".alert button")] == ["Mark unread"]
    assert await acts.recorded("alert_done", "alice") == 1


@rolled_back
async def test_another_event_of_the_same_thread_is_left_alone() -> None:
    nora, terry, thread = await told()
    await acts.reply(await people.alice(), thread, "Are you there?")
    await acts.deliver()
    page = await terry.open("/staff")
    assert len(page.all(".alert.unread")) == 2
    await terry.press("Done for all", within="#alerts li:first-child")
    page = await nora.open("/staff")
    assert len(page.all(".alert")) == 2
    assert len(page.all(".alert.unread")) == 1
    assert ["Done for all: Terry" in alert.get_text() for alert in page.all(".alert")] == [False, True]


@rolled_back
async def test_nobody_acknowledges_or_finishes_an_alert_of_somebody_else() -> None:
    nora, _, _ = await told()
    dana = await people.dana()
    page = await nora.open("/staff")
    path = str(page.find(".alert form")["action"])
    await dana.open("/staff")
    for state in ("acknowledged", "done", "read", "unread"):
        assert await post(dana, path, state) == 404, state
    assert (
        await rows.value(
            "select count(*) from alert where num_nonnulls(acknowledged_by, done_by, read_at) > 0"
        )
        == 0
    )


@rolled_back
async def test_unread_ones_come_first_and_the_inbox_stays_within_its_statements() -> None:
    nora, _, thread = await told()
    await nora.open("/staff")
    await nora.press("Mark read", within="#alerts")
    await acts.reply(await people.alice(), thread, "Are you there?")
    await acts.deliver()
    async with counted() as sql:
        page = await nora.open("/staff")
    assert sql.count <= 8, sql
    assert ["unread" in alert["class"] for alert in page.all(".alert")] == [True, False]
    async with counted() as sql:
        await nora.open("/staff/alerts", as_htmx=True)
    assert sql.count <= 3, sql


@rolled_back
async def test_an_alert_is_raised_once_whatever_was_done_with_it() -> None:
    nora, terry, _ = await told()
    await terry.open("/staff")
    await terry.press("Done for all", within="#alerts")
    await rows.change("update outbox_message set done_at = null")
    await acts.deliver()
    for browser in (nora, terry):
        page = await browser.open("/staff")
        assert len(page.all(".alert")) == 1
        assert not page.all(".alert.unread")


@pytest.mark.usefixtures("restored")
async def test_twenty_who_finish_at_once_all_succeed_and_one_is_named() -> None:
    nora, terry, _ = await told()
    paths = [str((await browser.open("/staff")).find(".alert form")["action"]) for browser in (nora, terry)]
    tries: list[Any] = []
    for turn in range(20):
        browser, path = (nora, paths[0]) if turn % 2 else (terry, paths[1])
        tries.append(post(browser, path, "done" if turn % 3 else "acknowledged"))
    assert set(await asyncio.gather(*tries)) == {303}
    for column in ("done_by", "acknowledged_by", "done_at"):
        assert await rows.value(f"select count(distinct {column}) from alert") == 1


async def post(browser: Browser, path: str, state: str) -> int:
    body = urlencode({"_csrf": browser.token, "state": state}).encode()
    answer = await browser.send("POST", path, headers={"content-type": FORM}, content=body)
    return answer.status_code
