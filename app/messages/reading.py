"""What the client's pages of messages show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart, today
from app.activity.refusals import NotFound
from app.messages.tables import Message, MessageThread
from app.web.cursor import Cursor, write_cursor
from app.web.language import Language, current_language, gettext

THREADS_A_PAGE = 20
MESSAGES_A_PAGE = 50
PREVIEW_CHARACTERS = 160

WHO_ANSWERS = """
case when task_type.to_provider then (
  select string_agg(trim(both ', ' from member.first_name || ' ' || member.last_name || ', ' || member.credentials),
    '; ' order by member.last_name)
  from client_assignment assignment join staff_member member on member.id = assignment.staff and member.active
  where assignment.client = $1 and assignment.starts_on <= {today}
    and (assignment.ends_on is null or assignment.ends_on >= {today})
) end as provider, user_group.name as group_name
"""
OFFERED = """
task_type.active and exists (
  select 1 from user_group_member seat join staff_member member on member.id = seat.staff and member.active
  where seat.user_group = task_type.user_group)
"""


@dataclass(frozen=True, slots=True)
class TaskTypeChoice:
    id: UUID
    label: str
    who_answers: str


@dataclass(frozen=True, slots=True)
class MessageLine:
    """The beginning of a message, in the list of threads."""

    message_id: UUID
    sender: str
    mine: bool
    sent_at: datetime
    preview: str
    unread: bool
    can_mark: bool


@dataclass(frozen=True, slots=True)
class ThreadLine:
    id: UUID
    subject: str
    task_type: str
    last_at: datetime
    unread: int
    answered: bool
    lines: tuple[MessageLine, ...]


@dataclass(frozen=True, slots=True)
class ThreadList:
    threads: tuple[ThreadLine, ...]
    older: str | None
    """The cursor of the next page, if there is one."""


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


@dataclass(frozen=True, slots=True)
class ThreadView:
    id: UUID
    subject: str
    task_type: str
    who_answers: str


@dataclass(frozen=True, slots=True)
class Conversation:
    thread: ThreadView
    messages: tuple[MessageView, ...]
    earlier: str | None
    """The cursor of the messages before the first one, if there are any."""


TASK_TYPES = f"""
select task_type.id, task_type.label, task_type.label_es, {WHO_ANSWERS.format(today="$2")}
from task_type left join user_group on user_group.id = task_type.user_group
where {OFFERED} order by task_type.position, task_type.label
"""


async def task_types_for(chart: CurrentChart) -> tuple[TaskTypeChoice, ...]:
    """Give what a client can write about: the task types that somebody answers."""
    found = await db.rows(TASK_TYPES, chart.client_id, today())
    return tuple(TaskTypeChoice(row["id"], label_of(row), who_answers(row)) for row in found)


def label_of(row: db.Record) -> str:
    """Give the label of a task type in the reader's language; the practice's English where it has no other."""
    spanish = row["label_es"] if current_language() is Language.SPANISH else ""
    return str(spanish or row["label"])


def who_answers(row: db.Record) -> str:
    """Say who answers: the provider by name, or the group."""
    if row["provider"]:
        return str(row["provider"])
    return str(row["group_name"] or gettext("Your practice"))


# Threads with unread messages come first, whole; then the others by their newest message, a page at a time. An
# unread thread shows what the practice wrote since the client last did, so that a line marked read stays in sight.
THREADS = """
with unread as (
  select thread, count(*) as unread from (
    select thread from message where client = $1 and read_at is null and not from_client limit 1000
  ) waiting group by thread
), chosen as (
  (select thread.*, unread.unread from message_thread thread join unread on unread.thread = thread.id
   where $2::timestamptz is null order by thread.last_at desc, thread.id desc limit 100)
  union all
  (select thread.*, 0 from message_thread thread
   where thread.client = $1 and ($2::timestamptz is null or (thread.last_at, thread.id) < ($2, $3::uuid))
     and not exists (select 1 from unread where unread.thread = thread.id)
   order by thread.last_at desc, thread.id desc limit $4)
)
select chosen.id, chosen.subject, chosen.last_at, chosen.last_from_client, chosen.unread,
  task_type.label, task_type.label_es,
  line.id as message_id, line.sender_name, line.account, line.from_client, line.sent_at, line.read_at, line.body
