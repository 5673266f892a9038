"""What follows from a message, done by the worker."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from app import db
from app.messages.assigning import ASSIGNED, answering_staff
from app.messages.service import FROM_CLIENT
from app.notices.alerts import raise_alerts
from app.notices.outbox import Effects
from app.notices.preferences import Notice
from app.notices.tables import AlertKind
from app.notices.telling.service import News


async def tell_staff(event: UUID, payload: dict[str, Any]) -> None:
    """Alert those who answer the thread to a client's message."""
    thread_id = UUID(payload["thread"])
    client_id, told = await answering_staff(thread_id)
    await raise_alerts(
        event=event,
        kind=AlertKind.MESSAGE,
        client_id=client_id,
        object_id=thread_id,
        recipients=told,
    )


STILL_WITH = "select 1 from message_thread where id = $1 and coalesce(assignee, assignee_group)::text = $2"


async def tell_assignee(event: UUID, payload: dict[str, Any]) -> None:
    """Alert those whom a thread was given to, but not whoever gave it; nobody when it has gone on since."""
    thread_id = UUID(payload["thread"])
    if await db.row(STILL_WITH, thread_id, payload["to"]) is None:
        return
    client_id, told = await answering_staff(thread_id)
    await raise_alerts(
        event=event,
        kind=AlertKind.MESSAGE_ASSIGNED,
        client_id=client_id,
        object_id=thread_id,
        recipients=[each for each in told if str(each) != payload["by"]],
    )


UNREAD = "select id from message where id = any($1) and not from_client and read_at is null"


async def still_unread(messages: Collection[UUID]) -> set[UUID]:
    """Give which of these messages to a client are not marked read."""
    return {row["id"] for row in await db.rows(UNREAD, list(messages))}


NEWS: News = {Notice.MESSAGE: still_unread}
EFFECTS: Effects = {FROM_CLIENT: tell_staff, ASSIGNED: tell_assignee}
