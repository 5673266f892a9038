"""Passing a thread on: to a member who may answer it, or to a group."""

import pytest

from tests import people, rows
from tests.messages import acts
from tests.page import Browser, Page
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")


async def pass_on(browser: Browser, thread: str, to: str, *, as_htmx: bool = False) -> Page:
    page = await browser.open(f"/staff/messages/{thread}")
    value = next(str(option["value"]) for option in page.all("#assignee option") if option.get_text() == to)
    return await browser.press("Pass on", assignee=value, as_htmx=as_htmx)


def choices(page: Page) -> list[str]:
    return [option.get_text() for option in page.all("#assignee option")]


async def test_only_those_who_may_open_the_chart_and_answer_are_offered() -> None:
    thread = await acts.write(await people.alice())
    terry = await people.terry()
    page = await terry.open(f"/staff/messages/{thread}")
    assert choices(page) == [
        "Whoever usually answers this", "Nora Novak", "Terry Tran, LCSW", "Billing office", "Clinicians", "Front office",
    ]  # fmt: skip
    await rows.change(
        "update staff_member set supervisor = $1 where id = $2",
        people.staff_id("dana"),
        people.staff_id("terry"),
    )
    assert "Dana Diaz, PhD" in choices(await terry.open(f"/staff/messages/{thread}"))
    await rows.change("update staff_member set active = false where id = $1", people.staff_id("nora"))
    page = await terry.open(f"/staff/messages/{thread}")
    assert "Nora Novak" not in choices(page)
    assert "Billing office" not in choices(page), "Nobody of it may open the chart."


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_who_and_when_is_kept_and_the_new_assignee_is_told_once(*, as_htmx: bool) -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice)
    await acts.deliver()
    assert await acts.told(thread) == {"Terry"}
    await pass_on(terry, thread, "Nora Novak", as_htmx=as_htmx)
    await acts.deliver()
    await acts.deliver()

    assert await acts.told(thread) == {"Terry", "Nora"}
    page = await terry.open(f"/staff/messages/{thread}")
    page.shows("Terry Tran, LCSW passed this on to Nora Novak")
    assert page.find("#assignee option[selected]").get_text() == "Nora Novak"
    nora = await people.nora()
    page = await nora.open("/staff")
    page.shows("Passed on to you to answer")
    assert len(page.all(".alert")) == 1
    assert await acts.recorded("thread_assigned", "alice") == 1


async def test_the_client_reads_who_answers_now_and_it_alone_is_told_of_the_next_message() -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice)
    await pass_on(terry, thread, "Nora Novak")
    (await alice.open(f"/messages/{thread}")).shows("Answered by Nora Novak, usually within 2 working days")
    (await alice.open("/activity")).shows("Changed who answers your message")
    await rows.change("delete from outbox_message")
    await rows.change("delete from alert")
    await acts.reply(alice, thread, "And on Saturday?")
    await acts.deliver()
    assert await acts.told(thread) == {"Nora"}


async def test_a_group_takes_it_over() -> None:
    alice, terry, nora = await people.alice(), await people.terry(), await people.nora()
    thread = await acts.write(alice)
    await pass_on(terry, thread, "Front office")
    (await alice.open(f"/messages/{thread}")).shows("Answered by Front office")
    await rows.change("delete from outbox_message where done_at is null")
    await acts.reply(alice, thread, "And on Saturday?")
    await acts.deliver()
    assert await acts.told(thread) == {"Nora", "Terry"}
    await pass_on(nora, thread, "Whoever usually answers this")
    (await nora.open(f"/staff/messages/{thread}")).shows("passed this back to those who usually answer")
    (await alice.open(f"/messages/{thread}")).shows("Answered by Terry Tran, LCSW")


async def test_whoever_passes_it_to_a_group_of_theirs_is_not_told_of_it() -> None:
    thread = await acts.write(await people.alice())
    await rows.change("delete from outbox_message")
    await pass_on(await people.terry(), thread, "Front office")
    await acts.deliver()
    assert await acts.told(thread) == {"Nora"}


async def test_passed_on_twice_before_the_worker_came_only_the_last_is_told() -> None:
    thread = await acts.write(await people.alice())
    await rows.change("delete from outbox_message")
    terry = await people.terry()
    await pass_on(terry, thread, "Nora Novak")
    await pass_on(terry, thread, "Billing office")
    await acts.deliver()
    assert await acts.told(thread) == {"Nora"}
    assert await rows.value("select count(*) from alert where object_id = $1::text::uuid", thread) == 1


async def test_an_assignee_who_may_no_longer_answer_is_covered() -> None:
    alice, nora = await people.alice(), await people.nora()
    thread = await acts.write(alice)
    await pass_on(nora, thread, "Terry Tran, LCSW")
    await rows.change("delete from outbox_message")
    await rows.change(
        "update client_assignment set ends_on = '2026-01-06' where client = $1", people.client_id("alice")
    )
    await acts.reply(alice, thread, "And on Saturday?")
    await acts.deliver()
    assert await acts.told(thread) == {"Nora"}


@pytest.mark.parametrize("to", ["dana", "stan"])
async def test_somebody_who_may_not_open_the_chart_is_refused(to: str) -> None:
    thread = await acts.write(await people.alice())
    terry = await people.terry()
    await terry.open(f"/staff/messages/{thread}")
    page = await terry.press("Pass on", assignee=str(people.staff_id(to)), status=409)
    page.shows("They may not answer this client's messages")
    assert await acts.column(thread, "assignee") is None
    assert await rows.value("select count(*) from thread_step where thread = $1::text::uuid", thread) == 0


async def test_passing_on_needs_modify_and_the_chart() -> None:
    thread = await acts.write(await people.alice())
    terry, dana = await people.terry(), await people.dana()
    await terry.open(f"/staff/messages/{thread}")
    shown = terry.page
    await acts.without_action("terry", "can_modify")
    terry.page = shown
    await terry.press("Pass on", status=403)
    (await dana.open(f"/staff/messages/{thread}", status=404)).lacks("Pass on")


async def test_the_page_stays_within_its_statements() -> None:
    thread = await acts.write(await people.alice())
    terry = await people.terry()
    for to in ("Nora Novak", "Front office", "Terry Tran, LCSW"):
        await pass_on(terry, thread, to)
    for browser in (terry, await people.nora()):
        async with counted() as sql:
            page = await browser.open(f"/staff/messages/{thread}")
        assert sql.count <= 8, sql
    assert len(page.all(".step")) == 3
