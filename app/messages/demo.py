"""Messages of the demo practice."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from app.messages.demo_stories import STORIES, TASK_TYPES
from app.messages.demo_stories.story import Line, Story, Writer
from app.messages.tables import Message, MessageThread, TaskType

SPACE = UUID("c0a9a2b6-58f3-4f0e-8a9e-0d6f6f0b9a54")
OFFICE = "nora"


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
            )
        )
    now = datetime.now(UTC)
    for client, stories in STORIES.items():
        for story in stories:
            await _add_thread(practice, client, story, now)


async def _add_thread(practice: Any, client: str, story: Story, now: datetime) -> None:
    thread_id = uuid5(SPACE, f"{client}:{story.subject}")
    last = story.lines[-1]
    thread = MessageThread(
        id=thread_id,
        client=practice.clients[client],
        task_type=uuid5(SPACE, story.task_type),
        started_at=_at(now, story.lines[0]),
        last_at=_at(now, last),
        last_from_client=last.writer is Writer.CLIENT,
    )
    thread.subject = MessageThread.subject.seal(story.subject, row=thread_id)
    await MessageThread.insert(thread)
    messages = [_message(practice, client, thread_id, line, now) for line in story.lines]
    await Message.insert(*messages)


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
