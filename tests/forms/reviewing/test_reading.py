"""Staff read what was sent: who may, what they see, and that it is kept who looked."""

import json
from typing import Any

import pytest

from tests import people, rows
from tests.forms.filling.filled import FILL, NAMES, PHQ
from tests.forms.reviewing.filed import TAB, corrected, deliver, give, post, sent, signed, take
from tests.page import Browser
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")

READING = (
    "Forms",
    "Receives Assigned Client Portal QnA Form Completed Alerts",
    "Receives All Client Portal QnA Form Completed Alerts",
)
LEAVES = ("", "/fhir", "/pdf")


async def kept_out(browser: Browser, path: str, status: int) -> None:
    answer = await browser.send("GET", path)
    assert answer.status_code == status, path
    for word in ("Patient Health", "Several days", "hurting"):
        assert word not in answer.text


async def test_the_tab_lists_what_is_asked_for_begun_and_sent_with_score_and_flags() -> None:
    response = await sent("1")
    page = await (await people.terry()).open(TAB)
    line = page.find(f"#form-{PHQ}")
    words = " ".join(line.get_text(" ").split())
    for each in (
        "PHQ-9",
        "9 of 27",
        "mild",
        "An answer shows danger. Nobody has acknowledged it yet.",
        "Sent",
    ):
        assert each in words, words
    assert str(line.select_one("h3 a")["href"]) == f"{TAB}/{response}"  # type: ignore[index]
    page.shows("In progress", "Assigned", "Optional", "Due on")
    assert len(page.all(".filed h3 a")) == 1, "What was not sent is not opened."


async def test_the_page_shows_questions_answers_score_and_how_it_came() -> None:
    response = await sent("1")
    page = await (await people.terry()).open(f"{TAB}/{response}")
    page.shows("Little interest or pleasure in doing things", "Several days", "9 of 27", "mild")
    page.shows("Alice Anderson", "Through the portal", "Version of the form", "Somebody may be in danger")


async def test_a_signature_is_shown_with_its_digest() -> None:
    response = await signed()
    kept = await rows.value("select signature from form_response where id = $1", response)
    page = await (await people.terry()).open(f"{TAB}/{response}")
    page.shows("Alice Q. Anderson", "My typed name is my signature.")
    assert len(page.find(".digest").get_text(strip=True)) == 64
    assert b"Alice" not in kept


async def test_a_correction_shows_what_it_changed_and_both_versions() -> None:
    first = await sent("0")
    second = await corrected("2")
    terry = await people.terry()
    page = await terry.open(f"{TAB}/{second}")
    page.shows(
        "What the correction changed", "Before: Not at all", "Now: More than half the days", "Versions"
    )
    page = await terry.follow("Sent", within="#response aside")
    assert page.path == f"{TAB}/{first}"
    page.lacks("What the correction changed")


async def test_a_correction_that_keeps_an_answer_shows_its_danger_and_it_is_acknowledged_there() -> None:
    await sent("1")
    second = await corrected("1")
    await deliver()
    terry = await people.terry()
    page = await terry.open(f"{TAB}/{second}")
    page.shows("Somebody may be in danger", "Several days", "Told: Terry Tran, LCSW")
    page = await terry.press("Acknowledge: I look after this")
    page.shows("Acknowledged by Terry Tran, LCSW")
    page = await terry.press(
        "Save Thoughts that you would be better off dead or of hurting yourself in some way", done="Called."
    )
    page.shows("Called.")
    assert not (await terry.open("/staff")).all(".alarm")


async def test_an_answer_of_an_unsent_correction_is_not_told_by_what_was_sent() -> None:
    first = await sent("0")
    alice = await people.alice()
    await alice.open(FILL)
    await alice.press("Correct my answers")
    fields: dict[str, Any] = {NAMES[8]: "3"}
    await alice.press("Save", within="form.filling", **fields)
    terry = await people.terry()
    page = await terry.open(f"{TAB}/{first}")
    danger = page.find(".alarm").get_text(" ")
    assert "Not at all" not in danger
    page = await terry.follow("In other answers to this form")
    page.shows("Nearly every day", "The client has not sent these answers.")


