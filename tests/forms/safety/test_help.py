"""The help that stands beside answers which show danger, before they are sent and after."""

import pytest

from tests import checks, people, rows
from tests.forms.filling.filled import FILL, NAMES, PHQ, fill_phq
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")


async def in_danger(language: str = "en") -> Browser:
    alice = await people.alice()
    alice.language = language
    await alice.open(FILL)
    fields: dict[str, str] = {NAMES[8]: "1"}
    await alice.press("Guardar" if language == "es" else "Save", within="form.filling", **fields)  # type: ignore[arg-type]
    return alice


async def test_it_names_who_to_call_and_says_that_nobody_watches_the_portal() -> None:
    alice = await in_danger()
    page = await alice.open(FILL)
    said = checks.words(page.find("#help"))
    for words in (
        "Call 988 or text 988, at any hour.",
        "Veterans: press 1.",
        "Chat at 988lifeline.org.",
        "In danger right now? Please call 911.",
        "Your practice: (312) 555-0107. Monday to Friday, 8 AM to 6 PM",
        "This portal is not watched around the clock.",
    ):
        assert words in said, said
    links = {str(link["href"]) for link in page.find("#help").select("a")}
    assert links == {"tel:988", "sms:988", "https://988lifeline.org", "tel:911", "tel:+13125550107"}
    for word in ("score", "depress", "PHQ", "risk", "suicid"):
        assert word not in said.lower().replace("suicide & crisis", "")


async def test_in_spanish_it_says_how_to_reach_somebody_who_speaks_it() -> None:
    alice = await in_danger("es")
    said = checks.words((await alice.open(FILL)).find("#help"))
    for words in ("Llame al 988 y oprima 2", "envíe AYUDA al 988", "llame al 911", "de 8 a. m. a 6 p. m."):
        assert words in said, said


async def test_it_stands_there_after_sending_and_goes_with_the_answer() -> None:
    alice = await people.alice()
    page = await fill_phq(alice, answer="1")
    assert page.all("#help"), "On the page that sends."
    page = await alice.press("Send my answers")
    assert page.all("#help")
    await alice.press("Correct my answers")
    page = await fill_phq(alice, answer="0")
    assert not page.all("#help")


async def test_without_danger_there_is_none() -> None:
    alice = await people.alice()
    page = await fill_phq(alice, answer="0")
    assert not page.all("#help")


async def test_it_is_read_out_where_it_comes_up_and_not_on_every_page() -> None:
    alice = await in_danger()
    page = await alice.open(FILL)
    assert not page.find("#help").has_attr("role")
    fragment = await alice.open(FILL, as_htmx=True)
    assert fragment.find("#help")["role"] == "alert"


async def test_it_stays_where_the_practice_took_the_form_back() -> None:
    alice = await in_danger()
    await rows.change("update form_assignment set taken_back_at = now() where id = $1", PHQ)
    page = await alice.open(FILL, status=409)
    page.shows("What you have filled in is kept, but it cannot be sent.")
    assert page.all("#help")
