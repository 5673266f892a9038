"""What the service of texts calls in with: only if it is signed, once, and STOP ends texts at once."""

import hmac
import json
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import httpx
import pytest
import time_machine

from app.activity.actor import Actor
from app.addresses import TextGateway, Twilio
from app.clients.details import phone_columns
from app.notices.preferences import give_consent, preferences_of
from app.notices.tables import TextMeaning
from app.notices.texts.gateway import signature_of as sign_by_moment
from app.notices.texts.twilio import signature_of
from app.notices.texts.words import heard
from app.web.language import Language
from tests import people, rows
from tests.page import FORM, Browser
from tests.text_service import ACCOUNT, SECRET, SENDER, TOKEN, texting_by

pytestmark = pytest.mark.usefixtures("rolled_back")

PATH = "/webhooks/texts"
HERE = "http://localhost:8000"
NUMBER = "+13125550112"
TWILIO = Twilio("https://api.twilio.com", ACCOUNT, TOKEN, sender=SENDER)
GATEWAY = TextGateway("https://gateway.example/texts", SECRET)
VECTORS = [
    (
        "12345",
        "https://mycompany.com/myapp.php?foo=1&bar=2",
        {"CallSid": "CA1234567890ABCDE", "Digits": "1234", "From": "+14158675309", "To": "+18005551212", "Caller": "+14158675309"},
        "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
    ),
    (
        TOKEN,
        "https://portal.practice.org:8443/webhooks/texts",
        {"MessageSid": "SM3", "From": "+13125550112", "Body": "¿Qué? 🙂 a+b & c=d", "Empty": ""},
        "l8zCQ4C1DizppEutCQZjFNkcu7s=",
    ),
]  # fmt: skip
"""The example that Twilio publishes, and a signature by its own library (twilio 9.13.0)."""


async def by_twilio(
    fields: dict[str, str], *, query: str = "", signature: str | None = None, **headers: str
) -> httpx.Response:
    """Call as Twilio does."""
    signed = signature_of(TWILIO, address=f"{HERE}{PATH}{query}", fields=fields.items())
    given = {"content-type": FORM, "x-twilio-signature": signed if signature is None else signature}
    with texting_by(TWILIO):
        return await Browser().send(
            "POST", PATH + query, headers=given | headers, content=urlencode(fields).encode()
        )


async def by_gateway(told: Any, *, at: float | None = None, signature: str | None = None) -> httpx.Response:
    """Call as the practice's own program does."""
    body, moment = json.dumps(told).encode(), int(time.time() if at is None else at)
    signed = sign_by_moment(GATEWAY, moment=moment, body=body) if signature is None else signature
    headers = {
        "content-type": "application/json",
        "x-portal-timestamp": str(moment),
        "x-portal-signature": signed,
    }
    with texting_by(GATEWAY):
        return await Browser().send("POST", PATH, headers=headers, content=body)


def reply(text: str, sid: str = "SM1", sender: str = NUMBER) -> dict[str, str]:
    return {
        "MessageSid": sid,
        "AccountSid": ACCOUNT,
        "From": sender,
        "To": SENDER,
        "Body": text,
        "SmsStatus": "received",
    }


async def agree(*names: str, number: str = NUMBER) -> None:
    """Let these people have one phone, and agree to texts to it."""
    for name in names:
        client_id = people.client_id(name)
        columns = phone_columns(client_id, number)
        await rows.change(
            "update client set phone = $1, phone_hash = $2 where id = $3", *columns.values(), client_id
        )
        await give_consent(by=Actor.system("test"), client_id=client_id, phone=number, wording="Yes")


async def consents() -> int:
    count: int = await rows.value("select count(*) from text_consent where withdrawn_at is null")
    return count


@pytest.mark.parametrize(("token", "address", "fields", "signature"), VECTORS)
def test_our_signature_is_that_of_twilio(
    token: str, address: str, fields: dict[str, str], signature: str
) -> None:
    service = Twilio("https://api.twilio.com", ACCOUNT, token, sender=SENDER)
    assert signature_of(service, address=address, fields=fields.items()) == signature


