"""What follows from a message, done by the worker."""

from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.messages.service import FROM_CLIENT
from app.notices.alerts import raise_alerts
from app.notices.outbox import Effects
from app.notices.tables import AlertKind
from app.staff.rules import PermissionRule
from app.staff.service import receivers

THREAD = """
select thread.client, task_type.to_provider, task_type.user_group
from message_thread thread join task_type on task_type.id = thread.task_type where thread.id = $1
"""


async def tell_staff(event: UUID, payload: dict[str, Any]) -> None:
    """Alert the receivers of the thread's task type to a client's message."""
    thread_id = UUID(payload["thread"])
    thread = await db.row(THREAD, thread_id)
    if thread is None:
        raise LookupError(f"no message thread {thread_id}")
    told = await receivers(
        client_id=thread["client"],
        rule=PermissionRule.SEND_MESSAGES,
        to_provider=thread["to_provider"],
        group_id=thread["user_group"],
        today=today(),
    )
    await raise_alerts(
        event=event,
        kind=AlertKind.MESSAGE,
        client_id=thread["client"],
        object_id=thread_id,
        recipients=told,
    )


EFFECTS: Effects = {FROM_CLIENT: tell_staff}
