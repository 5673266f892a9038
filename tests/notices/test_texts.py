"""Text messages to a service that really answers: each goes out once or not at all, whatever dies in between."""

import hmac
from uuid import UUID, uuid4

import pytest

from app import config, db
from app.activity.actor import Actor
from app.addresses import Twilio
from app.notices import outbox
from app.notices.outbox import Sending
from app.notices.preferences import give_consent, preferences_of
from app.notices.sent import letters_sent, remove_old
from app.notices.texts import handing
from app.notices.texts.sending import NotTaken, Stopped, Undeliverable, is_possible, send_text
from tests import people, rows
from tests.environment import configured
from tests.text_service import ACCOUNT, SECRET, SENDER, TOKEN, text_service, texting_by

pytestmark = pytest.mark.usefixtures("restored")

NUMBER = "+13125550112"
WORDS = "Something waits for you: http://localhost:8000. Reply STOP to opt out."
DUE = "update outbox_message set due_at = now()"
REFUSED_FOR_NOW = {"code": 20003, "message": "Authenticate", "status": 401}


async def send(message_id: UUID | None = None, *, to: str = NUMBER) -> bool:
    return await send_text(message_id=message_id or uuid4(), to=to, text=WORDS)


async def state() -> tuple[str, str]:
    """Give how far the one text came, and why not further."""
    found = await rows.value("select row(state, fault) from text_message")
    return found[0], found[1]


async def texts() -> int:
    count: int = await rows.value("select count(*) from text_message")
    return count


async def test_a_text_is_handed_to_twilio_with_where_to_report_of_it() -> None:
    row = uuid4()
    with text_service() as peer, texting_by(peer.twilio):
        assert await send(row)
        assert await send(row)  # done before: nothing happens
    (handed,) = peer.handed
    assert handed.path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    assert handed.form == {
        "To": NUMBER,
        "From": SENDER,
        "Body": WORDS,
        "StatusCallback": f"http://localhost:8000/webhooks/texts?message={row}",
    }
    assert handed.headers["authorization"].startswith("Basic QUMwMTIz")
    assert await rows.value("select row(id, provider_id, state) from text_message") == (row, "SM1", "sent")


async def test_a_text_is_handed_to_a_program_of_the_practice_signed() -> None:
    row = uuid4()
    with text_service() as peer, texting_by(peer.gateway):
        peer.answers = [(202, {"id": "their-own"})]
        assert await send(row)
    (handed,) = peer.handed
    assert handed.path == "/texts?of=portal"
    expected = {
        "id": str(row),
        "to": NUMBER,
        "text": WORDS,
        "status_url": "http://localhost:8000/webhooks/texts",
    }
    assert handed.told == expected
    said = handed.headers["x-portal-timestamp"].encode() + b"." + handed.body
    assert (
        handed.headers["x-portal-signature"]
        == f"sha256={hmac.new(SECRET.encode(), said, 'sha256').hexdigest()}"
    )
    assert await rows.value("select provider_id from text_message") == "their-own"


async def test_a_worker_that_died_while_handing_over_hands_over_no_second_text() -> None:
    with text_service() as peer, texting_by(peer.twilio):
        async with db.transaction():
            row = await outbox.add(kind="test", payload={})

        async def send_and_die(message_id: UUID, _payload: object) -> None:
            await send(message_id)
            await rows.change(
                "update text_message set state = 'sending'"
            )  # it died before it could note the yes
            raise SystemExit

        with pytest.raises(SystemExit):
            await outbox.deliver(row, effects={"test": Sending(send_and_die)})
        await rows.change(DUE)
        assert not await send(row)
        assert not await send(row)
    assert len(peer.handed) == 1
    assert await state() == ("unknown", "Its worker died")