async def test_stop_ends_texts_to_a_number_at_once_whosever_it_is() -> None:
    await rows.change("update text_consent set withdrawn_at = now() where withdrawn_at is null")
    await agree("alice", "bob")
    answer = await by_twilio(reply(" Stop! "))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/xml"
    assert answer.text.endswith("<Response></Response>")  # Twilio has answered, and would refuse what we say
    for name in ("alice", "bob"):
        assert (await preferences_of(people.client_id(name))).consent is None
        assert (
            await rows.value(
                "select count(*) from activity_entry where kind = 'texts_stopped' and client = $1",
                people.client_id(name),
            )
            == 1
        )
    assert (
        await rows.value("select distinct withdrawal_source from text_consent where withdrawn_by_name = ''")
        == "reply"
    )
    page = await (await people.alice()).open("/information/messaging")
    page.shows("Texts to (312) 555-0112 were stopped by answering STOP.", "We send no text messages.")
    (await (await people.alice()).open("/activity?kind=information")).shows("Stopped text messages")


async def test_a_stop_is_heard_whatever_its_id_and_however_often_it_comes() -> None:
    told = {"from": NUMBER, "text": "STOP"}
    await by_gateway({"id": "1", "from": "+15005550006", "text": "hello"})
    calls: tuple[tuple[Callable[[], Awaitable[httpx.Response]], int], ...] = (
        (partial(by_twilio, reply("STOP")), 200),
        (partial(by_gateway, told | {"id": "1"}), 200),
        (partial(by_gateway, told | {"id": ""}), 422),
        (partial(by_gateway, told | {"id": "\x00"}), 422),
        (partial(by_gateway, told | {"id": 7}), 422),
        (partial(by_gateway, told), 422),
        (partial(by_twilio, reply("STOP", "")), 422),
        (partial(by_twilio, reply("Basta", "SM5") | {"OptOutType": "STOP"}), 200),
    )
    for call, status in calls:
        for _ in range(2):
            await agree("alice")
            assert (await call()).status_code == status
            assert not (await preferences_of(people.client_id("alice"))).texts_are_allowed
    assert (await by_gateway(told | {"id": "1"})).json() == {"answer": ""}  # it was answered once


async def test_a_stop_in_spanish_is_answered_in_spanish_and_help_in_the_language_of_the_client() -> None:
    number = "+13125550177"
    await agree("charlie", number=number)
    assert "Ya no recibe mensajes de texto." in (await by_twilio(reply("ALTO", "SM1"))).text
    help_ = (await by_twilio(reply("help", "SM2", sender=number))).text
    assert "Solo le escribimos cuando algo le espera en http://localhost:8000" in help_
    assert "<Message>We text you only" in (await by_twilio(reply("Info", "SM3", sender="+15005550006"))).text
    answered = await by_twilio(reply("help", "SM4") | {"OptOutType": "HELP"})
    assert "<Message>" not in answered.text


async def test_whoever_writes_is_told_once_a_day_that_nobody_reads_it() -> None:
    told = {"from": NUMBER, "text": "Can I come at <3>?"}
    assert "Nobody reads answers to this number." in (await by_gateway(told | {"id": "1"})).json()["answer"]
    assert (await by_gateway(told | {"id": "2"})).json() == {"answer": ""}
    assert "Ayuda" not in (await by_gateway(told | {"id": "3", "text": "HELP"})).text
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1, minutes=1)):
        assert (await by_gateway(told | {"id": "4"})).json()["answer"]
    assert not await rows.value(
        "select count(*) from text_reply where position('come' in text_reply::text) > 0"
    )


FORGERIES: list[dict[str, Any]] = [
    {"signature": ""},
    {"signature": "nonsense"},
    {"signature": signature_of(Twilio("", ACCOUNT, "another-token", sender=SENDER), address=HERE + PATH, fields=reply("STOP").items())},
    {"signature": signature_of(TWILIO, address=HERE + PATH, fields=reply("STOP", "SM9").items())},
    {"signature": signature_of(TWILIO, address=f"{HERE}{PATH}?a=1", fields=reply("STOP").items())},
]  # fmt: skip


