"""Which of what a client is to be told about appointments is still news when it goes out."""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.notices.preferences import Notice
from app.notices.telling.service import News

TO_COME = """
select id from appointment where id = any($1) and starts_at > $2
union all select id from appointment_asking where id = any($1) and state = 'declined'
"""


async def still_to_come(objects: Collection[UUID]) -> set[UUID]:
    """Give the appointments whose moment is still to come, cancelled ones too, and what was asked and declined."""
    found = await db.rows(TO_COME, list(objects), datetime.now(UTC))
    return {row["id"] for row in found}


NEWS: News = {Notice.APPOINTMENT: still_to_come}
