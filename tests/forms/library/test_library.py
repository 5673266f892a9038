"""The form library: what staff bring in, offer, retire, look at and mark."""

import json
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest

from app import db
from app.activity.actor import Actor
from app.forms.library.rules import LARGEST_DEFINITION
from app.practice.service import set_settings
from app.staff.rules import Action
from tests import people, rows
from tests.forms.assigning.given import (
    assigned,
    definition,
    form,
    lists,
    marked,
    open_assignments,
    unassigned,
    with_forms,
)
from tests.page import Browser, Page

pytestmark = pytest.mark.usefixtures("rolled_back", "unassigned")

LIBRARY = "/staff/forms"
URL = "https://forms.example/sleep"


def named(title: str = "Sleep diary", version: str = "1", **changed: Any) -> bytes:
    return json.dumps(json.loads(definition(title, URL, version)) | changed).encode()


async def look(browser: Browser, raw: bytes, *, status: int = 200) -> Page:
    await browser.open(f"{LIBRARY}/new")
    return await browser.press("Look through it", status=status, files=[("form.json", raw)])


async def bring_in(browser: Browser, raw: bytes) -> Page:
    await look(browser, raw)
    return await browser.press("Bring in", within="main")


async def bring_in_unlooked(browser: Browser, raw: bytes, *, sentence: str) -> None:
    """Bring in what the look-through would have refused; say what is answered."""
    answer = await browser.send(
        "POST",
        LIBRARY,
        headers={"content-type": "application/x-www-form-urlencoded"},
        content=f"_csrf={browser.token}&pasted={quote(raw.decode())}".encode(),
    )
    assert answer.status_code == 422
    assert sentence in answer.text


async def of_url() -> list[db.Record]:
    return list(await db.rows("select * from questionnaire where url = $1 order by brought_in_at", URL))


async def kept() -> UUID:
    (row,) = await of_url()
    found: UUID = row["id"]
    return found


async def test_a_form_is_looked_through_first_and_kept_only_when_it_is_brought_in() -> None:
    nora = await people.nora()
    page = await look(nora, named())
    page.shows("Sleep diary", "2 questions", "Bring in")
    assert await of_url() == []
    page = await nora.press("Bring in", within="main")
    page.shows("Sleep diary is in the library.", "Offered", "Nora Novak")
    (row,) = await of_url()
    assert page.path == f"{LIBRARY}/{row['id']}"
    assert json.loads(row["definition"]) == json.loads(named())
    assert "Sleep diary" in unassigned(await nora.open(lists()))
    assert await rows.value("select count(*) from audit_event where kind = 'form_library_changed'") == 1


async def test_a_form_can_be_pasted() -> None:
    nora = await people.nora()
    await nora.open(f"{LIBRARY}/new")
    page = await nora.press("Look through it", pasted=named().decode())
    page.shows("Sleep diary")


async def test_what_was_put_right_is_told_and_stays_with_the_form() -> None:
    raw = json.loads(named())
    raw["item"][1]["required"] = "true"
    nora = await people.nora()
    page = await look(nora, json.dumps(raw).encode())
    page.shows("What was put right")
    (sentence, *_) = [item.get_text(strip=True) for item in page.all("main form li")]
    page = await nora.press("Bring in", within="main")
    page.shows("From when it was brought in", sentence)


