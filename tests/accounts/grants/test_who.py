"""Who may open a chart, as its own people read it, and how they ask to end it."""

from datetime import date

import pytest

from app.activity.kinds import Kind
from app.notices.tables import AlertKind
from tests import people, rows
from tests.accounts.grants.access import grant_id, limit, open_to, revoke
from tests.messages.acts import deliver, recorded

pytestmark = pytest.mark.usefixtures("restored")

ALERTED = "select array_agg(member.first_name order by 1) from alert join staff_member member on member.id = recipient where kind = $1"


async def test_the_page_says_in_words_who_opens_what_since_and_until_when() -> None:
    await open_to("bob", "alice", areas=("messages",), ends_on=date(2027, 6, 30))
    page = await (await people.alice()).open("/account/access")
    page.shows("Alice Anderson (you)", "Client", "Opens: Everything", "Until further notice")
    page.shows(
        "Bob Baker",
        "Somebody the client trusts",
        "Opens: Messages",
        "Since Jan 5, 2026",
        "Until Jun 30, 2027",
    )


async def test_a_guardian_reads_the_last_day_before_the_birthday() -> None:
    page = await (await people.gina()).open("/account/access")
    page.shows("Gina Grant (you)", "Guardian", "Until Feb 8, 2033")


async def test_who_opens_a_part_of_it_reads_of_themselves_alone() -> None:
    await open_to("bob", "max")
    await limit("gina", "max", "messages")
    page = await (await people.gina()).open("/account/access")
    page.shows("Gina Grant")
    page.lacks("Bob Baker")


async def test_whose_access_is_over_is_not_listed() -> None:
    await open_to("bob", "alice", ends_on=date(2026, 2, 1))
    await open_to("gina", "alice")
    await revoke("gina", "alice")
    page = await (await people.alice()).open("/account/access")
    page.lacks("Bob Baker", "Gina Grant")


async def test_asking_to_end_it_tells_staff_once_and_stands_in_the_activity() -> None:
    await open_to("bob", "alice")
    alice = await people.alice()
    for _ in range(2):
        await alice.open(f"/account/access/{await grant_id('bob', 'alice')}")
        page = await alice.press("Ask the practice")
        page.shows("Your practice is told", "The practice was asked on")
    await deliver()
    assert await rows.value(ALERTED, AlertKind.ACCESS_END_ASKED) == ["Nora"]
    assert await recorded(Kind.ACCESS_END_ASKED, "alice") == 1
    nora = await people.nora()
    (await nora.open("/staff")).shows("Somebody asked to end an access to the chart")
    page = await nora.open(f"/staff/clients/{people.client_id('alice')}/access")
    page.shows("somebody who opens this chart asked to end this")
    (await (await people.bob()).open("/home")).shows("Bob Baker")


@pytest.mark.parametrize("whose", [("alice", "alice"), ("bob", "bob")])
async def test_ones_own_and_other_charts_access_cannot_be_asked_to_end(whose: tuple[str, str]) -> None:
    alice = await people.alice()
    await alice.open("/account/access")
    path = f"/account/access/{await grant_id(*whose)}"
    assert (await alice.send("GET", path)).status_code == 404
    answer = await alice.send(
        "POST",
        path,
        headers={"content-type": "application/x-www-form-urlencoded"},
        content=f"_csrf={alice.token}".encode(),
    )
    assert answer.status_code == 404
    assert await rows.value("select count(*) from chart_grant where ending_asked_at is not null") == 0
