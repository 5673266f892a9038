"""What reading hands to the panel of the record."""

from typing import Any

from app.record.reading.controller import CopyController, RecordController

HANDLERS: tuple[Any, ...] = (RecordController, CopyController)
