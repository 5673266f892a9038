"""Where a list goes on: the moment and id of its last row, as text for an address."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Cursor = tuple[datetime, UUID]


def write_cursor(at: datetime, row_id: UUID) -> str:
    return f"{(at - EPOCH) // timedelta(microseconds=1)}-{row_id.hex}"


def read_cursor(text: str) -> Cursor | None:
    """Read a cursor; None, the beginning of the list, for anything that is none."""
    moment, _, row_id = text.partition("-")
    try:
        return EPOCH + timedelta(microseconds=int(moment)), UUID(row_id)
    except (ValueError, OverflowError):
        return None
