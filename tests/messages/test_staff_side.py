"""The staff's side: an inbox of the charts open to them, answers, and the rules in between."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from app.accounts.sessions import today
from app.activity.kinds import Kind
from tests import checks, people, rows
from tests.messages import acts
from tests.messages.threads import PHARMACY, SLEEP, add_thread, bodies_of, messages_in, thread_id
from tests.page import FORM, Page

pytestmark = pytest.mark.usefixtures("rolled_back")

PATH = f"/staff/messages/{thread_id(SLEEP)}"
RULE = "update profile_rule set {} = false where rule = 'Client Portal Can Send Messages to Client'"


def clients(page: Page) -> set[str]:
    return {checks.words(whose).rpartition(" ")[0] for whose in page.all(".case .whose")}


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        (people.terry, {"Alice Anderson"}),
        (people.dana, {"Bob Baker", "Max Grant"}),
        (people.nora, {"Alice Anderson", "Bob Baker", "Max Grant"}),
    ],
    ids=["terry", "dana", "nora"],
)
async def test_an_inbox_holds_the_threads_of_the_charts_open_to_its_reader(
    person: people.Person, seen: set[str]
) -> None:
    page = await (await person()).open("/staff?show=all")
    assert page.heading == "Inbox"
    assert clients(page) == seen


async def test_stan_is_told_which_rule_is_missing_and_it_is_noted() -> None:
    stan = await people.stan()
    count = "select count(*) from audit_event where kind = 'access_denied' and staff = $1"
    before = await rows.value(count, people.staff_id("stan"))
    for path, missing in (("/staff", "no permission rule"), (PATH, "does not have the rule")):
        page = await stan.open(path, status=403)
        page.shows(
            missing, "Client Portal Can Send Messages to Client", "Ask an administrator of the practice"
        )
        page.lacks("Alice")
    assert await rows.value(count, people.staff_id("stan")) == before + 2


@pytest.mark.parametrize("path", ["/staff/alerts"])
async def test_stan_sees_no_alerts_of_others(path: str) -> None:
    stan = await people.stan()
    fragment = await stan.open(path, as_htmx=True)
    fragment.shows("No alerts.")


async def test_who_supervises_sees_the_charts_of_whom_they_supervise() -> None:
    await rows.change(
        "update staff_member set supervisor = $1 where id = $2",
        people.staff_id("dana"),
        people.staff_id("terry"),
    )
    dana, terry = await people.dana(), await people.terry()
    assert "Alice Anderson" in clients(await dana.open("/staff"))
    await dana.open(PATH)
    assert "Bob Baker" not in clients(await terry.open("/staff"))


async def test_an_assignment_that_ended_or_has_not_begun_opens_nothing() -> None:
    terry = await people.terry()
    await assign(-9, -1)
    assert clients(await terry.open("/staff")) == set()
    await terry.open(PATH, status=404)
    await assign(1, 9)
    await terry.open(PATH, status=404)
    await assign(0, 0)
    await terry.open(PATH)


async def assign(starts: int, ends: int) -> None:
    """Let every assignment begin and end so many days from today."""
    days = (today() + timedelta(days=starts), today() + timedelta(days=ends))
    await rows.change("update client_assignment set starts_on = $1, ends_on = $2", *days)


async def test_a_thread_says_who_waits_for_an_answer() -> None:
    terry = await people.terry()
    page = await terry.open("/staff?show=all")
    case = page.all(".case")[0]
    assert "Thank you for the sleep sheet" in checks.words(case)
    assert "Waits for an answer" in checks.words(case)
    assert "Answered" in checks.words(page.all(".case")[1])


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_an_answer_reaches_the_client_as_unread(*, as_htmx: bool) -> None:
    terry, alice = await people.terry(), await people.alice()
    await terry.open(PATH)
    await terry.press("Send", as_htmx=as_htmx, body="You are welcome!\n\nBring the sheet.")
    assert terry.page is not None
    terry.page.shows("Your answer is sent.", "You are welcome!")
    assert (await bodies_of(thread_id(SLEEP)))[-1] == "You are welcome!\n\nBring the sheet."
    page = await alice.open(f"/messages/{thread_id(SLEEP)}")
    last = page.all(".bubble")[-1]
    assert checks.words(last).startswith("Terry Tran, LCSW Today")
    assert "New" in checks.words(last)
    (await alice.open("/home")).shows("4 unread messages")


async def test_an_answer_marks_the_clients_messages_as_read_and_is_noted() -> None:
    terry, alice = await people.terry(), await people.alice()
    await terry.open(PATH)
    await terry.press("Send", body="You are welcome!")
    unread = "select count(*) from message where thread = $1 and from_client and read_at is null"
    assert await rows.value(unread, thread_id(SLEEP)) == 0
    kinds = "select string_agg(kind, ',') from (select kind from audit_event order by at desc limit 2) k"
    assert Kind.MESSAGE_ANSWERED in await rows.value(kinds)
    (await alice.open("/activity")).shows("Sent you a message", "Terry Tran, LCSW")


async def test_an_answer_alerts_no_staff() -> None:
    terry = await people.terry()
    await terry.open(PATH)
    await terry.press("Send", body="You are welcome!")
    assert await acts.deliver() == 0
    assert await rows.value("select count(*) from alert") == 0


async def test_opening_a_thread_as_staff_stands_in_the_clients_activity_and_marks_nothing() -> None:
    terry, alice = await people.terry(), await people.alice()
    before = await rows.digest()
    await terry.open(PATH)
    assert await rows.digest() == before
    (await alice.open("/activity")).shows("Read your messages in the chart", "Terry Tran, LCSW")


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_an_answer_that_cannot_be_sent_keeps_what_was_typed(*, as_htmx: bool) -> None:
    terry = await people.terry()
    await terry.open(PATH)
    await terry.press("Send", status=422, as_htmx=as_htmx, body="a" * 5001)
    assert terry.page is not None
    terry.page.shows("Please use at most 5000 characters.")
    assert terry.page.value("body") == "a" * 5001


async def test_the_same_answer_sent_twice_is_one_message() -> None:
    terry = await people.terry()
    page = await terry.open(PATH)
    body = urlencode(
        {"_csrf": terry.token, "once": page.value("once", within="#reply"), "body": "Once"}
    ).encode()
    before = await messages_in(thread_id(SLEEP))
    for _ in range(2):
        answer = await terry.send("POST", f"{PATH}/replies", headers={"content-type": FORM}, content=body)
        assert (answer.status_code, answer.headers["location"]) == (303, PATH)
    assert await messages_in(thread_id(SLEEP)) == before + 1


async def test_a_kind_without_a_group_cannot_be_answered_and_the_sentence_names_it() -> None:
    await rows.change("update task_type set user_group = null where label = 'Something else'")
    terry = await people.terry()
    await terry.open(PATH)
    before = await rows.digest()
    page = await terry.press("Send", status=409, body="Hello")
    page.shows("“Something else” has no user group. Give it one under Task Types, then send again.")
    assert await rows.digest() == before


async def test_a_client_still_sees_a_thread_of_a_kind_without_a_group() -> None:
    await rows.change("update task_type set user_group = null, active = false")
    alice = await people.alice()
    (await alice.open("/messages")).shows(SLEEP)
    (await alice.open(f"/messages/{thread_id(SLEEP)}")).shows("Terry Tran, LCSW")


async def test_seeing_needs_view_and_answering_needs_modify() -> None:
    terry = await people.terry()
    await terry.open(PATH)
    await rows.change(RULE.format("can_modify"))
    before = await rows.digest()
    page = await terry.press("Send", status=403, body="Hello")
    page.shows("Client Portal Can Send Messages to Client")
    assert await rows.digest() == before
    await terry.open(PATH)
    await rows.change(RULE.format("can_view"))
    await terry.open(PATH, status=403)
    await terry.open("/staff/messages", status=403)


async def test_create_and_delete_open_nothing_by_themselves() -> None:
    for column in ("can_view", "can_modify"):
        await rows.change(RULE.format(column))
    await (await people.terry()).open("/staff/messages", status=403)


async def test_older_threads_are_a_page_further() -> None:
    for number in range(25):
        await add_thread("alice", f"Thread {number:02}", minutes_ago=number)
    terry = await people.terry()
    first = {checks.words(case) for case in (await terry.open("/staff?show=all")).all(".case h3")}
    second = {checks.words(case) for case in (await terry.follow("Show more")).all(".case h3")}
    assert len(first) == 20
    assert len(first | second) == 34
    assert PHARMACY in second
