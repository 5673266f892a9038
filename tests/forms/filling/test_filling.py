"""A form is filled page by page, saved as it goes, looked over and sent; without a script, and as htmx does it."""

from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from app.forms.demo import form_id
from tests import checks, people, rows
from tests.forms.filling.filled import (
    CONSENT,
    DIFFICULTY,
    FILL,
    GAD,
    NAMES,
    PHQ,
    all_of,
    answers_of,
    as_fields,
    fill_phq,
    given,
)
from tests.forms.filling.made import assigned, item
from tests.page import FORM, Browser
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")

SAVE = f"{FILL}/answers"
AS_HTMX = {"hx-request": "true", "hx-request-type": "partial", "hx-target": "div#saved"}


async def saved(browser: Browser, path: str = SAVE, *, htmx: bool = True, **fields: str) -> httpx.Response:
    """Send answers as the script does while somebody fills a form."""
    content = urlencode({"_csrf": browser.token, "page": "1", "revision": "0"} | fields).encode()
    headers = {"content-type": FORM} | (AS_HTMX if htmx else {})
    return await browser.send("POST", path, headers=headers, content=content)


async def test_a_form_shows_its_questions_and_looking_at_it_begins_nothing() -> None:
    page = await (await people.alice()).open(FILL)
    assert page.heading == "Patient Health Questionnaire (PHQ-9)"
    assert len(page.all("fieldset.choices")) == 10
    page.shows("10 questions left", "Saved as you go", "(optional)", "No permission required to reproduce")
    assert await rows.value("select count(*) from form_response where assignment = $1", PHQ) == 0


async def test_a_save_of_a_page_without_answers_begins_nothing() -> None:
    alice = await people.alice()
    await alice.open(FILL)
    answer = await saved(alice, **as_fields({NAMES[0]: ""}))
    assert "Saved as you go" in answer.text
    assert await rows.value("select count(*) from form_response where assignment = $1", PHQ) == 0


async def test_an_answer_is_saved_as_it_is_given_and_the_answer_is_small() -> None:
    alice = await people.alice()
    await alice.open(FILL)
    answer = await saved(alice, **as_fields({NAMES[0]: "2"}))
    assert answer.status_code == 200
    assert 'id="saved"' in answer.text
    assert "9 questions left" in answer.text
    assert len(answer.content) < 1_500
    assert given((await answers_of(PHQ))["item"]) == {"44250-9": "More than half the days"}
    assert "Several days" not in answer.text


async def test_saving_costs_few_statements() -> None:
    alice = await people.alice()
    await alice.open(FILL)
    await saved(alice, **as_fields({NAMES[0]: "2"}))
    async with counted() as sql:
        await saved(alice, revision="1", **as_fields({NAMES[0]: "1"}))
    assert sql.count <= 5, str(sql)


async def test_what_was_saved_is_there_on_another_device_at_the_page_that_was_left() -> None:
    alice = await people.alice()
    await alice.open(FILL)
    await saved(alice, **all_of("1", but=2))
    page = await (await people.alice()).open(FILL)
    assert len(page.all("[checked]")) == 7
    page.shows("3 questions left")
    (await (await people.alice()).open("/forms")).shows("7 of 10 answered", "In progress")


async def test_without_a_script_save_stays_and_go_on_later_leaves() -> None:
    alice = await people.alice()
    await alice.open(FILL)
    page = await alice.press("Save", **as_fields({NAMES[0]: "1"}))
    assert (page.path, len(page.all("[checked]"))) == (f"{FILL}?page=1", 1)
    page = await alice.press("Go on later", **as_fields({NAMES[1]: "1"}))
    assert page.path == "/forms"
    page.shows("You can go on at any time")
    assert len(given((await answers_of(PHQ))["item"])) == 2


async def test_an_answer_can_be_taken_away_again() -> None:
    alice = await people.alice()
    await alice.open(FILL)
    await saved(alice, **as_fields({DIFFICULTY: "1"}))
    assert len(given((await answers_of(PHQ))["item"])) == 1
    await saved(alice, revision="1", **as_fields({DIFFICULTY: ""}))
    assert given((await answers_of(PHQ)).get("item", [])) == {}


