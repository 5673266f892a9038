"""A practice whose clients have no forms yet."""

import pytest

from app.web.frame import Portal
from tests import rows


@pytest.fixture
async def unassigned(portal: Portal) -> None:
    """Take every form from every client, for tests that count their own; a fixture before this one brings them back."""
    for table in ("form_score", "safety_event", "form_response", "form_assignment", "form_recurrence"):
        await rows.change(f"delete from {table}")
