"""Notices over a real mail server: taken, refused for good, refused for now; and after deaths, each once, by the same id."""

import asyncio
from collections import Counter
from uuid import UUID

import pytest

from app import db
from app.notices import outbox
from app.worker import EFFECTS
from tests import people, rows
from tests.accounts.telling.many import address, many_wait
from tests.accounts.telling.told import happen, later, preferring, states, told, work
from tests.mail_server import Inbox, mail_server, sending_to
from tests.text_service import text_service, texting_by

pytestmark = pytest.mark.usefixtures("restored")

ALERTS = "select count(*) from alert where kind = 'notice_failed'"
MANY, DEATHS = 100, 5
HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
    "Content-Language",
}


@pytest.fixture(autouse=True)
async def at_any_hour(restored: None) -> None:
    await preferring("alice")


async def sendings() -> list[UUID]:
    """Give the outbox rows that carry notices, the first first."""
    found = await db.rows("select id from outbox_message where kind = 'notices.send' order by created_at, id")
    return [row["id"] for row in found]


async def test_a_notice_arrives_as_one_letter_that_says_who_is_to_be_answered_by_nobody() -> None:
    await happen()
    with mail_server() as inbox, sending_to(inbox):
        await work()
    (received,) = inbox.letters
    assert received.recipients == ["alice@example.org"]
    assert received.message["Message-ID"] == f"<{(await sendings())[0]}@localhost>"
    assert received.message["Auto-Submitted"] == "auto-generated"
    assert await states() == ["sent"]


async def test_a_refusal_for_good_is_told_to_staff_and_not_tried_again() -> None:
    await happen()
    with mail_server() as inbox, sending_to(inbox):
        inbox.answers_to_recipients = ["550 5.1.1 No such\tmailbox"]
        await work()
        await later()
        await work()
    (notice,) = await told("alice")
    assert (notice["state"], notice["fault"]) == ("failed", "550 5.1.1 No such mailbox")
    assert notice["sent_to"] == "alice@example.org"
    assert inbox.letters == []
    assert await rows.value(ALERTS) == 1
    nora = await people.nora()
    (await nora.open("/staff")).shows("A client could not be told that something waits", "Alice Anderson")
    (await nora.open("/staff/mend")).shows("Client 1001 could not be told that something waits. 550 5.1.1")


async def test_what_is_refused_for_now_is_sent_later_and_what_comes_meanwhile_waits_for_it() -> None:
    await happen(path="/billing/statements/1")
    with mail_server() as inbox, sending_to(inbox):
        inbox.answers_to_recipients = ["451 Try again later"]
        await work()
        assert await states() == ["waiting"]
        fault = await rows.value("select fault from outbox_message where kind = 'notices.send'")
        assert fault == "NotTaken: 451 Try again later"
        await happen(path="/billing/statements/2")
        await work()
        assert inbox.letters == []
        await later()
        await work()
        assert len(inbox.letters) == 1, "The second waits half an hour."
        assert await states() == ["sent", "waiting"]
        assert await rows.value(ALERTS) == 0


async def test_staff_see_what_waits_while_a_mail_server_takes_nothing_until_it_does() -> None:
    said = "451 4.3.0 <alice@example.org>: Out of <b>disk</b>\tspace " + "x" * 100
    nora = await people.nora()
    with mail_server() as inbox, sending_to(inbox):
        inbox.answers_to_recipients = [said, said, said]
        for name in ("alice", "max"):
            await happen(name)
        await work()
        (await nora.open("/staff/mend")).lacks("being tried again")
        await rows.change("update client_notice set due_at = now() - interval '11 minutes'")
        page = await nora.open("/staff/mend")
        page.shows("2 e-mails or texts were not taken since", "451 4.3.0 … Out of <b>disk</b> space xxx")
        page.lacks("alice@example.org")
        page = await nora.open(f"/staff/clients/{people.client_id('alice')}/portal")
        page.shows("Is being tried again", "451 4.3.0 … Out of <b>disk</b> space xxx")
        page.lacks("Waits to be sent")
        inbox.answers_to_recipients.clear()
        await later()
        await work()
    assert len(inbox.letters) == 2
    (await nora.open("/staff/mend")).lacks("being tried again")


async def test_what_was_not_taken_for_three_days_is_given_up_and_told_to_staff() -> None:
    await happen()
    with mail_server() as inbox, sending_to(inbox):
        inbox.answers_to_recipients = ["451 Try again later"]
        await work()
        await rows.change("update client_notice set due_at = due_at - interval '73 hours'")
        await later()
        await work()
    assert inbox.letters == []
    assert [(each["state"], each["fault"]) for each in await told("alice")] == [("failed", "too_late")]
    assert await rows.value(ALERTS) == 1


async def test_a_worker_that_died_before_noting_it_sends_the_same_letter_again_whatever_came_meanwhile() -> (
    None
):
    await happen(path="/billing/statements/1")
    with mail_server() as inbox, sending_to(inbox):
        await work()
        await rows.change("delete from sent_mail")  # it died between the server's yes and its own notes
        await rows.change("update client_notice set state = 'waiting', settled_at = null")
        await rows.change("update outbox_message set done_at = null where kind = 'notices.send'")
        await rows.change("update client set email = 'new@example.org' where first_name = 'Alice'")
        await happen(path="/billing/statements/2")
        await later()
        await work()
    first, second = inbox.letters
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert first.part("plain") == second.part("plain")
    assert first.recipients == second.recipients == ["alice@example.org"]


