"""The filters of the inbox: each leaves as many alerts as it says, and stays while something is done."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from app.notices.alert_list import MOST_OF_EACH
from app.notices.tables import AlertKind
from tests import checks, people, rows
from tests.office.inbox.told import listed, mark, settle, tell
from tests.page import Page
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")

LONG_AGO = timedelta(hours=30)


def states(page: Page) -> dict[str, tuple[str, int]]:
    """Give the address and the count of each filter by how alerts stand."""
    links = page.all("nav[aria-label='Which alerts'] a")
    return {
        str(link.contents[0]).strip(): (
            str(link["href"]),
            int((link.select_one(".badge") or link).get_text().split()[0]) if link.select(".badge") else 0,
        )
        for link in links
    }


def options(page: Page, name: str) -> dict[str, int]:
    """Give the counts of the values of a choice."""
    return {
        str(option["value"]): int(checks.words(option).rpartition("(")[2].rstrip("+)"))
        for option in page.all(f"select[name={name}] option")
    }


async def some_of_everything() -> None:
    """Tell Terry of things of three kinds, new and old, read, acknowledged and done, of his client and of another's."""
    for kind in (AlertKind.PAYMENT, AlertKind.MESSAGE, AlertKind.DOCUMENT_UPLOAD):
        for ago in (timedelta(), LONG_AGO):
            await tell(kind, ago=ago)
            await tell(kind, client="bob", ago=ago)
            for columns in (("read",), ("acknowledged",), ("read", "done")):
                await mark(await tell(kind, ago=ago), *columns)


async def test_each_filter_leaves_as_many_alerts_as_it_says_beside_the_others() -> None:
    await some_of_everything()
    terry = await people.terry()
    page = await terry.open("/staff/alerts/all")
    assert page.all("main .stack > .row:has(.filters) + .sheet")
    assert {name: count for name, (_, count) in states(page).items()} == {
        "All": 30, "Unread": 18, "Not acknowledged": 18, "Unread for a day": 6,
    }  # fmt: skip
    assert options(page, "kind") == {"": 30, "message": 10, "document_upload": 10, "payment": 10}
    assert options(page, "whose") == {"all": 30, "own": 24}
    for state in ("", "unread", "waiting", "late"):
        for kind in ("", "message"):
            for whose in ("", "own"):
                query = urlencode({"alerts": state, "kind": kind, "whose": whose})
                page = await terry.open(f"/staff/alerts/all?{query}")
                shown = len(listed(page))
                assert options(page, "kind")[kind] == options(page, "whose")[whose or "all"] == shown, query
                current = page.find("nav[aria-label='Which alerts'] [aria-current] .badge")
                assert int(checks.words(current).split()[0]) == shown > 0, query


async def test_what_is_chosen_by_the_form_adds_to_the_filter_and_nonsense_leaves_all() -> None:
    await some_of_everything()
    terry = await people.terry()
    await terry.open("/staff?show=all")
    await terry.open(states(await terry.open("/staff?show=all"))["Unread"][0])
    page = await terry.press("Show", kind="payment", whose="own")
    assert len(listed(page)) == 4
    assert all("Payment in the portal" in checks.words(row) for row in page.all(".alert"))
    assert page.find("#in_inbox .filters [aria-current]").get_text() == "All", (
        "The messages stay as they were."
    )
    assert len(listed(await terry.open("/staff?alerts=x&kind=y&whose=z"))) == 30
    (await terry.open("/staff?alerts=late&kind=dispute")).shows("No alerts of this kind.")


async def test_a_filter_stays_while_alerts_are_dealt_with_and_asked_for_again() -> None:
    await some_of_everything()
    terry = await people.terry()
    path = "/staff?alerts=unread&kind=payment"
    page = await terry.open(path)
    assert page.find("#alerts")["hx-get"] == "/staff/alerts?alerts=unread&kind=payment&"
    first, second, *_ = listed(page)
    answer = await settle(terry, "read", first)
    assert answer.headers["location"] == path
    answer = await settle(terry, "read", second, as_htmx=True)
    assert answer.headers["location"] == path.replace("/staff", "/staff/alerts")
    fragment = await terry.open(answer.headers["location"], as_htmx=True)
    assert len(listed(fragment)) == 4
    fragment.shows("1 alert is marked read.")


async def test_counts_stop_at_a_hundred_and_the_inbox_stays_within_its_statements() -> None:
    await tell()
    await rows.change(
        "insert into alert select (copy).* from (select jsonb_populate_record(alert, jsonb_build_object('id',"
        " gen_random_uuid(), 'event', gen_random_uuid(), 'object_id', gen_random_uuid())) copy"
        " from alert, generate_series(1, $1) n) copies",
        MOST_OF_EACH + 30,
    )
    terry = await people.terry()
    async with counted() as sql:
        page = await terry.open("/staff?alerts=unread&kind=payment")
    assert sql.count <= 8, sql
    assert "99+" in page.find("nav[aria-label='Which alerts'] [aria-current]").get_text()
    assert "Payment in the portal (99+)" in page.words
    assert "99+" in page.find("#navigation [href='/staff']").get_text()


async def test_the_navigation_says_on_every_page_how_many_alerts_are_unread() -> None:
    terry = await people.terry()
    read, _ = await tell(), await tell()
    for path in ("/staff", "/staff/clients"):
        page = await terry.open(path)
        assert checks.words(page.find("#navigation [href='/staff'] .badge")) == "2 to look at"
    await terry.open("/staff")
    await terry.press("Mark read", within=f"#alert-row-{read}", as_htmx=True)
    assert terry.page is not None
    assert checks.words(terry.page.find("#navigation [href='/staff'] .badge")) == "1 to look at"


async def test_an_alert_says_how_old_it_is_and_exactly_when_it_came() -> None:
    await tell(ago=timedelta(hours=3, minutes=5))
    page = await (await people.terry()).open("/staff")
    at = page.find(".alert time")
    assert at.get_text() == "3 hours ago"
    assert "202" in str(at["title"])
