"""Alerts by e-mail: only to who asked, without a word of what it is, at most every half hour, at once for danger."""

import asyncio
from uuid import uuid4

import pytest

from app import db
from app.activity.kinds import Kind
from app.notices import outbox
from app.notices.alerts import raise_alerts
from app.notices.sent import SentLetter, letters_sent
from app.notices.tables import AlertKind
from app.worker import EFFECTS
from tests import people, rows
from tests.environment import configured
from tests.messages.threads import PHARMACY, thread_id
from tests.page import Browser, Page

UPLOAD, MESSAGE, DANGER = AlertKind.DOCUMENT_UPLOAD, AlertKind.MESSAGE, AlertKind.FORM_SAFETY
TICK = "E-mail me when something new is in my inbox"
NEW, NOW = "Something new is in your inbox", "Please look at your inbox now"
WAITING = "select count(*) from outbox_message where kind = 'notices.alert_mail' and done_at is null"


async def choose(browser: Browser, *, wanted: bool = True) -> Page:
    tick = (await browser.open("/staff/account")).find("#alert_mail")
    if wanted:
        return await browser.press("Save", alert_mail="yes")
    del tick["checked"]
    return await browser.press("Save")


async def tell(*names: str, kind: AlertKind = UPLOAD, client: str = "alice") -> None:
    await raise_alerts(
        event=uuid4(),
        kind=kind,
        client_id=people.client_id(client),
        object_id=thread_id(PHARMACY),
        recipients=[people.staff_id(name) for name in names or ("terry",)],
    )


async def work() -> list[SentLetter]:
    """Let the worker do what is due; give all letters about alerts, the oldest first."""
    for _ in range(2):
        await outbox.deliver_all(effects=EFFECTS)
    return [letter for letter in reversed(await letters_sent()) if "inbox" in letter.subject]


async def wait(minutes: int) -> list[SentLetter]:
    """Let time pass, and the worker do what is due then."""
    for table, column in (("alert", "raised_at"), ("alert_mail", "sent_at"), ("outbox_message", "due_at")):
        await rows.change(f"update {table} set {column} = {column} - make_interval(mins => $1)", minutes)
    return await work()


def subjects(letters: list[SentLetter]) -> list[str]:
    return [letter.subject for letter in letters]


@pytest.mark.usefixtures("rolled_back")
async def test_whoever_asked_is_told_without_a_word_of_what_it_is() -> None:
    terry = await people.terry()
    page = await choose(terry)
    page.shows("Alerts are e-mailed to you.", TICK, "terry@")
    assert page.find("#alert_mail").has_attr("checked")
    assert await rows.value("select count(*) from audit_event where kind = $1", Kind.ALERT_MAIL_CHANGED) == 1
    await tell("terry", "nora")
    assert await work() == [], "Whoever is at the inbox sees it there first."
    (letter,) = await wait(3)
    assert (letter.subject, letter.to) == (NEW, "terry@example.org")
    said = "".join(piece.words for piece in letter.pieces)
    assert "http://localhost:8000/staff" in said
    assert not {"Alice", "Anderson", "document", "Sunrise Counseling"} & set(said.split())
    (await terry.open("/staff")).shows("Document Upload")


@pytest.mark.usefixtures("rolled_back")
async def test_many_alerts_are_one_e_mail_in_half_an_hour() -> None:
    await choose(await people.terry())
    for kind in (UPLOAD, MESSAGE, MESSAGE, UPLOAD):
        await tell(kind=kind)
    assert subjects(await wait(3)) == [NEW]
    await tell(kind=MESSAGE)
    assert subjects(await wait(20)) == [NEW]
    assert subjects(await wait(15)) == [NEW, NEW]
    assert subjects(await wait(60)) == [NEW, NEW]


@pytest.mark.usefixtures("rolled_back")
async def test_what_was_read_meanwhile_is_not_told_again() -> None:
    await choose(await people.terry())
    await tell(kind=MESSAGE)
    await rows.change("update alert set read_at = now()")
    assert await wait(3) == []
    await tell(kind=MESSAGE)
    assert subjects(await wait(3)) == [NEW], "None went out, so none holds the next one up."


