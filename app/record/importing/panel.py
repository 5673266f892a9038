"""What the import of files hands to the panel of the record."""

from app.record.importing.controller import ChartImportController

__all__ = ["STAFF_HANDLERS"]

STAFF_HANDLERS = (ChartImportController,)
