"""What the clock and the outbox do about requests: staff are told, and reminded before the time is over."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.notices.alerts import raise_alerts
from app.notices.outbox import Effects
from app.notices.preferences import Notice
from app.notices.tables import AlertKind
from app.notices.telling.service import News
from app.practice.settings import setting
from app.record.asking.service import RECORD_ASKED
from app.record.desk.rules import REMIND
from app.staff.rules import PermissionRule
from app.staff.service import holders
from app.web.templates import midnight

MOST_AT_ONCE = 200
TO_TELL = """
select client from record_request where id = $1 and (state = 'waiting' or disagreement is not null)
"""
NOT_REMINDED = f"""
state = 'waiting' and (
  (reminded_at is null and due_on - {REMIND.days} <= $1 and asked_at < $2)
  or (due_on < $1 and (reminded_at is null or reminded_at < ((due_on + 1)::timestamp at time zone $3))))
"""
"""In SQL, of today $1 that begins at $2 in the zone $3: a request that staff are to be reminded of, soon or when overdue."""
TO_REMIND = f"""
select id from record_request where {NOT_REMINDED} order by due_on, id limit {MOST_AT_ONCE}
"""
REMINDED = f"update record_request set reminded_at = $4 where id = $5 and {NOT_REMINDED} returning client"
ANSWERED = """
select id from record_request where id = any($1) and answered_at is not null
union all select id from record_export where id = any($1) and state = 'ready'
"""


async def tell_of_request(event: UUID, payload: dict[str, Any]) -> None:
    """Alert those who may release records, and may open the chart, to a request that waits, or to what the client says to its answer."""
    request_id = UUID(payload["request"])
    row = await db.row(TO_TELL, request_id)
    if row is not None:
        await _alert(event, row["client"], request_id)


async def remind_due() -> int:
    """Alert them again some days before a request is due, and when it is overdue; give of how many requests.

    45 CFR 164.524(b)(2) and 164.526(b)(2) set the latest days there are.
    """
    on, reminded = today(), 0
    now_is = (on, midnight(on), setting("practice_zone"))
    for row in await db.rows(TO_REMIND, *now_is):
        async with db.transaction():
            claimed = await db.row(REMINDED, *now_is, datetime.now(UTC), row["id"])
            if claimed is not None:
                await _alert(db.new_id(), claimed["client"], row["id"])
                reminded += 1
    return reminded


async def _alert(event: UUID, client_id: UUID, request_id: UUID) -> None:
    told = await holders(client_id=client_id, rule=PermissionRule.RECORD, today=today())
    await raise_alerts(
        event=event,
        kind=AlertKind.RECORD_REQUEST,
        client_id=client_id,
        object_id=request_id,
        recipients=told,
    )


async def still_answered(objects: Collection[UUID]) -> set[UUID]:
    """Give which of these are requests with an answer, or exports that can be downloaded."""
    return {row["id"] for row in await db.rows(ANSWERED, list(objects))}


NEWS: News = {Notice.RECORD: still_answered}
EFFECTS: Effects = {RECORD_ASKED: tell_of_request}
