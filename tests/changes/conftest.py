"""Charts without changes, for tests that count their own."""

import pytest

from app.web.frame import Portal
from tests import rows


@pytest.fixture
async def unchanged(portal: Portal) -> None:
    """Take every change out; a fixture before this one brings them back."""
    for table in ("changed_field", "change_request"):
        await rows.change(f"delete from {table}")
