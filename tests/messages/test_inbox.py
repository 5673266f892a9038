"""The inbox: lists of what is unread, mine, my groups', unanswered, soon late."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app import db
from app.messages.inbox import SELECTIONS, THREADS_A_PAGE, Listed, chosen_list
from app.messages.tables import Message, MessageThread
from tests import people, rows
from tests.messages import acts
from tests.page import Browser, Page
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")


def listed(page: Page) -> list[str]:
    """Give the threads a page lists, by id, in its order."""
    return [str(link["href"]).rpartition("/")[2] for link in page.all("#thread-rows h3 a")]


async def shown(browser: Browser, name: str) -> list[str]:
    return listed(await browser.open(f"/staff?show={name}"))


async def nobody_waits() -> None:
    await rows.change(
        "update message_thread set waiting_since = null, soon_late_at = null, late_at = null, last_from_client = false,"
        " unread_by_practice = false"
    )
    await rows.change("update message set read_at = now() where read_at is null")


async def test_it_opens_with_what_is_unanswered_and_with_all_when_nothing_is() -> None:
    nora, alice = await people.nora(), await people.alice()
    page = await nora.open("/staff")
    assert page.find("#in_inbox .filters [aria-current]").get_text().startswith("Unanswered")
    await nobody_waits()
    page = await nora.open("/staff")
    assert page.find("#in_inbox .filters [aria-current]").get_text() == "All"
    assert len(listed(page)) == THREADS_A_PAGE or len(listed(page)) > 5
    thread = await acts.write(alice)
    assert listed(await nora.open("/staff")) == [thread]


async def test_unread_holds_what_the_practice_has_not_marked_read() -> None:
    await nobody_waits()
    nora, alice, terry = await people.nora(), await people.alice(), await people.terry()
    thread = await acts.write(alice)
    assert await shown(nora, "unread") == [thread]
    await terry.open(f"/staff/messages/{thread}")
    assert await shown(nora, "unread") == [thread], "Opening marks nothing."

    await terry.press("Mark read")
    assert await shown(nora, "unread") == []
    assert await shown(nora, "unanswered") == [thread], "Read is not answered."
    await terry.open(f"/staff/messages/{thread}")
    await terry.press("Mark unread")
    assert await shown(nora, "unread") == [thread]
    await acts.answer(terry, thread, "From eight.")
    assert await shown(nora, "unread") == []


async def test_a_thread_with_two_unread_messages_is_unread_until_both_are_marked() -> None:
    await nobody_waits()
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice)
    await acts.reply(alice, thread, "And on Saturday?")
    page = await terry.open(f"/staff/messages/{thread}")
    first, second = [str(form["value"]) for form in page.all(".reading input[name=message]")]
    await terry.press("Mark read", within=f"form:has(#reading-{first})")
    assert await shown(terry, "unread") == [thread]
    await terry.open(f"/staff/messages/{thread}")
    await terry.press("Mark read", within=f"form:has(#reading-{second})")
    assert await shown(terry, "unread") == []


async def test_mine_are_my_clients_questions_to_their_provider_and_what_was_passed_on_to_me() -> None:
    alice, bob = await people.alice(), await people.bob()
    terry, dana, nora = await people.terry(), await people.dana(), await people.nora()
    to_provider = await acts.write(alice, about=acts.REFILL)
    to_billing = await acts.write(alice, about=acts.BILLING)
    of_bob = await acts.write(bob, about=acts.REFILL)

    assert to_provider in await shown(terry, "mine")
    assert to_billing not in await shown(terry, "mine")
    assert of_bob in await shown(dana, "mine")
    assert not {to_provider, to_billing, of_bob} & set(await shown(nora, "mine"))

    await pass_on(nora, to_provider, to="Nora Novak")
    assert to_provider in await shown(nora, "mine")
    assert to_provider not in await shown(terry, "mine")


async def test_my_groups_hold_what_a_group_of_mine_answers() -> None:
    alice, nora, terry = await people.alice(), await people.nora(), await people.terry()
    to_billing = await acts.write(alice, about=acts.BILLING)
    to_provider = await acts.write(alice, about=acts.REFILL)

    assert to_billing in await shown(nora, "groups")
    assert to_billing not in await shown(terry, "groups")
    assert to_provider not in await shown(terry, "groups"), "Her provider answers, not the group."
    await rows.change(
        "update client_assignment set ends_on = '2026-01-06' where client = $1", people.client_id("alice")
    )
    await rows.change(
        "insert into client_assignment (id, client, staff, role, starts_on) values (gen_random_uuid(), $1, $2, 'care_team',"
        " '2026-01-05')",
        people.client_id("alice"),
        people.staff_id("stan"),
    )
    await rows.change("update staff_member set active = false where id = $1", people.staff_id("stan"))
    await rows.change(
        "insert into user_group_member (id, user_group, staff)"
        " select gen_random_uuid(), id, $1 from user_group where name = 'Clinicians'",
        people.staff_id("nora"),
    )
    assert to_provider in await shown(nora, "groups"), "Nobody is her provider, so the group covers."
    await pass_on(nora, to_billing, to="Clinicians")
    assert to_billing in await shown(nora, "groups")


async def test_soon_late_holds_what_waits_longer_than_half_of_the_usual_time_oldest_promise_first() -> None:
    await nobody_waits()
    alice, terry = await people.alice(), await people.terry()
    fresh, soon, late = [await acts.write(alice, subject=name) for name in ("Fresh", "Soon", "Late")]
    now = datetime.now(UTC)
    await due(soon, soon_late=now - timedelta(hours=1), late=now + timedelta(hours=5))
    await due(late, soon_late=now - timedelta(hours=9), late=now - timedelta(minutes=1))

    page = await terry.open("/staff?show=late")
    assert listed(page) == [late, soon]
    assert [tag.get_text() for tag in page.all(".case .tag:not(.new)")] == ["Late", "Soon late"]
    assert fresh not in listed(page)
    await acts.answer(terry, late, "Sorry!")
    assert await shown(terry, "late") == [soon]
    (await terry.open(f"/staff/messages/{soon}")).shows("Answer by")


async def test_lists_show_how_many_wait_and_count_no_further_than_99() -> None:
    await nobody_waits()
    alice, nora = await people.alice(), await people.nora()
    await acts.write(alice, about=acts.BILLING)
    page = await nora.open("/staff")
    badges = {
        str(link.contents[0]).strip(): link.select(".badge") for link in page.all("#in_inbox .filters a")
    }
    assert {name: bool(badge) for name, badge in badges.items()} == {
        "Unread": True, "Mine": False, "My groups": True, "Unanswered": True, "Soon late": False, "All": False,
    }  # fmt: skip
    await many_threads(130)
    page = await nora.open("/staff")
    assert "99+" in page.find("#in_inbox .filters [aria-current]").get_text()


async def test_a_page_goes_on_where_the_one_before_ended_in_every_list() -> None:
    await nobody_waits()
    nora = await people.nora()
    await many_threads(45, assignee="nora")
    for name in ("unread", "mine", "unanswered", "late", "all"):
        seen: list[str] = []
        page = await nora.open(f"/staff?show={name}")
        while True:
            seen += listed(page)
            if not page.all("#older a"):
                break
            page = await nora.follow("Show more")
        assert len(seen) == len(set(seen))
        assert len(seen) >= 45, name
        if name != "all":
            assert len(seen) == 45, name


async def test_htmx_adds_the_next_page_below() -> None:
    nora = await people.nora()
    await many_threads(30)
    page = await nora.open("/staff?show=all")
    link = page.find("#older a")
    assert link["hx-get"] == link["href"]
    assert str(link["href"]).startswith("/staff?show=all&before=")


@pytest.mark.parametrize("name", ["unread", "mine", "groups", "unanswered", "late", "all", "nonsense", ""])
async def test_every_list_keeps_within_its_statements_and_the_open_charts(name: str) -> None:
    dana, terry, alice = await people.dana(), await people.terry(), await people.alice()
    thread = await acts.write(alice)
    async with counted() as sql:
        page = await dana.open(f"/staff?show={name}")
    assert sql.count <= 8, sql
    page.lacks("Alice Anderson")
    assert thread not in listed(page)
    await terry.open(f"/staff?show={name}")


async def test_all_threads_one_may_see_stand_under_messages() -> None:
    nora, dana, alice = await people.nora(), await people.dana(), await people.alice()
    thread = await acts.write(alice)
    async with counted() as sql:
        page = await nora.open("/staff/messages")
    assert sql.count <= 8, sql
    assert listed(page)[0] == thread
    assert thread not in listed(await dana.open("/staff/messages"))


@pytest.mark.parametrize("path", ["/staff", "/staff?show=all", "/staff/messages"])
async def test_without_the_rule_no_list_opens(path: str) -> None:
    stan = await people.stan()
    (await stan.open(path, status=403)).shows("Client Portal Can Send Messages to Client")


async def test_every_list_has_its_words_and_selection() -> None:
    assert set(SELECTIONS) == set(Listed)
    assert chosen_list("mine", ()) is Listed.MINE


@pytest.mark.parametrize(
    ("name", "index"),
    [
        (Listed.UNREAD, "message_thread_unread"),
        (Listed.UNANSWERED, "message_thread_waiting"),
        (Listed.LATE, "message_thread_soon_late"),
        (Listed.ALL, "message_thread_newest"),
    ],
)
async def test_a_list_is_read_in_its_order_from_an_index(name: Listed, index: str) -> None:
    selection = SELECTIONS[name]
    order = "desc" if selection.newest_first else "asc"
    await rows.change(
        "insert into message_thread (id, client, task_type, subject, started_at, last_at, last_from_client)"
        " select gen_random_uuid(), client, task_type, '', now(), now() - n * interval '1 hour', false"
        " from (select client, task_type from message_thread limit 1) any_thread, generate_series(1, 3000) n"
    )
    await rows.change("analyze message_thread")
    holds = selection.holds.replace("$3", "now()")
    plan = await db.rows(
        f"explain select id from message_thread thread where {holds}"
        f" order by {selection.by} {order}, id {order} limit 21"
    )
    words = "\n".join(str(line["QUERY PLAN"]) for line in plan)
    assert index in words, words
    assert "Sort" not in words, words


async def pass_on(staff: Browser, thread: str, *, to: str) -> Page:
    page = await staff.open(f"/staff/messages/{thread}")
    value = next(str(option["value"]) for option in page.all("#assignee option") if option.get_text() == to)
    return await staff.press("Pass on", assignee=value)


async def due(thread: str, *, soon_late: datetime, late: datetime) -> None:
    await rows.change(
        "update message_thread set soon_late_at = $2, late_at = $3 where id = $1",
        UUID(thread),
        soon_late,
        late,
    )


async def many_threads(count: int, *, assignee: str = "") -> None:
    """Copy the newest thread of Alice so many times, each of another minute, waiting, unread and late."""
    thread = await acts.write(await people.alice())
    await rows.change(
        "insert into message_thread select (t2).* from (select jsonb_populate_record(thread, jsonb_build_object("
        " 'id', gen_random_uuid(), 'last_at', thread.last_at - n * interval '1 minute',"
        " 'soon_late_at', now() - n * interval '1 minute')) t2"
        " from message_thread thread, generate_series(1, $2) n where thread.id = $1) copies",
        UUID(thread),
        count - 1,
    )
    await rows.change(
        "update message_thread set soon_late_at = now() - interval '1 second', assignee = $2 where id = $1",
        UUID(thread),
        people.staff_id(assignee) if assignee else None,
    )
    if assignee:
        await rows.change(
            "update message_thread set assignee = $1 where waiting_since is not null",
            people.staff_id(assignee),
        )
    await reseal(UUID(thread))


async def reseal(original: UUID) -> None:
    """Give each copy a subject and a message of its own, since both are sealed for their row."""
    for row in await db.rows(
        "select id, client, last_at from message_thread where not exists (select 1 from message where thread = message_thread.id)"
    ):
        subject = MessageThread.subject.seal("Copy", row=row["id"])
        await rows.change("update message_thread set subject = $2 where id = $1", row["id"], subject)
        message = Message(
            thread=row["id"],
            client=row["client"],
            from_client=True,
            sender_name="Alice",
            sent_at=row["last_at"],
        )
        message.body = Message.body.seal("Copy", row=message.id)
        await Message.insert(message)
