"""What the service of texts says later of a text that told a client of something."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.telling.noting import alert_staff
from app.notices.outbox import Effects
from app.notices.tables import NoticeState, TextState
from app.notices.texts.answering import REPORTED

CARRIED = "select client, state from client_notice where delivery = $1 order by id for no key update"
SETTLE = """
update client_notice set state = $2, fault = $3, settled_at = $4 where delivery = $1 and state = any($5)
"""


class StillBeingSent(Exception):
    """The report came before whoever sends the text had written down that it went out: later they will have."""


async def take_report(_message_id: UUID, payload: dict[str, Any]) -> None:
    """Say of notices whether the text that told of them arrived after all, or did not; staff hear of one that did not."""
    delivery, has_failed = UUID(payload["delivery"]), payload["state"] == TextState.FAILED
    carried = await db.rows(CARRIED, delivery)
    if any(row["state"] == NoticeState.WAITING for row in carried):
        raise StillBeingSent
    settled = NoticeState.FAILED if has_failed else NoticeState.SENT
    replaced = [NoticeState.UNKNOWN, NoticeState.SENT] if has_failed else [NoticeState.UNKNOWN]
    states = [state.value for state in replaced]
    await db.rows(SETTLE, delivery, settled.value, payload["fault"], datetime.now(UTC), states)
    for client_id in sorted({row["client"] for row in carried if row["state"] in states and has_failed}):
        await alert_staff(client_id, event=delivery)


EFFECTS: Effects = {REPORTED: take_report}
