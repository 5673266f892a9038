"""Every kind of question is answered, comes back as it was typed, and is read in words."""

from typing import Any

import pytest

from tests import people, rows
from tests.documents.papers import PDF
from tests.forms.filling.filled import answers_of, as_fields, given
from tests.forms.filling.made import EVERY_KIND, assigned, item

pytestmark = pytest.mark.usefixtures("rolled_back")

TYPED = {
    "a.line": "One line",
    "a.lines": "First\nsecond",
    "a.whole": "12",
    "a.decimal": "1.5",
    "a.day~month": "2",
    "a.day~day": "29",
    "a.day~year": "2024",
    "a.moment~month": "3",
    "a.moment~day": "1",
    "a.moment~year": "2026",
    "a.moment~time": "14:30",
    "a.clock": "08:15",
    "a.link": "https://example.org",
    "a.yes": "true",
    "a.one": "1",
    "a.several": "2",
    "a.open~other": "a parrot",
    "a.list": "1",
    "a.quantity": "70",
    "a.names:1": "Ann",
    "a.pills:1/pill": "Sertraline",
}
READ = (
    "One line", "second", "12", "1.5", "February 29, 2024", "March 1, 2026", "2:30", "8:15", "https://example.org",
    "Yes", "green", "water", "a parrot", "70", "Ann", "Sertraline",
)  # fmt: skip


async def test_every_kind_is_answered_and_comes_back() -> None:
    form = await assigned(EVERY_KIND)
    alice = await people.alice()
    await alice.open(f"/forms/{form}")
    page = await alice.press("Look over my answers", **as_fields(TYPED))
    page.shows(*READ)
    page = await alice.open(f"/forms/{form}")
    for name, typed in (
        ("a.line", "One line"),
        ("a.whole", "12"),
        ("a.moment~time", "14:30"),
        ("a.link", "https://example.org"),
    ):
        assert page.find(f'[name="{name}"]')["value"] == typed
    assert page.find('[name="a.day~day"]')["value"] == "29"
    assert page.find('textarea[name="a.lines"]').get_text().strip() == "First\nsecond"
    assert page.find('[name="a.several"][value="2"]').has_attr("checked")
    assert page.find('[name="a.more"]')
    await alice.press("Look over my answers", **as_fields({"a.more": "Much more"}))
    await alice.press("Send my answers")
    found = given((await answers_of(form, "completed"))["item"])
    assert (found["more"], found["pill"], found["names"]) == ("Much more", "Sertraline", "Ann")


async def test_rows_and_answers_are_added_and_removed() -> None:
    form = await assigned(
        [
            item("pills", "group", repeats=True, item=[item("pill", "string")]),
            item("names", "string", repeats=True),
        ]
    )
    alice = await people.alice()
    await alice.open(f"/forms/{form}")
    page = await alice.press("Add another The pills", **as_fields({"a.pills:1/pill": "First"}))
    assert len(page.all(".repeated")) == 2
    await alice.press("Add another The pills", **as_fields({"a.pills:2/pill": "Second"}))
    page = await alice.press("Remove entry 1", **as_fields({"a.pills:3/pill": "Third"}))
    assert [field["value"] for field in page.all(".repeated input")] == ["Second", "Third"]
    page = await alice.press("Add another The names", **as_fields({"a.names:1": "Ann"}))
    assert len(page.all("[id^=i2e]:not(button)")) >= 2
    page = await alice.press("Look over my answers", **as_fields({"a.names:2": "Bea"}))
    page.shows("Second", "Third", "Ann", "Bea")
    page.lacks("First")


async def test_a_file_is_added_becomes_a_document_and_is_taken_out() -> None:
    form = await assigned([item("paper", "attachment", required=True), item("line", "string")])
    alice = await people.alice()
    await alice.open(f"/forms/{form}")
    page = await alice.press(
        "Add this file The paper", files=[("letter.pdf", PDF)], **as_fields({"a.line": "kept"})
    )
    page.shows("letter.pdf", "Being checked")
    assert page.find('[name="a.line"]')["value"] == "kept"
    assert (
        await rows.value(
            "select count(*) from document join document_type type on type.id = document_type"
            " where type.key = 'attachment' and document.client = $1",
            people.client_id("alice"),
        )
        == 1
    )
    (await alice.open("/documents")).shows("letter.pdf")
    await alice.open(f"/forms/{form}")
    page = await alice.press("Look over my answers")
    page.shows("letter.pdf", "Please look over your answers.")
    await alice.open(f"/forms/{form}")
    page = await alice.press("Take it out letter.pdf")
    assert page.all("input[type=file]")


async def test_a_file_that_is_chosen_and_not_added_comes_along() -> None:
    form = await assigned([item("paper", "attachment", required=True)])
    alice = await people.alice()
    await alice.open(f"/forms/{form}")
    page = await alice.press("Look over my answers", files=[("letter.pdf", PDF)])
    page.shows("letter.pdf", "Please look over your answers.")


async def test_a_file_that_is_not_taken_says_why_and_keeps_the_rest() -> None:
    form = await assigned([item("paper", "attachment"), item("line", "string")])
    alice = await people.alice()
    await alice.open(f"/forms/{form}")
    fields: dict[str, Any] = as_fields({"a.line": "kept"})
    page = await alice.press(
        "Look over my answers", files=[("letter.exe", b"MZ nothing")], status=422, **fields
    )
    page.shows("letter.exe", "Only PDF, JPEG, PNG and HEIC files can be used here.")
    assert page.find('[name="a.line"]')["value"] == "kept"


async def test_a_question_that_is_hidden_keeps_its_answer_and_does_not_send_it() -> None:
    form = await assigned([EVERY_KIND[8], EVERY_KIND[-1]])
    alice = await people.alice()
    await alice.open(f"/forms/{form}")
    await alice.press("Show what follows", **as_fields({"a.yes": "true"}))
    await alice.press("Save", **as_fields({"a.more": "kept"}))
    page = await alice.press("Show what follows", **as_fields({"a.yes": "false"}))
    assert not page.all('[name="a.more"]')
    page = await alice.press("Show what follows", **as_fields({"a.yes": "true"}))
    assert page.find('[name="a.more"]')["value"] == "kept"
    await alice.press("Look over my answers", **as_fields({"a.yes": "false"}))
    await alice.press("Send my answers")
    assert "more" not in given((await answers_of(form, "completed"))["item"])