async def test_a_worker_that_died_after_noting_it_sends_nothing_more_under_that_id() -> None:
    await happen(path="/billing/statements/1")
    with mail_server() as inbox, sending_to(inbox):
        await work()
        await rows.change("update client_notice set settled_at = settled_at - interval '40 minutes'")
        await happen(path="/billing/statements/2")
        (telling,) = await outbox.waiting()
        await outbox.deliver(telling, effects=EFFECTS)
        (begun, _) = await sendings()
        await rows.change("update outbox_message set done_at = null, due_at = now() where id = $1", begun)
        assert await outbox.deliver(begun, effects=EFFECTS)
        assert await states() == ["sent", "waiting"], "The second is not taken for sent."
        await work()
    assert len(inbox.letters) == 2
    assert await states() == ["sent", "sent"]


async def test_two_workers_at_once_tell_somebody_of_everything_in_one_letter() -> None:
    await happen(path="/billing/statements/1")
    await happen(path="/billing/statements/2")
    for telling in await outbox.waiting():
        await outbox.deliver(telling, effects=EFFECTS)
    with mail_server() as inbox, sending_to(inbox):
        both = await sendings()
        await asyncio.gather(*(db.rows("select 1") for _ in both))  # so that neither waits for a connection
        await asyncio.gather(*(outbox.deliver(each, effects=EFFECTS) for each in both))
    assert len(both) == 2
    (letter,) = inbox.letters
    assert letter.message["Subject"] == "2 bills are waiting for you"
    assert await states() == ["sent", "sent"]


async def test_a_text_that_was_not_taken_goes_by_e_mail_once_the_client_has_stopped_texts() -> None:
    await preferring("bob", channel="text")
    await happen("bob")
    with text_service() as peer, texting_by(peer.twilio):
        peer.answers = [(429, {})]
        await work()
        assert await states("bob") == ["waiting"]
        await rows.change("update text_consent set withdrawn_at = now()")
        await later()
        await work()
    assert len(peer.handed) == 1
    assert [(each["channel"], each["state"]) for each in await told("bob")] == [
        ("text", "redirected"),
        ("email", "sent"),
    ]


@pytest.mark.parametrize(
    "address", ["alice@example.org\r\nBcc: mallory@evil.example", "a@b.example, c@d.example", "alice"]
)
async def test_a35_an_address_that_is_more_than_one_is_written_to_by_nobody(address: str) -> None:
    await rows.change("update client set email = $2 where id = $1", people.client_id("alice"), address)
    await happen()
    with mail_server() as inbox, sending_to(inbox):
        await work()
    assert inbox.letters == []
    assert [each["fault"] for each in await told("alice")] == ["no_address"]


async def test_a35_a_name_in_mails_with_a_line_in_it_makes_no_header() -> None:
    await rows.change(
        "update client set first_name = $1, preferred_name = $1", "Alice\r\nBcc: mallory@evil.example"
    )
    await happen(path="/billing/statements/1")
    with mail_server() as inbox, sending_to(inbox):
        await work()
    (received,) = inbox.letters
    assert received.recipients == ["alice@example.org"]
    headers = set(received.message.keys()) - {"X-Peer", "X-MailFrom", "X-RcptTo"}
    assert headers == HEADERS
    assert "mallory" not in received.message.as_string()


async def test_a_hundred_notices_survive_five_deaths_each_arriving_and_repeated_no_oftener_than_workers_died() -> (
    None
):
    await many_wait(MANY)
    refused = {address(number) for number in range(1, MANY, 10)}
    with mail_server() as inbox, sending_to(inbox):
        inbox.unknown = refused
        for number in range(DEATHS):
            await die_after(inbox, (number + 1) * len(refused))
            await later()
        await work()
    arrived = Counter(received.message["Message-ID"] for received in inbox.letters)
    reached = {received.recipients[0] for received in inbox.letters}
    assert reached == {address(number) for number in range(1, MANY + 1)} - refused
    assert len(arrived) == len(reached), "Nobody is sent two letters that differ."
    assert sum(arrived.values()) - len(arrived) <= DEATHS
    assert await rows.value("select count(*) from client_notice where state = 'sent'") == len(reached)
    assert await rows.value("select count(*) from client_notice where state = 'failed'") == len(refused)
    assert await rows.value(f"{ALERTS} and cardinality(grown_by) = 0") == len(refused)
    assert await rows.value(ALERTS) == len(refused)


async def die_after(inbox: Inbox, letters: int) -> None:
    """Let a worker work until so many letters have come in, and cut it off before it is told that the last was taken."""
    loop, working = asyncio.get_running_loop(), asyncio.create_task(work())

    def hear(count: int) -> None:
        if count >= letters:
            loop.call_soon_threadsafe(working.cancel)

    inbox.heard = hear
    await asyncio.gather(working, return_exceptions=True)
    inbox.heard = None
    assert working.cancelled(), "It was to die before it was done."
