"""The tabs of a chart, what its head says, and the tabs Messages and Activity."""

import re
from datetime import UTC, datetime

import pytest

from app.accounts.chart_head import age_on
from app.activity.kinds import Kind
from app.information.tables import ClientInformation
from tests import checks, people, rows
from tests.accounts.as_client.looking import only_rule
from tests.messages.acts import without_action
from tests.messages.threads import JAM, add_thread, thread_id
from tests.page import Page

pytestmark = pytest.mark.usefixtures("rolled_back")

TABS = [
    "Overview", "Client Portal", "Messages", "Documents Updated via Portal", "Forms and scores", "Changes", "Billing",
    "Appointments", "Record requests", "Activity",
]  # fmt: skip
DETAILS = (
    "insert into client_information (id, details) values ($1, $2) on conflict (id) do update set details = $2"
)

LINES = """
insert into activity_entry (id, client, at, kind, actor_kind, actor_name)
select gen_random_uuid(), $1, now() - n * interval '1 hour', $2, 'client', 'Somebody' from generate_series(1, $3) n
"""


def chart(client: str, leaf: str = "") -> str:
    return f"/staff/clients/{people.client_id(client)}{leaf}"


def tabs(page: Page) -> list[str]:
    return [checks.words(link) for link in page.all(".chart-tabs a")]


def waits(page: Page) -> dict[str, str]:
    """Give what the head of a chart says that waits, and where that leads."""
    return {checks.words(link): str(link["href"]) for link in page.all(".waits a")}


async def test_the_tabs_stand_in_one_order_and_each_is_marked_on_its_page() -> None:
    nora = await people.nora()
    page = await nora.open(chart("alice"))
    assert tabs(page) == TABS
    for link in page.all(".chart-tabs a"):
        shown = await nora.open(str(link["href"]))
        assert checks.words(shown.find(".chart-tabs [aria-current=page]")) == checks.words(link)
        assert checks.words(shown.find(".chart-tabs summary")) == checks.words(link)
    access = await nora.open(chart("alice", "/access"))
    assert checks.words(access.find(".chart-tabs [aria-current=page]")) == "Client Portal"
    await nora.open(chart("alice", "/portal"))
    await nora.follow("Who may open the chart")


async def test_a_rule_opens_its_tab_and_no_other() -> None:
    await only_rule("Client Portal Can Send Messages to Client")
    terry = await people.terry()
    assert tabs(await terry.open(chart("alice"))) == ["Overview", "Messages", "Activity"]
    await only_rule("Billing")
    await terry.open(chart("alice", "/messages"), status=403)
    assert tabs(await terry.open(chart("alice", "/activity"))) == ["Overview", "Billing", "Activity"]
    await (await people.dana()).open(chart("alice", "/messages"), status=403)
    await only_rule("Client Portal Can Send Messages to Client")
    for leaf in ("/messages", "/activity"):
        await (await people.dana()).open(chart("alice", leaf), status=404)
        await (await people.stan()).open(chart("alice", leaf), status=403)


async def test_the_head_says_who_it_is_and_how_to_speak_to_them() -> None:
    charlie = people.client_id("charlie")
    told = {"language": "es", "interpreter": "yes"}
    await rows.change(DETAILS, charlie, ClientInformation.details.seal_json(told, row=charlie))
    await rows.change("update client_information set pronouns = 'LA29520-6' where id = $1", charlie)
    page = await (await people.nora()).open(chart("charlie"))
    head = checks.words(page.find(".chart-top"))
    for words in ("Charlie Castillo", "1003", "Carlos Castillo", "They, them, theirs", "Spanish, needs an interpreter", "Terry Tran", "Portal: Never invited"):  # fmt: skip
        assert words in head
    assert re.search(r"Born \w+ \d+, \d{4}, age \d+", head)
    await rows.change(
        "update client_information set pronouns = 'ASKU', details = null where id = $1", charlie
    )
    page = await (await people.nora()).open(chart("charlie"))
    assert "prefer not" not in checks.words(page.find(".chart-top"))


@pytest.mark.parametrize(("day", "age"), [("2026-04-11", 37), ("2026-04-12", 38), ("2027-04-11", 38)])
def test_somebody_is_a_year_older_on_their_birthday(day: str, age: int) -> None:
    assert age_on(datetime.fromisoformat(day).date(), datetime(1988, 4, 12, tzinfo=UTC).date()) == age


