"""Forms of the demo practice."""

from typing import Any

from app.forms.safety.panel import add_persons


async def add_forms(practice: Any) -> None:
    """Assign everybody's forms in the demo practice."""
    await add_persons(practice)