async def test_what_is_missing_is_told_at_the_end_with_the_way_to_it() -> None:
    alice = await people.alice()
    page = await fill_phq(alice, but=1)
    assert page.path == f"{FILL}/review"
    page.shows("Not everything is filled in yet.", "Thoughts that you would be better off dead")
    assert not page.all("#sending")
    link = page.find(".missing a")["href"]
    assert str(link) == f"{FILL}?page=1&checked=1#i9e1"
    page = await alice.open(str(link).partition("#")[0])
    assert page.find("#i9e1").get("aria-invalid") == "true"
    page.shows("Please answer this question.")


async def test_a_form_is_sent_once_everything_is_there() -> None:
    alice = await people.alice()
    page = await fill_phq(alice)
    page.shows("Please look over your answers. Nothing is sent yet.", "Several days")
    page = await alice.press("Send my answers")
    assert page.path == FILL
    page.shows("Thank you. Your answers are sent.", "Sent by Alice Anderson on", "Several days", "Next form")
    response = await answers_of(PHQ, "completed")
    assert len(given(response["item"])) == 9
    assert response["status"] == "completed"
    assert response["subject"] == {"reference": f"Patient/{people.client_id('alice')}"}
    assert await rows.value("select completed_at is not null from form_assignment where id = $1", PHQ)
    assert await rows.value("select count(*) from outbox_message where kind = 'form_completed'") == 1
    page = await alice.open("/forms")
    assert checks.words(page.find(f"#form-{PHQ} .tag")) == "Sent"
    (await alice.open("/activity")).shows("Began to fill in a form", "Sent a form")


async def test_sending_again_says_that_it_is_sent_already_and_changes_nothing() -> None:
    alice, other = await people.alice(), await people.alice()
    await fill_phq(alice)
    await other.open(f"{FILL}/review")
    await alice.press("Send my answers")
    page = await other.press("Send my answers")
    page.shows("This form is sent already. Thank you.")
    assert await rows.value("select count(*) from form_response where assignment = $1", PHQ) == 1
    assert await rows.value("select count(*) from outbox_message where kind = 'form_completed'") == 1


async def test_nothing_is_sent_that_differs_from_what_was_looked_over() -> None:
    alice, other = await people.alice(), await people.alice()
    await fill_phq(alice)
    await other.open(FILL)
    await saved(other, revision="1", **as_fields({NAMES[8]: "3"}))
    page = await alice.press("Send my answers", status=422)
    page.shows("Your answers have changed since you looked at them.", "Nearly every day")
    assert await rows.value("select completed_at is null from form_assignment where id = $1", PHQ)
    await alice.press("Send my answers")
    assert given((await answers_of(PHQ, "completed"))["item"])["44260-8"] == "Nearly every day"


async def test_an_incomplete_form_cannot_be_sent_by_hand() -> None:
    alice = await people.alice()
    await fill_phq(alice, but=3)
    content = urlencode({"_csrf": alice.token, "shown": "0" * 64}).encode()
    answer = await alice.send("POST", f"{FILL}/submission", headers={"content-type": FORM}, content=content)
    assert answer.status_code == 422
    assert await rows.value("select completed_at is null from form_assignment where id = $1", PHQ)


@pytest.mark.parametrize("act", ["next", "later", "back", "", "add:phq-9", "remove:x", "unfile:y", "odd"])
async def test_no_way_changes_answers_that_are_sent(act: str) -> None:
    alice = await people.alice()
    await fill_phq(alice)
    await alice.press("Send my answers")
    before = await rows.digest()
    for path, htmx in ((FILL, False), (FILL, True), (SAVE, False), (SAVE, True)):
        answer = await saved(alice, path, htmx=htmx, act=act, **all_of("0"))
        assert answer.status_code == 409, path
        assert "This form is sent already. Thank you." in answer.text
    assert await rows.digest() == before


async def test_a_form_taken_back_while_somebody_fills_it_says_what_is_kept() -> None:
    alice = await people.alice()
    await alice.open(FILL)
    await saved(alice, **all_of("1", but=4))
    await rows.change("update form_assignment set taken_back_at = now() where id = $1", PHQ)
    answer = await saved(alice, revision="1", **all_of("2"))
    assert (answer.status_code, answer.headers["hx-retarget"]) == (409, "#fill")
    for words in ("Your practice took this form back.", "Kept is what was saved until"):
        assert words in answer.text
    assert len(given((await answers_of(PHQ))["item"])) == 5
    page = await alice.open(FILL, status=409)
    page.shows("Your practice took this form back.")


