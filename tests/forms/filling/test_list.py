"""What clients see in the list of forms, and what is kept from them."""

import pytest

from app.forms.demo import form_id
from tests import checks, people, rows
from tests.accounts.grants.access import limit
from tests.documents.papers import SIGN
from tests.page import Page
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")

PHQ, GAD, CONSENT = form_id("phq-9"), form_id("gad-7"), form_id("consent-to-treatment")


def titles(page: Page, shelf: str) -> list[str]:
    return [checks.words(heading) for heading in page.all(f"[aria-labelledby={shelf}] h3")]


async def test_what_must_be_done_comes_first_and_what_is_due_before_the_rest() -> None:
    page = await (await people.alice()).open("/forms")
    assert titles(page, "to_do") == [
        "Patient Health Questionnaire (PHQ-9)",
        "Consent to Treatment",
        "Generalized Anxiety Disorder Scale (GAD-7)",
    ]
    page.shows("Required", "If you like", "Due", "3 of 7 answered", "In progress", "New")


async def test_a_form_past_its_day_is_overdue() -> None:
    await rows.change("update form_assignment set due_on = current_date - 3 where id = $1", PHQ)
    page = await (await people.alice()).open("/forms")
    assert checks.words(page.find(f"#form-{PHQ} .tag")) == "Overdue"
    (await (await people.alice()).open("/home")).shows("1 is overdue")


async def test_the_forms_of_others_are_not_in_it() -> None:
    page = await (await people.bob()).open("/forms")
    assert len(titles(page, "to_do")) == 2
    page.lacks("Consent")
    for path in (f"/forms/{PHQ}", f"/forms/{PHQ}/review", f"/forms/{PHQ}/submission", f"/forms/{PHQ}/fhir"):
        await (await people.bob()).open(path, status=404)


async def test_an_access_without_forms_opens_none_of_them() -> None:
    await limit("gina", "max", "messages")
    gina = await people.gina()
    for path in ("/forms", f"/forms/{form_id('patient-registration', 'max')}"):
        await gina.open(path, status=404)
    (await gina.open("/messages")).lacks("Complete Forms")


async def test_the_tab_of_the_library_leads_to_it() -> None:
    alice = await people.alice()
    await alice.open("/documents")
    page = await alice.follow("Forms", within=".tabs")
    assert page.path == "/forms"
    assert [checks.words(link) for link in page.all(".tabs a")] == [
        "Forms",
        "Documents",
        "Upload",
        "CCD Download",
    ]


async def test_home_counts_what_must_be_done_and_names_what_comes_first() -> None:
    page = await (await people.alice()).open("/home")
    tile = checks.words(page.find("#tile-forms"))
    for words in (
        "2 forms to do",
        "Next: Patient Health Questionnaire (PHQ-9)",
        "3 documents to be completed",
    ):
        assert words in tile, tile
    assert checks.words(page.find("#navigation [href='/forms'] .badge")) == "2 to look at"


async def test_home_tells_nothing_of_documents_to_whoever_may_not_open_them() -> None:
    file = await rows.value("select file from document where id = $1", SIGN)
    for table, row in (("document", SIGN), ("stored_file", file)):
        await rows.change(f"update {table} set client = $1 where id = $2", people.client_id("max"), row)
    (await (await people.gina()).open("/home")).shows("1 document to be completed")
    await limit("gina", "max", "forms")
    (await (await people.gina()).open("/home")).lacks("to be completed")


async def test_a_form_that_was_taken_back_leaves_its_day_for_thirty_days() -> None:
    await rows.change("update form_assignment set taken_back_at = now() where id = $1", PHQ)
    page = await (await people.alice()).open("/forms")
    page.shows("Your practice took this back on")
    assert titles(page, "taken_back") == ["Patient Health Questionnaire (PHQ-9)"]
    assert not page.find(f"#form-{PHQ}").select("a")
    await rows.change(
        "update form_assignment set taken_back_at = now() - interval '31 days' where id = $1", PHQ
    )
    (await (await people.alice()).open("/forms")).lacks("took this back")
    await (await people.alice()).open(f"/forms/{PHQ}", status=404)


async def test_titles_are_in_the_readers_language() -> None:
    page = await (await people.charlie()).open("/forms")
    assert titles(page, "to_do") == ["Registro de pacientes"] or "egistro" in titles(page, "to_do")[0]


@pytest.mark.parametrize("path", ["/forms", f"/forms/{PHQ}", f"/forms/{GAD}", f"/forms/{GAD}/review"])
async def test_a_page_costs_four_statements(path: str) -> None:
    alice = await people.alice()
    async with counted() as sql:
        await alice.open(path)
    assert sql.count <= 4, str(sql)
