"""The client's list of threads, and how a thread and its messages are worded there."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart
from app.messages.rules import ThreadStatus, status_of
from app.messages.tables import Message, MessageThread
from app.messages.task_types import label_of
from app.web.cursor import Cursor, write_cursor
from app.web.language import Phrase, _l, gettext

THREADS_A_PAGE = 20
PREVIEW_CHARACTERS = 160

STATUS_WORDS: dict[ThreadStatus, Phrase] = {
    ThreadStatus.SENT: _l("Sent"),
    ThreadStatus.ANSWERED: _l("Answered"),
    ThreadStatus.FROM_PRACTICE: _l("From your practice"),
    ThreadStatus.CLOSED: _l("Closed by your practice"),
}
STATUS_LOOKS: dict[ThreadStatus, str] = {
    ThreadStatus.SENT: "",
    ThreadStatus.ANSWERED: "ok",
    ThreadStatus.FROM_PRACTICE: "",
    ThreadStatus.CLOSED: "",
}


@dataclass(frozen=True, slots=True)
class Status:
    """How a thread stands, as its tag shows it."""

    words: str
    look: str


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
    status: Status
    lines: tuple[MessageLine, ...]


@dataclass(frozen=True, slots=True)
class ThreadList:
    threads: tuple[ThreadLine, ...]
    older: str | None
    """The cursor of the next page, if there is one."""


def status(row: db.Record) -> Status:
    """Say how a thread stands for its client."""
    stands = status_of(
        closed=row["closed_at"] is not None,
        last_from_client=row["last_from_client"],
        answered=row["answered_at"] is not None,
    )
    return Status(str(STATUS_WORDS[stands]), STATUS_LOOKS[stands])


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
select chosen.id, chosen.subject, chosen.last_at, chosen.last_from_client, chosen.answered_at, chosen.closed_at,
  chosen.unread,
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
        status=status(first),
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


def sender_of(row: db.Record, *, reader: CurrentChart | None) -> str:
    """Name who wrote a message: "You" for the account that reads it, else the name they had then."""
    if reader is not None and row["account"] == reader.account.account_id:
        return gettext("You")
    return str(row["sender_name"])
