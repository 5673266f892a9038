"""Things to mend: task types that nobody answers, and questions that reach nobody who may open the chart."""

import pytest

from tests import people, rows
from tests.messages import acts
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_when_all_is_answered_nothing_of_it_stands_there() -> None:
    page = await (await people.nora()).open("/staff/mend")
    page.shows("Things to mend")
    assert not page.all("#mend-messages")


async def test_a_task_type_whose_group_has_no_active_member_is_not_offered_and_stands_there() -> None:
    alice = await people.alice()
    page = await alice.open("/messages/new")
    page.shows("Billing question")
    billing = next(each for each in page.all("input[name=task_type]") if "Billing" in each.parent.get_text())  # type: ignore[union-attr]
    await rows.change("update user_group_member set staff = $1 where user_group = (select id from user_group where name = 'Billing office')", people.staff_id("stan"))  # fmt: skip
    await rows.change("update staff_member set active = false where id = $1", people.staff_id("stan"))

    (await alice.open("/messages/new")).lacks("Billing question")
    alice_form = await alice.open("/messages/new")
    alice_form.find("input[name=task_type][id=task_type]")["value"] = str(billing["value"])
    refused = await alice.press(
        "Send message", status=422, task_type=str(billing["value"]), subject="a", body="b"
    )
    refused.shows("This kind of message is not answered at the moment.")
    page = await (await people.nora()).open("/staff/mend")
    page.shows(
        "Clients are not offered “Billing question”: its user group “Billing office” has no active member."
    )
    assert str(page.find("#mend-messages .mend a")["href"]).startswith("/staff/admin/")


async def test_a_task_type_without_a_group_stands_there_and_one_not_in_use_does_not() -> None:
    await rows.change("update task_type set user_group = null where label = $1", acts.BILLING)
    await rows.change("update task_type set user_group = null, active = false where label = $1", acts.REFILL)
    page = await (await people.nora()).open("/staff/mend")
    page.shows("Clients are not offered “Billing question”: it has no user group.")
    page.lacks("Rx refill request")


async def test_a_question_that_none_who_answer_may_open_goes_to_client_admins_and_stands_there() -> None:
    alice, nora = await people.alice(), await people.nora()
    await rows.change(
        "update client_assignment set ends_on = '2026-01-06' where client = $1", people.client_id("alice")
    )
    await rows.change("update message_thread set waiting_since = null, soon_late_at = null, late_at = null")
    thread = await acts.write(alice, about=acts.REFILL)
    await acts.deliver()

    assert await acts.told(thread) == {"Nora"}
    page = await nora.open("/staff/mend")
    page.shows(
        "Client 1001 waits for an answer to “Rx refill request”, and nobody who answers may open the chart."
    )
    page.lacks("Alice Anderson")
    page = await nora.follow("Pass it on to somebody")
    assert page.path == f"/staff/messages/{thread}"
    value = next(str(each["value"]) for each in page.all("#assignee option") if "Nora" in each.get_text())
    await nora.press("Pass on", assignee=value)
    (await nora.open("/staff/mend")).lacks("Client 1001")


async def test_answered_questions_are_not_there() -> None:
    alice, nora = await people.alice(), await people.nora()
    await rows.change(
        "update client_assignment set ends_on = '2026-01-06' where client = $1", people.client_id("alice")
    )
    await rows.change("update message_thread set waiting_since = null, soon_late_at = null, late_at = null")
    thread = await acts.write(alice, about=acts.REFILL)
    (await nora.open("/staff/mend")).shows("Client 1001")
    await acts.answer(nora, thread, "It is on its way.")
    (await nora.open("/staff/mend")).lacks("Client 1001")


async def test_a_thread_stays_visible_when_its_task_type_is_no_longer_offered() -> None:
    alice = await people.alice()
    thread = await acts.write(alice, about=acts.BILLING)
    await rows.change("update task_type set user_group = null, active = false where label = $1", acts.BILLING)
    (await alice.open(f"/messages/{thread}")).shows("When do you open on Friday?")
    (await alice.open("/messages")).find(f"#thread-{thread}")
    await acts.reply(alice, thread, "Hello?")


async def test_it_is_for_client_admins() -> None:
    for name in ("terry", "dana", "stan"):
        page = await (await people.staff(name)).open("/staff/mend", status=403)
        page.shows("Client Admins")
    await rows.change("delete from profile_rule where rule <> 'Client Portal Can Send Messages to Client'")
    await (await people.nora()).open("/staff/mend")


async def test_it_stays_within_its_statements() -> None:
    nora = await people.nora()
    async with counted() as sql:
        await nora.open("/staff/mend")
    assert sql.count <= 4, sql