@pytest.mark.parametrize(
    "raw",
    [
        b"no json",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b'{"resourceType": "Patient"}',
        b"[" * 100_000,
        b'{"resourceType":"Questionnaire","item":' + b'[{"item":' * 20_000,
        b"\xff\xfe\x00",
        b'{"resourceType": "Questionnaire", "status": "active", "item": [{"linkId": "a", "type": "rocket"}]}',
        b'{"resourceType": "Questionnaire", "status": "active", "item": {"linkId": "a"}}',
        b'{"resourceType": "Questionnaire", "url": 5, "item": [5]}',
        b'{"a": 1e999, "b": NaN}',
    ],
    ids=lambda raw: raw[:24].decode("latin-1"),
)
async def test_what_is_no_form_is_refused_with_a_sentence(raw: bytes) -> None:
    nora = await people.nora()
    await nora.open(f"{LIBRARY}/new")
    before = await rows.value("select count(*) from questionnaire")
    page = await nora.press("Look through it", status=422, files=[("form.json", raw)])
    assert page.all(".error-summary li")
    assert await rows.value("select count(*) from questionnaire") == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Choose a file, or paste the form."), ("x" * (LARGEST_DEFINITION + 1), "larger")],
)
async def test_nothing_and_too_much_are_refused(typed: str, sentence: str) -> None:
    nora = await people.nora()
    await nora.open(f"{LIBRARY}/new")
    page = await nora.press("Look through it", status=422, pasted=typed)
    page.shows(sentence)


async def test_a_file_that_is_too_large_is_refused() -> None:
    nora = await people.nora()
    await nora.open(f"{LIBRARY}/new")
    raw = named() + b" " * LARGEST_DEFINITION
    page = await nora.press("Look through it", status=422, files=[("form.json", raw)])
    page.shows("larger than 900 kB")


async def test_a_body_that_is_far_too_large_is_cut_off() -> None:
    nora = await people.nora()
    await nora.open(f"{LIBRARY}/new")
    answer = await nora.send(
        "POST",
        f"{LIBRARY}/new",
        headers={"content-type": "application/x-www-form-urlencoded"},
        content=f"_csrf={nora.token}&pasted=".encode() + b"x" * 1_200_000,
    )
    assert answer.status_code == 413


async def test_markup_in_a_form_is_words() -> None:
    nora = await people.nora()
    page = await bring_in(nora, named("<script>alert(1)</script>"))
    assert "<script>alert(1)" not in page.response.text
    page.shows("<script>alert(1)</script>")
    (await nora.open(LIBRARY)).shows("<script>alert(1)</script>")
    assert "<script>alert(1)" not in (await nora.open(f"{page.path}/preview")).response.text


async def test_the_same_version_word_for_word_is_there_already() -> None:
    nora = await people.nora()
    await bring_in(nora, named())
    sentence = "in the library already, word for word"
    page = await look(nora, named(), status=422)
    page.shows("This form cannot be brought in", sentence)
    await bring_in_unlooked(nora, named(), sentence=sentence)


async def test_another_form_of_the_same_version_replaces_one_that_nobody_was_given() -> None:
    nora = await people.nora()
    await bring_in(nora, named())
    first = await kept()
    page = await look(nora, named("Sleep diary, shorter"))
    page.shows("Nobody was given it, so this one takes its place.")
    await nora.press("Bring in", within="main")
    (row,) = await of_url()
    assert (row["id"], row["title"]) == (first, "Sleep diary, shorter")
    assert await rows.value("select count(*) from audit_event where kind = 'form_library_changed'") == 2


@pytest.mark.parametrize("over", ["", "taken_back_at", "completed_at"])
async def test_a_version_that_was_ever_given_stays_as_it_was_brought_in(over: str) -> None:
    nora = await people.nora()
    await bring_in(nora, named())
    await assigned(await kept())
    if over:
        await rows.change(f"update form_assignment set {over} = now()")
    sentence = "Give this one another version."
    (await look(nora, named("Sleep diary, shorter"), status=422)).shows(sentence)
    await bring_in_unlooked(nora, named("Sleep diary, shorter"), sentence=sentence)
    (row,) = await of_url()
    assert row["title"] == "Sleep diary"


async def test_a_new_version_stands_beside_the_old_one_which_open_assignments_keep() -> None:
    nora = await people.nora()
    await bring_in(nora, named())
    old = await kept()
    assignment = await assigned(old)
    page = await bring_in(nora, named(version="2"))
    page.shows("Offered", "Older version")
    assert len(await of_url()) == 2
    assert await rows.value("select questionnaire from form_assignment where id = $1", assignment) == old


