"""What the service of texts says later of a text that told a client of something."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.telling.noting import Place
from app.accounts.telling.parcels import not_arrived
from app.notices.outbox import Effects
from app.notices.tables import Channel, NoticeState, TextState
from app.notices.texts.answering import REPORTED

CARRIED = "select * from client_notice where delivery = $1 order by id for no key update"
ARRIVED = "update client_notice set state = 'sent', settled_at = $2 where delivery = $1 and state = 'unknown'"
THOUGHT_SENT = (NoticeState.UNKNOWN, NoticeState.SENT)


class StillBeingSent(Exception):
    """The report came before whoever sends the text had written down that it went out: later they will have."""


async def take_report(_message_id: UUID, payload: dict[str, Any]) -> None:
    """Say of notices whether the text that told of them arrived after all; what did not goes by e-mail."""
    delivery = UUID(payload["delivery"])
    carried = await db.rows(CARRIED, delivery)
    if any(row["state"] == NoticeState.WAITING for row in carried):
        raise StillBeingSent
    if payload["state"] != TextState.FAILED:
        await db.rows(ARRIVED, delivery, datetime.now(UTC))
        return
    failed = [row for row in carried if row["state"] in THOUGHT_SENT]
    if failed:
        place = Place(failed[0]["client"], failed[0]["account"], Channel(failed[0]["channel"]))
        await not_arrived(failed, place, fault=payload["fault"], event=delivery, instead_of=THOUGHT_SENT)


EFFECTS: Effects = {REPORTED: take_report}
