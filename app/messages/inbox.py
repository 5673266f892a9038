"""The staff's lists of threads: which there are, what is in each, and how many wait there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentStaff, today
from app.clients.names import full_name
from app.db import IN_FORCE
from app.messages.tables import Message, MessageThread
from app.messages.task_types import label_of
from app.messages.threads import preview
from app.staff.rules import Action, PermissionRule, may
from app.staff.service import in_open_charts
from app.web.cursor import Cursor, read_cursor, write_cursor
from app.web.language import Phrase, _l, gettext

THREADS_A_PAGE = 20
MOST_COUNTED = 100


class Listed(StrEnum):
    """The lists of the inbox, in the order of their links."""

    UNREAD = "unread"
    MINE = "mine"
    GROUPS = "groups"
    UNANSWERED = "unanswered"
    LATE = "late"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which threads a list holds. In SQL, $1 is the staff member, $2 today and $3 this moment."""

    words: Phrase
    holds: str
    counted: str = ""
    """What is counted beside its link: of one's own threads only those in which somebody waits; nothing of all."""
    by: str = "last_at"
    """The column a list goes by: newest first, but for those that are due, which come as they are due."""
    newest_first: bool = True


ASSIGNED = IN_FORCE.format(row="assignment", day="$2")
MY_CLIENTS = f"""
select assignment.client from client_assignment assignment where assignment.staff = $1 and {ASSIGNED}
"""
MY_GROUPS = "select seat.user_group from user_group_member seat where seat.staff = $1"
NOT_GIVEN = "thread.assignee is null and thread.assignee_group is null"
# Asked of each thread: as `exists`, the database would first look for the provider of every client there is.
PROVIDER = f"""
select member.id from client_assignment assignment join staff_member member on member.id = assignment.staff and member.active
where assignment.client = thread.client and {ASSIGNED} limit 1
"""

UNREAD = "thread.unread_by_practice"
WAITING = "thread.waiting_since is not null"
SOON_LATE = "thread.soon_late_at <= $3"
MINE = f"""(thread.assignee = $1 or (thread.client in ({MY_CLIENTS}) and {NOT_GIVEN}
  and thread.task_type = any(array(select id from task_type where to_provider))))"""
OF_MY_GROUPS = f"""(thread.assignee_group = any(array({MY_GROUPS})) or ({NOT_GIVEN}
  and thread.task_type = any(array(select id from task_type where user_group in ({MY_GROUPS})))
  and (not task_type.to_provider or ({PROVIDER}) is null)))"""

SELECTIONS: dict[Listed, Selection] = {
    Listed.UNREAD: Selection(_l("Unread"), UNREAD, counted=UNREAD),
    Listed.MINE: Selection(_l("Mine"), MINE, counted=f"{MINE} and {WAITING}"),
    Listed.GROUPS: Selection(_l("My groups"), OF_MY_GROUPS, counted=f"{OF_MY_GROUPS} and {WAITING}"),
    Listed.UNANSWERED: Selection(_l("Unanswered"), WAITING, counted=WAITING),
    Listed.LATE: Selection(
        _l("Soon late"), SOON_LATE, counted=SOON_LATE, by="soon_late_at", newest_first=False
    ),
    Listed.ALL: Selection(_l("All"), "true"),
}


@dataclass(frozen=True, slots=True)
class InboxLine:
    id: UUID
    client_id: UUID
    client_name: str
    client_number: int
    subject: str
    task_type: str
    last_at: datetime
    last_sender: str
    preview: str
    unread: bool
    standing: str
    """How the thread stands for the practice, in words."""
    look: str


@dataclass(frozen=True, slots=True)
class Inbox:
    threads: tuple[InboxLine, ...]
    older: str | None


@dataclass(frozen=True, slots=True)
class ListLink:
    """A list of the inbox as its link shows it; `waiting` is at most 100."""

    name: Listed
    words: str
    waiting: int


# The lateral join reads one message a thread, after the page is cut.
THREADS = """
with chosen as (
  select thread.* from message_thread thread join task_type on task_type.id = thread.task_type
  where {charts} and {holds} and ($4::timestamptz is null or (thread.{by}, thread.id) {beyond} ($4, $5::uuid))
    and $1::uuid is not null and $2::date is not null and $3::timestamptz is not null
  order by thread.{by} {order}, thread.id {order} limit $6
)
select chosen.*, task_type.label, task_type.label_es,
  client.number, client.first_name, client.preferred_name, client.last_name,
  newest.id as message_id, newest.sender_name, newest.body
from chosen join task_type on task_type.id = chosen.task_type
join client on client.id = chosen.client
cross join lateral (
  select message.id, message.sender_name, message.body from message where message.thread = chosen.id
  order by message.sent_at desc, message.id desc limit 1
) newest
order by chosen.{by} {order}, chosen.id {order}
"""
# Of the charts open to a member what is counted is looked up once; of all charts, each count by its own index.
COUNTED_OF = f"""
with message_thread as materialized (
  select client, task_type, assignee, assignee_group, unread_by_practice, waiting_since, soon_late_at
  from message_thread thread where {{charts}} and ({UNREAD} or {WAITING} or {SOON_LATE}))
"""
COUNT = """
(select count(*) from (select 1 from message_thread thread join task_type on task_type.id = thread.task_type
  where {holds} limit {most}) counted) as {name}
"""