async def test_opening_and_downloading_are_kept_and_stand_in_the_clients_log() -> None:
    response = await sent("0")
    terry = await people.terry()
    for leaf in LEAVES:
        await terry.send("GET", f"{TAB}/{response}{leaf}")
    kinds = await rows.value(
        "select string_agg(kind, ',' order by at) from audit_event where staff = $1 and kind like 'form%'",
        people.staff_id("terry"),
    )
    assert kinds == "form_viewed,form_downloaded,form_downloaded"
    page = await (await people.alice()).open("/activity")
    page.shows("Looked at the answers to a form", "Downloaded the answers to a form", "Terry Tran, LCSW")


@pytest.mark.parametrize("rule", READING)
async def test_each_of_the_three_rules_opens_them_in_an_open_chart(rule: str) -> None:
    response = await sent("0")
    for each in READING:
        await take(each)
    terry = await people.terry()
    for path in (TAB, *(f"{TAB}/{response}{leaf}" for leaf in LEAVES)):
        await kept_out(terry, path, 403)
    await give(rule, "terry")
    terry = await people.terry()
    (await terry.open(TAB)).shows("PHQ-9")
    (await terry.open(f"{TAB}/{response}")).shows("Not at all")


async def test_a_closed_chart_stays_closed_whatever_the_rule() -> None:
    response = await sent("0")
    for rule in READING[::2]:
        await give(rule, "dana")
    dana = await people.dana()
    for path in (TAB, *(f"{TAB}/{response}{leaf}" for leaf in LEAVES)):
        await kept_out(dana, path, 404)
    own = f"/staff/clients/{people.client_id('bob')}/forms/{response}"
    for leaf in LEAVES:
        await kept_out(dana, own + leaf, 404)
    for leaf, fields in (("review", {}), ("setting-aside", {"reason": "x"})):
        assert await post(dana, f"{own}/{leaf}", **fields) in (403, 404)
    assert await rows.value("select status from form_response where id = $1", response) == "completed"


async def test_what_was_not_sent_is_neither_downloaded_nor_reviewed() -> None:
    begun = await rows.value(
        "select id from form_response where client = $1 and status = 'in-progress'", people.client_id("alice")
    )
    terry = await people.terry()
    page = await terry.open(f"{TAB}/{begun}")
    page.shows("The client has not sent these answers.")
    page.lacks("Several days", "Feeling nervous")
    for leaf in LEAVES[1:]:
        assert (await terry.send("GET", f"{TAB}/{begun}{leaf}")).status_code == 409
    assert await post(terry, f"{TAB}/{begun}/review") == 409


async def test_the_fhir_file_is_the_response_and_the_pdf_is_one() -> None:
    response = await sent("1")
    terry = await people.terry()
    answer = await terry.send("GET", f"{TAB}/{response}/fhir")
    assert answer.headers["content-type"] == "application/fhir+json"
    assert answer.headers["content-disposition"].startswith("attachment")
    kept = json.loads(answer.content)
    assert (kept["resourceType"], kept["id"], kept["status"]) == (
        "QuestionnaireResponse",
        str(response),
        "completed",
    )
    answer = await terry.send("GET", f"{TAB}/{response}/pdf")
    assert answer.content.startswith(b"%PDF")


async def test_reviewed_is_said_once_and_who_said_so_first_stays() -> None:
    response = await sent("0")
    terry, nora = await people.terry(), await people.nora()
    await terry.open(f"{TAB}/{response}")
    page = await terry.press("Mark as reviewed")
    page.shows("Marked as reviewed.", "Reviewed by Terry Tran, LCSW")
    assert await post(nora, f"{TAB}/{response}/review") == 303
    page = await nora.open(f"{TAB}/{response}")
    page.shows("Reviewed by Terry Tran, LCSW")
    page.lacks("Reviewed by Nora")
    assert await rows.value("select count(*) from audit_event where kind = 'form_reviewed'") == 1
    (await nora.open(TAB)).shows("Reviewed")


async def test_a_page_stays_within_its_statements_however_many_versions_and_events_there_are() -> None:
    await sent("1")
    for answer in ("2", "3", "1"):
        response = await corrected(answer)
    terry = await people.terry()
    for path in (TAB, f"{TAB}/{response}"):
        async with counted() as sql:
            await terry.open(path)
        assert sql.count <= 8, sql