async def test_where_no_answer_comes_nobody_knows_and_it_is_not_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = uuid4()
    with text_service() as peer, texting_by(peer.twilio):
        peer.answers = [None]
        assert not await send(row)
        assert not await send(row)
        assert (await state())[0] == "unknown"
        peer.answers = [(503, {})]
        assert not await send()
        monkeypatch.setattr(handing, "ANSWER_SECONDS", 0)
        assert not await send()
    assert len(peer.handed) in (2, 3)  # the last may have come too late to be taken
    assert await rows.value("select count(*) from text_message where state = 'unknown'") == 3


@pytest.mark.parametrize("way", ["twilio", "gateway"])
async def test_what_surely_was_not_taken_is_tried_again(way: str) -> None:
    row = uuid4()
    with text_service() as peer, texting_by(getattr(peer, way)):
        for answer in ((429, {}), (401, REFUSED_FOR_NOW), (302, {})):
            peer.answers = [answer]
            with pytest.raises(NotTaken):
                await send(row)
            assert await texts() == 0
        assert await send(row)
    with texting_by(getattr(peer, way)), pytest.raises(NotTaken, match="cannot be reached"):
        await send()
    assert await texts() == 1


REFUSALS = [
    ("twilio", (400, {"code": 21211}), "21211: the number cannot be reached"),
    ("gateway", (422, {}), "422: the number cannot be reached"),
]


@pytest.mark.parametrize(("way", "answer", "fault"), REFUSALS)
async def test_a_number_that_is_refused_for_good_is_not_tried_again(
    way: str, answer: tuple[int, dict[str, object]], fault: str
) -> None:
    row = uuid4()
    with text_service() as peer, texting_by(getattr(peer, way)):
        peer.answers = [answer]
        for _ in range(2):
            with pytest.raises(Undeliverable, match=fault):
                await send(row)
    assert len(peer.handed) == 1
    assert await state() == ("failed", fault)


@pytest.mark.parametrize(("way", "answer"), [("twilio", (400, {"code": 21610})), ("gateway", (410, {}))])
async def test_a_number_that_stopped_with_the_service_is_stopped_here_too(
    way: str, answer: tuple[int, dict[str, object]]
) -> None:
    bob = people.client_id("bob")
    await give_consent(by=Actor.system("test"), client_id=bob, phone=NUMBER, wording="Yes")
    with text_service() as peer, texting_by(getattr(peer, way)):
        peer.answers = [answer]
        with pytest.raises(Stopped):
            await send()
    assert (await preferences_of(bob)).consent is None


async def test_a_messaging_service_is_named_instead_of_a_number() -> None:
    with text_service() as peer:
        service = Twilio(peer.twilio.origin, ACCOUNT, TOKEN, messaging_service="MG" + "0" * 32)
        with texting_by(service):
            await send()
    assert peer.handed[0].form["MessagingServiceSid"] == "MG" + "0" * 32
    assert "From" not in peer.handed[0].form


async def test_where_texts_are_switched_off_nothing_goes_out() -> None:
    assert is_possible()
    with configured(texts_are_off=True):
        assert not is_possible()
        with pytest.raises(Undeliverable):
            await send()
    assert await texts() == 0


async def test_in_a_development_texts_are_kept_to_be_read_beside_the_letters() -> None:
    assert await send()
    (kept,) = await letters_sent()
    assert (kept.to, kept.is_text) == (NUMBER, True)
    assert [piece.path for piece in kept.pieces if piece.path] == ["/"]
    page = await (await people.nobody()).open("/development/outbox")
    page.shows("(312) 555-0112", "Text message", "Something waits for you")
    with text_service() as peer, texting_by(peer.twilio, environment=config.Environment.PRODUCTION):
        await send()
    assert await rows.value("select count(*) from text_message where letter is null") == 1


async def test_texts_are_forgotten_after_a_month() -> None:
    for days in (29, 31):
        row = uuid4()
        await send(row)
        at = "update text_message set written_at = now() - make_interval(days => $2) where id = $1"
        await rows.change(at, row, days)
    await remove_old()
    assert await texts() == 1
