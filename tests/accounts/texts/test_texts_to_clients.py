"""A client who chose texts: one goes out, what the service says of it comes back, and STOP leaves e-mail alone."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from app import db
from app.activity.actor import Actor
from app.notices import outbox
from app.notices.preferences import Notice, give_consent
from app.notices.telling.service import tell_client
from app.notices.texts.answering import REPORTED
from app.notices.texts.twilio import signature_of
from tests import people, rows
from tests.accounts.telling.told import BILL, later, letters, preferring, told, work
from tests.mail_server import mail_server, sending_to
from tests.messages.threads import JAM, thread_id
from tests.page import FORM, Browser
from tests.text_service import TextPeer, text_service, texting_by

pytestmark = pytest.mark.usefixtures("restored")

NUMBER = "+13125550111"


async def agreed(name: str = "alice") -> None:
    """Let a client be told by texts, to which they have agreed."""
    await preferring(name, channel="text")
    await give_consent(by=Actor.system("test"), client_id=people.client_id(name), phone=NUMBER, wording="Yes")


async def tell(event: UUID | None = None) -> None:
    thread = thread_id(JAM)
    await rows.change(BILL, thread, people.client_id("alice"))
    async with db.transaction():
        await tell_client(
            client_id=people.client_id("alice"),
            notice=Notice.BILL,
            object_id=thread,
            path="/home",
            event=event or db.new_id(),
        )
    await work()


async def call(peer: TextPeer, fields: dict[str, str], query: str = "") -> httpx.Response:
    """Call back as the service does."""
    address = f"http://localhost:8000/webhooks/texts{query}"
    signature = signature_of(peer.twilio, address=address, fields=fields.items())
    headers = {"content-type": FORM, "x-twilio-signature": signature}
    body = str(httpx.QueryParams(fields)).encode()
    return await Browser().send("POST", f"/webhooks/texts{query}", headers=headers, content=body)


async def newest() -> dict[str, Any]:
    return (await told("alice"))[-1]


ALERTS = "select count(*) from alert where kind = 'notice_failed'"


async def without_address(name: str = "alice") -> None:
    """Let there be nowhere to write to a client."""
    await rows.change("update client set email = '' where id = $1", people.client_id(name))
    await rows.change("update portal_account set email = '' where id = $1", people.account_id(name))


async def by_each_way() -> list[tuple[str, str]]:
    return [(each["channel"], each["state"]) for each in await told("alice")]


async def test_a_text_that_surely_did_not_arrive_goes_by_e_mail_once_and_never_back() -> None:
    await agreed()
    report = {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30005", "To": NUMBER}
    with text_service() as peer, texting_by(peer.twilio):
        peer.answers = [(400, {"code": 21211})]
        await tell()
        await later()
        await work()
        assert await by_each_way() == [("text", "redirected"), ("email", "sent")]
        await rows.change("update client_notice set settled_at = settled_at - interval '1 hour'")
        await tell()
        delivery = (await newest())["delivery"]
        for _ in range(2):
            await call(peer, report, f"?message={delivery}")
            await work()
            await later()
        sent = await letters()
    assert await by_each_way() == [("text", "redirected"), ("email", "sent")] * 2
    assert len(peer.handed) == 2
    assert [letter["to"] for letter in sent] == ["alice@example.org"] * 2
    assert await rows.value(ALERTS) == 0


async def test_staff_are_told_when_the_e_mail_instead_of_a_text_is_refused_too() -> None:
    await agreed()
    with text_service() as peer, texting_by(peer.twilio), mail_server() as inbox, sending_to(inbox):
        peer.answers = [(400, {"code": 21211})]
        inbox.unknown = {"alice@example.org"}
        await tell()
        await later()
        await work()
    assert await by_each_way() == [("text", "redirected"), ("email", "failed")]
    assert await rows.value(ALERTS) == 1


async def test_a_text_that_failed_without_a_word_does_not_come_back_to_texts_either() -> None:
    await agreed()
    with text_service() as peer, texting_by(peer.twilio):
        await tell()
        failed = {"delivery": str((await newest())["delivery"]), "state": "failed", "fault": ""}
        async with db.transaction():
            await outbox.add(kind=REPORTED, payload=failed)
        await work()
    assert len(peer.handed) == 1
    assert await by_each_way() == [("text", "redirected"), ("email", "sent")]


async def test_a_text_goes_out_and_one_that_failed_later_is_told_to_staff_once() -> None:
    await agreed()
    await without_address()
    with text_service() as peer, texting_by(peer.twilio):
        await tell()
        (handed,) = peer.handed
        assert handed.form["To"] == NUMBER
        assert handed.form["Body"].endswith("Reply STOP to opt out.")
        notice = await newest()
        assert (notice["state"], notice["channel"], notice["sent_to"]) == ("sent", "text", NUMBER)
        report = {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30005", "To": NUMBER}
        for _ in range(2):
            await call(peer, report, f"?message={notice['delivery']}")
            await work()
    notice = await newest()
    assert (notice["state"], notice["fault"]) == ("failed", "30005: undelivered")
    alerts = await rows.value(
        "select count(*) from alert where kind = 'notice_failed' and cardinality(grown_by) = 0"
    )
    assert alerts == await rows.value("select count(*) from alert where kind = 'notice_failed'") >= 1


async def test_a_text_of_which_nobody_knew_is_known_once_the_service_tells() -> None:
    await agreed()
    with text_service() as peer, texting_by(peer.twilio):
        peer.answers = [None]
        await tell()
        assert (await newest())["state"] == "unknown"
        await later()
        await work()
        assert len(peer.handed) == 1
        query = f"?message={(await newest())['delivery']}"
        await call(peer, {"MessageSid": "SM1", "MessageStatus": "delivered"}, query)
        await work()
    assert (await newest())["state"] == "sent"


async def test_a_report_that_comes_too_soon_waits_for_whoever_sends() -> None:
    await agreed()
    with text_service() as peer, texting_by(peer.twilio):
        await tell()
        notice = await newest()
        await rows.change("update client_notice set state = 'waiting' where id = $1", notice["id"])
        await call(peer, {"MessageSid": "SM1", "MessageStatus": "failed"}, f"?message={notice['delivery']}")
        await work()
        assert await rows.value("select fault from outbox_message where done_at is null") == "StillBeingSent"
        await rows.change("update client_notice set state = 'sent' where id = $1", notice["id"])
        await later()
        await work()
    assert (await by_each_way())[0] == ("text", "redirected")


async def test_after_stop_what_waits_goes_by_e_mail() -> None:
    await agreed()
    with text_service() as peer, texting_by(peer.twilio):
        await tell()
        await tell()  # so soon after the first that it waits
        assert (await newest())["state"] == "waiting"
        stop = {"MessageSid": "SM9", "From": NUMBER, "Body": "STOP"}
        assert (await call(peer, stop)).status_code == 200
        await rows.change(
            "update client_notice set settled_at = settled_at - interval '1 hour' where settled_at is not null"
        )
        await rows.change("update client_notice set due_at = now() where state = 'waiting'")
        await later()
        sent = await letters()
    assert len(peer.handed) == 1
    assert [letter["to"] for letter in sent] == ["alice@example.org"]
    assert [(each["channel"], each["state"]) for each in await told("alice")][-2:] == [
        ("text", "redirected"),
        ("email", "sent"),
    ]


async def test_a_number_that_the_service_has_stopped_is_told_by_e_mail_instead() -> None:
    await agreed()
    with text_service() as peer, texting_by(peer.twilio):
        peer.answers = [(400, {"code": 21610})]
        await tell()
        sent = await letters()
    assert [letter["to"] for letter in sent] == ["alice@example.org"]
    assert await rows.value("select count(*) from alert where kind = 'notice_failed'") == 0
    page = await (await people.alice()).open("/information/messaging")
    page.shows("were stopped by answering STOP", "we tell you by e-mail: alice@example.org")
