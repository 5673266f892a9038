"""Sending, answering and marking messages.

A form that sends carries the id of the message it will make (`once`), so that sending it twice, by a double
press or after a lost connection, makes one message.
"""

from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart, CurrentStaff, today
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotAllowed, NotFound, StateForbids
from app.messages.reading import OFFERED
from app.messages.rules import check_can_send, check_can_send_to_client
from app.messages.tables import Message, MessageThread
from app.notices import alerts, outbox
from app.staff.rules import Action, PermissionRule, may
from app.staff.service import may_open_chart
from app.web.language import _l

FROM_CLIENT = "message_from_client"
"""The outbox kind of a message that staff are to be told of."""

ALREADY_SENT = _l(
    "Your earlier text was already sent, but not this one. Press the button again to send it as a new message."
)
NEEDS_RULE = _l(
    "Your profile does not have the rule “Client Portal Can Send Messages to Client”, which opens the inbox. "
    "Ask an administrator of the practice to add it."
)


class AlreadySent(StateForbids):
    """A form was changed and sent again after its message had been made."""

    def __init__(self) -> None:
        super().__init__(ALREADY_SENT)


class _SentBefore(Exception):
    """The same form arrived twice at once, and the other one made the message."""


TASK_TYPE = f"select active, ({OFFERED}) as offered from task_type where id = $1"


async def start_thread(
    *, chart: CurrentChart, by: Actor, once: UUID, task_type: UUID, subject: str, body: str
) -> UUID:
    """Send a first message about one thing; give the id of its thread. Raises StateForbids."""
    sent = await _thread_sent_by(once, by=by, body=body)
    if sent is not None:
        return sent
    now = datetime.now(UTC)
    try:
        async with db.transaction():
            found = await db.row(TASK_TYPE, task_type)
            check_can_send(active=bool(found and found["active"]), answering=bool(found and found["offered"]))
            thread_id = await _open_thread(chart.client_id, task_type=task_type, subject=subject, now=now)
            await _send_from_client(chart=chart, by=by, once=once, thread_id=thread_id, body=body, now=now)
            return thread_id
    except _SentBefore:
        return await _thread_sent_by(once, by=by, body=body) or thread_id


async def reply(*, chart: CurrentChart, by: Actor, once: UUID, thread_id: UUID, body: str) -> None:
    """Answer in a thread of the chart, which marks all its messages before as read; raises NotFound."""
    if await _thread_sent_by(once, by=by, body=body, thread_id=thread_id) is not None:
        return
    now = datetime.now(UTC)
    with suppress(_SentBefore):
        async with db.transaction():
            await _touch(by=by, client_id=chart.client_id, thread_id=thread_id, now=now, from_client=True)
            await _mark_all_read(thread_id, from_client=False, now=now)
            await _send_from_client(chart=chart, by=by, once=once, thread_id=thread_id, body=body, now=now)


async def mark(*, chart: CurrentChart, by: Actor, thread_id: UUID, message_id: UUID, read: bool) -> None:
    """Mark a message of the practice as read, or as unread again; raises NotFound."""
    async with db.transaction():
        changed = (
            await Message.update({Message.read_at: datetime.now(UTC) if read else None})
            .where(
                (Message.id == message_id)
                & (Message.thread == thread_id)
                & (Message.client == chart.client_id)
                & Message.from_client.eq(False)  # noqa: FBT003
            )
            .returning(Message.id)
        )
        if not changed:
            raise NotFound(by=by, object_kind="message", object_id=message_id, client_id=chart.client_id)
        await activity.record(
            by=by,
            kind=Kind.MESSAGE_READ if read else Kind.MESSAGE_UNREAD,
            object_kind="message",
            object_id=message_id,
            client_id=chart.client_id,
        )