async def test_what_twilio_did_not_sign_is_refused_and_changes_nothing() -> None:
    await agree("alice")
    before = await rows.digest()
    for forgery in FORGERIES:
        answer = await by_twilio(reply("STOP"), **forgery)
        assert (answer.status_code, answer.content) == (403, b""), forgery
    assert (
        await Browser().send("POST", PATH, headers={"content-type": FORM}, content=b"From=x")
    ).status_code == 403
    many = {f"F{number}": "" for number in range(101)}
    assert (await by_twilio(many)).status_code == 403
    assert (await by_twilio({"Body": "a" * 20_000})).status_code == 413
    assert (await by_twilio({"From": NUMBER})).status_code == 422
    assert await rows.digest() == before


async def test_what_the_program_did_not_sign_just_now_is_refused_and_changes_nothing() -> None:
    await agree("alice")
    before, told, now = await rows.digest(), {"id": "1", "from": NUMBER, "text": "STOP"}, time.time()
    for at in (now - 301, now + 302):
        assert (await by_gateway(told, at=at)).status_code == 403
    other = sign_by_moment(
        TextGateway("", "another-secret-of-both"), moment=int(now), body=json.dumps(told).encode()
    )
    unsigned = hmac.new(SECRET.encode(), json.dumps(told).encode(), "sha256").hexdigest()
    for signature in ("", "sha256=", other, f"sha256={unsigned}"):
        assert (await by_gateway(told, at=now, signature=signature)).status_code == 403
    odd: list[Any] = [
        [],
        5,
        None,
        {},
        {"id": 1, "from": NUMBER, "text": "hello"},
        {"id": "", "from": NUMBER, "text": "hello"},
        {"id": "1", "from": 5, "text": "STOP"},
        {"status": []},
        {"status": "read"},
    ]
    odd += [{"status": "sent", "message": 5}, {"status": "sent", "message": "x"}]
    for each in odd:
        assert (await by_gateway(each)).status_code == 422, each
    assert await rows.digest() == before
    assert (await by_gateway(told, at=now - 290)).status_code == 200
    assert await consents() == await rows.value(
        "select count(*) from text_consent where withdrawn_at is null"
    )


async def test_odd_letters_in_a_call_do_no_harm() -> None:
    for number, odd in enumerate(("\ud800", "\x00", "é\u202e", "𝕊𝕋𝕆ℙ")):
        told = {"id": f"{number}{odd}", "from": odd, "text": odd}
        assert (await by_gateway(told)).status_code == 200
        fault = {"status": "failed", "message": str(await text()), "fault": odd * 200}
        assert (await by_gateway(fault)).status_code == 200


async def text(state: str = "sent") -> UUID:
    """Write down a text that was handed over."""
    row = uuid4()
    await rows.change(
        "insert into text_message (id, state, written_at) values ($1, $2, $3)", row, state, datetime.now(UTC)
    )
    return row


async def state_of(row: UUID) -> tuple[str, str]:
    found = await rows.value("select row(state, fault) from text_message where id = $1", row)
    return found[0], found[1]


async def told_of() -> int:
    count: int = await rows.value("select count(*) from outbox_message where kind = 'notices.text_reported'")
    return count


async def test_reports_settle_a_text_in_whatever_order_they_come() -> None:
    row, unknown, failed = await text(), await text("unknown"), await text()
    for status in ("sent", "delivered", "sending", "undelivered"):
        await by_twilio({"MessageSid": "SM1", "MessageStatus": status}, query=f"?message={row}")
    assert await state_of(row) == ("delivered", "")
    assert await told_of() == 0
    await by_twilio({"MessageSid": "SM2", "MessageStatus": "sent"}, query=f"?message={unknown}")
    assert await state_of(unknown) == ("sent", "")
    assert await told_of() == 1
    report = {"MessageSid": "SM3", "MessageStatus": "undelivered", "ErrorCode": "30005"}
    for _ in range(2):
        await by_twilio(report, query=f"?message={failed}")
    assert await state_of(failed) == ("failed", "30005: undelivered")
    assert await told_of() == 2
    for query in ("", "?message=x", f"?message={uuid4()}"):
        assert (await by_twilio(report, query=query)).status_code == 200
    assert await told_of() == 2


