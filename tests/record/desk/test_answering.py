"""Staff answer what clients ask about the record: once, with a reason where they decline, and the client is told."""

import asyncio
from uuid import uuid4

import pytest

from app.notices.telling.service import TELL
from app.record.clinical.facts import Kind
from app.record.rules import RequestKind
from app.staff.rules import Action
from tests import people, rows
from tests.record.desk.asked import ask, happened, officer, page_of, request, sent, tab
from tests.record.kept import keep, problem

AT_ONCE = 20
TOLD = "select count(*) from outbox_message where kind = $1 and done_at is null"


@pytest.mark.usefixtures("rolled_back", "unasked")
async def test_a_change_is_agreed_to_or_declined_with_a_reason_that_the_client_is_told_of() -> None:
    entry = await keep(Kind.PROBLEM, problem("Asthma"))
    agreed, declined = await ask(about=entry), await ask()
    nora = await people.nora()
    page = await nora.open(page_of(agreed))
    page.shows("Change of the record", "Asthma", "The dose is 20 mg, not 50 mg.", "Due", "alice")
    page = await nora.press("Send the answer", verdict="accept", words="We have corrected it.")
    page.shows("The change is agreed to. The client is told.", "We have corrected it.", "Agreed to", "Nora")
    assert not page.all("form[action$=answer]")

    await nora.open(page_of(declined))
    page = await nora.press("Send the answer", verdict="decline", words="", status=422)
    page.shows("Write why, in a sentence or two. The client reads it.")
    assert page.find("[name=verdict][checked]")["value"] == "decline"
    page = await nora.press("Send the answer", words="It is accurate and complete.")
    page.shows("The change is declined. The client is told.", "Declined")
    assert await rows.value(TOLD, TELL) == 2
    assert (await happened("amendment_accepted"), await happened("amendment_declined")) == (1, 1)
    assert b"accurate" not in (await request(declined))["answer"]


@pytest.mark.usefixtures("rolled_back", "unasked")
async def test_a_copy_that_is_released_is_made_for_whoever_asked_and_holds_what_they_may_have() -> None:
    await keep(Kind.PROBLEM, problem("Asthma"), client="max")
    await keep(Kind.PROBLEM, problem("Told in confidence"), client="max", own_only=True)
    asked = await ask(RequestKind.RECORD, client="max", account="gina")
    nora = await people.nora()
    (await nora.open(page_of(asked, "max"))).shows("Copy of the record", "gina, who acts for the client")
    (await nora.press("Send the answer", verdict="accept")).shows("The copy is released.")
    made = await rows.value("select id from record_copy where request = $1", asked)
    gina = await people.gina()
    page = await gina.open(f"/record/{made}")
    page.shows("Asthma")
    page.lacks("Told in confidence")
    assert await happened("record_released", "max") == 1
    refused = await ask(RequestKind.RECORD, client="max", account="gina")
    await nora.open(page_of(refused, "max"))
    page = await nora.press("Send the answer", verdict="decline", words="A judge has sealed it.")
    page.shows("The copy is not released.", "Not released")
    assert await rows.value("select count(*) from record_copy where request = $1", refused) == 0


@pytest.mark.usefixtures("rolled_back", "unasked")
async def test_a_restriction_is_in_force_until_it_is_ended_once() -> None:
    asked = await ask(RequestKind.RESTRICTION, words="My therapy", whom="My employer")
    nora = await people.nora()
    await nora.open(page_of(asked))
    await nora.press("Send the answer", verdict="accept")
    (await nora.open(tab())).shows("Restrictions in force", "My therapy", "My employer")
    (await nora.open("/staff/record?shown=in_force")).shows("Keep something from others")
    await nora.open(page_of(asked))
    page = await nora.press("End the restriction")
    page.shows("The restriction is ended. The client is told.", "Ended")
    assert not page.all("form[action$=ending]")
    assert (await sent(nora, page_of(asked) + "/ending")).status_code == 409
    assert await happened("restriction_ended") == 1
    (await nora.open(tab())).lacks("Restrictions in force")
    waiting = await ask(RequestKind.RESTRICTION)
    assert (await sent(nora, page_of(waiting) + "/ending")).status_code == 409


@pytest.mark.usefixtures("restored", "unasked")
async def test_of_twenty_who_answer_at_once_one_is_heard_and_one_copy_is_made() -> None:
    asked = await ask(RequestKind.RECORD)
    nora = await people.nora()
    await nora.open(page_of(asked))
    path = page_of(asked) + "/answer"
    verdicts = [
        {"verdict": "decline", "words": "No"} if n % 2 else {"verdict": "accept"} for n in range(AT_ONCE)
    ]
    answers = await asyncio.gather(*(sent(nora, path, **fields) for fields in verdicts))
    assert sorted(each.status_code for each in answers) == [303, *[409] * (AT_ONCE - 1)]
    won = verdicts[[each.status_code for each in answers].index(303)]["verdict"]
    assert (await request(asked))["state"] == {"accept": "accepted", "decline": "declined"}[won]
    assert await rows.value("select count(*) from record_copy where request = $1", asked) == (won == "accept")
    assert await happened("record_released") + await happened("record_not_released") == 1
    assert await rows.value(TOLD, TELL) == 1


@pytest.mark.usefixtures("rolled_back", "unasked")
async def test_what_was_taken_back_is_not_answered() -> None:
    asked = await ask()
    await rows.change("update record_request set state = 'withdrawn' where id = $1", asked)
    nora = await people.nora()
    page = await nora.open(page_of(asked))
    page.shows("Taken back by the client")
    assert not page.all("form[action$=answer]")
    assert (await sent(nora, page_of(asked) + "/answer", verdict="accept")).status_code == 409


@pytest.mark.usefixtures("rolled_back", "unasked")
async def test_who_may_not_answer_reads_it_and_whose_chart_it_is_not_finds_nothing() -> None:
    asked = await ask()
    terry = await officer(Action.VIEW)
    page = await terry.open(page_of(asked))
    page.shows("Somebody whose profile may change records answers this.")
    for path in (page_of(asked) + "/answer", page_of(asked) + "/ending"):
        assert (await sent(terry, path, verdict="accept")).status_code == 403
    dana = await officer(*Action, name="dana")
    for path in (page_of(asked), page_of(asked, "bob"), page_of(uuid4(), "bob")):
        assert (await dana.send("GET", path)).status_code == 404
        assert (await sent(dana, path + "/answer", verdict="accept")).status_code == 404
    assert (await request(asked))["state"] == "waiting"
    await (await people.stan()).open(page_of(asked), status=403)
