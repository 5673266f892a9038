"""What follows from a file that came in, done by the worker."""

from typing import Any
from uuid import UUID

from app.files.checking import check
from app.files.service import RECEIVED
from app.notices.outbox import Effects, Sending


async def check_received(_event: UUID, payload: dict[str, Any]) -> None:
    """Check a file that has just come in; one that has to wait is checked by the clock."""
    await check(UUID(payload["file"]))


EFFECTS: Effects = {RECEIVED: Sending(check_received)}
