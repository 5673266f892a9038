"""What comes in again and again makes one alert grow, and the inbox says how many alerts there are."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from app.notices.alert_list import MOST_SHOWN
from app.notices.alerts import raise_alerts
from app.notices.tables import AlertKind
from tests import checks, people, rows
from tests.messages.threads import PHARMACY, thread_id
from tests.page import Browser
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")


async def tell(
    *names: str, kind: AlertKind = AlertKind.DOCUMENT_UPLOAD, client: str = "alice", event: UUID | None = None
) -> UUID:
    event = event or uuid4()
    about = thread_id(PHARMACY) if kind is AlertKind.MESSAGE else people.client_id(client)
    await raise_alerts(
        event=event,
        kind=kind,
        client_id=people.client_id(client),
        object_id=about,
        recipients=[people.staff_id(name) for name in names or ("terry",)],
    )
    return event


async def shown(browser: Browser) -> list[str]:
    """Open the inbox; give its alerts, new ones marked."""
    page = await browser.open("/staff")
    return [checks.words(alert.select_one(".row")) for alert in page.all(".alert")]


async def moment() -> Any:
    return await rows.value("select max(raised_at) from alert")


async def test_sixty_uploads_are_one_alert_of_sixty_documents_with_the_newest_moment() -> None:
    await tell()
    first = await moment()
    for _ in range(59):
        await tell()
    await tell(client="charlie")
    terry = await people.terry()
    assert await shown(terry) == ["Document Upload New", "Document Upload: 60 documents New"]
    assert await rows.value("select max(raised_at) from alert where cardinality(grown_by) = 59") > first
    (await terry.open("/staff")).lacks("All alerts")


@pytest.mark.parametrize("kind", [AlertKind.MESSAGE, AlertKind.ACCESS_END_ASKED])
async def test_what_is_to_be_answered_one_by_one_stays_one_by_one(kind: AlertKind) -> None:
    await tell(kind=kind)
    await tell(kind=kind)
    assert len(await shown(await people.terry())) == 2


async def test_uploads_and_completions_are_counted_apart() -> None:
    await tell()
    await tell(kind=AlertKind.DOCUMENT_COMPLETED)
    await tell(kind=AlertKind.DOCUMENT_COMPLETED)
    assert await shown(await people.terry()) == [
        "Document completed: 2 documents New",
        "Document Upload New",
    ]


async def test_an_event_that_is_told_again_is_counted_once_even_when_it_was_read_in_between() -> None:
    first, second = await tell(), await tell()
    for event in (first, second):
        await tell("terry", "nora", event=event)
    terry, nora = await people.terry(), await people.nora()
    assert await shown(terry) == await shown(nora) == ["Document Upload: 2 documents New"]
    await terry.press("Mark read", within="#alerts")
    for event in (first, second):
        await tell("terry", "nora", event=event)
    assert await shown(terry) == ["Document Upload: 2 documents"]


@pytest.mark.parametrize("act", ["Mark read", "Acknowledge", "Done for all"])
async def test_one_that_was_seen_to_does_not_grow_any_more(act: str) -> None:
    await tell()
    terry = await people.terry()
    await terry.open("/staff")
    await terry.press(act, within="#alerts")
    await tell()
    assert await shown(terry) == ["Document Upload New", "Document Upload"]


async def test_what_somebody_else_looks_after_does_not_grow() -> None:
    await tell("terry", "nora")
    terry, nora = await people.terry(), await people.nora()
    await terry.open("/staff")
    await terry.press("Acknowledge", within="#alerts")
    await tell("nora")
    page = await nora.open("/staff")
    assert ["Acknowledged by Terry" in checks.words(alert) for alert in page.all(".alert")] == [False, True]


@pytest.mark.parametrize("act", ["Mark read", "Acknowledge", "Done for all"])
@pytest.mark.parametrize("as_htmx", [False, True])
async def test_what_came_after_the_page_was_opened_is_not_marked_unseen(act: str, *, as_htmx: bool) -> None:
    await tell("terry", "nora")
    terry = await people.terry()
    await terry.open("/staff")
    await tell("terry", "nora")
    await terry.press(act, within="#alerts", as_htmx=as_htmx)
    assert terry.page is not None
    terry.page.shows("More has come in since. Please look again.")
    assert "Document Upload: 2 documents New" in checks.words(terry.page.find("#alerts"))
    assert await shown(terry) == await shown(await people.nora()) == ["Document Upload: 2 documents New"]
    await terry.press(act, within="#alerts")
    assert await shown(terry) == ["Document Upload: 2 documents"]


async def test_done_for_all_reaches_only_those_of_whom_everything_is_done() -> None:
    await tell("terry", "nora")
    terry, nora = await people.terry(), await people.nora()
    await terry.open("/staff")
    await terry.press("Mark read", within="#alerts")
    await tell("terry", "nora")
    assert await shown(terry) == ["Document Upload New", "Document Upload"]

    await terry.press("Done for all", within="#alerts .unread")
    assert await shown(nora) == ["Document Upload: 2 documents New"], "One of the two is not done."

    await terry.open("/staff")
    await terry.press("Done for all", within=".alert")
    assert await shown(nora) == ["Document Upload: 2 documents"]
    (await nora.open("/staff")).shows("Done for all: Terry Tran, LCSW")


async def test_the_inbox_says_how_many_there_are_and_leads_to_all_of_them() -> None:
    for _ in range(MOST_SHOWN + 7):
        await tell(kind=AlertKind.MESSAGE)
    await rows.change(
        "update alert set read_at = now() where id in (select id from alert order by id limit 4)"
    )
    terry = await people.terry()
    async with counted() as sql:
        page = await terry.open("/staff")
    assert sql.count <= 8, sql
    page.shows("50 of 57 alerts")
    assert len(page.all(".alert")) == MOST_SHOWN
    page = await terry.follow("All alerts")
    assert page.path == "/staff/alerts/all"
    first = [str(form["action"]) for form in page.all(".alert form")]
    page = await terry.follow("Show more")
    rest = [str(form["action"]) for form in page.all(".alert form")]
    assert len(set(first) | set(rest)) == len(first) + len(rest) == MOST_SHOWN + 7
    assert ["unread" in alert["class"] for alert in page.all(".alert")] == [True] * 3 + [False] * 4
    page.lacks("Show more")
    page = await terry.press("Mark unread", within="li:last-child")
    assert page.path == "/staff/alerts/all"


async def test_the_rest_behind_a_read_one_are_read_ones() -> None:
    for _ in range(MOST_SHOWN + 2):
        await tell(kind=AlertKind.MESSAGE)
    await rows.change("update alert set read_at = now()")
    await tell(kind=AlertKind.MESSAGE)
    terry = await people.terry()
    await terry.open("/staff/alerts/all")
    page = await terry.follow("Show more")
    assert len(page.all(".alert")) == 3
    assert not page.all(".alert.unread")


async def test_very_many_are_not_counted_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.notices.alert_list.MOST_SHOWN", 2)
    monkeypatch.setattr("app.notices.alert_list.MOST_COUNTED", 3)
    for total, words in ((3, "2 of 3 alerts"), (4, "2 of more than 3 alerts")):
        while await rows.value("select count(*) from alert") < total:
            await tell(kind=AlertKind.MESSAGE)
        (await (await people.terry()).open("/staff")).shows(words)


async def test_all_alerts_are_everybodys_own_and_say_so_when_there_are_none() -> None:
    await tell("terry")
    (await (await people.nora()).open("/staff/alerts/all")).shows("No alerts")
    (await (await people.terry()).open("/staff/alerts/all")).shows("Document Upload", "Alice Anderson")


@pytest.mark.parametrize(
    "query", ["before=x", "read=7&before=1-2", "before=99999999999999999999-0", "read=1"]
)
async def test_an_address_that_is_none_shows_the_first(query: str) -> None:
    await tell()
    (await (await people.terry()).open(f"/staff/alerts/all?{query}")).shows("Document Upload")


@pytest.mark.parametrize("seen", ["", "x", "-1", "٣", "9" * 400])
async def test_a_count_that_is_none_keeps_nobody_from_marking(seen: str) -> None:
    await tell()
    terry = await people.terry()
    await terry.open("/staff")
    await terry.press("Mark read", within="#alerts", seen=seen)
    assert await shown(terry) == ["Document Upload"]