async def test_two_pages_of_one_form_lose_nothing_of_each_other() -> None:
    one, other = await people.alice(), await people.alice()
    await one.open(FILL)
    await other.open(FILL)
    await saved(one, **as_fields(dict.fromkeys(NAMES, "") | all_of("1", but=5)))
    answer = await saved(other, **as_fields(dict.fromkeys(NAMES, "") | {NAMES[8]: "2"}))
    assert (
        "You also filled in this form elsewhere, and that is kept. Please look over this page." in answer.text
    )
    assert answer.headers["hx-retarget"] == "#fill"
    assert len(given((await answers_of(PHQ))["item"])) == 5


@pytest.mark.parametrize("changed", [{}, {"changed": "1"}], ids=["all of the page", "what was changed"])
async def test_an_older_page_undoes_no_newer_answer(changed: dict[str, Any]) -> None:
    one, other = await people.alice(), await people.alice()
    await one.open(FILL)
    await other.open(FILL)
    await saved(one, **as_fields({NAMES[0]: "0"}), changed="1")
    await saved(other, **as_fields({NAMES[0]: "3"}), revision="1", changed="1")
    stale = {NAMES[1]: "2"} if changed else {NAMES[0]: "0", NAMES[1]: "2"}
    await saved(one, **as_fields(stale), revision="1", **changed)
    assert given((await answers_of(PHQ))["item"]) == {
        "44250-9": "Nearly every day",
        "44255-8": "More than half the days",
    }


async def test_the_newer_of_two_answers_to_one_question_stands() -> None:
    one, other = await people.alice(), await people.alice()
    await one.open(FILL)
    await other.open(FILL)
    await saved(one, **as_fields({NAMES[0]: "0"}), changed="1")
    await saved(other, **as_fields({NAMES[0]: ""}), changed="1")
    assert given((await answers_of(PHQ)).get("item", [])) == {}


async def test_a_question_that_follows_from_an_answer_is_shown_with_it() -> None:
    alice = await people.alice()
    path = f"/forms/{CONSENT}"
    page = await alice.open(path)
    assert not page.all("[name='a.signer/signer.name']")
    answer = await saved(alice, f"{path}/answers", **as_fields({"a.signer/signer.who": "1"}))
    assert (answer.headers["hx-retarget"], answer.headers["hx-reswap"]) == ("#fill", "outerMorph")
    root = checks.check_fragment(answer, path)
    assert root.get("id") == "fill"
    assert root.select("#i21e1")
    page = await alice.open(path)
    assert page.all("#i21e1")


async def test_without_a_script_a_button_shows_what_follows() -> None:
    alice = await people.alice()
    path = f"/forms/{CONSENT}"
    await alice.open(path)
    page = await alice.press("Show what follows", **as_fields({"a.signer/signer.who": "1"}))
    assert page.path == f"{path}?page=1"
    assert page.all("#i21e1")


async def test_a_guardian_fills_a_form_as_themselves() -> None:
    gina = await people.gina()
    path = f"/forms/{form_id('patient-registration', 'max')}"
    page = await gina.open(path)
    page.shows("Page 1 of 4")
    assert page.find('[name="a.basic/first_name"]')["value"] == "Maximilian"
    await gina.press("Continue", **as_fields({"a.basic/first_name": "Maximilian"}))
    row = await rows.value(
        "select written_by_kind || ' ' || written_by_name from form_response where client = $1",
        people.client_id("max"),
    )
    assert row == "guardian Gina Grant"
    (await gina.open(f"{path}?page=3")).shows("Page 3 of 4")


async def test_pages_are_turned_and_the_form_is_resumed_where_it_was_left() -> None:
    charlie = await people.charlie()
    path = f"/forms/{form_id('patient-registration', 'charlie')}"
    await charlie.open(path)
    page = await charlie.press(
        "Continuar", **as_fields({"a.basic/first_name": "Carlos", "a.basic/last_name": "Castillo"})
    )
    assert page.path == f"{path}?page=2"
    await charlie.press("Continuar")
    (await (await people.charlie()).open(path)).shows("Página 3 de 4")
    page = await charlie.press("Página anterior")
    assert page.path == f"{path}?page=2"
    (await (await people.charlie()).open(path)).shows("Página 2 de 4")