async def test_a_report_that_the_number_has_stopped_stops_texts_here_too() -> None:
    await agree("alice", "bob")
    report = {"MessageSid": "SM1", "MessageStatus": "failed", "ErrorCode": "21610", "To": NUMBER}
    await by_twilio(report, query=f"?message={await text()}")
    assert (await preferences_of(people.client_id("alice"))).consent is None
    await by_gateway({"status": "failed", "message": str(await text()), "to": NUMBER, "stopped": True})
    assert (await preferences_of(people.client_id("bob"))).consent is None


async def test_a_late_report_of_that_does_not_end_what_was_agreed_to_since() -> None:
    before = await text()
    await agree("alice")
    stopped = {"status": "failed", "message": str(before), "to": NUMBER, "stopped": True}
    await by_gateway(stopped)
    assert (await state_of(before))[0] == "failed"
    assert (await preferences_of(people.client_id("alice"))).texts_are_allowed
    await by_gateway(stopped | {"message": str(await text())})
    assert (await preferences_of(people.client_id("alice"))).consent is None


STOPPING = ("stop", "STOP.", "Stop all", "stopall", "UNSUBSCRIBE", "cancel", "End", "quit", "Opt-out", "please opt out",
            "revoke", "stop texting me", "Please stop!", "No more texts please", "don’t text me", "ALTO", "Parar", "baja",
            "¡Cancelar!", "No más", "Por favor dejen de escribirme", "ＳＴＯＰ", "S T O P", "s.t.o.p.", "S-T-O-P", "STOP!!! 😡",
            "Stop it", "STOP, I told you already", "ok stop now thanks", "no more", "Remove me", "please remove me from your list",
            "take me off this list", "wrong number", "Sorry, you have the wrong number.", "This is the wrong person",
            "leave me alone", "don't contact me again", "stop the texts", "cancel these messages", "I don't want these texts",
            "detente", "¡Basta!", "Ya basta", "número equivocado", "Tiene el número equivocado", "ya no", "no más mensajes",
            "paren", "quiero darme de baja", "bórrenme de la lista", "no me manden mensajes", "Dejen de mandar mensajes",
            "déjenme en paz", "No quiero más mensajes", "pare por favor", "a l t o")  # fmt: skip
OTHER = ("", "Can you stop by at 5?", "Stop by at 5?", "cancel my appointment", "thank you", "Para el martes, por favor",
         "the end", "👍", "yes", "helpful", "I can't stop thinking", "I can’t stop crying", "please stop the pain",
         "Stop taking the pills?", "I want it to end", "No more pills at home", "Dejé de tomar la medicina",
         "I wrote the wrong number on the form", "Ya no puedo más", "I quit my job", "a b c", "Remove me from the Tuesday group",
         "Mi baja del trabajo", "Basta con una pastilla?", "I need to cancel and got your messages")  # fmt: skip
SPANISH = (
    "ALTO",
    "detente",
    "¡Basta!",
    "número equivocado",
    "No quiero más mensajes",
    "por favor dejen de escribirme",
)


def test_every_plain_way_of_saying_stop_is_heard() -> None:
    for said in STOPPING:
        assert heard(said).meaning is TextMeaning.STOP, said
    for said in ("help", "HELP!", "info", "Ayuda", "información"):
        assert heard(said).meaning is TextMeaning.HELP, said
    for said in OTHER:
        assert heard(said).meaning is TextMeaning.OTHER, said
    for said in SPANISH:
        assert heard(said).language is Language.SPANISH, said
