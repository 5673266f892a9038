"""Billing of the demo practice."""

from typing import Any


async def add_billing(practice: Any) -> None:
    """Add statements and payments."""
