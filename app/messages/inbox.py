"""What the staff's pages of messages show."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentStaff, today
from app.activity import service as activity
from app.activity.kinds import Kind
from app.clients.names import full_name
from app.messages.reading import MessageView, label_of, messages_of, preview
from app.messages.service import thread_for_staff
from app.messages.tables import Message, MessageThread
from app.staff.rules import Action
from app.staff.service import OPEN_CHARTS
from app.web.cursor import Cursor, write_cursor

THREADS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class InboxLine:
    id: UUID
    client_name: str
    client_number: int
    subject: str
    task_type: str
    last_at: datetime
    last_sender: str
    waiting: bool
    """Whether the client wrote last, and so waits for an answer."""
    preview: str


@dataclass(frozen=True, slots=True)
class Inbox:
    threads: tuple[InboxLine, ...]
    older: str | None


@dataclass(frozen=True, slots=True)
class StaffThread:
    id: UUID
    subject: str
    task_type: str
    client_name: str
    client_number: int


@dataclass(frozen=True, slots=True)
class StaffConversation:
    thread: StaffThread
    messages: tuple[MessageView, ...]
    earlier: str | None


THREADS = f"""
select thread.id, thread.subject, thread.last_at, thread.last_from_client, task_type.label, task_type.label_es,
  client.number, client.first_name, client.preferred_name, client.last_name,
  newest.id as message_id, newest.sender_name, newest.body
from message_thread thread join task_type on task_type.id = thread.task_type
join client on client.id = thread.client
cross join lateral (
  select message.id, message.sender_name, message.body from message where message.thread = thread.id
  order by message.sent_at desc, message.id desc limit 1
) newest
where ($1 or thread.client in {OPEN_CHARTS.format(staff="$2", today="$3")})
  and ($4::timestamptz is null or (thread.last_at, thread.id) < ($4, $5::uuid))
order by thread.last_at desc, thread.id desc limit $6
"""


async def inbox_of(staff: CurrentStaff, *, before: Cursor | None = None) -> Inbox:
    """Give the threads of the charts open to a staff member, newest first, a page at a time."""
    at, thread_id = before or (None, None)
    found = await db.rows(
        THREADS, staff.permissions.client_admin, staff.staff_id, today(), at, thread_id, THREADS_A_PAGE + 1
    )
    threads = tuple(_line(row) for row in found[:THREADS_A_PAGE])
    more = len(found) > THREADS_A_PAGE
    return Inbox(threads, write_cursor(threads[-1].last_at, threads[-1].id) if more else None)


def _line(row: db.Record) -> InboxLine:
    return InboxLine(
        id=row["id"],
        client_name=_name(row),
        client_number=row["number"],
        subject=MessageThread.subject.open(row["subject"], row=row["id"]),
        task_type=label_of(row),
        last_at=row["last_at"],
        last_sender=row["sender_name"],
        waiting=row["last_from_client"],
        preview=preview(Message.body.open(row["body"], row=row["message_id"])),
    )


async def staff_conversation(
    staff: CurrentStaff, thread_id: UUID, *, before: Cursor | None = None
) -> StaffConversation:
    """Open a client's thread as staff, which the audit log and the client's activity keep.

    Raises NotAllowed and NotFound like `thread_for_staff`.
    """
    row = await thread_for_staff(staff=staff, by=staff.actor, thread_id=thread_id, action=Action.VIEW)
    messages, earlier = await messages_of(thread_id, reader=None, before=before)
    await activity.record(
        by=staff.actor,
        kind=Kind.CHART_OPENED,
        object_kind="message_thread",
        object_id=thread_id,
        client_id=row["client"],
    )
    thread = StaffThread(
        id=thread_id,
        subject=MessageThread.subject.open(row["subject"], row=thread_id),
        task_type=label_of(row),
        client_name=_name(row),
        client_number=row["number"],
    )
    return StaffConversation(thread, messages, earlier)


def _name(row: db.Record) -> str:
    return full_name(
        first_name=row["first_name"], preferred_name=row["preferred_name"], last_name=row["last_name"]
    )