async def test_the_head_says_what_waits_and_leads_there_whom_the_tab_is_open_to() -> None:
    alice, nora = people.client_id("alice"), await people.nora()
    await rows.change(
        "update form_assignment set due_on = '2020-01-01' where client = $1 and completed_at is null", alice
    )
    await rows.change("update message_thread set unread_by_practice = true where client = $1", alice)
    await rows.change("update record_request set state = 'waiting' where client = $1", alice)
    await rows.change("update client set discharged_on = '2099-01-01' where id = $1", alice)
    page = await nora.open(chart("alice"))
    found = waits(page)
    assert found["Portal: Active"].endswith("/portal")
    leads = {re.sub(r"\d+", "N", words): path.removeprefix(chart("alice")) for words, path in found.items()}
    assert leads["N unread conversations"] == "/messages"
    assert leads["N forms overdue"] == "/forms"
    assert leads["N record requests wait"] == "/record"
    page.shows("Discharged")
    await only_rule("Billing")
    head = await (await people.terry()).open(chart("alice"))
    assert waits(head) == {}
    head.shows("Portal: Active")
    head.lacks("unread conversation", "overdue", "record request")


async def test_the_tab_messages_lists_the_threads_of_this_chart_and_goes_on() -> None:
    for number in range(25):
        await add_thread("alice", f"Thread {number}", minutes_ago=number + 1)
    await add_thread("bob", "Of another", minutes_ago=1)
    terry = await people.terry()
    page, seen = await terry.open(chart("alice", "/messages")), list[str]()
    assert page.find("main a[href^='/staff/messages/new']")["href"] == "/staff/messages/new?client=1001"
    while True:
        seen += [checks.words(heading) for heading in page.all(".case h3")]
        if not page.all("#older a"):
            break
        page = await terry.follow("Show more")
    assert seen[:25] == [f"Thread {number}" for number in range(25)]
    assert "Of another" not in seen
    assert (
        len(seen)
        == len(set(seen))
        == await rows.value(
            "select count(*) from message_thread where client = $1", people.client_id("alice")
        )
    )
    assert page.find(f"main a[href='/staff/messages/{thread_id(JAM)}']") is not None
    reader = await without_action("terry", "can_create")
    (await reader.open(chart("alice", "/messages"))).lacks("Write a message")
    empty = await (await people.nora()).open(chart("charlie", "/messages"))
    empty.shows("No messages")


async def test_the_tab_activity_shows_the_clients_own_log_as_far_as_rules_show_its_parts() -> None:
    alice = await people.alice()
    await alice.send("GET", "/activity.csv")
    await rows.change(LINES, people.client_id("alice"), Kind.PAYMENT_MADE.value, 1)
    nora = await people.nora()
    page = await nora.open(chart("alice", "/activity"))
    page.shows("Downloaded this list as a file", "Opened your chart", "Nora Novak", "Paid")
    assert "You" not in {checks.words(who) for who in page.all(".entry .meta span")}
    page = await nora.open(chart("alice", "/activity?kind=downloads"))
    page.shows("Downloaded this list as a file", "Show everything")
    page.lacks("Opened your chart")
    page = await nora.open(chart("alice", "/activity?since=2026-12-01&until=2026-11-01"), status=422)
    page.shows("This day is before the first one")
    await only_rule("Client Portal Can Send Messages to Client")
    page = await (await people.terry()).open(chart("alice", "/activity"))
    page.shows("Opened your chart")
    page.lacks("Paid")
    options = {str(option["value"]) for option in page.all("select[name=kind] option")}
    assert "messages" in options
    assert "billing" not in options


async def test_the_log_of_a_chart_goes_on_below() -> None:
    await rows.change(LINES, people.client_id("bob"), Kind.SIGNED_IN.value, 70)
    nora = await people.nora()
    page, found = await nora.open(chart("bob", "/activity")), 0
    for _ in range(4):
        found += len([entry for entry in page.all(".entry") if "Signed in" in checks.words(entry)])
        if page.all("#older a"):
            page = await nora.follow("Show older")
    assert found >= 70