async def test_a_built_in_version_cannot_be_replaced() -> None:
    await form("Sleep diary", url=URL, built_in=True)
    nora = await people.nora()
    sentence = "belongs to the portal itself"
    (await look(nora, named("Mine"), status=422)).shows(sentence)
    await bring_in_unlooked(nora, named("Mine"), sentence=sentence)


async def test_a_retired_form_is_offered_no_longer_until_it_is_brought_back() -> None:
    questionnaire = await form("Sleep diary")
    assignment = await assigned(questionnaire, "bob")
    nora = await people.nora()
    await nora.open(f"{LIBRARY}/{questionnaire}")
    page = await nora.press("Retire", within="main")
    page.shows("Sleep diary is retired.", "Retired", "1 client has it open")
    assert "Sleep diary" not in unassigned(await nora.open(lists()))
    assert await open_assignments("bob") == 1
    assert (
        await rows.value("select questionnaire from form_assignment where id = $1", assignment)
        == questionnaire
    )
    await nora.open(f"{LIBRARY}/{questionnaire}")
    await nora.press("Bring back", within="main")
    assert "Sleep diary" in unassigned(await nora.open(lists()))


async def test_the_list_shows_each_form_once_with_its_tags() -> None:
    await form("Sleep diary", url=URL)
    await form("Sleep diary 2", url=URL, version="2")
    await form("Consent", signed=True, built_in=True)
    await form("Mood", url="urn:mood")
    await marked("urn:mood")
    page = await (await people.nora()).open(LIBRARY)
    lines = {line.select_one("h3").get_text(strip=True): line.get_text(" ") for line in page.all("li.filed")}  # type: ignore[union-attr]
    assert "Sleep diary" not in lines
    assert "1 older version" in lines["Sleep diary 2"]
    assert "Signed" in lines["Consent"]
    assert "Built in" in lines["Consent"]
    assert "Tells of danger" in lines["Mood"]
    assert "Tells of danger" not in lines["Consent"]


async def test_the_preview_shows_the_form_with_nothing_to_fill_in() -> None:
    questionnaire = await form("Sleep diary")
    page = await (await people.nora()).open(f"{LIBRARY}/{questionnaire}/preview")
    page.shows("How are you?", "Not well", "Nothing can be filled in here")
    assert page.find("main fieldset[disabled]").select("input[type=radio]")
    page = await (await people.nora()).open(f"{LIBRARY}/{questionnaire}/preview?language=es&page=99")
    page.shows("How are you?")


async def test_the_definition_is_downloaded_as_it_was_brought_in() -> None:
    nora = await people.nora()
    await bring_in(nora, named())
    answer = await nora.send("GET", f"{LIBRARY}/{await kept()}/definition")
    assert answer.content == named()
    assert answer.headers["content-type"].startswith("application/fhir+json")
    assert "attachment" in answer.headers["content-disposition"]


async def test_answers_of_a_question_are_marked_and_unmarked() -> None:
    questionnaire = await form("Mood", url="urn:mood")
    nora = await people.nora()
    await nora.open(f"{LIBRARY}/{questionnaire}")
    page = await nora.press("Choose the answers", question="mood")
    page.shows("Well", "Not well")
    page = await nora.press("Mark these answers", answer="1")
    page.shows("The mark is set.", "How are you?", "Nora Novak")
    assert await rows.value("select codes from safety_rule where url = 'urn:mood'") == '["1"]'
    page = await nora.press("Remove", within="[aria-labelledby=marks-title]")
    page.shows("The mark is removed.", "None is marked.")
    assert await rows.value("select count(*) from safety_rule where url = 'urn:mood'") == 0


async def test_the_page_of_a_form_says_who_is_told_and_when_as_the_practice_set_it() -> None:
    questionnaire = await form("Mood", url="urn:mood")
    await set_settings(by=Actor.system("test"), values={"safety_minutes": "7"})
    page = await (await people.nora()).open(f"{LIBRARY}/{questionnaire}")
    page.shows("the client’s own clinicians are told at once. A client without one: the first person.")
    page.shows("When nobody acknowledges it within 7 minutes: the second person.")
    page.lacks("two people of the practice")


