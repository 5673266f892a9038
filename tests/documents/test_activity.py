"""The client's activity names the documents it tells of, as far as the client may see them."""

import pytest

from tests import checks, people, rows
from tests.accounts.grants.access import limit
from tests.documents.papers import CONFIRM, SIGN, withdraw
from tests.documents.shelf import post, put, shared, tab
from tests.page import Browser
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")


async def told(browser: Browser, query: str = "?kind=documents") -> list[str]:
    page = await browser.open(f"/activity{query}")
    return [checks.words(line.p) for line in page.all(".entry .happened")]


async def test_each_line_says_which_document() -> None:
    alice, terry = await people.alice(), await people.terry()
    await alice.open(f"/documents/{SIGN}")
    await alice.press("Sign", typed_name="Alice")
    await terry.open(tab())
    await post(terry, f"{tab()}/{CONFIRM}/title", title="Privacy <notice>")
    lines = await told(alice)
    assert lines[:2] == [
        "Renamed a document: Privacy <notice>",
        "Looked at a document: Consent to telehealth",
    ]
    assert "Signed a document: Consent to telehealth" in lines


async def test_the_spreadsheet_says_so_too() -> None:
    alice = await people.alice()
    await alice.open(f"/documents/{SIGN}")
    answer = await alice.send("GET", "/activity.csv")
    assert "Looked at a document: Consent to telehealth," in answer.text


async def test_one_that_was_taken_back_is_told_by_its_type_and_later_not_at_all() -> None:
    alice, terry = await people.alice(), await people.terry()
    await alice.open(f"/documents/{SIGN}")
    await terry.open(tab())
    await post(terry, f"{tab()}/{SIGN}/withdrawal")
    assert await told(alice) == [
        "Took a document back: Form or questionnaire",
        "Looked at a document: Form or questionnaire",
    ]
    await withdraw(SIGN, days_ago=31)
    assert await told(alice) == ["Took a document back", "Looked at a document"]


async def test_what_stays_in_the_chart_is_not_named() -> None:
    document = await put("Private thoughts", from_client=False)
    terry, alice = await people.terry(), await people.alice()
    await terry.open(tab())
    await post(terry, f"{tab()}/{document}/title", title="Even more private")
    await terry.send("GET", f"{tab()}/{document}/file")
    assert await told(alice) == ["Opened a document in the chart", "Renamed a document"]


async def test_who_may_not_open_documents_reads_no_line_of_them() -> None:
    gina, document = await people.gina(), await shared("Consent", client="max")
    await gina.open(f"/documents/{document}")
    assert await told(gina, "") == ["Looked at a document: Consent"]
    await limit("gina", "max", "messages", "activity")
    assert await told(gina, "") == []


async def test_an_older_line_is_told_without_its_name() -> None:
    alice = await people.alice()
    await alice.open(f"/documents/{SIGN}")
    await rows.change("update activity_entry set object_id = null")
    assert await told(alice) == ["Looked at a document"]


async def test_the_page_stays_within_its_statements_however_many_documents_there_are() -> None:
    alice, costs = await people.alice(), []
    for _ in range(2):
        await alice.open(f"/documents/{await shared()}")
        async with counted() as sql:
            await alice.open("/activity")
        costs.append(sql.count)
    assert costs[0] == costs[1] <= 4, sql
