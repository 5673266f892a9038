"""The client narrows the list down to what they look for; what they chose stands in the address."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app import db
from app.activity.categories import CATEGORIES, Category
from app.activity.kinds import KINDS, Kind
from app.activity.service import NEWEST
from app.web.templates import midnight
from tests import checks, people, rows
from tests.activity.happened import happened, lines
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")

NOT_A_DATE = "Write the date like this: 2026-11-20, or 11/20/2026."


def test_every_kind_for_clients_stands_in_one_category() -> None:
    listed = [kind for meaning in CATEGORIES.values() for kind in meaning.kinds]
    worded = {kind for kind, meaning in KINDS.items() if meaning.words is not None}
    assert set(listed) == worded, "give it a place in CATEGORIES"
    assert len(listed) == len(worded)


@pytest.mark.parametrize("category", Category)
async def test_a_category_lists_its_kinds_and_no_others(category: Category) -> None:
    for kind in Kind:
        await happened(kind)
    page = await (await people.alice()).open(f"/activity?kind={category}")
    assert sorted(lines(page)) == sorted(str(KINDS[kind].words) for kind in CATEGORIES[category].kinds)
    page.shows(str(CATEGORIES[category].name), "Show everything")


async def test_days_are_those_of_the_practice_and_both_are_included() -> None:
    first = datetime(2026, 3, 7, 6, tzinfo=UTC)
    last = datetime(2026, 3, 9, 5, tzinfo=UTC)  # in between, the clocks of the practice are put forward
    for kind, at in (
        (Kind.SIGNED_OUT, first - timedelta(seconds=1)),
        (Kind.MESSAGE_SENT, first),
        (Kind.MESSAGE_READ, last - timedelta(seconds=1)),
        (Kind.SIGNED_IN, last),
    ):
        await happened(kind, at=at)
    alice = await people.alice()
    page = await alice.open("/activity?since=2026-03-07&until=2026-03-08")
    assert lines(page) == ["Marked a message as read", "Sent a message"]
    page.shows("Everything, Mar 7, 2026 to Mar 8, 2026")
    page = await alice.open("/activity?since=2026-03-09&kind=signing-in")
    assert lines(page)[-1] == "Signed in"
    page.shows("Signing in and out, from Mar 9, 2026 on")
    page = await alice.open("/activity?until=2026-03-06")
    assert lines(page) == ["Signed out"]
    page.shows("Everything, up to Mar 6, 2026")


async def test_the_form_leads_to_an_address_that_says_it_all() -> None:
    await happened(Kind.MESSAGE_SENT)
    await happened(Kind.SIGNED_IN)
    alice = await people.alice()
    await alice.open("/activity")
    page = await alice.press("Show", kind="messages", since="2026-01-01", until="2100-01-01")
    assert page.path == "/activity?kind=messages&since=2026-01-01&until=2100-01-01"
    assert lines(page) == ["Sent a message"]
    assert [page.value(name) for name in ("kind", "since", "until")] == [
        "messages",
        "2026-01-01",
        "2100-01-01",
    ]
    assert lines(await alice.follow("Show everything")) == ["Signed in", "Sent a message"]


async def test_it_is_folded_until_something_is_wrong_in_it() -> None:
    alice = await people.alice()
    for path in ("/activity", "/activity?kind=messages"):
        assert not (await alice.open(path)).find("details.folded").has_attr("open")
    assert (await alice.open("/activity?since=x", status=422)).find("details.folded").has_attr("open")


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("kind=everything", "kind", "Choose one from the list."),
        ("kind=signed_in", "kind", "Choose one from the list."),
        ("since=yesterday", "since", NOT_A_DATE),
        ("since=2026-02-30", "since", NOT_A_DATE),
        ("until=9999-12-31", "until", "This day is too far away. Please check the year."),
        ("since=0001-01-01", "since", "This day is too long ago. Please check the year."),
        ("until=2026-11-20T10%3A00", "until", NOT_A_DATE),
        ("until=%00", "until", NOT_A_DATE),
        (
            "since=2026-11-20&until=2026-11-19",
            "until",
            "This day is before the first one. Choose a later day.",
        ),
        ("kind=messages&since=x", "since", NOT_A_DATE),
    ],
)
async def test_bad_input_gets_a_sentence_at_its_field_and_changes_nothing(
    query: str, field: str, sentence: str
) -> None:
    await happened(Kind.MESSAGE_SENT)
    await happened(Kind.SIGNED_IN)
    page = await (await people.alice()).open(f"/activity?{query}", status=422)
    assert checks.words(page.find(f"#{field}-error")) == f"Error: {sentence}"
    assert lines(page) == ["Signed in", "Sent a message"]


async def test_what_was_chosen_stays_while_older_lines_are_shown() -> None:
    for _ in range(40):
        await happened(Kind.MESSAGE_SENT)
        await happened(Kind.SIGNED_IN)
    alice = await people.alice()
    page = await alice.open("/activity?kind=messages&since=2026-01-01")
    assert lines(page) == ["Sent a message"] * 30
    assert lines(await alice.follow("Show older")) == ["Sent a message"] * 10


async def test_older_lines_of_a_day_come_without_its_heading_where_it_stands_already() -> None:
    for _ in range(40):
        await happened(Kind.MESSAGE_SENT, at=midnight(date(2026, 3, 7)) + timedelta(hours=9))
    alice = await people.alice()
    page = await alice.open("/activity")
    assert len(page.all(".entry h2")) == 1
    address = str(page.find(".older a")["href"])
    swapped = await alice.send("GET", address, headers={"hx-request": "true", "hx-request-type": "full"})
    assert "<h2>" not in swapped.text.partition('id="entries"')[2].partition("</ol>")[0]
    assert len((await alice.open(address)).all(".entry h2")) == 1


async def test_nothing_found_says_so_and_leads_back() -> None:
    await happened(Kind.MESSAGE_SENT)
    page = await (await people.alice()).open("/activity?kind=changes")
    page.shows("Nothing found", "Show everything")
    page.lacks("Nothing yet", "spreadsheet")


@pytest.mark.parametrize("query", ["", "?kind=messages", "?kind=messages&since=2026-01-01&until=2099-01-01"])
async def test_choosing_costs_no_more_statements_however_many_lines_there_are(query: str) -> None:
    alice = await people.alice()
    costs = []
    for _ in range(2):
        async with counted() as sql:
            await alice.open(f"/activity{query}")
        costs.append(sql.count)
        for _ in range(40):
            await happened(Kind.MESSAGE_SENT)
    assert costs[0] == costs[1] <= 4


FILL = """
insert into activity_entry (id, client, at, kind, actor_kind, actor_name)
select gen_random_uuid(), $1, now() - n * interval '1 hour', 'message_sent', 'client', ''
from generate_series(1, 20000) n
"""


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_every_choice_is_read_in_its_order_from_the_index(mode: str) -> None:
    for name in ("alice", "bob"):
        await rows.change(FILL, people.client_id(name))
    await rows.change("analyze activity_entry")
    await rows.change(f"set local plan_cache_mode = {mode}")
    types = "uuid, timestamptz, uuid, text[], timestamptz, timestamptz, bigint"
    await rows.change(f"prepare newest_{mode} ({types}) as {NEWEST}")
    alice, day = people.client_id("alice"), "now() - interval '9 days', now() - interval '2 days'"
    plan = await db.rows(
        f"explain execute newest_{mode} ('{alice}', now(), gen_random_uuid(), array['message_sent'], {day}, 31)"
    )
    await rows.change(f"deallocate newest_{mode}")
    words = "\n".join(str(line["QUERY PLAN"]) for line in plan)
    assert "Index Scan using activity_entry_newest" in words, words
    assert "Sort" not in words, words
    condition = words.partition("Index Cond:")[2].partition("\n")[0]
    assert condition.count("at >=") == 1, condition
    assert "ROW(at, id) <" in condition, condition
