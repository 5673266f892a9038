"""What becomes of a form that was filled in: signed, sent, corrected."""

import hashlib

import pytest

from app.forms.filling.signing import words_of
from tests import people, rows
from tests.forms.filling.filled import (
    AGREED,
    CONSENT,
    FILL,
    NAMES,
    PHQ,
    answers_of,
    as_fields,
    fill_phq,
    given,
    shown_of,
)

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_a_form_that_asks_for_it_is_signed_with_what_was_shown() -> None:
    alice = await people.alice()
    path = f"/forms/{CONSENT}"
    await alice.open(path)
    page = await alice.press("Look over my answers", **AGREED)
    digest = page.value("shown")
    page = await alice.press("Sign and send", status=422)
    page.shows("Type your name to sign.")
    page = await alice.press("Sign and send", typed_name="Alice Q. Anderson")
    page.shows(
        "Thank you. Your answers are sent.",
        "I have read this form and my answers. My typed name is my signature.",
        "Alice Q. Anderson",
        digest,
    )
    page.lacks("Text of this portal")


async def test_what_is_signed_is_all_that_the_page_shows() -> None:
    alice = await people.alice()
    await alice.open(f"/forms/{CONSENT}")
    page = await alice.press("Look over my answers", **AGREED)
    lines = words_of(await shown_of(CONSENT))
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == page.value("shown")
    at = 0
    for line in lines:
        found = page.words.find(" ".join(line.split()), at)
        assert found >= 0, line
        at = found


async def test_sent_answers_are_corrected_in_a_copy() -> None:
    alice = await people.alice()
    await fill_phq(alice)
    await alice.press("Send my answers")
    page = await alice.press("Correct my answers")
    page.shows("You are correcting what you sent.", "Look over my answers")
    assert len(page.all("[checked]")) == 9
    (await alice.open("/forms")).shows("Being corrected")
    (await alice.open(f"{FILL}/submission")).shows("Sent by Alice Anderson", "Go on correcting")
    await alice.open(FILL)
    await alice.press("Look over my answers", **as_fields({NAMES[0]: "3"}))
    page = await alice.press("Send my answers")
    page.shows("Corrected by Alice Anderson on", "Nearly every day")
    old, new = await answers_of(PHQ, "completed"), await answers_of(PHQ, "amended")
    assert given(old["item"])["44250-9"] == "Several days"
    assert given(new["item"])["44250-9"] == "Nearly every day"
    assert await rows.value(
        "select corrects from form_response where assignment = $1 and status = 'amended'", PHQ
    ) == await rows.value("select id from form_response where assignment = $1 and status = 'completed'", PHQ)
    (await alice.open("/activity")).shows("Sent corrected answers to a form")


async def test_a_correction_is_given_up_and_what_was_sent_stands() -> None:
    alice = await people.alice()
    await fill_phq(alice)
    await alice.press("Send my answers")
    await alice.press("Correct my answers")
    await alice.press("Save", **as_fields({NAMES[0]: "3"}))
    page = await alice.press("Keep what I sent")
    page.shows("What you sent stands.", "Several days", "Correct my answers")
    page.lacks("Nearly every day")
    await alice.press("Correct my answers")
