"""What a client does with messages: sending, answering, marking."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotFound
from app.files.service import TakenIn
from app.messages import drafts
from app.messages.attachments import attach
from app.messages.rules import StepKind, check_can_send
from app.messages.tables import Message, MessageThread
from app.messages.task_types import OFFERED
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
from app.notices import outbox

FROM_CLIENT = "message_from_client"
"""The outbox kind of a message that staff are to be told of."""

ASKED_MORE = """
select 1 from message where thread = $1 and from_client and id <> $2 and sent_at >= $3 limit 1
"""
"""In SQL: what else the client wrote since they wait for an answer."""
TASK_TYPE = f"select active, usual_working_days, ({OFFERED}) as offered from task_type where id = $1"


async def start_thread(
    *,
    chart: CurrentChart,
    by: Actor,
    once: UUID,
    task_type: UUID,
    subject: str,
    body: str,
    attached: Sequence[TakenIn] = (),
    elsewhere: bool = False,
) -> UUID:
    """Send a first message about one thing; give the id of its thread. Raises StateForbids, Unacceptable.

    `elsewhere`: it is not written on the page of new messages, whose draft stays.
    """
    sent = await thread_sent_by(once, by=by, body=body)
    if sent is not None:
        return sent
    now = datetime.now(UTC)
    try:
        async with db.transaction():
            found = await db.row(TASK_TYPE, task_type)
            check_can_send(active=bool(found and found["active"]), answering=bool(found and found["offered"]))
            thread_id = await open_thread(
                client_id=chart.client_id,
                task_type=task_type,
                subject=subject,
                now=now,
                waiting=clients_wait(now, usual_working_days=found["usual_working_days"] if found else None),
            )
            await _send(chart=chart, by=by, once=once, thread_id=thread_id, body=body, now=now)
            await attach(chart, attached, message=once)
            if not elsewhere:
                await drafts.remove(chart=chart, thread_id=None)
            return thread_id
    except SentBefore:
        return await thread_sent_by(once, by=by, body=body) or thread_id


async def take_back(
    *, chart: CurrentChart, by: Actor, once: UUID, asked: UUID, thread_id: UUID, body: str
) -> None:
    """Say in its thread that what the message `asked` asked for needs no answer any more; raises NotFound.

    The thread is unread then, but nobody waits in it, and nobody is alerted: unless the client asked more in it.
    """
    now = datetime.now(UTC)
    with suppress(SentBefore):
        async with db.transaction():
            thread = await locked_thread(by=by, client_id=chart.client_id, thread_id=thread_id)
            more = await db.row(ASKED_MORE, thread_id, asked, thread["waiting_since"])
            noted: dict[Any, Any] = {
                MessageThread.last_at: now,
                MessageThread.last_from_client: True,
                MessageThread.unread_by_practice: True,
            }
            if more is None:
                noted |= columns_of(None)
            await MessageThread.update(noted).where(MessageThread.id == thread_id)
            await _send(
                chart=chart, by=by, once=once, thread_id=thread_id, body=body, now=now, told=more is not None
            )


async def reply(
    *,
    chart: CurrentChart,
    by: Actor,
    once: UUID,
    thread_id: UUID,
    body: str,
    attached: Sequence[TakenIn] = (),
    elsewhere: bool = False,
) -> None:
    """Answer in a thread of the chart, which marks all messages before as read and opens it again if it was closed.

    `elsewhere`: it is not written in the thread, whose draft and unread messages stay as they are. Raises NotFound, Unacceptable.
    """
    if await thread_sent_by(once, by=by, body=body, thread_id=thread_id) is not None:
        return
    now = datetime.now(UTC)
    with suppress(SentBefore):
        async with db.transaction():
            thread = await locked_thread(by=by, client_id=chart.client_id, thread_id=thread_id)
            await _note_question(thread_id, thread, now=now)
            if thread["closed_at"] is not None:
                await _reopen(chart=chart, by=by, thread_id=thread_id, now=now)
            if not elsewhere:
                await mark_all_read(thread_id, from_client=False, now=now)
                await drafts.remove(chart=chart, thread_id=thread_id)
            await _send(chart=chart, by=by, once=once, thread_id=thread_id, body=body, now=now)
            await attach(chart, attached, message=once)


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


async def _note_question(thread_id: UUID, thread: db.Record, *, now: datetime) -> None:
    """Note on its thread that the client wrote. Who waits already goes on waiting since then."""
    noted: dict[Any, Any] = {
        MessageThread.last_at: now,
        MessageThread.last_from_client: True,
        MessageThread.unread_by_practice: True,
        MessageThread.closed_at: None,
    }
    if thread["waiting_since"] is None:
        waiting = clients_wait(now, usual_working_days=thread["usual_working_days"])
        noted |= columns_of(waiting)
    await MessageThread.update(noted).where(MessageThread.id == thread_id)


async def _reopen(*, chart: CurrentChart, by: Actor, thread_id: UUID, now: datetime) -> None:
    await add_step(by=by, thread_id=thread_id, kind=StepKind.REOPENED, now=now)
    await activity.record(
        by=by,
        kind=Kind.THREAD_REOPENED,
        object_kind="message_thread",
        object_id=thread_id,
        client_id=chart.client_id,
    )


async def _send(
    *,
    chart: CurrentChart,
    by: Actor,
    once: UUID,
    thread_id: UUID,
    body: str,
    now: datetime,
    told: bool = True,
) -> None:
    await write(by=by, once=once, client_id=chart.client_id, thread_id=thread_id, body=body, now=now)
    await activity.record(
        by=by, kind=Kind.MESSAGE_SENT, object_kind="message", object_id=once, client_id=chart.client_id
    )
    if told:
        await outbox.add(kind=FROM_CLIENT, payload={"thread": str(thread_id)})
