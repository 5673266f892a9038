"""A practice that nobody has asked anything about a record, for tests that count what is asked."""

import pytest

from app.web.frame import Portal
from tests import rows


@pytest.fixture
async def unasked(portal: Portal) -> None:
    """Take away what the demo's clients have asked; a fixture before this one brings it back."""
    await rows.change("delete from record_request")
