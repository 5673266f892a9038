"""What staff do with a client's messages: starting, answering, marking, noting, closing."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentStaff, today
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotAllowed, NotFound
from app.files.service import TakenIn
from app.messages.attachments import attach_as_staff, check_can_attach
from app.messages.rules import StepKind, check_can_answer, check_can_send, check_can_send_to_client
from app.messages.tables import InternalNote, Message, MessageThread
from app.messages.writing import (
    SentBefore,
    add_step,
    clients_wait,
    columns_of,
    locked_thread,
    mark_all_read,
    open_thread,
    thread_sent_by,
    write,
)
from app.notices import alerts
from app.notices.preferences import Notice
from app.notices.telling.service import tell_client
from app.staff.rules import Action, PermissionRule, may
from app.staff.service import OPEN_CHARTS, may_open_chart
from app.web.language import _l

NEEDS_RULE = _l(
    "Your profile does not have the rule “Client Portal Can Send Messages to Client”, which opens messages. "
    "Ask an administrator of the practice to add it."
)
NEEDS_ACTION = _l(
    "Your profile's rule “Client Portal Can Send Messages to Client” does not include this. "
    "Ask an administrator of the practice."
)


def check_messages(staff: CurrentStaff, action: Action, *, by: Actor) -> None:
    """Raise NotAllowed unless a rule lets the staff member do `action` with messages."""
    if not may(staff.permissions, PermissionRule.SEND_MESSAGES, action):
        sentence = NEEDS_RULE if action is Action.VIEW else NEEDS_ACTION
        raise NotAllowed(by=by, object_kind="messages", sentence=sentence)


STAFF_THREAD = f"""
select thread.*, task_type.label, task_type.label_es, task_type.user_group, task_type.usual_working_days,
  client.number, client.first_name, client.preferred_name, client.last_name