@dataclass(frozen=True, slots=True)
class Section:
    """The messages as a part of the inbox: the lists there are, and the one that is looked at."""

    links: tuple[ListLink, ...]
    listed: Listed
    threads: tuple[InboxLine, ...]
    older: str | None
    may_write: bool


async def section_for(staff: CurrentStaff, asked: Mapping[str, str]) -> Section | None:
    """Give the list of the inbox that an address asks for; None to whom messages are not open (two statements)."""
    if not may(staff.permissions, PermissionRule.SEND_MESSAGES, Action.VIEW):
        return None
    links = await links_of(staff)
    listed = chosen_list(asked.get("show", ""), links)
    found = await inbox_of(staff, listed, before=read_cursor(asked.get("before", "")))
    return Section(links, listed, found.threads, found.older, may_write(staff))


def may_write(staff: CurrentStaff) -> bool:
    """Whether a rule lets the staff member start a conversation."""
    return may(staff.permissions, PermissionRule.SEND_MESSAGES, Action.CREATE)


async def inbox_of(staff: CurrentStaff, listed: Listed, *, before: Cursor | None = None) -> Inbox:
    """Give a list of the threads whose charts are open to a staff member, a page at a time."""
    selection, now = SELECTIONS[listed], datetime.now(UTC)
    at, thread_id = before or (None, None)
    statement = THREADS.format(
        charts=in_open_charts(staff.permissions, client="thread.client"),
        holds=selection.holds,
        by=selection.by,
        beyond="<" if selection.newest_first else ">",
        order="desc" if selection.newest_first else "asc",
    )
    found = await db.rows_anew(statement, staff.staff_id, today(), now, at, thread_id, THREADS_A_PAGE + 1)
    shown = found[:THREADS_A_PAGE]
    threads = tuple(line_of(row, now) for row in shown)
    more = len(found) > THREADS_A_PAGE
    return Inbox(threads, write_cursor(shown[-1][selection.by], shown[-1]["id"]) if more else None)


async def links_of(staff: CurrentStaff) -> tuple[ListLink, ...]:
    """Give the lists with how many threads wait in each, in one statement."""
    charts = in_open_charts(staff.permissions, client="thread.client")
    of_open = "" if staff.permissions.client_admin else COUNTED_OF.format(charts=charts)
    counts = ", ".join(
        COUNT.format(
            holds=selection.counted,
            most=MOST_COUNTED,
            name=listed,
        )
        for listed, selection in SELECTIONS.items()
        if selection.counted
    )
    (row,) = await db.rows_anew(f"{of_open} select {counts}", staff.staff_id, today(), datetime.now(UTC))
    return tuple(
        ListLink(listed, str(selection.words), row[listed] if selection.counted else 0)
        for listed, selection in SELECTIONS.items()
    )


def chosen_list(asked: str, links: tuple[ListLink, ...]) -> Listed:
    """Give the list that was asked for; else what is unanswered, or all when nothing is."""
    if asked in set(Listed):
        return Listed(asked)
    unanswered = next(link.waiting for link in links if link.name is Listed.UNANSWERED)
    return Listed.UNANSWERED if unanswered else Listed.ALL


def line_of(row: db.Record, now: datetime) -> InboxLine:
    standing, look = standing_of(row, now)
    return InboxLine(
        id=row["id"],
        client_id=row["client"],
        client_name=client_name(row),
        client_number=row["number"],
        subject=MessageThread.subject.open(row["subject"], row=row["id"]),
        task_type=label_of(row),
        last_at=row["last_at"],
        last_sender=row["sender_name"],
        preview=preview(Message.body.open(row["body"], row=row["message_id"])),
        unread=row["unread_by_practice"],
        standing=standing,
        look=look,
    )


def standing_of(row: db.Record, now: datetime) -> tuple[str, str]:
    """Say how a thread stands for the practice, and how that looks."""
    if row["closed_at"] is not None:
        return gettext("Closed"), ""
    if row["waiting_since"] is None:
        return (gettext("Answered") if row["answered_at"] else gettext("Sent")), ""
    if row["late_at"] is not None and row["late_at"] <= now:
        return gettext("Late"), "bad"
    if row["soon_late_at"] is not None and row["soon_late_at"] <= now:
        return gettext("Soon late"), "warn"
    return gettext("Waits for an answer"), "warn"


def client_name(row: db.Record) -> str:
    return full_name(
        first_name=row["first_name"], preferred_name=row["preferred_name"], last_name=row["last_name"]
    )
