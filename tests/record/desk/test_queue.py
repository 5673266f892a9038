"""The requests of the practice: what is due first stands first, of the charts that are open to the reader."""

from datetime import timedelta

import pytest

from app.accounts.sessions import today
from app.record.desk.jobs import remind_due
from app.record.desk.listing import A_PAGE
from app.record.rules import RequestKind
from app.staff.rules import Action
from tests import people, rows
from tests.page import Browser
from tests.record.desk.asked import QUEUE, ask, officer, page_of, told

pytestmark = pytest.mark.usefixtures("rolled_back", "unasked")

ALERTS = "select count(*) from alert where object_id = $1 and recipient = $2"
MANY = """
insert into record_request (id, client, kind, state, account, by_self, asked_by_name, asked_at, due_on)
select gen_random_uuid(), $1, 'amendment', 'waiting', $2, true, 'Bob', now(), $3::date + n / 2
from generate_series(1, 60) n
"""


async def listed(browser: Browser, query: str = "") -> list[str]:
    page = await browser.open(f"{QUEUE}{query}")
    return [str(link["href"]).rpartition("/")[2] for link in page.all("#request-rows h3 a")]


async def test_the_longest_overdue_stands_first_and_each_sees_the_charts_that_are_open_to_them() -> None:
    later = await ask(days=20)
    late = await ask(RequestKind.RESTRICTION, client="bob", days=-3)
    soon = await ask(RequestKind.RECORD, days=2)
    nora = await people.nora()
    assert await listed(nora) == [str(late), str(soon), str(later)]
    assert nora.page is not None
    nora.page.shows("1 request is overdue. Answer it first.", "Overdue since")
    assert await listed(nora, "?kind=record") == [str(soon)]
    assert await listed(nora, "?shown=answered") == []
    terry = await officer(Action.VIEW)
    assert await listed(terry) == [str(soon), str(later)]
    assert terry.page is not None
    terry.page.lacks("overdue")
    assert await listed(await officer(Action.VIEW, name="dana"), "?kind=nonsense&shown=nonsense") == [
        str(late)
    ]
    await (await people.stan()).open(QUEUE, status=403)


async def test_several_requests_of_one_client_differ_by_their_first_words() -> None:
    await ask(words="The dose is wrong.")
    await ask(words="My mother's name is spelled " + "differently " * 20)
    await ask(RequestKind.RECORD)
    page = await (await people.nora()).open(QUEUE)
    page.shows(
        "The dose is wrong.",
        "My mother's name is spelled differently",
        "…",
        "The whole record",
        "Kind of request",
    )


async def test_nothing_that_waits_is_said_and_a_long_list_goes_on() -> None:
    nora = await people.nora()
    (await nora.open(QUEUE)).shows("Nothing waits")
    await rows.change(MANY, people.client_id("bob"), people.account_id("bob"), today())
    seen = await listed(nora)
    assert len(seen) == A_PAGE
    page = await nora.follow("Show more")
    rest = [str(link["href"]).rpartition("/")[2] for link in page.all("#request-rows h3 a")]
    assert len({*seen, *rest}) == 60


async def test_holders_of_the_rule_who_may_open_the_chart_are_alerted_and_reading_it_marks_that() -> None:
    asked = await ask()
    await officer(Action.VIEW)
    await officer(Action.VIEW, name="dana")
    await told(asked)
    found = [
        await rows.value(ALERTS, asked, people.staff_id(name)) for name in ("nora", "terry", "dana", "stan")
    ]
    assert found == [1, 1, 0, 0]
    terry = await people.terry()
    (await terry.open("/staff/alerts/all")).shows("Request about the record")
    await terry.open(page_of(asked))
    assert (
        await rows.value("select read_at is null from alert where recipient = $1", people.staff_id("terry"))
        is False
    )
    withdrawn = await ask()
    await rows.change("update record_request set state = 'withdrawn' where id = $1", withdrawn)
    await told(withdrawn)
    assert await rows.value(ALERTS, withdrawn, people.staff_id("nora")) == 0


async def test_staff_are_reminded_once_before_a_request_is_due_and_once_when_it_is_overdue() -> None:
    later, soon, late = await ask(days=6), await ask(days=5), await ask(days=-1)
    assert await remind_due() == 2
    assert await remind_due() == 0
    nora = people.staff_id("nora")
    assert [await rows.value(ALERTS, each, nora) for each in (later, soon, late)] == [0, 1, 1]
    passed = (
        "update record_request set due_on = $2, reminded_at = reminded_at - interval '6 days' where id = $1"
    )
    await rows.change(passed, soon, today() - timedelta(days=1))
    assert await remind_due() == 1
    assert await rows.value(ALERTS, soon, nora) == 2
    await rows.change(
        "update record_request set state = 'declined', due_on = due_on - 9 where id = $1", later
    )
    assert await remind_due() == 0


async def test_overdue_requests_and_those_that_reach_nobody_are_things_to_mend() -> None:
    await ask(days=-1)
    await ask()
    nora = await people.nora()
    page = await nora.open("/staff/mend")
    page.shows("1 request about a record is overdue.")
    page.lacks("reach nobody")
    await rows.change("delete from profile_rule where rule = 'Record release'")
    await officer(Action.VIEW, name="dana")
    (await nora.open("/staff/mend")).shows("2 requests about records reach nobody", "“Record release”")
    await officer(Action.VIEW)
    (await nora.open("/staff/mend")).lacks("reach nobody")