async def reply_as_staff(*, staff: CurrentStaff, by: Actor, once: UUID, thread_id: UUID, body: str) -> None:
    """Answer a client, which marks the client's messages before as read; raises NotAllowed, NotFound, StateForbids."""
    thread = await thread_for_staff(staff=staff, by=by, thread_id=thread_id, action=Action.MODIFY)
    check_can_send_to_client(has_group=thread["user_group"] is not None, label=thread["label"])
    client_id, now = thread["client"], datetime.now(UTC)
    if await _thread_sent_by(once, by=by, body=body, thread_id=thread_id) is not None:
        return
    with suppress(_SentBefore):
        async with db.transaction():
            await _touch(by=by, client_id=client_id, thread_id=thread_id, now=now, from_client=False)
            await _mark_all_read(thread_id, from_client=True, now=now)
            await alerts.mark_alerts_about(staff_id=staff.staff_id, object_id=thread_id)
            await _write(by=by, once=once, client_id=client_id, thread_id=thread_id, body=body, now=now)
            await activity.record(
                by=by, kind=Kind.MESSAGE_ANSWERED, object_kind="message", object_id=once, client_id=client_id
            )


STAFF_THREAD = """
select thread.id, thread.client, thread.subject, task_type.label, task_type.label_es, task_type.user_group,
  client.number, client.first_name, client.preferred_name, client.last_name
from message_thread thread join task_type on task_type.id = thread.task_type
join client on client.id = thread.client where thread.id = $1
"""


async def thread_for_staff(*, staff: CurrentStaff, by: Actor, thread_id: UUID, action: Action) -> db.Record:
    """Give a thread to a staff member who may do `action` with messages and may open its chart.

    Raises NotAllowed without the rule, NotFound when there is no such thread or its chart is not open to them.
    """
    check_messages(staff, action, by=by)
    thread = await db.row(STAFF_THREAD, thread_id)
    if thread is None or not await may_open_chart(staff.permissions, thread["client"], today=today()):
        raise NotFound(by=by, object_kind="message_thread", object_id=thread_id)
    return thread


def check_messages(staff: CurrentStaff, action: Action, *, by: Actor) -> None:
    """Raise NotAllowed unless a rule lets the staff member do `action` with messages."""
    if not may(staff.permissions, PermissionRule.SEND_MESSAGES, action):
        raise NotAllowed(by=by, object_kind="messages", sentence=NEEDS_RULE)


async def _thread_sent_by(once: UUID, *, by: Actor, body: str, thread_id: UUID | None = None) -> UUID | None:
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


async def _open_thread(client_id: UUID, *, task_type: UUID, subject: str, now: datetime) -> UUID:
    thread = MessageThread(
        id=db.new_id(),
        client=client_id,
        task_type=task_type,
        started_at=now,
        last_at=now,
        last_from_client=True,
    )
    thread.subject = MessageThread.subject.seal(subject, row=thread.id)
    await MessageThread.insert(thread)
    return thread.id


async def _send_from_client(
    *, chart: CurrentChart, by: Actor, once: UUID, thread_id: UUID, body: str, now: datetime
) -> None:
    await _write(by=by, once=once, client_id=chart.client_id, thread_id=thread_id, body=body, now=now)
    await activity.record(
        by=by, kind=Kind.MESSAGE_SENT, object_kind="message", object_id=once, client_id=chart.client_id
    )
    await outbox.add(kind=FROM_CLIENT, payload={"thread": str(thread_id)})


async def _write(
    *, by: Actor, once: UUID, client_id: UUID, thread_id: UUID, body: str, now: datetime
) -> None:
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
        raise _SentBefore


async def _touch(*, by: Actor, client_id: UUID, thread_id: UUID, now: datetime, from_client: bool) -> None:
    """Note the newest message on its thread, which also locks it; raises NotFound unless it is of the chart."""
    changed = (
        await MessageThread.update({MessageThread.last_at: now, MessageThread.last_from_client: from_client})
        .where((MessageThread.id == thread_id) & (MessageThread.client == client_id))
        .returning(MessageThread.id)
    )
    if not changed:
        raise NotFound(by=by, object_kind="message_thread", object_id=thread_id, client_id=client_id)


async def _mark_all_read(thread_id: UUID, *, from_client: bool, now: datetime) -> None:
    await Message.update({Message.read_at: now}).where(
        (Message.thread == thread_id) & Message.from_client.eq(from_client) & Message.read_at.is_null()
    )
