"""Forms of the demo practice."""

from typing import Any


async def add_forms(practice: Any) -> None:
    """Assign everybody's forms in the demo practice."""