async def test_a_form_that_mostly_need_not_be_answered_says_how_much_of_it_must_be() -> None:
    form = await assigned(
        [item("a", "string", required=True), item("b", "string", required=True)]
        + [item(link_id, "string") for link_id in "cde"]
    )
    alice, path = await people.alice(), f"/forms/{form}"
    (await alice.open(path)).shows("2 required questions left")
    (await alice.press("Save", **as_fields({"a.a": "x"}))).shows("1 required question left")
    (await alice.press("Save", **as_fields({"a.b": "x"}))).shows("Nothing that is required is left")
    done = as_fields(dict.fromkeys(("a.c", "a.d", "a.e"), "x"))
    (await alice.press("Save", **done)).shows("All questions are answered")


async def test_a_form_that_need_not_be_answered_at_all_says_how_many_questions_are_left() -> None:
    form = await assigned([item(link_id, "string") for link_id in "abc"])
    (await (await people.alice()).open(f"/forms/{form}")).shows("3 questions left")


async def test_an_answer_that_cannot_be_read_stays_as_it_was_typed_and_says_so() -> None:
    gina = await people.gina()
    path = f"/forms/{form_id('patient-registration', 'max')}"
    await gina.open(path)
    born = "a.basic/born_on"
    typed = {f"{born}~month": "2", f"{born}~day": "31", f"{born}~year": "2015"}
    page = await gina.press("Continue", status=422, **as_fields(typed))
    assert page.all(".error-summary a[href='#i7e1']")
    assert (page.find("#i7e1-day")["value"], page.find("#i7e1")["aria-invalid"]) == ("31", "true")
    page = await gina.open(path)
    assert page.find("#i7e1-day")["value"] == "31"


async def test_the_review_shows_what_was_typed_and_cannot_be_read() -> None:
    gina = await people.gina()
    path = f"/forms/{form_id('patient-registration', 'max')}"
    await gina.open(path)
    born = "a.basic/born_on"
    typed = {f"{born}~month": "2", f"{born}~day": "45", f"{born}~year": "2015", "a.basic/email": "nope"}
    await gina.press("Continue", status=422, **as_fields(typed))
    page = await gina.open(f"{path}/review")
    answers = {checks.words(each.find("dt")): checks.words(each) for each in page.all("dl.answered")}
    assert answers["Date of birth"].endswith("02/45/2015 Error: Type the day as a number from 1 to 31.")
    assert "nope Error: This does not look like an e-mail address." in answers["E-mail address"]
    assert answers["Home phone"].endswith("Not answered")


async def test_what_is_looked_over_says_each_heading_once() -> None:
    gina = await people.gina()
    page = await gina.open(f"/forms/{form_id('patient-registration', 'max')}/review")
    headings = [checks.words(each) for each in page.all("#review .answers :is(h2, h3)")]
    assert headings == [
        *("Basic Information", "Address", "Details", "Contacts"),
        *("Legal guardian", "Preferred physician", "Insurance"),
    ]
    assert checks.words(page.all(".answers a.button")[0]) == "Change Basic Information"


async def test_a_form_of_one_page_names_no_page() -> None:
    page = await fill_phq(await people.alice())
    page.lacks("Page 1")
    assert checks.words(page.find(".answers h2")) == "Your answers"


async def test_the_answers_are_taken_away_as_fhir() -> None:
    alice = await people.alice()
    await fill_phq(alice)
    await alice.press("Send my answers")
    answer = await alice.send("GET", f"{FILL}/fhir")
    assert answer.headers["content-type"].startswith("application/fhir+json")
    assert answer.json()["resourceType"] == "QuestionnaireResponse"
    (await alice.open("/activity")).shows("Downloaded the answers to a form")


async def test_discreet_mode_tells_nothing_in_the_title() -> None:
    await rows.change(
        "insert into messaging_preference (id, discreet) values ($1, true) on conflict (id) do update set discreet = true",
        people.client_id("alice"),
    )
    alice = await people.alice()
    alice.discreet = True
    for path in ("/forms", FILL, f"{FILL}/review", f"/forms/{GAD}"):
        await alice.open(path)
