"""Who is told that something came in through the portal, what they read of it, and when it counts as read."""

import pytest

from app import db
from app.documents.service import COMPLETED, UPLOADED
from app.notices import outbox
from tests import people, rows
from tests.documents import shelf
from tests.documents.shelf import put, shared, tab
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back", "empty")

ASSIGNED = {
    UPLOADED: "Receives Assigned Client Portal Document Upload Alert",
    COMPLETED: "Receives Assigned Client Portal QnA Form Completed Alerts",
}
EVERY = {
    UPLOADED: "Receives All Client Portal Document Upload Alerts",
    COMPLETED: "Receives All Client Portal QnA Form Completed Alerts",
}
KINDS = pytest.mark.parametrize("kind", [UPLOADED, COMPLETED])


async def tell(kind: str, client: str = "alice") -> None:
    document = await (put(client=client) if kind == UPLOADED else shared(client=client))
    await rows.change("update outbox_message set done_at = now()")
    async with db.transaction():
        await outbox.add(kind=kind, payload={"document": str(document)})
    await shelf.deliver()


async def told() -> list[str]:
    names = await rows.value(
        "select string_agg(first_name, ',' order by first_name) from alert join staff_member m on m.id = recipient"
    )
    return names.split(",") if names else []


async def take(rule: str, name: str = "nora") -> None:
    await rows.change(
        "delete from profile_rule where rule = $1 and profile = (select profile from staff_member where id = $2)",
        rule,
        people.staff_id(name),
    )


async def give(rule: str, name: str) -> None:
    await rows.change(
        "insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete)"
        " select gen_random_uuid(), profile, $1, false, false, true, false from staff_member where id = $2",
        rule,
        people.staff_id(name),
    )


@KINDS
async def test_the_assigned_and_those_who_receive_all_are_told_once_each(kind: str) -> None:
    await tell(kind)
    assert await told() == ["Nora", "Terry"]


@KINDS
async def test_holding_both_rules_gives_one_alert(kind: str) -> None:
    await give(EVERY[kind], "terry")
    await tell(kind)
    assert await told() == ["Dana", "Nora", "Terry"], "Dana has Terry's profile."


@KINDS
async def test_without_the_rule_nobody_is_told(kind: str) -> None:
    for rule in (ASSIGNED[kind], EVERY[kind]):
        for name in ("nora", "terry"):
            await take(rule, name)
    await tell(kind)
    assert await told() == []


@KINDS
async def test_a_supervisor_is_told_of_the_clients_of_whom_they_supervise(kind: str) -> None:
    await take(EVERY[kind])
    await rows.change(
        "update staff_member set supervisor = $1 where id = $2",
        people.staff_id("dana"),
        people.staff_id("terry"),
    )
    await tell(kind)
    assert await told() == ["Dana", "Terry"]
    page = await (await people.dana()).open("/staff")
    page.shows("Alice Anderson")


@KINDS
async def test_who_has_left_is_not_told(kind: str) -> None:
    await rows.change("update staff_member set active = false where id = $1", people.staff_id("terry"))
    await tell(kind)
    assert await told() == ["Nora"]


async def test_the_alert_leads_to_the_tab_which_marks_it_read() -> None:
    await tell(UPLOADED)
    await tell(COMPLETED)
    terry, nora = await people.terry(), await people.nora()
    page = await terry.open("/staff")
    page.shows("Document Upload", "Document completed", "Alice Anderson")
    assert len(page.all(".alert.unread")) == 2
    page = await terry.follow("Document Upload")
    assert page.path == tab()
    page.shows("Documents Updated via Portal")
    assert not (await terry.open("/staff")).all(".alert.unread")
    assert len((await nora.open("/staff")).all(".alert.unread")) == 2, "Reading is everybody's own."


async def test_the_tab_marks_no_alert_of_another_kind_or_chart() -> None:
    await tell(UPLOADED)
    await tell(UPLOADED, client="charlie")
    await rows.change(
        "update alert set kind = 'access_end_asked' where client = $1", people.client_id("alice")
    )
    terry = await people.terry()
    await terry.open(tab())
    assert len((await terry.open("/staff")).all(".alert.unread")) == 2


@KINDS
@pytest.mark.parametrize("path", ["/staff", "/staff/alerts"])
async def test_who_may_not_open_the_chart_reads_number_kind_and_clinician_only(kind: str, path: str) -> None:
    await give(EVERY[kind], "dana")
    await tell(kind)
    dana = await people.dana()
    page = await dana.open(path)
    page.shows("1001", "Clinician: Terry Tran, LCSW")
    page.shows("Document Upload" if kind == UPLOADED else "Document completed")
    page.lacks("Alice", "Anderson", "School letter", "Treatment plan")
    assert not page.all(".alert a")
    assert str(people.client_id("alice")) not in page.response.text
    assert (await dana.send("GET", tab())).status_code == 404


async def test_the_inbox_stays_within_its_statements() -> None:
    await tell(UPLOADED)
    for name in ("terry", "nora"):
        browser = await people.staff(name)
        async with counted() as sql:
            await browser.open("/staff")
        assert sql.count <= 8, sql
