"""Links to copies: sent after a warning, opened by a button, ended by their time or by who sent them, and kept in the log."""

import re

import pytest

from app.notices import outbox
from app.notices.sent import letters_sent
from app.record.clinical.facts import Kind
from app.worker import EFFECTS
from tests import people, rows
from tests.page import Browser
from tests.record.desk.asked import sent
from tests.record.kept import keep, problem
from tests.record.reading.copied import have_copy, representative
from tests.record.sending.links import TO, opened, send
from tests.second_steps import proof_grows_old

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_a_link_opens_the_copy_for_whoever_has_it_and_the_log_says_whom_it_went_to() -> None:
    await keep(Kind.PROBLEM, problem("Asthma"))
    alice = await people.alice()
    link = await send(alice)
    await outbox.deliver_all(effects=EFFECTS)
    letter = next(each for each in await letters_sent() if each.to == TO)
    assert link in {piece.path for piece in letter.pieces}
    words = letter.subject + "".join(piece.words for piece in letter.pieces if not piece.path)
    assert not re.search("Alice|Anderson|Sunrise|record|health", words), words
    somebody, page = await opened(link)
    page.shows("Health record", "Anderson", "Asthma")
    for leaf in ("record.pdf", "record.xml"):
        assert (await somebody.send("GET", f"/shared-record/{leaf}")).status_code == 200
    (await alice.open("/record")).shows(TO, "Opened once")
    (await alice.open("/activity")).shows(
        f"Sent a copy of the record: {TO}",
        f"A copy of the record was opened by the link that was sent: {TO}",
        f"Downloaded a copy of the record: {TO}",
    )


async def test_nothing_is_said_or_counted_before_the_button_is_pressed() -> None:
    alice = await people.alice()
    link = await send(alice)
    answer = await Browser().send("GET", link)
    assert answer.headers["referrer-policy"] == "no-referrer"
    page = await Browser().open(link)
    page.lacks("Alice", "Anderson", "record")
    (await Browser().open("/shared-record/record")).shows("This link does not work")
    assert await rows.value("select opened_times from record_sending") == 0


async def test_a_link_taken_back_over_or_made_up_opens_nothing_any_more() -> None:
    alice = await people.alice()
    link = await send(alice)
    somebody, _ = await opened(link)
    await opened(link[:-4] + "AAAA", status=404)
    (await alice.open("/record")).shows("Works")
    (await alice.press("Take it back")).shows("The link does not work any more")
    await somebody.open("/shared-record/record", status=404)
    await somebody.open("/shared-record/record.pdf", status=404)
    (await opened(link, status=404))[1].shows("This link does not work", "taken back")
    later = await send(alice)
    await rows.change(
        "update record_sending set expires_at = now() - interval '1 second' where ended_at is null"
    )
    await opened(later, status=404)


@pytest.mark.parametrize(
    "ended",
    [
        "update chart_grant set revoked_at = now() where account = $1",
        "update chart_grant set ends_on = starts_on - 1 where account = $1",
        "update chart_grant set areas = array['messages'] where account = $1",
        "update portal_account set active = false where id = $1",
        "update portal_account set suspended_at = now() where id = $1",
    ],
)
async def test_a_link_opens_nothing_once_whoever_sent_it_may_not_open_the_record(ended: str) -> None:
    gina = await representative()
    link = await send(gina)
    somebody, _ = await opened(link)
    await rows.change(ended, people.account_id("gina"))
    await outbox.deliver_all(effects=EFFECTS)
    assert await rows.value("select count(*) from record_sending where sent_at is not null") == 0
    (await opened(link, status=404))[1].shows("This link does not work", "taken back")
    for leaf in ("record", "record.pdf"):
        await somebody.open(f"/shared-record/{leaf}", status=404)
    page = await (await people.alice()).open("/record")
    page.shows(TO, "Ended")
    page.lacks("Take it back")


async def test_a_grant_of_the_record_alone_is_enough_for_a_link() -> None:
    link = await send(await representative())
    limited = "update chart_grant set areas = array['record'] where account = $1"
    await rows.change(limited, people.account_id("gina"))
    await opened(link)


async def test_a_form_that_has_sent_a_link_sends_no_other_one_and_pressed_twice_it_sends_once() -> None:
    alice = await people.alice()
    copy = await have_copy(alice)
    form = await alice.open(f"/record/{copy}/sending")
    once = form.value("once")
    for _ in range(2):
        assert (await sent(alice, form.path, address=TO, once=once, sure="yes")).status_code == 303
    await alice.open(form.path)
    page = await alice.press("Send the link", status=422, address="other@example.org", once=once, sure="yes")
    page.shows("This page has sent a link already")
    assert page.value("address") == "other@example.org"
    assert page.value("once") != once
    gina = await representative()
    hers = await have_copy(gina)
    assert (await sent(gina, f"/record/{hers}/sending", address=TO, once=once, sure="yes")).status_code == 422
    assert await rows.value("select count(*) from record_sending") == 1


async def test_sending_asks_for_an_address_for_the_tick_and_for_a_fresh_proof() -> None:
    alice = await people.alice()
    copy = await have_copy(alice)
    await alice.open(f"/record/{copy}/sending")
    page = await alice.press("Send the link", status=422, address="dr.lee@example")
    page.shows("This does not look like an e-mail address", "Tick the box")
    page = await alice.press("Send the link", status=422, address="")
    page.shows("Type the e-mail address", "Tick the box")
    page = await alice.press("Send the link", status=422, address=TO)
    page.shows("Tick the box")
    assert page.value("address") == TO
    assert await rows.value("select count(*) from record_sending") == 0
    await proof_grows_old()
    assert (await alice.open(f"/record/{copy}/sending")).path.startswith("/confirm")


async def test_links_of_the_client_are_nothing_to_representatives_but_the_client_ends_theirs() -> None:
    alice, gina = await people.alice(), await representative()
    await send(alice)
    link = await send(gina, "aunt@example.org")
    (await gina.open("/record")).lacks(TO)
    page = await alice.open("/record")
    page.shows("aunt@example.org", "by ")
    sending = await rows.value("select id from record_sending where account = $1", people.account_id("gina"))
    await alice.press("Take it back", within=f"#sending-{sending}")
    await opened(link, status=404)


async def test_ten_a_day_are_enough() -> None:
    alice = await people.alice()
    copy = await have_copy(alice)
    for number in range(10):
        await alice.open(f"/record/{copy}/sending")
        await alice.press("Send the link", address=f"a{number}@example.org", sure="yes")
    await alice.open(f"/record/{copy}/sending")
    page = await alice.press("Send the link", status=422, address=TO, sure="yes")
    page.shows("Ten links were sent within a day already")


async def test_tries_from_one_address_are_counted() -> None:
    somebody = Browser()
    for _ in range(30):
        await somebody.open("/shared-record/" + "A" * 64)
        await somebody.press("Open the file", status=404)
    await somebody.open("/shared-record/" + "A" * 64)
    await somebody.press("Open the file", status=429)
