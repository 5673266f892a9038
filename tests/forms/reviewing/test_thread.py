"""What was sent stands in the chart's thread Documents Updated via Portal, beside the documents."""

import pytest

from app.documents import staff_controller
from tests import checks, people, rows
from tests.documents.shelf import put, tab
from tests.forms.reviewing.filed import TAB, corrected, post, sent, take
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back", "empty")


async def test_forms_and_documents_stand_in_it_together_the_newest_first() -> None:
    await put(client="alice")
    response = await sent("1")
    await rows.change("update document set sent_at = sent_at - interval '1 hour'")
    page = await (await people.terry()).open(tab())
    lines = page.all("section[aria-labelledby=thread-title] li.filed")
    assert len(lines) == 2
    first = checks.words(lines[0])
    for words in ("PHQ-9", "Form", "Alice Anderson", "Sent", "An answer shows danger."):
        assert words in first
    assert str(lines[0].a["href"]) == f"{TAB}/{response}"  # type: ignore[index]


async def test_what_was_corrected_set_aside_and_reviewed_is_told() -> None:
    first = await sent("0")
    second = await corrected("0")
    nora = await people.nora()
    assert await post(nora, f"{TAB}/{first}/review") == 303
    assert await post(nora, f"{TAB}/{second}/setting-aside", reason="x") == 303
    page = await nora.open(tab())
    words = [checks.words(line) for line in page.all("section[aria-labelledby=thread-title] li.filed")]
    assert "Entered in error" in words[0]
    assert "Reviewed by Nora Novak" in words[1]


async def test_who_may_not_read_answers_sees_the_documents_alone() -> None:
    await put(client="alice")
    await sent("1")
    await take("Receives Assigned Client Portal QnA Form Completed Alerts")
    page = await (await people.terry()).open(tab())
    page.lacks("PHQ-9", "danger")
    assert len(page.all("section[aria-labelledby=thread-title] li.filed")) == 1


async def test_it_holds_the_newest_of_many_in_one_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    await sent("0")
    await corrected("0")
    terry = await people.terry()
    async with counted() as few:
        await terry.open(tab())
    await corrected("0")
    monkeypatch.setattr(staff_controller, "MOST_FILED", 2)
    async with counted() as many:
        page = await terry.open(tab())
    assert many.count == few.count <= 8, many
    page.shows("Older forms stand on their own tab.")
    assert len(page.all("section[aria-labelledby=thread-title] li.filed")) == 2
