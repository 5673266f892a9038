"""An alert about danger stands first until somebody acknowledges it; reading it, or finishing it, is not enough."""

from urllib.parse import urlencode
from uuid import UUID

import pytest

from tests import checks, people, rows
from tests.forms.safety.danger import (
    Begun,
    begun,
    deliver,
    escalate,
    events,
    mark,
    overdue,
    person,
    save,
    told,
    unassign,
)
from tests.notices.test_growing import tell
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

ACKNOWLEDGE = "Acknowledge 1001"


async def noticed() -> Begun:
    mood = await begun()
    await save(mood, nine=1, sleep=2)
    await deliver()
    return mood


def path_of(mood: Begun) -> str:
    return f"/staff/clients/{mood.client_id}/forms/{mood.response}"


async def post(browser: Browser, path: str, **fields: object) -> int:
    await browser.open("/staff/account")
    body = urlencode({"_csrf": browser.token, **fields}, doseq=True).encode()
    return (await browser.send("POST", path, headers={"content-type": FORM}, content=body)).status_code


async def test_it_stands_first_in_a_look_of_its_own_whatever_came_after_it() -> None:
    await noticed()
    await tell("terry")
    terry = await people.terry()
    for path in ("/staff", "/staff/alerts/all"):
        page = await terry.open(path)
        alarm = page.find(".alarm")
        assert checks.words(alarm.a) == "Somebody may be in danger: look at this now"
        assert "Alice Anderson, 1001" in checks.words(alarm)
        assert "Nobody has acknowledged it yet." in checks.words(alarm)
        assert page.words.index("Somebody may be in danger") < page.words.index("Document Upload")
        assert len(page.all(".alert")) == 1, "It stands in no other place."
        page.lacks("Several days", "ninth question")


async def test_reading_does_not_take_it_away() -> None:
    await noticed()
    terry = await people.terry()
    alert = await rows.value("select id from alert where kind = 'form_safety'")
    assert await post(terry, f"/staff/alerts/{alert}/reading", state="read") == 303
    assert (await terry.open("/staff")).all(".alarm")
    assert await rows.value("select read_at from alert where kind = 'form_safety'") is not None


@pytest.mark.parametrize("state", ["acknowledged", "done"])
async def test_it_is_neither_acknowledged_nor_done_by_the_mark_of_other_alerts(state: str) -> None:
    await noticed()
    terry = await people.terry()
    alert = await rows.value("select id from alert where kind = 'form_safety'")
    await post(terry, f"/staff/alerts/{alert}/reading", state=state)
    assert (await terry.open("/staff")).all(".alarm")
    assert await rows.value("select num_nonnulls(acknowledged_at, done_at) from alert") == 0
    assert (await events("acknowledged_at"))[0]["acknowledged_at"] is None


@pytest.mark.parametrize("where", ["inbox", "answers"])
async def test_who_acknowledges_is_seen_by_all_who_were_told(where: str) -> None:
    mood = await noticed()
    await overdue()
    await escalate()
    terry, nora = await people.terry(), await people.nora()
    await terry.open("/staff" if where == "inbox" else path_of(mood))
    page = await terry.press(ACKNOWLEDGE if where == "inbox" else "Acknowledge: I look after this")
    page.shows(
        "Acknowledged. All who were told see that you look after it.", "Acknowledged by Terry Tran, LCSW"
    )
    for browser in (terry, nora):
        page = await browser.open("/staff")
        assert not page.all(".alarm")
        page.shows("Somebody may be in danger", "Acknowledged by Terry Tran, LCSW")
    [event] = await events()
    assert event["acknowledged_by"] == people.staff_id("terry")
    assert event["acknowledged_by_name"] == "Terry Tran, LCSW"
    assert await rows.value("select count(*) from audit_event where kind = 'safety_acknowledged'") == 1


async def test_who_acknowledges_first_stays() -> None:
    mood = await noticed()
    terry, nora = await people.terry(), await people.nora()
    await terry.open(path_of(mood))
    await nora.open(path_of(mood))
    await terry.press("Acknowledge: I look after this")
    page = await nora.press("Acknowledge: I look after this")
    page.shows("Acknowledged by Terry Tran, LCSW")
    page.lacks("Acknowledged by Nora")


async def test_an_answer_that_came_since_is_not_acknowledged_with_the_others() -> None:
    mood = await noticed()
    await mark("alone", "true")
    terry = await people.terry()
    await terry.open("/staff")
    await save(mood, nine=1, alone=True)
    await deliver()
    await terry.press(ACKNOWLEDGE)
    assert [event["acknowledged_at"] is not None for event in await events("acknowledged_at")] == [
        True,
        False,
    ]
    assert (await terry.open("/staff")).all(".alarm"), "Its alert tells of the other answer too."
    await terry.press(ACKNOWLEDGE)
    assert not (await terry.open("/staff")).all(".alarm")


