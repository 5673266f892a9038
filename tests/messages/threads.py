"""The demo practice's threads by their subject, and further ones made in quantity."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from app import db
from app.messages.demo import SPACE
from app.messages.tables import Message, MessageThread
from tests import people, rows

PHARMACY = "Sertraline 50 mg at a new pharmacy"
WHITE_PAGE = "White page when I open the video link"
SLEEP = "Thank you for the sleep sheet"
JAM = "A heavy week"


def thread_id(subject: str, client: str = "alice") -> UUID:
    return uuid5(SPACE, f"{client}:{subject}")


def task_type_id(key: str) -> UUID:
    return uuid5(SPACE, key)


async def messages_in(thread: UUID) -> int:
    count: int = await rows.value("select count(*) from message where thread = $1", thread)
    return count


async def unread_of(client: str) -> int:
    statement = "select count(*) from message where client = $1 and read_at is null and not from_client"
    count: int = await rows.value(statement, people.client_id(client))
    return count


async def bodies_of(thread: UUID) -> list[str]:
    """Give what a thread says, opened, oldest first."""
    found = await db.rows("select id, body from message where thread = $1 order by sent_at, id", thread)
    return [Message.body.open(row["body"], row=row["id"]) for row in found]


async def newest_thread_of(client: str) -> UUID:
    found: UUID = await rows.value(
        "select id from message_thread where client = $1 order by last_at desc limit 1",
        people.client_id(client),
    )
    return found


async def add_thread(client: str, subject: str, *, minutes_ago: int) -> UUID:
    """Add a thread of one message by Terry, which was read."""
    thread = MessageThread(
        id=db.new_id(),
        client=people.client_id(client),
        task_type=task_type_id("other"),
        started_at=datetime.now(UTC),
        last_at=_ago(minutes_ago),
        last_from_client=False,
    )
    thread.subject = MessageThread.subject.seal(subject, row=thread.id)
    await MessageThread.insert(thread)
    await add_message(thread.id, client, f"Body of {subject}", minutes_ago=minutes_ago, read=True)
    return thread.id


async def add_message(thread: UUID, client: str, body: str, *, minutes_ago: int, read: bool = False) -> UUID:
    """Add a message of Terry's to a thread."""
    message = Message(
        id=db.new_id(),
        thread=thread,
        client=people.client_id(client),
        from_client=False,
        staff=people.staff_id("terry"),
        sender_name="Terry Tran, LCSW",
        sent_at=_ago(minutes_ago),
        read_at=_ago(minutes_ago) if read else None,
    )
    message.body = Message.body.seal(body, row=message.id)
    await Message.insert(message)
    return message.id


def _ago(minutes: int) -> datetime:
    return datetime.now(UTC) - timedelta(minutes=minutes)
