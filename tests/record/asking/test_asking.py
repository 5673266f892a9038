"""What clients ask about their record: written down once, seen with its answer, taken back, and disagreed with."""

import pytest

from app.record.clinical.facts import Coded, Encounter, Kind
from tests import people, rows
from tests.page import Browser
from tests.record.desk.asked import ask, sent
from tests.record.kept import keep, problem
from tests.record.reading.copied import have_copy, representative

pytestmark = pytest.mark.usefixtures("rolled_back", "unasked")

DECLINED = """
update record_request set state = 'declined', answered_at = now(), answered_by_name = 'Nora' where id = $1
"""


async def page_of(browser: Browser, request_id: object, status: int = 200) -> str:
    return (await browser.open(f"/record/requests/{request_id}", status=status)).words


async def test_a_change_is_asked_for_about_an_entry_of_ones_own_copy() -> None:
    entry = await keep(Kind.PROBLEM, problem("Asthma"))
    alice = await people.alice()
    await have_copy(alice)
    await alice.follow("Something is wrong here", within="[aria-labelledby=problem]")
    page = await alice.press("Send", about=str(entry), words="It was <b>bronchitis</b>.")
    page.shows(
        "Change something in the record", "Waiting", "Asthma", "It was <b>bronchitis</b>.", "at the latest"
    )
    assert await rows.value("select about from record_request where by_self and kind = 'amendment'") == entry
    assert await rows.value("select count(*) from outbox_message where kind = 'record.asked'") == 1


async def test_a_request_does_not_name_what_it_is_about_any_more_once_that_is_hidden() -> None:
    source = await keep(Kind.PROBLEM, problem("Asthma"), named="asthma")
    lent = Encounter(Coded("Visit"), "finished", reason="Asthma", reason_of=("Thing/asthma",))
    visit = await keep(Kind.ENCOUNTER, lent)
    alice, gina = await people.alice(), await representative()
    asked = {}
    for name, browser in (("alice", alice), ("gina", gina)):
        for entry, section in ((source, "problem"), (visit, "encounter")):
            await have_copy(browser)
            await browser.follow("Something is wrong here", within=f"[aria-labelledby={section}]")
            await browser.press("Send", about=str(entry), words="It is wrong.")
            asked[name, section] = browser.page.path if browser.page else ""
    await rows.change("update clinical_entry set kept_own_at = now() where id = $1", source)
    for section in ("problem", "encounter"):
        (await alice.open(asked["alice", section])).shows("About", "Asthma")
    for section in ("problem", "encounter"):
        (await gina.open(asked["gina", section])).lacks("Asthma")
    await rows.change("update clinical_entry set withheld_at = now() where id = $1", source)
    for section in ("problem", "encounter"):
        page = await alice.open(asked["alice", section])
        page.shows("It is wrong.")
        page.lacks("Asthma")


async def test_an_entry_of_somebody_else_cannot_be_named_and_what_was_typed_stays() -> None:
    mine, bobs = (
        await keep(Kind.PROBLEM, problem("Asthma")),
        await keep(Kind.PROBLEM, problem("Gout"), client="bob"),
    )
    alice, bob = await people.alice(), await people.bob()
    copy = await have_copy(alice)
    await bob.open(f"/record/amendment?copy={copy}&kind=problem", status=404)
    await alice.open(f"/record/amendment?copy={copy}&kind=problem")
    page = await alice.press("Send", status=422, about=str(bobs), words="Not mine")
    page.shows("Please choose from the list.")
    assert page.value("words") == "Not mine"
    assert await rows.value("select count(*) from record_request") == 0
    assert mine != bobs


async def test_without_words_nothing_is_asked() -> None:
    alice = await people.alice()
    await alice.open("/record/amendment")
    (await alice.press("Send", status=422)).shows("Write what is wrong")
    await alice.open("/record/restriction")
    page = await alice.press("Send", status=422, whom="My insurance")
    page.shows("Write what should be kept back")
    assert page.value("whom") == "My insurance"


async def test_a_restriction_sent_twice_is_asked_for_once() -> None:
    alice = await people.alice()
    page = await alice.open("/record/restriction")
    once = page.value("once")
    page = await alice.press("Send", words="The visit in March", whom="My insurance")
    page.shows("Keep something from others", "The visit in March", "My insurance")
    await alice.open("/record/restriction")
    await alice.press("Send", words="The visit in March", whom="My insurance", once=once)
    assert await rows.value("select count(*) from record_request") == 1


async def test_requests_of_the_client_are_nothing_to_representatives_but_theirs_are_seen_by_the_client() -> (
    None
):
    alice, gina = await people.alice(), await representative()
    own = await ask(words="My own words")
    (await gina.open("/record")).lacks("What was asked for")
    theirs = await ask(account="gina", words="Words of Gina")
    await page_of(gina, own, status=404)
    assert "Words of Gina" in await page_of(gina, theirs)
    assert "Words of Gina" in await page_of(alice, theirs)
    assert "Take this back" not in await page_of(alice, theirs)
    await page_of(await people.bob(), own, status=404)


async def test_what_is_answered_cannot_be_taken_back_any_more() -> None:
    alice = await people.alice()
    request_id = await ask()
    await alice.open(f"/record/requests/{request_id}")
    await rows.change(DECLINED, request_id)
    (await alice.press("Take this back", status=409)).shows("has answered this already")
    assert await rows.value("select state from record_request") == "declined"


async def test_a_client_disagrees_once_with_a_declined_change() -> None:
    alice = await people.alice()
    request_id = await ask()
    await rows.change(DECLINED, request_id)
    page = await alice.open(f"/record/requests/{request_id}")
    page.shows("does not agree to the change", "Office for Civil Rights", "Do you not agree?")
    (await alice.press("Save", status=422, words="")).shows("Write why you do not agree.")
    page = await alice.press("Save", words="I was there.")
    page.shows("You do not agree", "I was there.")
    page.lacks("Do you not agree?")
    answer = await sent(alice, f"/record/requests/{request_id}/disagreement", words="Again")
    assert answer.status_code == 409
