"""Staff write to a client first."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.accounts.own.over import Over
from app.accounts.sessions import CurrentStaff
from app.activity.actor import Actor, ActorKind
from app.activity.refusals import NotAllowed, NotFound, StateForbids
from app.messages.staff_service import client_numbered, start_thread_as_staff
from app.staff.rules import Action, PermissionRule, Permissions
from tests import people, rows
from tests.messages import acts
from tests.page import Browser, Page
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")

SUBJECT, BODY = "Your next visit", "Could you come at nine instead?"


async def begin(
    browser: Browser,
    *,
    client: str = "1001",
    about: str = acts.OTHER,
    status: int = 200,
    as_htmx: bool = False,
) -> Page:
    page = await browser.open("/staff/messages/new")
    value = next(str(each["value"]) for each in page.all("#task_type option") if each.get_text() == about)
    return await browser.press(
        "Send message",
        client=client,
        task_type=value,
        status=status,
        as_htmx=as_htmx,
        subject=SUBJECT,
        body=BODY,
    )


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_the_client_finds_it_unread_and_from_the_practice(*, as_htmx: bool) -> None:
    terry, alice = await people.terry(), await people.alice()
    await begin(terry, as_htmx=as_htmx)

    page = await alice.open("/messages")
    newest = page.all("li.thread.unread h2 a")
    path = next(str(link["href"]) for link in newest if link.get_text() == "Your next visit")
    page = await alice.open(path)
    page.shows("Terry Tran, LCSW", "Could you come at nine instead?", "From your practice")
    page.lacks("Sent", "Answered by Dana")
    (await alice.open("/activity")).shows("Wrote to you about something new")
    assert await acts.recorded("thread_started", "alice") == 1


async def test_it_is_answered_only_once_the_client_asked() -> None:
    terry, alice = await people.terry(), await people.alice()
    thread = (await begin(terry)).path.rpartition("/")[2]
    await acts.answer(terry, thread, "Or at ten?")
    (await alice.open(f"/messages/{thread}")).shows("From your practice")
    await acts.reply(alice, thread, "Ten is fine.")
    assert await acts.deliver() == 1
    assert await acts.told(thread) == {"Terry"}
    (await alice.open(f"/messages/{thread}")).shows("Sent")
    await acts.answer(terry, thread, "See you.")
    (await alice.open(f"/messages/{thread}")).shows("Answered")


async def test_nobody_waits_and_staff_are_not_told_of_what_they_wrote() -> None:
    terry = await people.terry()
    thread = (await begin(terry)).path.rpartition("/")[2]
    assert await acts.column(
        thread, "waiting_since is null and not unread_by_practice and answered_at is null"
    )
    assert await acts.deliver() == 0
    (await terry.open("/staff?show=unanswered")).lacks("Your next visit")


async def test_the_number_may_come_with_the_link() -> None:
    page = await (await people.terry()).open("/staff/messages/new?client=1003")
    assert page.value("client") == "1003"


async def test_a_task_type_without_a_group_is_refused_by_name() -> None:
    await rows.change("update task_type set user_group = null where label = $1", acts.BILLING)
    page = await begin(await people.terry(), about=acts.BILLING, status=422)
    page.shows("“Billing question” has no user group. Give it one under Task Types, then send again.")
    assert page.value("body") == BODY


@pytest.mark.parametrize("number", ["1002", "1004", "9999", "0", "-1", "9999999999", "abc", "١٠٠٢"])
async def test_a_number_that_opens_no_chart_is_one_answer_and_sends_nothing(number: str) -> None:
    before = await rows.value("select count(*) from message")
    page = await begin(await people.terry(), client=number, status=422)
    page.shows("No chart with this number is open to you.")
    assert page.value("subject") == SUBJECT
    assert await rows.value("select count(*) from message") == before


async def test_what_is_missing_is_said_beside_its_field() -> None:
    terry = await people.terry()
    await terry.open("/staff/messages/new")
    page = await terry.press("Send message", status=422)
    page.shows("Type the client's number.", "Write a short subject.", "Write your message.")


async def test_sending_the_form_twice_makes_one_thread() -> None:
    terry = await people.terry()
    await terry.open("/staff/messages/new")
    shown = terry.page
    paths = set()
    for _ in range(2):
        terry.page = shown
        paths.add((await terry.press("Send message", client="1001", subject=SUBJECT, body=BODY)).path)
    assert len(paths) == 1
    assert await acts.recorded("thread_started", "alice") == 1


async def test_it_needs_create() -> None:
    terry = await people.terry()
    await terry.open("/staff/messages/new")
    shown = terry.page
    without = await acts.without_action("terry", "can_create")
    (await without.open("/staff")).lacks("Write to a client")
    (await without.open("/staff/messages/new", status=403)).shows("does not include this")
    terry.page = shown
    await terry.press("Send message", status=403, client="1001", subject=SUBJECT, body=BODY)
    await (await people.stan()).open("/staff/messages/new", status=403)


async def test_the_form_stays_within_its_statements() -> None:
    terry = await people.terry()
    async with counted() as sql:
        await terry.open("/staff/messages/new")
    assert sql.count <= 8, sql


def member(
    name: str, *, actions: frozenset[Action] = frozenset(Action), client_admin: bool = False
) -> CurrentStaff:
    permissions = Permissions(
        people.staff_id(name), client_admin=client_admin, granted={PermissionRule.SEND_MESSAGES: actions}
    )
    return CurrentStaff(
        session_id=1, sign_in_id=1, staff_id=people.staff_id(name), username=name, name=name, initials="N",
        permissions=permissions, must_change_password=False, confirmed_at=datetime.now(UTC), second_step_due=False,
        has_second_step=False, over=Over(datetime.now(UTC), datetime.now(UTC)),
        actor=Actor(kind=ActorKind.STAFF, name=name, staff_id=people.staff_id(name)),
    )  # fmt: skip


async def start(staff: CurrentStaff, *, client: str = "alice", label: str = acts.OTHER) -> object:
    return await start_thread_as_staff(
        staff=staff,
        by=staff.actor,
        once=uuid4(),
        client_id=people.client_id(client),
        task_type=await rows.value("select id from task_type where label = $1", label),
        subject=SUBJECT,
        body=BODY,
    )


async def test_the_use_case_checks_rule_chart_and_task_type_itself() -> None:
    assert await start(member("terry"))
    assert await start(member("nora", client_admin=True), client="bob")
    with pytest.raises(NotAllowed):
        await start(member("terry", actions=frozenset({Action.VIEW, Action.MODIFY, Action.DELETE})))
    with pytest.raises(NotFound):
        await start(member("terry"), client="bob")
    await rows.change("update task_type set user_group = null where label = $1", acts.BILLING)
    with pytest.raises(StateForbids, match="Billing question"):
        await start(member("terry"), label=acts.BILLING)
    await rows.change("update task_type set active = false where label = $1", acts.OTHER)
    with pytest.raises(StateForbids, match="not answered"):
        await start(member("terry"))


async def test_a_number_is_looked_up_only_for_those_who_may_open_the_chart() -> None:
    terry, dana = member("terry"), member("dana")
    assert await client_numbered(staff=terry, by=terry.actor, number=1001) == people.client_id("alice")
    for staff, number in ((dana, 1001), (terry, 9999)):
        with pytest.raises(NotFound):
            await client_numbered(staff=staff, by=staff.actor, number=number)


async def test_a_refused_number_is_kept_in_the_audit_log() -> None:
    await begin(await people.terry(), client="1002", status=422)
    assert await rows.value("select count(*) from audit_event where kind = 'access_denied' and object_id = $1", people.client_id("bob"))  # fmt: skip
