"""A thread as staff read it: messages, notes and what was done with it, in the order of time."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.kinds import Kind
from app.messages.assigning import Assignee, assignees_of
from app.messages.conversation import MessageView, messages_of
from app.messages.inbox import client_name, standing_of
from app.messages.rules import StepKind
from app.messages.staff_service import thread_for_staff
from app.messages.tables import InternalNote, MessageThread
from app.messages.task_types import label_of
from app.staff.rules import Action
from app.web.cursor import Cursor
from app.web.language import Phrase, _l

MOST_SAVED_REPLIES = 50

STEP_WORDS: dict[StepKind, Phrase] = {
    StepKind.ASSIGNED: _l("%(by)s passed this on to %(to)s"),
    StepKind.CLOSED: _l("%(by)s closed this"),
    StepKind.REOPENED: _l("%(by)s opened this again"),
}
GIVEN_BACK = _l("%(by)s passed this back to those who usually answer")


@dataclass(frozen=True, slots=True)
class StaffThread:
    id: UUID
    subject: str
    task_type: str
    client_id: UUID
    client_name: str
    client_number: int
    standing: str
    look: str
    closed: bool
    due_at: datetime | None
    """By when the client was told to have an answer, while they wait for it."""
    assignee: str
    """The value of whom it was given to."""


@dataclass(frozen=True, slots=True)
class NoteView:
    id: UUID
    writer: str
    body: str


@dataclass(frozen=True, slots=True)
class Moment:
    """Something in a thread: one of the three is there."""

    at: datetime
    message: MessageView | None = None
    note: NoteView | None = None
    step: str = ""


@dataclass(frozen=True, slots=True)
class SavedReplyView:
    id: UUID
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class StaffConversation:
    thread: StaffThread
    moments: tuple[Moment, ...]
    earlier: str | None
    assignees: tuple[Assignee, ...]
    saved_replies: tuple[SavedReplyView, ...]


BESIDE = """
select 'note' as kind, id, staff_name as who, '' as whom, body, written_at as at from internal_note
where thread = $1 and ($2::timestamptz is null or written_at >= $2) and ($3::timestamptz is null or written_at < $3)
union all
select kind, id, by_name, to_name, null, done_at from thread_step
where thread = $1 and ($2::timestamptz is null or done_at >= $2) and ($3::timestamptz is null or done_at < $3)
"""
SAVED_REPLIES = """
select id, title, body from saved_reply
where user_group is null or user_group in (select seat.user_group from user_group_member seat where seat.staff = $1)
order by title, id limit $2
"""


async def staff_conversation(
    staff: CurrentStaff, thread_id: UUID, *, before: Cursor | None = None
) -> StaffConversation:
    """Open a client's thread as staff, which the audit log and the client's activity keep.

    Raises NotAllowed and NotFound like `thread_for_staff`.
    """
    row = await thread_for_staff(staff=staff, by=staff.actor, thread_id=thread_id, action=Action.VIEW)
    messages, earlier = await messages_of(thread_id, reader=None, before=before)
    since = messages[0].sent_at if earlier else None
    beside = await db.rows(BESIDE, thread_id, since, before[0] if before else None)
    moments = [Moment(message.sent_at, message=message) for message in messages]
    await activity.record(
        by=staff.actor,
        kind=Kind.CHART_OPENED,
        object_kind="message_thread",
        object_id=thread_id,
        client_id=row["client"],
    )
    return StaffConversation(
        _thread(row),
        tuple(sorted((*moments, *(_moment(each) for each in beside)), key=lambda moment: moment.at)),
        earlier,
        assignees=await assignees_of(row["client"]),
        saved_replies=await saved_replies_of(staff),
    )


async def saved_replies_of(staff: CurrentStaff) -> tuple[SavedReplyView, ...]:
    """Give the saved replies that are for everybody, and those of the member's groups."""
    found = await db.rows(SAVED_REPLIES, staff.staff_id, MOST_SAVED_REPLIES)
    return tuple(SavedReplyView(row["id"], row["title"], row["body"]) for row in found)


def _thread(row: db.Record) -> StaffThread:
    standing, look = standing_of(row, datetime.now(UTC))
    return StaffThread(
        id=row["id"],
        subject=MessageThread.subject.open(row["subject"], row=row["id"]),
        task_type=label_of(row),
        client_id=row["client"],
        client_name=client_name(row),
        client_number=row["number"],
        standing=standing,
        look=look,
        closed=row["closed_at"] is not None,
        due_at=row["late_at"],
        assignee=Assignee("", staff_id=row["assignee"], group_id=row["assignee_group"]).value,
    )


def _moment(row: db.Record) -> Moment:
    if row["kind"] == "note":
        body = InternalNote.body.open(row["body"], row=row["id"])
        return Moment(row["at"], note=NoteView(row["id"], row["who"], body))
    words = STEP_WORDS[StepKind(row["kind"])]
    if row["kind"] == StepKind.ASSIGNED and not row["whom"]:
        words = GIVEN_BACK
    return Moment(row["at"], step=str(words) % {"by": row["who"], "to": row["whom"]})
