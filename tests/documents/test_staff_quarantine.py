"""Files that were held back: who sees them, has them checked again, and removes them for good."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from app import config
from app.addresses import Scanner
from app.documents.rules import Ask
from app.files import checking, sweeping
from app.files.storage import storage
from tests import people, rows
from tests.documents import shelf
from tests.documents.shelf import post, put, shared, tab
from tests.environment import configured
from tests.files.virus_scanner import answering
from tests.page import Browser
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back", "empty")

PATH = "/staff/quarantine"


async def held(title: str = "Bad one", *, client: str = "alice", reason: str = "malware") -> UUID:
    document = await put(title, client=client)
    await shelf.hold_back(document, reason=reason)
    return document


async def waits(title: str = "Slow one", *, minutes: int = 11) -> UUID:
    document = await put(title, checked=False)
    await rows.change(
        "update stored_file set received_at = $2 where id = (select file from document where id = $1)",
        document,
        datetime.now(UTC) - timedelta(minutes=minutes),
    )
    return document


async def there(name: str) -> Browser:
    browser = await people.staff(name)
    await browser.open(PATH)
    return browser


async def test_held_back_files_of_open_charts_are_listed_with_reason_client_and_sender() -> None:
    await held("Terrys client", client="alice")
    await held("Danas client", client="bob", reason="unreadable")
    page = await (await people.terry()).open(PATH)
    page.shows("Terrys client", "Alice Anderson", "1001", "The virus scanner found something in this file")
    page.lacks("Danas client", "Baker")
    (await (await people.dana()).open(PATH)).shows("Danas client", "This file cannot be opened.")
    (await (await people.nora()).open(PATH)).shows("Terrys client", "Danas client")


async def test_one_that_waits_longer_than_ten_minutes_is_named_and_a_fresh_one_is_not() -> None:
    await waits("Slow one")
    await waits("Fresh one", minutes=9)
    page = await (await people.nora()).open(PATH)
    page.shows("Slow one", "Waits for its check", "The check has not begun.")
    page.lacks("Fresh one", "Check again")


async def test_while_the_scanner_is_away_that_is_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    await waits()
    away = replace(config.current(), scanner=Scanner("127.0.0.1", 9))
    monkeypatch.setattr(config, "current", lambda: away)
    nora = await people.nora()
    (await nora.open(PATH)).shows("The scanner cannot be reached.")
    (await nora.open("/staff/mend")).shows("1 file waits for its check: The scanner cannot be reached.")


async def test_what_could_not_be_checked_is_told_to_staff_and_can_be_checked_again_or_removed() -> None:
    document = await put("Odd one", checked=False)
    file = await shelf.column(document, "file")
    async with answering(b"Can't allocate memory ERROR\0") as scanner:
        with configured(scanner=scanner):
            for _ in range(checking.MOST_TRIES):
                await checking.check(file)
    await shelf.deliver()
    terry = await people.terry()
    (await terry.open("/staff")).shows("File held back", "Alice Anderson")
    page = await terry.follow("File held back")
    page.shows("Could not be checked", "The virus scanner could not check this file.")
    assert not (await terry.open("/staff")).all(".alert.unread")
    page = await terry.open(PATH)
    page.shows("Odd one", "Could not be checked", "Remove for good")
    page.lacks("Held back", "Waits for its check")
    await terry.press("Check again")
    await shelf.deliver()
    assert await shelf.of_file(document, "state") == "clean"
    (await (await people.alice()).open("/documents")).shows("Odd one")


async def test_every_file_that_is_held_back_is_told_once_to_those_who_are_told_of_uploads() -> None:
    for title in ("One", "Two"):
        document = await put(title, checked=False)
        async with answering(b"stream: Eicar FOUND\0") as scanner:
            with configured(scanner=scanner):
                await checking.check(await shelf.column(document, "file"))
    await shelf.deliver()
    for name in ("terry", "nora"):
        page = await (await people.staff(name)).open("/staff")
        page.shows("File held back: 2 documents")
    (await (await people.dana()).open("/staff")).lacks("File held back")


async def test_things_to_mend_lead_there() -> None:
    nora = await people.nora()
    (await nora.open("/staff/mend")).lacks("held back")
    await held()
    await held("Second")
    page = await nora.open("/staff/mend")
    page.shows("2 files were held back.")
    page.lacks("Bad one", "Alice")
    page = await nora.follow("Look at the files")
    assert page.path == PATH


async def test_a_file_that_is_checked_again_can_turn_out_clean() -> None:
    document = await held(reason="unreadable")
    terry = await there("terry")
    page = await terry.press("Check again")
    page.shows("The file is being checked again.", "No file was held back")
    assert await shelf.of_file(document, "state") == "received"
    await shelf.deliver()
    assert await shelf.of_file(document, "state") == "clean"
    assert await shelf.of_file(document, "reason") is None
    assert await shelf.recorded("document_checked_again") == 1


async def test_removed_for_good_it_stays_in_the_thread_and_its_bytes_are_gone() -> None:
    document = await held("Bad one")
    place = await shelf.of_file(document, "place")
    terry = await there("terry")
    page = await terry.follow("Remove for good")
    page.shows("Remove this file for good?", "Bad one")
    assert await shelf.of_file(document, "place") == place
    page = await terry.press("Remove for good")
    page.shows("The file is removed for good.", "No file was held back")
    page = await terry.open(tab())
    page.shows("Bad one", "Somebody of the practice removed this file after it was held back.")
    assert place not in {each async for each, _ in storage().places()}
    assert await shelf.of_file(document, "size_bytes") == 0
    assert await shelf.recorded("document_removed") == 1
    await sweeping.sweep(named_too=(), older_than=timedelta(0))
    assert await shelf.of_file(document, "reason") == "removed"
    await checking.check(await shelf.column(document, "file"))
    assert (await terry.send("GET", f"{tab()}/{document}/file")).status_code == 404
    (await terry.open("/staff/clients")).shows("Alice")


async def test_a_filled_form_that_is_removed_can_be_filled_again() -> None:
    blank = await shared("Intake", ask=Ask.FILL, completed_at=datetime.now(UTC), completed_by_name="Alice")
    other = await shared("Consent", ask=Ask.SIGN, completed_at=datetime.now(UTC), completed_by_name="Alice")
    document = await put("scan.pdf", answers=blank)
    await shelf.hold_back(document)
    terry = await there("terry")
    (await terry.follow("Remove for good")).shows("The client can fill it in and send it again.")
    await terry.press("Remove for good")
    assert await shelf.column(blank, "completed_at") is None
    assert await shelf.column(other, "completed_at") is not None


async def test_nothing_is_done_with_what_is_not_held_back_any_more() -> None:
    clean, document = await put("Clean one"), await held()
    terry = await there("terry")
    for each in (clean, await waits()):
        for leaf in ("checking", "removal"):
            assert await post(terry, f"{PATH}/{each}/{leaf}") == 409
    assert await post(terry, f"{PATH}/{document}/removal") == 303
    for leaf in ("checking", "removal"):
        assert await post(terry, f"{PATH}/{document}/{leaf}") == 409
    assert await shelf.of_file(clean, "state") == "clean"
    assert await shelf.recorded("document_removed") == 1


async def test_the_rule_or_being_a_client_admin_opens_it() -> None:
    document = await held()
    stan = await people.stan()
    (await stan.open(PATH, status=403)).shows("Files that were held back are for those who")
    terry = await shelf.only("terry", "view")
    page = await terry.open(PATH)
    page.lacks("Remove for good")
    assert await post(terry, f"{PATH}/{document}/removal") == 403
    assert (await terry.send("GET", f"{PATH}/{document}/removal")).status_code == 403
    terry = await shelf.only("terry", "create", "modify", "delete")
    await terry.open("/staff")
    for leaf in ("", f"/{document}/checking"):
        assert (await terry.send("GET", PATH)).status_code == 403, leaf
    assert await post(terry, f"{PATH}/{document}/checking") == 403
    await rows.change("delete from profile_rule where rule like 'Client Documents%'")
    nora = await there("nora")
    assert await post(nora, f"{PATH}/{document}/removal") == 303


async def test_dana_finds_nothing_of_alices() -> None:
    document = await held()
    dana = await there("dana")
    before = await rows.digest()
    for leaf in ("checking", "removal"):
        assert await post(dana, f"{PATH}/{document}/{leaf}") == 404
    assert (await dana.send("GET", f"{PATH}/{document}/removal")).status_code == 404
    assert await rows.digest() == before
    assert (
        await shelf.recorded("access_denied")
        + await rows.value("select count(*) from audit_event where kind = 'access_denied' and client is null")
        >= 3
    )


async def test_it_stays_within_its_statements_however_many_there_are() -> None:
    terry, costs = await people.terry(), []
    for _ in range(2):
        await held()
        async with counted() as sql:
            await terry.open(PATH)
        costs.append(sql.count)
    assert costs[0] == costs[1] <= 8, sql


async def test_an_assignment_that_has_ended_closes_it() -> None:
    await held()
    await rows.change("update client_assignment set ends_on = $1", date(2026, 1, 6))
    (await (await people.terry()).open(PATH)).lacks("Bad one")