from chosen join task_type on task_type.id = chosen.task_type
cross join lateral (
  select message.* from message
  where message.client = $1 and message.thread = chosen.id
    and (chosen.unread = 0 or (not message.from_client and (message.read_at is null or message.sent_at > (
      select coalesce(max(own.sent_at), '-infinity') from message own
      where own.thread = chosen.id and own.from_client))))
  order by message.sent_at desc, message.id desc limit case when chosen.unread = 0 then 1 else 3 end
) line
order by (chosen.unread = 0), chosen.last_at desc, chosen.id desc, line.sent_at, line.id
"""


async def threads_of(chart: CurrentChart, *, before: Cursor | None = None) -> ThreadList:
    """Give the chart's threads: those with unread messages first, then newest first, a page at a time."""
    at, thread_id = before or (None, None)
    found = await db.rows(THREADS, chart.client_id, at, thread_id, THREADS_A_PAGE + 1)
    threads = [_thread_line(list(rows), chart) for _, rows in groupby(found, key=lambda row: row["id"])]
    read = [thread for thread in threads if not thread.unread]
    more = len(read) > THREADS_A_PAGE
    if more:
        threads.remove(read[-1])
    last = read[THREADS_A_PAGE - 1] if more else None
    return ThreadList(tuple(threads), write_cursor(last.last_at, last.id) if last else None)


def _thread_line(rows: list[db.Record], chart: CurrentChart) -> ThreadLine:
    first = rows[0]
    return ThreadLine(
        id=first["id"],
        subject=MessageThread.subject.open(first["subject"], row=first["id"]),
        task_type=label_of(first),
        last_at=first["last_at"],
        unread=first["unread"],
        answered=not first["last_from_client"],
        lines=tuple(
            MessageLine(
                message_id=row["message_id"],
                sender=sender_of(row, reader=chart),
                mine=row["from_client"],
                sent_at=row["sent_at"],
                preview=preview(Message.body.open(row["body"], row=row["message_id"])),
                unread=not row["from_client"] and row["read_at"] is None,
                can_mark=not row["from_client"],
            )
            for row in rows
        ),
    )


def preview(body: str) -> str:
    """Give the beginning of a message on one line."""
    words = " ".join(body.split())
    if len(words) <= PREVIEW_CHARACTERS:
        return words
    return words[:PREVIEW_CHARACTERS].rsplit(" ", 1)[0] + "…"


THREAD = f"""
select thread.id, thread.subject, task_type.label, task_type.label_es, {WHO_ANSWERS.format(today="$3")}
from message_thread thread join task_type on task_type.id = thread.task_type
left join user_group on user_group.id = task_type.user_group
where thread.client = $1 and thread.id = $2
"""
MESSAGES = """
select id, sender_name, account, from_client, sent_at, read_at, body from message
where thread = $1 and ($2::timestamptz is null or (sent_at, id) < ($2, $3::uuid))
order by sent_at desc, id desc limit $4
"""


async def conversation(chart: CurrentChart, thread_id: UUID, *, before: Cursor | None = None) -> Conversation:
    """Give a thread of the chart with its newest messages, oldest first; raises NotFound."""
    row = await db.row(THREAD, chart.client_id, thread_id, today())
    if row is None:
        raise NotFound(
            by=chart.actor, object_kind="message_thread", object_id=thread_id, client_id=chart.client_id
        )
    thread = ThreadView(
        id=thread_id,
        subject=MessageThread.subject.open(row["subject"], row=thread_id),
        task_type=label_of(row),
        who_answers=who_answers(row),
    )
    messages, earlier = await messages_of(thread_id, reader=chart, before=before)
    return Conversation(thread, messages, earlier)


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


def sender_of(row: db.Record, *, reader: CurrentChart | None) -> str:
    """Name who wrote a message: "You" for the account that reads it, else the name they had then."""
    if reader is not None and row["account"] == reader.account.account_id:
        return gettext("You")
    return str(row["sender_name"])


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
            can_mark=not mine and reader is not None,
        )
