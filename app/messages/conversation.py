"""A thread as its client reads it, and a page of its messages for either side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart, today
from app.activity.refusals import NotFound
from app.documents.attached import Attached
from app.messages.attachments import OF_MESSAGE, read_attachments
from app.messages.drafts import COLUMNS, Draft, draft_id, read_draft
from app.messages.tables import Message, MessageThread
from app.messages.task_types import WHO_ANSWERS, label_of, who_answers
from app.messages.threads import Status, sender_of, status
from app.staff.names import STAFF_NAME
from app.web.cursor import Cursor, write_cursor

MESSAGES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as it is read. `mine` and `unread` are seen from the side that reads it."""

    id: UUID
    sender: str
    mine: bool
    sent_at: datetime
    body: str
    unread: bool
    can_mark: bool
    attachments: tuple[Attached, ...]


@dataclass(frozen=True, slots=True)
class ThreadView:
    id: UUID
    subject: str
    task_type: str
    who_answers: str
    status: Status
    closed: bool


@dataclass(frozen=True, slots=True)
class Conversation:
    thread: ThreadView
    messages: tuple[MessageView, ...]
    earlier: str | None
    """The cursor of the messages before the first one, if there are any."""
    draft: Draft | None


THREAD = f"""
select thread.id, thread.subject, thread.closed_at, thread.last_from_client, thread.answered_at,
  task_type.label, task_type.label_es, task_type.usual_working_days,
  coalesce({STAFF_NAME.format("given")}, given_group.name) as given_to,
  {WHO_ANSWERS.format(today="$3")}, {COLUMNS}
from message_thread thread join task_type on task_type.id = thread.task_type
left join user_group on user_group.id = task_type.user_group
left join staff_member given on given.id = thread.assignee
left join user_group given_group on given_group.id = thread.assignee_group
left join message_draft draft on draft.id = $4
where thread.client = $1 and thread.id = $2
"""
MESSAGES = f"""
select id, sender_name, account, from_client, sent_at, read_at, body, {OF_MESSAGE} from message
where thread = $1 and ($2::timestamptz is null or (sent_at, id) < ($2, $3::uuid))
order by sent_at desc, id desc limit $4
"""


async def conversation(chart: CurrentChart, thread_id: UUID, *, before: Cursor | None = None) -> Conversation:
    """Give a thread of the chart with its newest messages, oldest first, and the reader's draft; raises NotFound."""
    row = await db.row(THREAD, chart.client_id, thread_id, today(), draft_id(chart, thread_id))
    if row is None:
        raise NotFound(
            by=chart.actor, object_kind="message_thread", object_id=thread_id, client_id=chart.client_id
        )
    thread = ThreadView(
        id=thread_id,
        subject=MessageThread.subject.open(row["subject"], row=thread_id),
        task_type=label_of(row),
        who_answers=who_answers(row),
        status=status(row),
        closed=row["closed_at"] is not None,
    )
    messages, earlier = await messages_of(thread_id, reader=chart, before=before)
    return Conversation(thread, messages, earlier, read_draft(row))


async def messages_of(
    thread_id: UUID, *, reader: CurrentChart | None, before: Cursor | None
) -> tuple[tuple[MessageView, ...], str | None]:
    """Give a page of a thread's messages, oldest first, and the cursor of those before them.

    `reader` is the open chart, or None for staff. The caller has made sure that the thread is the reader's to see.
    """
    at, message_id = before or (None, None)
    found = await db.rows(MESSAGES, thread_id, at, message_id, MESSAGES_A_PAGE + 1)
    shown = list(_views(reversed(found[:MESSAGES_A_PAGE]), reader=reader))
    more = len(found) > MESSAGES_A_PAGE
    return tuple(shown), write_cursor(shown[0].sent_at, shown[0].id) if more else None


def _views(rows: Iterable[db.Record], *, reader: CurrentChart | None) -> Iterable[MessageView]:
    for row in rows:
        mine = row["from_client"] is (reader is not None)
        yield MessageView(
            id=row["id"],
            sender=sender_of(row, reader=reader),
            mine=mine,
            sent_at=row["sent_at"],
            body=Message.body.open(row["body"], row=row["id"]),
            unread=not mine and row["read_at"] is None,
            can_mark=not mine,
            attachments=read_attachments(row),
        )
