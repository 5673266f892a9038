"""What follows from a call of the service: STOP ends texts at once, what became of a text is noted, each of them once."""

from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from app import config, db
from app.activity.actor import Actor
from app.clients import details
from app.notices import outbox, preferences
from app.notices.tables import TextMeaning, TextMessage, TextReply, TextState
from app.notices.texts.calls import Call, NotUnderstood, Reply, Report
from app.notices.texts.words import ANSWERS, Heard, heard
from app.web.language import Language, speaking

REPORTED = "notices.text_reported"
"""The outbox kind of a text whose service says that it failed, or that one of which nobody knew went out."""
REPLIES = UUID("5d0a4d0e-6f3b-4d0c-8f0e-3f6a2b9b6a10")
"""The space of names in which the service's ids of texts that came in are ours."""
ANSWERED_AGAIN = timedelta(days=1)
"""After which somebody who writes what nobody reads is told so again: two programs must not answer one another for ever."""
LONGEST_FAULT = 100
COMES_AFTER: dict[TextState, Collection[TextState]] = {
    TextState.SENDING: (),
    TextState.UNKNOWN: (),
    TextState.SENT: (TextState.UNKNOWN,),
    TextState.DELIVERED: (TextState.SENDING, TextState.SENT, TextState.UNKNOWN),
    TextState.FAILED: (TextState.SENDING, TextState.SENT, TextState.UNKNOWN),
}
"""Reports come in any order: which states each of them may still replace."""

ANSWERED = "select 1 as one from text_reply where phone_hash = $1 and meaning = $2 and came_at > $3 limit 1"


async def take(call: Call, *, language_at: Callable[[str], Awaitable[Language]]) -> str:
    """Do what follows from a call, once however often it comes; give what is answered, "" for nothing.

    `language_at` gives the language that is read at a number: who reads it is known elsewhere. STOP is heard each time,
    under whatever id; raises NotUnderstood for an answer that came without one.
    """
    if isinstance(call, Reply):
        said = await _take_reply(call)
        return "" if said is None else _answer(said, said.language or await language_at(call.sender))
    if isinstance(call, Report):
        await _take_report(call)
    return ""


async def stop_texts_to(number: str, *, given_before: datetime | None = None) -> None:
    """Withdraw the consents to texts to a number that were given before a moment, else every one."""
    async with db.transaction():
        await preferences.withdraw_consents_to(number, by=Actor.system("texts"), given_before=given_before)


async def _take_reply(reply: Reply) -> Heard | None:
    """Do what somebody says who answers a text; give what was heard where they are answered."""
    said, phone_hash = heard(reply.text), details.hash_of_phone(reply.sender)
    if said.meaning is TextMeaning.STOP:
        await stop_texts_to(reply.sender)
    if not reply.id:
        raise NotUnderstood
    async with db.transaction():
        is_answered = await _is_answered(said, phone_hash)
        is_new = await _keep(reply, said, phone_hash)
    return said if is_new and not (is_answered or reply.is_answered) else None


async def _keep(reply: Reply, said: Heard, phone_hash: bytes) -> bool:
    """Keep that an answer came in; False where one came under its id before."""
    row = TextReply(
        id=uuid5(REPLIES, reply.id), phone_hash=phone_hash, meaning=said.meaning, came_at=datetime.now(UTC)
    )
    added = await (
        TextReply.insert(row).on_conflict(target=TextReply.id, action="DO NOTHING").returning(TextReply.id)
    )
    return bool(added)


async def _is_answered(said: Heard, phone_hash: bytes) -> bool:
    """Whether somebody was told lately that nobody reads what they write."""
    if said.meaning is not TextMeaning.OTHER:
        return False
    since = datetime.now(UTC) - ANSWERED_AGAIN
    return await db.row(ANSWERED, phone_hash, TextMeaning.OTHER.value, since) is not None


def _answer(said: Heard, language: Language) -> str:
    with speaking(language):
        return str(ANSWERS[said.meaning]) % {"portal": config.current().public_url}


async def _take_report(report: Report) -> None:
    async with db.transaction():
        if report.stopped and report.to:
            await stop_texts_to(report.to, given_before=await _went_out_at(report.message_id))
        before = await _state_before(report.message_id, COMES_AFTER[report.state])
        if before is None:
            return
        fault = report.fault[:LONGEST_FAULT]
        await TextMessage.update(
            {
                TextMessage.state: report.state,
                TextMessage.fault: fault,
                TextMessage.settled_at: datetime.now(UTC),
            }
        ).where(TextMessage.id == report.message_id)
        if report.state is TextState.FAILED or before is TextState.UNKNOWN:
            told = {"delivery": str(report.message_id), "state": report.state.value, "fault": fault}
            await outbox.add(kind=REPORTED, payload=told)


async def _went_out_at(message_id: UUID) -> datetime | None:
    found = await db.row("select written_at from text_message where id = $1", message_id)
    return found["written_at"] if found else None


async def _state_before(message_id: UUID, states: Collection[TextState]) -> TextState | None:
    """Give the state a text was in, held; None where it is none of these, or there is no such text."""
    found = await db.row("select state from text_message where id = $1 for no key update", message_id)
    state = TextState(found["state"]) if found else None
    return state if state in states else None
