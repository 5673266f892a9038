"""The threads of one chart, as its tab Messages lists them."""

from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.messages.inbox import THREADS_A_PAGE, Inbox, line_of
from app.web.cursor import Cursor, write_cursor

OF_CHART = """
select thread.*, task_type.label, task_type.label_es,
  '' as first_name, '' as preferred_name, '' as last_name, 0 as number,
  newest.id as message_id, newest.sender_name, newest.body
from (select * from message_thread where client = $1 and ($2::timestamptz is null or (last_at, id) < ($2, $3::uuid))
  order by last_at desc, id desc limit $4) thread
join task_type on task_type.id = thread.task_type
cross join lateral (
  select message.id, message.sender_name, message.body from message where message.thread = thread.id
  order by message.sent_at desc, message.id desc limit 1) newest
order by thread.last_at desc, thread.id desc
"""


async def threads_in(client_id: UUID, *, before: Cursor | None = None) -> Inbox:
    """Give the threads of a chart, the newest first, a page at a time."""
    now = datetime.now(UTC)
    at, thread_id = before or (None, None)
    found = await db.rows(OF_CHART, client_id, at, thread_id, THREADS_A_PAGE + 1)
    shown = found[:THREADS_A_PAGE]
    more = len(found) > THREADS_A_PAGE
    threads = tuple(line_of(row, now) for row in shown)
    return Inbox(threads, write_cursor(shown[-1]["last_at"], shown[-1]["id"]) if more else None)
