"""What waits longer than it should: of every package, in the charts that are open, to those who see to it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.forms.demo import form_id
from app.office.inbox.late import A_PAGE
from tests import checks, people, rows
from tests.changes.saves import review_first, save
from tests.forms.safety.danger import begun, overdue
from tests.forms.safety.danger import save as answer
from tests.messages import acts
from tests.messages.test_inbox import many_threads
from tests.page import Page
from tests.record.desk.asked import ask
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")

LONG_AGO = datetime.now(UTC) - timedelta(days=9)
REVIEWED = "update form_response set reviewed_at = now() where reviewed_at is null"
SEEN = "update safety_event set acknowledged_at = now()"
ANSWERED = "update record_request set state = 'withdrawn' where state = 'waiting'"
NOT_THIS = "update message_thread set waiting_since = null, soon_late_at = null, late_at = null"


@pytest.fixture(autouse=True)
async def nothing_late(rolled_back: None) -> None:
    """Begin where nothing of the demo practice waits, so that a test says what does."""
    for statement in (REVIEWED, SEEN, ANSWERED, NOT_THIS):
        await rows.change(statement)


def late(page: Page) -> list[str]:
    """Give what the inbox says is late, in its order."""
    return [checks.words(line.select_one("p")) for line in page.all("[aria-labelledby=late-title] .mend")]


async def late_message(client: str = "alice") -> str:
    thread = await acts.write(await (people.alice() if client == "alice" else people.bob()))
    await rows.change(
        "update message_thread set soon_late_at = $2, late_at = $2 where id = $1", UUID(thread), LONG_AGO
    )
    return thread


async def everything_late() -> None:
    """Let one thing of every kind of Alice's wait too long."""
    await late_message()
    await ask(days=-3)
    await answer(await begun(), nine=1)
    await overdue()
    await rows.change(
        "update form_response set status = 'completed', sent_at = $2, reviewed_at = null where assignment = $1",
        form_id("gad-7"),
        LONG_AGO,
    )
    await review_first()
    await save(preferred_name="Ally")
    await rows.change("update change_request set sent_at = $1", LONG_AGO)


async def test_the_gravest_stands_first_and_each_leads_to_the_thing() -> None:
    nora = await people.nora()
    assert late(await nora.open("/staff")) == []
    await everything_late()
    async with counted() as sql:
        page = await nora.open("/staff")
    assert sql.count <= 8, sql
    assert late(page) == [
        "Safety alerts that nobody has acknowledged in time: 1",
        "Record requests past the day the law sets: 1",
        "Messages past their reply time: 1",
        "Completed forms that nobody has reviewed for more than a week: 1",
        "Changes that wait for a decision for more than a week: 1",
    ]
    for link in page.all("[aria-labelledby=late-title] .mend a"):
        assert (await nora.open(str(link["href"]))).path != "/staff/late"


async def test_what_is_seen_to_and_what_is_not_late_yet_stands_there_no_more() -> None:
    thread = await late_message()
    await acts.write(await people.alice())
    terry = await people.terry()
    assert late(await terry.open("/staff")) == ["Messages past their reply time: 1"]
    await acts.answer(terry, thread, "From eight.")
    assert late(await terry.open("/staff")) == []
    (await terry.open("/staff/late?kind=messages")).shows("Nothing is late")


async def test_it_is_shown_of_open_charts_and_to_those_with_the_rule_alone() -> None:
    await everything_late()
    assert late(await (await people.dana()).open("/staff")) == []
    page = await (await people.terry()).open("/staff")
    assert not [words for words in late(page) if "Record requests" in words], "He has not that rule."
    assert len(late(page)) == 4
    await (await people.terry()).open("/staff/late?kind=record", status=404)
    await (await people.nora()).open("/staff/late?kind=nonsense", status=404)


async def test_many_are_listed_longest_first_a_page_at_a_time_and_counted_to_a_hundred() -> None:
    await many_threads(A_PAGE + 5)
    await rows.change("update message_thread set late_at = soon_late_at where soon_late_at is not null")
    nora = await people.nora()
    page = await nora.open("/staff")
    assert late(page) == [f"Messages past their reply time: {A_PAGE + 5}"]
    page = await nora.follow("Look at them")
    first = [str(link["href"]) for link in page.all("#rows-messages a.cover")]
    longest = await rows.value(
        "select id from message_thread where late_at is not null order by late_at limit 1"
    )
    assert first[0] == f"/staff/messages/{longest}"
    page = await nora.follow("Show more")
    rest = [str(link["href"]) for link in page.all("#rows-messages a.cover")]
    assert (len(first), len(rest), len({*first, *rest})) == (A_PAGE, 5, A_PAGE + 5)
    await many_threads(60)
    await rows.change("update message_thread set late_at = soon_late_at where soon_late_at is not null")
    assert late(await nora.open("/staff")) == ["Messages past their reply time: 99+"]