@pytest.mark.usefixtures("rolled_back")
async def test_danger_is_told_at_once_whatever_else_waits() -> None:
    await choose(await people.terry())
    await tell(kind=MESSAGE)
    await wait(3)
    await tell(kind=MESSAGE)
    await tell(kind=DANGER)
    (_, urgent) = await work()
    assert urgent.subject == NOW
    assert await rows.value(WAITING) == 1, "The one that was planned before stands there still,"
    assert len(await wait(60)) == 2, "and finds that all it would tell of is told."
    await tell(kind=DANGER)
    assert subjects(await work()) == [NEW, NOW, NOW]


@pytest.mark.usefixtures("rolled_back")
async def test_an_e_mail_whose_place_another_took_does_not_come_early_in_the_next_ones() -> None:
    await choose(await people.terry())
    await tell(kind=MESSAGE)
    await wait(3)
    await tell(kind=MESSAGE)  # planned for half an hour after the first
    await wait(20)
    await tell(kind=DANGER)
    await tell(kind=MESSAGE)
    assert subjects(await work()) == [NEW, NOW]
    await tell(kind=MESSAGE)  # planned for half an hour after the second
    assert subjects(await wait(15)) == [NEW, NOW]
    assert subjects(await wait(20)) == [NEW, NOW, NEW]


@pytest.mark.usefixtures("rolled_back")
async def test_whoever_did_not_ask_or_left_or_changed_their_mind_gets_none() -> None:
    terry, dana, nora = await people.terry(), await people.dana(), await people.nora()
    for browser in (terry, dana):
        await choose(browser)
    await tell("terry", "dana", "nora")
    (await choose(terry, wanted=False)).shows("No alerts are e-mailed to you.")
    await rows.change("update staff_member set active = false where id = $1", people.staff_id("dana"))
    assert await wait(3) == []
    assert not (await nora.open("/staff/account")).find("#alert_mail").has_attr("checked")


@pytest.mark.usefixtures("rolled_back")
async def test_where_none_can_be_sent_the_page_says_why_and_takes_none() -> None:
    terry = await people.terry()
    with configured(mail_is_off=True):
        (await terry.open("/staff/account")).lacks(TICK)
    await terry.open("/staff/account")
    with configured(mail_is_off=True):
        (await terry.press("Save", status=409, alert_mail="yes")).shows("E-mail is switched off")
    assert await rows.value("select count(*) from alert_mail") == 0
    await choose(terry)
    with configured(mail_is_off=True):
        (await terry.open("/staff/account")).shows("E-mail is switched off", TICK)
        await tell()
        assert await rows.value(WAITING) == 0
    await rows.change("update staff_sign_in set email = 'nowhere' where username = 'terry'")
    await rows.change("update staff_member set email = '' where id = $1", people.staff_id("terry"))
    (await terry.open("/staff/account")).shows("No e-mail address of yours is on file.")
    await tell(kind=DANGER)
    assert await work() == []


@pytest.mark.usefixtures("restored")
async def test_an_alert_that_comes_while_the_e_mail_is_decided_about_is_told_too() -> None:
    """Whoever raises it is not done when the worker looks: the worker waits, or a second e-mail follows."""
    staff_id, raised, go_on = people.staff_id("terry"), asyncio.Event(), asyncio.Event()
    await rows.change("insert into alert_mail (id, wanted) values ($1, true)", staff_id)
    await tell(kind=MESSAGE)
    await rows.change("update alert set read_at = now()")
    await rows.change("update outbox_message set due_at = now()")

    async def raise_slowly() -> None:
        async with db.transaction():
            await tell(kind=MESSAGE)
            raised.set()
            await go_on.wait()

    raising = asyncio.create_task(raise_slowly())
    await raised.wait()
    deciding = asyncio.create_task(work())
    try:
        await blocked()
    finally:
        go_on.set()
        await asyncio.gather(raising, deciding)
    assert subjects(await work()) == [NEW]


async def blocked() -> None:
    waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
    async with asyncio.timeout(15):
        while not await rows.value(waiting):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


@pytest.mark.usefixtures("restored")
async def test_of_alerts_raised_at_once_in_several_charts_one_e_mail_is_planned() -> None:
    await rows.change("insert into alert_mail (id, wanted) values ($1, true)", people.staff_id("terry"))
    await asyncio.gather(*(tell(client=client) for client in ("alice", "bob", "charlie", "max")))
    assert await rows.value(WAITING) == 1
