"""Staff see what a client was told: on the Client Portal tab, behind it, among the things to mend, in Piccolo Admin."""

from datetime import UTC, datetime, timedelta

import pytest

from app.notices.tables import ClientNotice
from tests import checks, people, rows
from tests.accounts.telling.told import noticed
from tests.page import Page
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")

TAB = f"/staff/clients/{people.client_id('alice')}/portal"
NOW = datetime.now(UTC)


def lines(page: Page) -> list[str]:
    return [checks.words(line) for line in page.all("#notice-lines > li:not(.older)")]


async def sent(address: str = "alice@example.org", *, minutes_ago: int = 1) -> None:
    at = NOW - timedelta(minutes=minutes_ago)
    notice = await noticed("alice", state="sent", settled_at=at, created_at=at)
    sealed = ClientNotice.sent_to.seal(address, row=notice)
    await rows.change("update client_notice set sent_to = $2 where id = $1", notice, sealed)


async def failed(name: str = "alice", fault: str = "550 No such mailbox", *, minutes_ago: int = 1) -> None:
    at = NOW - timedelta(minutes=minutes_ago)
    await noticed(name, state="failed", settled_at=at, created_at=at, fault=fault)


async def test_the_tab_says_what_was_told_by_which_way_to_where_and_what_became_of_it() -> None:
    (await (await people.nora()).open(TAB)).shows("The client has not been told of anything yet.")
    await sent()
    await failed(fault="550 <b>No</b> such mailbox", minutes_ago=2)
    await noticed(
        "alice", notice="appointment", due_at=NOW + timedelta(hours=3), created_at=NOW - timedelta(hours=1)
    )
    nora = await people.nora()
    first, second, third = lines(await nora.open(TAB))
    assert "MessageSent E-mailalice@example.orgAlice Anderson" in first
    assert "Could not be sent" in second
    assert "550 <b>No</b> such mailbox" in second
    assert "AppointmentWaits to be sent" in third
    assert "Goes out at the earliest" in third


async def test_a_text_that_the_service_says_did_not_arrive_is_said_to_have_not() -> None:
    notice = await noticed("alice", channel="text", state="sent", settled_at=NOW)
    await rows.change("update client_notice set delivery = id where id = $1", notice)
    await rows.change(
        "insert into text_message (id, provider_id, state, fault, written_at) values ($1, 'x', 'failed', '30003', now())",
        notice,
    )
    (line,) = lines(await (await people.nora()).open(TAB))
    assert "Did not arrive" in line
    assert "30003" in line


async def test_ten_stand_on_the_tab_and_all_of_them_behind_it() -> None:
    for number in range(57):
        await sent(f"a{number}@example.org", minutes_ago=number)
    nora = await people.nora()
    await nora.open(TAB)  # the first page of all also asks how the database writes its types
    async with counted() as sql:
        page = await nora.open(TAB)
    assert sql.count <= 8, sql
    assert len(lines(page)) == 10
    first = lines(await nora.follow("All notices"))
    assert len(first) == 50
    rest = lines(await nora.follow("Show older"))
    assert len(set(first) | set(rest)) == 57
    (await nora.open(f"{TAB}/notices?before=x")).shows("a0@example.org")


async def test_they_are_for_those_who_look_after_the_portal_of_an_open_chart() -> None:
    await sent()
    await (await people.stan()).open(f"{TAB}/notices", status=403)
    await (await people.dana()).open(f"{TAB}/notices", status=403)
    nora = await people.nora()
    (await nora.open(f"/staff/clients/{people.client_id('bob')}/portal/notices")).shows("No notices")


async def test_clients_who_could_not_be_told_stand_among_the_things_to_mend_until_it_works_again() -> None:
    await failed()
    await failed("bob", "no_address")
    await failed("charlie", "no_login")
    nora = await people.nora()
    page = await nora.open("/staff/mend")
    page.shows(
        "Client 1001 could not be told that something waits. 550 No such mailbox",
        "Client 1002 could not be told that something waits. There is no e-mail address on file",
    )
    page.lacks("Client 1003 could not be told")
    await sent(minutes_ago=0)
    page = await nora.open("/staff/mend")
    page.lacks("Client 1001 could not be told")
    page.shows("Client 1002 could not be told")
    await rows.change("update client_notice set settled_at = now() - interval '31 days'")
    (await nora.open("/staff/mend")).lacks("could not be told")


async def test_piccolo_admin_shows_them_for_looking_only_and_not_where_they_went() -> None:
    await sent()
    nora = await people.nora()
    answer = await nora.send(
        "GET", "/staff/admin/api/tables/client_notices/", headers={"accept": "application/json"}
    )
    (row,) = answer.json()["rows"]
    assert row["state"] == "sent"
    assert not {"sent_to", "path", "object_id"} & set(row)


async def test_letters_that_are_not_taken_for_long_stand_among_the_things_to_mend() -> None:
    await rows.change(
        "insert into outbox_message (id, kind, fault, created_at, due_at)"
        " select gen_random_uuid(), 'notices.send', 'NotTaken: 451 later', now() - interval '11 minutes', now()"
        " from generate_series(1, 2)"
    )
    page = await (await people.nora()).open("/staff/mend")
    page.shows("2 e-mails or texts were not taken since", "are being tried again. 451 later")
