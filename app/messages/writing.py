"""Writing a message down, from either side.

A form that sends carries the id of the message it will make (`once`), so that sending it twice, by a double
press or after a lost connection, makes one message.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.activity.actor import Actor
from app.activity.refusals import NotFound, StateForbids
from app.messages.rules import StepKind, Waiting, waiting_from
from app.messages.tables import Message, MessageThread, ThreadStep
from app.messages.task_types import usual_days
from app.web.language import _l
from app.web.templates import local

ALREADY_SENT = _l(
    "Your earlier text was already sent, but not this one. Press the button again to send it as a new message."
)


class AlreadySent(StateForbids):
    """A form was changed and sent again after its message had been made."""

    def __init__(self) -> None:
        super().__init__(ALREADY_SENT)


class SentBefore(Exception):
    """The same form arrived twice at once, and the other one made the message."""


async def thread_sent_by(once: UUID, *, by: Actor, body: str, thread_id: UUID | None = None) -> UUID | None:
    """Give the thread of the message this very form made before, None when it made none.

    Raises AlreadySent when `once` made another message: another text, thread or writer.
    """
    row = await db.row("select thread, account, staff, body from message where id = $1", once)
    if row is None:
        return None
    thread: UUID = row["thread"]
    same_writer = (row["account"], row["staff"]) == (by.account_id, by.staff_id)
    if not same_writer or thread_id not in (None, thread) or Message.body.open(row["body"], row=once) != body:
        raise AlreadySent
    return thread


def clients_wait(asked_at: datetime, *, usual_working_days: int | None) -> Waiting:
    """Say until when something a client asked is to be answered: by the task type's days, else the practice's own."""
    waiting = waiting_from(local(asked_at), usual_working_days=usual_days(usual_working_days))
    return Waiting(asked_at, _utc(waiting.soon_late_at), _utc(waiting.late_at))


def columns_of(waiting: Waiting | None) -> dict[Any, Any]:
    """Give the columns of a thread that say who waits in it; None: nobody does."""
    return {
        MessageThread.waiting_since: waiting.since if waiting else None,
        MessageThread.soon_late_at: waiting.soon_late_at if waiting else None,
        MessageThread.late_at: waiting.late_at if waiting else None,
    }


def _utc(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(UTC)


async def open_thread(
    *, client_id: UUID, task_type: UUID, subject: str, now: datetime, waiting: Waiting | None
) -> UUID:
    """Make a thread; `waiting` says that its first message is the client's."""
    thread = MessageThread(
        id=db.new_id(),
        client=client_id,
        task_type=task_type,
        started_at=now,
        last_at=now,
        last_from_client=waiting is not None,
        unread_by_practice=waiting is not None,
        waiting_since=waiting.since if waiting else None,
        soon_late_at=waiting.soon_late_at if waiting else None,
        late_at=waiting.late_at if waiting else None,
    )
    thread.subject = MessageThread.subject.seal(subject, row=thread.id)
    await MessageThread.insert(thread)
    return thread.id


LOCKED = """
select thread.client, thread.closed_at, thread.waiting_since, thread.last_at, thread.last_from_client,
  thread.answered_at, thread.task_type, task_type.usual_working_days
from message_thread thread join task_type on task_type.id = thread.task_type
where thread.id = $1 and thread.client = $2 for no key update of thread
"""


async def locked_thread(*, by: Actor, client_id: UUID, thread_id: UUID) -> db.Record:
    """Give a thread of the chart, which nobody else changes until the transaction ends; raises NotFound."""
    thread = await db.row(LOCKED, thread_id, client_id)
    if thread is None:
        raise NotFound(by=by, object_kind="message_thread", object_id=thread_id, client_id=client_id)
    return thread


async def write(*, by: Actor, once: UUID, client_id: UUID, thread_id: UUID, body: str, now: datetime) -> None:
    """Add a message; raises SentBefore."""
    message = Message(
        id=once,
        thread=thread_id,
        client=client_id,
        from_client=by.staff_id is None,
        account=by.account_id,
        staff=by.staff_id,
        sender_name=by.name,
        sent_at=now,
    )
    message.body = Message.body.seal(body, row=once)
    made = (
        await Message.insert(message)
        .on_conflict(target=Message.id, action="DO NOTHING")
        .returning(Message.id)
    )
    if not made:
        raise SentBefore


async def mark_all_read(thread_id: UUID, *, from_client: bool, now: datetime) -> None:
    await Message.update({Message.read_at: now}).where(
        (Message.thread == thread_id) & Message.from_client.eq(from_client) & Message.read_at.is_null()
    )


async def add_step(*, by: Actor, thread_id: UUID, kind: StepKind, now: datetime, to_name: str = "") -> None:
    """Keep what was done with a thread, and by whom, for staff to see in it."""
    await ThreadStep.insert(
        ThreadStep(thread=thread_id, kind=kind.value, by_name=by.name, to_name=to_name, done_at=now)
    )
