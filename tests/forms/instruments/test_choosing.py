"""The practice says how a form of its own is scored, where that does not say so by its LOINC code."""

import json
from typing import Any

import pytest

from tests import people, rows
from tests.forms.assigning.given import assigned, form
from tests.forms.instruments.sent import press, scores

pytestmark = pytest.mark.usefixtures("rolled_back")

INSTRUMENT = "select instrument from questionnaire where id = $1"
PHQ = "select id from questionnaire where url = 'urn:client-portal:form:phq-9'"
YES_NO = [{"valueCoding": {"code": "Y", "display": "Yes"}}, {"valueCoding": {"code": "N", "display": "No"}}]
ITEMS: list[dict[str, Any]] = [
    {"linkId": f"q{number}", "type": "choice", "text": f"Question {number}", "answerOption": YES_NO}
    for number in range(1, 5)
]


async def test_answers_are_scored_by_what_the_practice_chose() -> None:
    own = await form("Alcohol and drugs")
    whole = {
        "resourceType": "Questionnaire",
        "url": "urn:own",
        "version": "1",
        "status": "active",
        "item": ITEMS,
    }
    await rows.change("update questionnaire set definition = $2 where id = $1", own, json.dumps(whole))
    nora = await people.nora()
    page = await nora.open(f"/staff/forms/{own}")
    page.shows("Answers are not scored.")
    page = await press(nora, "Save how it is scored", {"instrument": "cage-aid"})
    page.shows("How Alcohol and drugs is scored is saved.", "Answers are scored as the CAGE-AID.")

    alice = await people.alice()
    await alice.open(f"/forms/{await assigned(own)}")
    await press(alice, "Look over my answers", {"a.q1": "0", "a.q2": "0", "a.q3": "1", "a.q4": "1"})
    await alice.press("Send my answers")
    (score,) = await scores()
    assert (score["instrument"], score["total"], score["positive"]) == ("cage-aid", 2, True)


async def test_it_can_be_scored_no_more() -> None:
    own = await form("Alcohol and drugs", instrument="cage-aid")
    nora = await people.nora()
    await nora.open(f"/staff/forms/{own}")
    await press(nora, "Save how it is scored", {"instrument": ""})
    assert await rows.value(INSTRUMENT, own) == ""


async def test_a_form_that_comes_with_the_portal_stays_what_it_is() -> None:
    phq = await rows.value(PHQ)
    nora = await people.nora()
    page = await nora.open(f"/staff/forms/{phq}")
    page.shows("Answers are scored as the PHQ-9.")
    assert not page.all("#save-instrument")
    await nora.open(f"/staff/forms/{await form()}")
    answer = await nora.send(
        "POST",
        f"/staff/forms/{phq}/instrument",
        headers={"content-type": "application/x-www-form-urlencoded"},
        content=f"_csrf={nora.token}&instrument=ace".encode(),
    )
    assert answer.status_code == 404
    assert await rows.value(INSTRUMENT, phq) == "phq-9"


async def test_only_who_may_change_forms_says_how_they_are_scored() -> None:
    own = await form("Alcohol and drugs")
    for browser in (await people.terry(), await people.stan()):
        await browser.open("/staff/account")
        answer = await browser.send(
            "POST",
            f"/staff/forms/{own}/instrument",
            headers={"content-type": "application/x-www-form-urlencoded"},
            content=f"_csrf={browser.token}&instrument=ace".encode(),
        )
        assert answer.status_code == 403
    assert await rows.value(INSTRUMENT, own) == ""
