"""Staff enter a form for a client, from paper, by phone or from an interview: it counts as any other."""

from typing import Any

import pytest

from app.forms.demo import form_id
from tests import people, rows
from tests.forms.filling.filled import NAMES, PHQ, answers_of, given
from tests.forms.reviewing.filed import TAB, deliver, give, newest, post
from tests.page import Browser, Page

pytestmark = pytest.mark.usefixtures("rolled_back")

ENTRY = f"{TAB}/entry/{PHQ}"
GAD = form_id("gad-7")


def typed(answer: str = "1", **more: str) -> dict[str, Any]:
    return {"source": "paper", **dict.fromkeys(NAMES, answer), **more}


async def enter(browser: Browser, answer: str = "1", *, status: int = 200, **more: str) -> Page:
    await browser.open(ENTRY)
    return await browser.press("Keep these answers", status=status, **typed(answer, **more))


async def test_it_stands_in_the_chart_with_who_entered_it_and_how_it_came() -> None:
    nora = await people.nora()
    await nora.open(TAB)
    page = await nora.follow("Enter the answers Patient Health Questionnaire (PHQ-9)")
    page.shows("Enter the answers as the client gave them.", "Little interest or pleasure in doing things")
    page = await nora.press("Keep these answers", **typed("0"))
    page.shows("The answers are kept.", "On paper, Nora Novak", "Not at all", "0 of 27")
    row = (
        await rows.value(
            "select row_to_json(r)::text from form_response r where assignment = $1 and sent_at is not null",
            PHQ,
        )
    ).replace(" ", "")
    for part in ('"status":"completed"', '"source":"paper"', '"written_by_kind":"staff"', '"account":null'):
        assert part in row
    assert str(people.staff_id("nora")) in row
    kept = await answers_of(PHQ, "completed")
    assert f"Practitioner/{people.staff_id('nora')}" in kept["author"].values()
    assert len(given(kept["item"])) >= 9


@pytest.mark.parametrize("source", ["paper", "phone", "interview"])
async def test_scores_and_safety_go_by_it_as_by_any_other(source: str) -> None:
    nora = await people.nora()
    page = await enter(nora, "1", source=source)
    page.shows("9 of 27", "Somebody may be in danger")
    assert await rows.value("select source from form_response where id = $1", await newest()) == source
    assert await deliver() >= 2
    told = await rows.value(
        "select string_agg(kind || ' ' || first_name, ', ' order by kind, first_name)"
        " from alert join staff_member m on m.id = recipient"
    )
    assert told == "form_completed Nora, form_completed Terry, form_safety Terry"


async def test_the_client_reads_it_and_finds_it_in_the_log() -> None:
    await enter(await people.nora(), "0")
    alice = await people.alice()
    (await alice.open(f"/forms/{PHQ}")).shows("Not at all")
    (await alice.open("/activity")).shows("Entered the answers to a form for you", "Nora Novak")


async def test_how_it_came_must_be_said_and_nothing_that_was_typed_is_lost() -> None:
    nora = await people.nora()
    await nora.open(ENTRY)
    fields = {name: value for name, value in typed("2").items() if name != "source"}
    page = await nora.press("Keep these answers", status=422, **fields)
    page.shows("Say how the answers came to you.")
    assert len(page.all("main input[type=radio][value='2']:checked")) == 9
    assert not await rows.value("select count(*) from form_response where assignment = $1", PHQ)


async def test_what_was_left_open_on_paper_stays_open_and_makes_no_score() -> None:
    nora = await people.nora()
    await nora.open(ENTRY)
    page = await nora.press("Keep these answers", source="paper", **{NAMES[0]: "1"})  # type: ignore[arg-type]
    page.shows("Incomplete: no score", "Not answered")


async def test_what_the_client_has_begun_is_theirs() -> None:
    nora = await people.nora()
    (await nora.open(TAB)).lacks("Enter the answers Generalized")
    answer = await nora.send("GET", f"{TAB}/entry/{GAD}")
    assert answer.status_code == 409
    assert "The client has begun to fill in this form" in answer.text
    assert await post(nora, f"{TAB}/entry/{GAD}", act="enter", source="paper") == 409
    assert await rows.value("select status from form_response where assignment = $1", GAD) == "in-progress"


async def test_it_is_entered_once() -> None:
    nora = await people.nora()
    await enter(nora, "0")
    assert await post(nora, ENTRY, act="enter", source="paper") == 409
    assert await rows.value("select count(*) from form_response where assignment = $1", PHQ) == 1


async def test_it_takes_create_of_the_rule_and_an_open_chart() -> None:
    terry, dana = await people.terry(), await people.dana()
    (await terry.open(TAB)).lacks("Enter the answers")
    assert (await terry.send("GET", ENTRY)).status_code == 403
    assert await post(terry, ENTRY, act="enter", **typed()) == 403
    await give("Forms", "terry")
    await rows.change("update profile_rule set can_create = true where rule = 'Forms'")
    assert (await terry.send("GET", ENTRY)).status_code == 200
    assert (await dana.send("GET", ENTRY)).status_code == 404
    other = ENTRY.replace(str(people.client_id("alice")), str(people.client_id("charlie")))
    assert (await terry.send("GET", other)).status_code == 404
    assert await post(dana, ENTRY, act="enter", **typed()) == 404
    assert not await rows.value("select count(*) from form_response where assignment = $1", PHQ)
