"""Forms of the demo practice as those who fill them know them."""

from typing import Any
from uuid import UUID

from app import db
from app.forms.demo import form_id
from app.forms.instruments.known import PHQ_CODES
from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.form import form_of
from app.forms.questionnaire.shown import ShownForm
from app.forms.questionnaire.walk import shown
from app.forms.tables import FormResponse
from tests import rows
from tests.page import Browser, Page

PHQ, GAD, CONSENT = form_id("phq-9"), form_id("gad-7"), form_id("consent-to-treatment")
FILL = f"/forms/{PHQ}"
NAMES = [f"a.phq-9/{code}" for code in PHQ_CODES]
"""The inputs of the nine questions."""
DIFFICULTY = "a.69722-7"

AGREED: dict[str, Any] = {
    "a.signer/signer.who": "0",
    "a.decision/notice": "true",
    "a.decision/questions": "true",
    "a.decision/agree": "0",
}
"""A consent to treatment, given by the client."""


def as_fields(typed: dict[str, str]) -> dict[str, Any]:
    """Give what is typed as the fields of a form, whatever the names of its inputs are."""
    return dict(typed)


def all_of(answer: str = "1", *, but: int = 0) -> dict[str, Any]:
    """Answer the questions of the PHQ-9, all or all but the last few, by the place of the option."""
    return dict.fromkeys(NAMES[: len(NAMES) - but], answer)


async def answers_of(form: UUID, status: str = "in-progress") -> dict[str, Any]:
    """Give what is kept of the answers to a form."""
    row = await db.row(
        "select id, answers from form_response where assignment = $1 and status = $2", form, status
    )
    assert row is not None, "There are no answers."
    found: dict[str, Any] = FormResponse.answers.open_json(row["answers"], row=row["id"])
    return found


async def shown_of(form_id: UUID) -> ShownForm:
    """Give how a form is shown with what is kept of its answers."""
    definition = await rows.value(
        "select definition from questionnaire join form_assignment on questionnaire.id = questionnaire"
        " where form_assignment.id = $1",
        form_id,
    )
    form = form_of(definition)
    return shown(form, Answers.of(form, await answers_of(form_id)), language="en")


def given(items: list[dict[str, Any]]) -> dict[str, str]:
    """Give each answer of a response by its link id, in words."""
    found: dict[str, str] = {}
    for item in items:
        for answer in item.get("answer", ()):
            value = next(value for name, value in answer.items() if name.startswith("value"))
            found[item["linkId"]] = (
                str(value.get("display", value)) if isinstance(value, dict) else str(value)
            )
        found |= given(item.get("item", []))
    return found


async def fill_phq(browser: Browser, *, answer: str = "1", but: int = 0) -> Page:
    """Fill the PHQ-9 and go on to its review."""
    await browser.open(FILL)
    return await browser.press("Look over my answers", **all_of(answer, but=but))


async def sign_consent(browser: Browser, *, name: str = "Alice Anderson") -> Page:
    """Fill the consent to treatment, sign it and send it."""
    await browser.open(f"/forms/{CONSENT}")
    await browser.press("Look over my answers", **AGREED)
    return await browser.press("Sign and send", typed_name=name)
