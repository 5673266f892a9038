"""Text messages: each goes out once or not at all, since a second one costs the reader, and cannot be told apart.

It is written down before it is handed over. Where nobody knows whether it went out, it stays `unknown` and is not sent
again, until the service reports of it.
"""

from datetime import UTC, datetime
from typing import Any, assert_never
from uuid import UUID

from app import config
from app.notices.tables import TextMessage, TextState
from app.notices.texts.answering import stop_texts_to
from app.notices.texts.handing import hand_over
from app.notices.texts.outcomes import Handed, NotTaken, Outcome, Stopped, Undeliverable, Unsure

__all__ = ["NotTaken", "Stopped", "Undeliverable", "is_possible", "send_text"]

LONGEST_FAULT = 100


def is_possible() -> bool:
    """Whether texts are sent at all: False where SMS_URL is `none`, or is not set in production."""
    return not config.current().texts_are_off


async def send_text(*, message_id: UUID, to: str, text: str) -> bool:
    """Send a text to a number (E.164) once under `message_id`, the id of its outbox row, as work of a `Sending`.

    Gives whether it surely went out; False: nobody knows, and it is never handed over again. Raises NotTaken where it
    surely did not and may later, and Undeliverable where it never will: Stopped where the number has answered STOP.
    """
    if not is_possible():
        raise Undeliverable("Texts are switched off: SMS_URL is not set.")
    if not await _begin(message_id, to=to, text=text):
        return await _said_before(message_id)
    service = config.current().text_service
    outcome = (
        Handed("") if service is None else await hand_over(service, message_id=message_id, to=to, text=text)
    )
    return await _note(message_id, outcome, to=to)


async def _begin(message_id: UUID, *, to: str, text: str) -> bool:
    """Write down that a text is handed over now; False where that was written before."""
    row = TextMessage(id=message_id, written_at=datetime.now(UTC))
    if not config.current().is_production:
        row.letter = TextMessage.letter.seal_json({"to": to, "text": text}, row=message_id)
    added = await (
        TextMessage.insert(row)
        .on_conflict(target=TextMessage.id, action="DO NOTHING")
        .returning(TextMessage.id)
    )
    return bool(added)


async def _said_before(message_id: UUID) -> bool:
    """Give what came of a text that was begun before; one that was never settled may have gone out."""
    row = await TextMessage.select().where(TextMessage.id == message_id).first()
    state = TextState(row["state"]) if row else TextState.SENDING
    if state is TextState.FAILED:
        raise Undeliverable(row["fault"] if row else "")
    if state is TextState.SENDING:
        return await _note(message_id, Unsure("Its worker died"), to="")
    return state is not TextState.UNKNOWN


async def _note(message_id: UUID, outcome: Outcome, *, to: str) -> bool:
    """Write down what came of a text; raises what it is where it did not go out."""
    match outcome:
        case Handed(id=provider_id):
            await _settle(message_id, TextState.SENT, {TextMessage.provider_id: provider_id})
            return await _said_before(message_id)
        case NotTaken():
            await TextMessage.delete().where(TextMessage.id == message_id)
            raise outcome
        case Undeliverable():
            if isinstance(outcome, Stopped):
                await stop_texts_to(to)
            await _settle(message_id, TextState.FAILED, {TextMessage.fault: str(outcome)[:LONGEST_FAULT]})
            raise outcome
        case Unsure():
            await _settle(message_id, TextState.UNKNOWN, {TextMessage.fault: str(outcome)[:LONGEST_FAULT]})
            return False
        case _:
            assert_never(outcome)


async def _settle(message_id: UUID, state: TextState, columns: dict[Any, Any]) -> None:
    """Settle a text, unless the service has reported of it meanwhile."""
    settled = {TextMessage.state: state, TextMessage.settled_at: datetime.now(UTC), **columns}
    await TextMessage.update(settled).where(
        (TextMessage.id == message_id) & (TextMessage.state == TextState.SENDING)
    )
