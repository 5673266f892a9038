"""A client asks for everything in one file, the worker makes it, and they take it away; nobody else does."""

from datetime import timedelta
from uuid import UUID

import pytest

from app import db
from app.files import sweeping
from app.files.storage import storage
from app.notices import outbox
from app.record.exporting import making
from app.worker import EFFECTS, NAMED_PLACES, SOURCES
from tests import people, rows
from tests.page import Browser
from tests.record.exporting.taking import opened

pytestmark = pytest.mark.usefixtures("rolled_back")

PAGE = "/record/everything"
NEWEST = "select id from record_export order by asked_at desc limit 1"
DONE = "select count(*) from activity_entry where client = $1 and kind = $2"
LONG_AGO = "update portal_session set confirmed_at = now() - interval '11 minutes'"


async def asked(browser: Browser) -> UUID:
    await browser.open(PAGE)
    await browser.press("Make the file")
    export: UUID = await rows.value(NEWEST)
    return export


async def test_alice_takes_everything_away_as_one_file() -> None:
    alice = await people.alice()
    export = await asked(alice)
    assert alice.page is not None
    alice.page.shows("Your file is being made.")
    await making.make_waiting(SOURCES)
    page = await alice.open(PAGE)
    page.shows("Your file is ready.")
    (link,) = page.all(f"a[href='/record/exports/{export}/file']")
    answer = await alice.send("GET", str(link["href"]))
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"].startswith('attachment; filename="portal-')
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "index.html" in opened(answer.content)
    for kind in ("export_asked_for", "export_made", "export_downloaded"):
        assert await rows.value(DONE, people.client_id("alice"), kind) == 1
    await outbox.deliver_all(effects=EFFECTS)
    assert (
        await rows.value(
            "select count(*) from client_notice where object_id = $1 and notice = 'record'", export
        )
        == 1
    )


async def test_what_lies_in_the_storage_cannot_be_read_there() -> None:
    await asked(await people.alice())
    await making.make_waiting(SOURCES)
    place = await rows.value("select place from record_export")
    kept = b"".join([part async for part in storage().get(place)])
    assert kept[:2] != b"PK"
    assert b"index.html" not in kept


async def test_who_did_not_prove_lately_who_they_are_is_asked_for_it() -> None:
    alice = await people.alice()
    export = await asked(alice)
    await making.make_waiting(SOURCES)
    await rows.change(LONG_AGO)
    for path in (PAGE, f"/record/exports/{export}/file"):
        assert (await alice.open(path)).path.startswith("/confirm?next=/record/everything")
    sent = await alice.send(
        "POST", PAGE, content=b"", headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert sent.headers["location"] == "/confirm?next=/record/everything"
    assert await rows.value("select count(*) from record_export") == 1


async def test_nobody_but_who_asked_has_it_and_only_while_all_of_it_is_open_to_them() -> None:
    gina, path = await people.gina(), "/record/exports/{}/file"
    export = await asked(gina)
    await making.make_waiting(SOURCES)
    for other in (await people.alice(), await people.bob()):
        await other.open(path.format(export), status=404)
    await rows.change("update record_export set account = $1", people.account_id("alice"))
    await gina.open(path.format(export), status=404)
    await rows.change("update record_export set account = $1", people.account_id("gina"))
    assert (await gina.send("GET", path.format(export))).status_code == 200
    await rows.change(
        "update chart_grant set areas = '{record,messages}' where account = $1", people.account_id("gina")
    )
    await gina.open(path.format(export), status=404)
    await rows.change("update record_export set areas = 'messages,record'")
    assert (await gina.send("GET", path.format(export))).status_code == 200
    await rows.change("update record_export set for_self = true")
    await gina.open(path.format(export), status=404)
    await rows.change(
        "update chart_grant set areas = '{messages}' where account = $1", people.account_id("gina")
    )
    await gina.open(PAGE, status=404)


async def test_one_that_is_being_made_is_the_answer_to_who_asks_again_and_five_are_enough_for_a_day() -> None:
    alice = await people.alice()
    for number in range(1, 6):
        await asked(alice)
        await alice.send(
            "POST",
            PAGE,
            content=f"_csrf={alice.token}".encode(),
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
        assert await rows.value("select count(*) from record_export") == number
        await rows.change("update record_export set state = 'failed'")
    await alice.open(PAGE)
    (await alice.press("Make the file", status=422)).shows("Please try again tomorrow.")
    await rows.change("update record_export set asked_at = asked_at - interval '25 hours'")
    await asked(alice)


async def test_a_newer_one_takes_the_place_of_the_one_before() -> None:
    alice = await people.alice()
    first = await asked(alice)
    await making.make_waiting(SOURCES)
    place = await rows.value("select place from record_export where id = $1", first)
    await alice.open(PAGE)
    await alice.press("Make a new file")
    await rows.change(
        "update record_export set asked_at = asked_at + interval '1 second' where id <> $1", first
    )
    await rows.change("update record_export set asked_at = asked_at - interval '1 minute'")
    await making.make_waiting(SOURCES)
    states = await db.rows("select state from record_export order by asked_at")
    assert [row["state"] for row in states] == ["gone", "ready"]
    assert place not in {place async for place, _ in storage().places()}
    await alice.open(f"/record/exports/{first}/file", status=404)


async def test_it_is_gone_after_a_week_and_the_sweep_leaves_it_alone_until_then() -> None:
    alice = await people.alice()
    export = await asked(alice)
    await making.make_waiting(SOURCES)
    place = await rows.value("select place from record_export")
    await sweeping.sweep(named_too=NAMED_PLACES, older_than=timedelta(0))
    await making.remove_over()
    assert (await alice.send("GET", f"/record/exports/{export}/file")).status_code == 200
    await rows.change("update record_export set expires_at = now()")
    (await alice.open(PAGE)).lacks("Your file is ready.")
    await alice.open(f"/record/exports/{export}/file", status=404)
    await making.remove_over()
    assert await rows.value("select state from record_export") == "gone"
    assert place not in {place async for place, _ in storage().places()}


async def test_staff_who_may_release_records_have_one_made_and_others_do_not() -> None:
    chart = f"/staff/clients/{people.client_id('alice')}/record"
    nora = await people.nora()
    await nora.open(chart)
    (await nora.press("Make a file of everything")).shows("It is being made.")
    await making.make_waiting(SOURCES)
    export = await rows.value(NEWEST)
    (await nora.open(chart)).shows("until")
    path = f"{chart}/exports/{export}/file"
    assert "index.html" in opened((await nora.send("GET", path)).content)
    assert await rows.value(DONE, people.client_id("alice"), "export_downloaded") == 1
    await (await people.dana()).open(path, status=403)
    await rows.change(
        "update profile_rule set rule = 'Record release', can_view = true, can_create = true"
        " where rule = 'Client Documents Create Can Save to Client Portal Folder'"
        " and profile = (select profile from staff_member where id = $1)",
        people.staff_id("dana"),
    )
    await (await people.dana()).open(path, status=404)
    await (await people.stan()).open(path, status=403)
    await rows.change("update record_export set staff = $1", people.staff_id("terry"))
    await nora.open(path, status=404)
    await (await people.alice()).open(f"/record/exports/{export}/file", status=404)