async def test_what_was_done_can_be_added_and_is_kept_encrypted() -> None:
    mood = await noticed()
    terry = await people.terry()
    await terry.open(path_of(mood))
    assert "What was done" not in (await terry.open(path_of(mood))).words, (
        "First somebody says they see to it."
    )
    await terry.press("Acknowledge: I look after this")
    page = await terry.press("Save The ninth question", status=422)
    page.shows("Write what was done.")
    page = await terry.press("Save The ninth question", done="Called Alice, we meet at four.")
    page.shows("What was done is kept.", "Called Alice, we meet at four.")
    kept = await rows.value("select done from safety_event")
    assert b"Alice" not in kept
    page = await (await people.nora()).open(path_of(mood))
    page.shows("Called Alice, we meet at four.", "Terry Tran, LCSW")


async def test_the_page_says_who_was_told_when_and_only_the_answer_that_shows_danger() -> None:
    """Nothing was sent: the other answers are still the client's own."""
    mood = await noticed()
    await overdue()
    await escalate()
    page = await (await people.terry()).open(path_of(mood))
    page.shows("The ninth question", "Several days", "Told: Terry Tran, LCSW", "Told: Nora Novak")
    page.shows("The client has not sent these answers.")
    page.lacks("Trouble sleeping", "More than half the days")
    await save(mood, nine=0)
    (await (await people.terry()).open(path_of(mood))).shows("The client has changed this answer since")


async def test_an_answer_that_was_changed_is_read_beside_the_new_one_as_both_were() -> None:
    mood = await noticed()
    await save(mood, nine=3)
    page = await (await people.terry()).open(path_of(mood))
    said = [checks.words(box) for box in page.all(".alarms > li")]
    assert len(said) == 2
    assert "Several days" in said[0]
    assert "Now: Nearly every day" in said[0]
    assert "Nearly every day" in said[1]
    assert "Several days" not in said[1]
    assert "Now:" not in said[1]
    await save(mood, nine=0)
    page = await (await people.terry()).open(path_of(mood))
    said = [checks.words(box) for box in page.all(".alarms > li")]
    for box, was in zip(said, ("Several days", "Nearly every day"), strict=True):
        assert was in box
        assert "Now: Not at all" in box


async def test_an_event_that_kept_no_words_shows_the_answer_as_it_stands_now() -> None:
    mood = await noticed()
    await rows.change("update safety_event set answer = null")
    page = await (await people.terry()).open(path_of(mood))
    assert "The ninth question Several days Noticed" in checks.words(page.find(".alarms > li"))


async def test_who_may_not_read_the_answers_acknowledges_nothing() -> None:
    mood = await noticed()
    dana, stan = await people.dana(), await people.stan()
    event = (await events("id"))[0]["id"]
    for browser, status in ((dana, 404), (stan, 403)):
        await browser.open("/staff/account")
        for leaf, fields in (
            ("acknowledgement", {"event": event}),
            (f"dangers/{event}", {"done": "Nothing"}),
        ):
            assert await post(browser, f"{path_of(mood)}/{leaf}", **fields) == status, leaf
    terry = await people.terry()
    other = path_of(mood).replace(str(mood.client_id), str(people.client_id("charlie")))
    assert await post(terry, f"{other}/acknowledgement", event=event) == 404, "It is in another chart."
    assert await post(terry, f"{path_of(mood)}/dangers/{UUID(int=7)}", done="Nothing") == 404
    [kept] = await events("acknowledged_at, done")
    assert kept["acknowledged_at"] is None
    assert kept["done"] is None


async def test_an_event_of_other_answers_is_not_acknowledged_by_its_id() -> None:
    mood, other = await noticed(), await begun("charlie")
    await save(other, nine=2)
    events_of = {event["response"]: event["id"] for event in await events("id, response")}
    terry = await people.terry()
    await post(terry, f"{path_of(mood)}/acknowledgement", event=[events_of[other.response]])
    assert not await rows.value("select count(*) from safety_event where acknowledged_at is not null")


async def test_a_recipient_whose_chart_was_closed_reads_neither_name_nor_answers_and_has_no_way_in() -> None:
    await noticed()
    await unassign()
    terry = await people.terry()
    page = await terry.open("/staff")
    alarm = page.find(".alarm")
    assert not alarm.select("a, form")
    assert "Alice" not in checks.words(alarm)
    assert "1001" in checks.words(alarm)


async def test_no_mail_goes_out_about_it() -> None:
    await noticed()
    await overdue()
    await escalate()
    await deliver()
    assert await rows.value("select count(*) from sent_mail") == 0
    assert await told() == ["Nora", "Terry"]


async def test_things_to_mend_names_what_nobody_acknowledged_in_time_and_missing_persons() -> None:
    mood = await noticed()
    nora = await people.nora()
    (await nora.open("/staff/mend")).lacks("shows danger", "person is named")
    await overdue()
    await escalate()
    page = await nora.open("/staff/mend")
    page.shows("Client 1001: an answer shows danger, and nobody has acknowledged it in time.")
    page = await nora.follow("Look at the answers")
    assert page.path == path_of(mood)
    await person("second", None)
    await rows.change("update staff_member set active = false where id = $1", people.staff_id("terry"))
    page = await nora.open("/staff/mend")
    page.shows("No first person is named", "No second person is named")
    assert len(page.all("a[href='/staff/forms/safety']")) == 2
