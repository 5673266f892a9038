"""What the clock does about sessions."""

from datetime import UTC, datetime

from app import db
from app.accounts.tables import PortalSession, StaffSession


async def remove_ended_sessions() -> None:
    """Delete sessions whose absolute end is past; until then a session's next request would find it over."""
    now = datetime.now(UTC)
    async with db.transaction():
        await PortalSession.delete().where(PortalSession.ends_at < now)
        await StaffSession.delete().where(StaffSession.ends_at < now)