async def test_marking_a_question_again_takes_the_place_of_its_mark() -> None:
    questionnaire = await form("Mood", url="urn:mood")
    await marked("urn:mood")
    nora = await people.nora()
    await nora.open(f"{LIBRARY}/{questionnaire}?question=mood")
    await nora.press("Mark these answers", answer="0")
    assert await rows.value("select codes from safety_rule where url = 'urn:mood'") == '["0"]'


async def test_a_mark_needs_a_question_of_the_form_and_an_answer() -> None:
    questionnaire = await form("Mood", url="urn:mood")
    nora = await people.nora()
    await nora.open(f"{LIBRARY}/{questionnaire}?question=mood")
    page = await nora.press("Mark these answers", status=422)
    page.shows("Choose at least one answer.")
    for question, answer in (("more", "1"), ("nothing", "1"), ("mood", "7"), ("", "")):
        body = f"_csrf={nora.token}&question={quote(question)}&answer={answer}".encode()
        sent = await nora.send(
            "POST",
            f"{LIBRARY}/{questionnaire}/marks",
            headers={"content-type": "application/x-www-form-urlencoded"},
            content=body,
        )
        assert sent.status_code == 422, (question, answer)
    assert await rows.value("select count(*) from safety_rule where url = 'urn:mood'") == 0


async def test_the_mark_of_the_phq_9_is_shown_and_cannot_be_removed() -> None:
    questionnaire = await rows.value(
        "select id from questionnaire where url = 'urn:client-portal:form:phq-9' order by brought_in_at desc limit 1"
    )
    page = await (await people.nora()).open(f"{LIBRARY}/{questionnaire}")
    page.shows("Belongs to the form")
    assert not [
        button for button in page.all("[aria-labelledby=marks-title] button") if "Remove" in button.get_text()
    ]


async def test_a_mark_of_another_form_is_not_there() -> None:
    await form("Mood", url="urn:mood")
    other = await form("Sleep diary")
    await marked("urn:mood")
    mark_id = await rows.value("select id from safety_rule where url = 'urn:mood'")
    nora = await people.nora()
    await nora.open(f"{LIBRARY}/{other}")
    answer = await nora.send(
        "POST",
        f"{LIBRARY}/{other}/marks/{mark_id}/removal",
        headers={"content-type": "application/x-www-form-urlencoded"},
        content=f"_csrf={nora.token}".encode(),
    )
    assert answer.status_code == 404
    assert await rows.value("select count(*) from safety_rule where url = 'urn:mood'") == 1


async def test_who_does_not_hold_the_rule_opens_nothing() -> None:
    questionnaire = await form("Sleep diary")
    for browser in (await people.terry(), await people.stan()):
        for path in (
            "",
            "/new",
            f"/{questionnaire}",
            f"/{questionnaire}/preview",
            f"/{questionnaire}/definition",
        ):
            await browser.open(f"{LIBRARY}{path}", status=403)


ACTS = {
    "/new": Action.CREATE,
    "": Action.CREATE,
    "/{id}/retirement": Action.DELETE,
    "/{id}/return": Action.CREATE,
    "/{id}/marks": Action.MODIFY,
    "/{id}/marks/{mark}/removal": Action.MODIFY,
}


@pytest.mark.parametrize("path", ACTS)
async def test_each_act_needs_its_action_of_the_rule(path: str) -> None:
    questionnaire = await form("Mood", url="urn:mood")
    await marked("urn:mood")
    mark_id = await rows.value("select id from safety_rule where url = 'urn:mood'")
    address = LIBRARY + path.format(id=questionnaire, mark=mark_id)
    others = frozenset(Action) - {ACTS[path]}
    terry = await with_forms("terry", *others)
    await terry.open(LIBRARY)
    before = await rows.digest()
    answer = await terry.send(
        "POST",
        address,
        headers={"content-type": "application/x-www-form-urlencoded"},
        content=f"_csrf={terry.token}&pasted={quote(named().decode())}&question=mood&answer=0".encode(),
    )
    assert answer.status_code == 403
    assert await rows.digest() == before
