"""Answers that show that somebody may be in danger: noticed with every save, told at once."""

from typing import Any
from uuid import UUID


async def notice(*, response_id: UUID, client_id: UUID, url: str, response: dict[str, Any]) -> bool:
    """Look through answers, in the transaction that saves them; give whether help is to be shown beside them."""
    return False
