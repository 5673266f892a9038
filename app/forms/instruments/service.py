"""Scores of sent answers, kept in the transaction that sends them."""

from typing import Any
from uuid import UUID


async def keep_scores(
    *, response_id: UUID, client_id: UUID, instrument: str, response: dict[str, Any], language: str = "en"
) -> None:
    """Score a QuestionnaireResponse by the instrument that its form is ("" for none)."""