from message_thread thread join task_type on task_type.id = thread.task_type
join client on client.id = thread.client
where thread.id = $1 and ($2 or thread.client in {OPEN_CHARTS.format(staff="$3", today="$4")})
"""


async def thread_for_staff(*, staff: CurrentStaff, by: Actor, thread_id: UUID, action: Action) -> db.Record:
    """Give a thread to a staff member who may do `action` with messages and may open its chart.

    Raises NotAllowed without the rule, NotFound when there is no such thread or its chart is not open to them.
    """
    check_messages(staff, action, by=by)
    thread = await db.row(STAFF_THREAD, thread_id, staff.permissions.client_admin, staff.staff_id, today())
    if thread is None:
        raise NotFound(by=by, object_kind="message_thread", object_id=thread_id)
    return thread


async def client_numbered(*, staff: CurrentStaff, by: Actor, number: int) -> UUID:
    """Give the client of a number; raises NotFound when there is none or their chart is not open to the member."""
    row = await db.row("select id from client where number = $1", number)
    if row is None or not await may_open_chart(staff.permissions, row["id"], today=today()):
        raise NotFound(by=by, object_kind="client", object_id=row["id"] if row else None)
    client_id: UUID = row["id"]
    return client_id


TASK_TYPE = "select label, active, user_group from task_type where id = $1"


async def start_thread_as_staff(
    *,
    staff: CurrentStaff,
    by: Actor,
    once: UUID,
    client_id: UUID,
    task_type: UUID,
    subject: str,
    body: str,
    attached: Sequence[TakenIn] = (),
) -> UUID:
    """Send a client a first message about one thing; give the id of its thread.

    Raises NotAllowed without Create, NotFound when the chart is not open to the member, StateForbids when the task
    type is not in use or has no user group, Unacceptable.
    """
    check_messages(staff, Action.CREATE, by=by)
    check_can_attach(staff, attached)
    if not await may_open_chart(staff.permissions, client_id, today=today()):
        raise NotFound(by=by, object_kind="client", object_id=client_id)
    sent = await thread_sent_by(once, by=by, body=body)
    if sent is not None:
        return sent
    now = datetime.now(UTC)
    try:
        async with db.transaction():
            await _check_task_type(task_type)
            thread_id = await open_thread(
                client_id=client_id, task_type=task_type, subject=subject, now=now, waiting=None
            )
            await write(by=by, once=once, client_id=client_id, thread_id=thread_id, body=body, now=now)
            await attach_as_staff(staff, client_id, attached, message=once)
            await _record(by, Kind.THREAD_STARTED, thread_id=thread_id, client_id=client_id)
            await _tell(client_id, thread_id, message_id=once)
            return thread_id
    except SentBefore:
        return await thread_sent_by(once, by=by, body=body) or thread_id


async def _check_task_type(task_type: UUID) -> None:
    found = await db.row(TASK_TYPE, task_type)
    check_can_send(active=bool(found and found["active"]), answering=True)
    if found is not None:
        check_can_send_to_client(has_group=found["user_group"] is not None, label=found["label"])


async def reply_as_staff(
    *,
    staff: CurrentStaff,
    by: Actor,
    once: UUID,
    thread_id: UUID,
    body: str,
    attached: Sequence[TakenIn] = (),
) -> None:
    """Answer a client, which marks the client's messages before as read.

    Raises NotAllowed, NotFound, StateForbids, Unacceptable.
    """
    found = await thread_for_staff(staff=staff, by=by, thread_id=thread_id, action=Action.MODIFY)
    check_can_attach(staff, attached)
    check_can_send_to_client(has_group=found["user_group"] is not None, label=found["label"])
    client_id, now = found["client"], datetime.now(UTC)
    if await thread_sent_by(once, by=by, body=body, thread_id=thread_id) is not None:
        return
    with suppress(SentBefore):
        async with db.transaction():
            thread = await locked_thread(by=by, client_id=client_id, thread_id=thread_id)
            check_can_answer(closed=thread["closed_at"] is not None)
            await _note_answer(thread_id, thread, now=now)
            await mark_all_read(thread_id, from_client=True, now=now)
            await alerts.mark_alerts_about(staff_id=staff.staff_id, object_id=thread_id)
            await write(by=by, once=once, client_id=client_id, thread_id=thread_id, body=body, now=now)
            await attach_as_staff(staff, client_id, attached, message=once)
            await activity.record(
                by=by, kind=Kind.MESSAGE_ANSWERED, object_kind="message", object_id=once, client_id=client_id
            )
            await _tell(client_id, thread_id, message_id=once)


async def _tell(client_id: UUID, thread_id: UUID, *, message_id: UUID) -> None:
    """Have the client told that a message waits."""
    await tell_client(
        client_id=client_id, notice=Notice.MESSAGE, object_id=message_id, path=f"/messages/{thread_id}"
    )


async def _note_answer(thread_id: UUID, thread: db.Record, *, now: datetime) -> None:
    """Note on its thread that the practice wrote: an answer, if the client had asked anything."""
    asked = thread["last_from_client"] or thread["answered_at"] is not None
    await MessageThread.update(
        columns_of(None)
        | {
            MessageThread.last_at: now,
            MessageThread.last_from_client: False,
            MessageThread.unread_by_practice: False,
            MessageThread.answered_at: now if asked else None,
        }
    ).where(MessageThread.id == thread_id)


STILL_UNREAD = (
    "select exists (select 1 from message where thread = $1 and read_at is null and from_client) as unread"
)


async def mark_as_staff(
    *, staff: CurrentStaff, by: Actor, thread_id: UUID, message_id: UUID, read: bool
) -> None:
    """Mark a message of the client as read, or unread again, for the whole practice; raises NotAllowed, NotFound."""
    thread = await thread_for_staff(staff=staff, by=by, thread_id=thread_id, action=Action.VIEW)
    async with db.transaction():
        await locked_thread(by=by, client_id=thread["client"], thread_id=thread_id)
        changed = (
            await Message.update({Message.read_at: datetime.now(UTC) if read else None})
            .where((Message.id == message_id) & (Message.thread == thread_id) & Message.from_client.eq(True))  # noqa: FBT003
            .returning(Message.id)
        )
        if not changed:
            raise NotFound(by=by, object_kind="message", object_id=message_id, client_id=thread["client"])
        left = await db.row(STILL_UNREAD, thread_id)
        await MessageThread.update({MessageThread.unread_by_practice: bool(left and left["unread"])}).where(
            MessageThread.id == thread_id
        )
        kind = Kind.MESSAGE_READ if read else Kind.MESSAGE_UNREAD
        await activity.record(
            by=by, kind=kind, object_kind="message", object_id=message_id, client_id=thread["client"]
        )


async def write_note(*, staff: CurrentStaff, by: Actor, once: UUID, thread_id: UUID, body: str) -> None:
    """Write a note beside a thread, which only staff ever see; raises NotAllowed, NotFound."""
    thread = await thread_for_staff(staff=staff, by=by, thread_id=thread_id, action=Action.MODIFY)
    note = InternalNote(
        id=once, thread=thread_id, staff=staff.staff_id, staff_name=by.name, written_at=datetime.now(UTC)
    )
    note.body = InternalNote.body.seal(body, row=once)
    async with db.transaction():
        made = (
            await InternalNote.insert(note)
            .on_conflict(target=InternalNote.id, action="DO NOTHING")
            .returning(InternalNote.id)
        )
        if made:
            await activity.record(
                by=by,
                kind=Kind.NOTE_WRITTEN,
                object_kind="internal_note",
                object_id=once,
                client_id=thread["client"],
            )


async def close_thread(*, staff: CurrentStaff, by: Actor, thread_id: UUID) -> None:
    """Close a thread: nobody waits in it any more, and the client's own reply opens it again.

    Raises NotAllowed without Delete, and NotFound.
    """
    found = await thread_for_staff(staff=staff, by=by, thread_id=thread_id, action=Action.DELETE)
    now = datetime.now(UTC)
    async with db.transaction():
        thread = await locked_thread(by=by, client_id=found["client"], thread_id=thread_id)
        if thread["closed_at"] is not None:
            return
        await MessageThread.update(columns_of(None) | {MessageThread.closed_at: now}).where(
            MessageThread.id == thread_id
        )
        await add_step(by=by, thread_id=thread_id, kind=StepKind.CLOSED, now=now)
        await _record(by, Kind.THREAD_CLOSED, thread_id=thread_id, client_id=found["client"])


async def reopen_thread(*, staff: CurrentStaff, by: Actor, thread_id: UUID) -> None:
    """Open a closed thread again; who wrote last and got no answer waits since then. Raises like `close_thread`."""
    found = await thread_for_staff(staff=staff, by=by, thread_id=thread_id, action=Action.DELETE)
    now = datetime.now(UTC)
    async with db.transaction():
        thread = await locked_thread(by=by, client_id=found["client"], thread_id=thread_id)
        if thread["closed_at"] is None:
            return
        waiting = clients_wait(thread["last_at"], usual_working_days=thread["usual_working_days"])
        opened = columns_of(waiting if thread["last_from_client"] else None)
        await MessageThread.update(opened | {MessageThread.closed_at: None}).where(
            MessageThread.id == thread_id
        )
        await add_step(by=by, thread_id=thread_id, kind=StepKind.REOPENED, now=now)
        await _record(by, Kind.THREAD_REOPENED, thread_id=thread_id, client_id=found["client"])


async def _record(by: Actor, kind: Kind, *, thread_id: UUID, client_id: UUID) -> None:
    await activity.record(
        by=by, kind=kind, object_kind="message_thread", object_id=thread_id, client_id=client_id
    )
