"""Messages of the demo practice."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from app.messages.demo_stories import SAVED_REPLIES, STORIES, TASK_TYPES
from app.messages.demo_stories.story import Line, Note, Story, Writer
from app.messages.rules import StepKind
from app.messages.tables import InternalNote, Message, MessageThread, SavedReply, TaskType, ThreadStep
from app.messages.writing import clients_wait, columns_of

SPACE = UUID("c0a9a2b6-58f3-4f0e-8a9e-0d6f6f0b9a54")
OFFICE, APPOINTMENTS = "nora", "appointment"


async def add_messages(practice: Any) -> None:
    """Add task types and everybody's threads to the demo practice."""
    for chosen in TASK_TYPES:
        await TaskType.insert(
            TaskType(
                id=uuid5(SPACE, chosen.key),
                label=chosen.label,
                label_es=chosen.label_es,
                to_provider=chosen.to_provider,
                user_group=practice.groups[chosen.group],
                position=chosen.position,
                usual_working_days=chosen.usual_working_days,
                for_appointments=chosen.key == APPOINTMENTS,
            )
        )
    for saved in SAVED_REPLIES:
        await SavedReply.insert(SavedReply(id=uuid5(SPACE, saved.title), title=saved.title, body=saved.body))
    now = datetime.now(UTC)
    for client, stories in STORIES.items():
        for story in stories:
            await _add_thread(practice, client, story, now)


async def _add_thread(practice: Any, client: str, story: Story, now: datetime) -> None:
    thread_id = uuid5(SPACE, f"{client}:{story.subject}")
    thread = MessageThread(
        id=thread_id,
        client=practice.clients[client],
        task_type=uuid5(SPACE, story.task_type),
        started_at=_at(now, story.lines[0]),
        last_at=_at(now, story.lines[-1]),
        last_from_client=story.lines[-1].writer is Writer.CLIENT,
        unread_by_practice=any(line.writer is Writer.CLIENT and not line.read for line in story.lines),
    )
    thread.subject = MessageThread.subject.seal(story.subject, row=thread_id)
    await MessageThread.insert(thread)
    messages = [_message(practice, client, thread_id, line, now) for line in story.lines]
    await Message.insert(*messages)
    await MessageThread.update(_standing(story, now)).where(MessageThread.id == thread_id)
    for note in story.notes:
        await InternalNote.insert(_note(practice, client, thread_id, note, now))
    if story.closed_minutes_ago is not None:
        await _close(practice, thread_id, now - timedelta(minutes=story.closed_minutes_ago))


def _standing(story: Story, now: datetime) -> dict[Any, Any]:
    """Give what a thread says of itself: since when the client waits, or when they were answered."""
    asked = [line for line in story.lines if line.writer is Writer.CLIENT]
    answered = [line for line in story.lines if line.writer is not Writer.CLIENT]
    if story.lines[-1].writer is not Writer.CLIENT:
        return {MessageThread.answered_at: _at(now, answered[-1]) if asked else None}
    since = next(line for line in asked if not answered or line.minutes_ago < answered[-1].minutes_ago)
    days = next(chosen.usual_working_days for chosen in TASK_TYPES if chosen.key == story.task_type)
    return columns_of(clients_wait(_at(now, since), usual_working_days=days)) | {
        MessageThread.answered_at: _at(now, answered[-1]) if answered else None
    }


def _note(practice: Any, client: str, thread_id: UUID, note: Note, now: datetime) -> InternalNote:
    writer = OFFICE if note.writer is Writer.OFFICE else practice.clinician_of[client]
    row = InternalNote(
        id=uuid5(thread_id, f"note {note.minutes_ago}"),
        thread=thread_id,
        staff=practice.staff[writer],
        staff_name=practice.names[writer],
        written_at=now - timedelta(minutes=note.minutes_ago),
    )
    row.body = InternalNote.body.seal(note.body, row=row.id)
    return row


async def _close(practice: Any, thread_id: UUID, at: datetime) -> None:
    await MessageThread.update(columns_of(None) | {MessageThread.closed_at: at}).where(
        MessageThread.id == thread_id
    )
    await ThreadStep.insert(
        ThreadStep(
            id=uuid5(thread_id, "closed"),
            thread=thread_id,
            kind=StepKind.CLOSED.value,
            by_name=practice.names[OFFICE],
            done_at=at,
        )
    )


def _message(practice: Any, client: str, thread_id: UUID, line: Line, now: datetime) -> Message:
    from_client = line.writer is Writer.CLIENT
    account, staff = practice.writer_of[client], practice.clinician_of[client]
    writer = account if from_client else OFFICE if line.writer is Writer.OFFICE else staff
    message_id = uuid5(thread_id, str(line.minutes_ago))
    message = Message(
        id=message_id,
        thread=thread_id,
        client=practice.clients[client],
        from_client=from_client,
        account=practice.accounts[writer] if from_client else None,
        staff=None if from_client else practice.staff[writer],
        sender_name=practice.names[writer],
        sent_at=_at(now, line),
        read_at=_at(now, line) + timedelta(minutes=30) if line.read else None,
    )
    message.body = Message.body.seal(line.body, row=message_id)
    return message


def _at(now: datetime, line: Line) -> datetime:
    return now - timedelta(minutes=line.minutes_ago)
