"""What exporting hands on: the pages of clients and of staff."""

from app.record.exporting.controller import ExportController
from app.record.exporting.staff_controller import ChartExportController

__all__ = ["HANDLERS", "STAFF_HANDLERS"]

HANDLERS = (ExportController,)
STAFF_HANDLERS = (ChartExportController,)
